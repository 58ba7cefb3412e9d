"""Convolutions whose gradients are fast on a CPU too.

XLA's CPU backend computes the gradient of a convolution with respect to its kernel a hundred
times slower than the convolution itself. Here that gradient is one matrix product over patches
(im2col), on the CPU only; elsewhere it stays XLA's. So is the gradient with respect to images of
few channels, whose inner products are too short to be fast: it is a transposed convolution, one
matrix product and a few additions of shifted copies. Max pooling is a maximum over slices,
because the gradient of a windowed reduction is slow in the same way.

Images are (batch, height, width, channels); kernels are (height, width, inputs, outputs), applied
without flipping, stride 1.
"""

from functools import partial, reduce
from math import gcd

import jax
import jax.numpy as jnp
from jax import lax
from jaxtyping import Array, Float

#: images whose patches are laid out at once, for the gradient: patches are large
_IMAGES_AT_ONCE = 8
#: images of fewer channels get their gradient by a transposed convolution
_FEW_CHANNELS = 8
_LAYOUT = ("NHWC", "HWIO", "NHWC")

Images = Float[Array, "batch height width inputs"]
Kernel = Float[Array, "kernel_height kernel_width inputs outputs"]
Result = Float[Array, "batch new_height new_width outputs"]


@partial(jax.custom_vjp, nondiff_argnums=(2,))
def convolve(x: Images, kernel: Kernel, pad: int) -> Result:
    """Cross-correlate images with a kernel, with `pad` zeros around the images.

    Args:
        x: images.
        kernel: the kernel.
        pad: below the kernel's height and width.
    """
    return _convolve(x, kernel, pad)


def _convolve(x: Images, kernel: Kernel, pad: int) -> Result:
    padding = ((pad, pad), (pad, pad))
    return lax.conv_general_dilated(x, kernel, (1, 1), padding, dimension_numbers=_LAYOUT)


def _forward(x: Images, kernel: Kernel, pad: int) -> tuple[Result, tuple[Images, Kernel]]:
    return _convolve(x, kernel, pad), (x, kernel)


def _backward(pad: int, saved: tuple[Images, Kernel], slope: Result) -> tuple[Images, Kernel]:
    x, kernel = saved
    height, width, inputs, _ = kernel.shape
    by_xla = partial(_image_gradient_by_xla, pad=pad)
    by_copies = partial(image_gradient_by_copies, pad=pad) if inputs < _FEW_CHANNELS else by_xla
    into_x = lax.platform_dependent(slope, kernel, cpu=by_copies, default=by_xla)
    into_kernel = lax.platform_dependent(
        x,
        slope,
        cpu=partial(kernel_gradient_by_patches, size=(height, width), pad=pad),
        default=partial(_kernel_gradient_by_xla, kernel=kernel, pad=pad),
    )
    return into_x, into_kernel


convolve.defvjp(_forward, _backward)


def _image_gradient_by_xla(slope: Result, kernel: Kernel, pad: int) -> Images:
    height, width = kernel.shape[:2]
    padding = ((height - 1 - pad,) * 2, (width - 1 - pad,) * 2)
    flipped = jnp.flip(kernel, (0, 1)).transpose(0, 1, 3, 2)
    return lax.conv_general_dilated(slope, flipped, (1, 1), padding, dimension_numbers=_LAYOUT)


def image_gradient_by_copies(slope: Result, kernel: Kernel, pad: int) -> Images:
    """Give the gradient of sum(slope * convolve(x, kernel, pad)) with respect to x.

    Args:
        slope: what multiplies the output.
        kernel: the kernel.
        pad: zeros around the images.
    """
    at_once = _at_once(slope.shape[0])
    blocks = slope.reshape(-1, at_once, *slope.shape[1:])
    copied = lax.map(lambda block: transposed_convolve(block, kernel, 1), blocks)
    padded: Images = copied.reshape(-1, *copied.shape[2:])
    _, height, width, _ = padded.shape
    return padded[:, pad : height - pad, pad : width - pad]


def _at_once(batch: int) -> int:
    """Say how many images of a batch are worked on together."""
    return max(n for n in range(1, _IMAGES_AT_ONCE + 1) if batch % n == 0)


def _kernel_gradient_by_xla(x: Images, slope: Result, kernel: Kernel, pad: int) -> Kernel:
    _, pull = jax.vjp(lambda k: _convolve(x, k, pad), kernel)
    gradient: Kernel = pull(slope)[0]
    return gradient


