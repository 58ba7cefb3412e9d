"""Distributions on a finite alphabet, and the entropic mirror step of the generator on them.

Distributions have their letters on the last axis, so many of them can be stepped at once. The
generator is kept as log p_g, and near the optimum C + log 4 is summed from a series: the claims
are about how fast differences vanish, and a difference computed by subtraction would vanish into
rounding first.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

#: below this |e| the series of `_gap_density` is exact to 1e-16
_SMALL = 0.05


def normalised(log_g: Array) -> Array:
    """Shift log weights, shape (..., n), so that the weights sum to 1."""
    top = log_g.max(axis=-1, keepdims=True)
    return np.asarray(log_g - top - np.log(np.exp(log_g - top).sum(axis=-1, keepdims=True)))


def log_one_minus_optimal(log_p: Array, log_g: Array) -> Array:
    """log(1 - D*) = log(p_g / (p_data + p_g)) of each letter, shape (..., n)."""
    return np.asarray(-np.logaddexp(0.0, log_p - log_g))


def mirror_step(log_g: Array, log_one_minus_d: Array, eta: float) -> Array:
    """One entropic mirror step of size `eta` on the generator: g <- g (1 - D)^(-eta) / Z.

    Args:
        log_g: log p_g, shape (..., n).
        log_one_minus_d: log(1 - D), the derivative of V(D, .) by p_g, shape (..., n).
        eta: step size.

    Returns:
        The new log p_g, normalised. With D optimal and eta = 1 it is log((p_data + p_g) / 2)
        (claim P6).
    """
    return normalised(log_g - eta * log_one_minus_d)


def criterion_gap(log_p: Array, log_g: Array) -> Array:
    """C(G) + log 4 = 2 JSD(p_data || p_g), in nats, to full relative precision; shape (...)."""
    half = (log_g - log_p) / 2
    total = np.exp(np.logaddexp(log_p, log_g))
    # e = (g - p) / (g + p)
    return np.asarray((total * _gap_density(np.tanh(half))).sum(axis=-1))


def _gap_density(e: Array) -> Array:
    """((1 - e) log(1 - e) + (1 + e) log(1 + e)) / 2 for e in [-1, 1]."""
    square = e * e
    series = square / 2 * (1 + square / 6 * (1 + square * 0.4 * (1 + square * 15 / 28)))
    inside = np.clip(e, -1 + 1e-16, 1 - 1e-16)
    direct = ((1 - e) * np.log1p(-inside) + (1 + e) * np.log1p(inside)) / 2
    return np.where(np.abs(e) < _SMALL, series, direct)


def total_variation(log_p: Array, log_g: Array) -> Array:
    """Half the sum of |p_data - p_g|, shape (...)."""
    return np.asarray((np.exp(log_p) * np.abs(np.expm1(log_g - log_p))).sum(axis=-1) / 2)


def kl(log_p: Array, log_q: Array) -> Array:
    """KL(p || q) in nats, shape (...)."""
    return np.asarray((np.exp(log_p) * (log_p - log_q)).sum(axis=-1))
