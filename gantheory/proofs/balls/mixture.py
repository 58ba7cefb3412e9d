"""Gaussian mixtures with rational parameters: their densities and tails in ball arithmetic.

The formula is read as it is written: 0.1 is the rational 1/10, never the nearest float64. Exponents
have at most two digits: 1e-99 is narrow enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import flint

from gantheory.errors import GanTheoryError

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?(?:/\d+)?"
_TERM = re.compile(
    rf"(?:(?P<weight>{_NUMBER})\*)?N\((?P<mean>{_NUMBER}),(?P<std>{_NUMBER})\)(?:\+(?=.)|$)"
)


@dataclass(frozen=True)
class Component:
    """weight · N(mean, std); std is the standard deviation."""

    weight: Fraction
    mean: Fraction
    std: Fraction

    @property
    def height(self) -> flint.arb:
        """The density of the component at its mean, with its weight."""
        return ball(self.weight / self.std) / (2 * flint.arb.pi()).sqrt()

    def exponent(self, z: flint.acb) -> flint.acb:
        """−u²/2 with u = (z − mean)/std."""
        u = (z - ball(self.mean)) / ball(self.std)
        return -u * u / 2


#: a sum of weighted normal densities, of any mass
Components = tuple[Component, ...]


@dataclass(frozen=True)
class RationalMixture:
    """A Gaussian mixture; weights are positive with sum exactly 1.

    Raises:
        GanTheoryError: for weights or standard deviations out of range.
    """

    components: Components

    def __post_init__(self) -> None:
        if any(c.weight <= 0 for c in self.components):
            raise GanTheoryError("the weights of a mixture must be positive")
        if any(c.std <= 0 for c in self.components):
            raise GanTheoryError("the standard deviations of a mixture must be positive")
        total = sum((c.weight for c in self.components), Fraction(0))
        if total != 1:
            raise GanTheoryError(
                f"the weights of a mixture must sum to exactly 1, these sum to {total}; "
                "write thirds as 1/3"
            )


def density(components: Components, z: flint.acb) -> flint.acb:
    """Σ weight · N(mean, std) at complex z: an entire function."""
    return sum((c.height * c.exponent(z).exp() for c in components), flint.acb(0))


def log_density(components: Components, z: flint.acb, analytic: bool) -> flint.acb:
    """The logarithm that is real on the real line, continued to z.

    The largest component near z is taken out, log h − u²/2 + log(1 + Σ ratios), so that nothing
    underflows far from the means.
    """
    x = flint.acb(z.real.mid())
    logs = [c.height.log() + c.exponent(x).real for c in components]
    first = max(range(len(components)), key=lambda i: float(logs[i].mid()))
    largest = components[first]
    here = largest.exponent(z)
    ratios = flint.acb(1)
    for index, c in enumerate(components):
        if index != first:
            ratios += (c.height / largest.height) * (c.exponent(z) - here).exp()
    return largest.height.log() + here + ratios.log(analytic=analytic)


def highest(components: Components) -> flint.arb:
    """An upper bound of the density on the real line."""
    return sum((c.height for c in components), flint.arb(0))


def tail(components: Components, reach: int, centre: Fraction | None = None) -> flint.arb:
    """Σ weight · ∫ N(x) (x − centre)² dx over |x − mean| > reach · std; the mass if no centre.

    With u = (x − mean)/std: ∫_{u>t} φ = Q, ∫_{u>t} uφ = φ(t), ∫_{u>t} u²φ = tφ(t) + Q; the odd
    terms of the two sides cancel.
    """
    t = flint.arb(reach)
    above = (t / flint.arb(2).sqrt()).erfc() / 2
    second = t * (-t * t / 2).exp() / (2 * flint.arb.pi()).sqrt() + above
    total = flint.arb(0)
    for c in components:
        part = above
        if centre is not None:
            part = ball(c.std**2) * second + ball((c.mean - centre) ** 2) * above
        total += 2 * ball(c.weight) * part
    return total


def ball(x: Fraction) -> flint.arb:
    """A rational as a ball of the working precision."""
    return flint.arb(flint.fmpq(x.numerator, x.denominator))


def parse_mixture(text: str) -> RationalMixture:
    """Read `0.5*N(-2,0.5)+1/2*N(2,0.5)` exactly, or a name in `gantheory.line.densities.TARGETS`.

    Raises:
        GanTheoryError: naming what could not be read.
    """
    from gantheory.line.densities import TARGETS

    dense = re.sub(r"\s+", "", text)
    if dense in TARGETS:
        known = TARGETS[dense]  # written with few digits or as thirds: the small fractions meant
        rows = zip(known.weights, known.means, known.stds, strict=True)
        parts = [[Fraction(v).limit_denominator(1000) for v in row] for row in rows]
        return RationalMixture(tuple(Component(*part) for part in parts))
    found: list[Component] = []
    position = 0
    while position < len(dense) or not found:
        match = _TERM.match(dense, position)
        if match is None:
            raise GanTheoryError(
                f"mixture {text!r}: cannot read it from {dense[position : position + 20]!r} on; "
                f"give one of {', '.join(TARGETS)} or a formula such as "
                "0.5*N(-2,0.5)+0.5*N(2,0.5)"
            )
        values = (match["weight"] or "1", match["mean"], match["std"])
        found.append(Component(*(_exact(text, value) for value in values)))
        position = match.end()
    return RationalMixture(tuple(found))


def _exact(text: str, number: str) -> Fraction:
    over, _, under = number.partition("/")
    try:
        return Fraction(over) / int(under or "1")
    except (ValueError, ZeroDivisionError):
        raise GanTheoryError(f"mixture {text!r}: {number!r} is not a number") from None
