"""Precision, recall, density and coverage: known cases, and what they are for one distribution."""

import numpy as np
import pytest

from gantheory.sample_quality import neighbours
from gantheory.sample_quality.manifolds import expected_coverage, manifolds


def test_on_a_line_they_can_be_counted():
    # ten real points one apart: the 3rd neighbour of an inner one is at 2, of an outer one at 3;
    # the 5th is at 3 to 5
    real = np.arange(10.0)[:, None]
    one = manifolds(real, np.full((4, 1), 4.5))  # four equal samples: balls of radius 0
    assert one.precision == 1.0
    assert one.recall == 0.0
    # balls of the 5th neighbour around 0 ... 9
    radius = np.array([5, 4, 3, 3, 3, 3, 3, 3, 4, 5])
    inside = np.abs(np.arange(10) - 4.5) <= radius
    assert one.coverage == inside.mean()
    assert one.density == pytest.approx(inside.sum() / 5)


def test_the_real_points_themselves_are_perfect():
    real = np.random.default_rng(0).normal(size=(200, 3))
    found = manifolds(real, real)
    assert found.precision == found.recall == found.coverage == 1.0
    # every point lies in its own ball, and each ball holds 5 others
    assert found.density == pytest.approx(6 / 5)


def test_samples_far_away_score_zero():
    real = np.random.default_rng(0).normal(size=(50, 3))
    found = manifolds(real, real + 100)
    assert (found.precision, found.recall, found.density, found.coverage) == (0, 0, 0, 0)


def test_a_missing_half_of_the_data_is_missing_from_recall_and_coverage_only():
    rng = np.random.default_rng(1)
    real = np.concatenate([rng.normal(-50, 1, (200, 2)), rng.normal(50, 1, (200, 2))])
    found = manifolds(real, rng.normal(-50, 1, (400, 2)))
    assert found.precision > 0.9
    assert found.recall <= 0.5
    assert found.coverage <= 0.5


@pytest.mark.parametrize("dimension", [1, 8])
def test_for_one_distribution_density_and_coverage_have_their_expectations(dimension):
    """Naeem et al., Lemmas 1 and 2: whatever the distribution; 40 independent trials."""
    rng = np.random.default_rng(dimension)
    n, m = 60, 90
    found = [
        manifolds(rng.normal(size=(n, dimension)), rng.normal(size=(m, dimension)))
        for _ in range(40)
    ]
    for values, expected in (
        ([one.coverage for one in found], expected_coverage(n, m)),
        ([one.density for one in found], 1.0),
    ):
        error = np.std(values, ddof=1) / np.sqrt(len(values))
        # 5 standard errors, t with 39 degrees: false alarm 1e-5, at a fixed seed
        assert abs(np.mean(values) - expected) < 5 * error


def test_expected_coverage_in_closed_form():
    # k = 1, n = 2, m = 1: the ball of a point reaches to the other; the sample is nearer than that
    # one with probability 1/2
    assert expected_coverage(2, 1, k=1) == pytest.approx(0.5)
    assert expected_coverage(10_000, 10_000) == pytest.approx(1 - 2.0**-5, abs=1e-3)


@pytest.mark.parametrize("seed", range(8))
def test_they_are_what_the_definitions_say(seed):
    """The four sums of the two papers, written out; blocks of a few rows inside."""
    rng = np.random.default_rng(seed)
    real, fake = rng.normal(size=(23, 2)), rng.normal(0.3, 0.8, (31, 2))

    def radii(points, k):
        apart = np.linalg.norm(points[:, None] - points[None], axis=-1)
        return np.sort(apart, axis=1)[:, k]  # the nearest is the point itself

    apart = np.linalg.norm(real[:, None] - fake[None], axis=-1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "_POINTS_AT_ONCE", 4)
        patch.setattr(neighbours, "_REFERENCES_AT_ONCE", 7)
        found = manifolds(real, fake)
    assert found.precision == (apart <= radii(real, 3)[:, None]).any(axis=0).mean()
    assert found.recall == (apart <= radii(fake, 3)[None]).any(axis=1).mean()
    inside = apart <= radii(real, 5)[:, None]
    assert found.coverage == inside.any(axis=1).mean()
    assert found.density == pytest.approx(inside.sum() / (5 * 31))


def test_recall_is_precision_with_the_roles_changed():
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(80, 2)), rng.normal(0.5, 1.5, (60, 2))
    assert manifolds(a, b).recall == manifolds(b, a).precision
