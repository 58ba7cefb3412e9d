"""Gaussian mixtures in any dimension: exact density, score, samples, and which mode a point is at.

Everything is float64 numpy. Densities stay in logarithms, so that nothing underflows far from
the modes, which is where the samples of a generator are at first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.line.densities import Mixture1D

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]

#: a covariance whose eigenvalues differ by more than this factor counts as singular
_WORST_CONDITION = 1e12

#: floats in one array of a block of (points, components): 1 MB, which a cache holds
_BLOCK = 131_072


@dataclass(frozen=True)
class Mixture:
    """A mixture of normal densities, sum_k w_k N(mean_k, covariance_k).

    A *mode* is one component, or several that belong together (`groups`): a moon, the arm of a
    pinwheel. Modes are what mode collapse loses.

    Attributes:
        weights: K positive numbers with sum 1.
        means: K points of dimension `dim`.
        covariances: K symmetric positive definite matrices.
        groups: the mode that each component belongs to, numbered from 0 without gaps; left empty,
            every component is a mode of its own.

    Raises:
        GanTheoryError: for anything else, saying which number is wrong.
    """

    weights: tuple[float, ...]
    means: tuple[tuple[float, ...], ...]
    covariances: tuple[tuple[tuple[float, ...], ...], ...]
    groups: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        weights = _numbers(self.weights, "weights", 1)
        means = _numbers(self.means, "means", 2)
        covariances = _numbers(self.covariances, "covariances", 3)
        _check_shapes(weights, means, covariances)
        _check_weights(weights)
        for number, covariance in enumerate(covariances):
            _check_covariance(covariance, number)
        groups = _check_groups(self.groups, len(weights))
        # tuples of plain floats: equal mixtures are equal, hash alike, and can be keys of a cache
        object.__setattr__(self, "weights", tuple(weights.tolist()))
        object.__setattr__(self, "means", tuple(map(tuple, means.tolist())))
        object.__setattr__(
            self, "covariances", tuple(tuple(map(tuple, c)) for c in covariances.tolist())
        )
        object.__setattr__(self, "groups", groups)

    @classmethod
    def isotropic(
        cls,
        means: npt.ArrayLike,
        std: npt.ArrayLike,
        weights: npt.ArrayLike | None = None,
        groups: Sequence[int] = (),
    ) -> "Mixture":
        """Round components, with equal weights unless told otherwise.

        Args:
            means: shape (K, dim).
            std: standard deviation of every coordinate, one number or K.
            weights: shape (K,).
            groups: as for the class.
        """
        centres = _numbers(means, "means", 2)
        count, dim = centres.shape
        deviations = _numbers(std, "std", np.ndim(std))
        if deviations.shape not in ((), (count,)):
            raise GanTheoryError(f"std must be one number or one per mean, that is {count}")
        if not np.all(deviations > 0):
            raise GanTheoryError("every std must be positive")
        variances = np.broadcast_to(deviations**2, (count,))
        share = np.full(count, 1 / count) if weights is None else _numbers(weights, "weights", 1)
        return cls(share, centres, variances[:, None, None] * np.eye(dim), tuple(groups))  # type: ignore[arg-type]

    @classmethod
    def on_line(cls, mixture: Mixture1D) -> "Mixture":
        """The same mixture on the line, as a mixture of dimension 1."""
        means = np.asarray(mixture.means)[:, None]
        return cls.isotropic(means, mixture.stds, mixture.weights)

    def line(self) -> Mixture1D:
        """The same mixture for the exact methods on the line (cdf, quadrature).

        Raises:
            GanTheoryError: unless the dimension is 1.
        """
        if self.dim != 1:
            raise GanTheoryError(f"this needs a mixture on the line; this one has {self.dim} axes")
        stds = tuple(float(np.sqrt(c[0][0])) for c in self.covariances)
        return Mixture1D(self.weights, tuple(m[0] for m in self.means), stds)

    @property
    def dim(self) -> int:
        """The number of coordinates of a point."""
        return len(self.means[0])

    @property
    def components(self) -> int:
        """The number K of normal densities."""
        return len(self.weights)

    @cached_property
    def modes(self) -> int:
        """The number of modes: of components, unless they are grouped."""
        return max(self.groups) + 1

    @cached_property
    def mode_weights(self) -> Array:
        """The weight of each mode, shape (modes,), with sum 1."""
        return np.bincount(self.groups, self._weights, self.modes).astype(np.float64)

    @cached_property
    def mode_means(self) -> Array:
        """The mean of each mode, shape (modes, dim)."""
        share = self._weights / self.mode_weights[np.array(self.groups)]
        totals = np.zeros((self.modes, self.dim))
        np.add.at(totals, np.array(self.groups), share[:, None] * np.array(self.means))
        return totals

    @cached_property
    def _weights(self) -> Array:
        weights = np.array(self.weights)
        return np.asarray(weights / weights.sum())

    @cached_property
    def _roots(self) -> Array:
        """Cholesky factors of the covariances, shape (K, dim, dim)."""
        return np.asarray(np.linalg.cholesky(np.array(self.covariances)), dtype=np.float64)

    @cached_property
    def _whiteners(self) -> Array:
        """The matrices that turn each component into a standard normal one."""
        return np.asarray(np.linalg.inv(self._roots), dtype=np.float64)

    @cached_property
    def _log_heights(self) -> Array:
        """Log of each weighted component's density at its mean, shape (K,)."""
        log_root = np.log(np.diagonal(self._roots, axis1=1, axis2=2)).sum(axis=1)
        return np.asarray(np.log(self._weights) - log_root - 0.5 * self.dim * np.log(2 * np.pi))

    def whitened(self, x: npt.ArrayLike) -> Array:
        """The points in each component's own standard coordinates, shape (..., K, dim).

        Under component k alone, row k is standard normal.
        """
        return np.stack(self._standard_axes(self._points(x)), axis=-1)

    def squared_distances(self, x: npt.ArrayLike) -> Array:
        """Squared Mahalanobis distances to every component, shape (..., K)."""
        axes = self._standard_axes(self._points(x))
        total = np.square(axes[0])
        for axis in axes[1:]:
            total += np.square(axis)
        return total

    def _standard_axes(self, points: Array) -> list[Array]:
        """What `whitened` stacks: one array (..., K) per axis.

        Axis by axis, because numpy is several times as fast on long rows as on pairs.
        """
        means, whiteners = np.array(self.means), self._whiteners
        offsets = [points[..., i, None] - means[:, i] for i in range(self.dim)]
        axes = []
        for j in range(self.dim):
            axis = whiteners[:, j, j] * offsets[j]
            for i in range(j):
                if whiteners[:, j, i].any():
                    axis += whiteners[:, j, i] * offsets[i]
            axes.append(axis)
        return axes

    def log_density(self, x: npt.ArrayLike) -> Array:
        """Log density in nats at points of shape (..., dim); shape (...)."""
        (found,) = self._in_blocks(x, lambda points: (self._log_terms(points)[1],))
        return found

    def density(self, x: npt.ArrayLike) -> Array:
        """Density at points of shape (..., dim); shape (...)."""
        return np.exp(self.log_density(x))

    def memberships(self, x: npt.ArrayLike) -> Array:
        """The probability that a point of p_data at x came from each component, shape (..., K).

        Rows sum to 1. Their expectation under p_data is `weights`, exactly.
        """
        terms, total = self._log_terms(self._points(x))
        return np.exp(terms - total[..., None])

    def score(self, x: npt.ArrayLike) -> Array:
        """The gradient of `log_density`, shape (..., dim)."""

        def block(points: Array) -> tuple[Array]:
            pulls = -np.einsum("nkj,kji->nki", self.whitened(points), self._whiteners)
            return (np.einsum("nk,nki->ni", self.memberships(points), pulls),)

        (found,) = self._in_blocks(x, block)
        return found

    def nearest_mode(self, x: npt.ArrayLike) -> tuple[Indices, Array]:
        """The mode that each point is at, and how many standard deviations away it is.

        The distance is Mahalanobis's: to the nearest component, in that component's own standard
        deviations. For round components of one size it picks the mode with the nearest mean.

        Args:
            x: shape (..., dim).

        Returns:
            Mode numbers and distances, both of shape (...). A point with a coordinate that is not
            finite is infinitely far away.
        """
        groups = np.array(self.groups)

        def block(points: Array) -> tuple[Indices, Array]:
            with np.errstate(invalid="ignore", over="ignore"):
                squared = self.squared_distances(points)
            squared = np.where(np.isnan(squared), np.inf, squared)
            nearest = squared.argmin(axis=-1)
            return groups[nearest], np.sqrt(squared.min(axis=-1))

        which, distance = self._in_blocks(x, block)
        return which, distance

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        """Draw `n` independent points, shape (n, dim)."""
        component = rng.choice(self.components, size=n, p=self._weights)
        noise = rng.standard_normal((n, self.dim))
        turned = np.einsum("nij,nj->ni", self._roots[component], noise)
        return np.asarray(np.array(self.means)[component] + turned)

    def mean(self) -> Array:
        """The expectation of x, shape (dim,)."""
        return np.asarray(self._weights @ np.array(self.means))

    def covariance(self) -> Array:
        """The covariance matrix of x, shape (dim, dim)."""
        offsets = np.array(self.means) - self.mean()
        between = np.einsum("k,ki,kj->ij", self._weights, offsets, offsets)
        return np.asarray(
            between + np.einsum("k,kij->ij", self._weights, np.array(self.covariances))
        )

    def box(self, deviations: float = 6.0) -> tuple[Array, Array]:
        """The smallest box that holds every component out to so many standard deviations.

        Returns:
            The lower and the upper corner, both of shape (dim,).
        """
        means = np.array(self.means)
        stds = np.sqrt(np.diagonal(np.array(self.covariances), axis1=1, axis2=2))
        reach = deviations * stds
        return (means - reach).min(axis=0), (means + reach).max(axis=0)

    def _log_terms(self, points: Array) -> tuple[Array, Array]:
        """Log of each weighted component's density, (..., K), and of their sum, (...)."""
        terms = self._log_heights - 0.5 * self.squared_distances(points)
        top = terms.max(axis=-1)
        return terms, top + np.log(np.exp(terms - top[..., None]).sum(axis=-1))

    def _points(self, x: npt.ArrayLike) -> Array:
        points = np.asarray(x, dtype=np.float64)
        if points.ndim == 0 or points.shape[-1] != self.dim:
            raise GanTheoryError(
                f"points of shape {points.shape} do not fit a mixture of dimension {self.dim}; "
                f"the last axis must hold {self.dim} coordinates"
            )
        return points

    def _in_blocks(
        self, x: npt.ArrayLike, function: Callable[[Array], tuple[npt.NDArray[Any], ...]]
    ) -> tuple[npt.NDArray[Any], ...]:
        """Apply a function of (n, dim) points block by block, so that memory stays bounded."""
        points = self._points(x)
        flat = points.reshape(-1, self.dim)
        step = max(1, _BLOCK // self.components)
        blocks = [function(flat[i : i + step]) for i in range(0, max(1, len(flat)), step)]
        joined = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        lead = points.shape[:-1]
        return tuple(part.reshape(lead + part.shape[1:]) for part in joined)


def _numbers(values: npt.ArrayLike, name: str, axes: int) -> Array:
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise GanTheoryError(f"the {name} of a mixture must be numbers in equal rows") from None
    if array.ndim != axes:
        raise GanTheoryError(
            f"the {name} of a mixture must be nested {axes} deep, not {array.ndim}: "
            "weights (K,), means (K, dim), covariances (K, dim, dim)"
        )
    if not np.all(np.isfinite(array)):
        raise GanTheoryError(f"the {name} of a mixture must be finite numbers")
    return array


def _check_shapes(weights: Array, means: Array, covariances: Array) -> None:
    count, dim = means.shape
    if count == 0 or dim == 0:
        raise GanTheoryError("a mixture needs at least one component and one coordinate")
    if len(weights) != count:
        raise GanTheoryError(
            f"a mixture of {count} means needs as many weights, not {len(weights)}"
        )
    if covariances.shape != (count, dim, dim):
        raise GanTheoryError(
            f"a mixture of {count} means of dimension {dim} needs covariances of shape "
            f"{(count, dim, dim)}, not {covariances.shape}"
        )


def _check_weights(weights: Array) -> None:
    if weights.min() <= 0:
        raise GanTheoryError("the weights of a mixture must be positive")
    if abs(weights.sum() - 1) > 1e-9:
        raise GanTheoryError(
            f"the weights of a mixture must sum to 1, these sum to {weights.sum():.10g}"
        )


def _check_covariance(covariance: Array, number: int) -> None:
    where = f"covariance {number} of the mixture (counted from 0)"
    size = float(np.abs(covariance).max())
    if np.abs(covariance - covariance.T).max() > 1e-9 * size:
        raise GanTheoryError(f"{where} is not symmetric")
    eigenvalues = np.linalg.eigvalsh(covariance)
    if eigenvalues[0] < -1e-9 * size:
        raise GanTheoryError(
            f"{where} is not positive definite: it has the eigenvalue {eigenvalues[0]:.3g}"
        )
    if eigenvalues[0] <= eigenvalues[-1] / _WORST_CONDITION:
        raise GanTheoryError(
            f"{where} is singular: it has the eigenvalue 0 (or as good as), so there is no "
            "density; make it wider along every axis"
        )


def _check_groups(groups: Sequence[int], count: int) -> tuple[int, ...]:
    if len(groups) == 0:
        return tuple(range(count))
    if len(groups) != count:
        raise GanTheoryError(f"a mixture of {count} components needs as many groups or none")
    whole = (int, np.integer)
    if any(isinstance(g, bool) or not isinstance(g, whole) for g in groups):
        raise GanTheoryError("the groups of a mixture must be whole numbers")
    plain = tuple(int(g) for g in groups)
    found = sorted(set(plain))
    if found != list(range(len(found))):
        raise GanTheoryError("the groups of a mixture must be numbered 0, 1, ... without gaps")
    return plain
