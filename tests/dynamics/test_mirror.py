"""Mirror steps on finite alphabets: what P6 says of every pair of distributions."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gantheory.dynamics import mirror


@st.composite
def pairs(draw):
    size = draw(st.integers(2, 8))
    weights = st.lists(st.floats(1e-6, 1.0), min_size=size, max_size=size)
    return tuple(mirror.normalised(np.log(np.array(draw(weights)))) for _ in range(2))


@given(pairs())
def test_the_unit_step_is_the_average(pair):
    log_p, log_g = pair
    stepped = mirror.mirror_step(log_g, mirror.log_one_minus_optimal(log_p, log_g), 1.0)
    average = (np.exp(log_p) + np.exp(log_g)) / 2
    np.testing.assert_allclose(np.exp(stepped), average, rtol=1e-12)


@given(pairs())
def test_the_gap_is_twice_the_jsd(pair):
    p, g = (np.exp(log) for log in pair)
    m = (p + g) / 2
    jsd = (np.sum(p * np.log(p / m)) + np.sum(g * np.log(g / m))) / 2
    np.testing.assert_allclose(mirror.criterion_gap(*pair), 2 * jsd, rtol=1e-9, atol=1e-15)


def test_a_tiny_gap_keeps_its_digits():
    # JSD(p, p (1 + e h)) = e^2/8 sum p h^2 + O(e^3) (J6); by subtraction all digits would be lost
    p, h, e = np.array([0.2, 0.3, 0.5]), np.array([1.0, 1.0, -1.0]), 1e-9
    gap = mirror.criterion_gap(np.log(p), np.log(p) + np.log1p(e * h))
    np.testing.assert_allclose(gap, 2 * e**2 / 8 * np.sum(p * h**2), rtol=1e-6)


@given(pairs())
def test_variation_and_kl_are_those_of_the_definitions(pair):
    p, g = (np.exp(log) for log in pair)
    np.testing.assert_allclose(mirror.total_variation(*pair), np.abs(p - g).sum() / 2, atol=1e-14)
    np.testing.assert_allclose(mirror.kl(*pair), np.sum(p * np.log(p / g)), rtol=1e-9, atol=1e-14)


def test_distributions_far_apart_do_not_overflow():
    log_p = mirror.normalised(np.array([0.0, -800.0]))
    gap = mirror.criterion_gap(log_p, log_p[::-1])
    np.testing.assert_allclose(gap, 2 * np.log(2), rtol=1e-12)
