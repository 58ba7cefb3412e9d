"""D against D* in total variation: how far a discriminator is from the optimal one.

Draw a label, real or generated, with equal chances, and a point with that label. D claims that the
label is "real" with probability D(x), while it is so with probability D*(x). The total variation
distance between the two joint laws of point and label is

    integral of (p_data + p_g)/2 |D - D*|  =  1/2 integral of |D (p_data + p_g) - p_data|,

a number between 0 and 1. It needs no density of p_g: the right-hand side compares measures, so in
the plane samples of p_g will do.

Source of D*: Goodfellow et al. 2014, Proposition 1 (claims A1 and A5); F3 for the labels.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.measures.cells import Grid
from gantheory.targets.mixture import Array


@dataclass(frozen=True, eq=False)
class Distance:
    """A total variation distance and an estimate of its error, both of shape (...)."""

    value: Array
    error: Array


def discriminator_distance(
    x: npt.ArrayLike, p_data: npt.ArrayLike, p_g: npt.ArrayLike, discriminator: npt.ArrayLike
) -> Distance:
    """The distance of D from D* on the line, from exact densities on a grid.

    Args:
        x: the grid, increasing, shape (X,), with X odd so that every other point is a grid too.
        p_data: shape (X,), or broadcastable to that of `p_g`.
        p_g: shape (..., X).
        discriminator: D(x), shape (..., X).

    Returns:
        The trapezoidal rule and, as its error, the difference to every other point plus what
        the grid misses of the two masses. Folds of a generator inside the grid make p_g infinite
        at a point, which the error shows.

    Raises:
        GanTheoryError: for grids that do not increase or arrays of other lengths.
    """
    x, p, g, d = (np.asarray(v, dtype=np.float64) for v in (x, p_data, p_g, discriminator))
    if x.ndim != 1 or x.size < 3 or x.size % 2 == 0 or np.any(np.diff(x) <= 0):
        raise GanTheoryError("the grid x must increase and have an odd number of points")
    if not x.size == p.shape[-1] == g.shape[-1] == d.shape[-1]:
        raise GanTheoryError("x, p_data, p_g and D must be of one length along the last axis")
    difference = 0.5 * np.abs(d * (p + g) - p)
    fine = np.trapezoid(difference, x, axis=-1)
    coarse = np.trapezoid(difference[..., ::2], x[::2], axis=-1)
    missed = sum(np.abs(1 - np.trapezoid(q, x, axis=-1)) for q in (p, g))
    return Distance(np.asarray(fine), np.asarray(np.abs(fine - coarse) + missed / 2))


def discriminator_distance_on_grid(
    grid: Grid, on_grid: npt.ArrayLike, samples: npt.ArrayLike, at_samples: npt.ArrayLike
) -> Distance:
    """The distance of D from D* from samples of p_g.

    Within a cell the measures D (p_data + p_g) and p_data may still differ where their totals
    agree, so cells hide some of the distance, and noise adds to it.

    Args:
        grid: cells with their exact probabilities under p_data.
        on_grid: D at `grid.centres`, shape (..., *grid.shape).
        samples: of p_g, independent, shape (..., n, dim).
        at_samples: D at the samples, shape (..., n).

    Returns:
        The distance over cells merged in pairs along each axis, and as its error the sum of: what
        noise adds at most on average; the deviation from the average that is exceeded with
        probability 5 % at most (McDiarmid); the difference to the distance over single cells,
        beyond what noise adds to that; and what coarser values of D would change.

    Raises:
        GanTheoryError: for arrays that do not fit together.
    """
    points = np.asarray(samples, dtype=np.float64)
    d_grid = np.asarray(on_grid, dtype=np.float64)
    d_samples = np.asarray(at_samples, dtype=np.float64)
    axes = grid.mixture.dim
    if d_samples.shape != points.shape[:-1]:
        raise GanTheoryError(f"{points.shape[:-1]} samples need as many D, not {d_samples.shape}")
    if d_grid.shape[-axes:] != grid.shape or d_grid.shape[:-axes] != points.shape[:-2]:
        raise GanTheoryError(f"D on a grid of shape {grid.shape} has the shape {d_grid.shape}")
    n = points.shape[-2]
    real = grid.masses
    surplus = (d_grid - 1) * real
    first, second = (_summed(grid, points, d_samples**power) / n for power in (1, 2))
    single = 0.5 * np.abs(surplus.reshape(first[..., :-1].shape) + first[..., :-1]).sum(axis=-1)

    def merged(values: Array) -> Array:
        inside = values[..., :-1].reshape(*values.shape[:-1], *grid.shape)
        return grid.merged(inside).reshape(*values.shape[:-1], -1)

    both = merged(first) + grid.merged(surplus).reshape(*first.shape[:-1], -1)
    outside = 0.5 * first[..., -1]
    value = 0.5 * np.abs(both).sum(axis=-1) + outside

    def noise(mean: Array, square: Array) -> Array:
        """Half the sum of standard errors: E|a + e| - |a| is at most E|e| in every cell."""
        variance = np.maximum(square - mean**2, 0.0) / n
        return np.asarray(0.5 * np.sqrt(variance).sum(axis=-1))

    coarse_noise = noise(merged(first), merged(second))
    fine_noise = noise(first, second)
    hidden = np.maximum(single + outside - value - fine_noise, 0.0)
    # moving one sample moves the value by 1/n at most
    deviation = np.sqrt(np.log(2 / 0.05) / (2 * n))
    # D is known at the centres only: what would it change to know it at a quarter of them?
    smooth = grid.merged(d_grid) / 2**axes * grid.merged(real)
    rough = np.abs(smooth - grid.merged(d_grid * real)).reshape(*value.shape, -1)
    return Distance(value, coarse_noise + deviation + hidden + 0.5 * rough.sum(axis=-1))


def _summed(grid: Grid, points: Array, values: Array) -> Array:
    """Sums of values of shape (..., n) over the points of every cell: (..., cells + 1)."""
    place = grid.locate(points)
    letters = grid.masses.size + 1
    flat = place.reshape(-1, place.shape[-1])
    shifted = flat + letters * np.arange(len(flat))[:, None]
    sums = np.bincount(shifted.ravel(), values.ravel(), letters * len(flat))
    return np.asarray(sums.reshape(*place.shape[:-1], letters))
