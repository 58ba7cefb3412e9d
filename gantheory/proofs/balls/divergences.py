"""KL, JSD and C(G) of Gaussian mixtures on the whole line, as rigorous enclosures.

The integral over [low, high] is Arb's (Johansson 2018, adaptive Gauss-Legendre quadrature with
ball error bounds); what lies outside is enclosed by analytic bounds on Gaussian tails. Nothing is
sampled and nothing is estimated: the true number lies in the ball.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, sqrt

import flint

from gantheory.errors import GanTheoryError
from gantheory.proofs.balls.mixture import RationalMixture, ball

#: bits of working precision beyond those asked for
_GUARD = 40
LEAST_BITS, MOST_BITS = 16, 2048


@dataclass(frozen=True)
class Enclosure:
    """A number in nats that is certainly in a ball.

    Attributes:
        quantity: a name in `QUANTITIES`.
        ball: the enclosure.
        bits: the accuracy asked for: a radius of 2^-bits.
        low, high: ends of the interval of quadrature; outside are the analytic tails.
        tails: what the tails contribute.
        seconds: time taken.
    """

    quantity: str
    ball: flint.arb
    bits: int
    low: Fraction
    high: Fraction
    tails: flint.arb
    seconds: float

    @property
    def radius(self) -> float:
        """Half the width of the ball, rounded up."""
        return float(self.ball.rad())

    @property
    def reached(self) -> bool:
        """Whether the ball is as small as asked for."""
        return bool(self.ball.rad() <= flint.arb(2) ** -self.bits)


def _terms_kl(p: flint.acb, g: flint.acb, log: Callable[[flint.acb], flint.acb]) -> flint.acb:
    return p * log(p / g)


def _terms_criterion(
    p: flint.acb, g: flint.acb, log: Callable[[flint.acb], flint.acb]
) -> flint.acb:
    """P log D* + g log(1 − D*), at D* = p/(p + g)."""
    return p * log(p / (p + g)) + g * log(g / (p + g))


def _terms_jsd(p: flint.acb, g: flint.acb, log: Callable[[flint.acb], flint.acb]) -> flint.acb:
    """½ p log(p/m) + ½ g log(g/m), at m = (p + g)/2."""
    m = (p + g) / 2
    return (p * log(p / m) + g * log(g / m)) / 2


def _tails_kl(p: RationalMixture, g: RationalMixture, low: Fraction, high: Fraction) -> flint.arb:
    """From p, g at most their highest values and at least any one component."""
    return _one_side(p, p, g, low, high).union(-_one_side(p, g, p, low, high))


def _one_side(
    p: RationalMixture, over: RationalMixture, under: RationalMixture, low: Fraction, high: Fraction
) -> flint.arb:
    """An upper bound of ∫ p log(over/under) over the tails.

    log over ≤ log max over; log under ≥ log(one component) = log height − (x − m)²/(2s²), the
    widest component.
    """
    widest = max(under.components, key=lambda c: c.std)
    constant = (over.highest / widest.height).log()
    square = p.tail_square(low, high, widest.mean) / (2 * ball(widest.std) ** 2)
    return constant * p.tail_mass(low, high) + square


def _tails_criterion(
    p: RationalMixture, g: RationalMixture, low: Fraction, high: Fraction
) -> flint.arb:
    """The integrand is −(p + g) times the entropy of D*, between −(p + g) log 2 and 0."""
    mass = p.tail_mass(low, high) + g.tail_mass(low, high)
    return flint.arb(0).union(-mass * flint.arb(2).log())


def _tails_jsd(p: RationalMixture, g: RationalMixture, low: Fraction, high: Fraction) -> flint.arb:
    """The integrand is between 0 and ½ (p + g) log 2."""
    mass = p.tail_mass(low, high) + g.tail_mass(low, high)
    return flint.arb(0).union(mass * flint.arb(2).log() / 2)


#: name -> (what it is, integrand, tails)
QUANTITIES = {
    "kl": ("KL(p || g)", _terms_kl, _tails_kl),
    "jsd": ("JSD(p, g)", _terms_jsd, _tails_jsd),
    "criterion": ("C(p, g) = max_D V", _terms_criterion, _tails_criterion),
}


def enclose(
    quantity: str,
    p: RationalMixture,
    g: RationalMixture,
    bits: int = 64,
    reach: int | None = None,
) -> Enclosure:
    """Enclose a quantity of two mixtures, in nats.

    Args:
        quantity: a name in `QUANTITIES`.
        p: the data's density.
        g: the generator's.
        bits: the radius wanted is 2^-bits.
        reach: how many standard deviations from the means the quadrature goes; the default
            leaves tails of mass below 2^-bits. A smaller one gives a wider ball.

    Raises:
        GanTheoryError: for an unknown quantity, or bits out of range.
    """
    if quantity not in QUANTITIES:
        raise GanTheoryError(f"no quantity {quantity!r}; choose one of {', '.join(QUANTITIES)}")
    if not LEAST_BITS <= bits <= MOST_BITS:
        raise GanTheoryError(f"bits must be from {LEAST_BITS} to {MOST_BITS}, got {bits}")
    _, terms, tails_of = QUANTITIES[quantity]
    started = time.perf_counter()
    components = (*p.components, *g.components)
    if reach is None:
        reach = ceil(sqrt(2 * 0.6931472 * (bits + 8))) + 1  # exp(-reach²/2) < 2^-(bits + 8)
    low = min(c.mean - reach * c.std for c in components)
    high = max(c.mean + reach * c.std for c in components)

    def integrand(z: flint.acb, analytic: bool) -> flint.acb:
        return terms(p.density(z), g.density(z), lambda t: t.log(analytic=analytic))

    with flint.ctx.workprec(bits + _GUARD):
        cuts = [low, *sorted({c.mean for c in components}), high]
        wanted = flint.arb(2) ** -(bits + 14)
        inside = flint.acb(0)
        for a, b in pairwise(cuts):
            inside += flint.acb.integral(
                integrand, flint.acb(ball(a)), flint.acb(ball(b)), abs_tol=wanted, rel_tol=wanted
            )
        tails = tails_of(p, g, low, high)
        total = inside.real + tails
    if not total.is_finite():
        raise GanTheoryError("the quadrature gave no finite ball; ask for more bits")
    return Enclosure(quantity, total, bits, low, high, tails, time.perf_counter() - started)
