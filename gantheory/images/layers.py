"""The layers of the paper's image networks beyond plain ones: convolutions, first biases, sparsity.

Images go in and come out flat, (batch, height * width * channels), so that these layers stand in
a `Network` beside any other; each knows the shape of the image that it is given.

Source: pylearn2 (`MaxoutConvC01B`, `Sigmoid` with `init_bias` and `sparse_init`) and the `Deconv`
layer of the paper's released code.
"""

from dataclasses import dataclass
from functools import reduce
from math import prod

import jax
import jax.numpy as jnp
from jaxtyping import Array, PRNGKeyArray

from gantheory.errors import GanTheoryError
from gantheory.images.convolution import convolve, max_pool, pooled_size, transposed_convolve
from gantheory.training.layers import Dense

#: height, width, channels
ImageShape = tuple[int, int, int]


@dataclass(frozen=True)
class PaperDense(Dense):
    """A fully connected layer that starts with a bias, or with few weights that are not 0.

    Attributes:
        first_bias: all biases at the start ("init_bias").
        nonzero: at the start each unit has so many weights from N(0, 1), at random inputs, and
            the others are 0 ("sparse_init"); 0 draws all weights as `Dense` does.
    """

    first_bias: float = 0.0
    nonzero: int = 0

    def init(self, key: PRNGKeyArray, inputs: int) -> dict[str, Array]:
        """Draw "weight" (inputs, units) and set "bias" (units,)."""
        params = super().init(key, inputs)
        params["bias"] = jnp.full(self.units, self.first_bias, jnp.float32)
        if self.nonzero:
            params["weight"] = _sparse_weights(key, inputs, self.units, self.nonzero)
        return params


def _sparse_weights(key: PRNGKeyArray, inputs: int, units: int, nonzero: int) -> Array:
    if nonzero > inputs:
        raise GanTheoryError(f"{nonzero} weights of a unit cannot differ from 0: it has {inputs}")
    place_key, value_key = jax.random.split(key)
    # the largest of independent numbers are at a random subset of places
    ranks = jax.random.uniform(place_key, (units, inputs), jnp.float32)
    _, places = jax.lax.top_k(ranks, nonzero)
    values = jax.random.normal(value_key, (units, nonzero), jnp.float32)
    rows = jnp.broadcast_to(jnp.arange(units)[:, None], places.shape)
    empty = jnp.zeros((units, inputs), jnp.float32)
    return empty.at[rows, places].set(values, unique_indices=True).T


