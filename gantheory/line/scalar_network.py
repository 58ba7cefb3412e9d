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
from gantheory.training.networks import Dense, Network

Array = npt.NDArray[np.float64]


def _sigmoid(x: Array) -> Array:
    return 0.5 * (1.0 + np.tanh(0.5 * x))


#: name -> (activation, its derivative from the argument x and the value y); the smooth ones of
#: `gantheory.training.networks.ACTIVATIONS`
SMOOTH: dict[str, tuple[Callable[[Array], Array], Callable[[Array, Array], Array]]] = {
    "linear": (lambda x: x, lambda x, y: np.ones_like(x)),
    "sigmoid": (_sigmoid, lambda x, y: y * (1.0 - y)),
    "softplus": (lambda x: np.logaddexp(0.0, x), lambda x, y: _sigmoid(x)),
    "tanh": (np.tanh, lambda x, y: 1.0 - y * y),
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
    (first, bias0, (activate0, derive0)), *others = _layers(network, params)

    def evaluate(z: Array) -> tuple[Array, Array]:
        inner = np.multiply.outer(z, first[0]) + bias0
        value = activate0(inner)
        slope = derive0(inner, value) * first[0]
        for weight, bias, (activate, derive) in others:
            inner = value @ weight + bias
            value = activate(inner)
            slope = slope @ weight
            if activate is not SMOOTH["linear"][0]:
                slope *= derive(inner, value)
        return value[:, 0], slope[:, 0]

    return evaluate


def scalar_function(network: Network, params: Sequence[dict[str, Any]]) -> Callable[[Array], Array]:
    """Turn a network into a function x -> output, both of shape (n,), in float64.

    Args:
        network: as for `scalar_map`.
        params: its parameters, in any precision.
    """
    layers = _layers(network, params)

    def evaluate(x: Array) -> Array:
        value = x[:, None]
        for weight, bias, (activate, _) in layers:
            value = activate(value @ weight + bias)
        return value[:, 0]

    return evaluate


def _layers(network: Network, params: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Weights, biases and activations in float64."""
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
    return layers
