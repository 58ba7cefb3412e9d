"""A network in float64 numpy is the network that was trained, and its derivative is exact."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.line.scalar_network import SMOOTH, scalar_function, scalar_map
from gantheory.training.networks import Dense, Maxout, Network, mlp

Z = np.linspace(-3, 3, 61)


@pytest.mark.parametrize("activation", sorted(SMOOTH))
def test_same_function_as_in_training(activation):
    network = mlp(1, (7, 5), 1, activation)
    params = network.init(jax.random.key(0))
    trained = np.asarray(network.apply(params, jnp.asarray(Z, jnp.float32)[:, None]))[:, 0]
    value, _ = scalar_map(network, params)(Z)
    np.testing.assert_allclose(value, trained, rtol=1e-5, atol=1e-5)
    np.testing.assert_array_equal(scalar_function(network, params)(Z).shape, Z.shape)
    np.testing.assert_allclose(scalar_function(network, params)(Z), value, atol=1e-14)


@pytest.mark.parametrize("activation", sorted(SMOOTH))
def test_slope_is_the_derivative(activation):
    network = mlp(1, (7, 5), 1, activation)
    params = network.init(jax.random.key(1))
    mapping = scalar_map(network, params)
    h = 1e-5
    _, slope = mapping(Z)
    # central differences err by h^2 |f'''| / 6 + eps / h, both below 1e-9 here
    difference = (mapping(Z + h)[0] - mapping(Z - h)[0]) / (2 * h)
    np.testing.assert_allclose(slope, difference, atol=1e-8)


@pytest.mark.parametrize(
    "network",
    [
        mlp(1, (4,), 1, "relu"),
        Network(1, (Maxout(4, 2), Dense(1))),
        mlp(2, (4,), 1, "tanh"),
        mlp(1, (4,), 2, "tanh"),
    ],
)
def test_networks_without_an_exact_density_are_refused(network):
    with pytest.raises(GanTheoryError, match="exact densities"):
        scalar_map(network, network.init(jax.random.key(0)))
