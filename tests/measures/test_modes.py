"""Modes are counted as the papers' code counts them; the laws of the counts hold for all inputs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from gantheory.errors import GanTheoryError
from gantheory.measures.modes import ceiling, count_modes, kl_of_histogram
from gantheory.targets import TARGETS, Convention, Mixture

RING = TARGETS["pacgan_ring8"]
LINE = Mixture.isotropic([[0.0], [10.0], [20.0]], 1.0)


def test_a_count_by_hand():
    # mode 0: two good, one bad (at 3 exactly, which is not below 3); mode 1: one bad; mode 2: one
    x = np.array([[0.0], [2.9], [3.0], [14.9], [20.1], [np.nan]])
    counts = count_modes(x, LINE)
    assert counts.near.tolist() == [3, 1, 1]
    assert counts.high_quality.tolist() == [2, 0, 1]
    assert counts.modes_captured == 2
    assert counts.high_quality_fraction == pytest.approx(3 / 6)
    assert counts.histogram == pytest.approx([2 / 3, 0, 1 / 3])
    entropy = -(2 / 3 * np.log(2 / 3) + 1 / 3 * np.log(1 / 3))
    assert counts.reverse_kl == pytest.approx(np.log(3) - entropy)


def test_conventions_change_the_count():
    x = np.array([[0.0], [2.9], [3.0], [14.9], [20.1]])
    assert count_modes(x, LINE, Convention(hits=2)).modes_captured == 1
    assert count_modes(x, LINE, Convention(threshold=5)).modes_captured == 3
    everything = count_modes(x, LINE, Convention(histogram="all"))
    assert everything.histogram == pytest.approx([3 / 5, 1 / 5, 1 / 5])


def pacgan_metrics(x, means, std):
    """Coverage, share of good points and entropy, sample by sample, as their logger goes."""
    hits = np.zeros(len(means))
    for point in x:
        distances = [np.sqrt(np.sum((point - mean) ** 2 / std**2)) for mean in means]
        best = int(np.argmin(distances))
        if distances[best] < 3:
            hits[best] += 1
    return np.count_nonzero(hits), hits.sum() / len(x), stats.entropy(hits / hits.sum())


def test_agrees_with_a_count_point_by_point():
    x = RING.mixture.sample(np.random.default_rng(0), 300)[:, ::-1] * 1.01
    modes, good, entropy = pacgan_metrics(x, np.array(RING.mixture.means), 0.01)
    counts = count_modes(x, RING.mixture, RING.convention)
    assert counts.modes_captured == modes
    assert counts.high_quality_fraction == good
    assert counts.reverse_kl == pytest.approx(np.log(8) - entropy)


@pytest.mark.parametrize("name", ["pacgan_grid25", "imbalanced_grid25", "unrolled_notebook_ring7"])
def test_true_data_reach_the_ceiling(name):
    target = TARGETS[name]
    best = ceiling(target.mixture, target.convention)
    assert best.high_quality_fraction == pytest.approx(1 - np.exp(-4.5))
    x = target.mixture.sample(np.random.default_rng(1), 40 * 2500).reshape(40, 2500, 2)
    counts = count_modes(x, target.mixture, target.convention)
    # four false alarms in a million runs of the first, about as few of the second (the mean of 40
    # numbers that are chi-square / (2 n)); the third fails with probability 40 * 5e-4
    quality = stats.binomtest(int(counts.high_quality.sum()), x[..., 0].size, 1 - np.exp(-4.5))
    assert quality.pvalue > 4e-6
    df = 40 * (target.mixture.modes - 1)
    total = 2 * 2500 * best.high_quality_fraction * counts.kl_to(target.mixture.mode_weights).sum()
    assert stats.chi2.isf(1 - 1e-6, df) * 0.9 < total < stats.chi2.isf(1e-6, df) * 1.1
    assert best.all_modes > 0.999
    assert np.all(counts.captured)


def test_a_perfect_generator_of_unequal_modes_has_a_reverse_kl_but_no_kl_to_the_weights():
    weights = TARGETS["imbalanced_ring8"].mixture.mode_weights
    assert kl_of_histogram(weights) > 0.14
    assert kl_of_histogram(weights, weights) == pytest.approx(0, abs=1e-15)


shares = st.lists(st.integers(0, 50), min_size=2, max_size=9).filter(any)


@given(shares)
def test_reverse_kl_lies_between_0_and_log_modes(hits):
    histogram = np.array(hits) / sum(hits)
    found = kl_of_histogram(histogram)
    assert 0 <= found <= np.log(len(hits)) + 1e-12
    assert found == pytest.approx(np.log(len(hits)) - stats.entropy(histogram), abs=1e-12)


@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.integers(1, 30))
@settings(max_examples=30)
def test_sets_are_counted_one_by_one_and_order_does_not_matter(seed, sets, n):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2, sets, n, 2)) * rng.choice([0.5, 1.0, 20.0])
    target = TARGETS["d2gan_ring8"].mixture
    together = count_modes(x, target)
    assert together.near.shape == (2, sets, 8)
    assert np.all(together.near.sum(axis=-1) == n)
    assert np.all(together.high_quality <= together.near)
    alone = count_modes(rng.permutation(x[1, 0]), target)
    assert np.array_equal(alone.near, together.near[1, 0])
    assert np.array_equal(alone.high_quality, together.high_quality[1, 0])


def test_no_good_sample_gives_no_histogram():
    counts = count_modes(np.full((4, 1), 5.0), LINE)
    assert counts.modes_captured == 0
    assert counts.high_quality_fraction == 0
    assert np.isnan(counts.reverse_kl)


def test_samples_that_do_not_fit_are_refused():
    for wrong in (np.zeros(3), np.zeros((0, 1))):
        with pytest.raises(GanTheoryError, match="samples must have shape"):
            count_modes(wrong, LINE)
    with pytest.raises(GanTheoryError, match="last axis"):
        count_modes(np.zeros((5, 2)), LINE)
    with pytest.raises(GanTheoryError, match="as many weights"):
        kl_of_histogram([0.5, 0.5], [1.0])