@dataclass(frozen=True)
class MaxoutConvolution:
    """Convolution, then the maximum over the pieces of a channel, then over windows of pixels.

    Attributes:
        image: shape of the input image.
        channels: channels of the output.
        pieces: linear filters per channel.
        kernel: side of the square filters.
        pad: zeros around the image.
        pool: side of the square windows over which the maximum is taken.
        pool_stride: distance of the windows; the last one may reach over the edge.
        weight_range: weights are drawn from U(-weight_range, weight_range).
        keep: as in `Dense`; element by element of the input image.

    There is one bias per filter ("tied"). Source: Goodfellow et al. 2013, "Maxout networks".
    """

    image: ImageShape
    channels: int
    pieces: int
    kernel: int
    pad: int
    pool: int
    pool_stride: int
    weight_range: float
    keep: float = 1.0

    def __post_init__(self) -> None:
        height, width, _ = self.image
        reached = min(height, width) + 2 * self.pad - self.kernel + 1
        if self.pad >= self.kernel or reached < self.pool or min(self.pool, self.pool_stride) < 1:
            raise GanTheoryError(
                f"images of {height} x {width} are too small for filters of {self.kernel} with "
                f"{self.pad} zeros around and maxima over {self.pool}"
            )

    @property
    def columns(self) -> int:
        """Number of filters."""
        return self.channels * self.pieces

    @property
    def mixes_batch(self) -> bool:
        """Whether the output at one point depends on the rest of its batch."""
        return False

    @property
    def output_image(self) -> ImageShape:
        """Shape of the output image."""
        height, width = (
            pooled_size(side + 2 * self.pad - self.kernel + 1, self.pool, self.pool_stride)
            for side in self.image[:2]
        )
        return height, width, self.channels

    def outputs(self, inputs: int) -> int:
        """Number of outputs.

        Raises:
            GanTheoryError: where the input is no such image.
        """
        _check_inputs(self.image, inputs)
        return prod(self.output_image)

    def init(self, key: PRNGKeyArray, inputs: int) -> dict[str, Array]:
        """Draw "weight" (kernel * kernel * input channels, filters); "bias" (filters,) is 0."""
        _check_inputs(self.image, inputs)
        shape = (self.kernel * self.kernel * self.image[2], self.columns)
        limit = self.weight_range
        weight = jax.random.uniform(key, shape, jnp.float32, -limit, limit)
        return {"weight": weight, "bias": jnp.zeros(self.columns, jnp.float32)}

    def apply(self, params: dict[str, Array], x: Array) -> Array:
        """Map flat images, shape (batch, inputs), to flat images, shape (batch, outputs)."""
        batch = x.shape[0]
        kernel = params["weight"].reshape(self.kernel, self.kernel, self.image[2], self.columns)
        maps = convolve(x.reshape(batch, *self.image), kernel, self.pad)
        maps = maps + params["bias"][None, None, None, :]
        # the pieces are the slower axis, as in `Maxout`; on maps this way is the faster one
        pieces = jnp.split(maps, self.pieces, axis=3)
        pooled = max_pool(reduce(jnp.maximum, pieces), self.pool, self.pool_stride)
        return pooled.reshape(batch, -1)


@dataclass(frozen=True)
class Deconvolution:
    """A transposed convolution with a bias of its own for every output number; linear.

    Attributes:
        image: shape of the input image.
        channels: channels of the output.
        kernel: side of the square filters.
        stride: distance in the output between neighbours of the input.
        weight_range: weights are drawn from U(-weight_range, weight_range).
        keep: as in `Dense`.

    Source: the `Deconv` layer of the paper's released code, with `tied_b: 0`.
    """

    image: ImageShape
    channels: int
    kernel: int
    stride: int
    weight_range: float
    keep: float = 1.0

    @property
    def columns(self) -> int:
        """Numbers that each input number adds to."""
        return self.kernel * self.kernel * self.channels

    @property
    def mixes_batch(self) -> bool:
        """Whether the output at one point depends on the rest of its batch."""
        return False

    @property
    def output_image(self) -> ImageShape:
        """Shape of the output image."""
        height, width = ((side - 1) * self.stride + self.kernel for side in self.image[:2])
        return height, width, self.channels

    def outputs(self, inputs: int) -> int:
        """Number of outputs.

        Raises:
            GanTheoryError: where the input is no such image.
        """
        _check_inputs(self.image, inputs)
        return prod(self.output_image)

    def init(self, key: PRNGKeyArray, inputs: int) -> dict[str, Array]:
        """Draw "weight" (input channels, kernel * kernel * channels); "bias" (outputs,) is 0."""
        limit = self.weight_range
        shape = (self.image[2], self.columns)
        weight = jax.random.uniform(key, shape, jnp.float32, -limit, limit)
        return {"weight": weight, "bias": jnp.zeros(self.outputs(inputs), jnp.float32)}

    def apply(self, params: dict[str, Array], x: Array) -> Array:
        """Map flat images, shape (batch, inputs), to flat images, shape (batch, outputs)."""
        batch = x.shape[0]
        kernel = params["weight"].T.reshape(self.kernel, self.kernel, self.channels, self.image[2])
        out = transposed_convolve(x.reshape(batch, *self.image), kernel, self.stride)
        return out.reshape(batch, -1) + params["bias"][None, :]


def _check_inputs(image: ImageShape, inputs: int) -> None:
    height, width, channels = image
    if inputs != height * width * channels:
        raise GanTheoryError(
            f"{inputs} inputs are no images of {height} x {width} x {channels} numbers"
        )
