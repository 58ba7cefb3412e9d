"""The exact probabilities of the cells of a rectangular grid under a Gaussian mixture.

On round and axis-parallel components they are products of normal probabilities; on slanted ones
in the plane they come from the bivariate normal distribution function, by Owen's T.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import special

from gantheory.errors import GanTheoryError
from gantheory.targets.mixture import Array, Indices, Mixture

#: a normal component is cut off so many standard deviations from its mean (mass 2e-17)
_REACH = 8.5


@dataclass(frozen=True, eq=False)
class Grid:
    """A grid of cells over a mixture on the line or in the plane, and everything outside it.

    Attributes:
        mixture: p_data.
        cells: cells along each axis; even, so that they can be merged in pairs.
        deviations: the grid reaches so many standard deviations beyond the outermost modes.
    """

    mixture: Mixture
    cells: int = 128
    deviations: float = 6.0

    def __post_init__(self) -> None:
        if self.mixture.dim > 2:
            raise GanTheoryError(f"grids are for one or two axes, not for {self.mixture.dim}")
        if self.cells < 2 or self.cells % 2:
            raise GanTheoryError(f"a grid needs an even number of cells, not {self.cells}")

    @property
    def shape(self) -> tuple[int, ...]:
        """Cells along each axis."""
        return (self.cells,) * self.mixture.dim

    @cached_property
    def edges(self) -> tuple[Array, ...]:
        """The borders of the cells along each axis, each of shape (cells + 1,)."""
        low, high = self.mixture.box(self.deviations)
        return tuple(np.linspace(a, b, self.cells + 1) for a, b in zip(low, high, strict=True))

    @property
    def centres(self) -> Array:
        """The middles of the cells, shape (*shape, dim)."""
        middles = [(e[1:] + e[:-1]) / 2 for e in self.edges]
        return np.stack(np.meshgrid(*middles, indexing="ij"), axis=-1)

    @cached_property
    def masses(self) -> Array:
        """The probability of every cell under p_data, `shape`; exact but for rounding."""
        mixture = self.mixture
        covariances, means = np.array(mixture.covariances), np.array(mixture.means)
        total = np.zeros(self.shape)
        for weight, mean, covariance in zip(mixture.weights, means, covariances, strict=True):
            scaled = [
                (e - m) / s
                for e, m, s in zip(self.edges, mean, np.sqrt(np.diag(covariance)), strict=True)
            ]
            if mixture.dim == 2 and covariance[0, 1] != 0:
                correlation = covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1])
                # farther out there is less than rounding hides, and the function is costly
                near = tuple(_within(s, _REACH) for s in scaled)
                h, k = scaled[0][near[0]], scaled[1][near[1]]
                corner = bivariate_normal_cdf(h[:, None], k[None, :], correlation)
                part = np.diff(np.diff(corner, axis=0), axis=1)
                total[near[0].start : near[0].stop - 1, near[1].start : near[1].stop - 1] += (
                    weight * part
                )
            else:
                parts = [np.diff(special.ndtr(s)) for s in scaled]
                total += weight * (parts[0] if mixture.dim == 1 else np.multiply.outer(*parts))
        # differences of the distribution function round to values like -1e-17
        return np.maximum(total, 0.0)

    def locate(self, samples: npt.ArrayLike) -> Indices:
        """The number of the cell of each point, shape (...); cells.size for those outside."""
        points = np.asarray(samples, dtype=np.float64)
        if points.shape[-1] != self.mixture.dim:
            raise GanTheoryError(f"points of shape {points.shape} do not fit this grid")
        number = np.zeros(points.shape[:-1], dtype=np.int64)
        outside = np.zeros(points.shape[:-1], dtype=bool)
        for axis, edges in enumerate(self.edges):
            place = np.searchsorted(edges, points[..., axis], side="right") - 1
            outside |= (place < 0) | (place >= self.cells)
            number = number * self.cells + place
        return np.where(outside, self.cells**self.mixture.dim, number)

    def merged(self, values: Array) -> Array:
        """Sums over 2 cells (line) or 2 by 2 cells (plane) of values of shape (..., *shape)."""
        half = self.cells // 2
        if self.mixture.dim == 1:
            return np.asarray(values.reshape(*values.shape[:-1], half, 2).sum(axis=-1))
        lead = values.shape[:-2]
        return np.asarray(values.reshape(*lead, half, 2, half, 2).sum(axis=(-3, -1)))


def _within(borders: Array, reach: float) -> slice:
    """The borders from the last one below -reach to the first one above reach."""
    first = max(0, int(np.searchsorted(borders, -reach)) - 1)
    last = min(len(borders) - 1, int(np.searchsorted(borders, reach)))
    return slice(first, last + 1)


def bivariate_normal_cdf(h: npt.ArrayLike, k: npt.ArrayLike, correlation: float) -> Array:
    """P(X <= h, Y <= k) for standard normal X, Y with the given correlation in (-1, 1).

    Source: Owen 1956, "Tables for computing bivariate normal probabilities".
    """
    # Owen's formula divides by h and k: next to 0 it has its limit
    tiny = 1e-200
    h, k = (np.where(np.abs(v) < tiny, tiny, v) for v in np.broadcast_arrays(h, k))
    root = np.sqrt((1 - correlation) * (1 + correlation))
    first = special.owens_t(h, (k / h - correlation) / root)
    second = special.owens_t(k, (h / k - correlation) / root)
    split = np.where(h * k < 0, 0.5, 0.0)
    split = np.where((h < 0) != (k < 0), 0.5, split)
    return np.asarray(0.5 * (special.ndtr(h) + special.ndtr(k)) - first - second - split)
