"""From an image configuration to pure functions: initialise, train for an epoch, sample.

The training images stay on the device as bytes; an epoch is a few compiled scans. Randomness is a
function of (seed, epoch, iteration), so nothing but the state has to be saved to go on.

Source: the released code of Goodfellow et al. 2014 (`mnist.yaml`, `AdversaryCost2`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jaxtyping import Array, Float, Float32, PRNGKeyArray, UInt8
from numpy.typing import NDArray

from gantheory.errors import GanTheoryError
from gantheory.games import GAMES
from gantheory.images.column_norms import limit_column_norms
from gantheory.images.config import ImageConfig
from gantheory.images.layers import Deconvolution, MaxoutConvolution, PaperDense
from gantheory.images.pixel_scale import scaled_on_device
from gantheory.training.algorithm1 import Algorithm, StepInfo, TrainState, algorithm1, run_chunk
from gantheory.training.networks import Dense, Layer, Maxout, Network, Params
from gantheory.training.optimizers import decaying_rate, linear_ramp, momentum

#: pixel means are kept this far from 0 and 1 before their logit becomes a bias (pylearn2)
_MARGIN = 1e-7
_SAMPLES_AT_ONCE = 1_000
#: channels of what a transposed convolution ends in
_COLOURS = 3

#: an epoch is run in pieces of at most so many steps, for news and to notice divergence
_STEPS_AT_ONCE = 100

Seen = Callable[[int, StepInfo], None]
NoiseOfShape = Callable[[PRNGKeyArray, tuple[int, int]], Array]


@dataclass(frozen=True)
class ImageModel:
    """What an image run calls.

    Attributes:
        generator: noise -> pixels, in the scale of the run.
        discriminator: pixels -> logit.
        algorithm: Algorithm 1 for the two.
        steps_per_epoch: generator updates per epoch.
        noise: (key, (n, inputs of G)) -> n draws of z.
        init: () -> state before training.
        epoch: (state, images, epoch number from 1, seen) -> state, StepInfo of every step. The
            state handed in is used up. `seen`, if given, is called with the number of steps done
            in this epoch and the StepInfo of the last ones.
        chunk: the compiled program that an epoch calls again and again.
    """

    generator: Network
    discriminator: Network
    algorithm: Algorithm
    steps_per_epoch: int
    noise: NoiseOfShape
    init: Callable[[], TrainState]
    epoch: Callable[..., tuple[TrainState, StepInfo]]
    chunk: Callable[..., tuple[TrainState, StepInfo]]

    def sample(self, state: TrainState, key: PRNGKeyArray, count: int) -> NDArray[np.float32]:
        """Draw samples of G, shape (count, pixels): raw outputs, in the scale of the run."""
        parts = []
        for start in range(0, count, _SAMPLES_AT_ONCE):
            drawn = _draw(
                self.generator,
                self.noise,
                min(_SAMPLES_AT_ONCE, count - start),
                state.generator,
                jax.random.fold_in(key, start),
            )
            parts.append(np.asarray(drawn))
        return np.concatenate(parts)


def build_generator(config: ImageConfig, dimension: int) -> Network:
    """Describe G: dense hidden layers, then a number for every pixel.

    Raises:
        GanTheoryError: where a transposed convolution does not end in that many numbers.
    """
    hidden = [
        PaperDense(units, activation, config.generator_range, first_bias=bias)
        for units, activation, bias in zip(
            config.generator_hidden,
            cycle(config.generator_activations),
            cycle(config.generator_biases),
            strict=False,
        )
    ]
    output_range = config.generator_output_range
    if output_range is None:
        output_range = config.generator_range
    if config.generator_deconvolution:
        channels, side, kernel, stride = config.generator_deconvolution
        last = Deconvolution((side, side, channels), _COLOURS, kernel, stride, output_range)
        if last.outputs(side * side * channels) != dimension:
            height, width, _ = last.output_image
            raise GanTheoryError(
                f"--generator-deconvolution ends in {height} x {width} x {_COLOURS} numbers, but "
                f"an image has {dimension}"
            )
        return Network(config.noise, (*hidden, last))
    output = PaperDense(
        dimension,
        config.generator_output,
        output_range,
        nonzero=config.generator_output_nonzero,
    )
    return Network(config.noise, (*hidden, output))


def build_discriminator(
    config: ImageConfig, dimension: int, image_shape: tuple[int, ...] = ()
) -> Network:
    """Describe D: maxout layers, convolutional ones first, then the logit.

    Args:
        config: the configuration.
        dimension: numbers per image.
        image_shape: height, width and channels, where there are convolutions.

    Raises:
        GanTheoryError: where the images are too small for the convolutions, or have no channels.
    """
    scale, pieces = config.discriminator_range, config.discriminator_pieces
    layers: list[Layer] = []

    def keep() -> float:
        return config.keep_hidden if layers else config.keep_input

    if config.discriminator_convolutions and len(image_shape) != 3:
        raise GanTheoryError("--discriminator-convolutions are for images with channels")
    for channels, parts, kernel, pad, pool, stride in config.discriminator_convolutions:
        height, width, inputs = image_shape
        layer = MaxoutConvolution(
            (height, width, inputs), channels, parts, kernel, pad, pool, stride, scale, keep()
        )
        layers.append(layer)
        image_shape = layer.output_image
    for units in config.discriminator_hidden:
        layers.append(Maxout(units, pieces, scale, keep()))
    layers.append(Dense(1, "linear", scale, keep()))
    return Network(dimension, tuple(layers))


def build_optimizer(config: ImageConfig, updates_per_epoch: int) -> optax.GradientTransformation:
    """Build the update rule: momentum rising by the epoch, rate falling by the update.

    pylearn2 adjusts the momentum before each epoch: it is constant within one, the initial
    value in epoch 1 and the final value from epoch `momentum_epochs`.
    """
    ramp = linear_ramp(config.momentum, config.final_momentum, 0, config.momentum_epochs - 1)
    rate = decaying_rate(
        config.learning_rate, config.learning_rate_divisor, config.learning_rate_floor
    )
    rule = momentum(rate, lambda done: ramp(done // updates_per_epoch))
    return limit_column_norms(rule, config.column_limit) if config.column_limit else rule


def uniform_noise(key: PRNGKeyArray, shape: tuple[int, int]) -> Float[Array, "batch noise"]:
    """Draw z uniformly from (-sqrt 3, sqrt 3), which has variance 1."""
    half_width = 3.0**0.5
    return jax.random.uniform(key, shape, jnp.float32, -half_width, half_width)


def gaussian_noise(key: PRNGKeyArray, shape: tuple[int, int]) -> Float[Array, "batch noise"]:
    """Draw z from N(0, 1)."""
    return jax.random.normal(key, shape, jnp.float32)


NOISES: dict[str, NoiseOfShape] = {"uniform": uniform_noise, "gaussian": gaussian_noise}


def build_model(
    config: ImageConfig,
    images: UInt8[np.ndarray, "n pixels"],
    image_shape: tuple[int, ...] = (),
) -> ImageModel:
    """Build the functions of a run.

    Args:
        config: the configuration; checked here.
        images: the training images, whose pixel means may set the output bias of G.
        image_shape: height, width and channels; needed where there are convolutions.

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
    left = count - steps * k * batch if config.last_batch == "keep" else 0
    updates = steps + (left > 0)
    generator = build_generator(config, dimension)
    discriminator = build_discriminator(config, dimension, image_shape)
    # the walk through the layers finds those that do not fit each other
    jax.eval_shape(generator.init, jax.random.key(0))
    jax.eval_shape(discriminator.init, jax.random.key(0))
    draw_noise = NOISES[config.noise_distribution]

    def algorithm_for(batch: int) -> Algorithm:
        return algorithm1(
            generator=generator,
            discriminator=discriminator,
            game=GAMES[config.game],
            noise=lambda key, n: draw_noise(key, (n, config.noise)),
            batch=batch,
            generator_optimizer=build_optimizer(config, updates),
            discriminator_optimizer=build_optimizer(config, updates * k),
            schedule=config.schedule,
            discriminator_weight=config.discriminator_weight,
        )

    algorithm = algorithm_for(batch)
    output_bias = _output_bias(config, images)

    @jax.jit
    def init() -> TrainState:
        state = algorithm.init(run_key(config.seed, "init"))
        if output_bias is None:
            return state
        *hidden, last = state.generator
        return state._replace(generator=(*hidden, {**last, "bias": jnp.asarray(output_bias)}))

    def run(
        state: TrainState,
        pixels: Array,
        number: Array | int,
        first: Array | int,
        length: int,
        n: int,
    ) -> tuple[TrainState, StepInfo]:
        """Run `length` steps on n images each, from the image at place `first` of an epoch."""
        order_key = jax.random.fold_in(run_key(config.seed, "order"), number)
        order = jax.random.permutation(order_key, count)
        rows = jax.lax.dynamic_slice(order, (first,), (length * k * n,)).reshape(length, k, n)

        def minibatch(key: PRNGKeyArray, rows: Array) -> Array:
            del key
            return scaled_on_device(pixels[rows], config.scale)

        chosen = algorithm if n == batch else algorithm_for(n)
        return run_chunk(chosen, minibatch, run_key(config.seed, "steps"), state, rows)

    at_once = chunk_length(steps)
    chunk = jax.jit(partial(run, length=at_once, n=batch), donate_argnums=0)
    rest = jax.jit(partial(run, length=1, n=left), donate_argnums=0)

    def epoch(
        state: TrainState, pixels: Array, number: int, seen: Seen | None = None
    ) -> tuple[TrainState, StepInfo]:
        parts = []
        for start in range(0, steps, at_once):
            state, infos = chunk(state, pixels, number, start * k * batch)
            parts.append(jax.device_get(infos))
            if seen is not None:
                seen(start + at_once, parts[-1])
        if left:
            state, infos = rest(state, pixels, number, steps * k * batch)
            parts.append(jax.device_get(infos))
        together = jax.tree.map(lambda *infos: np.concatenate(infos), *parts)
        return state, together

    return ImageModel(generator, discriminator, algorithm, updates, draw_noise, init, epoch, chunk)


