"""From an image configuration to pure functions: initialise, train for an epoch, sample.

The training images stay on the device as bytes; an epoch is one compiled scan. Randomness is a
function of (seed, epoch, iteration), so nothing but the state has to be saved to go on.

Source: the released code of Goodfellow et al. 2014 (`mnist.yaml`, `AdversaryCost2`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jaxtyping import Array, Float, Int, PRNGKeyArray, UInt8
from numpy.typing import NDArray

from gantheory.algorithm1 import Algorithm, StepInfo, TrainState, algorithm1, run_chunk
from gantheory.errors import GanTheoryError
from gantheory.games import GAMES
from gantheory.image_config import ImageConfig
from gantheory.networks import Dense, Maxout, Network, Params
from gantheory.optimizers import decaying_rate, linear_ramp, momentum

#: pixel means are kept this far from 0 and 1 before their logit becomes a bias (pylearn2)
_MARGIN = 1e-7
_SAMPLES_AT_ONCE = 1_000


@dataclass(frozen=True)
class ImageModel:
    """What an image run calls.

    Attributes:
        generator: noise -> pixels in (0, 1).
        discriminator: pixels -> logit.
        algorithm: Algorithm 1 for the two.
        steps_per_epoch: generator updates per epoch; a last part of the images that does not
            fill all k minibatches of a step is left out of that epoch.
        init: () -> state before training.
        epoch: (state, images, epoch number from 1) -> state, StepInfo of every step. The state
            handed in is used up.
    """

    generator: Network
    discriminator: Network
    algorithm: Algorithm
    steps_per_epoch: int
    init: Callable[[], TrainState]
    epoch: Callable[[TrainState, Array, int], tuple[TrainState, StepInfo]]

    def sample(self, state: TrainState, key: PRNGKeyArray, count: int) -> NDArray[np.float32]:
        """Draw samples of G, shape (count, pixels), raw outputs in (0, 1)."""
        parts = []
        for start in range(0, count, _SAMPLES_AT_ONCE):
            drawn = _draw(
                self.generator,
                min(_SAMPLES_AT_ONCE, count - start),
                state.generator,
                jax.random.fold_in(key, start),
            )
            parts.append(np.asarray(drawn))
        return np.concatenate(parts)


def build_generator(config: ImageConfig, dimension: int) -> Network:
    """Describe G: rectified linear layers, then a sigmoid for every pixel."""
    scale = config.generator_range
    hidden = [Dense(units, "relu", scale) for units in config.generator_hidden]
    return Network(config.noise, (*hidden, Dense(dimension, "sigmoid", scale)))


def build_discriminator(config: ImageConfig, dimension: int) -> Network:
    """Describe D: maxout layers with dropout on their inputs, then one logit."""
    scale = config.discriminator_range
    keeps = [config.keep_input] + [config.keep_hidden] * len(config.discriminator_hidden)
    hidden = [
        Maxout(units, config.discriminator_pieces, scale, keep)
        for units, keep in zip(config.discriminator_hidden, keeps, strict=False)
    ]
    return Network(dimension, (*hidden, Dense(1, "linear", scale, keeps[-1])))


def build_optimizer(config: ImageConfig, updates_per_epoch: int) -> optax.GradientTransformation:
    """Build the update rule: momentum rising by the epoch, rate falling by the update.

    pylearn2 adjusts the momentum before each epoch: it is constant within one, the initial
    value in epoch 1 and the final value from epoch `momentum_epochs`.
    """
    ramp = linear_ramp(config.momentum, config.final_momentum, 0, config.momentum_epochs - 1)
    rate = decaying_rate(
        config.learning_rate, config.learning_rate_divisor, config.learning_rate_floor
    )
    return momentum(rate, lambda done: ramp(done // updates_per_epoch))


def uniform_noise(key: PRNGKeyArray, shape: tuple[int, int]) -> Float[Array, "batch noise"]:
    """Draw z uniformly from (-sqrt 3, sqrt 3), which has variance 1."""
    half_width = 3.0**0.5
    return jax.random.uniform(key, shape, jnp.float32, -half_width, half_width)


def build_model(config: ImageConfig, images: UInt8[np.ndarray, "n pixels"]) -> ImageModel:
    """Build the functions of a run.

    Args:
        config: the configuration; checked here.
        images: the training images, whose pixel means set the output bias of G.

    Raises:
        GanTheoryError: for a configuration that makes no sense with these images.
    """
    config.check()
    count, dimension = images.shape
    k, batch = config.discriminator_steps, config.batch
    steps = count // (k * batch)
    if steps == 0:
        raise GanTheoryError(
            f"{count} training images do not fill {k} minibatch(es) of {batch}; lower --batch"
        )
    generator = build_generator(config, dimension)
    discriminator = build_discriminator(config, dimension)
    algorithm = algorithm1(
        generator=generator,
        discriminator=discriminator,
        game=GAMES[config.game],
        noise=lambda key, n: uniform_noise(key, (n, config.noise)),
        batch=batch,
        generator_optimizer=build_optimizer(config, steps),
        discriminator_optimizer=build_optimizer(config, steps * k),
        schedule=config.schedule,
        discriminator_weight=config.discriminator_weight,
    )
    means = np.clip(images.mean(axis=0, dtype=np.float64) / 255.0, _MARGIN, 1.0 - _MARGIN)
    output_bias = np.asarray(np.log(means) - np.log1p(-means), np.float32)

    @jax.jit
    def init() -> TrainState:
        state = algorithm.init(run_key(config.seed, "init"))
        *hidden, last = state.generator
        return state._replace(generator=(*hidden, {**last, "bias": jnp.asarray(output_bias)}))

    @partial(jax.jit, donate_argnums=0)
    def epoch(
        state: TrainState, pixels: Array, number: Int[Array, ""] | int
    ) -> tuple[TrainState, StepInfo]:
        order_key = jax.random.fold_in(run_key(config.seed, "order"), number)
        order = jax.random.permutation(order_key, count)[: steps * k * batch]

        def minibatch(key: PRNGKeyArray, rows: Array) -> Array:
            del key
            return pixels[rows].astype(jnp.float32) / 255.0

        rows = order.reshape(steps, k, batch)
        return run_chunk(algorithm, minibatch, run_key(config.seed, "steps"), state, rows)

    return ImageModel(generator, discriminator, algorithm, steps, init, epoch)


def run_key(seed: int, purpose: str) -> PRNGKeyArray:
    """Derive the key that a run uses for one purpose: "init", "order", "steps" or "samples"."""
    purposes = ("init", "order", "steps", "samples")
    return jax.random.fold_in(jax.random.key(seed), purposes.index(purpose))


@partial(jax.jit, static_argnums=(0, 1))
def _draw(generator: Network, count: int, params: Params, key: PRNGKeyArray) -> Array:
    return generator.apply(params, uniform_noise(key, (count, generator.inputs)))
