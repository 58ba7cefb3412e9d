"""Networks as data: a frozen, hashable description from which parameters and outputs follow.

A `Network` says what each layer is; `init` draws its parameters and `apply` evaluates it. The
parameters are a plain pytree of arrays, which is what optimisers and checkpoints want.
"""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from gantheory.training.layers import ACTIVATIONS, Dense, Layer, Maxout, MinibatchDiscrimination

__all__ = [
    "ACTIVATIONS",
    "Dense",
    "Layer",
    "Maxout",
    "MinibatchDiscrimination",
    "Network",
    "Params",
    "mlp",
]

#: one entry per layer, as its `init` returns it: most have {"weight": (inputs, columns),
#: "bias": (columns,)}
Params = tuple[dict[str, Array], ...]


@dataclass(frozen=True)
class Network:
    """A feed-forward network from `inputs` numbers through `layers`.

    A discriminator ends in `Dense(1)`: its output is the logit of D. A generator ends in the
    domain of the data.
    """

    inputs: int
    layers: tuple[Layer, ...]

    @property
    def outputs(self) -> int:
        """Number of outputs."""
        return self._widths()[-1]

    @property
    def mixes_batch(self) -> bool:
        """Whether the output at one point depends on the rest of its batch."""
        return any(layer.mixes_batch for layer in self.layers)

    def _widths(self) -> list[int]:
        """Number of inputs of each layer, and of outputs of the last."""
        widths = [self.inputs]
        for layer in self.layers:
            widths.append(layer.outputs(widths[-1]))
        return widths

    def init(self, key: PRNGKeyArray) -> Params:
        """Draw the parameters, float32: weights as each layer says, biases 0.

        Args:
            key: a JAX random key.
        """
        keys = jax.random.split(key, len(self.layers))
        return tuple(
            layer.init(layer_key, inputs)
            for layer, layer_key, inputs in zip(self.layers, keys, self._widths(), strict=False)
        )

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
            x = layer.apply(weights, x)
        return x

    def parameter_count(self) -> int:
        """Number of parameters."""
        params = jax.eval_shape(self.init, jax.random.key(0))
        return sum(leaf.size for leaf in jax.tree.leaves(params))


def _dropout(key: PRNGKeyArray, keep: float, x: Array) -> Array:
    """Keep each entry of `x` with probability `keep`, scaled by 1 / keep.

    16 random bits an entry are enough: the probability is exact to 8e-6, and drawing them is
    faster than drawing floats. `keep` is at least 1/65536.
    """
    bits = jax.random.bits(key, x.shape, jnp.uint16)
    # not `< 65536`, which 16 bits cannot hold and a probability next to 1 rounds to
    kept = bits <= jnp.uint16(round(keep * 65536) - 1)
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
