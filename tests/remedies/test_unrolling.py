"""The unrolled gradient against finite differences, with the optimiser's state carried along."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

from gantheory.games import GAMES
from gantheory.remedies import Remedies, Unrolling
from gantheory.training.algorithm1 import algorithm1
from gantheory.training.networks import mlp
from gantheory.training.optimizers import adam

BATCH, STEPS = 4, 2
GENERATOR = mlp(1, (3,), 2, "tanh")
DISCRIMINATOR = mlp(2, (3,), 1, "tanh")


def noise(key, n):
    return jax.random.normal(key, (n, 1), jnp.float64)


def test_unrolled_gradient_is_the_slope_of_the_loss_after_two_updates():
    """In float64, central differences of 1e-5 err by about 1e-10 here."""
    with jax.enable_x64(True):
        game, rule = GAMES["relativistic"], adam(0.02, 0.5)
        algorithm = algorithm1(
            generator=GENERATOR,
            discriminator=DISCRIMINATOR,
            game=game,
            noise=noise,
            batch=BATCH,
            generator_optimizer=optax.sgd(1.0),
            discriminator_optimizer=rule,
            schedule="simultaneous",
            remedies=Remedies(unrolling=Unrolling(STEPS)),
        )

        @jax.jit
        def start():
            state = algorithm.init(jax.random.key(0))
            wide = jax.tree.map(lambda leaf: leaf.astype(jnp.float64), state[:2])
            moments = rule.init(wide[1])
            moments = moments._replace(  # as after an update, so that the state matters
                mean=jax.tree.map(lambda leaf: leaf + 0.1, moments.mean),
                square=jax.tree.map(lambda leaf: leaf + 0.04, moments.square),
                powers=jnp.array([0.5, 0.999], jnp.float32),
            )
            return state._replace(
                generator=wide[0], discriminator=wide[1], discriminator_optimizer=moments
            )

        state = start()
        real = jnp.asarray(np.random.default_rng(0).normal(size=(1, BATCH, 2)))
        key = jax.random.key(1)
        z = noise(jax.random.split(key, 3)[0], BATCH)
        flat, unflatten = jax.flatten_util.ravel_pytree(state.generator)

        def logits(params, x):
            return DISCRIMINATOR.apply(params, x)[:, 0]

        def loss(flat):
            """Two updates of D against this generator, and what the generator then pays."""
            fake = GENERATOR.apply(unflatten(flat), z)
            params, inner = state.discriminator, state.discriminator_optimizer
            for _ in range(STEPS):
                gradient = jax.grad(
                    lambda p: game.discriminator_loss(logits(p, real[0]), logits(p, fake))
                )(params)
                updates, inner = rule.update(gradient, inner, params)
                params = optax.apply_updates(params, updates)
            return game.generator_loss(logits(params, fake), logits(params, real[0]))

        h = 1e-5
        offsets = h * jnp.concatenate([jnp.eye(len(flat)), -jnp.eye(len(flat))])
        up, down = jnp.split(jax.jit(jax.vmap(loss))(flat[None, :] + offsets), 2)
        after, _ = jax.jit(algorithm.step)(key, state, real)
        taken = flat - jax.flatten_util.ravel_pytree(after.generator)[0]
        np.testing.assert_allclose(taken, (up - down) / (2 * h), atol=1e-8)
        # D itself moves once, as it would have without unrolling
        assert int(after.discriminator_optimizer.done) == 1
