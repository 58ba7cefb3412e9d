"""Samples that no generator made, to read Parzen scores by: what real images score, and noise.

A score above that of real training images is not "better than data": averaged or blurred images
score higher still. The anchors say what a number means under the same protocol.

Draws are by NumPy's legacy generator: its streams are frozen for ever, so the scores of a seed
can be compared across years (seed 0 on MNIST: random training images 243.56 +- 2.09).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gantheory.datasets import Images
from gantheory.errors import GanTheoryError

Samples = NDArray[np.float64]


def _pixels(images: NDArray[np.uint8]) -> Samples:
    return np.asarray(images / 255.0, np.float64)


def _random(images: Images, count: int, rng: np.random.RandomState) -> Samples:
    chosen = rng.permutation(len(images.train))[:count]
    return _pixels(images.train.images[chosen])


def _first(images: Images, count: int, rng: np.random.RandomState) -> Samples:
    return _pixels(images.train.images[:count])


def _tenth(images: Images, count: int, rng: np.random.RandomState) -> Samples:
    return _random(images, max(1, count // 10), rng)


def _without_last_class(images: Images, count: int, rng: np.random.RandomState) -> Samples:
    labels = images.train.labels
    kept = images.train.images[labels != labels.max()]
    return _pixels(kept[rng.permutation(len(kept))[:count]])


def _blurred(images: Images, count: int, rng: np.random.RandomState) -> Samples:
    side = round(images.train.images.shape[1] ** 0.5)
    if side * side != images.train.images.shape[1]:
        raise GanTheoryError("the blurred anchor is for square grey images only")
    pictures = np.pad(_random(images, count, rng).reshape(-1, side, side), ((0, 0), (1, 1), (1, 1)))
    rows = (pictures[:, :-2] + 2 * pictures[:, 1:-1] + pictures[:, 2:]) / 4
    blurred = (rows[:, :, :-2] + 2 * rows[:, :, 1:-1] + rows[:, :, 2:]) / 4
    return np.asarray(blurred.reshape(len(blurred), -1))


def _mean_image(images: Images, count: int, rng: np.random.RandomState) -> Samples:
    mean = images.train.images.mean(axis=0, dtype=np.float64) / 255.0
    # one kernel or `count` equal ones: the same density
    return np.asarray(mean[None])


def _uniform_noise(images: Images, count: int, rng: np.random.RandomState) -> Samples:
    return rng.random_sample((count, images.train.images.shape[1]))


#: name -> (images, number of samples, random generator) -> samples, shape (n, pixels), in [0, 1]
ANCHORS: dict[str, Callable[[Images, int, np.random.RandomState], Samples]] = {
    "random training images": _random,
    "first training images": _first,
    "a tenth as many training images": _tenth,
    "training images without the last class": _without_last_class,
    "training images, blurred 3x3": _blurred,
    "mean training image": _mean_image,
    "uniform noise": _uniform_noise,
}
