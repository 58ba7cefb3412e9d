"""`gantheory animate`: what is rendered, what is not rendered again, and the list of films."""

import json
import shutil

import numpy as np
import pytest

from gantheory.animation import films, freshness, render
from gantheory.animation.catalogue import SCENES, Entry, entry
from gantheory.animation.films import Options, render_all, scenes_to_render
from gantheory.animation.render import Film, Section
from gantheory.cli import build_parser, main
from gantheory.errors import GanTheoryError


@pytest.fixture
def rendered(monkeypatch):
    """Replaces the renderer by one that writes a line; lists the scenes that it was asked for."""
    calls = []

    def fake(name, recording, path, quality, language, theme, *, sections, on_segment):
        calls.append(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} {getattr(recording, 'sha256', '')}")
        path.with_suffix(".png").write_text("poster")
        sections.mkdir(exist_ok=True)
        part = Section("one", 1.0, sections / "01-one.mp4", sections / "01-one.png")
        for file in (part.path, part.poster):
            file.write_text("part")
        on_segment(0)
        return Film(path, path.with_suffix(".png"), "manim", "", (part,), {"run": "x"})

    monkeypatch.setattr(films, "render_scene", fake)
    monkeypatch.setattr(films, "manim_missing", lambda: "")
    return calls


def again(folder, *names, run=None, **options):
    return list(render_all(names, folder, Options(**options), run))


def test_an_unchanged_scene_is_not_rendered_again(rendered, tmp_path):
    names = ("theorem1", "saturation")
    assert [film.rendered for film in again(tmp_path, *names)] == [True, True]
    assert [film.rendered for film in again(tmp_path, *names)] == [False, False]
    assert rendered == list(names)


def test_other_options_are_other_films_beside_the_first(rendered, tmp_path):
    again(tmp_path, "saturation")
    again(tmp_path, "saturation", language="ko")
    again(tmp_path, "saturation", theme="dark", quality="m")
    stems = {path.stem for path in tmp_path.glob("*.mp4")}
    assert stems == {
        "saturation-en-light-480p",
        "saturation-ko-light-480p",
        "saturation-en-dark-720p",
    }
    assert set(films.read_list(tmp_path)) == stems
    assert not any(film.rendered for film in again(tmp_path, "saturation", language="ko"))


@pytest.mark.parametrize("harm", ["altered", "deleted", "part", "list"])
def test_a_film_that_is_not_whole_is_rendered_again(rendered, tmp_path, harm):
    [first] = again(tmp_path, "saturation")
    match harm:
        case "altered":
            first.path.write_text("something else")
        case "deleted":
            first.path.unlink()
        case "part":
            shutil.rmtree(first.path.with_suffix(""))
        case "list":
            (tmp_path / films.MANIFEST).write_text("{not json")
    assert again(tmp_path, "saturation")[0].rendered


def test_a_changed_source_or_library_renders_again(rendered, tmp_path, monkeypatch):
    again(tmp_path, "saturation")
    monkeypatch.setattr(freshness, "source_hash", lambda module: "changed")
    assert again(tmp_path, "saturation")[0].rendered
    monkeypatch.setattr(freshness, "_version", lambda name: "99")
    assert again(tmp_path, "saturation")[0].rendered
    assert not again(tmp_path, "saturation")[0].rendered


def test_another_recording_renders_again(rendered, tmp_path, analytic_run):
    from analytic_recording import write_analytic_recording

    out = tmp_path / "out"
    assert again(out, "figure1", run=analytic_run)[0].rendered
    assert not again(out, "figure1", run=analytic_run)[0].rendered
    other = write_analytic_recording(tmp_path / "other", slow=(4, 5))
    assert again(out, "figure1", run=other)[0].rendered


def test_the_list_says_what_each_film_is(rendered, tmp_path):
    again(tmp_path, "saturation", language="ko")
    document = json.loads((tmp_path / films.MANIFEST).read_text(encoding="utf-8"))
    assert document["kind"] == "gantheory-films"
    film = document["films"]["saturation-ko-light-480p"]
    assert (film["scene"], film["language"], film["theme"]) == ("saturation", "ko", "light")
    assert film["seconds"] == 1.0
    assert film["sections"][0]["file"] == "saturation-ko-light-480p/01-one.mp4"
    assert (tmp_path / film["sections"][0]["poster"]).is_file()
    assert "로그" in film["alt"]
    assert film["sources"] == {"run": "x"}
    assert str(tmp_path) not in json.dumps(document)


