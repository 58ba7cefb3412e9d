"""Algorithm 1: what one step does, and that how it is run does not change the numbers."""

import dataclasses
import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from gantheory.errors import GanTheoryError
from gantheory.games import GAMES
from gantheory.training.algorithm1 import Algorithm, TrainState, algorithm1, run_chunk
from gantheory.training.networks import Dense, Maxout, Network, mlp
from gantheory.training.optimizers import momentum

BATCH = 16
GENERATOR = mlp(2, (8,), 1, "tanh")
DISCRIMINATOR = Network(1, (Maxout(6, 3), Dense(1)))
WITH_DROPOUT = Network(1, (Maxout(6, 3), Dense(1, keep=0.5)))
MINIBATCH = jnp.asarray(np.random.default_rng(1).normal(size=(1, BATCH, 1)), jnp.float32)


def noise(key, count):
    return jax.random.uniform(key, (count, 2), jnp.float32, -1.0, 1.0)


def minibatch(key, x):
    return jax.random.normal(key, (1, BATCH, 1), jnp.float32)


def compiled(algorithm):
    """The same algorithm, jitted: op by op, the first calls would compile for a minute."""
    parts = {field.name: getattr(algorithm, field.name) for field in dataclasses.fields(algorithm)}
    draw = jax.jit(parts.pop("draw_noise"), static_argnums=1)
    return Algorithm(draw_noise=draw, **{name: jax.jit(part) for name, part in parts.items()})


def build(schedule="simultaneous", game="non_saturating", discriminator=DISCRIMINATOR, **kwargs):
    kwargs = {
        "generator_optimizer": momentum(0.1, 0.5),
        "discriminator_optimizer": momentum(0.1, 0.5),
        **kwargs,
    }
    return compiled(
        algorithm1(
            generator=GENERATOR,
            discriminator=discriminator,
            game=GAMES[game] if isinstance(game, str) else game,
            noise=noise,
            batch=BATCH,
            schedule=schedule,
            **kwargs,
        )
    )


@functools.cache
def start():
    """A first state; how it was drawn does not matter to most tests."""
    return build().init(jax.random.key(0))


def flat(tree):
    return np.concatenate([np.ravel(leaf) for leaf in jax.tree.leaves(tree)])


@pytest.mark.parametrize(("name", "weight"), [("minimax", 1.0), ("non_saturating", 0.5)])
def test_one_backward_pass_gives_both_players_their_gradients(name, weight):
    """With `slope_ratio` D is differentiated once; without it twice. The steps agree."""
    game = GAMES[name]
    two_pass = dataclasses.replace(game, slope_ratio=None)
    one, two = (build(game=g, discriminator_weight=weight) for g in (game, two_pass))
    key, state = jax.random.key(0), start()
    after_one, _ = one.step(key, state, MINIBATCH)
    after_two, _ = two.step(key, state, MINIBATCH)
    np.testing.assert_allclose(flat(after_one), flat(after_two), rtol=2e-5, atol=1e-7)


def test_one_pass_gradient_is_right_where_sigmoid_underflows():
    """D is sure that every sample is fake: the non-saturating slope is still -(1 - D)."""
    algorithm = compiled(
        algorithm1(
            generator=Network(1, (Dense(1),)),
            discriminator=Network(1, (Dense(1),)),
            game=GAMES["non_saturating"],
            noise=lambda key, n: jnp.ones((n, 1), jnp.float32),
            batch=4,
            generator_optimizer=optax.sgd(1.0),
            discriminator_optimizer=optax.sgd(0.0),
            schedule="simultaneous",
        )
    )
    first = algorithm.init(jax.random.key(0))
    zero = ({"weight": np.zeros((1, 1), np.float32), "bias": np.zeros(1, np.float32)},)
    for logit in (-2000.0, -90.0, -61.0, 0.0, 40.0):
        params = ({"weight": np.ones((1, 1), np.float32), "bias": np.full(1, logit, np.float32)},)
        state = first._replace(discriminator=params, generator=zero)
        after, _ = algorithm.step(jax.random.key(1), state, np.zeros((1, 4, 1), np.float32))
        expected = 1.0 / (1.0 + np.exp(min(logit, 700.0)))
        np.testing.assert_allclose(after.generator[0]["bias"][0], expected, rtol=1e-5)


