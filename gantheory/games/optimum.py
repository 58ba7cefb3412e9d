"""The best discriminator of a game in closed form, and the divergence that it lets G see.

Laws are given by their masses: arrays of shape (symbols,) for laws on a finite alphabet, or
densities times the weights of a quadrature rule. Every divergence here is homogeneous of degree
one in the two laws together, so both give the same numbers up to the error of the rule.
"""

from collections.abc import Callable
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from jax.scipy.special import xlogy
from jaxtyping import Array, Float

Masses = Float[Array, " symbols"]
Functional = Callable[[Masses, Masses], Float[Array, ""]]


@dataclass(frozen=True)
class Optimum:
    """What the theory says about a game at D's optimum.

    Attributes:
        output: (p_data(x), p_g(x)) -> the output of the best discriminator at x, elementwise.
        best_loss: (p_data, p_g) -> the least loss of the discriminator over all functions.
        divergence: in words, what G descends as long as D stands at its optimum.
        descended: (p_data, p_g) -> that divergence; its derivative in p_g(x) is G's loss at x
            under the best discriminator, up to a constant. None where no such functional is known.
        claims: what `gantheory verify` proves of it.
        log_odds: the inverse of `output`, on NumPy arrays: what D says -> the log of
            p_data(x)/p_g(x) for which that is best; outputs that are never best are read as the
            nearest that can be. None where an output does not tell.
    """

    output: Callable[[Masses, Masses], Masses]
    best_loss: Functional
    divergence: str
    descended: Functional | None
    claims: tuple[str, ...] = ()
    log_odds: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]] | None = None


def clipped_log_ratio(
    above: npt.NDArray[np.float64], below: npt.NDArray[np.float64] | float
) -> npt.NDArray[np.float64]:
    """log(above/below) on NumPy arrays; what is below 0 counts as 0, so it may be infinite."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.maximum(above, 0.0)) - np.log(np.maximum(below, 0.0)))


def kl(p: Masses, q: Masses) -> Float[Array, ""]:
    """KL(p || q) in nats."""
    return jnp.sum(xlogy(p, p) - xlogy(p, q))


def jsd(p: Masses, q: Masses) -> Float[Array, ""]:
    """Jensen-Shannon divergence in nats, at most log 2."""
    return (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2


def pearson(p: Masses, q: Masses) -> Float[Array, ""]:
    """Pearson's chi-square, the sum of (p - q)^2 / q."""
    return jnp.sum((p - q) ** 2 / q)


def squared_hellinger(p: Masses, q: Masses) -> Float[Array, ""]:
    """Sum of (sqrt p - sqrt q)^2."""
    return jnp.sum((jnp.sqrt(p) - jnp.sqrt(q)) ** 2)


def triangular(p: Masses, q: Masses) -> Float[Array, ""]:
    """Triangular discrimination, the sum of (p - q)^2 / (p + q): chi^2(p + q || 2 q) and more."""
    return jnp.sum((p - q) ** 2 / (p + q))


def total_variation(p: Masses, q: Masses) -> Float[Array, ""]:
    """Total variation distance, half the sum of |p - q|."""
    return jnp.sum(jnp.abs(p - q)) / 2
