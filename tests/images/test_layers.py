"""Layers of the image networks: how they start, and that flat images keep their pixels' places."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from gantheory.errors import GanTheoryError
from gantheory.images.layers import Deconvolution, MaxoutConvolution, PaperDense


def test_a_layer_starts_with_its_bias_and_few_weights():
    layer = PaperDense(40, "sigmoid", 0.05, first_bias=-2.0, nonzero=7)
    params = jax.jit(layer.init, static_argnums=1)(jax.random.key(1), 300)
    weight = np.asarray(params["weight"])
    assert weight.shape == (300, 40)
    assert ((weight != 0).sum(axis=0) == 7).all()
    np.testing.assert_array_equal(params["bias"], np.full(40, -2.0))
    values = weight[weight != 0]
    # 280 draws of N(0, 1): six standard errors of mean and of mean square, false alarm below 1e-8
    assert abs(values.mean()) < 6 / 280**0.5
    assert abs((values**2).mean() - 1) < 6 * (2 / 280) ** 0.5
    # every input is as likely as any other: 280 places of 300, in all ten parts of the inputs
    parts = (weight != 0).reshape(10, 30, 40).sum(axis=(1, 2))
    assert (abs(parts - 28) < 6 * 28**0.5).all()
    with pytest.raises(GanTheoryError, match="it has 5"):
        layer.init(jax.random.key(1), 5)


def test_a_maxout_convolution_is_the_maximum_of_convolutions():
    layer = MaxoutConvolution((6, 7, 2), 3, 2, 4, 2, 3, 2, 0.5)
    assert layer.output_image == (3, 4, 3)
    assert layer.outputs(84) == 36
    params = layer.init(jax.random.key(0), 84)
    bias = jnp.asarray(np.random.default_rng(1).normal(size=6), jnp.float32)
    images = jnp.asarray(np.random.default_rng(0).normal(size=(5, 6, 7, 2)), jnp.float32)
    got = jax.jit(layer.apply)({**params, "bias": bias}, images.reshape(5, -1))

    @jax.jit
    def wanted(images):
        pieces = []
        for piece in range(2):
            kernel = params["weight"].reshape(4, 4, 2, 2, 3)[:, :, :, piece]
            maps = lax.conv_general_dilated(
                images, kernel, (1, 1), [(2, 2)] * 2, dimension_numbers=("NHWC", "HWIO", "NHWC")
            )
            pieces.append(maps + bias.reshape(2, 3)[piece][None, None, None])
        padding = ((0, 0), (0, 0), (0, 1), (0, 0))
        windows = (1, 3, 3, 1), (1, 2, 2, 1)
        return lax.reduce_window(jnp.maximum(*pieces), -jnp.inf, lax.max, *windows, padding)

    np.testing.assert_allclose(got.reshape(5, 3, 4, 3), wanted(images), rtol=1e-5, atol=1e-5)


def test_a_deconvolution_puts_each_pixel_where_it_belongs():
    layer = Deconvolution((3, 3, 2), 3, 4, 3, 0.5)
    assert layer.output_image == (10, 10, 3)
    params = layer.init(jax.random.key(0), 18)
    assert params["bias"].shape == (300,)  # one for every output number
    image = np.zeros((1, 3, 3, 2), np.float32)
    image[0, 1, 2, 1] = 2.0
    out = np.array(jax.jit(layer.apply)(params, jnp.asarray(image.reshape(1, -1))))
    out = out.reshape(10, 10, 3)
    kernel = np.asarray(params["weight"])[1].reshape(4, 4, 3)
    np.testing.assert_allclose(out[3:7, 6:10], 2 * kernel, rtol=1e-6)
    out[3:7, 6:10] = 0
    assert not out.any()


def test_other_images_are_refused():
    for layer in (
        Deconvolution((3, 3, 2), 3, 4, 3, 0.5),
        MaxoutConvolution((3, 3, 2), 1, 1, 2, 1, 1, 1, 0.5),
    ):
        with pytest.raises(GanTheoryError, match="3 x 3 x 2"):
            layer.outputs(17)
    with pytest.raises(GanTheoryError, match="too small"):
        MaxoutConvolution((3, 3, 2), 1, 1, 5, 0, 1, 1, 0.5)
