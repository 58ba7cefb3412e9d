"""Penalties against their closed forms for a linear critic, whose slope is its weight vector."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from gantheory.games import GAMES
from gantheory.remedies import R1, R2, GradientPenalty, Remedies, WeightClipping
from gantheory.remedies.penalties import penalises, slope_penalty, total_penalty
from gantheory.training.algorithm1 import algorithm1
from gantheory.training.networks import Dense, Network

W = np.float32([3.0, 4.0])  # of norm 5
CASES = [
    # remedies, penalty at norm s, its derivative at s
    (Remedies(gradient_penalty=GradientPenalty(10.0)), lambda s: 10 * (s - 1) ** 2, 80.0),
    (Remedies(gradient_penalty=GradientPenalty(2.0, 7.0)), lambda s: 2 * (s - 7) ** 2, -8.0),
    (Remedies(gradient_penalty=GradientPenalty(2.0, 7.0, "one")), lambda s: 0.0, 0.0),
    (Remedies(gradient_penalty=GradientPenalty(2.0, 1.0, "one")), lambda s: 2 * (s - 1) ** 2, 16.0),
    (Remedies(r1=R1(0.5)), lambda s: 0.25 * s**2, 2.5),
    (Remedies(r1=R1(0.5), r2=R2(1.5)), lambda s: s**2, 10.0),
]


@pytest.mark.parametrize(("remedies", "closed_form", "slope"), CASES)
def test_penalty_of_a_linear_critic(remedies, closed_form, slope):
    rng = np.random.default_rng(0)
    real, fake = (jnp.asarray(rng.normal(size=(6, 2)), jnp.float32) for _ in range(2))
    keys = jax.random.split(jax.random.key(0))

    def penalty(w):
        return total_penalty(remedies, lambda x, mask: x @ w, real, fake, *keys)

    value, gradient = jax.value_and_grad(penalty)(jnp.asarray(W))
    np.testing.assert_allclose(value, closed_form(5.0), rtol=1e-5)
    np.testing.assert_allclose(gradient, slope * W / 5, rtol=1e-4, atol=1e-6)


def test_r1_of_a_curved_critic_is_taken_on_the_points_given():
    """D(x) = |x|^2/2 has the slope x: the penalty is weight/2 times the mean of |x|^2."""
    x = jnp.float32([[1.0, 2.0], [0.0, 3.0]])
    penalty = slope_penalty(4.0, lambda at: jnp.sum(at**2, axis=1) / 2, x)
    np.testing.assert_allclose(penalty, 4 / 2 * (5 + 9) / 2)


def test_a_slope_of_0_does_not_break_the_penalty():
    remedies = Remedies(gradient_penalty=GradientPenalty())
    x = jnp.ones((3, 2))
    keys = jax.random.split(jax.random.key(0))
    gradient = jax.grad(lambda w: total_penalty(remedies, lambda at, mask: at @ w, x, x, *keys))(
        jnp.zeros(2)
    )
    assert np.all(np.isfinite(gradient))


@pytest.mark.parametrize("schedule", ["simultaneous", "alternating"])
def test_the_discriminator_pays_the_penalty_and_is_clipped(schedule):
    """Data and samples are one point, so the Wasserstein loss is flat: only R1 moves D."""
    remedies = Remedies(r1=R1(0.5), weight_clipping=WeightClipping(2.5))
    assert penalises(remedies)
    assert not penalises(Remedies(weight_clipping=WeightClipping()))
    algorithm = algorithm1(
        generator=Network(1, (Dense(2),)),
        discriminator=Network(2, (Dense(1, bias=False),)),
        game=GAMES["wasserstein"],
        noise=lambda key, n: jnp.ones((n, 1), jnp.float32),
        batch=4,
        generator_optimizer=optax.sgd(0.0),
        discriminator_optimizer=optax.sgd(1.0),
        schedule=schedule,
        remedies=remedies,
    )
    state = algorithm.init(jax.random.key(0))
    state = state._replace(discriminator=({"weight": jnp.asarray(W)[:, None]},))
    real = jnp.broadcast_to(state.generator[0]["weight"], (1, 4, 2))
    after, info = jax.jit(algorithm.step)(jax.random.key(1), state, real)
    np.testing.assert_allclose(after.discriminator[0]["weight"][:, 0], [1.5, 2.0], rtol=1e-6)
    np.testing.assert_allclose(info.value, 0.0, atol=1e-6)
    twice, _ = jax.jit(algorithm.step)(
        jax.random.key(1), state._replace(discriminator=({"weight": 10 * W[:, None]},)), real
    )
    np.testing.assert_allclose(twice.discriminator[0]["weight"], 2.5)
