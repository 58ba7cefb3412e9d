"""Exact replay: the moving picture is where the recording is, to 1e-9."""

import numpy as np
import pytest

pytest.importorskip("manim", reason="the extra 'anim' is not installed", exc_type=ImportError)

from gantheory.animation.curves import Band, Curve, cut_by_length
from gantheory.animation.scenes.figure1 import Figure1Picture
from gantheory.animation.stage import Stage
from gantheory.animation.text import Readout, character_outlines
from gantheory.animation.timeline import figure1_timeline
from gantheory.figures.labels import readouts
from gantheory.figures.panels import choose_panels
from gantheory.figures.style import LIGHT


@pytest.fixture(scope="module")
def picture(analytic):
    panels = choose_panels(analytic)
    shown = list(figure1_timeline(analytic, panels).frames)
    chosen = [frame for _, frame in panels.items()]
    return Figure1Picture(Stage("figure1", "en", LIGHT), analytic, chosen, shown)


def anchors(mobject):
    """The corners that manim will draw lines between."""
    return np.concatenate((mobject.points[:1], mobject.points[3::4]))


def expected(picture, recording, heights):
    """The axes map, written out once more: D = 0 and 1 at two heights, x across."""
    axes = picture.axes
    x = recording["x"]
    low, high = axes.x_range
    seen = (x >= low) & (x <= high)
    across = axes.left + (x[seen] - low) / (high - low) * (axes.right - axes.left)
    floor, ceiling = axes.y_range
    share = (np.clip(heights[seen], floor, ceiling) - floor) / (ceiling - floor)
    up = axes.bottom + share * (axes.top - axes.bottom)
    return np.column_stack((across, up, np.zeros(len(across))))


@pytest.mark.parametrize("frame", [0, 3, 9, 17, 20, 23, 24, 36])
def test_curves_are_where_the_recording_has_them(picture, analytic, frame):
    picture.show(frame)
    heights = {
        "p_g": picture.scale * analytic["p_g"][frame],
        "optimal": analytic["optimal_discriminator"][frame],
        "p_data": picture.scale * analytic["p_data"],
        "discriminator": analytic["discriminator"][frame],
    }
    for role, values in heights.items():
        wanted = expected(picture, analytic, values)
        np.testing.assert_allclose(picture.curves[role].corners, wanted, rtol=0, atol=1e-9)
    for role in ("p_g", "optimal"):  # solid: what is drawn is the whole polyline
        drawn = anchors(picture.curves[role].mobject)
        wanted = expected(picture, analytic, heights[role])
        np.testing.assert_allclose(drawn, wanted, rtol=0, atol=1e-9)
    for role in ("p_data", "discriminator"):  # pieces of it
        drawn = picture.curves[role].mobject.points
        wanted = expected(picture, analytic, heights[role])
        on_the_line = np.interp(drawn[:, 0], wanted[:, 0], wanted[:, 1])
        np.testing.assert_allclose(drawn[:, 1], on_the_line, rtol=0, atol=1e-9)


@pytest.mark.parametrize("frame", [0, 17, 24, 36])
def test_arrow_tips_are_g_of_z(picture, analytic, frame):
    picture.show(frame)
    low, high = picture.axes.x_range
    left, right = picture.axes.left, picture.axes.right
    tips = left + (analytic["g_of_z"][frame] - low) / (high - low) * (right - left)
    np.testing.assert_allclose(picture.arrows.tips[:, 0], tips, rtol=0, atol=1e-9)
    # a head is drawn from its tip, and back to it
    heads = picture.arrows.heads.points.reshape(len(tips), 12, 3)
    np.testing.assert_allclose(heads[:, 0, 0], tips, rtol=0, atol=1e-9)
    np.testing.assert_allclose(heads[:, -1, 0], tips, rtol=0, atol=1e-9)


def test_numbers_say_what_the_recording_says(picture, analytic):
    for frame in range(analytic.frames):
        picture.show(frame)
        for name, text in readouts(analytic, frame).items():
            assert picture.numbers[name].text == text
        assert picture.numbers["g_updates"].text == str(analytic["g_updates"][frame])
        assert picture.numbers["d_updates"].text == str(analytic["d_updates"][frame])


