"""An estimate of JSD(p_data || p_g) on a grid, with its error stated part by part.

The exact probabilities of p_data in the cells of a grid stand beside the frequencies of samples.
Two errors pull in opposite directions: cells hide what differs inside them, so the JSD over cells
is too small; few samples per cell look uneven, so it comes out too large. Neither is certified
here; `gantheory.measures.jsd` has the bound that is. In particular a p_g that is much thinner than
two cells, as after full collapse, is farther from p_data than any grid can see: use cells of at
most one standard deviation of the target, and more samples the finer they are.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.measures.cells import Grid
from gantheory.measures.jsd import LOG_2, jsd_of_letters
from gantheory.targets.mixture import Array, Indices


@dataclass(frozen=True, eq=False)
class GridJSD:
    """An estimate of JSD(p_data || p_g) in nats; all arrays have the shape of the sets, (...).

    Attributes:
        value: JSD over the cells, corrected for bias by the jackknife, within [0, log 2].
        noise: two standard errors, by the jackknife.
        bias: the size of the correction: an idea of what is left of the bias.
        resolution: the difference to the same estimate with cells merged in pairs along each
            axis: an idea of what the cells hide.
        error: the sum of the three. An estimate, not a bound.
    """

    value: Array
    noise: Array
    bias: Array
    resolution: Array

    @property
    def error(self) -> Array:
        """Sum of noise, bias and resolution."""
        return self.noise + self.bias + self.resolution


def jsd_on_grid(samples: npt.ArrayLike, grid: Grid) -> GridJSD:
    """Estimate JSD(p_data || p_g) from independent samples of p_g, shape (..., n, dim).

    The estimate is sensible where JSD is not small against (occupied cells) / n.

    Raises:
        GanTheoryError: for fewer than two samples, or of another dimension.
    """
    points = np.asarray(samples)
    if points.ndim < 2 or points.shape[-2] < 2:
        raise GanTheoryError(f"samples must have shape (..., n, dim), n > 1, not {points.shape}")
    counts = count_cells(points, grid).astype(np.float64)
    real = grid.masses
    fine = _jackknife(_with_outside(real), counts)
    inside = counts[..., :-1].reshape(*counts.shape[:-1], *grid.shape)
    merged = grid.merged(inside).reshape(*counts.shape[:-1], -1)
    coarse_counts = np.concatenate([merged, counts[..., -1:]], axis=-1)
    coarse = _jackknife(_with_outside(grid.merged(real)), coarse_counts)
    return GridJSD(
        value=np.clip(fine[0], 0.0, LOG_2),
        noise=2 * fine[1],
        bias=fine[2],
        resolution=np.abs(fine[0] - coarse[0]),
    )


def count_cells(points: npt.ArrayLike, grid: Grid) -> Indices:
    """How many of the points (..., n, dim) are in each cell: (..., cells + 1), outside last."""
    place = grid.locate(points)
    letters = grid.masses.size + 1
    lead = place.shape[:-1]
    flat = place.reshape(-1, place.shape[-1])
    shifted = flat + letters * np.arange(len(flat))[:, None]
    counts = np.bincount(shifted.ravel(), minlength=letters * len(flat))
    return np.asarray(counts.reshape(*lead, letters), dtype=np.int64)


def _with_outside(masses: Array) -> Array:
    return np.append(masses.ravel(), max(0.0, 1.0 - float(masses.sum())))


def _jackknife(p: Array, counts: Array) -> tuple[Array, Array, Array]:
    """JSD corrected by the jackknife, its standard error, and the size of the correction.

    Leaving out one sample matters only by its cell, so the n replicates are one per cell.
    """
    n = counts.sum(axis=-1)[..., None]
    whole = jsd_of_letters(p, counts / n)
    scaled = counts / (n - 1)
    terms = _term(p, scaled)
    # one sample less in a cell changes this cell's term only: the others are those of `scaled`
    fewer = _term(p, np.maximum(counts - 1, 0) / (n - 1))
    without = terms.sum(axis=-1)[..., None] - terms + fewer
    mean = (counts * without).sum(axis=-1) / n[..., 0]
    spread = (counts * (without - mean[..., None]) ** 2).sum(axis=-1)
    correction = (n[..., 0] - 1) * (mean - whole)
    standard_error = np.sqrt((n[..., 0] - 1) / n[..., 0] * spread)
    return whole - correction, standard_error, np.abs(correction)


def _term(p: Array, q: Array) -> Array:
    """What each cell contributes to the JSD."""
    return jsd_of_letters(np.broadcast_to(p, q.shape)[..., None], q[..., None])
