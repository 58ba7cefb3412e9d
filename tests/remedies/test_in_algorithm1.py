"""Remedies together in Algorithm 1: one trace, finite numbers, the same bits however it is cut."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest

from gantheory.errors import GanTheoryError
from gantheory.games import GAMES
from gantheory.remedies import (
    R1,
    R2,
    Consensus,
    GradientPenalty,
    InstanceNoise,
    LabelSmoothing,
    Packing,
    Remedies,
    Unrolling,
    WeightClipping,
)
from gantheory.training.algorithm1 import algorithm1, run_chunk
from gantheory.training.networks import Dense, MinibatchDiscrimination, Network, mlp
from gantheory.training.optimizers import adam

BATCH = 6
GENERATOR = Network(2, (Dense(4, "relu", batch_norm=True), Dense(2)))
CROWD = Network(2, (Dense(4, "leaky_relu"), MinibatchDiscrimination(2, 2), Dense(1)))


def noise(key, n):
    return jax.random.normal(key, (n, 2), jnp.float32)


def build(game, schedule, remedies, discriminator=None, **kwargs):
    packed = remedies.packing.samples if remedies.packing is not None else 1
    kwargs = {
        "generator_optimizer": adam(1e-2, 0.5),
        "discriminator_optimizer": adam(1e-2, 0.5),
        **kwargs,
    }
    return algorithm1(
        generator=GENERATOR,
        discriminator=discriminator or mlp(2 * packed, (4,), 1, "tanh"),
        game=GAMES[game],
        noise=noise,
        batch=BATCH,
        schedule=schedule,
        remedies=remedies,
        **kwargs,
    )


TOGETHER = {
    "wgan-gp packed": (
        "wasserstein",
        "alternating",
        Remedies(
            gradient_penalty=GradientPenalty(0.1),
            packing=Packing(2),
            instance_noise=InstanceNoise(0.3, 0.0, 4),
            lookahead="optimistic",
        ),
        None,
    ),
    "consensus": (
        "non_saturating",
        "simultaneous",
        Remedies(
            r1=R1(0.1),
            r2=R2(0.1),
            consensus=Consensus(0.1),
            label_smoothing=LabelSmoothing(),
        ),
        None,
    ),
    "unrolled crowd": (
        "relativistic_average",
        "alternating",
        Remedies(unrolling=Unrolling(2), weight_clipping=WeightClipping(0.5)),
        CROWD,
    ),
}


@pytest.mark.parametrize("name", sorted(TOGETHER))
def test_together_they_are_traced_once_and_cut_anywhere(name):
    game, schedule, remedies, discriminator = TOGETHER[name]
    algorithm = build(game, schedule, remedies, discriminator, gradient_norms=True)
    k = 2 if schedule == "alternating" else 1
    traces = 0

    def minibatch(key, x):
        return jax.random.normal(key, (k, BATCH, 2), jnp.float32)

    @jax.jit
    def chunk(key, state):
        nonlocal traces
        traces += 1
        return run_chunk(algorithm, minibatch, key, state, jnp.arange(3))

    key = jax.random.key(0)
    first = state = jax.jit(algorithm.init)(key)
    for _ in range(3):
        state, info = chunk(key, state)
    assert traces == 1
    assert int(state.iteration) == 9
    before, after = (
        np.concatenate([np.ravel(x) for x in jax.tree.leaves(s[:2])]) for s in (first, state)
    )
    assert np.all(np.isfinite(after))
    assert np.any(before != after)
    assert np.all(info.discriminator_gradient > 0)
    assert np.all(info.generator_gradient > 0)
    # randomness is a function of (key, iteration) alone
    middle, _ = chunk(key, first)
    again, _ = chunk(key, chunk(key, middle)[0])
    jax.tree.map(np.testing.assert_array_equal, again, state)


@pytest.mark.parametrize("game", ["non_saturating", "relativistic"])
def test_simultaneous_gradients_where_samples_see_each_other(game):
    """Against plain differentiation by hand: no shortcut through D may be taken here."""
    rule = {"generator_optimizer": optax.sgd(1.0), "discriminator_optimizer": optax.sgd(1.0)}
    algorithm = build(game, "simultaneous", Remedies(), CROWD, **rule)

    @jax.jit
    def both(key, real):
        state = algorithm.init(key)
        z = noise(jax.random.split(key, 3)[0], BATCH)

        def logits(generator, discriminator):
            fake = CROWD.apply(discriminator, GENERATOR.apply(generator, z))[:, 0]
            return CROWD.apply(discriminator, real[0])[:, 0], fake

        def d_loss(discriminator):
            return GAMES[game].discriminator_loss(*logits(state.generator, discriminator))

        def g_loss(generator):
            on_real, on_fake = logits(generator, state.discriminator)
            return GAMES[game].generator_loss(on_fake, on_real)

        after, _ = algorithm.step(key, state, real)
        taken = jax.tree.map(jnp.subtract, state[:2], after[:2])
        return taken, (jax.grad(g_loss)(state.generator), jax.grad(d_loss)(state.discriminator))

    real = jnp.asarray(np.random.default_rng(0).normal(size=(1, BATCH, 2)), jnp.float32)
    taken, expected = both(jax.random.key(3), real)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, atol=2e-6), taken, expected)


@pytest.mark.parametrize(
    ("game", "schedule", "remedies"),
    [
        ("relativistic", "simultaneous", Remedies()),
        ("relativistic", "alternating", Remedies()),
        ("minimax", "simultaneous", Remedies(gradient_penalty=GradientPenalty())),
    ],
)
def test_pairs_need_minibatches_of_one_size(game, schedule, remedies):
    algorithm = build(game, schedule, remedies)
    with pytest.raises(GanTheoryError, match="one size"):
        jax.eval_shape(
            lambda key: algorithm.step(key, algorithm.init(key), jnp.zeros((1, BATCH + 1, 2))),
            jax.random.key(0),
        )


def test_the_generator_alone_says_what_it_lacks():
    algorithm = build("relativistic", "alternating", Remedies())
    with pytest.raises(GanTheoryError, match="needs data"):
        jax.eval_shape(
            lambda key: algorithm.generator_step(key, algorithm.init(key)), jax.random.key(0)
        )
