"""The explorer's page over recordings made from formulas, written once for each language."""

from dataclasses import replace

import pytest


def with_game(recording, game):
    """A recording of kind "mixture_1d" whose configuration names its game, as runs do."""
    config = {**recording.manifest["config"], "game": game}
    return replace(recording, manifest={**recording.manifest, "config": config})


@pytest.fixture(scope="session")
def recorded(tmp_path_factory, analytic):
    """Recordings from formulas as the explorer's runs: exact, samples on the line, in the plane."""
    from planar_recording import write_planar_recording

    from gantheory.lecture.explorer.runs import ExplorerRun
    from gantheory.recording import read_recording

    folder = tmp_path_factory.mktemp("explored")
    planar = read_recording(write_planar_recording(folder / "plane"))
    line = read_recording(write_planar_recording(folder / "line", dim=1))
    return [
        ExplorerRun(
            "healthy", (with_game(analytic, "minimax"), with_game(analytic, "non_saturating"))
        ),
        ExplorerRun("vanishing", (line, line)),
        ExplorerRun("collapse", (planar, planar)),
    ]


@pytest.fixture(scope="session")
def pages(tmp_path_factory, recorded):
    """The page in each language: {language: path}."""
    from gantheory.lecture.explorer.page import write_explorer

    folder = tmp_path_factory.mktemp("explorer")
    return {
        language: write_explorer(
            folder / f"{language}.html", language, "light", "gantheory · run 0123456789ab", recorded
        )
        for language in ("en", "ko")
    }


@pytest.fixture(scope="module")
def open_page(browser, pages):
    """The English page, open for all tests of a module that leave it as they find it."""
    with browser.visit(pages["en"]) as visit:
        yield visit
        visit.assert_quiet()
