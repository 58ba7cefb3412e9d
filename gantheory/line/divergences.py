"""V(D, G), C(G), JSD, KL and total variation of one-dimensional densities, by quadrature.

Two independent routes lead to the numbers, so that C = -log 4 + 2 JSD is a check and not a
definition:

- V and C are expectations, under p_data by an integral in x and under p_g by an integral in z
  (E_{x ~ p_g} h(x) = E_{z ~ p_z} h(G(z))).
- JSD, total variation and the mass of p_g are integrals of the densities over x, on other nodes,
  after a substitution that tames the folds of G.

Logarithms are taken of logits and of log densities, so nothing underflows, and 0 log 0 = 0.
All values are in nats.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from gantheory.line.densities import Observable
from gantheory.line.quadrature import Array, Estimate, Integrand, ease, integrate

#: points of a panel at which the sign of p - q is looked at
_LOOKS = 16

#: x of shape (n,) -> the logit of D(x), shape (n,)
Logit = Callable[[Array], Array]


class Density(Protocol):
    """What `Mixture1D` and `Pushforward` have in common."""

    @property
    def unresolved(self) -> float:
        """Mass that float64 values of x cannot resolve, so that integrals over x miss it."""
        ...

    def log_pdf(self, x: npt.ArrayLike) -> Array:
        """Log density, -inf where the density is 0."""
        ...

    def pdf(self, x: npt.ArrayLike) -> Array:
        """Density."""
        ...

    def edges(self) -> Array:
        """Panel edges in x: they cover the support and hold every jump and singularity."""
        ...

    def expect(self, h: Observable, extra_edges: npt.ArrayLike = ()) -> list[Estimate]:
        """Expectations of the rows of `h(x, log density at x)`."""
        ...


class GameValue(NamedTuple):
    """V(D, G) for a given D, and C(G) = V(D*, G) = sup_D V(D, G)."""

    value: Estimate
    criterion: Estimate


class Comparison(NamedTuple):
    """JSD of two densities, and the integral of the second one, from the same nodes."""

    jsd: Estimate
    mass: Estimate


def log_sigmoid(logit: Array) -> Array:
    """log(1 / (1 + exp(-logit))), exact for logits of any size."""
    return -np.logaddexp(0.0, -logit)


def optimal_logit(log_p: Array, log_g: Array) -> Array:
    """Logit of D* = p / (p + g), which is log p - log g; 0 where both densities vanish.

    Source: Goodfellow et al. 2014, Proposition 1. Where p = g = 0 every D is optimal; 1/2 is
    a convention.
    """
    with np.errstate(invalid="ignore"):
        return np.where(np.isneginf(log_p) & np.isneginf(log_g), 0.0, log_p - log_g)


def sigmoid(logit: Array) -> Array:
    """1 / (1 + exp(-logit)) without overflow."""
    return np.exp(log_sigmoid(logit))


def game_value(p_data: Density, p_g: Density, logit: Logit) -> GameValue:
    """V(D, G) and C(G), from the same nodes.

    Args:
        p_data: the density of the data.
        p_g: the density of the generator's samples.
        logit: D, given by its logit.

    Returns:
        V = E_{p_data} log D + E_{p_g} log(1 - D) and C = E_{p_data} log D* + E_{p_g} log(1 - D*).

    Source: Goodfellow et al. 2014, eq. 1 and eq. 4.
    """

    def on_real(x: Array, log_p: Array) -> Array:
        best = optimal_logit(log_p, p_g.log_pdf(x))
        return np.stack([log_sigmoid(logit(x)), log_sigmoid(best)])

    def on_fake(x: Array, log_g: Array) -> Array:
        best = optimal_logit(p_data.log_pdf(x), log_g)
        return np.stack([log_sigmoid(-logit(x)), log_sigmoid(-best)])

    real = p_data.expect(on_real, p_g.edges())
    fake = p_g.expect(on_fake, p_data.edges())
    value, criterion = (
        Estimate(r.value + f.value, r.error + f.error) for r, f in zip(real, fake, strict=True)
    )
    return GameValue(value, criterion)


def compare(p: Density, q: Density) -> Comparison:
    """JSD(p || q) and the mass of q, as integrals over x.

    The integrand of the JSD is 1/2 [p log(p / m) + q log(q / m)] with m = (p + q) / 2.

    Source: Goodfellow et al. 2014, eq. 6; Lin 1991.
    """

    def integrand(x: Array) -> Array:
        log_p, log_q = p.log_pdf(x), q.log_pdf(x)
        with np.errstate(divide="ignore", invalid="ignore"):
            log_m = np.logaddexp(log_p, log_q) - np.log(2.0)
            jsd = 0.5 * (_times_log(log_p, log_m) + _times_log(log_q, log_m))
        return np.stack([jsd, np.exp(log_q)])

    lost = _lost(p, q)
    jsd, mass = _over_x(integrand, p, q)
    # what the integral of q visibly misses, the JSD misses too
    missing = lost + max(0.0, abs(mass.value - 1.0) - mass.error)
    return Comparison(
        Estimate(jsd.value, jsd.error + missing), Estimate(mass.value, mass.error + lost)
    )


def total_variation(p: Density, q: Density) -> Estimate:
    """Half the integral of |p - q| over x, in panels in which p - q keeps its sign."""
    (found,) = _over_x(lambda x: 0.5 * np.abs(p.pdf(x) - q.pdf(x))[None, :], p, q, _crossings(p, q))
    return Estimate(found.value, found.error + _lost(p, q))


def _crossings(p: Density, q: Density) -> Array:
    """Where p - q changes its sign, to the last digit.

    Near an end of a panel a kink of |p - q| lies beyond the outermost nodes of both rules, which
    then agree on a wrong number. Two changes between neighbours among `_LOOKS` points of a panel
    are not seen; so close together they make little of a kink.
    """

    def sign(x: Array) -> Array:
        return np.sign(optimal_logit(p.log_pdf(x), q.log_pdf(x)))

    corners = np.union1d(p.edges(), q.edges())
    middle, half = (corners[1:] + corners[:-1]) / 2, np.diff(corners) / 2
    looks = -np.cos(np.pi * (np.arange(_LOOKS) + 0.5) / _LOOKS)
    x = (middle[:, None] + half[:, None] * looks).ravel()
    signs = sign(x)
    turns = np.flatnonzero(signs[:-1] != signs[1:])
    low, high = x[turns], x[turns + 1]
    for _ in range(60 if turns.size else 0):
        at = (low + high) / 2
        left = sign(at) == signs[turns]
        low, high = np.where(left, at, low), np.where(left, high, at)
    return np.asarray((low + high) / 2)


def _lost(p: Density, q: Density) -> float:
    """What integrals over x of JSD, total variation and mass may miss.

    Leaving out mass e of a density changes each of the three by at most e: e is what float64
    cannot resolve. Both densities are rounded, too, which is what a JSD of almost equal ones
    consists of.
    """
    return 1e-14 + p.unresolved + q.unresolved


def _over_x(
    f: Integrand, p: Density, q: Density, extra_edges: npt.ArrayLike = ()
) -> list[Estimate]:
    eased, panels = ease(f, np.concatenate([p.edges(), q.edges(), np.asarray(extra_edges)]))
    # finer than this is in vain
    return integrate(eased, panels, tolerance=max(1e-10, 0.1 * _lost(p, q)))


def kl(p: Density, q: Density) -> Estimate:
    """KL(p || q) = E_p log(p / q); infinite where q vanishes on a set that p charges.

    With the uniform prior p_g has compact support, so KL(p_data || p_g) is infinite for every
    generator: one reason to look at the JSD, which is at most log 2.
    """
    vanishes = False

    def log_ratio(x: Array, log_p: Array) -> Array:
        nonlocal vanishes
        log_q = q.log_pdf(x)
        vanishes |= bool(np.any(np.isneginf(log_q) & ~np.isneginf(log_p)))
        return np.asarray(log_p - log_q)[None, :]

    (estimate,) = p.expect(log_ratio, q.edges())
    # seen at the points: the sum of an infinity is NaN as often as infinite, and a NaN that comes
    # from elsewhere says that something went wrong
    return Estimate(np.inf, 0.0) if vanishes else estimate


def _times_log(log_p: Array, log_q: Array) -> Array:
    """P log(p / q) from log densities, 0 where p = 0."""
    return np.where(np.isneginf(log_p), 0.0, np.exp(log_p) * (log_p - log_q))
