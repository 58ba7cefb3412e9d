"""Mixtures are the densities that they claim to be, in any dimension; bad numbers are refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from gantheory.errors import GanTheoryError
from gantheory.line.densities import TARGETS as ON_LINE
from gantheory.targets import Mixture

TILTED = Mixture(
    (0.3, 0.7),
    ((0.0, 1.0), (2.0, -1.0)),
    (((0.5, 0.2), (0.2, 0.3)), ((0.1, -0.05), (-0.05, 0.2))),
)


@st.composite
def mixtures(draw):
    """Mixtures of 1 to 4 components on 1 to 3 axes, with covariances of any direction."""
    dim, count = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    weights = rng.uniform(0.1, 1, count)
    roots = rng.normal(size=(count, dim, dim)) + 2 * np.eye(dim)
    covariances = roots @ roots.transpose(0, 2, 1) * 10 ** rng.uniform(-3, 1) + 1e-3 * np.eye(dim)
    symmetric = (covariances + covariances.transpose(0, 2, 1)) / 2
    return Mixture(weights / weights.sum(), rng.normal(size=(count, dim)) * 3, symmetric)


def points_for(mixture, n=7):
    return np.random.default_rng(0).normal(size=(n, mixture.dim)) * 3


@given(mixtures())
@settings(max_examples=40)
def test_log_density_agrees_with_scipy(mixture):
    x = points_for(mixture)
    parts = zip(mixture.weights, mixture.means, mixture.covariances, strict=True)
    terms = [np.log(w) + stats.multivariate_normal(m, c).logpdf(x) for w, m, c in parts]
    assert mixture.log_density(x) == pytest.approx(np.logaddexp.reduce(terms), rel=1e-8, abs=1e-8)


@given(mixtures())
@settings(max_examples=40)
def test_score_is_the_gradient_of_log_density(mixture):
    x, step = points_for(mixture), 1e-5
    slopes = [
        (mixture.log_density(x + step * e) - mixture.log_density(x - step * e)) / (2 * step)
        for e in np.eye(mixture.dim)
    ]
    scale = 1 + np.abs(mixture.score(x)).max()
    assert np.abs(np.stack(slopes, axis=1) - mixture.score(x)).max() < 1e-4 * scale


@given(mixtures())
@settings(max_examples=30)
def test_memberships_are_bayes_rule(mixture):
    x = points_for(mixture)
    memberships = mixture.memberships(x)
    assert memberships.sum(axis=1) == pytest.approx(np.ones(len(x)))
    k = memberships.argmax(axis=1)[0]
    one = stats.multivariate_normal(mixture.means[k], mixture.covariances[k]).logpdf(x[0])
    log_share = np.log(mixture.weights[k]) + one - mixture.log_density(x[0])
    assert np.log(memberships[0, k]) == pytest.approx(log_share, rel=1e-6, abs=1e-6)


@given(mixtures())
@settings(max_examples=30)
def test_nearest_mode_is_the_smallest_mahalanobis_distance(mixture):
    x = points_for(mixture, 4)
    which, distance = mixture.nearest_mode(x)
    for point, mode, found in zip(x, which, distance, strict=True):
        all_squares = [
            (point - np.array(m)) @ np.linalg.solve(np.array(c), point - np.array(m))
            for m, c in zip(mixture.means, mixture.covariances, strict=True)
        ]
        assert found == pytest.approx(np.sqrt(min(all_squares)), rel=1e-6)
        assert all_squares[mode] == pytest.approx(min(all_squares), rel=1e-6)


def test_leading_axes_pass_through_and_blocks_do_not_show(monkeypatch):
    x = np.random.default_rng(1).normal(size=(3, 5, 2))
    whole = TILTED.log_density(x), TILTED.score(x), *TILTED.nearest_mode(x)
    monkeypatch.setattr("gantheory.targets.mixture._BLOCK", 4)
    in_blocks = TILTED.log_density(x), TILTED.score(x), *TILTED.nearest_mode(x)
    for a, b in zip(whole, in_blocks, strict=True):
        assert a.shape[:2] == (3, 5)
        assert np.array_equal(a, b)


def test_nothing_underflows_and_lost_points_are_infinitely_far():
    assert TILTED.log_density([[1e4, 0.0]])[0] < -1e7
    _, distance = TILTED.nearest_mode([[np.nan, 0.0], [np.inf, 0.0], [1e200, 0.0]])
    assert np.all(distance > 1e100)


def test_samples_have_the_moments_and_the_distances_of_the_mixture():
    # 3 tests, each false with probability 1e-4: at most 0.03 % in all (and the seed is fixed)
    n = 40_000
    x = TILTED.sample(np.random.default_rng(2), n)
    error = np.sqrt(np.diag(TILTED.covariance()) / n)
    assert np.all(np.abs(x.mean(axis=0) - TILTED.mean()) < stats.norm.isf(1e-4 / 4) * error)
    spread = np.cov(x.T) - TILTED.covariance()
    assert np.abs(spread).max() < 5 * np.abs(TILTED.covariance()).max() / np.sqrt(n) * 2
    # the probability integral transform of one component's squared distances is uniform
    alone = Mixture((1.0,), TILTED.means[:1], TILTED.covariances[:1])
    squared = alone.squared_distances(alone.sample(np.random.default_rng(3), n))[:, 0]
    assert stats.kstest(stats.chi2.cdf(squared, 2), "uniform").pvalue > 1e-4


def test_groups_make_modes_of_several_components():
    grouped = Mixture.isotropic([[0.0], [1.0], [5.0]], 0.5, [0.2, 0.3, 0.5], groups=[1, 1, 0])
    assert grouped.modes == 2
    assert grouped.components == 3
    assert grouped.mode_weights == pytest.approx([0.5, 0.5])
    assert grouped.mode_means.ravel() == pytest.approx([5.0, (0.2 * 0 + 0.3 * 1) / 0.5])
    which, distance = grouped.nearest_mode([[1.2], [4.0]])
    assert which.tolist() == [1, 0]
    assert distance == pytest.approx([0.4, 2.0])


@pytest.mark.parametrize("name", ON_LINE)
def test_the_line_and_back(name):
    there = Mixture.on_line(ON_LINE[name])
    x = np.linspace(-4, 4, 9)
    assert there.log_density(x[:, None]) == pytest.approx(ON_LINE[name].log_pdf(x), abs=1e-12)
    back = there.line()
    assert back.means == ON_LINE[name].means
    assert back.stds == pytest.approx(ON_LINE[name].stds, rel=1e-15)


def test_equal_mixtures_are_equal_and_hash_alike():
    as_arrays = Mixture(
        np.array(TILTED.weights), np.array(TILTED.means), np.array(TILTED.covariances)
    )
    assert as_arrays == TILTED
    assert len({as_arrays, TILTED}) == 1


ONE = ((1.0, 0.0), (0.0, 1.0))
BAD = {
    "sum to 1": ((0.5, 0.4), ((0, 0), (1, 1)), (ONE, ONE)),
    "weights of a mixture must be positive": ((1.5, -0.5), ((0, 0), (1, 1)), (ONE, ONE)),
    "finite": ((0.5, np.nan), ((0, 0), (1, 1)), (ONE, ONE)),
    "means of a mixture must be finite": ((1.0,), ((0, np.inf),), (ONE,)),
    "as many weights": ((1.0,), ((0, 0), (1, 1)), (ONE, ONE)),
    "covariances of shape": ((1.0,), ((0, 0),), (ONE, ONE)),
    "equal rows": ((0.5, 0.5), ((0, 0), (1,)), (ONE, ONE)),
    "nested 2 deep": ((1.0,), (0.0,), (ONE,)),
    "covariance 1 .* singular": ((0.5, 0.5), ((0, 0), (1, 1)), (ONE, ((1, 1), (1, 1)))),
    "covariance 0 .* singular": ((1.0,), ((0, 0),), (((0, 0), (0, 0)),)),
    "not positive definite": ((1.0,), ((0, 0),), (((1, 2), (2, 1)),)),
    "not symmetric": ((1.0,), ((0, 0),), (((1, 0.5), (0, 1)),)),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_mixtures_are_refused_in_one_line(message):
    with pytest.raises(GanTheoryError, match=message) as refused:
        Mixture(*BAD[message])
    assert "\n" not in str(refused.value)


def test_bad_groups_points_and_widths_are_refused():
    for groups, message in (([0], "as many groups"), ([0, 2], "without gaps"), ([0, 0.5], "whole")):
        with pytest.raises(GanTheoryError, match=message):
            Mixture.isotropic([[0.0], [1.0]], 1.0, groups=groups)
    with pytest.raises(GanTheoryError, match="last axis must hold 2"):
        TILTED.log_density([[1.0, 2.0, 3.0]])
    with pytest.raises(GanTheoryError, match="every std must be positive"):
        Mixture.isotropic([[0.0], [1.0]], [1.0, 0.0])
    with pytest.raises(GanTheoryError, match="one per mean"):
        Mixture.isotropic([[0.0], [1.0]], [1.0, 1.0, 1.0])
    with pytest.raises(GanTheoryError, match="on the line"):
        TILTED.line()
