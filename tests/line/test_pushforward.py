"""F1, F2: the density of G(z) is p_z / |G'| summed over branches; checked against closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from gantheory.errors import GanTheoryError
from gantheory.line.densities import Prior
from gantheory.line.pushforward import pushforward

UNIFORM, NORMAL = Prior("uniform"), Prior("normal")
X = np.linspace(-3, 3, 122)  # avoids 0, where the chi-square density is infinite


def affine(a, b):
    return lambda z: (a + b * z, np.full_like(z, b))


def square(z):
    return z**2, 2 * z


def folded_cubic(z):
    return 2 * z**3 - z, 6 * z**2 - 1


@pytest.mark.parametrize("b", [0.01, 1.5, -2.0])
def test_affine_map_of_normal(b):
    p_g = pushforward(NORMAL, affine(0.5, b))
    reference = stats.norm(0.5, abs(b))
    inside = np.abs(X - 0.5) < 8 * abs(b)
    np.testing.assert_allclose(p_g.log_pdf(X[inside]), reference.logpdf(X[inside]), rtol=1e-10)
    np.testing.assert_allclose(p_g.cdf(X), reference.cdf(X), atol=1e-14)
    assert len(p_g.branches) == 1


def test_square_of_normal_is_chi_square():
    p_g = pushforward(NORMAL, square)
    positive = X[X > 0]
    np.testing.assert_allclose(p_g.pdf(positive), stats.chi2(1).pdf(positive), rtol=1e-10)
    np.testing.assert_array_equal(p_g.pdf(X[X < 0]), 0.0)
    np.testing.assert_allclose(p_g.cdf(X), stats.chi2(1).cdf(X), atol=1e-14)
    assert len(p_g.branches) == 2


def test_square_of_uniform():
    p_g = pushforward(UNIFORM, square)
    x = np.array([1e-6, 0.1, 0.5, 0.99])
    np.testing.assert_allclose(p_g.pdf(x), 0.5 / np.sqrt(x), rtol=1e-12)
    np.testing.assert_array_equal(p_g.pdf([-0.1, 1.1]), 0.0)


def test_one_branch_of_a_folded_map_is_not_the_density():
    # the false variant of F1 that forgets a branch must be visible
    p_g = pushforward(UNIFORM, square)
    one_branch = 0.5 / (2 * np.sqrt(0.5))
    assert p_g.pdf(0.5) == pytest.approx(2 * one_branch)


def test_three_branches_sum():
    p_g = pushforward(UNIFORM, folded_cubic)
    assert len(p_g.branches) == 3
    for x in (0.0, 0.1, -0.2):
        roots = np.roots([2, 0, -1, -x]).real
        expected = sum(0.5 / abs(6 * z**2 - 1) for z in roots)
        assert p_g.pdf(x) == pytest.approx(expected, rel=1e-9)
    # beyond the folds a single z leads to x
    (z,) = [r.real for r in np.roots([2, 0, -1, -0.9]) if abs(r.imag) < 1e-12]
    assert p_g.pdf(0.9) == pytest.approx(0.5 / (6 * z**2 - 1), rel=1e-9)


def test_the_density_blows_up_on_one_side_of_a_fold():
    p_g = pushforward(UNIFORM, lambda z: (z**2 + 0.25, 2 * z))
    assert p_g.pdf(0.25) > 1e7
    assert p_g.pdf(0.25 - 1e-15) == 0.0


def test_periodic_map():
    p_g = pushforward(UNIFORM, lambda z: (np.sin(9 * z), 9 * np.cos(9 * z)))
    assert len(p_g.branches) == 7
    # Monte Carlo: 400,000 draws, 20 bins, 6 standard errors: false alarms below 1e-7
    draws = np.sin(9 * np.random.default_rng(0).uniform(-1, 1, 400_000))
    edges = np.linspace(-1, 1, 21)
    counts, _ = np.histogram(draws, edges)
    mass = np.diff(p_g.cdf(edges))
    standard_error = np.sqrt(mass * (1 - mass) / draws.size)
    assert np.all(np.abs(counts / draws.size - mass) < 6 * standard_error)


def test_a_fold_between_two_nodes_is_found():
    # G' < 0 only on a stretch of 0.004, narrower than a cell of this grid
    width, at = 0.002, 0.1237
    p_g = pushforward(
        UNIFORM,
        lambda z: (((z - at) ** 3) / 3 - width**2 * (z - at), (z - at) ** 2 - width**2),
        grid=129,
    )
    assert len(p_g.branches) == 3


@pytest.mark.parametrize("prior", [UNIFORM, NORMAL])
def test_preimages_lead_back(prior):
    p_g = pushforward(prior, folded_cubic)
    x = np.array([-0.2, 0.0, 0.15])
    z = p_g.preimages(x)
    assert len(z) == 9
    np.testing.assert_allclose(np.sort(folded_cubic(z)[0]), np.repeat(x, 3), atol=1e-14)


@given(
    st.sampled_from(["uniform", "normal"]),
    st.floats(-3, 3),
    st.floats(0.05, 3),
    st.floats(0, 2),
    st.floats(0.2, 5),
    st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_f2_density_times_slope_is_the_prior(name, a, b, c, d, falling):
    """F2: p_g(G(z)) |G'(z)| = p_z(z) for every strictly monotone G."""
    sign = -1.0 if falling else 1.0

    def monotone(z):
        return (
            sign * (a + b * z + c * np.tanh(d * z)),
            sign * (b + c * d / np.cosh(d * z) ** 2),
        )

    prior = Prior(name)
    p_g = pushforward(prior, monotone)
    z = prior.quantile(np.linspace(0.001, 0.999, 41))
    x, slope = monotone(z)
    assert len(p_g.branches) == 1
    np.testing.assert_allclose(p_g.pdf(x) * np.abs(slope), np.exp(prior.log_pdf(z)), rtol=1e-8)
    below = prior.cdf(z)
    np.testing.assert_allclose(p_g.cdf(x), 1 - below if falling else below, atol=1e-9)