def chunk_length(steps: int) -> int:
    """Say how many steps to run between two looks at an epoch of `steps`.

    Chunks are of one length, so that one program serves all of them. Fewer than 20 steps at a
    time would be slow on an accelerator; where no length fits, the epoch is run whole.
    """
    fitting = [n for n in range(20, _STEPS_AT_ONCE + 1) if steps % n == 0]
    return max(fitting, default=steps)


def _output_bias(
    config: ImageConfig, images: UInt8[np.ndarray, "n pixels"]
) -> Float32[np.ndarray, " pixels"] | None:
    """Give the first bias of G's output where the images set it."""
    if config.generator_output_bias == "zero":
        return None
    means = np.clip(images.mean(axis=0, dtype=np.float64) / 255.0, _MARGIN, 1.0 - _MARGIN)
    return np.asarray(np.log(means) - np.log1p(-means), np.float32)


def run_key(seed: int, purpose: str) -> PRNGKeyArray:
    """Derive the key that a run uses for one purpose: "init", "order", "steps" or "samples"."""
    purposes = ("init", "order", "steps", "samples")
    return jax.random.fold_in(jax.random.key(seed), purposes.index(purpose))


@partial(jax.jit, static_argnums=(0, 1, 2))
def _draw(
    generator: Network, noise: NoiseOfShape, count: int, params: Params, key: PRNGKeyArray
) -> Array:
    return generator.apply(params, noise(key, (count, generator.inputs)))
