"""D against D* in total variation: exact on the line, with a stated error in the plane."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gantheory.errors import GanTheoryError
from gantheory.line.divergences import total_variation
from gantheory.measures.cells import Grid
from gantheory.measures.discriminators import (
    discriminator_distance,
    discriminator_distance_on_grid,
)
from gantheory.targets import TARGETS, Mixture

P, Q = TARGETS["bimodal"].mixture.line(), TARGETS["skewed"].mixture.line()
X = np.linspace(-9, 9, 2001)


def test_the_best_discriminator_is_at_distance_0_and_a_blind_one_at_half_the_total_variation():
    p, g = P.pdf(X), Q.pdf(X)
    best = discriminator_distance(X, p, g, p / (p + g))
    assert best.value == pytest.approx(0, abs=1e-15)
    blind = discriminator_distance(X, p, g, np.full_like(X, 0.5))
    exact = total_variation(P, Q)
    assert abs(blind.value - exact.value / 2) <= blind.error + exact.error + 1e-9
    assert blind.error < 1e-3


@given(st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=30)
def test_it_is_a_mean_of_differences_under_the_mixture(a, b):
    """The definition, by another formula: the mean of |D - D*| over (p_data + p_g) / 2."""
    p, g = P.pdf(X), Q.pdf(X)
    d = a + (b - a) * (np.tanh(X) + 1) / 2
    wanted = np.trapezoid((p + g) / 2 * np.abs(d - p / (p + g)), X)
    found = discriminator_distance(X, p, np.stack([g, p]), np.stack([d, d]))
    assert found.value.shape == (2,)
    assert found.value[0] == pytest.approx(wanted, abs=1e-12)
    assert np.all((found.value >= 0) & (found.value <= 1))


def test_what_a_grid_misses_is_in_the_error():
    short = X[np.abs(X) <= 1]
    found = discriminator_distance(short, P.pdf(short), Q.pdf(short), np.zeros_like(short))
    # D = 0 is wrong by p_data / 2 everywhere
    assert abs(found.value - 0.5) <= found.error


RING = TARGETS["d2gan_ring8"].mixture
HALF = Mixture.isotropic(RING.means[:4], 0.1414)


def optimal(x):
    return 1 / (1 + np.exp(np.clip(HALF.log_density(x) - RING.log_density(x), -50, 50)))


DISCRIMINATORS = {
    "blind": lambda x: np.full(x.shape[:-1], 0.5),
    "optimal": optimal,
    "sloped": lambda x: 1 / (1 + np.exp(-3 * x[..., 0])),
}


@pytest.mark.parametrize("name", DISCRIMINATORS)
def test_samples_of_the_generator_are_enough(name):
    d = DISCRIMINATORS[name]
    fine = Grid(RING, 400, 8.0)
    area = np.prod([e[1] - e[0] for e in fine.edges])
    p, g = RING.density(fine.centres), HALF.density(fine.centres)
    truth = 0.5 * area * np.abs(d(fine.centres) * (p + g) - p).sum()
    grid = Grid(RING, 64)
    x = HALF.sample(np.random.default_rng(0), 4 * 2500).reshape(4, 2500, 2)
    on_grid = np.broadcast_to(d(grid.centres), (4, 64, 64))
    found = discriminator_distance_on_grid(grid, on_grid, x, d(x))
    # noise has a standard deviation of at most a sixth of McDiarmid's term alone: no alarms
    assert np.all(np.abs(found.value - truth) <= found.error)
    assert np.all(found.error < 0.1)


def test_samples_outside_the_grid_count_in_full():
    grid = Grid(RING, 64)
    x = np.full((100, 2), 50.0)
    # D = 1 on p_data and on samples that are nowhere near it: right on the one, wrong on the other
    found = discriminator_distance_on_grid(grid, np.ones((64, 64)), x, np.ones(100))
    assert found.value == pytest.approx(0.5, abs=1e-6)


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(GanTheoryError, match="odd number"):
        discriminator_distance(X[:-1], X[:-1], X[:-1], X[:-1])
    with pytest.raises(GanTheoryError, match="one length"):
        discriminator_distance(X, X[:-2], X, X)
    grid = Grid(RING, 4)
    with pytest.raises(GanTheoryError, match="need as many D"):
        discriminator_distance_on_grid(grid, np.ones((4, 4)), np.ones((5, 2)), np.ones(4))
    with pytest.raises(GanTheoryError, match="D on a grid"):
        discriminator_distance_on_grid(grid, np.ones((4, 5)), np.ones((5, 2)), np.ones(5))
