"""Gradient norms over a run, in a few numbers: has the gradient vanished, or burst?"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.targets.mixture import Array


@dataclass(frozen=True, eq=False)
class GradientNorms:
    """Norms along the last axis in short; arrays have the shape of the rest, (...).

    Attributes:
        median: of the finite ones; NaN if there are none.
        low: their 5 % quantile.
        high: their 95 % quantile.
        vanished: share of all norms below the threshold.
        burst: share of all norms that are not finite.
        trend: factor by which the norm changed from the first to the last tenth of the run,
            between the medians there; NaN where one of them is 0 or not finite.
    """

    median: Array
    low: Array
    high: Array
    vanished: Array
    burst: Array
    trend: Array


def gradient_norms(norms: npt.ArrayLike, threshold: float = 1e-6) -> GradientNorms:
    """Put gradient norms over the frames of runs in short.

    Args:
        norms: shape (..., frames), not negative where they are finite.
        threshold: what counts as vanished.

    Raises:
        GanTheoryError: for negative norms or none at all.
    """
    array = np.asarray(norms, dtype=np.float64)
    if array.ndim == 0 or array.shape[-1] == 0:
        raise GanTheoryError("there are no gradient norms")
    finite = np.isfinite(array)
    if np.any(array[finite] < 0):
        raise GanTheoryError("norms cannot be negative")
    tenth = max(1, array.shape[-1] // 10)
    first, last = (_quantile(part, 0.5) for part in (array[..., :tenth], array[..., -tenth:]))
    trend = np.full_like(first, np.nan)
    np.divide(last, first, out=trend, where=(first > 0) & (last > 0))
    low, median, high = (_quantile(array, level) for level in (0.05, 0.5, 0.95))
    return GradientNorms(
        median=median,
        low=low,
        high=high,
        vanished=np.asarray(np.mean(finite & (array < threshold), axis=-1)),
        burst=np.asarray(np.mean(~finite, axis=-1)),
        trend=trend,
    )


def _quantile(array: Array, level: float) -> Array:
    """A quantile of the finite values along the last axis; NaN where there are none."""
    kept = np.where(np.isfinite(array), array, np.nan)
    empty = np.asarray(np.isnan(kept).all(axis=-1))
    # numpy warns of rows without a value: give those one, and take it away again
    found = np.nanquantile(np.where(empty[..., None], 0.0, kept), level, axis=-1)
    return np.where(empty, np.nan, found)
