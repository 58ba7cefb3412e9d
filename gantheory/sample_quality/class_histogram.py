"""Which classes samples fall into, how evenly, and how sure a classifier is of them."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from gantheory.errors import GanTheoryError


@dataclass(frozen=True)
class ClassHistogram:
    """The classes that a classifier sees in samples.

    Attributes:
        counts: samples of each class.
        confidence: mean of the largest class probability.
        unsure: share of samples whose largest class probability is below 0.9.
    """

    counts: tuple[int, ...]
    confidence: float
    unsure: float

    def to_json(self) -> dict[str, Any]:
        """Give the histogram as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class HistogramDistance:
    """How far a class histogram p is from the data's, q.

    Attributes:
        chi_square: 1/2 sum (p - q)^2 / (p + q), from 0 to 1.
        kl: KL(p || q) in nats; infinite where q lacks a class of p.
        p_value: of Pearson's test that both are draws from one distribution.
        smallest: the least p / q over the classes of q: 0 where a class is missing.
        largest: the largest p / q.
    """

    chi_square: float
    kl: float
    p_value: float
    smallest: float
    largest: float

    def to_json(self) -> dict[str, Any]:
        """Give the distance as plain data; an infinite KL becomes None."""
        return asdict(self) | {"kl": self.kl if math.isfinite(self.kl) else None}


def class_histogram(probabilities: Float[np.ndarray, "n classes"]) -> ClassHistogram:
    """Count the most probable classes.

    Args:
        probabilities: of each class, one row per sample.
    """
    top = probabilities.max(axis=1)
    counts = np.bincount(probabilities.argmax(axis=1), minlength=probabilities.shape[1])
    return ClassHistogram(
        counts=tuple(int(n) for n in counts),
        confidence=float(top.mean(dtype=np.float64)),
        unsure=float((top < 0.9).mean()),
    )


def histogram_distance(counts: Sequence[int], reference: Sequence[int]) -> HistogramDistance:
    """Compare two histograms of counts.

    Args:
        counts: of the samples.
        reference: of the data, by the same classifier, so that its mistakes cancel.

    Raises:
        GanTheoryError: for histograms of other lengths, negative counts, or without any.
    """
    a, b = np.asarray(counts, np.float64), np.asarray(reference, np.float64)
    if a.shape != b.shape or a.ndim != 1 or min(a.sum(), b.sum()) <= 0 or min(*a, *b) < 0:
        raise GanTheoryError("two histograms of the same classes are compared, neither empty")
    p, q = a / a.sum(), b / b.sum()
    seen = p + q > 0
    chi_square = 0.5 * float(((p - q)[seen] ** 2 / (p + q)[seen]).sum())
    ratios = p[q > 0] / q[q > 0]
    return HistogramDistance(
        chi_square=chi_square,
        kl=kl_divergence(p, q),
        p_value=_p_value(a[seen], b[seen]),
        smallest=float(ratios.min()),
        largest=float(ratios.max()),
    )


def kl_divergence(p: Float[np.ndarray, " n"], q: Float[np.ndarray, " n"]) -> float:
    """KL(p || q) in nats, of two distributions over the same finite set."""
    if (p[q == 0] > 0).any():
        return math.inf
    kept = p > 0
    return max(0.0, float((p[kept] * np.log(p[kept] / q[kept])).sum()))


def _p_value(a: Float[np.ndarray, " n"], b: Float[np.ndarray, " n"]) -> float:
    from scipy.stats import chi2_contingency

    if len(a) < 2:
        return 1.0
    return float(chi2_contingency(np.stack([a, b]), correction=False).pvalue)