@pytest.mark.parametrize("frame", [3, 17, 24, 36])
def test_pushes_are_the_slope_of_the_recorded_d_at_g_of_z(picture, analytic, frame):
    picture.show(frame)
    x, d, g = analytic["x"], analytic["discriminator"][frame], analytic["g_of_z"][frame]
    # central differences on the even grid, then straight lines between its points: written anew
    slope = np.empty_like(d)
    slope[1:-1] = (d[2:] - d[:-2]) / (x[2] - x[0])
    slope[0], slope[-1] = (d[1] - d[0]) / (x[1] - x[0]), (d[-1] - d[-2]) / (x[-1] - x[-2])
    axes = picture.axes
    unit = (axes.right - axes.left) / np.ptp(axes.x_range)
    feet = axes.left + (g - axes.x_range[0]) * unit
    most = 0.095 * np.ptp(axes.x_range)
    lengths = unit * np.clip(picture.push_scale * np.interp(g, x, slope), -most, most)
    np.testing.assert_allclose(picture.pushes.tips[:, 0], feet + lengths, rtol=0, atol=1e-9)
    heads = picture.pushes.heads.points.reshape(len(g), 12, 3)
    np.testing.assert_allclose(heads[:, 0, 0], feet + lengths, rtol=0, atol=1e-9)
    shafts = picture.pushes.shafts.points.reshape(len(g), 4, 3)
    np.testing.assert_allclose(shafts[:, 0, 0], feet, rtol=0, atol=1e-9)


def test_a_readout_is_made_of_the_glyphs_of_its_text():
    glyphs = character_outlines()
    readout = Readout(right=2.0, baseline=1.0, size=48.0, color="#000000")
    readout.show("−1.3863")
    points = readout.mobject.points
    assert len(points) == sum(len(glyphs[letter][0]) for letter in "−1.3863")
    # the first glyph is the minus sign: wide and flat; everything ends at the right
    minus = points[: len(glyphs["−"][0])]
    assert np.ptp(minus[:, 0]) > 3 * np.ptp(minus[:, 1])
    assert 2.0 - 0.1 < points[:, 0].max() <= 2.0
    # it stands on the line
    assert points[:, 1].min() == pytest.approx(1.0, abs=0.01)
    wider = Readout(right=2.0, baseline=1.0, size=48.0, color="#000000")
    wider.show("−8.8888")
    assert np.ptp(wider.mobject.points[:, 0]) == pytest.approx(np.ptp(points[:, 0]), rel=0.1)
    assert glyphs["1"][1] == glyphs["8"][1]
    readout.show("")
    assert len(readout.mobject.points) == 0


def test_dashes_keep_their_length_along_the_curve():
    t = np.linspace(0, 3, 400)
    corners = np.column_stack((t, np.sin(5 * t), np.zeros_like(t)))
    starts, ends = cut_by_length(corners, 0.2, 0.1)
    drawn = np.linalg.norm(ends - starts, axis=1).sum()
    whole = np.linalg.norm(np.diff(corners, axis=0), axis=1).sum()
    assert drawn == pytest.approx(whole * 2 / 3, rel=0.03)
    breaks = np.flatnonzero(np.linalg.norm(starts[1:] - ends[:-1], axis=1) > 1e-9)
    assert len(breaks) + 1 == int(np.ceil(whole / 0.3))


def test_p_data_is_drawn_over_p_g(picture):
    order = picture.moving.submobjects
    dotted, solid = picture.curves["p_data"].mobject, picture.curves["p_g"].mobject
    positions = [next(i for i, one in enumerate(order) if one is m) for m in (dotted, solid)]
    assert positions[0] > positions[1]


def test_a_band_lies_between_its_edges_and_is_hatched():
    x = np.linspace(0.0, 2.0, 50)
    upper = np.column_stack((x, 1 + 0.1 * np.sin(3 * x), np.zeros(50)))
    lower = np.column_stack((x, -0.5 * x, np.zeros(50)))
    band = Band("#d55e00", spacing=0.2)
    band.show(upper, lower)
    corners = anchors(band.fill)
    np.testing.assert_allclose(corners[:50], upper, rtol=0, atol=1e-9)
    np.testing.assert_allclose(corners[50:100], lower[::-1], rtol=0, atol=1e-9)
    lines = band.hatch.points.reshape(-1, 4, 3)
    assert len(lines) == 10
    for line in lines:
        assert line[0, 0] == line[-1, 0]
        assert line[0, 1] == pytest.approx(np.interp(line[0, 0], x, upper[:, 1]), abs=1e-9)
        assert line[-1, 1] == pytest.approx(np.interp(line[0, 0], x, lower[:, 1]), abs=1e-9)


def test_a_pattern_of_dots_has_round_ends():
    from manim import CapStyleType

    dots = Curve("#000000", 4.0, (0.0, 0.1))
    dots.show(np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
    assert dots.mobject.cap_style == CapStyleType.ROUND
    assert len(dots.mobject.points) == 4 * 10
