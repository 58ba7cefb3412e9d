"""Summaries over seeds hold the truth about as often as they say, and refuse a single run."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gantheory.errors import GanTheoryError
from gantheory.measures.bootstrap import share_of_seeds, summarise


def test_the_interval_of_a_mean_is_nearly_students_for_normal_values():
    values = np.random.default_rng(0).normal(size=(8, 400))
    found = summarise(values)
    half = stats.t.isf(0.025, 7) * found.standard_error
    # resampled means of 8 have thinner tails than normal ones: 3 % narrower; without the factor
    # sqrt(n / (n - 1)) it would be 9 %
    assert 0.95 < np.mean((found.high - found.low) / 2 / half) < 1.0
    assert found.standard_error == pytest.approx(values.std(axis=0, ddof=1) / np.sqrt(8))


@pytest.mark.parametrize(
    ("draw", "truth", "least"),
    [
        (lambda rng, shape: rng.normal(size=shape), 0.0, 0.92),
        (lambda rng, shape: rng.exponential(size=shape), 1.0, 0.87),
        (lambda rng, shape: rng.binomial(8, 0.8, shape).astype(float), 6.4, 0.92),
    ],
)
def test_coverage_for_10_seeds(draw, truth, least):
    # true coverages were measured as 94, 90 and 95 %; 1500 repetitions have a standard error of
    # 0.8 %: below these limits by chance with probability under 1 %, and the seed is fixed
    values = draw(np.random.default_rng(1), (10, 1500))
    found = summarise(values, resamples=800)
    assert np.mean((found.low <= truth) & (truth <= found.high)) >= least


@given(st.integers(2, 12), st.integers(0, 99))
def test_intervals_lie_within_the_values_and_hold_the_mean_of_constants(seeds, s):
    values = np.random.default_rng(s).normal(size=(seeds, 3))
    values[:, 2] = 7.0
    found = summarise(values, resamples=200)
    assert np.all(found.low >= values.min(axis=0) - 1e-12)
    assert np.all(found.high <= values.max(axis=0) + 1e-12)
    assert found.value == pytest.approx(values.mean(axis=0))
    assert found.low[2] == pytest.approx(7.0)
    assert found.high[2] == pytest.approx(7.0)


def test_shapes_pass_through_and_the_seed_decides():
    values = np.random.default_rng(2).normal(size=(6, 4, 5))
    first, again = summarise(values), summarise(values)
    other = summarise(values, seed=1)
    assert first.value.shape == first.low.shape == first.std.shape == (4, 5)
    assert np.array_equal(first.low, again.low)
    assert not np.array_equal(first.low, other.low)
    # an entry is summarised as if it were alone
    alone = summarise(values[:, 1, 2])
    assert alone.low == pytest.approx(first.low[1, 2])
    assert alone.value.shape == ()


# scipy's binomial overflows below shares that no count could tell from 0
@given(st.integers(2, 30), st.just(0.0) | st.floats(1e-100, 1), st.floats(0.5, 0.99))
def test_shares_hold_the_truth_with_at_least_the_stated_confidence(seeds, q, confidence):
    """Not sampled: the coverage is summed exactly."""
    hits = np.arange(seeds + 1)
    happened = np.arange(seeds)[:, None] < hits
    found = share_of_seeds(happened, confidence=confidence)
    covered = (found.low <= q) & (q <= found.high)
    assert stats.binom.pmf(hits[covered], seeds, q).sum() >= confidence - 1e-9
    exact = stats.binomtest(1, seeds).proportion_ci(confidence)
    assert (found.low[1], found.high[1]) == pytest.approx((exact.low, exact.high))


def test_all_seeds_alike_are_not_certainty():
    found = share_of_seeds(np.ones(10, bool))
    assert found.value == 1
    assert found.low == pytest.approx(0.025 ** (1 / 10))
    assert found.high == 1


def test_single_runs_and_other_bad_input_are_refused():
    for alone in (np.ones((1, 5)), np.float64(3.0), np.ones(0)):
        with pytest.raises(GanTheoryError, match="at least 2"):
            summarise(alone)
        with pytest.raises(GanTheoryError, match="at least 2"):
            share_of_seeds(np.asarray(alone, bool))
    with pytest.raises(GanTheoryError, match="1 of 3 seeds"):
        summarise([1.0, np.nan, 2.0])
    with pytest.raises(GanTheoryError, match="confidence"):
        summarise([1.0, 2.0], confidence=1.0)
    with pytest.raises(GanTheoryError, match="confidence"):
        share_of_seeds(np.ones(3, bool), confidence=0.0)
    with pytest.raises(GanTheoryError, match="resamples"):
        summarise([1.0, 2.0], resamples=5)
    with pytest.raises(GanTheoryError, match="booleans"):
        share_of_seeds([0.2, 0.7])
