"""Layers as data: what each computes, and how its parameters are drawn.

A layer is a frozen dataclass with `outputs(inputs)`, `init(key, inputs) -> parameters` and
`apply(parameters, x)`; its parameters are a dictionary of arrays.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from gantheory.errors import GanTheoryError

ACTIVATIONS = {
    "linear": lambda x: x,
    # slope 0.2 below 0, as in DCGAN
    "leaky_relu": lambda x: jax.nn.leaky_relu(x, 0.2),
    "relu": jax.nn.relu,
    "sigmoid": jax.nn.sigmoid,
    "softplus": jax.nn.softplus,
    "tanh": jnp.tanh,
}

#: added to the variance of a batch before its root is taken
_LEAST_VARIANCE = 1e-4


@dataclass(frozen=True)
class Dense:
    """A fully connected layer, activation(x W + b).

    Attributes:
        units: number of outputs.
        activation: a name in `ACTIVATIONS`.
        weight_range: weights are drawn from U(-weight_range, weight_range) ("irange" of the
            paper's code); where this and the next two are None, Glorot's range
            sqrt(6 / (inputs + units)) is taken.
        keep: probability of keeping each input when dropout is on; kept ones are divided by it.
        weight_std: weights are drawn from N(0, weight_std^2) instead.
        orthogonal: the weight matrix is a random orthogonal one (the vectors along its longer
            side are orthonormal) times this gain instead.
        batch_norm: x W is brought to mean 0 and variance 1 over the batch, unit by unit, and
            scaled by a parameter, before the bias. The statistics are always those of the batch
            at hand, in training and when samples are drawn afterwards: draw those in batches of
            thousands, where the statistics hardly vary.
        bias: whether there is a bias b.

    Source: Ioffe and Szegedy 2015 for batch normalisation; Saxe et al. 2014 for orthogonal.
    """

    units: int
    activation: str = "linear"
    weight_range: float | None = None
    keep: float = 1.0
    weight_std: float | None = None
    orthogonal: float | None = None
    batch_norm: bool = False
    bias: bool = True

    def __post_init__(self) -> None:
        _one_way_to_draw(self.weight_range, self.weight_std, self.orthogonal)
        if self.activation not in ACTIVATIONS:
            raise GanTheoryError(
                f"unknown activation {self.activation!r}; choose one of {', '.join(ACTIVATIONS)}"
            )

    @property
    def columns(self) -> int:
        """Number of columns of the weight matrix."""
        return self.units

    @property
    def mixes_batch(self) -> bool:
        """Whether the output at one point depends on the rest of its batch."""
        return self.batch_norm

    def outputs(self, inputs: int) -> int:
        """Number of outputs."""
        del inputs
        return self.units

    def init(self, key: PRNGKeyArray, inputs: int) -> dict[str, Array]:
        """Draw "weight" (inputs, units); "bias" (units,) is 0 and "scale" (units,) is 1."""
        params = {"weight": _first_weights(self, key, inputs)}
        if self.bias:
            params["bias"] = jnp.zeros(self.units, jnp.float32)
        if self.batch_norm:
            params["scale"] = jnp.ones(self.units, jnp.float32)
        return params

    def apply(self, params: dict[str, Array], x: Array) -> Array:
        """Map x, shape (batch, inputs), to the layer's output, shape (batch, units)."""
        inner = x @ params["weight"]
        if self.batch_norm:
            inner = _normalised(inner) * params["scale"][None, :]
        if self.bias:
            inner = inner + params["bias"][None, :]
        return jnp.asarray(ACTIVATIONS[self.activation](inner))


@dataclass(frozen=True)
class Maxout:
    """A maxout layer: each unit is the maximum of `pieces` affine functions of the input.

    Attributes:
        units: number of outputs.
        pieces: affine functions per unit.
        weight_range: as in `Dense`.
        keep: as in `Dense`.
        weight_std: as in `Dense`.
        orthogonal: as in `Dense`.

    Source: Goodfellow et al. 2013, "Maxout networks"; the discriminators of the 2014 paper.
    """

    units: int
    pieces: int
    weight_range: float | None = None
    keep: float = 1.0
    weight_std: float | None = None
    orthogonal: float | None = None

    def __post_init__(self) -> None:
        _one_way_to_draw(self.weight_range, self.weight_std, self.orthogonal)

    @property
    def columns(self) -> int:
        """Number of columns of the weight matrix."""
        return self.units * self.pieces

    @property
    def mixes_batch(self) -> bool:
        """Whether the output at one point depends on the rest of its batch."""
        return False

    def outputs(self, inputs: int) -> int:
        """Number of outputs."""
        del inputs
        return self.units

    def init(self, key: PRNGKeyArray, inputs: int) -> dict[str, Array]:
        """Draw "weight" (inputs, pieces * units); "bias" (pieces * units,) is 0."""
        bias = jnp.zeros(self.columns, jnp.float32)
        return {"weight": _first_weights(self, key, inputs), "bias": bias}

    def apply(self, params: dict[str, Array], x: Array) -> Array:
        """Map x, shape (batch, inputs), to the maxima, shape (batch, units).

        The pieces are the slower axis: the maximum then runs over whole rows of units, which
        is measurably faster on a CPU than the other order.
        """
        inner = x @ params["weight"] + params["bias"][None, :]
        return jnp.max(inner.reshape(x.shape[0], self.pieces, self.units), axis=1)


@dataclass(frozen=True)
class MinibatchDiscrimination:
    """Appends to each point how close the others of its batch are: collapse is then seen.

    With M = x T, in `kernels` rows of `dims` numbers for each point, the output is x and, for
    each kernel b, the sum over the points j of the batch of exp(-|M_i,b - M_j,b|_1).

    Attributes:
        kernels: numbers appended to each point.
        dims: length of the rows that are compared.
        weight_std: T is drawn from N(0, weight_std^2).
        keep: as in `Dense`.

    Source: Salimans et al. 2016, Improved Techniques for Training GANs, section 3.2.
    """

    kernels: int
    dims: int
    weight_std: float = 0.05
    keep: float = 1.0

    @property
    def columns(self) -> int:
        """Number of columns of T."""
        return self.kernels * self.dims

    @property
    def mixes_batch(self) -> bool:
        """Whether the output at one point depends on the rest of its batch."""
        return True

    def outputs(self, inputs: int) -> int:
        """Number of outputs."""
        return inputs + self.kernels

    def init(self, key: PRNGKeyArray, inputs: int) -> dict[str, Array]:
        """Draw "weight" T, shape (inputs, kernels * dims)."""
        shape = (inputs, self.columns)
        return {"weight": self.weight_std * jax.random.normal(key, shape, jnp.float32)}

    def apply(self, params: dict[str, Array], x: Array) -> Array:
        """Map x, shape (batch, inputs), to shape (batch, inputs + kernels).

        Memory is batch^2 * kernels * dims numbers.
        """
        rows = (x @ params["weight"]).reshape(x.shape[0], self.kernels, self.dims)
        distances = jnp.sum(jnp.abs(rows[:, None] - rows[None, :]), axis=3)
        return jnp.concatenate([x, jnp.sum(jnp.exp(-distances), axis=1)], axis=1)


@runtime_checkable
class Layer(Protocol):
    """What a network needs of a layer; layers of images are in `gantheory.images.layers`."""

    @property
    def keep(self) -> float:
        """Probability of keeping each input when dropout is on."""

    @property
    def mixes_batch(self) -> bool:
        """Whether the output at one point depends on the rest of its batch."""

    def outputs(self, inputs: int) -> int:
        """Number of outputs."""

    def init(self, key: PRNGKeyArray, inputs: int) -> dict[str, Array]:
        """Draw the parameters."""

    def apply(self, params: dict[str, Array], x: Array) -> Array:
        """Map x, shape (batch, inputs), to shape (batch, outputs)."""


def _one_way_to_draw(*settings: float | None) -> None:
    if sum(setting is not None for setting in settings) > 1:
        raise GanTheoryError("set one of weight_range, weight_std and orthogonal, not several")


def _first_weights(layer: Dense | Maxout, key: PRNGKeyArray, inputs: int) -> Array:
    """Draw a layer's weights, shape (inputs, columns)."""
    shape = (inputs, layer.columns)
    if layer.orthogonal is not None:
        draw = jax.nn.initializers.orthogonal(layer.orthogonal)
        return jnp.asarray(draw(key, shape, jnp.float32))
    if layer.weight_std is not None:
        return layer.weight_std * jax.random.normal(key, shape, jnp.float32)
    limit = layer.weight_range
    if limit is None:
        limit = (6.0 / (inputs + layer.units)) ** 0.5
    return jax.random.uniform(key, shape, jnp.float32, -limit, limit)


def _normalised(x: Float[Array, "batch units"]) -> Float[Array, "batch units"]:
    """Bring each column to mean 0 and variance 1 over the batch."""
    centred = x - jnp.mean(x, axis=0, keepdims=True)
    variance = jnp.mean(centred**2, axis=0, keepdims=True)
    return centred * jax.lax.rsqrt(variance + _LEAST_VARIANCE)
