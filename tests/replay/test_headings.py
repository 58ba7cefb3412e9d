"""Runs beside each other are told apart by what differs between them, and by nothing else."""

import pytest

from gantheory.recording import Recording
from gantheory.replay.headings import headings_of


@pytest.fixture
def run(planar):
    def with_settings(seed=7, kind="mixture_2d", **settings):
        config = {**planar.config, **settings}
        return Recording({**planar.manifest, "kind": kind, "seed": seed, "config": config}, {})

    return with_settings


def test_runs_are_named_by_game_target_and_seed(run):
    assert headings_of([run()], "en") == ["non_saturating on four, seed 7"]
    assert headings_of([run()], "ko") == ["four에서 non_saturating, 시드 7"]


def test_settings_that_differ_are_named_for_both_and_others_are_not(run):
    failing, cured = headings_of([run(r1=0.0, k=2), run(r1=0.1, k=2)], "en")
    assert failing == "non_saturating on four, seed 7 · r1 = 0.0"
    assert cured == "non_saturating on four, seed 7 · r1 = 0.1"


def test_seeds_differ_without_being_settings(run):
    runs = [run(seed=1, first_seed=1, seeds=1), run(seed=2, first_seed=2, seeds=4)]
    assert [h[-6:] for h in headings_of(runs, "en")] == ["seed 1", "seed 2"]


def test_runs_of_another_kind_have_other_settings(run):
    assert all("·" not in h for h in headings_of([run(x=1), run(kind="mixture_1d", y=2)], "en"))
