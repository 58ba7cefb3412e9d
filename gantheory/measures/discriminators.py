"""D against D* in total variation: how far a discriminator is from the optimal one.

Draw a label, real or generated, with equal chances, and a point with that label. D claims that the
label is "real" with probability D(x), while it is so with probability D*(x). The total variation
distance between the two joint laws of point and label is

    integral of (p_data + p_g)/2 |D - D*|  =  1/2 integral of |D p_g - (1 - D) p_data|
        =  1/2 E_{p_data} (1 - D) + E_{p_g} (D/2 - min(D, (1 - D) u)),    u = p_data/p_g,

a number between 0 and 1. The last form needs p_g at samples of p_g only, and there u is estimated
(`gantheory.measures.density_ratio`).

Source of D*: Goodfellow et al. 2014, Proposition 1 (claims A1 and A5); F3 for the labels.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from gantheory.errors import GanTheoryError
from gantheory.measures.density_ratio import MISSED, MOST, Ratio, mean_of
from gantheory.targets.mixture import Array, Mixture

#: D* is where the overlap has its kink; see `mean_of`
_BLUR = 1.5


@dataclass(frozen=True)
class Distance:
    """A total variation distance and an estimate of its error."""

    value: float
    error: float


def data_points(mixture: Mixture, n: int) -> Array:
    """Points over which a mean is nearly the expectation under p_data; always the same ones.

    Each component has its share of them, one after another along a sequence that fills the cube
    evenly, bent into its normal law.

    Args:
        mixture: p_data.
        n: how many.

    Returns:
        Shape (n, dim).

    Source of the sequence: Roberts 2018, "The unreasonable effectiveness of quasirandom sequences".
    """
    weights = np.array(mixture.weights)
    borders = np.cumsum(weights) / weights.sum()
    component = np.searchsorted(borders[:-1], (np.arange(n) + 0.5) / n, side="right")
    root = 1.0
    for _ in range(60):  # the root of x^(dim + 1) = x + 1: the golden ratio on the line
        root = (1 + root) ** (1 / (mixture.dim + 1))
    steps = root ** -np.arange(1.0, mixture.dim + 1)
    cube = (0.5 + np.arange(1, n + 1)[:, None] * steps) % 1.0
    noise = special.ndtri(np.clip(cube, 0.5 / n, 1 - 0.5 / n))
    roots = np.linalg.cholesky(np.array(mixture.covariances))
    turned = np.einsum("nij,nj->ni", roots[component], noise)
    return np.asarray(np.array(mixture.means)[component] + turned)


def discriminator_distance(
    ratio: Ratio, on_data: npt.ArrayLike, at_samples: npt.ArrayLike
) -> Distance:
    """The distance of D from D*, from D's probabilities at points of p_data and of p_g.

    Args:
        ratio: log p_data/p_g at n independent samples of p_g.
        on_data: D at `data_points`, shape (m,).
        at_samples: D at the samples, shape (n,).

    Returns:
        The distance, from 0 to 1, and an estimate of its error: of the two expectations, and of
        what noise in u adds where D is next to D*. Up to 16 samples tell nothing: 1/2 and 1/2.

    Raises:
        GanTheoryError: for arrays that do not fit together.
    """
    n = len(ratio.near)
    real = 1 - np.asarray(on_data, dtype=np.float64)
    d = np.asarray(at_samples, dtype=np.float64)
    if real.ndim != 1 or not real.size:
        raise GanTheoryError(f"D at points of p_data must be one row, not of shape {real.shape}")
    if d.shape != (n,):
        raise GanTheoryError(f"{n} samples need as many D, not {d.shape}")
    if n <= MOST:
        return Distance(0.5, 0.5)
    with np.errstate(divide="ignore"):
        odds = np.log1p(-d) - np.log(d)

    def overlap(s: Array) -> Array:
        return np.asarray(d * np.exp(np.minimum(0.0, _sum(s, odds))))

    def slope(s: Array) -> Array:
        return np.asarray(np.where(_sum(s, odds) < 0, overlap(s), 0.0))

    both = mean_of(ratio, overlap, slope, exact=-d / 2, blur=_BLUR)
    # next to D* noise in u looks like a distance
    value = real.mean() / 2 + d.mean() / 2 - both.value - both.bias
    # the bias is right on average only: half as much again. The points fill p_data more evenly
    # than independent ones: two standard errors of those
    error = both.error + both.bias / 2 + real.std() / np.sqrt(real.size) + MISSED / n
    return Distance(float(np.clip(value, 0.0, 1.0)), float(min(error, 1.0)))


def _sum(s: Array, odds: Array) -> Array:
    """log u + log((1 - D)/D), -inf where either is: there the overlap is 0."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(np.isneginf(s) | np.isneginf(odds), -np.inf, s + odds))
