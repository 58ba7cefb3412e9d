"""From bytes to the numbers that the two players see, and back to what can be shown.

"unit": pixels / 255, from 0 to 1. "contrast": global contrast normalisation with scale 55, as in
the paper's CIFAR-10 configurations: the mean over all numbers of an image is taken off it, and it
is divided by (its Euclidean norm / 55). Every image then has norm 55; there is no whitening.

Source: pylearn2 `global_contrast_normalize`; goodfeli/adversarial, `gcn: 55.`.
"""

from typing import Literal

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, UInt8
from numpy.typing import NDArray

PixelScale = Literal["unit", "contrast"]
PIXEL_SCALES: tuple[PixelScale, ...] = ("unit", "contrast")

#: Euclidean norm of every image in the "contrast" scale
CONTRAST_NORM = 55.0
#: images of a single shade keep their zeros (pylearn2's min_divisor)
_LEAST_NORM = 1e-8


def scaled_on_device(images: UInt8[Array, "*any pixels"], scale: PixelScale) -> Array:
    """Bring images to a scale, float32, inside a compiled function."""
    values = images.astype(jnp.float32)
    if scale == "unit":
        return values / 255.0
    values = values - jnp.mean(values, axis=-1, keepdims=True)
    norms = jnp.sqrt(jnp.sum(values * values, axis=-1, keepdims=True)) / CONTRAST_NORM
    return values / jnp.where(norms < _LEAST_NORM, 1.0, norms)


def scaled(images: UInt8[np.ndarray, "n pixels"], scale: PixelScale) -> NDArray[np.float64]:
    """Bring images to a scale, float64, for scoring."""
    if scale == "unit":
        return np.asarray(images / 255.0, np.float64)
    return _contrast_normalised(images.astype(np.float64))


def unit_to_scale(images: Float[np.ndarray, "n pixels"], scale: PixelScale) -> NDArray[np.float64]:
    """Bring images from 0 to 1 to a scale, float64."""
    values = images.astype(np.float64)
    return values if scale == "unit" else _contrast_normalised(255.0 * values)


def _contrast_normalised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    values -= values.mean(axis=1, keepdims=True)
    norms = np.sqrt((values * values).sum(axis=1, keepdims=True)) / CONTRAST_NORM
    return np.asarray(values / np.where(norms < _LEAST_NORM, 1.0, norms), np.float64)


def shown(
    samples: Float[np.ndarray, "n pixels"], scale: PixelScale, largest: float | None = None
) -> Float[np.ndarray, "n pixels"]:
    """Bring samples to 0 to 1 for a picture.

    In the "contrast" scale 0 becomes middle grey, and the number farthest from 0 among all the
    samples shown black or white (the released `show_samples_cifar_conv_paper.py`).

    Args:
        samples: in that scale.
        scale: the scale.
        largest: the number to become black or white, where other images set it.
    """
    if scale == "unit":
        return samples
    if largest is None:
        largest = float(np.abs(samples).max())
    return samples / (2.0 * max(largest, _LEAST_NORM)) + 0.5


class ScaledImages:
    """Images kept as bytes; the rows that are asked for are brought to a scale, float64."""

    dtype = np.dtype(np.float64)
    ndim = 2

    def __init__(self, images: NDArray[np.uint8], scale: PixelScale) -> None:
        self._images, self._scale = images, scale
        self.shape = images.shape
        self.size = images.size

    def __len__(self) -> int:
        return len(self._images)

    def __getitem__(self, rows: slice | NDArray[np.integer]) -> NDArray[np.float64]:
        return scaled(self._images[rows], self._scale)
