"""Rings, grids and curves have the geometry and the weights that their names say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gantheory.errors import GanTheoryError
from gantheory.targets.shapes import (
    grid,
    parse_random,
    pinwheel,
    random_mixture,
    ring,
    spiral,
    two_moons,
)


def test_ring_and_grid():
    circle = np.array(ring(8, 2.0, 0.1).means)
    assert np.hypot(*circle.T) == pytest.approx(np.full(8, 2.0))
    # neighbours are at equal angles, the last one next to the first
    assert np.hypot(*(circle - np.roll(circle, 1, axis=0)).T) == pytest.approx(
        np.full(8, 4 * np.sin(np.pi / 8))
    )
    lattice = np.array(grid(5, 2.0, 0.05).means)
    assert sorted(map(tuple, lattice.round(12))) == [
        (a, b) for a in (-4, -2, 0, 2, 4) for b in (-4, -2, 0, 2, 4)
    ]


@pytest.mark.parametrize(("mixture", "modes"), [(spiral(), 8), (two_moons(), 2), (pinwheel(), 5)])
def test_curves_have_no_gaps_and_few_meaningful_modes(mixture, modes):
    assert mixture.modes == modes
    assert mixture.mode_weights == pytest.approx(np.full(modes, 1 / modes))
    means, groups = np.array(mixture.means), np.array(mixture.groups)
    for mode in range(modes):
        along = means[groups == mode]
        middles = (along[1:] + along[:-1]) / 2
        # halfway between two neighbours is within 2 standard deviations of both: no gap
        _, distance = mixture.nearest_mode(middles)
        assert distance.max() < 2.0
    # hardly any sample of one mode is counted for another, so a lost mode is seen: by 5
    # standard errors of 4000 samples the share of strays is below 10 %
    rng = np.random.default_rng(0)
    component = rng.choice(mixture.components, 4000, p=np.array(mixture.weights))
    roots = np.linalg.cholesky(np.array(mixture.covariances))[component]
    x = means[component] + np.einsum("nij,nj->ni", roots, rng.normal(size=(4000, 2)))
    which, _ = mixture.nearest_mode(x)
    assert np.mean(which != groups[component]) < 0.1


def test_the_pinwheel_has_the_moments_of_its_recipe():
    # the moments of the recipe by Gauss-Hermite quadrature in radius and sideways offset; what is
    # left is that slices are straight where the arm bends, less and less with more of them
    node, weight = np.polynomial.hermite_e.hermegauss(60)
    radius, sideways = 1 + 0.3 * node[:, None], 0.1 * node[None, :]
    share = weight[:, None] * weight[None, :] / weight.sum() ** 2
    turn = 0.25 * np.exp(radius)
    x = np.stack([radius * np.cos(turn) - sideways * np.sin(turn),
                  radius * np.sin(turn) + sideways * np.cos(turn)], axis=-1) * 2  # fmt: skip
    mean = np.einsum("ij,ijk->k", share, x)
    covariance = np.einsum("ij,ijk,ijl->kl", share, x - mean, x - mean)
    for components, near in ((12, 0.012), (48, 0.005)):
        arm = pinwheel(arms=1, components=components)
        assert arm.mean() == pytest.approx(mean, abs=near)
        assert arm.covariance() == pytest.approx(covariance, abs=near)


@given(st.integers(1, 40), st.integers(0, 10**9 - 1))
@settings(max_examples=20)
def test_random_mixtures_are_reproducible_and_do_not_overlap(modes, seed):
    mixture = random_mixture(modes, seed)
    assert mixture == parse_random(f"random:{modes}:{seed}")
    assert mixture.modes == modes
    squared = mixture.squared_distances(np.array(mixture.means))
    apart = squared[~np.eye(modes, dtype=bool)]
    assert apart.size == 0 or apart.min() >= 8**2
    assert max(mixture.weights) <= 3 * min(mixture.weights) * (1 + 1e-12)


def test_shapes_that_cannot_be_are_refused():
    assert parse_random("random:8") is None
    for modes in (0, 1001):
        with pytest.raises(GanTheoryError, match="1 to 1000 modes"):
            random_mixture(modes, 0)
    with pytest.raises(GanTheoryError, match="cannot be shared"):
        spiral(components=10, modes=4)
