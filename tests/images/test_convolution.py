"""Convolution, pooling and transposed convolution, and their gradients, are XLA's own."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from gantheory.images.convolution import (
    convolve,
    image_gradient_by_copies,
    kernel_gradient_by_patches,
    max_pool,
    pooled_size,
    transposed_convolve,
)


def draw(*shape, seed=0):
    return jnp.asarray(np.random.default_rng(seed).normal(size=shape), jnp.float32)


def by_xla(x, kernel, pad):
    layout = ("NHWC", "HWIO", "NHWC")
    return lax.conv_general_dilated(x, kernel, (1, 1), [(pad, pad)] * 2, dimension_numbers=layout)


def gradients(function, *arguments_and_slope):
    """The output and the gradients of sum(slope * output), compiled as one."""

    @jax.jit
    def both(arguments, slope):
        out, pull = jax.vjp(function, *arguments)
        return [out, *pull(slope)]

    *arguments, slope = arguments_and_slope
    return both(arguments, slope)


@pytest.mark.parametrize(
    ("batch", "size", "channels", "kernel", "pad"),
    # the shapes of the released discriminator in small: even kernels, padding of half and more,
    # a kernel larger than the image, few channels and many
    [
        (16, (7, 6), (3, 4), (4, 4), 2),
        (7, (3, 3), (2, 5), (5, 4), 3),
        (3, (4, 5), (9, 2), (3, 2), 1),
    ],
)
def test_values_and_gradients_of_a_convolution_are_xlas(batch, size, channels, kernel, pad):
    x, k = draw(batch, *size, channels[0]), draw(*kernel, *channels, seed=1)
    slope = draw(*by_xla(x, k, pad).shape, seed=2)
    ours = gradients(lambda *a: convolve(*a, pad), x, k, slope)
    theirs = gradients(lambda *a: by_xla(*a, pad), x, k, slope)
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-4, atol=1e-4)
    # this machine may have an accelerator: the CPU's way is checked wherever the test runs
    patches = kernel_gradient_by_patches(x, slope, kernel, pad)
    np.testing.assert_allclose(patches, theirs[2], rtol=1e-4, atol=1e-4)
    copies = image_gradient_by_copies(slope, k, pad)
    np.testing.assert_allclose(copies, theirs[1], rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("size", "window", "stride"), [(9, 4, 2), (5, 2, 3), (7, 2, 2), (9, 6, 4)])
def test_max_pooling_is_xlas_with_partial_windows(size, window, stride):
    x = draw(3, size, size, 2)  # no two numbers are equal, so the maximum has one gradient
    count = pooled_size(size, window, stride)
    over = max(0, (count - 1) * stride + window - size)

    def theirs(x):
        shape, steps = (1, window, window, 1), (1, stride, stride, 1)
        padding = ((0, 0), (0, over), (0, over), (0, 0))
        return lax.reduce_window(x, -jnp.inf, lax.max, shape, steps, padding)

    slope = draw(3, count, count, 2, seed=1)
    ours = gradients(lambda x: max_pool(x, window, stride), x, slope)
    for mine, other in zip(ours, gradients(theirs, x, slope), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-6)


def test_the_released_discriminators_maps_have_the_released_sizes():
    # convolution with padding, then pooling: 33 -> 16, 15 -> 7, 9 -> 5 (paper's configuration)
    side = 32
    for kernel, pad, window, stride, wanted in ((8, 4, 4, 2, 16), (8, 3, 4, 2, 7), (5, 3, 2, 2, 5)):
        side = pooled_size(side + 2 * pad - kernel + 1, window, stride)
        assert side == wanted


@pytest.mark.parametrize(("kernel", "stride"), [((5, 4), 3), ((2, 2), 3)])
def test_the_transposed_convolution_is_the_transpose(kernel, stride):
    x, k = draw(2, 4, 3, 6), draw(*kernel, 3, 6, seed=1)
    out = jax.jit(transposed_convolve, static_argnums=2)(x, k, stride)
    assert out.shape == (2, 3 * stride + kernel[0], 2 * stride + kernel[1], 3)

    def forward(y):
        steps = (stride, stride)
        return lax.conv_general_dilated(
            y, k, steps, "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )

    _, transpose = gradients(forward, jnp.zeros_like(out), x)
    np.testing.assert_allclose(out, transpose, rtol=1e-4, atol=1e-4)


def test_the_kernels_gradient_on_a_cpu_is_no_convolution():
    """What the formulation is for: XLA's own kernel gradient on a CPU is 100 times slower."""
    x, k = draw(8, 6, 6, 3), draw(3, 3, 3, 4)
    traced = jax.jit(jax.grad(lambda k: convolve(x, k, 1).sum())).trace(k)
    text = traced.lower(lowering_platforms=("cpu",)).as_text()
    # one product, and the one convolution of the forward pass, whose result nobody needs
    assert text.count("stablehlo.dot_general") == 1
    assert text.count("stablehlo.convolution") <= 1
