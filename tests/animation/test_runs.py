"""Which recording a scene is given, and that what is made by default is whole or not there."""

import made_recordings
import pytest

from gantheory.animation import making, runs, source
from gantheory.animation.collapse import require_collapse
from gantheory.errors import GanTheoryError


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A working folder without recordings, and no run named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(source.VARIABLE, raising=False)
    return tmp_path


@pytest.fixture
def trained(monkeypatch):
    """Training replaced by formulas; gives what would have been trained."""
    import gantheory.sweep.devices
    import gantheory.sweep.replay

    asked = []

    def record_seeds(config, seeds, out, every=0, samples=0):
        asked.append((config, tuple(seeds)))
        cured = config.k > 1
        for seed in seeds:
            settings = {"k": config.k, "r1": config.r1}
            folder = out / "replays" / f"seed-{seed}"
            made_recordings.mixture_2d(folder, seed, 8 if cured else 1, settings=settings)

    monkeypatch.setattr(gantheory.sweep.replay, "record_seeds", record_seeds)
    monkeypatch.setattr(gantheory.sweep.devices, "use_all_cores", lambda: None)
    monkeypatch.setattr("gantheory.compile_cache.use_compile_cache", lambda: None)
    return asked


def test_missing_runs_are_trained_with_a_word_and_once(here, trained, capsys):
    collapse = runs.collapse_runs()
    assert "training six runs, about a minute" in capsys.readouterr().err
    (failing, seeds), (cured, again) = trained
    assert seeds == again == making.COLLAPSE_SEEDS
    assert {name: getattr(cured, name) for name in making.REMEDY} == making.REMEDY
    assert failing.k == 1
    assert failing.r1 == 0
    require_collapse(collapse, "mode_collapse")
    assert runs.collapse_runs().sha256 == collapse.sha256
    assert len(trained) == 2


def test_an_interrupted_training_leaves_nothing_to_be_taken_for_whole(here, trained, monkeypatch):
    import gantheory.sweep.replay

    first = gantheory.sweep.replay.record_seeds

    def interrupted(config, *args, **options):
        if config.k > 1:
            raise KeyboardInterrupt
        first(config, *args, **options)

    monkeypatch.setattr(gantheory.sweep.replay, "record_seeds", interrupted)
    with pytest.raises(KeyboardInterrupt):
        runs.collapse_runs()
    assert not (here / runs.USUAL / "mode_collapse").exists()
    monkeypatch.setattr(gantheory.sweep.replay, "record_seeds", first)
    require_collapse(runs.collapse_runs(), "mode_collapse")


def test_a_named_folder_of_seeds_is_replayed(here, trained):
    made = runs.collapse_runs()
    named = here / runs.USUAL / "mode_collapse"
    assert source.run_kind(named) == "mixture_2d"
    assert runs.collapse_runs(named).sha256 == made.sha256


def test_the_environment_speaks_to_scenes_of_its_kind_only(here, monkeypatch, capsys):
    made = made_recordings.two_player(here / "paths")
    monkeypatch.setenv(source.VARIABLE, str(here / "paths"))
    assert runs.dirac_run().sha256 == made.sha256
    assert runs.walk_run().manifest["kind"] == "z_walk"
    assert "another kind than z_walk" in capsys.readouterr().err
    monkeypatch.setenv(source.VARIABLE, str(here / "nowhere"))
    with pytest.raises(GanTheoryError, match="names no folder"):
        runs.dirac_run()


def test_recordings_of_the_small_systems_are_made_where_they_are_missing(here, capsys):
    first = runs.dirac_run()
    assert "recording one now" in capsys.readouterr().err
    assert runs.dirac_run().sha256 == first.sha256
    assert capsys.readouterr().err == ""
