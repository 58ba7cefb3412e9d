"""The stated error of an integral covers the truth, for smooth, kinked and singular integrands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gantheory.line.quadrature import HIGH_ORDER, ease, integrate


@pytest.mark.parametrize("degree", range(0, 2 * HIGH_ORDER, 3))
def test_polynomials_are_exact(degree):
    (estimate,) = integrate(lambda x: x[None, :] ** degree, [-1.0, 0.5, 2.0])
    truth = (2.0 ** (degree + 1) - (-1.0) ** (degree + 1)) / (degree + 1)
    assert abs(estimate.value - truth) <= estimate.error
    assert estimate.error < 1e-9 * max(1, truth)


CASES = {
    "kink": (lambda x: np.abs(x - 0.3), 0.5 * (0.3**2 + 0.7**2)),
    "jump": (lambda x: (x > 0.3) * 1.0, 0.7),
    "logarithm": (np.log, -1.0),
    "square root": (np.sqrt, 2 / 3),
    "narrow peak": (
        lambda x: 1e-4 / ((x - 0.3) ** 2 + 1e-8),
        np.arctan(0.7e4) + np.arctan(0.3e4),
    ),
}


@pytest.mark.parametrize(("f", "truth"), CASES.values(), ids=CASES)
def test_rough_integrands(f, truth):
    (estimate,) = integrate(lambda x: f(x)[None, :], np.linspace(0, 1, 8))
    assert abs(estimate.value - truth) <= estimate.error
    assert estimate.error < 2e-10


def test_inverse_square_root_becomes_smooth():
    eased, panels = ease(lambda x: (1 / np.sqrt(x * (1 - x)))[None, :], [0.0, 0.25, 1.0])
    (estimate,) = integrate(eased, panels)
    assert abs(estimate.value - np.pi) <= estimate.error < 1e-10


@given(st.floats(-0.75, -0.01))
def test_error_is_honest_where_the_aim_is_missed(power):
    (estimate,) = integrate(lambda x: x[None, :] ** power, [0.0, 1.0], rounds=10)
    assert abs(estimate.value - 1 / (1 + power)) <= estimate.error


def test_nan_is_not_hidden():
    estimates = integrate(lambda x: np.stack([x, np.full_like(x, np.nan)]), [0.0, 1.0])
    assert estimates[0].value == pytest.approx(0.5)
    assert np.isnan(estimates[1].value)


def test_empty_range_is_zero():
    assert integrate(lambda x: np.stack([x, x]), [1.0]) == [(0.0, 0.0), (0.0, 0.0)]
