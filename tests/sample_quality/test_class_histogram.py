"""Distances of class histograms in closed form, and their properties."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gantheory.errors import GanTheoryError
from gantheory.sample_quality.class_histogram import (
    class_histogram,
    histogram_distance,
    kl_divergence,
)

COUNTS = st.lists(st.integers(1, 1000), min_size=2, max_size=12)


def test_the_histogram_counts_the_most_probable_class():
    probabilities = np.array([[0.95, 0.05, 0.0], [0.2, 0.7, 0.1], [0.9, 0.05, 0.05]])
    found = class_histogram(probabilities)
    assert found.counts == (2, 1, 0)
    assert found.confidence == pytest.approx((0.95 + 0.7 + 0.9) / 3)
    assert found.unsure == pytest.approx(1 / 3)


def test_two_classes_in_closed_form():
    found = histogram_distance([3, 1], [1, 1])
    assert found.chi_square == pytest.approx(0.5 * (0.0625 / 1.25 + 0.0625 / 0.75))
    assert found.kl == pytest.approx(0.75 * math.log(1.5) + 0.25 * math.log(0.5))
    assert (found.smallest, found.largest) == (0.5, 1.5)


def test_a_class_that_the_data_lack_is_infinitely_far():
    found = histogram_distance([1, 1], [2, 0])
    assert found.kl == math.inf
    assert found.to_json()["kl"] is None
    missing = histogram_distance([2, 0], [1, 1])
    assert missing.smallest == 0
    assert missing.kl == pytest.approx(math.log(2))
    assert histogram_distance([5, 0], [0, 5]).chi_square == 1.0


@settings(max_examples=50)
@given(COUNTS, st.integers(1, 50))
def test_only_shares_count_and_equal_ones_are_at_zero(counts, factor):
    found = histogram_distance(counts, [factor * n for n in counts])
    assert found.chi_square == pytest.approx(0, abs=1e-15)
    assert found.kl == pytest.approx(0, abs=1e-14)
    assert found.p_value == pytest.approx(1)


@settings(max_examples=50)
@given(COUNTS, st.randoms(use_true_random=False))
def test_pinsker_and_bounds(counts, random):
    other = [random.randint(1, 1000) for _ in counts]
    found = histogram_distance(counts, other)
    p, q = np.array(counts) / sum(counts), np.array(other) / sum(other)
    variation = 0.5 * np.abs(p - q).sum()
    assert 0 <= found.chi_square <= 1
    assert found.kl >= 2 * variation**2 - 1e-12  # Pinsker's inequality
    # le Cam: v^2 <= chi-square distance as defined here <= v
    assert variation**2 - 1e-12 <= found.chi_square <= variation + 1e-12
    assert found.smallest <= 1 <= found.largest


def test_the_p_value_is_uniform_for_one_distribution():
    rng = np.random.default_rng(0)
    values = []
    for _ in range(400):
        drawn = rng.multinomial(2000, np.full(10, 0.1), 2)
        values.append(histogram_distance(*drawn.tolist()).p_value)
    # 400 p-values: their mean is within 4.5 standard deviations of 1/2 (false alarm 1e-5)
    assert abs(np.mean(values) - 0.5) < 4.5 / math.sqrt(12 * 400)


def test_no_class_at_all_is_refused():
    for counts, reference in (([0, 0], [1, 1]), ([1], [1, 1]), ([-1, 3], [1, 1])):
        with pytest.raises(GanTheoryError, match="neither empty"):
            histogram_distance(counts, reference)


def test_kl_is_zero_log_zero_free():
    assert kl_divergence(np.array([0.0, 1.0]), np.array([0.0, 1.0])) == 0.0