def test_simultaneous_step_shares_one_mask_between_the_fake_pass_and_the_generators_loss():
    """Both players' gradients by plain differentiation at one point with one key, by hand."""
    algorithm = build(
        discriminator=WITH_DROPOUT,
        generator_optimizer=optax.sgd(1.0),
        discriminator_optimizer=optax.sgd(1.0),
    )
    game = GAMES["non_saturating"]
    state = algorithm.init(jax.random.key(3))
    key, real = jax.random.key(4), MINIBATCH
    after, _ = algorithm.step(key, state, real)
    noise_key, real_mask, fake_mask = jax.random.split(key, 3)
    z = noise(noise_key, BATCH)

    def d_loss(params):
        fake = GENERATOR.apply(state.generator, z)
        return game.discriminator_loss(
            WITH_DROPOUT.apply(params, real[0], real_mask)[:, 0],
            WITH_DROPOUT.apply(params, fake, fake_mask)[:, 0],
        )

    def g_loss(params):
        fake = GENERATOR.apply(params, z)
        return game.generator_loss(WITH_DROPOUT.apply(state.discriminator, fake, fake_mask)[:, 0])

    d_expected = flat(state.discriminator) - flat(jax.jit(jax.grad(d_loss))(state.discriminator))
    g_expected = flat(state.generator) - flat(jax.jit(jax.grad(g_loss))(state.generator))
    np.testing.assert_allclose(flat(after.discriminator), d_expected, atol=1e-6)
    np.testing.assert_allclose(flat(after.generator), g_expected, atol=1e-6)


@pytest.mark.parametrize(("schedule", "k"), [("alternating", 3), ("simultaneous", 1)])
def test_noise_drawn_beforehand_is_the_noise_of_the_step(schedule, k):
    algorithm, state, key = build(schedule), start(), jax.random.key(1)
    real = np.ones((k, BATCH, 1), np.float32)
    given, _ = algorithm.step(key, state, real, algorithm.draw_noise(key, k))
    jax.tree.map(np.testing.assert_array_equal, given, algorithm.step(key, state, real)[0])


@pytest.mark.parametrize("k", [1, 3])
def test_alternating_step_is_k_discriminator_updates_and_then_the_generators(k):
    algorithm, state, key = build("alternating"), start(), jax.random.key(1)
    real = np.random.default_rng(2).normal(size=(k, BATCH, 1)).astype(np.float32)
    after, _ = algorithm.step(key, state, real)
    generator_key, inner_key = jax.random.split(key)
    expected = state
    for inner, data in zip(jax.random.split(inner_key, k), real, strict=True):
        expected, _ = algorithm.discriminator_step(inner, expected, data)
        np.testing.assert_array_equal(flat(expected.generator), flat(state.generator))
    moved = algorithm.generator_step(generator_key, expected)
    np.testing.assert_array_equal(flat(moved.discriminator), flat(expected.discriminator))
    np.testing.assert_allclose(flat(after.generator), flat(moved.generator), atol=1e-6)
    np.testing.assert_allclose(flat(after.discriminator), flat(moved.discriminator), atol=1e-6)
    assert int(after.iteration) == 1
    assert int(after.discriminator_optimizer.done) == k
    assert int(after.generator_optimizer.done) == 1


def test_simultaneous_schedule_refuses_more_than_one_discriminator_update():
    with pytest.raises(GanTheoryError, match="k = 1"):
        build("simultaneous").step(jax.random.key(1), start(), jnp.zeros((2, BATCH, 1)))


@pytest.mark.parametrize("schedule", ["alternating", "simultaneous"])
def test_a_run_cut_into_chunks_gives_the_same_bits(schedule):
    algorithm = build(schedule)
    chunk = jax.jit(lambda key, state, xs: run_chunk(algorithm, minibatch, key, state, xs))
    key = jax.random.key(7)
    whole, _ = chunk(key, start(), np.arange(8))
    state = start()
    for length in (4, 4):
        state, _ = chunk(key, state, np.arange(length))
    np.testing.assert_array_equal(flat(whole), flat(state))


def test_nothing_is_traced_again_after_the_first_chunk():
    traces = 0
    algorithm = build("alternating")

    def counted(key, state, xs):
        nonlocal traces
        traces += 1
        return run_chunk(algorithm, minibatch, key, state, xs)

    chunk = jax.jit(counted)
    state = start()
    for _ in range(3):
        state, _ = chunk(jax.random.key(1), state, np.arange(4))
    assert isinstance(state, TrainState)
    assert traces == 1


@pytest.mark.parametrize("name", ["minimax", "non_saturating"])
def test_discriminator_alone_ascends_the_value_function(name):
    """With G frozen, V(D, G) rises: the inner loop maximises V (Algorithm 1)."""
    discriminator = mlp(1, (8,), 1, "tanh")
    algorithm = compiled(
        algorithm1(
            generator=GENERATOR,
            discriminator=discriminator,
            game=GAMES[name],
            noise=noise,
            batch=BATCH,
            generator_optimizer=optax.sgd(0.1),
            discriminator_optimizer=optax.sgd(0.05),
        )
    )
    state = algorithm.init(jax.random.key(0))
    real = 3.0 + MINIBATCH[0]
    values = []
    for _ in range(60):
        state, info = algorithm.discriminator_step(jax.random.key(2), state, real)
        values.append(float(info.value))
    assert np.all(np.diff(values) > 0)
