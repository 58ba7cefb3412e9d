"""Are samples nearer to the training images than to images that nobody trained on?

A generator that has learned the distribution is as near to one set of real images as to another of
the same size; one that stores training images is nearer to those. Held-out real images answer the
same questions, for comparison.

Source: the idea of Meehan, Chaudhuri and Dasgupta 2020, "A non-parametric test to detect
data-copying in generative models", here without its cells.
"""

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gantheory.errors import GanTheoryError
from gantheory.sample_quality.neighbours import Matrix, nearest

#: held-out real images as near to a training image as this quantile of them are called close
_CLOSE = 0.01


@dataclass(frozen=True)
class Memorisation:
    """Nearest-neighbour distances of points to training and to test images.

    Attributes:
        points: how many points.
        references: how many training images, and as many test images, the next three are on.
        ratio: mean distance to the nearest training image / mean distance to the nearest test
            image; 1 where neither is preferred.
        closer_to_training: share of points nearer to the training image; 1/2 where neither is
            preferred. Ties count half.
        closer_standard_error: its standard error over the points, sqrt(1/4 / points) at 1/2.
        training_distance: mean distance to the nearest of *all* training images.
        near_copies: share of points as near to any of them as the closest 1 % of held-out real
            images are; 0.01 for real images.
    """

    points: int
    references: int
    ratio: float
    closer_to_training: float
    closer_standard_error: float
    training_distance: float
    near_copies: float

    def to_json(self) -> dict[str, Any]:
        """Give the result as plain data."""
        return asdict(self)


def memorisation(
    samples: Matrix, held_out: Matrix, training: Matrix, test: Matrix, seed: int = 0
) -> tuple[Memorisation, Memorisation]:
    """Measure samples, and held-out real images in their place.

    Args:
        samples: shape (n, d).
        held_out: (m, d) real images that are neither in `training` nor in `test`.
        training: (N, d), at least as many as `test`.
        test: (M, d).
        seed: of the choice of M training images.

    Returns:
        Of the samples, and of the held-out images.

    Raises:
        GanTheoryError: where shapes do not fit or there are fewer training than test images.
    """
    if len(training) < len(test):
        raise GanTheoryError(
            f"{len(training)} training images are fewer than {len(test)} test images; "
            "they are compared in equal numbers"
        )
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.permutation(len(training))[: len(test)])
    real = nearest(held_out, training).distances[:, 0]
    close = float(np.quantile(real, _CLOSE))

    def measured(points: Matrix, to_all: NDArray[np.float64]) -> Memorisation:
        to_training = nearest(points, training[chosen]).distances[:, 0]
        to_test = nearest(points, test).distances[:, 0]
        closer = (to_training < to_test) + 0.5 * (to_training == to_test)
        share = float(closer.mean())
        mean_to_test = float(to_test.mean())
        if mean_to_test == 0:
            raise GanTheoryError("every point is a test image: these are no samples of a model")
        return Memorisation(
            points=len(points),
            references=len(test),
            ratio=float(to_training.mean()) / mean_to_test,
            closer_to_training=share,
            closer_standard_error=math.sqrt(max(float(closer.var()), 0.0) / len(points)),
            training_distance=float(to_all.mean()),
            near_copies=float((to_all <= close).mean()),
        )

    of_samples = measured(samples, nearest(samples, training).distances[:, 0])
    return of_samples, measured(held_out, real)