@given(st.floats(-0.8, 0.8), st.floats(-2, 2), st.floats(0.5, 6))
@settings(deadline=None, max_examples=40)
def test_f1_expectations_need_no_density(fold, tilt, frequency):
    """F1: E over z of h(G(z)) equals the integral of p_g h over x, folds or not."""
    from gantheory.line.quadrature import ease, integrate

    def wavy(z):
        return (
            np.sin(frequency * (z - fold)) + tilt * z,
            frequency * np.cos(frequency * (z - fold)) + tilt,
        )

    p_g = pushforward(UNIFORM, wavy)

    def h(x):
        return np.stack([np.ones_like(x), np.cos(x), x**3])

    over_z = p_g.expect(lambda x, _: h(x))
    over_x = integrate(*ease(lambda x: p_g.pdf(x) * h(x), p_g.edges()))
    for one, other in zip(over_z, over_x, strict=True):
        lost = 5 * p_g.unresolved  # |h| stays below 5 where these G lead, roughly
        assert abs(one.value - other.value) <= one.error + other.error + lost + 1e-13
    assert over_z[0].value == pytest.approx(1.0, abs=1e-12)


def test_saturated_generators_are_reported():
    steep = pushforward(UNIFORM, lambda z: (np.tanh(20 * z), 20 / np.cosh(20 * z) ** 2))
    assert 0.05 < steep.unresolved < 0.7
    still = pushforward(UNIFORM, lambda z: (1 + z**3, 3 * z**2))
    assert 1e-6 < still.unresolved < 1e-4
    assert pushforward(UNIFORM, affine(0, 1)).unresolved < 1e-11


def test_constant_and_infinite_generators_are_refused():
    with pytest.raises(GanTheoryError, match="constant"):
        pushforward(UNIFORM, lambda z: (np.ones_like(z), np.zeros_like(z)))
    with pytest.raises(GanTheoryError, match="not finite"):
        pushforward(UNIFORM, lambda z: (np.full_like(z, np.nan), z))