def test_the_source_of_a_scene_is_what_it_imports():
    files = {path.name for path in freshness.imported(SCENES["theorem1"].module)}
    assert {"theorem1.py", "divergences.py", "quadrature.py", "claims.py", "loglin.py"} <= files
    figure = {path.name for path in freshness.imported(SCENES["figure1"].module)}
    assert {"figure1.py", "report.py", "panels.py", "typeset.py"} <= figure
    # neither the proofs nor the training decide how a recording is drawn
    assert not {"loglin.py", "algorithm1.py", "run.py"} & figure


def test_an_edit_changes_the_hash_of_the_scenes_that_it_concerns(tmp_path, monkeypatch):
    copy = tmp_path / "gantheory"
    shutil.copytree(freshness._PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(freshness, "_PACKAGE", copy)
    modules = [SCENES[name].module for name in ("figure1", "theorem1", "saturation")]

    def hashes():
        freshness.source_hash.cache_clear()
        found = [freshness.source_hash(module) for module in modules]
        freshness.source_hash.cache_clear()
        return found

    before = hashes()
    with (copy / "animation" / "scenes" / "theorem1.py").open("a") as file:
        file.write("\n# edited\n")
    assert [a == b for a, b in zip(before, hashes(), strict=True)] == [True, False, True]
    with (copy / "notation" / "ko.toml").open("a") as file:
        file.write("\n# edited\n")
    assert not any(a == b for a, b in zip(before, hashes(), strict=True))


def test_scenes_are_chosen_by_name_or_by_what_they_replay():
    assert scenes_to_render(()) == list(SCENES)
    assert scenes_to_render(("saturation", "figure1")) == ["figure1", "saturation"]
    assert scenes_to_render((), "mixture_1d") == ["figure1"]
    for name, kind in ((("nothing",), ""), (("saturation",), "mixture_1d"), ((), "images")):
        with pytest.raises(GanTheoryError):
            scenes_to_render(name, kind)


def test_without_manim_what_can_be_drawn_is_drawn(monkeypatch):
    monkeypatch.setattr(films, "manim_missing", lambda: "manim is not installed (extra 'anim')")
    assert scenes_to_render(()) == [name for name in SCENES if SCENES[name].without_manim]
    monkeypatch.setattr(render, "manim_missing", lambda: "manim is not installed (extra 'anim')")
    with pytest.raises(GanTheoryError, match="drawn by manim only"):
        render.render_scene("saturation", None, "saturation.mp4")


def test_the_command_says_where_films_are_and_lists_scenes(rendered, tmp_path, capsys):
    assert main(["animate", "saturation", "--out", str(tmp_path)]) == 0
    assert "saturation-en-light-480p.mp4  (rendered in" in capsys.readouterr().out
    assert main(["animate", "saturation", "--out", str(tmp_path)]) == 0
    assert "(unchanged)" in capsys.readouterr().out
    assert main(["animate", "--list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(SCENES)
    assert main(["animate", "--run", str(tmp_path)]) == 2
    assert "kind 'gantheory-films'" in capsys.readouterr().err
    assert main(["animate", "--run", str(tmp_path / "nowhere")]) == 2
    assert "no recording" in capsys.readouterr().err


def test_names_and_choices_can_be_completed():
    import shtab

    script = shtab.complete(build_parser(), shell="bash")
    for name in (*SCENES, "dark", "ko"):
        assert name in script
    assert build_parser(["animate"]).parse_args(["animate"]).names == "all"
    with pytest.raises(SystemExit):
        build_parser(["animate"]).parse_args(["animate", "no_such_scene"])


def test_the_catalogue_leads_to_scenes_and_animations():
    from pathlib import Path

    root = Path(__file__).parents[2]
    for name, one in SCENES.items():
        assert (root / "animations" / f"{name}.py").is_file()
        assert one.about
        assert bool(one.replays) == bool(one.loader)
    assert {path.stem for path in (root / "animations").glob("*.py")} == set(SCENES)
    with pytest.raises(GanTheoryError, match="theorem1"):
        entry("theorem9")
    assert Entry("m", "S", "about").load(None) is None


def test_the_film_without_manim_speaks_korean_and_dark(
    analytic, tmp_path, korean, monkeypatch, caplog
):
    import av

    monkeypatch.setattr(render, "manim_missing", lambda: "manim is not installed (extra 'anim')")
    monkeypatch.setitem(render.QUALITIES, "t", render.Quality(426, 240, 5))
    film = render.render_scene("figure1", analytic, tmp_path / "f.mp4", "t", "ko", "dark")
    assert film.engine == "matplotlib"
    assert [section.name for section in film.sections] == [f"panel_{one}" for one in "abcd"]
    with av.open(str(film.path)) as container:
        images = [one.to_ndarray(format="rgb24") for one in container.decode(video=0)]
    assert len(images) == round(film.seconds * 5)
    assert np.median(images[0]) < 40
    assert "does not have a glyph" not in caplog.text
