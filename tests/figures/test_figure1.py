"""Figure 1 as a still picture."""

import dataclasses
import re

import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.figures.figure1 import alt_text, draw_figure1, write_figure1
from gantheory.figures.labels import readouts
from gantheory.figures.layout import arrow_feet, density_scale, visible_range
from gantheory.figures.panels import choose_panels
from gantheory.figures.style import LIGHT


@pytest.fixture(scope="module")
def figure(analytic):
    return draw_figure1(analytic)


def curve(ax, color):
    lines = [line for line in ax.lines if line.get_color() == color and len(line.get_xdata()) > 2]
    assert len(lines) == 1
    return lines[0]


def test_every_panel_shows_the_recorded_arrays(figure, analytic):
    panels = choose_panels(analytic)
    frames = [frame for _, frame in panels.items()]
    scale = density_scale(analytic, frames)
    assert len(figure.axes) == 4
    for ax, frame in zip(figure.axes, frames, strict=True):
        shown = {
            LIGHT.p_data: scale * analytic["p_data"],
            LIGHT.p_g: scale * analytic["p_g"][frame],
            LIGHT.discriminator: analytic["discriminator"][frame],
            LIGHT.optimal: analytic["optimal_discriminator"][frame],
        }
        for color, heights in shown.items():
            np.testing.assert_array_equal(curve(ax, color).get_ydata(), heights)
            np.testing.assert_array_equal(curve(ax, color).get_xdata(), analytic["x"])
        arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None) is not None]
        np.testing.assert_array_equal([arrow.xy[0] for arrow in arrows], analytic["g_of_z"][frame])
        readout = readouts(analytic, frame)
        written = " ".join(text.get_text() for text in ax.texts)
        assert readout["V"] in written
        assert readout["JSD"] in written


def test_patterns_tell_the_curves_apart_without_colour(figure):
    for ax in figure.axes:
        dotted, solid = curve(ax, LIGHT.p_data), curve(ax, LIGHT.p_g)
        dashed, thin = curve(ax, LIGHT.discriminator), curve(ax, LIGHT.optimal)
        assert dotted.get_linestyle() != "-"
        assert dashed.get_linestyle() != "-"
        assert solid.get_linestyle() == "-"
        assert thin.get_linewidth() < 0.6 * solid.get_linewidth()
        # where p_g = p_data the dots must still be seen
        assert dotted.get_zorder() > solid.get_zorder()


def test_the_files_are_byte_reproducible_and_carry_no_date(analytic, tmp_path):
    first = write_figure1(analytic, tmp_path / "one")
    second = write_figure1(analytic, tmp_path / "two")
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()
    svg = first[1].read_text()
    assert "<dc:date>" not in svg
    assert re.search(r"sha256|run [0-9a-f]{12}", svg)
    assert first[0].read_bytes().startswith(b"\x89PNG")


def test_the_description_has_the_numbers(analytic):
    text = alt_text(analytic)
    for _, frame in choose_panels(analytic).items():
        assert readouts(analytic, frame)["V"] in text


def test_the_range_of_x_holds_curves_and_arrow_tips(analytic):
    frames = list(range(analytic.frames))
    low, high = visible_range(analytic, frames)
    outside = (analytic["x"] < low) | (analytic["x"] > high)
    assert analytic["p_data"][outside].max() < 0.011 * analytic["p_data"].max()
    assert low <= analytic["g_of_z"].min() <= analytic["g_of_z"].max() <= high


def test_the_highest_density_ends_just_below_one_and_peaks_do_not_flatten_the_data(analytic):
    import dataclasses

    highest = max(analytic["p_g"][20].max(), analytic["p_data"].max())
    assert density_scale(analytic, [20]) * highest == pytest.approx(0.92)
    # frames outside the panels may shrink the scale, but only so far
    assert density_scale(analytic, [36], range(analytic.frames)) < density_scale(analytic, [36])
    spiked = analytic["p_g"].copy()
    spiked[20, 400] = 1000.0
    peaked = dataclasses.replace(analytic, arrays={**analytic.arrays, "p_g": spiked})
    shown = list(range(analytic.frames))
    for scale in (density_scale(peaked, [20]), density_scale(peaked, [20], shown)):
        assert scale * analytic["p_data"].max() > 0.25


def test_arrow_feet_are_spread_evenly_in_z():
    z = np.array([-1.0, -0.5, 0.5, 1.0])
    feet = arrow_feet(z, (0.0, 10.0))
    np.testing.assert_allclose(np.diff(feet) / np.diff(z), np.diff(feet)[0] / 0.5)
    assert feet[0] > 0.0
    assert feet[-1] < 10.0


def test_a_recording_that_fails_the_audit_is_not_drawn(analytic):
    import dataclasses

    value = analytic["value"].copy()
    value[3] = analytic["criterion"][3] + 0.01
    wrong = dataclasses.replace(analytic, arrays={**analytic.arrays, "value": value})
    with pytest.raises(GanTheoryError):
        draw_figure1(wrong)


def test_arrows_of_the_slope_are_drawn_where_they_are_asked_for(analytic):
    from matplotlib.figure import Figure

    from gantheory.figures.layout import push_scale, slopes_at_samples
    from gantheory.figures.plot import StatePlot
    from gantheory.figures.style import LIGHT

    frames = [frame for _, frame in choose_panels(analytic).items()]
    x_range = visible_range(analytic, frames)
    scale = push_scale(analytic, frames, x_range)
    plot = StatePlot(Figure().add_subplot(), analytic, x_range, 1.0, LIGHT, push=scale)
    steepest = 0.0
    for frame in frames:
        plot.show(frame)
        tips = analytic["g_of_z"][frame]
        np.testing.assert_array_equal(plot.pushes.get_offsets()[:, 0], tips)
        slopes = slopes_at_samples(analytic, frame)
        np.testing.assert_allclose(plot.pushes.U, scale * slopes, rtol=0, atol=1e-12)
        steepest = max(steepest, np.abs(slopes).max())
    assert scale * steepest == pytest.approx(0.065 * (x_range[1] - x_range[0]))
    without = StatePlot(Figure().add_subplot(), analytic, x_range, 1.0, LIGHT)
    without.show(frames[0])
    assert len(without.pushes.get_offsets()) == 0


def test_the_slope_of_d_is_that_of_its_formula(analytic):
    # D* is a logistic function of a quadratic: D*' = D*(1 - D*) times the slope of its logit
    from gantheory.figures.layout import slopes_at_samples

    frame = 12
    d = analytic["optimal_discriminator"][frame]
    arrays = {**analytic.arrays, "discriminator": analytic["optimal_discriminator"]}
    found = slopes_at_samples(dataclasses.replace(analytic, arrays=arrays), frame)
    x, g = analytic["x"], analytic["g_of_z"][frame]
    logit = np.log(d) - np.log1p(-d)
    inside = (d > 1e-9) & (d < 1 - 1e-9)
    slope, intercept = np.polyfit(x[inside], np.gradient(logit[inside], x[inside]), 1)
    at = np.interp(g, x, d)
    np.testing.assert_allclose(found, at * (1 - at) * (slope * g + intercept), atol=2e-4)
