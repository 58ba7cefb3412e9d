"""The two networks of a sweep and how they learn, built from the configuration."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from gantheory.games import Game, find_game
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.flat import FlatNetwork
from gantheory.targets import Target
from gantheory.training.algorithm1 import Algorithm, algorithm1
from gantheory.training.networks import Dense, Layer, Maxout, MinibatchDiscrimination
from gantheory.training.optimizers import adam, momentum

#: numbers per kernel of minibatch discrimination; a choice of this toolkit
MINIBATCH_DIMS = 5


class Pair(NamedTuple):
    """What a configuration stands for.

    Attributes:
        generator: z -> samples.
        discriminator: packs of points -> one output each.
        game: the losses.
        noise: (key, n) -> n draws of z.
        pack: points in a pack; 1 without packing.
        batch: inputs of D per update.
        algorithm: Algorithm 1 with the remedies.
    """

    generator: FlatNetwork
    discriminator: FlatNetwork
    game: Game
    noise: Callable[[jax.Array, int], jax.Array]
    pack: int
    batch: int
    algorithm: Algorithm


def build_pair(config: SweepConfig, target: Target) -> Pair:
    """Build the networks and the algorithm of a sweep.

    Raises:
        GanTheoryError: for an unknown game, and for remedies that do not go together.
    """
    first = _first_weights(config)
    dim = target.mixture.dim
    generator_hidden = [
        Dense(units, config.activation, batch_norm=config.batch_norm, **first)
        for units in config.generator_hidden
    ]
    hidden: list[Layer] = [
        Maxout(units, config.maxout_pieces, **first)
        if config.maxout_pieces
        else Dense(units, config.activation, **first)
        for units in config.discriminator_hidden
    ]
    if config.minibatch_kernels:
        hidden.append(MinibatchDiscrimination(config.minibatch_kernels, MINIBATCH_DIMS))
    generator = FlatNetwork(config.noise, (*generator_hidden, Dense(dim, **first)))
    discriminator = FlatNetwork(config.packing * dim, (*hidden, Dense(1, **first)))
    game = find_game(config.game)
    noise = _noise(config)
    algorithm = algorithm1(
        generator=generator,
        discriminator=discriminator,
        game=game,
        noise=noise,
        batch=config.batch * config.packing,
        generator_optimizer=_optimizer(config, config.generator_rate),
        discriminator_optimizer=_optimizer(config, config.discriminator_rate),
        schedule=config.schedule,
        remedies=config.remedies,
    )
    return Pair(generator, discriminator, game, noise, config.packing, config.batch, algorithm)


def _first_weights(config: SweepConfig) -> dict[str, Any]:
    if config.first_weights == "normal":
        return {"weight_std": config.weight_scale}
    if config.first_weights == "orthogonal":
        return {"orthogonal": config.weight_scale}
    return {}


def _noise(config: SweepConfig) -> Callable[[jax.Array, int], jax.Array]:
    size = config.noise
    if config.prior == "uniform":
        return lambda key, n: jax.random.uniform(key, (n, size), jnp.float32, -1.0, 1.0)
    return lambda key, n: jax.random.normal(key, (n, size), jnp.float32)


def _optimizer(config: SweepConfig, rate: float) -> optax.GradientTransformation:
    if config.optimizer == "momentum":
        return momentum(rate, config.beta1)
    if config.optimizer == "rmsprop":
        return optax.rmsprop(rate, decay=config.beta2)
    if config.optimizer == "sgd":
        return optax.sgd(rate)
    return adam(rate, config.beta1, config.beta2)
