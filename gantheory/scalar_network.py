"""Networks of one input and one output in float64, with their derivative: for exact densities.

Training runs in float32. A trained network is nevertheless one definite function, and here that
function is evaluated in numpy to 15 digits, so that p_g is as exact as the quadrature. The
derivative is carried along forwards, next to the value.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.networks import Dense, Network

Array = npt.NDArray[np.float64]


def _sigmoid(x: Array) -> Array:
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def _tanh(x: Array) -> tuple[Array, Array]:
    y = np.tanh(x)
    return y, 1.0 - y * y


def _logistic(x: Array) -> tuple[Array, Array]:
    y = _sigmoid(x)
    return y, y * (1.0 - y)


#: name -> x -> (value, derivative); the smooth ones of `gantheory.networks.ACTIVATIONS`
SMOOTH: dict[str, Callable[[Array], tuple[Array, Array]]] = {
    "linear": lambda x: (x, np.ones_like(x)),
    "sigmoid": _logistic,
    "softplus": lambda x: (np.logaddexp(0.0, x), _sigmoid(x)),
    "tanh": _tanh,
}


def scalar_map(
    network: Network, params: Sequence[dict[str, Any]]
) -> Callable[[Array], tuple[Array, Array]]:
    """Turn a network into a function z -> (G(z), G'(z)), both of shape (n,), in float64.

    Args:
        network: one input, one output, smooth dense layers.
        params: its parameters, in any precision.

    Raises:
        GanTheoryError: for a network that has no continuous derivative.
    """
    if network.inputs != 1 or network.outputs != 1:
        raise GanTheoryError("exact densities are for networks of one input and one output")
    layers = []
    for layer, weights in zip(network.layers, params, strict=True):
        if not isinstance(layer, Dense) or layer.activation not in SMOOTH:
            raise GanTheoryError(
                f"exact densities need smooth dense layers ({', '.join(SMOOTH)}), not {layer}"
            )
        weight, bias = (np.asarray(weights[n], dtype=np.float64) for n in ("weight", "bias"))
        layers.append((weight, bias, SMOOTH[layer.activation]))

    def evaluate(z: Array) -> tuple[Array, Array]:
        value, slope = z[:, None], np.ones((z.size, 1))
        for weight, bias, activation in layers:
            value, factor = activation(value @ weight + bias)
            slope = (slope @ weight) * factor
        return value[:, 0], slope[:, 0]

    return evaluate


def scalar_function(network: Network, params: Sequence[dict[str, Any]]) -> Callable[[Array], Array]:
    """Turn a network into a function x -> output, both of shape (n,), in float64."""
    both = scalar_map(network, params)
    return lambda x: both(x)[0]
