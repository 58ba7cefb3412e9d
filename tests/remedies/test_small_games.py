"""Algorithm 1 itself on the two smallest games, against the rates of claims D1 to D3 and D6 to D8.

With real data at 0, samples at theta and D(x) = psi x, the Wasserstein game is the bilinear game:
D descends psi theta, G descends -psi theta. With the paper's losses it is the Dirac-GAN, whose
linear part has f'(0) = 1/2 in place of 1. The step is linear (for the Dirac-GAN next to 0), so
two steps give its matrix.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from gantheory.games import GAMES
from gantheory.remedies import R1, Consensus, Remedies
from gantheory.training.algorithm1 import algorithm1
from gantheory.training.networks import Dense, Network
from gantheory.training.optimizers import adam

SCALAR = Network(1, (Dense(1, bias=False),))
STEPS = 40


def orbit(game, rate, remedies=None, schedule="simultaneous", d_rate=None, rule=optax.sgd):
    """(theta, psi) before each of 40 steps and after the last, in float64, from next to 0."""
    algorithm = algorithm1(
        generator=SCALAR,
        discriminator=SCALAR,
        game=GAMES[game],
        noise=lambda key, n: jnp.ones((n, 1)),
        batch=1,
        generator_optimizer=rule(rate),
        discriminator_optimizer=rule(d_rate or rate),
        schedule=schedule,
        remedies=remedies or Remedies(),
    )
    real = jnp.zeros((1, 1, 1))
    key = jax.random.key(0)

    @jax.jit
    def run():
        def at(place):
            return ({"weight": jnp.full((1, 1), place)},)

        state = algorithm.init(key)
        state = state._replace(generator=at(3e-6), discriminator=at(1e-6))
        state = jax.tree.map(  # the state of an optimistic rule too
            lambda leaf: leaf.astype(jnp.float64) if leaf.dtype == jnp.float32 else leaf, state
        )

        def body(state, _):
            after, _ = algorithm.step(key, state, real)
            return after, after

        _, states = jax.lax.scan(body, state, None, length=STEPS)
        return [p[0]["weight"][:, 0, 0] for p in (states.generator, states.discriminator)]

    return np.concatenate([[[3e-6, 1e-6]], np.stack(run(), axis=1)])


def matrix(points):
    """The matrix that maps (theta, psi) to its successor, from the first two steps."""
    return np.linalg.solve(points[:2], points[1:3]).T


@pytest.fixture(scope="module", autouse=True)
def double():
    with jax.enable_x64(True):
        yield


RATE, GAMMA = 0.3, 0.8
BILINEAR = [
    # what, orbit's arguments, |lambda|^2
    ("D1 simultaneous", {}, 1 + RATE**2),
    ("D2 alternating", {"schedule": "alternating"}, 1.0),
    ("D3 extragradient", {"remedies": Remedies(lookahead="extragradient")}, 1 - RATE**2 + RATE**4),
    (
        "D6 consensus",
        {"remedies": Remedies(consensus=Consensus(GAMMA))},
        (1 - RATE * GAMMA) ** 2 + RATE**2,
    ),
    (
        "D7 gradient penalty",
        {"remedies": Remedies(r1=R1(GAMMA))},
        1 - RATE * GAMMA + RATE**2,
    ),
    ("D12 two time scales", {"d_rate": 4 * RATE}, 1 + 4 * RATE**2),
]


@pytest.mark.parametrize(
    ("kwargs", "squared"), [c[1:] for c in BILINEAR], ids=[c[0] for c in BILINEAR]
)
def test_factor_of_the_bilinear_game(kwargs, squared):
    """The eigenvalues are a conjugate pair, so their squared size is the determinant."""
    points = orbit("wasserstein", RATE, **kwargs)
    step = matrix(points)
    assert np.all(np.abs(np.linalg.eigvals(step).imag) > 0)
    np.testing.assert_allclose(np.linalg.det(step), squared, rtol=1e-9)
    np.testing.assert_allclose(points[1:], points[:-1] @ step.T, rtol=1e-9)


def test_optimistic_steps_contract_at_the_rate_of_d3():
    """The larger root of lambda^2 - (1 + 2 i eta) lambda + i eta; the other dies out at once."""
    points = orbit("wasserstein", RATE, Remedies(lookahead="optimistic"))
    larger = np.abs(np.roots([1, -(1 + 2j * RATE), 1j * RATE])).max()
    assert larger < 1
    distance = np.linalg.norm(points, axis=1)
    np.testing.assert_allclose(distance[-1] / distance[-2], larger, rtol=1e-9)


def test_extragradient_with_adam_updates_its_moments_in_both_halves_of_a_step():
    """ExtraAdam, Gidel et al. 2019, Algorithm 4, by hand on the bilinear game."""
    rate, point, m, v = 1e-6, np.array([3e-6, 1e-6]), np.zeros(2), np.zeros(2)
    expected, updates = [point], 0
    for _ in range(6):
        here = point
        for _ in range(2):
            slope = np.array([-here[1], here[0]])  # G descends -psi theta, D psi theta
            m, v, updates = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2, updates + 1
            scaled = np.sqrt(v / (1 - 0.999**updates)) + 1e-8
            here = point - rate * m / (1 - 0.9**updates) / scaled
        point = here
        expected.append(point)
    points = orbit("wasserstein", rate, Remedies(lookahead="extragradient"), rule=adam)
    np.testing.assert_allclose(points[:7], expected, rtol=1e-4, atol=1e-10)


@pytest.mark.parametrize(
    ("game", "remedies", "squared"),
    [
        ("minimax", None, 1 + RATE**2 / 4),
        ("minimax", Remedies(r1=R1(GAMMA)), 1 - RATE * GAMMA + RATE**2 / 4),
        ("non_saturating", Remedies(r1=R1(GAMMA)), 1 - RATE * GAMMA + RATE**2 / 4),
    ],
    ids=["D8", "D7", "D7 non-saturating"],
)
def test_factor_of_the_dirac_gan_next_to_its_equilibrium(game, remedies, squared):
    """c = f'(0) = 1/2; a distance of 3e-6 leaves quadratic terms of relative size 1e-6.

    With gamma = 0.8 > h/4 the step of D7 is inside the circle; without it the orbit spirals out.
    """
    step = matrix(orbit(game, RATE, remedies))
    np.testing.assert_allclose(np.linalg.det(step), squared, rtol=1e-5)
    inside = np.abs(np.linalg.eigvals(step)).max() < 1
    assert inside == (remedies is not None)
