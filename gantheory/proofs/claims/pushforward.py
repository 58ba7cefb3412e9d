"""F1: expectations under p_g are expectations under p_z, for any map and on any alphabet."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from gantheory.proofs.claim import EXACT, Claim, FalseVariant, Step
from gantheory.proofs.claims.vocabulary import GAN14
from gantheory.proofs.exact import draw
from gantheory.proofs.exact.draw import Vector
from gantheory.proofs.exact.law import Comparison, law


def _mapped(dice: Random, size: int) -> dict[str, Any]:
    """A distribution of z, a map of its letters to letters x, and a function h of x."""
    count, outputs = draw.letters(dice, size), draw.letters(dice, size)
    return {
        "p_z": draw.distribution(dice, count, size),
        "to": draw.mapping(dice, count, outputs),
        "h": tuple(draw.rational(dice, size) for _ in range(outputs)),
    }


def _mean_before(p_z: Vector, to: tuple[int, ...], h: Vector) -> Fraction:
    """E h(G(z)), a sum over z."""
    return sum((mass * h[x] for mass, x in zip(p_z, to, strict=True)), Fraction(0))


@law(_mapped)
def _fibres(p_z: Vector, to: tuple[int, ...], h: Vector) -> Comparison:
    """For every map G of a finite alphabet: E h(G(z)) = E h(x) for x of law p_g.

    p_g(x) is the sum of p_z over all z with G(z) = x; G need not be one-to-one or onto.
    """
    p_g = [
        sum((m for m, y in zip(p_z, to, strict=True) if y == x), Fraction(0)) for x in range(len(h))
    ]
    after = sum((mass * value for mass, value in zip(p_g, h, strict=True)), Fraction(0))
    return Comparison(_mean_before(p_z, to, h), "==", after)


@law(_mapped)
def _one_branch(p_z: Vector, to: tuple[int, ...], h: Vector) -> Comparison:
    """For every map G: E h(G(z)) = the sum of h(x) p_z(z), one z with G(z) = x for each x."""
    chosen = {x: mass for mass, x in zip(p_z, to, strict=True)}
    after = sum((mass * h[x] for x, mass in chosen.items()), Fraction(0))
    return Comparison(_mean_before(p_z, to, h), "==", after)


def _line(dice: Random, size: int) -> dict[str, Any]:
    """A line a + s z with s not 0, and a power."""
    slope = draw.rational(dice, size) or Fraction(1)
    return {"a": draw.rational(dice, size), "s": slope, "k": dice.randint(0, size)}


def _power_before(a: Fraction, s: Fraction, k: int) -> Fraction:
    """The integral of (a + s z)^k over 0 < z < 1, term by term."""
    terms = (comb(k, i) * a ** (k - i) * s**i / (i + 1) for i in range(k + 1))
    return sum(terms, Fraction(0))


def _power_after(a: Fraction, s: Fraction, k: int) -> Fraction:
    """The integral of x^k over the interval between a and a + s."""
    low, high = min(a, a + s), max(a, a + s)
    return (high ** (k + 1) - low ** (k + 1)) / (k + 1)


@law(_line)
def _jacobian(a: Fraction, s: Fraction, k: int) -> Comparison:
    """For z uniform on (0, 1), G(z) = a + s z, s not 0: p_g = 1/|s| on the image of G.

    Held against E x^k for k = 0, 1, 2, ...
    """
    return Comparison(_power_before(a, s, k), "==", _power_after(a, s, k) / abs(s))


@law(_line)
def _no_jacobian(a: Fraction, s: Fraction, k: int) -> Comparison:
    """For z uniform on (0, 1), G(z) = a + s z: p_g = 1 on the image of G."""
    return Comparison(_power_before(a, s, k), "==", _power_after(a, s, k))


@law(_line)
def _no_size(a: Fraction, s: Fraction, k: int) -> Comparison:
    """For z uniform on (0, 1), G(z) = a + s z: p_g = 1/s on the image of G."""
    return Comparison(_power_before(a, s, k), "==", _power_after(a, s, k) / s)


F1 = Claim(
    id="F1",
    title="Expectations under p_g are expectations under p_z",
    gloss="E h(G(z)) = E h(x), x drawn from the push-forward: no inverse of G is needed.",
    statement=("fibres", "jacobian"),
    hypotheses=(),
    steps=(
        Step(
            "fibres",
            _fibres,
            EXACT,
            prose="Regroup the sum over z by the value of G.",
        ),
        Step(
            "jacobian",
            _jacobian,
            EXACT,
            prose="With densities and a map with an inverse, the fibre is one point: 1/|G'|.",
        ),
    ),
    false_variants=(
        FalseVariant("one branch", _one_branch, "fibres", prose="one z for each x"),
        FalseVariant("Jacobian omitted", _no_jacobian, "jacobian", prose="p_g = p_z at G^-1"),
        FalseVariant(
            "no absolute value", _no_size, "jacobian", prose="a decreasing G: a negative density"
        ),
    ),
    references=(f"{GAN14}, section 4", "the change-of-variables formula for push-forwards"),
    tier="E",
    notes=("Exact on finite alphabets, and for straight lines; not a proof for measures.",),
)
