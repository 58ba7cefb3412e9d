"""What is seen of a seed between two stretches of training: samples, and what the players feel.

Every look at a seed is at the same z and the same points of p_data, so that frames differ by
training alone.
"""

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from gantheory.sweep.pair import Pair
from gantheory.training.algorithm1 import TrainState
from gantheory.training.networks import Params

#: gradients are of so many points: their norms need no more, and cost as much as training steps
GRADIENT_POINTS = 512


class Points(NamedTuple):
    """What every look at a seed is taken on: z, shape (n, noise), and points of p_data."""

    z: jax.Array
    real: jax.Array


class Seen(NamedTuple):
    """One look; on n samples of p_g and n points of p_data.

    Attributes:
        samples: shape (n, dim).
        value: what D maximises, without remedies: V(D, G) in nats for the games of the paper.
        d_real: mean output of D on p_data; the mean of D itself where the output is a logit.
        d_fake: the same on the samples.
        generator_gradient: Euclidean norm of the gradient of G's loss in its parameters.
        discriminator_gradient: the same for D; both without remedies.
        sound: whether samples and parameters are finite.
        output_at_samples: D's output at each sample, shape (n,).
        output_on_data: D's output at fixed points of p_data, if it was asked for; None if not.
    """

    samples: jax.Array
    value: jax.Array
    d_real: jax.Array
    d_fake: jax.Array
    generator_gradient: jax.Array
    discriminator_gradient: jax.Array
    sound: jax.Array
    output_at_samples: jax.Array
    output_on_data: jax.Array | None


def look(
    pair: Pair,
    points: Points,
    state: TrainState,
    fixed: jax.Array,
    deep: jax.Array,
) -> Seen:
    """Look at one seed.

    Args:
        pair: the networks.
        points: where to look.
        state: the seed.
        fixed: where to evaluate D, shape (rows, points of a row, dim); there may be no rows.
        deep: whether to do so: a boolean, the same for all seeds.
    """
    z, real = points
    count = len(real)
    samples = pair.generator.apply(state.generator, z)
    on_real = outputs(pair, state.discriminator, real)
    on_fake = outputs(pair, state.discriminator, samples)
    few = min(count, GRADIENT_POINTS)

    def generator_loss(params: Params) -> jax.Array:
        fake = pair.generator.apply(params, z[:few])
        packed = outputs(pair, state.discriminator, fake)
        return pair.game.generator_loss(packed, on_real[:few])

    def discriminator_loss(params: Params) -> jax.Array:
        return pair.game.discriminator_loss(
            outputs(pair, params, real[:few]), outputs(pair, params, samples[:few])
        )

    def mean(output: jax.Array) -> jax.Array:
        logit = pair.game.output == "logit"
        return jnp.mean(jax.nn.sigmoid(output) if logit else output)

    def field() -> jax.Array:
        # row by row: these are many times a batch
        rows: jax.Array = jax.lax.map(
            lambda row: discriminate(pair, state.discriminator, row), fixed
        )
        return rows.ravel()

    # arrays without entries cannot be taken apart by seeds: at least one
    nothing = jnp.zeros(fixed.shape[0] * fixed.shape[1] or 1, jnp.float32)
    leaves = jax.tree.leaves((samples, state.generator, state.discriminator))
    return Seen(
        samples=samples,
        value=-pair.game.discriminator_loss(on_real, on_fake),
        d_real=mean(on_real),
        d_fake=mean(on_fake),
        generator_gradient=_norm(jax.grad(generator_loss)(state.generator)),
        discriminator_gradient=_norm(jax.grad(discriminator_loss)(state.discriminator)),
        sound=jnp.stack([jnp.isfinite(leaf).all() for leaf in leaves]).all(),
        output_at_samples=on_fake,
        output_on_data=jax.lax.cond(deep, field, lambda: nothing) if fixed.size else nothing,
    )


def evaluation_points(
    pair: Pair,
    draw: Callable[[jax.Array, tuple[int, ...]], jax.Array],
    count: int,
    key: jax.Array,
) -> Points:
    """The z, shape (count, noise), and the points of p_data, shape (count, dim), of a seed."""
    z_key, real_key = jax.random.split(key)
    return Points(pair.noise(z_key, count), draw(real_key, (count,)))


def outputs(pair: Pair, params: Params, x: jax.Array) -> jax.Array:
    """D's output at each point, shape (n,): in a pack, where there are packs, with the next ones.

    Args:
        pair: the networks.
        params: D's parameters.
        x: shape (n, dim), of one kind.
    """
    packs = [jnp.roll(x, -place, axis=0) for place in range(pair.pack)]
    return discriminate(pair, params, jnp.concatenate(packs, axis=1))


def discriminate(pair: Pair, params: Params, inputs: jax.Array) -> jax.Array:
    """D's output on each of its inputs, shape (n,).

    A D that looks at its whole batch is given batches of the size that it was trained with, the
    last one filled up with the first inputs.
    """
    if not pair.discriminator.mixes_batch:
        return pair.discriminator.apply(params, inputs)[:, 0]
    count = inputs.shape[0]
    batches = -(-count // pair.batch)
    filled = inputs[jnp.arange(batches * pair.batch) % count]
    split = filled.reshape(batches, pair.batch, -1)
    each = jax.vmap(lambda batch: pair.discriminator.apply(params, batch)[:, 0])(split)
    return each.reshape(-1)[:count]


def _norm(tree: Params) -> jax.Array:
    return jnp.sqrt(sum(jnp.sum(jnp.square(leaf)) for leaf in jax.tree.leaves(tree)))
