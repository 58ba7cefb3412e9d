"""KL, JSD and C(G) of Gaussian mixtures on the whole line, as rigorous enclosures.

Each is a sum of terms ∫ a log(a/r). Over panels around the means of a the integral is Arb's
(Johansson 2018: adaptive Gauss-Legendre quadrature with error balls); what lies outside is enclosed
by analytic bounds on Gaussian tails. Nothing is sampled or estimated: the true number is in the
ball.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, sqrt

import flint

from gantheory.errors import GanTheoryError
from gantheory.proofs.balls.mixture import (
    Components,
    RationalMixture,
    ball,
    density,
    highest,
    log_density,
    tail,
)

#: triples k, a, r that stand for k ∫ a log(a/r)
Terms = tuple[tuple[Fraction, Components, Components], ...]

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
        reach: the quadrature goes this many standard deviations from each mean; outside are the
            analytic tails.
        tails: what the tails contribute.
        seconds: time taken.
    """

    quantity: str
    ball: flint.arb
    bits: int
    reach: int
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


def _shared(p: RationalMixture, g: RationalMixture, k: Fraction) -> Components:
    """k (p + g)."""
    both = (*p.components, *g.components)
    return tuple(replace(c, weight=k * c.weight) for c in both)


#: name -> (what it is, the terms k ∫ a log(a/r) that it is the sum of, as triples k, a, r)
QUANTITIES: dict[str, tuple[str, Callable[[RationalMixture, RationalMixture], Terms]]] = {
    "kl": ("KL(p || g)", lambda p, g: ((Fraction(1), p.components, g.components),)),
    "jsd": (
        "JSD(p, g)",
        lambda p, g: tuple(
            (Fraction(1, 2), a.components, _shared(p, g, Fraction(1, 2))) for a in (p, g)
        ),
    ),
    "criterion": (  # p log D* + g log(1 - D*) with D* = p/(p + g)
        "C(p, g) = max_D V",
        lambda p, g: tuple((Fraction(1), a.components, _shared(p, g, Fraction(1))) for a in (p, g)),
    ),
}


def _tails(a: Components, r: Components, reach: int) -> flint.arb:
    """∫ a log(a/r) outside the panels, from bounds of log(a/r) on either side."""
    return _at_most(a, a, r, reach).union(-_at_most(a, r, a, reach))


def _at_most(a: Components, over: Components, under: Components, reach: int) -> flint.arb:
    """An upper bound of ∫ a log(over/under) outside the panels.

    log over ≤ log max over; log under ≥ log(one component) = log height − (x − m)²/(2s²), of the
    widest. The region lies beyond `reach` standard deviations of every component of a.
    """
    widest = max(under, key=lambda c: c.std)
    constant = (highest(over) / widest.height).log().max(flint.arb(0))
    return constant * tail(a, reach) + tail(a, reach, widest.mean) / (2 * ball(widest.std) ** 2)


def _panels(a: Components, reach: int) -> list[tuple[Fraction, Fraction]]:
    """Within `reach` standard deviations of some mean of a; cut at the means."""
    spans = sorted((c.mean - reach * c.std, c.mean + reach * c.std) for c in a)
    merged = [spans[0]]
    for low, high in spans[1:]:
        if low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    means = {c.mean for c in a}
    cuts = [sorted({low, high, *(m for m in means if low < m < high)}) for low, high in merged]
    return [panel for ends in cuts for panel in pairwise(ends)]


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
    started = time.perf_counter()
    if reach is None:
        reach = ceil(sqrt(2 * 0.6931472 * (bits + 8))) + 1  # exp(-reach²/2) < 2^-(bits + 8)
    _, terms_of = QUANTITIES[quantity]
    with flint.ctx.workprec(bits + _GUARD):
        wanted = flint.arb(2) ** -(bits + 14)
        inside, tails = flint.acb(0), flint.arb(0)
        for k, a, r in terms_of(p, g):

            def integrand(
                z: flint.acb, analytic: bool, a: Components = a, r: Components = r
            ) -> flint.acb:
                log = log_density(a, z, analytic) - log_density(r, z, analytic)
                return density(a, z) * log

            for low, high in _panels(a, reach):
                ends = flint.acb(ball(low)), flint.acb(ball(high))
                part = flint.acb.integral(integrand, *ends, abs_tol=wanted, rel_tol=wanted)
                inside += ball(k) * part
            tails += ball(k) * _tails(a, r, reach)
        total = inside.real + tails
    if not total.is_finite():
        raise GanTheoryError("the quadrature gave no finite ball; ask for more bits")
    return Enclosure(quantity, total, bits, reach, tails, time.perf_counter() - started)
