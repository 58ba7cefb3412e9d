"""The scenes on claims: what is drawn is what the theory's own functions give, to 1e-9."""

import math
from fractions import Fraction

import numpy as np
import pytest

pytest.importorskip("manim", reason="the extra 'anim' is not installed", exc_type=ImportError)

from gantheory.animation.scenes import proposition1, proposition2, saturation, theorem1
from gantheory.animation.stage import Stage
from gantheory.figures.labels import signed
from gantheory.figures.style import LIGHT

EXACT = {"rtol": 0, "atol": 1e-9}


def mapped(axes, x, y):
    """The axes map, written out once more."""
    across = (x - axes.x_range[0]) / np.ptp(axes.x_range) * (axes.right - axes.left) + axes.left
    up = (y - axes.y_range[0]) / np.ptp(axes.y_range) * (axes.top - axes.bottom) + axes.bottom
    return np.column_stack((across, up, np.zeros(len(across))))


@pytest.fixture(scope="module")
def first():
    return proposition1.Proposition1Picture(
        Stage("proposition1", "en", LIGHT), proposition1.states()
    )


@pytest.mark.parametrize("frame", [0, 12, 29, 30, 60, 101, 102])
def test_proposition_1_is_drawn_where_the_densities_are(first, frame):
    first.show(frame)
    shown = first.states
    at, y = shown.at[frame], shown.y[frame]
    a = proposition1.P_DATA.pdf(shown.x[at : at + 1])[0]
    b = proposition1.P_G.pdf(shown.x[at : at + 1])[0]
    for name, density in (("p_data", proposition1.P_DATA), ("p_g", proposition1.P_G)):
        wanted = mapped(first.x_axes, shown.x, first.scale * density.pdf(shown.x))
        np.testing.assert_allclose(first.curves[name].corners, wanted, **EXACT)
    gain = a * np.log(shown.y_grid) + b * np.log(1 - shown.y_grid)
    wanted = mapped(first.gain_axes, shown.y_grid, gain)[gain >= first.gain_axes.y_range[0]]
    np.testing.assert_allclose(first.curves["gain"].corners, wanted, **EXACT)
    traced = shown.traced[frame]
    p, g = proposition1.P_DATA.pdf(shown.x[:traced]), proposition1.P_G.pdf(shown.x[:traced])
    wanted = mapped(first.x_axes, shown.x[:traced], p / (p + g))
    np.testing.assert_allclose(first.curves["optimal"].corners, wanted, **EXACT)
    mark = first.marks["best" if traced else "chosen"].centres
    value = a * math.log(y) + b * math.log(1 - y)
    np.testing.assert_allclose(
        mark, mapped(first.gain_axes, np.array([y]), np.array([value])), **EXACT
    )
    said = {name: number.text for name, number in first.numbers.items()}
    assert said == {"a": signed(a), "b": signed(b), "y": signed(y), "gain": signed(value)}


def test_while_x_moves_no_other_y_gains_more(first):
    shown = first.states
    for frame in range(30, len(shown.at)):
        best = shown.gain(frame, shown.y[frame : frame + 1])[0]
        assert (shown.gain(frame, shown.y_grid) <= best + 1e-12).all()


@pytest.fixture(scope="module")
def second():
    return theorem1.Theorem1Picture(Stage("theorem1", "en", LIGHT), theorem1.states())


def test_the_areas_of_theorem_1_are_c_and_twice_the_jsd(second):
    shown = second.states
    areas = np.trapezoid(shown.integrand, shown.x, axis=1)
    between = np.trapezoid(shown.integrand - shown.floor, shown.x, axis=1)
    # the grid ends where the densities are below 1e-4 of their height
    np.testing.assert_allclose(areas, shown.criterion, atol=2e-3)
    np.testing.assert_allclose(between, 2 * shown.jsd, atol=2e-3)
    assert (np.abs(shown.criterion + math.log(4) - 2 * shown.jsd) <= shown.error + 1e-12).all()
    assert shown.criterion[0] > -0.7
    np.testing.assert_allclose(shown.p_g[-1], shown.p_data, rtol=1e-12)
    assert (np.diff(shown.criterion) < 0).all()


@pytest.mark.parametrize("frame", [0, 23, 59])
def test_theorem_1_is_drawn_where_the_numbers_are(second, frame):
    second.show(frame)
    shown, axes = second.states, second.area_axes
    p, g = shown.p_data, theorem1.path(frame / 59).pdf(shown.x)
    np.testing.assert_allclose(
        second.curves["p_g"].corners, mapped(second.density_axes, shown.x, g), **EXACT
    )
    integrand = p * np.log(p / (p + g)) + g * np.log(g / (p + g))
    upper = mapped(axes, shown.x, integrand)
    lower = mapped(axes, shown.x, -(p + g) * math.log(2))
    for drawn, wanted in (
        (second.curves["integrand"].corners, upper),
        (second.curves["floor"].corners, lower),
        (second.band.upper, upper),
        (second.band.lower, lower),
    ):
        np.testing.assert_allclose(drawn, wanted, **EXACT)
    criterion = shown.criterion[frame]
    level = mapped(second.gauge, np.array([0.0, 1.0]), np.full(2, criterion))
    np.testing.assert_allclose(second.level.upper, level, **EXACT)
    assert second.numbers["C"].text == signed(criterion)
    assert second.numbers["JSD"].text == signed(2 * shown.jsd[frame])


