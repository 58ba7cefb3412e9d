"""A network whose parameters are one vector is the same network."""

import jax
import jax.numpy as jnp
import numpy as np

from gantheory.sweep.flat import FlatNetwork
from gantheory.training.networks import Dense, Maxout, Network

LAYERS = (Dense(3, "tanh", batch_norm=True), Maxout(4, 2), Dense(1, bias=False))


def test_parameters_and_outputs_are_those_of_the_network():
    key, x = jax.random.key(1), jnp.ones((5, 2), jnp.float32)
    plain, flat = Network(2, LAYERS), FlatNetwork(2, LAYERS)
    params = flat.init(key)
    assert [leaf.ndim for leaf in jax.tree.leaves(params)] == [1]
    wanted = plain.init(key)
    parted = flat.parted(params)
    assert jax.tree.structure(parted) == jax.tree.structure(wanted)
    jax.tree.map(np.testing.assert_array_equal, parted, wanted)
    jax.tree.map(np.testing.assert_array_equal, flat.parted(jax.device_get(params)), wanted)
    np.testing.assert_array_equal(flat.apply(params, x), plain.apply(wanted, x))
