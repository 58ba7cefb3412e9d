"""Samples that no generator made, to read Parzen scores by: what real images score, and noise.

A score above that of real training images is not "better than data": averaged or blurred images
score higher still, and centroids of k-means highest of all. The anchors say what a number means
under the same protocol.

Draws are by NumPy's legacy generator: its streams are frozen for ever, so the scores of a seed
can be compared across years (seed 0 on MNIST: random training images 243.56 +- 2.09).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gantheory.datasets import Images
from gantheory.datasets.image_set import UNLABELLED
from gantheory.images.pixel_scale import PixelScale, scaled, unit_to_scale

Samples = NDArray[np.float64]

#: images of which distances to all centroids are held at once
_IMAGES_AT_ONCE = 500


@dataclass(frozen=True)
class Draw:
    """What an anchor is made from.

    Attributes:
        images: the image set.
        image_shape: (height, width) or (height, width, channels).
        count: how many samples.
        rng: of the draw.
        scale: of the pixels.
    """

    images: Images
    image_shape: tuple[int, ...]
    count: int
    rng: np.random.RandomState
    scale: PixelScale = "unit"

    @property
    def train(self) -> NDArray[np.uint8]:
        """The training images."""
        return self.images.train.images

    def chosen(self, count: int) -> NDArray[np.uint8]:
        """Choose at most so many training images at random."""
        return self.train[self.rng.permutation(len(self.train))[:count]]


def _random(draw: Draw) -> Samples:
    return scaled(draw.chosen(draw.count), draw.scale)


def _first(draw: Draw) -> Samples:
    return scaled(draw.train[: draw.count], draw.scale)


def _tenth(draw: Draw) -> Samples:
    return scaled(draw.chosen(max(1, draw.count // 10)), draw.scale)


def _without_last_class(draw: Draw) -> Samples:
    labels = draw.images.train.labels
    kept = draw.train[labels != labels.max()]
    return scaled(kept[draw.rng.permutation(len(kept))[: draw.count]], draw.scale)


def _blurred(draw: Draw) -> Samples:
    """Average over 3 x 3 pixels with the weights 1 2 1, black around the image."""
    pictures = (draw.chosen(draw.count) / 255.0).reshape(-1, *draw.image_shape)
    for axis in (1, 2):
        padding = [(0, 0)] * pictures.ndim
        padding[axis] = (1, 1)
        wide = np.moveaxis(np.pad(pictures, padding), axis, 0)
        pictures = np.moveaxis((wide[:-2] + 2 * wide[1:-1] + wide[2:]) / 4, 0, axis)
    return unit_to_scale(np.ascontiguousarray(pictures).reshape(len(pictures), -1), draw.scale)


def _centroids(draw: Draw) -> Samples:
    """One step of Lloyd's algorithm from random training images; more add less than a nat.

    Where there are not twice as many training images as samples, half as many centroids as
    training images are taken. Nearest centroids are by float32 products: one that is nearer by
    less than rounding may lose.
    """
    train = scaled(draw.train, draw.scale).astype(np.float32)
    count = min(draw.count, max(1, len(train) // 2))
    centres = train[draw.rng.permutation(len(train))[:count]]
    half_norms = 0.5 * np.einsum("ij,ij->i", centres, centres)
    columns = np.ascontiguousarray(centres.T)
    sums, members = np.zeros(centres.shape, np.float64), np.zeros(count, np.int64)
    for start in range(0, len(train), _IMAGES_AT_ONCE):
        part = train[start : start + _IMAGES_AT_ONCE]
        closest = (half_norms - part @ columns).argmin(axis=1)
        np.add.at(sums, closest, part)
        np.add.at(members, closest, 1)
    taken = members > 0  # a centre is its own image's nearest, unless that image occurs twice
    return np.asarray(sums[taken] / members[taken, None])


def _mean_image(draw: Draw) -> Samples:
    if draw.scale == "unit":
        mean = draw.train.mean(axis=0, dtype=np.float64) / 255.0
    else:
        mean = scaled(draw.train, draw.scale).mean(axis=0)
    # one kernel or `count` equal ones: the same density
    return np.asarray(mean[None])


def _uniform_noise(draw: Draw) -> Samples:
    noise = draw.rng.random_sample((draw.count, draw.train.shape[1]))
    return unit_to_scale(noise, draw.scale)


_WITHOUT_A_CLASS = "training images without the last class"
#: name -> from a draw to samples, shape (n, pixels), in the scale of the draw
ANCHORS: dict[str, Callable[[Draw], Samples]] = {
    "k-means centroids": _centroids,
    "training images, blurred 3x3": _blurred,
    "random training images": _random,
    "first training images": _first,
    _WITHOUT_A_CLASS: _without_last_class,
    "a tenth as many training images": _tenth,
    "mean training image": _mean_image,
    "uniform noise": _uniform_noise,
}


def anchor_names(images: Images) -> list[str]:
    """Name the anchors of a set: a class can be left out only where training images have any."""
    labelled = bool((images.train.labels != UNLABELLED).any())
    return [name for name in ANCHORS if labelled or name != _WITHOUT_A_CLASS]
