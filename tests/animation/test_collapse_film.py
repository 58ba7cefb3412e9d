"""Mode collapse without manim: the same frames at the same times, the same arrays."""

import av
import numpy as np
import pytest

from gantheory.animation.collapse import Collapse, boundary, collapse_timeline
from gantheory.animation.collapse_film import CollapseSheet, write_film
from gantheory.errors import GanTheoryError
from gantheory.figures.style import LIGHT, matplotlib_style

FRAMES = 4


@pytest.fixture(scope="module")
def sheet(replayed):
    with matplotlib_style():
        return CollapseSheet(replayed["mode_collapse"], (428, 240), LIGHT, "en")


@pytest.mark.parametrize("frame", [0, FRAMES - 1, FRAMES, 2 * FRAMES - 1])
def test_every_panel_holds_the_arrays_of_its_seed(sheet, replayed, frame):
    runs = replayed["mode_collapse"]
    image = sheet.draw(frame, "caption.collapse")
    assert image.shape == (240, 428, 3)
    group, own = divmod(frame, FRAMES)
    for panel, recording in zip(sheet.panels, runs.groups[group], strict=True):
        good = recording["high_quality"][own] == 1
        for drawn, chosen in ((panel.good, good), (panel.poor, ~good)):
            np.testing.assert_array_equal(drawn.get_xydata(), recording["samples"][own][chosen])
        near = np.bincount(recording["nearest_mode"][own], minlength=8) / 20
        heights = [bar.get_height() for bar in panel.bars]
        np.testing.assert_allclose(heights, np.minimum(near, 4.0))
        for drawn, line in zip(
            panel.boundary.get_segments(), boundary(recording, own), strict=True
        ):
            np.testing.assert_allclose(drawn, line)
        assert panel.captured.get_text() == f"{recording['modes_captured'][own]} / 8"
        assert panel.quality.get_text() == f"{recording['high_quality_fraction'][own]:.3f}"


def test_what_is_drawn_does_not_depend_on_what_was_drawn_before(sheet):
    first = sheet.draw(0, "caption.start")
    assert not np.array_equal(first, sheet.draw(2 * FRAMES - 1, "caption.cured"))
    np.testing.assert_array_equal(first, sheet.draw(0, "caption.start"))


def test_the_film_is_as_long_as_the_timetable(replayed, tmp_path):
    runs = replayed["mode_collapse"]
    path = tmp_path / "film.mp4"
    timeline, last = write_film(runs, path, (214, 120), 5)
    assert timeline == collapse_timeline(runs)
    assert last.shape == (120, 214, 3)
    with av.open(str(path)) as container:
        assert runs.sha256 in container.metadata["comment"]
        pictures = sum(1 for _ in container.decode(video=0))
    assert pictures == round(timeline.seconds * 5)


def test_runs_that_are_not_as_told_are_refused(replayed, tmp_path):
    cured = replayed["mode_collapse"].cured
    with pytest.raises(GanTheoryError, match="said to collapse"):
        write_film(Collapse(cured, cured), tmp_path / "film.mp4", (214, 120), 5)
    assert not (tmp_path / "film.mp4").exists()
