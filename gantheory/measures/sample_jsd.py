"""An estimate of JSD(p_data || p_g) from samples of p_g, with an estimate of its error.

With u = p_data/p_g,

    JSD = log 2 - E_{p_g} h(u),    h(u) = ((1 + u) log(1 + u) - u log u) / 2,

an expectation under p_g alone: where p_g is not, h(u) p_g is 0, so lost modes are counted in full.
u is estimated at the samples (`gantheory.measures.density_ratio`). Nothing is certified here;
`gantheory.measures.jsd` has the bound that is.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.measures.density_ratio import MISSED, MOST, Ratio, log_ratio, mean_of
from gantheory.measures.jsd import LOG_2
from gantheory.targets.mixture import Array, Mixture


@dataclass(frozen=True, eq=False)
class SampleJSD:
    """An estimate of JSD(p_data || p_g) in nats and of its error, both of the shape of the sets.

    The value lies within [0, log 2]. The error is an estimate, not a bound: it is the sum of what
    noise, bias and resolution may do, of all that there is to lose where p_g looks flat, and of
    the most that places of p_g without a sample can hide.
    """

    value: Array
    error: Array


def jsd_from_samples(samples: npt.ArrayLike, mixture: Mixture) -> SampleJSD:
    """Estimate JSD(p_data || p_g) from independent samples of p_g, shape (..., n, dim).

    Up to 16 samples tell nothing: their value is (log 2)/2 and their error as much.

    Raises:
        GanTheoryError: for fewer than two samples, or of another dimension.
    """
    points = np.asarray(samples)
    if points.ndim < 2 or points.shape[-2] < 2 or points.shape[-1] != mixture.dim:
        raise GanTheoryError(
            f"samples must have shape (..., n, {mixture.dim}), n > 1, not {points.shape}"
        )
    sets = points.reshape(-1, *points.shape[-2:])
    found = [jsd_of_ratio(log_ratio(one, mixture)) for one in sets]
    value, error = np.array(found).reshape(-1, 2).T.reshape(2, *points.shape[:-2])
    return SampleJSD(value, error)


def jsd_of_ratio(ratio: Ratio) -> tuple[float, float]:
    """The estimate from one set of samples and its error, by the ratio at these samples."""
    n = len(ratio.near)
    if n <= MOST:
        return LOG_2 / 2, LOG_2 / 2
    mean = mean_of(ratio, _share, _slope)
    rare = MISSED / n
    # all of p_data where p_g has so little: E h at most rare h(1/rare) < rare (1 + log(1/rare)) / 2
    missed = rare * (1 - np.log(rare)) / 2
    value = float(np.clip(LOG_2 - mean.value, 0.0, LOG_2))
    return value, min(mean.error + float(missed), LOG_2)


def _share(s: Array) -> Array:
    """h(u) at s = log u; never overflows."""
    return np.asarray(np.logaddexp(0.0, s) / 2 + _slope(s))


def _slope(s: Array) -> Array:
    """u h'(u) = u log(1 + 1/u) / 2 at s = log u: from 0 to 1/2."""
    u = np.exp(np.minimum(s, 30.0))
    with np.errstate(invalid="ignore"):
        found = np.where(s < 30.0, u * np.logaddexp(0.0, -s), 1.0)
    return np.where(u == 0, 0.0, found) / 2
