"""Layers that are more than a matrix: minibatch discrimination, leaky units, no bias."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.training.layers import Dense, Maxout, MinibatchDiscrimination
from gantheory.training.networks import Network


def test_minibatch_discrimination_is_the_formula_of_its_paper():
    layer = MinibatchDiscrimination(kernels=3, dims=2, weight_std=0.7)
    params = layer.init(jax.random.key(0), 4)
    x = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    out = layer.apply(params, jnp.asarray(x))
    rows = (x @ np.asarray(params["weight"])).reshape(5, 3, 2)
    closeness = [
        [sum(np.exp(-np.abs(rows[i, b] - rows[j, b]).sum()) for j in range(5)) for b in range(3)]
        for i in range(5)
    ]
    np.testing.assert_array_equal(out[:, :4], x)
    np.testing.assert_allclose(out[:, 4:], closeness, rtol=1e-5)
    assert out.shape[1] == layer.outputs(4) == 7


def test_minibatch_discrimination_sees_a_collapsed_batch():
    """Equal points are as close as can be: every sum is the size of the batch."""
    layer = MinibatchDiscrimination(2, 3)
    out = layer.apply(layer.init(jax.random.key(0), 2), jnp.ones((6, 2)))
    np.testing.assert_allclose(out[:, 2:], 6.0)


def test_which_networks_mix_the_points_of_a_batch():
    assert Network(2, (MinibatchDiscrimination(2, 2), Dense(1))).mixes_batch
    assert Network(2, (Dense(3, batch_norm=True), Dense(1))).mixes_batch
    assert not Network(2, (Maxout(3, 2), Dense(1))).mixes_batch
    assert Network(2, (MinibatchDiscrimination(2, 2),)).outputs == 4


def test_a_layer_without_bias_maps_0_to_0():
    layer = Dense(3, bias=False)
    params = layer.init(jax.random.key(0), 2)
    assert set(params) == {"weight"}
    assert not np.any(layer.apply(params, jnp.zeros((4, 2))))


def test_leaky_units_have_the_slope_of_dcgan_below_0():
    layer = Dense(1, "leaky_relu", bias=False)
    out = layer.apply({"weight": jnp.ones((1, 1))}, jnp.float32([[-5.0], [5.0]]))
    np.testing.assert_allclose(out[:, 0], [-1.0, 5.0])


def test_layers_that_contradict_themselves_are_refused():
    with pytest.raises(GanTheoryError, match="not several"):
        Dense(3, weight_std=0.1, orthogonal=1.0)
    with pytest.raises(GanTheoryError, match="not several"):
        Maxout(3, 2, weight_range=0.1, weight_std=0.1)
    with pytest.raises(GanTheoryError, match="choose one of linear"):
        Dense(3, "selu")
