"""The scene of mode collapse: samples, counts and numbers are those of the recordings, to 1e-9."""

import made_recordings
import numpy as np
import pytest

from gantheory.animation.collapse import (
    Collapse,
    boundary,
    collapse_timeline,
    read_collapse,
    remedy,
    require_collapse,
)
from gantheory.errors import GanTheoryError

EXACT = {"rtol": 0, "atol": 1e-9}
FRAMES = 4


@pytest.fixture(scope="module")
def runs(replayed):
    return replayed["mode_collapse"]


@pytest.fixture(scope="module")
def picture(runs):
    pytest.importorskip("manim", reason="the extra 'anim' is not installed", exc_type=ImportError)
    from gantheory.animation.scenes.mode_collapse import ModeCollapsePicture
    from gantheory.animation.stage import Stage
    from gantheory.figures.style import LIGHT

    return ModeCollapsePicture(Stage("mode_collapse", "en", LIGHT), runs)


def mapped(axes, x, y):
    """The axes map, written out once more."""
    across = (x - axes.x_range[0]) / np.ptp(axes.x_range) * (axes.right - axes.left) + axes.left
    up = (y - axes.y_range[0]) / np.ptp(axes.y_range) * (axes.top - axes.bottom) + axes.bottom
    return np.column_stack((across, up, np.zeros(len(across))))


@pytest.mark.parametrize("frame", range(2 * FRAMES))
def test_every_panel_shows_its_seed_at_the_frame(picture, runs, frame):
    picture.show(frame)
    group, own = divmod(frame, FRAMES)
    assert len(picture.panels) == 3
    for panel, recording in zip(picture.panels, runs.groups[group], strict=True):
        good = recording["high_quality"][own] == 1
        for dots, chosen in ((panel.good, good), (panel.poor, ~good)):
            x, y = recording["samples"][own][chosen].astype(float).T
            np.testing.assert_allclose(dots.centres, mapped(panel.axes, x, y), **EXACT)
        share = np.bincount(recording["nearest_mode"][own], minlength=8) / (160 / 8)
        for place, (bar, height) in enumerate(zip(panel.bars, share, strict=True)):
            sides = place + np.array([-0.36, 0.36])
            top = mapped(panel.bar_axes, sides, np.full(2, min(height, 4.0)))
            np.testing.assert_allclose(bar.upper, top if height else top[:0], **EXACT)
        assert panel.captured.text == f"{int(recording['modes_captured'][own])} / 8"
        assert panel.quality.text == f"{float(recording['high_quality_fraction'][own]):.3f}"
    assert picture.numbers["g_updates"].text == str(20 * own)


def test_the_dashed_line_is_where_d_says_one_half(picture, runs):
    for frame in (0, FRAMES - 1):
        turn = np.linspace(0.1, 1.0, FRAMES)[frame]
        lines = boundary(runs.failing[0], frame)
        assert lines
        for x, y in np.concatenate(lines):
            assert np.cos(turn) * x + np.sin(turn) * y - 0.1 == pytest.approx(0, abs=1e-6)
    picture.show(FRAMES - 1)
    drawn = picture.panels[0].boundary.mobject.points
    axes = picture.panels[0].axes
    x, y = ((drawn[:, 0] - axes.left) / (axes.right - axes.left) * 3.2 - 1.6,
            (drawn[:, 1] - axes.bottom) / (axes.top - axes.bottom) * 3.2 - 1.6)  # fmt: skip
    np.testing.assert_allclose(np.cos(1.0) * x + np.sin(1.0) * y - 0.1, 0, atol=1e-6)


def test_settings_are_said_of_the_group_that_has_them(picture, runs):
    assert remedy(runs) == ["k = 10", "R1 = 0.1"]
    for group in (0, 1):
        picture.show(group * FRAMES)
        seen = [sum(len(part.points) for part in words) > 0 for words in picture.settings]
        assert seen == [group == 0, group == 1]


def test_the_film_shows_every_frame_of_both_groups_in_order(runs):
    segments = collapse_timeline(runs).segments
    assert [one.name for one in segments] == ["start", "collapse", "remedy", "cured"]
    assert segments[1].frames == tuple(range(FRAMES))
    assert segments[3].frames == tuple(range(FRAMES, 2 * FRAMES))


def test_a_recording_alone_is_replayed_alone(runs, tmp_path):
    made_recordings.mixture_2d(tmp_path / "alone", 5, 8)
    alone = read_collapse(tmp_path / "alone")
    require_collapse(alone, "mode_collapse")
    assert alone.sha256 == alone.failing[0].sha256
    (segment,) = collapse_timeline(alone).segments
    assert segment.frames == tuple(range(FRAMES))


@pytest.mark.parametrize(
    ("groups", "complaint"),
    [
        (lambda one, all_: Collapse((all_,), (all_,)), "said to collapse, but captures 8 modes"),
        (lambda one, all_: Collapse((one,), (one,)), "said to be cured, but captures 1 modes"),
        (lambda one, all_: Collapse((one,) * 4), "shows 1 to 3 runs, not 4"),
    ],
)
def test_what_is_not_as_told_is_refused(runs, groups, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        require_collapse(groups(runs.failing[0], runs.cured[0]), "mode_collapse")


def test_other_seeds_are_no_comparison(runs):
    with pytest.raises(GanTheoryError, match="other seeds"):
        require_collapse(Collapse(runs.failing[:1], runs.cured[1:2]), "mode_collapse")


def test_a_forged_count_is_refused(runs, tmp_path):
    captured = runs.failing[0]["modes_captured"].copy()
    captured[-1] += 1
    forged = made_recordings.mixture_2d(tmp_path / "forged", 0, 1, modes_captured=captured)
    with pytest.raises(GanTheoryError, match="fails its audit"):
        require_collapse(Collapse((forged,)), "mode_collapse")


def test_an_empty_folder_holds_no_recordings(tmp_path):
    with pytest.raises(GanTheoryError, match="no recordings"):
        read_collapse(tmp_path)
