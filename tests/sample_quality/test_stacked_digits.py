"""Modes of stacks: every combination once, one class only, and independent draws."""

import itertools

import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.sample_quality.stacked_digits import stacked_modes, stacks_of_samples


def test_every_combination_once_is_all_modes_and_no_divergence():
    red, green, blue = np.array(list(itertools.product(range(10), repeat=3))).T
    found = stacked_modes(red, green, blue)
    assert (found.captured, found.modes, found.stacks) == (1000, 1000, 1000)
    assert found.kl == pytest.approx(0, abs=1e-12)


def test_one_class_is_one_mode_at_log_1000():
    found = stacks_of_samples(np.full(50, 7))
    assert found.captured == 1
    assert found.kl == pytest.approx(np.log(1000))


def test_five_classes_of_ten_leave_an_eighth():
    found = stacks_of_samples(np.arange(5000) % 5)
    assert found.captured == 125
    # log 8 and the bias of the estimate, 124 / (2 * 26000), within 5 of its deviations
    bias, spread = 124 / 52_000, np.sqrt(2 * 124) / 52_000
    assert abs(found.kl - np.log(8) - bias) < 5 * spread


def test_uniform_labels_capture_all_with_the_bias_of_their_number():
    found = stacks_of_samples(np.arange(10_000) % 10)
    assert found.captured == 1000
    bias, spread = 999 / 52_000, np.sqrt(2 * 999) / 52_000
    assert abs(found.kl - bias) < 5 * spread


def test_a_channel_more_is_the_place_of_its_digit():
    one = stacked_modes(np.array([1]), np.array([2]), np.array([3]))
    assert one.captured == 1
    for labels in (np.array([10]), np.array([-1]), np.array([], int)):
        with pytest.raises(GanTheoryError, match="0 to 9"):
            stacked_modes(labels, labels, labels)
    with pytest.raises(GanTheoryError, match="no samples"):
        stacks_of_samples(np.array([], int))
