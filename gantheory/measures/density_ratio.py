"""The ratio of p_data to p_g at samples of p_g, from the distances to the nearest other samples.

p_data is known exactly, and p_g at a sample is estimated from how far its k-th nearest neighbour
is. No cell is fixed in advance, so a p_g far thinner than p_data is seen as thin, however thin.
An expectation under p_g of a concave function of the ratio is then a mean over the samples, and
both JSD and D against D* are such expectations. Nothing here is certified; the parts of the error
are said at `Mean`.

Source: Loftsgaarden and Quesenberry 1965 for the density (with log k replaced by psi(k), after
Kozachenko and Leonenko 1987); Levina and Bickel 2004 for the dimension.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special
from scipy.spatial import cKDTree

from gantheory.errors import GanTheoryError
from gantheory.targets.mixture import Array, Mixture

#: neighbours that are looked at, for the dimension; and the one by whose distance p_g is estimated
MOST, _NEAR = 16, 4
#: a neighbourhood counts as flat, wholly below the first share of the dimension and not above the
#: second: the dimension seen in MOST neighbours of a smooth density is rarely below the second
_FLAT, _FULL = 0.6, 0.8
#: among n samples, regions of p_g that hold up to this share / n may have been missed (5 %)
MISSED = 3.0


@dataclass(frozen=True, eq=False)
class Ratio:
    """log p_data/p_g in nats at n samples of p_g.

    Attributes:
        near: from the distance of the fourth neighbour, shape (n,); -inf where p_data is 0 in
            float64 or the neighbour is at the same place.
        far: the same from that of the eighth.
        flat: how certainly p_g has fewer dimensions than p_data there, as far as the samples can
            tell: from 0 to 1, shape (n,). There, closer neighbours would always say more.
    """

    near: Array
    far: Array
    flat: Array


@dataclass(frozen=True)
class Mean:
    """A mean over samples of p_g of a function of the ratio, and what may be wrong with it.

    Attributes:
        value: the mean.
        noise: two standard errors: of the mean itself, and of the ratio's estimate.
        bias: what the noise of the ratio takes off a concave function on average.
        resolution: twice the difference to the mean with `far` in place of `near`.
        hidden: by how much it would be less if p_g had no density where it looks flat; never
            negative.
    """

    value: float
    noise: float
    bias: float
    resolution: float
    hidden: float

    @property
    def error(self) -> float:
        """The sum of the parts: an estimate, not a bound."""
        return self.noise + self.bias + self.resolution + self.hidden


def log_ratio(samples: npt.ArrayLike, mixture: Mixture) -> Ratio:
    """Estimate log p_data/p_g at independent samples of p_g.

    Args:
        samples: shape (n, dim). A sample that is not finite is infinitely far from p_data.
        mixture: p_data.

    Returns:
        The ratio; of NaN for no more than `MOST` samples, which tell nothing.

    Raises:
        GanTheoryError: for samples of another shape.
    """
    points = np.asarray(samples, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != mixture.dim:
        raise GanTheoryError(
            f"samples must have the shape (n, {mixture.dim}), not that of {points.shape}"
        )
    n, dim = points.shape
    if n <= MOST:
        return Ratio(*np.full((3, n), np.nan))
    near, far, flat = np.full(n, -np.inf), np.full(n, -np.inf), np.zeros(n)
    # squares beyond this overflow
    sound = np.all(np.abs(points) < 1e150, axis=1)
    if np.count_nonzero(sound) <= MOST:
        return Ratio(near, far, flat)
    kept = points[sound]
    found = cKDTree(kept).query(kept, MOST + 1)
    distance, neighbour = np.asarray(found[0]), np.asarray(found[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        log_distance = np.log(distance[:, 1:].T)
        growth = np.mean(log_distance[-1] - log_distance[:-1], axis=0)
        dimension = np.where(growth > 0, (MOST - 2) / (MOST - 1) / growth, 0.0)
    log_ball = dim / 2 * np.log(np.pi) - special.gammaln(dim / 2 + 1)
    log_p = mixture.log_density(kept)
    for k, ratio in ((_NEAR, near), (2 * _NEAR, far)):
        log_g = float(special.digamma(k)) - np.log(n - 1) - log_ball - dim * log_distance[k - 1]
        ratio[sound] = np.where(np.isfinite(log_p), log_p - log_g, -np.inf)
    # what one neighbourhood seems to be is noisy: the mean over it and its neighbours
    smooth = dimension[neighbour].mean(axis=1) / dim
    flat[sound] = np.clip((_FULL - smooth) / (_FULL - _FLAT), 0.0, 1.0)
    return Ratio(near, far, flat)


def mean_of(
    ratio: Ratio,
    function: Callable[[Array], Array],
    slope: Callable[[Array], Array],
    exact: Array | float = 0.0,
    blur: float = 1.0,
) -> Mean:
    """The mean under p_g of a concave, increasing function of u = p_data/p_g that is 0 at 0.

    Args:
        ratio: as estimated.
        function: log u, shape (n,) -> values, shape (n,).
        slope: log u -> the derivative in log u: u times the derivative in u.
        exact: what else is averaged over the samples with it, known at each of them, shape (n,):
            in the noise only.
        blur: the step of the bias's two-point rule in standard deviations of the ratio's noise: 1
            where the function is smooth. Where it has a kink, at which a ratio that is noisy
            already rarely stands, 1.5 gives what the noise takes off there, on average.
    """
    s = ratio.near
    n = len(s)
    values, steep = function(s), slope(s)
    # the function of the measure p_g, with p_g's own place in the ratio, moves by value - slope
    # with a sample; the k neighbours that a ratio is known by add one slope more
    spread = np.var(values - steep + exact) + np.mean(steep**2)
    # two-point rule for a number that is normal with the variance of log p_g's estimate
    step = blur * np.sqrt(special.polygamma(1, _NEAR))
    blurred = (function(s + step) + function(s - step)) / 2
    far = function(ratio.far)
    return Mean(
        value=float(values.mean()),
        noise=float(2 * np.sqrt(spread / n)),
        bias=float(np.abs(np.mean(blurred - values))),
        resolution=float(2 * np.abs(np.mean(far) - values.mean())),
        hidden=float(np.mean(values * ratio.flat)),
    )
