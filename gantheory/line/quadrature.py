"""Integrals over an interval with an estimate of their error: adaptive Gauss-Legendre in numpy.

Every panel is integrated by two Gauss rules of different order; their difference estimates the
error of the lower one, which the higher one beats by orders of magnitude where the integrand is
smooth. Panels whose difference is too large are halved, all of them at once, so one round is one
vectorised call of the integrand.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

#: (n,) nodes -> (m, n) values of m integrands
Integrand = Callable[[Array], Array]

LOW_ORDER, HIGH_ORDER = 7, 11

_EPS = float(np.finfo(np.float64).eps)

#: per unit of the integral of |f|: what rounding in f and in the sums may contribute
_ROUNDING = 64 * _EPS

#: no more panels than this are halved in one round
_MOST_PANELS = 256


class Estimate(NamedTuple):
    """A number and an estimate, meant to be pessimistic, of how far it is from the truth."""

    value: float
    error: float


@cache
def _nodes() -> tuple[Array, Array, Array]:
    """Nodes on [-1, 1] of both rules, and the weights of each (zero on the other's nodes)."""
    low, low_weights = np.polynomial.legendre.leggauss(LOW_ORDER)
    high, high_weights = np.polynomial.legendre.leggauss(HIGH_ORDER)
    nodes = np.concatenate([high, low])
    return (
        nodes,
        np.concatenate([high_weights, np.zeros(LOW_ORDER)]),
        np.concatenate([np.zeros(HIGH_ORDER), low_weights]),
    )


def integrate(
    f: Integrand, edges: npt.ArrayLike, *, tolerance: float = 1e-10, rounds: int = 40
) -> list[Estimate]:
    """Integrate several functions at once over [edges[0], edges[-1]].

    Args:
        f: nodes of shape (n,) -> values of shape (m, n), one row per function. It is never
            called at an edge, so jumps and integrable singularities belong on edges.
        edges: the first panels, increasing; panels of no width are dropped.
        tolerance: absolute error aimed at, for each function. It is an aim: the stated errors
            say what was reached.
        rounds: how often panels may be halved. An endpoint singularity costs one panel a round.

    Returns:
        One estimate per function. A NaN or an infinity in a row makes that row's estimate NaN or
        infinite; it is not hidden.
    """
    corners = np.unique(np.asarray(edges, dtype=np.float64))
    left, right = corners[:-1], corners[1:]
    if left.size == 0:
        rows = np.asarray(f(np.empty(0))).shape[0]
        return [Estimate(0.0, 0.0)] * rows
    nodes, high_weights, low_weights = _nodes()
    total = error = magnitude = np.zeros(0)
    for number in range(rounds + 1):
        half = (right - left) / 2
        points = (left + half)[:, None] + half[:, None] * nodes
        values = np.asarray(f(points.ravel()))
        values = values.reshape(values.shape[0], *points.shape)
        # einsum, not matmul: it does not split work over threads, so sums are reproducible
        high = np.einsum("mpn,n,p->mp", values, high_weights, half)
        low = np.einsum("mpn,n,p->mp", values, low_weights, half)
        size = np.einsum("mpn,n,p->mp", np.abs(values), high_weights, half)
        if number == 0:
            total, error, magnitude = (np.zeros(values.shape[0]) for _ in range(3))
        with np.errstate(invalid="ignore"):
            difference = np.abs(high - low)
        finite = np.all(np.isfinite(difference), axis=0)
        split = np.zeros(len(left), dtype=bool)
        enough = np.all(error + difference.sum(axis=1) <= tolerance)
        if number < rounds and not enough and finite.all():
            worst = np.max(difference - _ROUNDING * size, axis=0)
            split = worst > 0.1 * tolerance / len(left)
            split &= half > 8 * _EPS * np.maximum(np.abs(left), np.abs(right))
            if split.sum() > _MOST_PANELS:
                # noise in f, not its shape: spend what there is on the worst
                split &= worst > np.partition(worst, -_MOST_PANELS)[-_MOST_PANELS]
        total = total + np.sum(high, axis=1, where=~split)
        # at a singularity two rules may agree better than either deserves: what was cut off by
        # `rounds`, not by convergence, counts tenfold
        doubt = 10.0 if number == rounds and not enough else 1.0
        error = error + doubt * np.sum(difference, axis=1, where=~split)
        magnitude = magnitude + np.sum(size, axis=1, where=~split)
        if not split.any():
            break
        middle = (left + half)[split]
        left, right = (
            np.concatenate([left[split], middle]),
            np.concatenate([middle, right[split]]),
        )
    error = error + _ROUNDING * magnitude
    return [Estimate(float(t), float(e)) for t, e in zip(total, error, strict=True)]


def ease(f: Integrand, edges: npt.ArrayLike) -> tuple[Integrand, Array]:
    """Substitute x = m - h cos(theta) on every panel [m - h, m + h].

    An integrand that behaves like |x - edge|^(-1/2) at an edge, as a density does at a fold of
    the map that made it, becomes smooth, and a logarithm becomes theta log theta.

    Args:
        f: the integrand in x, as for `integrate`.
        edges: its panels, increasing.

    Returns:
        The integrand in the new variable t, and edges in t: panel i is [i, i + 1].
    """
    corners = np.unique(np.asarray(edges, dtype=np.float64))
    half = np.diff(corners) / 2

    def eased(t: Array) -> Array:
        if t.size == 0:
            return f(t)
        panel = np.clip(t.astype(np.int64), 0, len(half) - 1)
        angle = np.pi * (t - panel)
        # from the nearer end, so that the distance to a singular edge keeps its digits
        near = np.where(angle < np.pi / 2, angle, np.pi - angle)
        step = 2 * half[panel] * np.sin(near / 2) ** 2
        # never on the edge itself, where the integrand may be infinite
        from_left = angle < np.pi / 2
        corner = np.where(from_left, corners[panel], corners[panel + 1])
        step = np.maximum(step, 16 * _EPS * np.abs(corner))
        x = np.where(from_left, corner + step, corner - step)
        jacobian: Array = np.pi * half[panel] * np.sin(angle)
        return f(x) * jacobian

    return eased, np.arange(len(corners), dtype=np.float64)