def kernel_gradient_by_patches(x: Images, slope: Result, size: tuple[int, int], pad: int) -> Kernel:
    """Give the gradient of sum(slope * convolve(x, kernel, pad)) with respect to the kernel.

    Args:
        x: images.
        slope: what multiplies the output.
        size: height and width of the kernel.
        pad: zeros around the images.

    Returns:
        Shape (height, width, inputs, outputs): slope^T patches, summed over blocks of images.
    """
    batch, _, _, inputs = x.shape
    _, new_height, new_width, outputs = slope.shape
    height, width = size
    at_once = _at_once(batch)
    padded = jnp.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))

    def add(total: Array, block: tuple[Array, Array]) -> tuple[Array, None]:
        images, slopes = block
        # first along the width, then along the height: few slices instead of height * width
        rows = jnp.concatenate([images[:, :, i : i + new_width] for i in range(width)], axis=-1)
        patches = jnp.concatenate([rows[:, i : i + new_height] for i in range(height)], axis=-1)
        flat = patches.reshape(-1, height * width * inputs)
        # the smaller matrix is the transposed one: measurably faster than patches^T slope
        return total + slopes.reshape(-1, outputs).T @ flat, None

    blocks = (
        padded.reshape(batch // at_once, at_once, *padded.shape[1:]),
        slope.reshape(batch // at_once, at_once, *slope.shape[1:]),
    )
    start = jnp.zeros((outputs, height * width * inputs), x.dtype)
    total, _ = lax.scan(add, start, blocks)
    return total.T.reshape(height, width, inputs, outputs)


def pooled_size(size: int, window: int, stride: int) -> int:
    """Say how many windows there are: the last one may reach over the edge (pylearn2)."""
    return -(-(size - window) // stride) + 1


def max_pool(
    x: Float[Array, "batch height width channels"], window: int, stride: int
) -> Float[Array, "batch new_height new_width channels"]:
    """Take the maximum over square windows; where one reaches over the edge, over what is there.

    First over blocks that tile the image, then over the blocks of each window.
    """
    block = gcd(window, stride)
    for axis in (1, 2):
        size = x.shape[axis]
        count = pooled_size(size, window, stride)
        reach = (count - 1) * stride + window
        padding = [(0, 0)] * x.ndim
        padding[axis] = (0, reach - size)
        padded = jnp.pad(x, padding, constant_values=-jnp.inf)
        tiles = padded.reshape(*x.shape[:axis], reach // block, block, *x.shape[axis + 1 :])
        x = reduce(jnp.maximum, jnp.unstack(tiles, axis=axis + 1))
        step = stride // block
        parts = [
            lax.slice_in_dim(x, i, i + (count - 1) * step + 1, step, axis)
            for i in range(window // block)
        ]
        x = reduce(jnp.maximum, parts)
    return x


def transposed_convolve(
    x: Float[Array, "batch height width inputs"],
    kernel: Float[Array, "kernel_height kernel_width outputs inputs"],
    stride: int,
) -> Float[Array, "batch new_height new_width outputs"]:
    """Add a multiple of the kernel to the output at every input position, `stride` apart.

    The transpose of a convolution with that kernel and stride and no padding.

    Returns:
        Shape (batch, (height - 1) * stride + kernel_height, and so on, outputs).
    """
    batch, height, width, inputs = x.shape
    kernel_height, kernel_width, outputs, _ = kernel.shape
    flat = kernel.reshape(-1, inputs).T
    copies = (x.reshape(-1, inputs) @ flat).reshape(
        batch, height, width, kernel_height, kernel_width, outputs
    )
    zero = jnp.zeros((), x.dtype)

    def spread(copies: Array, axis: int, size: int) -> Array:
        """Add up copies, indexed by axis 3, shifted along `axis`."""
        total = None
        for i, copy in enumerate(jnp.unstack(copies, axis=3)):
            padding = [(0, 0, 0)] * copy.ndim
            padding[axis] = (i, size - 1 - i, stride - 1)
            shifted = lax.pad(copy, zero, padding)
            total = shifted if total is None else total + shifted
        assert total is not None
        return total

    rows = spread(copies, 1, kernel_height)
    # now (batch, new height, width, kernel width, outputs)
    return spread(rows, 2, kernel_width)