@pytest.fixture(scope="module")
def third():
    return proposition2.Proposition2Picture(
        Stage("proposition2", "en", LIGHT), proposition2.states()
    )


def value(d_a, d_b, t):
    """V(D, p_g) for p_data = (3/4, 1/4) and p_g = (t, 1 - t)."""
    real = 0.75 * math.log(d_a) + 0.25 * math.log(d_b)
    return real + t * math.log(1 - d_a) + (1 - t) * math.log(1 - d_b)


def test_every_line_is_a_v_below_c_and_touches_it(third):
    shown = third.states
    for number, (at_0, at_1) in enumerate(shown.lines):
        s = 1 - (number + 1) / 16
        d_a, d_b = 0.75 / (0.75 + s), 0.25 / (0.25 + 1 - s)
        assert (at_0, at_1) == pytest.approx((value(d_a, d_b, 0), value(d_a, d_b, 1)), abs=1e-12)
        line = at_0 + shown.t * (at_1 - at_0)
        assert (line <= shown.criterion + 1e-12).all()
        touching = proposition2.criterion(np.array([s]))[0]
        assert at_0 + s * (at_1 - at_0) == pytest.approx(touching, abs=1e-12)


def test_lines_end_where_they_leave_the_axes_and_stay_straight(third):
    third.show(20)
    axes, shown = third.axes, third.states
    for line, (at_0, at_1) in zip(third.lines, shown.lines, strict=True):
        ends = line.corners
        t = (ends[:, 0] - axes.left) / (axes.right - axes.left)
        wanted = mapped(axes, t, at_0 + t * (at_1 - at_0))
        np.testing.assert_allclose(ends, wanted, **EXACT)
        assert (ends[:, 1] >= axes.bottom - 1e-9).all()


def test_the_steps_are_exact_and_halve_the_gap(third):
    exact, gaps = third.states.exact, third.states.gaps
    assert exact == tuple(map(Fraction, ("0", "3/8", "9/16", "21/32", "45/64")))
    assert (gaps[1:] <= gaps[:-1] / 2).all()
    again = proposition2.criterion(np.array([float(t) for t in exact])) + math.log(4)
    np.testing.assert_allclose(gaps, again, rtol=1e-12)


@pytest.mark.parametrize("step", range(5))
def test_steps_are_drawn_where_they_are(third, step):
    shown = third.states
    frame = int(np.flatnonzero(shown.steps == step)[0])
    third.show(frame)
    t = np.array([float(shown.exact[step])])
    wanted = mapped(third.axes, t, proposition2.criterion(t))
    np.testing.assert_allclose(third.dot.centres, wanted, **EXACT)
    assert third.numbers["t"].text == str(shown.exact[step])
    assert third.numbers["gap"].text == signed(shown.gaps[step])
    for number, bar in enumerate(third.bars):
        assert len(bar.upper) == (2 if number <= step else 0)
        if number <= step:
            sides = number + np.array([-0.3, 0.3])
            top = mapped(third.bar_axes, sides, np.full(2, shown.gaps[number]))
            np.testing.assert_allclose(bar.upper, top, **EXACT)
    if step:
        half = third.halves[step].corners
        bound = mapped(
            third.bar_axes, step + np.array([-0.3, 0.3]), np.full(2, shown.gaps[step - 1] / 2)
        )
        np.testing.assert_allclose(half, bound, **EXACT)


@pytest.fixture(scope="module")
def fourth():
    return saturation.SaturationPicture(Stage("saturation", "en", LIGHT), saturation.states())


def test_slopes_are_the_derivatives_of_the_losses():
    s, step = np.linspace(-8, 4, 50), 1e-5
    above, below = saturation.losses(s + step), saturation.losses(s - step)
    for name, slope in saturation.slopes(s).items():
        np.testing.assert_allclose(slope, (above[name] - below[name]) / (2 * step), atol=1e-8)


@pytest.mark.parametrize("frame", [0, 23, 24, 50, 71])
def test_saturation_is_drawn_where_the_losses_are(fourth, frame):
    fourth.show(frame)
    s = fourth.states.at[frame : frame + 1]
    d = 1 / (1 + np.exp(-s))
    wanted = {
        "saturating": (np.log1p(-d), d),
        "non_saturating": (-np.log(d), 1 - d),
    }
    for name, (loss, size) in wanted.items():
        centre = mapped(fourth.loss_axes, s, loss)
        np.testing.assert_allclose(fourth.marks[name].centres, centre, **EXACT)
        np.testing.assert_allclose(
            fourth.marks[f"slope {name}"].centres, mapped(fourth.slope_axes, s, size), **EXACT
        )
        assert fourth.numbers[name].text == signed(-float(size[0]))
        # the tangent goes through the sample, with the slope, also where it was cut
        (x_0, y_0, _), (x_1, y_1, _) = fourth.curves[f"tangent {name}"].corners
        axes = fourth.loss_axes
        per_unit = ((axes.top - axes.bottom) / np.ptp(axes.y_range)) / (
            (axes.right - axes.left) / np.ptp(axes.x_range)
        )
        assert (y_1 - y_0) / (x_1 - x_0) == pytest.approx(-size[0] * per_unit, abs=1e-9)
        assert y_0 + (centre[0, 0] - x_0) * -size[0] * per_unit == pytest.approx(
            centre[0, 1], abs=1e-9
        )
    assert fourth.numbers["D"].text == signed(float(d[0]))
