"""Mixtures and priors are the distributions that they claim to be; bad texts are refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate as scipy_integrate
from scipy import stats

from gantheory.errors import GanTheoryError
from gantheory.line.densities import TARGETS, Mixture1D, Prior, parse_target

MIXTURE = Mixture1D((0.3, 0.7), (-2.0, 1.0), (0.5, 1.5))


@st.composite
def mixtures(draw):
    n = draw(st.integers(1, 4))
    raw = draw(st.lists(st.floats(0.05, 1), min_size=n, max_size=n))
    means = draw(st.lists(st.floats(-5, 5), min_size=n, max_size=n))
    stds = draw(st.lists(st.floats(0.1, 3), min_size=n, max_size=n))
    return Mixture1D(tuple(w / sum(raw) for w in raw), tuple(means), tuple(stds))


@given(mixtures(), st.floats(-10, 10))
def test_pdf_and_cdf_agree_with_scipy(mixture, x):
    parts = [
        (w, stats.norm(m, s))
        for w, m, s in zip(mixture.weights, mixture.means, mixture.stds, strict=True)
    ]
    assert mixture.pdf(x) == pytest.approx(sum(w * n.pdf(x) for w, n in parts), rel=1e-9)
    assert mixture.cdf(x) == pytest.approx(sum(w * n.cdf(x) for w, n in parts), rel=1e-9)


@given(mixtures(), st.floats(1e-6, 1 - 1e-6))
def test_quantile_inverts_cdf(mixture, q):
    assert mixture.cdf(mixture.quantile(q)) == pytest.approx(q, abs=1e-12)


@given(mixtures())
def test_moments_and_mass_by_quadrature(mixture):
    mass, mean, second = mixture.expect(lambda x, _: np.stack([np.ones_like(x), x, x**2]))
    assert mass.value == pytest.approx(1.0, abs=1e-10)
    assert mean.value == pytest.approx(mixture.mean(), abs=1e-8)
    assert second.value - mean.value**2 == pytest.approx(mixture.std() ** 2, rel=1e-7)


def test_log_pdf_does_not_underflow():
    assert Mixture1D((1.0,), (0.0,), (0.1,)).log_pdf(100.0) == pytest.approx(-500_000, rel=1e-4)


def test_expectation_of_a_jump_on_an_edge():
    (below,) = MIXTURE.expect(lambda x, _: (x < 0.3)[None, :] * 1.0, [0.3])
    assert below.value == pytest.approx(float(MIXTURE.cdf(0.3)), abs=1e-12)


def test_expectation_agrees_with_scipy_quad():
    truth, _ = scipy_integrate.quad(lambda x: float(MIXTURE.pdf(x)) * np.cos(x), -20, 20)
    (ours,) = MIXTURE.expect(lambda x, _: np.cos(x)[None, :])
    assert abs(ours.value - truth) < ours.error + 1e-8


def test_samples_follow_the_cdf():
    # Kolmogorov-Smirnov on a fixed seed; for a fresh seed the false-alarm rate would be 1e-6
    samples = MIXTURE.sample(np.random.default_rng(1), 20_000)
    assert stats.kstest(samples, MIXTURE.cdf).pvalue > 1e-6


@pytest.mark.parametrize("name", ["uniform", "normal"])
def test_prior_is_consistent(name):
    prior = Prior(name)
    reference = stats.uniform(-1, 2) if name == "uniform" else stats.norm()
    z = np.linspace(-1.5, 1.5, 31)
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(prior.log_pdf(z), reference.logpdf(z), atol=1e-12)
    np.testing.assert_allclose(prior.cdf(z), reference.cdf(z), atol=1e-12)
    q = np.linspace(0.01, 0.99, 21)
    np.testing.assert_allclose(prior.quantile(q), reference.ppf(q), atol=1e-12)
    # Kolmogorov-Smirnov on a fixed seed; for a fresh seed the false-alarm rate would be 1e-6
    assert stats.kstest(prior.sample(np.random.default_rng(2), 5000), prior.cdf).pvalue > 1e-6


def test_unknown_prior_is_refused():
    with pytest.raises(GanTheoryError, match="cauchy"):
        Prior("cauchy")


@pytest.mark.parametrize("name", TARGETS)
def test_named_targets_are_read(name):
    assert parse_target(name) is TARGETS[name]


@pytest.mark.parametrize(
    ("text", "mixture"),
    [
        ("N(0,1)", Mixture1D((1.0,), (0.0,), (1.0,))),
        ("0.5*N(-2,0.5)+0.5*N(2,0.5)", Mixture1D((0.5, 0.5), (-2.0, 2.0), (0.5, 0.5))),
        (" 1/4 * N( -1e0 , .5 ) + 3/4*N(+2,1.) ", Mixture1D((0.25, 0.75), (-1.0, 2.0), (0.5, 1.0))),
        ("1/3*N(0,1)+1/3*N(1,1)+1/3*N(2,1)", Mixture1D((1 / 3,) * 3, (0, 1, 2), (1, 1, 1))),
    ],
)
def test_formulas_are_read(text, mixture):
    assert parse_target(text) == mixture


@given(mixtures())
def test_text_comes_back(mixture):
    assert parse_target(mixture.text()) == mixture


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "cannot read"),
        ("gausian", "one of gaussian"),
        ("N(0)", "cannot read"),
        ("N(0,1)+", "cannot read"),
        ("N(0,1) 0.5*N(1,1)", "cannot read"),
        ("__import__('os')", "cannot read"),
        ("0.5*N(0,1)", "sum to 0.5"),
        ("N(0,1)+N(1,1)", "sum to 2"),
        ("N(0,-1)", "positive"),
        ("N(0,0)", "positive"),
        ("N(1e999,1)", "finite"),
        ("N(nan,1)", "cannot read"),
        ("-1*N(0,1)+2*N(0,1)", "positive"),
        ("1/0*N(0,1)", "no weight"),
        ("0.5/2*N(0,1)", "no weight"),
    ],
)
def test_bad_texts_are_explained(text, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        parse_target(text)


def test_mixture_needs_equal_numbers():
    with pytest.raises(GanTheoryError, match="as many"):
        Mixture1D((1.0,), (0.0, 1.0), (1.0,))


@pytest.mark.parametrize("q", [0.0, 1.0, -0.1, np.nan])
def test_quantiles_outside_are_refused(q):
    with pytest.raises(GanTheoryError, match="between 0 and 1"):
        MIXTURE.quantile(q)
