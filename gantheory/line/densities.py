"""The densities of the 1-D experiments: Gaussian mixtures for p_data, and the priors p_z.

Everything is float64 numpy and stays in logarithms where a density may underflow.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from gantheory.errors import GanTheoryError
from gantheory.line.quadrature import Estimate, integrate

Array = npt.NDArray[np.float64]

#: (points x, log density at x) -> (m, n) values of m functions
Observable = Callable[[Array, Array], Array]

#: a normal component is cut off this many standard deviations from its mean (mass 1.5e-23)
_REACH = 10.0

_LOG_SQRT_2PI = 0.5 * float(np.log(2 * np.pi))


@dataclass(frozen=True)
class Mixture1D:
    """A mixture of normal densities on the line, sum_i w_i N(mean_i, std_i).

    Attributes:
        weights: positive, with sum 1.
        means: any real numbers.
        stds: standard deviations (not variances), positive.

    Raises:
        GanTheoryError: for values outside these ranges or of different numbers.
    """

    weights: tuple[float, ...]
    means: tuple[float, ...]
    stds: tuple[float, ...]

    def __post_init__(self) -> None:
        for name in ("weights", "means", "stds"):
            object.__setattr__(self, name, tuple(float(v) for v in getattr(self, name)))
        if not len(self.weights) == len(self.means) == len(self.stds) > 0:
            raise GanTheoryError("a mixture needs as many weights as means as stds, at least one")
        if not np.all(np.isfinite([self.weights, self.means, self.stds])):
            raise GanTheoryError("the numbers of a mixture must be finite")
        if min(self.weights) <= 0:
            raise GanTheoryError("the weights of a mixture must be positive")
        if min(self.stds) <= 0:
            raise GanTheoryError("the standard deviations of a mixture must be positive")
        if abs(sum(self.weights) - 1.0) > 1e-9:
            raise GanTheoryError(
                f"the weights of a mixture must sum to 1, these sum to {sum(self.weights):.6g}; "
                "write for example 0.5*N(-2,0.5)+0.5*N(2,0.5)"
            )

    @property
    def unresolved(self) -> float:
        """Mass that float64 values of x cannot resolve: none."""
        return 0.0

    @cached_property
    def _columns(self) -> tuple[Array, Array, Array]:
        weights = np.asarray(self.weights)[:, None]
        return weights / weights.sum(), np.array(self.means)[:, None], np.array(self.stds)[:, None]

    def log_pdf(self, x: npt.ArrayLike) -> Array:
        """Log density at `x`, in nats, shape of `x`; it does not underflow."""
        x = np.asarray(x, dtype=np.float64)
        weights, means, stds = self._columns
        terms = np.log(weights / stds) - _LOG_SQRT_2PI - 0.5 * ((x.ravel() - means) / stds) ** 2
        top = terms.max(axis=0)
        return np.asarray(top + np.log(np.exp(terms - top).sum(axis=0))).reshape(x.shape)

    def pdf(self, x: npt.ArrayLike) -> Array:
        """Density at `x`, shape of `x`."""
        return np.exp(self.log_pdf(x))

    def cdf(self, x: npt.ArrayLike) -> Array:
        """Probability of (-inf, x], shape of `x`."""
        x = np.asarray(x, dtype=np.float64)
        weights, means, stds = self._columns
        below: Array = (weights * special.ndtr((x.ravel() - means) / stds)).sum(axis=0)
        return below.reshape(x.shape)

    def quantile(self, q: npt.ArrayLike) -> Array:
        """The inverse of `cdf` for `q` in (0, 1), by bisection to the last digits.

        Raises:
            GanTheoryError: for `q` outside (0, 1).
        """
        q = np.asarray(q, dtype=np.float64)
        if not np.all((q > 0) & (q < 1)):
            raise GanTheoryError("quantiles are for probabilities strictly between 0 and 1")
        flat = q.ravel()
        _, means, stds = self._columns
        # a mixture's quantile lies between the smallest and the largest of its components'
        each = means + stds * special.ndtri(flat)
        low, high = each.min(axis=0), each.max(axis=0)
        for _ in range(80):
            middle = (low + high) / 2
            below = self.cdf(middle) < flat
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2).reshape(q.shape)

    def mean(self) -> float:
        """The expectation of x."""
        return float(np.dot(self.weights, self.means))

    def std(self) -> float:
        """The standard deviation of x."""
        second = np.dot(self.weights, np.square(self.stds) + np.square(self.means))
        return float(np.sqrt(second - self.mean() ** 2))

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        """Draw `n` independent points, shape (n,)."""
        component = rng.choice(len(self.weights), size=n, p=self._columns[0][:, 0])
        return np.asarray(
            rng.normal(np.asarray(self.means)[component], np.asarray(self.stds)[component])
        )

    def edges(self) -> Array:
        """Panel edges for quadrature: half-deviations near each mean, whole ones farther out."""
        steps = np.concatenate([np.arange(-_REACH, -4), np.arange(-4, 4, 0.5), np.arange(4, 11)])
        _, means, stds = self._columns
        return thin((means + stds * steps).ravel(), 0.1 * min(self.stds))

    def expect(self, h: Observable, extra_edges: npt.ArrayLike = ()) -> list[Estimate]:
        """Expectations of several functions of x, by quadrature in x.

        Args:
            h: (points, log density there) -> values of shape (m, n), one row per function.
            extra_edges: points where `h` jumps or is singular.

        Returns:
            One estimate per row of `h`.
        """
        own = self.edges()
        extra = np.asarray(extra_edges, dtype=np.float64)
        edges = np.concatenate([own, extra[(extra > own[0]) & (extra < own[-1])]])

        def integrand(x: Array) -> Array:
            log_pdf = self.log_pdf(x)
            return np.exp(log_pdf) * h(x, log_pdf)

        return integrate(integrand, edges)

    def standardised(self) -> "Mixture1D":
        """The density of (x - mean) / std: a mixture with mean 0 and standard deviation 1."""
        mean, std = self.mean(), self.std()
        means = tuple((m - mean) / std for m in self.means)
        return Mixture1D(self.weights, means, tuple(s / std for s in self.stds))

    def text(self) -> str:
        """The mixture in the notation that `parse_target` reads."""
        parts = zip(self.weights, self.means, self.stds, strict=True)
        return "+".join(f"{w!r}*N({m!r},{s!r})" for w, m, s in parts)


def thin(edges: Array, spacing: float) -> Array:
    """Sort `edges` and drop those closer than `spacing` to the one kept before."""
    edges = np.unique(edges)
    kept = [edges[0]]
    for edge in edges[1:-1]:
        if edge - kept[-1] >= spacing and edges[-1] - edge >= spacing:
            kept.append(edge)
    return np.array([*kept, edges[-1]])


#: named targets, from easy to hard for a small generator
TARGETS: dict[str, Mixture1D] = {
    "gaussian": Mixture1D((1.0,), (0.0,), (1.0,)),
    "narrow": Mixture1D((1.0,), (1.0,), (0.5,)),
    "skewed": Mixture1D((0.6, 0.4), (-0.8, 0.8), (0.5, 1.0)),
    "bimodal": Mixture1D((0.5, 0.5), (-1.5, 1.5), (0.5, 0.5)),
    "unequal": Mixture1D((0.75, 0.25), (-1.2, 1.8), (0.6, 0.4)),
    "trimodal": Mixture1D((1 / 3, 1 / 3, 1 / 3), (-2.5, 0.0, 2.5), (0.5, 0.5, 0.5)),
}

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_TERM = re.compile(
    rf"(?:(?P<weight>{_NUMBER}(?:/\d+)?)\*)?N\((?P<mean>{_NUMBER}),(?P<std>{_NUMBER})\)"
)


def parse_target(text: str) -> Mixture1D:
    """Read a target: a name in `TARGETS` or a formula such as `0.5*N(-2,0.5)+1/2*N(2,0.5)`.

    The second number of N is the standard deviation. A weight is a number or a fraction.

    Raises:
        GanTheoryError: naming what could not be read.
    """
    if text.strip() in TARGETS:
        return TARGETS[text.strip()]
    dense = re.sub(r"\s+", "", text)
    weights, means, stds, position = [], [], [], 0
    while position < len(dense):
        if position:
            if dense[position] != "+":
                raise _unreadable(text, dense[position:])
            position += 1
        match = _TERM.match(dense, position)
        if match is None:
            raise _unreadable(text, dense[position:])
        try:
            weights.append(float(Fraction(match["weight"] or "1")))
        except (ValueError, ZeroDivisionError):
            raise GanTheoryError(f"target {text!r}: {match['weight']!r} is no weight") from None
        means.append(float(match["mean"]))
        stds.append(float(match["std"]))
        position = match.end()
    if not weights:
        raise _unreadable(text, dense)
    try:
        return Mixture1D(tuple(weights), tuple(means), tuple(stds))
    except GanTheoryError as error:
        raise GanTheoryError(f"target {text!r}: {error}") from None


def _unreadable(text: str, rest: str) -> GanTheoryError:
    return GanTheoryError(
        f"target {text!r}: cannot read it from {rest[:20]!r} on; give one of "
        f"{', '.join(TARGETS)} or a formula such as 0.5*N(-2,0.5)+0.5*N(2,0.5)"
    )


PriorName = Literal["uniform", "normal"]


@dataclass(frozen=True)
class Prior:
    """The distribution p_z of a scalar z: uniform on [-1, 1] or standard normal.

    Raises:
        GanTheoryError: for another name.
    """

    name: PriorName

    def __post_init__(self) -> None:
        if self.name not in ("uniform", "normal"):
            raise GanTheoryError(f"unknown prior {self.name!r}; choose uniform or normal")

    @property
    def support(self) -> tuple[float, float]:
        """Where z lives; the normal is cut off where 2e-17 of its mass is left outside."""
        return (-1.0, 1.0) if self.name == "uniform" else (-8.5, 8.5)

    def log_pdf(self, z: npt.ArrayLike) -> Array:
        """Log density at `z`, in nats; -inf outside [-1, 1] for the uniform."""
        z = np.asarray(z, dtype=np.float64)
        if self.name == "uniform":
            return np.where(np.abs(z) <= 1, -np.log(2.0), -np.inf)
        return -0.5 * z**2 - _LOG_SQRT_2PI

    def cdf(self, z: npt.ArrayLike) -> Array:
        """Probability of (-inf, z], shape of `z`."""
        z = np.asarray(z, dtype=np.float64)
        return np.asarray(np.clip((z + 1) / 2, 0, 1) if self.name == "uniform" else special.ndtr(z))

    def quantile(self, q: npt.ArrayLike) -> Array:
        """The z below which `q` of the mass lies."""
        q = np.asarray(q, dtype=np.float64)
        return np.asarray(2 * q - 1 if self.name == "uniform" else special.ndtri(q))

    def sample(self, rng: np.random.Generator, n: int) -> Array:
        """Draw `n` independent points, shape (n,)."""
        return rng.uniform(-1, 1, n) if self.name == "uniform" else rng.standard_normal(n)
