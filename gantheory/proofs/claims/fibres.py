"""The companion of F1: the push-forward under any map of a finite alphabet, by regrouping a sum."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

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
def fibres(p_z: Vector, to: tuple[int, ...], h: Vector) -> Comparison:
    """For every map G of a finite alphabet: E h(G(z)) = E h(x) for x of law p_g.

    p_g(x) is the sum of p_z over all z with G(z) = x; G need not be one-to-one or onto.
    """
    p_g = [
        sum((m for m, y in zip(p_z, to, strict=True) if y == x), Fraction(0)) for x in range(len(h))
    ]
    after = sum((mass * value for mass, value in zip(p_g, h, strict=True)), Fraction(0))
    return Comparison(_mean_before(p_z, to, h), "==", after)


@law(_mapped)
def one_branch(p_z: Vector, to: tuple[int, ...], h: Vector) -> Comparison:
    """For every map G: E h(G(z)) = the sum of h(x) p_z(z), one z with G(z) = x for each x."""
    chosen = {x: mass for mass, x in zip(p_z, to, strict=True)}
    after = sum((mass * h[x] for x, mass in chosen.items()), Fraction(0))
    return Comparison(_mean_before(p_z, to, h), "==", after)
