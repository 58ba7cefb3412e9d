"""Which modes of a target the samples of a generator are at: counted as the papers count.

Source: Srivastava et al. 2017 (VEEGAN) for modes captured and high quality; Lin et al. 2018
(PacGAN) for the reverse KL. In their code a sample is of high quality when its Mahalanobis
distance to the nearest mode is below 3, and the histogram is of those samples only.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from gantheory.errors import GanTheoryError
from gantheory.targets.convention import Convention
from gantheory.targets.mixture import Array, Indices, Mixture


@dataclass(frozen=True, eq=False)
class ModeCounts:
    """How many samples are at each mode, for any number of sets of samples at once.

    Attributes:
        near: samples whose nearest mode this is, int64, shape (..., modes).
        high_quality: those of them within the threshold, int64, shape (..., modes).
        samples: samples per set; those that are not finite are at no mode.
        convention: how they were counted.
    """

    near: Indices
    high_quality: Indices
    samples: int
    convention: Convention

    @property
    def captured(self) -> npt.NDArray[np.bool_]:
        """Whether each mode has enough high-quality samples, shape (..., modes)."""
        return np.asarray(self.high_quality >= self.convention.hits)

    @property
    def modes_captured(self) -> Indices:
        """The number of captured modes, shape (...)."""
        return np.asarray(self.captured.sum(axis=-1), dtype=np.int64)

    @property
    def high_quality_fraction(self) -> Array:
        """The share of samples that are of high quality, shape (...), from 0 to 1."""
        return np.asarray(self.high_quality.sum(axis=-1) / self.samples)

    @property
    def histogram(self) -> Array:
        """The distribution over modes under the convention, shape (..., modes).

        NaN where the convention leaves no sample to count.
        """
        of_all = self.convention.histogram == "all"
        return normalised(self.near if of_all else self.high_quality)

    @property
    def reverse_kl(self) -> Array:
        """PacGAN's reverse KL, log(modes) - entropy of the histogram, in nats, shape (...)."""
        return kl_of_histogram(self.histogram)

    def kl_to(self, weights: npt.ArrayLike) -> Array:
        """KL(histogram || weights) in nats, shape (...): for modes of unequal weight."""
        return kl_of_histogram(self.histogram, weights)


def count_modes(
    samples: npt.ArrayLike, mixture: Mixture, convention: Convention | None = None
) -> ModeCounts:
    """Count samples by mode.

    Args:
        samples: shape (..., n, dim): any number of sets of n points.
        mixture: the target.
        convention: threshold, hits and histogram; its number of samples is not enforced, so that
            frames along training may have fewer.

    Returns:
        Counts of shape (..., modes).

    Raises:
        GanTheoryError: for samples of another dimension, or none.
    """
    convention = convention or Convention()
    points = np.asarray(samples)
    if points.ndim < 2 or points.shape[-2] == 0:
        raise GanTheoryError(
            f"samples must have shape (..., n, dim) with n of at least 1, not {points.shape}"
        )
    which, distance = mixture.nearest_mode(points)
    lead, n = which.shape[:-1], which.shape[-1]
    # one bincount for all sets: set i counts in bins i * modes, i * modes + 1, ...
    sets = int(np.prod(lead))
    bins = which.reshape(sets, n) + mixture.modes * np.arange(sets)[:, None]

    def counted(wanted: npt.NDArray[np.bool_]) -> Indices:
        counts = np.bincount(bins[wanted.reshape(sets, n)], minlength=sets * mixture.modes)
        return np.asarray(counts.reshape(*lead, mixture.modes), dtype=np.int64)

    return ModeCounts(
        near=counted(np.isfinite(distance)),
        high_quality=counted(distance < convention.threshold),
        samples=n,
        convention=convention,
    )


def normalised(counts: npt.ArrayLike) -> Array:
    """Counts along the last axis as shares; NaN where there are none."""
    counts = np.asarray(counts, dtype=np.float64)
    total = counts.sum(axis=-1, keepdims=True)
    shares = np.full_like(counts, np.nan)
    np.divide(counts, total, out=shares, where=total > 0)
    return shares


def kl_of_histogram(histogram: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Array:
    """KL(histogram || weights) in nats along the last axis, with 0 log 0 = 0.

    Args:
        histogram: shares, shape (..., modes).
        weights: positive, with sum 1; equal ones, which gives log(modes) - entropy, if left out.
    """
    shares = np.asarray(histogram, dtype=np.float64)
    modes = shares.shape[-1]
    wanted = np.full(modes, 1 / modes) if weights is None else np.asarray(weights, dtype=np.float64)
    if wanted.shape != (modes,):
        raise GanTheoryError(f"{modes} modes need as many weights, not shape {wanted.shape}")
    found: Array = special.rel_entr(shares, wanted).sum(axis=-1)
    # rounding makes the sum of almost equal terms negative; a NaN stays one
    return np.asarray(np.maximum(found, 0.0))


@dataclass(frozen=True)
class Ceiling:
    """What a perfect generator, p_g = p_data, scores under a convention.

    For modes that do not overlap within the threshold. Where components overlap, more samples
    are of high quality and a mode may be counted for its neighbour.

    Attributes:
        high_quality_fraction: its expectation.
        all_modes: the probability that every mode is captured, at least.
        kl: the expectation of KL(histogram || weights), to first order: (modes - 1) / (2 n).
    """

    high_quality_fraction: float
    all_modes: float
    kl: float


def ceiling(mixture: Mixture, convention: Convention) -> Ceiling:
    """The scores that no honest generator beats, because samples are finite and normal.

    In the plane 1 - exp(-4.5) = 98.9 % of the true data lie within 3 standard deviations.
    """
    quality = float(special.chdtr(mixture.dim, convention.threshold**2))
    counted = mixture.mode_weights * quality
    missed = np.asarray(special.bdtr(convention.hits - 1, convention.samples, counted))
    n = convention.samples * (quality if convention.histogram == "high_quality" else 1.0)
    return Ceiling(quality, max(0.0, 1.0 - float(missed.sum())), (mixture.modes - 1) / (2 * n))
