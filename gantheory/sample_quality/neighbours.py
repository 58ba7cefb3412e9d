"""Exact nearest neighbours, block by block.

Squared distances are |x|^2 + |y|^2 - 2 x y in float64, one matrix product per block; the distances
of the neighbours that are found are then taken from the differences themselves, so that a copy is
at distance 0 exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gantheory.errors import GanTheoryError
from gantheory.images.pixel_scale import ScaledImages

#: rows of either side in a block: 1,000 x 10,000 distances are 80 MB
_POINTS_AT_ONCE = 1_000
_REFERENCES_AT_ONCE = 10_000

#: (n, d); images may stay bytes until their rows are needed
Matrix = NDArray[Any] | ScaledImages


@dataclass(frozen=True)
class Neighbours:
    """The k nearest references of every point, the nearest first.

    Attributes:
        indices: (n, k) rows of the references; of equally near ones any.
        distances: (n, k) Euclidean distances.
    """

    indices: NDArray[np.int64]
    distances: NDArray[np.float64]


def squared_distance_blocks(
    points: Matrix, references: Matrix
) -> Iterator[tuple[slice, slice, NDArray[np.float64]]]:
    """Give all squared distances in blocks: rows of points, rows of references, their distances.

    Rounding leaves an error of some eps (|x|^2 + |y|^2); nothing is below 0.
    """
    for start in range(0, len(points), _POINTS_AT_ONCE):
        rows = slice(start, min(start + _POINTS_AT_ONCE, len(points)))
        x = np.asarray(points[rows], np.float64)
        x_norms = np.einsum("ij,ij->i", x, x)
        for first in range(0, len(references), _REFERENCES_AT_ONCE):
            columns = slice(first, min(first + _REFERENCES_AT_ONCE, len(references)))
            y = np.asarray(references[columns], np.float64)
            squared = x @ y.T
            squared *= -2.0
            squared += x_norms[:, None]
            squared += np.einsum("ij,ij->i", y, y)
            np.maximum(squared, 0.0, out=squared)
            yield rows, columns, squared


def nearest(points: Matrix, references: Matrix, k: int = 1, same: bool = False) -> Neighbours:
    """Find the k nearest references of every point.

    Memory: a block of 1,000 x 10,000 distances, and k per point.

    Args:
        points: shape (n, d).
        references: shape (m, d).
        k: how many.
        same: the two arrays are one, and no point counts as its own neighbour; copies do.

    Raises:
        GanTheoryError: for arrays that do not fit each other, or fewer than k references.
    """
    check_matrices(points, references)
    available = len(references) - same
    if not 1 <= k <= available:
        raise GanTheoryError(f"{k} nearest of {available} references cannot be found; lower k")
    indices = np.zeros((len(points), k), np.int64)
    best = np.full((len(points), k), np.inf)
    for rows, columns, squared in squared_distance_blocks(points, references):
        if same:
            shared = np.arange(max(rows.start, columns.start), min(rows.stop, columns.stop))
            squared[shared - rows.start, shared - columns.start] = np.inf
        few = min(k, squared.shape[1])
        if few == 1:
            places = squared.argmin(axis=1)[:, None]
        else:
            places = np.argpartition(squared, few - 1, axis=1)[:, :few]
        both = np.concatenate([best[rows], np.take_along_axis(squared, places, 1)], axis=1)
        names = np.concatenate([indices[rows], places + columns.start], axis=1)
        order = np.argsort(both, axis=1, kind="stable")[:, :k]
        best[rows] = np.take_along_axis(both, order, 1)
        indices[rows] = np.take_along_axis(names, order, 1)
    distances = _exact(points, references, indices)
    # differences may order what rounding had tied
    order = np.argsort(distances, axis=1, kind="stable")
    return Neighbours(
        np.take_along_axis(indices, order, 1), np.take_along_axis(distances, order, 1)
    )


def check_matrices(points: Matrix, references: Matrix) -> None:
    """Refuse arrays that no distances can be taken between.

    Raises:
        GanTheoryError: for another shape than (n, d), different d, no rows, or NaN.
    """
    for name, array in (("points", points), ("references", references)):
        if array.ndim != 2 or array.size == 0:
            raise GanTheoryError(f"{name} must have shape (n, d), not {array.shape}")
        if (
            isinstance(array, np.ndarray)
            and array.dtype.kind == "f"
            and not np.isfinite(array).all()
        ):
            raise GanTheoryError(f"{name} hold NaN or infinity")
    if points.shape[1] != references.shape[1]:
        raise GanTheoryError(
            f"points have {points.shape[1]} numbers each but references {references.shape[1]}"
        )


def _exact(points: Matrix, references: Matrix, indices: NDArray[np.int64]) -> NDArray[np.float64]:
    """Distances from differences, for chosen references."""
    distances = np.empty(indices.shape)
    for start in range(0, len(points), _POINTS_AT_ONCE):
        rows = slice(start, start + _POINTS_AT_ONCE)
        x = np.asarray(points[rows], np.float64)
        for column in range(indices.shape[1]):
            difference = x - np.asarray(references[indices[rows, column]], np.float64)
            distances[rows, column] = np.sqrt(np.einsum("ij,ij->i", difference, difference))
    return distances
