"""A model that copies its training images is found out; one that does not is not accused."""

import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.sample_quality.memorisation import memorisation


@pytest.fixture(scope="module")
def real():
    """Held-out, training and test points of one distribution."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(400, 4)), rng.normal(size=(1000, 4)), rng.normal(size=(500, 4))


def test_copies_of_training_points_are_nearer_to_training(real):
    held_out, training, test = real
    copies, others = memorisation(training[:300] + 1e-6, held_out, training, test)
    # half of the training points are among the 500 that are compared
    assert copies.closer_to_training > 0.65
    assert copies.ratio < 0.7
    assert copies.near_copies == 1.0
    assert copies.training_distance < 1e-5
    assert others.near_copies == pytest.approx(0.01, abs=0.003)


def test_fresh_draws_prefer_neither(real):
    held_out, training, test = real
    fresh = np.random.default_rng(1).normal(size=(400, 4))
    for found in memorisation(fresh, held_out, training, test):
        # 5 standard errors of independent points; neighbours are shared, so at a fixed seed
        assert abs(found.closer_to_training - 0.5) < 5 * found.closer_standard_error
        assert found.ratio == pytest.approx(1.0, abs=0.05)
        assert found.references == 500


def test_copies_of_test_points_are_nearer_to_test(real):
    held_out, training, test = real
    found, _ = memorisation(test[:100] + 1e-6, held_out, training, test)
    assert found.closer_to_training == 0.0
    assert found.ratio > 100


def test_a_tie_counts_half():
    points = np.array([[0.0], [0.0]])
    found, _ = memorisation(points, points, np.array([[1.0], [1.0]]), np.array([[-1.0]]))
    assert found.closer_to_training == 0.5
    assert found.ratio == 1.0


def test_what_cannot_be_compared_is_refused(real):
    held_out, training, test = real
    with pytest.raises(GanTheoryError, match="equal numbers"):
        memorisation(held_out, held_out, test, training)
    with pytest.raises(GanTheoryError, match="no samples of a model"):
        memorisation(test, held_out, training, test)
