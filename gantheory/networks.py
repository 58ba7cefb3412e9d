"""Networks as data: a frozen, hashable description from which parameters and outputs follow.

A `Network` says what each layer is; `init` draws its parameters and `apply` evaluates it. The
parameters are a plain pytree of arrays, which is what optimisers and checkpoints want.
"""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

#: one entry per layer: {"weight": (inputs, outputs), "bias": (outputs,)}, with batch
#: normalisation also {"scale": (outputs,)}
Params = tuple[dict[str, Array], ...]

ACTIVATIONS = {
    "linear": lambda x: x,
    "relu": jax.nn.relu,
    "sigmoid": jax.nn.sigmoid,
    "softplus": jax.nn.softplus,
    "tanh": jnp.tanh,
}


@dataclass(frozen=True)
class Dense:
    """A fully connected layer, activation(x W + b).

    Attributes:
        units: number of outputs.
        activation: a name in `ACTIVATIONS`.
        weight_range: weights are drawn from U(-weight_range, weight_range) ("irange" of the
            paper's code); None takes Glorot's range sqrt(6 / (inputs + units)).
        keep: probability of keeping each input when dropout is on; kept ones are divided by it.
        weight_std: weights are drawn from N(0, weight_std^2) instead.
        orthogonal: the weight matrix is a random orthogonal one (its shorter side's vectors are
            orthonormal) times this gain instead.
        batch_norm: x W is brought to mean 0 and variance 1 over the batch, unit by unit, and
            scaled by a parameter, before the bias. The batch at hand is always the one that is
            used, also when samples are drawn after training.
    """

    units: int
    activation: str = "linear"
    weight_range: float | None = None
    keep: float = 1.0
    weight_std: float | None = None
    orthogonal: float | None = None
    batch_norm: bool = False

    @property
    def columns(self) -> int:
        """Number of columns of the weight matrix."""
        return self.units

    def __call__(self, pre_activation: Array) -> Array:
        """Map x W + b, shape (batch, units), to the layer's output of the same shape."""
        return jnp.asarray(ACTIVATIONS[self.activation](pre_activation))


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

    @property
    def columns(self) -> int:
        """Number of columns of the weight matrix."""
        return self.units * self.pieces

    def __call__(self, pre_activation: Array) -> Array:
        """Map x W + b, shape (batch, pieces * units), to the maxima, shape (batch, units).

        The pieces are the slower axis: the maximum then runs over whole rows of units, which
        is measurably faster on a CPU than the other order.
        """
        batch = pre_activation.shape[0]
        return jnp.max(pre_activation.reshape(batch, self.pieces, self.units), axis=1)


@dataclass(frozen=True)
class Network:
    """A feed-forward network from `inputs` numbers through `layers`.

    A discriminator ends in `Dense(1)`: its output is the logit of D. A generator ends in the
    domain of the data.
    """

    inputs: int
    layers: tuple[Dense | Maxout, ...]

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return self.layers[-1].units

    def init(self, key: PRNGKeyArray) -> Params:
        """Draw the parameters, float32: weights as each layer says, biases 0.

        Args:
            key: a JAX random key.
        """
        params = []
        inputs = self.inputs
        for layer, layer_key in zip(
            self.layers, jax.random.split(key, len(self.layers)), strict=True
        ):
            weight = _first_weights(layer, layer_key, inputs)
            entry = {"weight": weight, "bias": jnp.zeros(layer.columns, jnp.float32)}
            if isinstance(layer, Dense) and layer.batch_norm:
                entry["scale"] = jnp.ones(layer.columns, jnp.float32)
            params.append(entry)
            inputs = layer.units
        return tuple(params)

    def apply(
        self,
        params: Params,
        x: Float[Array, "batch inputs"],
        key: PRNGKeyArray | None = None,
    ) -> Float[Array, "batch outputs"]:
        """Evaluate the network.

        Args:
            params: what `init` returned, or its like in another precision.
            x: shape (batch, inputs).
            key: draws the dropout masks; None switches dropout off. Equal keys give equal
                masks, which is how two passes share one.

        Returns:
            Shape (batch, outputs).
        """
        for number, (layer, weights) in enumerate(zip(self.layers, params, strict=True)):
            if key is not None and layer.keep < 1.0:
                x = _dropout(jax.random.fold_in(key, number), layer.keep, x)
            x = x @ weights["weight"]
            if "scale" in weights:
                x = _batch_norm(x) * weights["scale"][None, :]
            x = layer(x + weights["bias"][None, :])
        return x

    def parameter_count(self) -> int:
        """Number of weights, biases and scales."""
        count, inputs = 0, self.inputs
        for layer in self.layers:
            normed = isinstance(layer, Dense) and layer.batch_norm
            count += (inputs + 1 + normed) * layer.columns
            inputs = layer.units
        return count


def _first_weights(layer: Dense | Maxout, key: PRNGKeyArray, inputs: int) -> Array:
    """Draw a layer's weights, shape (inputs, columns)."""
    shape = (inputs, layer.columns)
    if layer.orthogonal is not None:
        return layer.orthogonal * jax.nn.initializers.orthogonal()(key, shape, jnp.float32)
    if layer.weight_std is not None:
        return layer.weight_std * jax.random.normal(key, shape, jnp.float32)
    limit = layer.weight_range
    if limit is None:
        limit = (6.0 / (inputs + layer.units)) ** 0.5
    return jax.random.uniform(key, shape, jnp.float32, -limit, limit)


def _batch_norm(x: Array) -> Array:
    """Bring each column of `x`, shape (batch, units), to mean 0 and variance 1.

    Source: Ioffe and Szegedy 2015.
    """
    centred = x - x.mean(axis=0, keepdims=True)
    variance = jnp.square(centred).mean(axis=0, keepdims=True)
    return centred * jax.lax.rsqrt(variance + 1e-4)


def _dropout(key: PRNGKeyArray, keep: float, x: Array) -> Array:
    """Keep each entry of `x` with probability `keep`, scaled by 1 / keep.

    16 random bits an entry are enough: the probability is exact to 8e-6, and drawing them is
    faster than drawing floats.
    """
    bits = jax.random.bits(key, x.shape, jnp.uint16)
    kept = bits < jnp.uint16(round(keep * 65536))
    return jnp.where(kept, x / keep, 0)


def mlp(inputs: int, hidden: tuple[int, ...], outputs: int, activation: str) -> Network:
    """A plain multi-layer perceptron with a linear output, Glorot initialised.

    Args:
        inputs: dimension of the input.
        hidden: units of each hidden layer.
        outputs: dimension of the output.
        activation: a name in `ACTIVATIONS`, for the hidden layers.
    """
    layers = [Dense(units, activation) for units in hidden]
    return Network(inputs, (*layers, Dense(outputs)))
