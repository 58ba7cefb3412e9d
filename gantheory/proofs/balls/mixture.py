"""Gaussian mixtures with rational parameters: their densities and tails in ball arithmetic.

The formula is read as it is written: 0.1 is the rational 1/10, never the nearest float64.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import flint

from gantheory.errors import GanTheoryError

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?(?:/\d+)?"
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


@dataclass(frozen=True)
class RationalMixture:
    """A Gaussian mixture; weights are positive with sum exactly 1.

    Raises:
        GanTheoryError: for weights or standard deviations out of range.
    """

    components: tuple[Component, ...]

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

    def density(self, z: flint.acb) -> flint.acb:
        """The density, continued to complex z (it is an entire function)."""
        total = flint.acb(0)
        for c in self.components:
            u = (z - ball(c.mean)) / ball(c.std)
            total += c.height * (-u * u / 2).exp()
        return total

    @property
    def highest(self) -> flint.arb:
        """An upper bound of the density: the sum of the components' heights."""
        return sum((c.height for c in self.components), flint.arb(0))

    def tail_mass(self, low: Fraction, high: Fraction) -> flint.arb:
        """The mass outside [low, high]."""
        return self.tail_square(low, high, None)

    def tail_square(self, low: Fraction, high: Fraction, centre: Fraction | None) -> flint.arb:
        """∫ p(x) (x − centre)² dx over the x outside [low, high]; the mass if there is no centre.

        With u = (x − mean)/std: ∫_{u>t} φ = Q, ∫_{u>t} uφ = φ(t), ∫_{u>t} u²φ = tφ(t) + Q.
        """
        total = flint.arb(0)
        for c in self.components:
            for side, end in ((1, high), (-1, low)):
                t = ball(side * (end - c.mean) / c.std)
                above = (t / flint.arb(2).sqrt()).erfc() / 2
                if centre is None:
                    part = above
                else:
                    phi = (-t * t / 2).exp() / (2 * flint.arb.pi()).sqrt()
                    s, d = ball(c.std), ball(side * (c.mean - centre))
                    part = s * s * (t * phi + above) + 2 * s * d * phi + d * d * above
                total += ball(c.weight) * part
        return total


def ball(x: Fraction) -> flint.arb:
    """A rational as a ball of the working precision."""
    return flint.arb(flint.fmpq(x.numerator, x.denominator))


def parse_mixture(text: str) -> RationalMixture:
    """Read `0.5*N(-2,0.5)+1/2*N(2,0.5)` exactly, or a name in `gantheory.densities.TARGETS`.

    Raises:
        GanTheoryError: naming what could not be read.
    """
    from gantheory.densities import TARGETS

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
