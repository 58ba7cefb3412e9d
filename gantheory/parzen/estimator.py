"""The Parzen window log-likelihood of the paper's Table 1, exactly, in one pass over distances.

A Gaussian of width sigma is placed on each of N samples of G, and test points are scored by

    log p(x) = log sum_i exp(-|x - mu_i|^2 / (2 sigma^2)) - log N - d log(sigma sqrt(2 pi)).

Squared distances come from one matrix product per block, |x|^2 + |mu|^2 - 2 x mu, in float64;
every sigma is served from the same block. The product cancels where x is near mu, which costs
at most some tens of eps (|x|^2 + |mu|^2) in a squared distance. Where that would show at the
smallest sigma (more than `_TOLERANCE` nats), each coordinate is first split into a coarse part,
whose products add up without any rounding, and a small rest; this costs three products.

Source: Goodfellow et al. 2014, section 5; protocol as in the released `parzen_ll.py`: 10 widths
from 0.1 to 1, the best one on the first 1,000 validation images, then all test images, standard
error over the test images.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int
from numpy.typing import NDArray

from gantheory.errors import GanTheoryError

#: the released script's grid: 10 widths, evenly spaced in the logarithm, from 0.1 to 1
PAPER_SIGMAS: tuple[float, ...] = tuple(float(s) for s in np.logspace(-1, 0, 10))
#: how many validation images choose the width, in the released script
PAPER_VALIDATION = 1_000

_EPS = float(np.finfo(np.float64).eps)
#: nats per point that may be lost to cancellation before coordinates are split
_TOLERANCE = 1e-9
#: beyond it and its reciprocal, squares of widths and of log-likelihoods leave float64
_LEAST_SIGMA = 1e-50
_SAMPLES_AT_ONCE = 16_384
_POINTS_AT_ONCE = 256

#: what users hand in; its shape is checked here, with a complaint in words
Matrix = NDArray[Any]


@dataclass(frozen=True)
class ParzenCurve:
    """Mean log-likelihood of a set of points, in nats, for each width.

    Attributes:
        sigmas: the widths.
        means: mean over the points.
        standard_errors: standard deviation over the points / sqrt(number of points).
        n_samples: kernels in the mixture.
        n_points: points scored.
    """

    sigmas: tuple[float, ...]
    means: tuple[float, ...]
    standard_errors: tuple[float, ...]
    n_samples: int
    n_points: int

    @property
    def best(self) -> int:
        """Index of the width with the highest mean."""
        return int(np.argmax(self.means))

    @property
    def at_edge(self) -> bool:
        """Whether the best width is the first or last of several: the true best may lie outside."""
        return len(self.sigmas) > 1 and self.best in (0, len(self.sigmas) - 1)


@dataclass(frozen=True)
class ParzenResult:
    """The score of a set of samples: the width is chosen on validation, the score is on test.

    Attributes:
        sigma: the width with the highest mean validation log-likelihood.
        mean: mean test log-likelihood at that width, in nats.
        standard_error: its standard error over the test points.
        at_edge: the width is at an end of the grid, so a better one may lie outside.
        n_samples: samples of G.
        validation: the curve that chose the width.
        test: the test curve, for information; nothing is chosen by it.
    """

    sigma: float
    mean: float
    standard_error: float
    at_edge: bool
    n_samples: int
    validation: ParzenCurve
    test: ParzenCurve

    def to_json(self) -> dict[str, Any]:
        """Give the result as plain data."""
        return asdict(self)

    def __str__(self) -> str:
        score = f"{self.mean:.2f} +- {self.standard_error:.2f} nats (sigma {self.sigma:.4g})"
        warning = "; sigma is at the edge of its grid: widen it" if self.at_edge else ""
        return score + warning


def pointwise_log_likelihood(
    samples: Matrix,
    points: Matrix,
    sigmas: Sequence[float] = PAPER_SIGMAS,
    dtype: str = "float64",
) -> NDArray[np.float64]:
    """Evaluate the Parzen log-likelihood of every point at every width.

    Memory: one block of 256 x 16,384 distances, and copies of the points and of 16,384 samples;
    `samples` may be a memory map of any length.

    Args:
        samples: shape (N, d), the kernels' centres.
        points: shape (n, d), what is scored.
        sigmas: widths, each positive, from 1e-50 to 1e50.
        dtype: "float64", or "float32" for accelerators without fast doubles: distances are then
            wrong by some 1e-6 |x|^2, which on MNIST is 4e-3 nats a point at sigma 0.1 and 0.4
            at 0.01.

    Returns:
        Shape (n, number of widths), float64, in nats. With "float64" within 1e-9 of a direct
        evaluation in float64, or a few eps of the value itself where that is larger.

    Raises:
        GanTheoryError: for arrays of the wrong shape, NaN or infinity in them, or bad widths.
    """
    sigmas = _checked_sigmas(sigmas)
    _check_matrix("samples", samples)
    _check_matrix("points", points)
    if samples.shape[1] != points.shape[1]:
        raise GanTheoryError(
            f"samples have {samples.shape[1]} numbers each but points have {points.shape[1]}"
        )
    if dtype not in ("float64", "float32"):
        raise GanTheoryError(f"dtype must be float64 or float32, not {dtype!r}")
    n, dim = points.shape
    rates = tuple(1.0 / (2.0 * sigma * sigma) for sigma in sigmas)
    reach = max(_largest_norm(samples), _largest_norm(points))
    # 18 eps were measured at 784 dimensions, 72 are assumed; rounding grows like a random walk
    error = _EPS * (16 + 2 * math.sqrt(dim)) * 2 * reach**2 * max(rates)
    split = error > _TOLERANCE and dtype == "float64"
    grid = _coarse_grid(samples, points) if split else 1.0

    rows = min(_POINTS_AT_ONCE, n)
    blocks = -(-n // rows)
    at_once = -(-len(samples) // -(-len(samples) // _SAMPLES_AT_ONCE))
    with jax.enable_x64(True):
        padded = np.zeros((blocks * rows, dim), dtype)
        padded[:n] = points
        scales = jnp.asarray(rates)
        stacked = jnp.asarray(padded.reshape(blocks, rows, dim))
        nearest = jnp.asarray(np.full((blocks, rows), np.inf))
        sums = jnp.asarray(np.zeros((blocks, rows, len(rates))))
        for start in range(0, len(samples), at_once):
            part = np.asarray(samples[start : start + at_once], dtype)
            count = len(part)
            if count < at_once:  # one shape, one compilation
                part = np.concatenate([part, np.zeros((at_once - count, dim), dtype)])
            nearest, sums = _accumulate(
                nearest, sums, stacked, jnp.asarray(part), count, scales, grid, split
            )
    log_sums = np.log(np.asarray(sums)) - np.asarray(nearest)[..., None] * np.asarray(rates)
    values = log_sums.reshape(blocks * rows, len(rates))[:n]
    constants = [
        math.log(len(samples)) + dim * math.log(s * math.sqrt(2 * math.pi)) for s in sigmas
    ]
    return np.asarray(values - np.asarray(constants), np.float64)


@partial(jax.jit, static_argnames="split")
def _accumulate(
    nearest: Float[Array, "blocks rows"],
    sums: Float[Array, "blocks rows sigmas"],
    points: Float[Array, "blocks rows dim"],
    samples: Float[Array, "samples dim"],
    count: Int[Array, ""] | int,
    rates: Float[Array, " sigmas"],
    grid: Float[Array, ""] | float,
    split: bool,
) -> tuple[Float[Array, "blocks rows"], Float[Array, "blocks rows sigmas"]]:
    """Add the kernels of some samples to the running sums, taken relative to the nearest one.

    Args:
        nearest: smallest squared distance so far.
        sums: sum of exp(-rate (squared distance - nearest)) so far, for each rate.
        points: what is scored.
        samples: centres, of which only the first `count` are real.
        count: number of real centres.
        rates: 1 / (2 sigma^2).
        grid: spacing of the coarse parts of coordinates.
        split: whether to split coordinates; plain products otherwise.
    """
    real = jnp.arange(samples.shape[0]) < count
    columns = samples.T
    sample_norms = jnp.sum(samples * samples, axis=1)
    if split:
        coarse = jnp.round(samples / grid) * grid
        rest = samples - coarse
        coarse_norms = jnp.sum(coarse * coarse, axis=1)
        # |m|^2 - |coarse|^2 without cancellation
        rest_norms = jnp.sum(rest * (samples + coarse), axis=1)
        right = jnp.concatenate([rest, coarse], axis=1).T

    def squared_distances(x: Array) -> Array:
        if not split:
            norms = jnp.sum(x * x, axis=1)[:, None] + sample_norms[None, :]
            return (norms - 2.0 * (x @ columns)).astype(jnp.float64)
        x_coarse = jnp.round(x / grid) * grid
        x_rest = x - x_coarse
        # integers times grid^2, all below 2^53 of them: exact
        main = jnp.sum(x_coarse * x_coarse, axis=1)[:, None] + coarse_norms[None, :]
        main = main - 2.0 * (x_coarse @ coarse.T)
        # x mu - coarse coarse = x rest' + rest coarse'
        small = jnp.sum(x_rest * (x + x_coarse), axis=1)[:, None] + rest_norms[None, :]
        return main + (small - 2.0 * (jnp.concatenate([x, x_rest], axis=1) @ right))

    def block(args: tuple[Array, Array, Array]) -> tuple[Array, Array]:
        x, before, sums_before = args
        distances = jnp.where(real[None, :], jnp.maximum(squared_distances(x), 0.0), jnp.inf)
        now = jnp.minimum(before, jnp.min(distances, axis=1))
        excess = distances - now[:, None]
        # before the first samples `before` is infinite and the sums are zero: exp(-inf) * 0 = 0
        added = [
            sums_before[:, i] * jnp.exp(-rate * (before - now))
            + jnp.sum(jnp.exp(-rate * excess), axis=1)
            for i, rate in enumerate(jnp.unstack(rates))
        ]
        return now, jnp.stack(added, axis=1)

    result: tuple[Array, Array] = jax.lax.map(block, (points, nearest, sums))
    return result


def parzen_log_likelihood(
    samples: Matrix,
    points: Matrix,
    sigmas: Sequence[float] = PAPER_SIGMAS,
    dtype: str = "float64",
) -> ParzenCurve:
    """Score points under a Parzen window on samples: mean and standard error for each width.

    Args, errors: as for `pointwise_log_likelihood`.
    """
    values = pointwise_log_likelihood(samples, points, sigmas, dtype)
    return ParzenCurve(
        sigmas=tuple(float(sigma) for sigma in sigmas),
        means=tuple(float(mean) for mean in values.mean(axis=0)),
        standard_errors=tuple(float(s) for s in values.std(axis=0) / math.sqrt(len(values))),
        n_samples=len(samples),
        n_points=len(points),
    )


def parzen_score(
    samples: Matrix,
    validation: Matrix,
    test: Matrix,
    sigmas: Sequence[float] = PAPER_SIGMAS,
    dtype: str = "float64",
) -> ParzenResult:
    """Score samples by the paper's protocol: width from the validation points, score on test.

    Args:
        samples: shape (N, d), samples of G.
        validation: shape (m, d); the protocol takes the first `PAPER_VALIDATION`.
        test: shape (n, d).
        sigmas: the grid of widths.
        dtype: see `pointwise_log_likelihood`.

    Raises:
        GanTheoryError: see `pointwise_log_likelihood`.
    """
    chosen_on = parzen_log_likelihood(samples, validation, sigmas, dtype)
    scored = parzen_log_likelihood(samples, test, sigmas, dtype)
    best = chosen_on.best
    return ParzenResult(
        sigma=chosen_on.sigmas[best],
        mean=scored.means[best],
        standard_error=scored.standard_errors[best],
        at_edge=chosen_on.at_edge,
        n_samples=len(samples),
        validation=chosen_on,
        test=scored,
    )


def _checked_sigmas(sigmas: Sequence[float]) -> tuple[float, ...]:
    checked = tuple(float(sigma) for sigma in sigmas)
    if not checked or not all(_LEAST_SIGMA <= s <= 1 / _LEAST_SIGMA for s in checked):
        raise GanTheoryError(
            f"every sigma must be a positive number, from {_LEAST_SIGMA:g} to "
            f"{1 / _LEAST_SIGMA:g}, not {list(sigmas)}"
        )
    return checked


def _check_matrix(name: str, array: Matrix) -> None:
    if array.ndim != 2 or 0 in array.shape:
        raise GanTheoryError(f"{name} must have shape (n, d), not {array.shape}")
    if array.dtype.kind not in "fiub":
        raise GanTheoryError(f"{name} must be real numbers, not {array.dtype}")
    if array.dtype.kind == "f":
        for start in range(0, len(array), _SAMPLES_AT_ONCE):
            finite = np.isfinite(array[start : start + _SAMPLES_AT_ONCE]).all(axis=1)
            if not finite.all():
                row = start + int(np.argmin(finite))
                raise GanTheoryError(f"{name} holds NaN or infinity (first in row {row})")


def _largest_norm(array: Matrix) -> float:
    """Largest Euclidean norm of a row."""
    largest = 0.0
    for start in range(0, len(array), _SAMPLES_AT_ONCE):
        part = np.asarray(array[start : start + _SAMPLES_AT_ONCE], np.float64)
        largest = max(largest, float(np.einsum("ij,ij->i", part, part).max()))
    return math.sqrt(largest)


def _coarse_grid(samples: Matrix, points: Matrix) -> float:
    """Spacing, a power of two, at which squared distances of coarse parts are exact integers.

    With coordinates up to 2^top in steps of 2^(top - bits), every partial sum of the three
    terms of |x|^2 + |m|^2 - 2 x m stays below d 2^(2 bits + 2) steps; that must fit in 53 bits.
    """
    dim = points.shape[1]
    largest = max(float(np.abs(samples).max()), float(np.abs(points).max()), 1e-300)
    top = math.frexp(largest)[1]
    bits = (53 - 3 - math.ceil(math.log2(dim))) // 2 if dim > 1 else 25
    return math.ldexp(1.0, top - bits)
