"""Parzen scores by the protocol of an image set: one split, or several folds.

With one split: the width from the first 1,000 validation images, the standard error over the
test images. With folds (the faces): a width for each fold from all of its validation images, the
standard error over the folds, as in the paper's Table 1 (caption; `parzen_ll.py`, where the limit
of 1,000 is for MNIST only).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gantheory.datasets import Images
from gantheory.images.pixel_scale import PixelScale, scaled
from gantheory.parzen.estimator import (
    PAPER_SIGMAS,
    PAPER_VALIDATION,
    Matrix,
    ParzenResult,
    parzen_score,
)


@dataclass(frozen=True)
class FoldedParzen:
    """The scores of one set of samples on every fold.

    Attributes:
        folds: the score on each fold, with a width of its own.
    """

    folds: tuple[ParzenResult, ...]

    @property
    def mean(self) -> float:
        """Mean over the folds of their mean test log-likelihoods, in nats."""
        return float(np.mean([fold.mean for fold in self.folds]))

    @property
    def standard_error(self) -> float:
        """Sample standard deviation over the folds / sqrt(number of folds)."""
        means = [fold.mean for fold in self.folds]
        return float(np.std(means, ddof=1) / math.sqrt(len(means)))

    @property
    def sigmas(self) -> tuple[float, ...]:
        """The width of each fold."""
        return tuple(fold.sigma for fold in self.folds)

    @property
    def at_edge(self) -> bool:
        """Whether the width of any fold is at an end of the grid."""
        return any(fold.at_edge for fold in self.folds)

    @property
    def n_samples(self) -> int:
        """Samples of G."""
        return self.folds[0].n_samples

    def to_json(self) -> dict[str, Any]:
        """Give the result as plain data; "sigma" is the mean of the folds' widths."""
        return {
            "mean": self.mean,
            "standard_error": self.standard_error,
            "sigma": float(np.mean(self.sigmas)),
            "at_edge": self.at_edge,
            "n_samples": self.n_samples,
            "folds": [fold.to_json() for fold in self.folds],
        }

    def __str__(self) -> str:
        widths = ", ".join(f"{sigma:.4g}" for sigma in self.sigmas)
        score = f"{self.mean:.2f} +- {self.standard_error:.2f} nats over {len(self.folds)} folds"
        warning = "; a sigma is at the edge of its grid: widen it" if self.at_edge else ""
        return f"{score} (sigma {widths}){warning}"


def score_on_set(
    samples: Matrix,
    images: Images,
    scale: PixelScale = "unit",
    sigmas: Sequence[float] = PAPER_SIGMAS,
) -> ParzenResult | FoldedParzen:
    """Score samples on an image set.

    Args:
        samples: shape (N, pixels), in that scale.
        images: the set.
        scale: the scale in which distances are taken.
        sigmas: the grid of widths.

    Raises:
        GanTheoryError: see `parzen_score`.
    """
    if not images.folds:
        validation = images.validation.images[:PAPER_VALIDATION]
        test = images.test.images
        return parzen_score(samples, scaled(validation, scale), scaled(test, scale), sigmas)
    return FoldedParzen(
        tuple(
            parzen_score(
                samples,
                scaled(fold.validation.images, scale),
                scaled(fold.test.images, scale),
                sigmas,
            )
            for fold in images.folds
        )
    )


def validation_score(result: ParzenResult | FoldedParzen) -> float:
    """Give the log-likelihood of the validation images, at the widths chosen on them, in nats.

    What early stopping may look at: it knows nothing of the test images.
    """
    folds = result.folds if isinstance(result, FoldedParzen) else (result,)
    return float(np.mean([fold.validation.means[fold.validation.best] for fold in folds]))
