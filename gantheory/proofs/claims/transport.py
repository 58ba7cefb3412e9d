"""G4: the Wasserstein distance on the line, certified from both sides."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate, pairwise, product
from random import Random
from typing import Any

from gantheory.proofs.claim import EXACT, Claim, FalseVariant, Step
from gantheory.proofs.exact import draw
from gantheory.proofs.exact.draw import Vector
from gantheory.proofs.exact.law import Comparison, law

Plan = dict[tuple[int, int], Fraction]


def _on_a_line(dice: Random, size: int) -> dict[str, Any]:
    """Points x_1 < x_2 < ... and two distributions on them."""
    count = draw.letters(dice, size)
    gaps = [draw.proportion(dice, size, ends=False) for _ in range(count)]
    return {
        "x": tuple(accumulate(gaps)),
        "p": draw.distribution(dice, count, size),
        "g": draw.distribution(dice, count, size),
    }


def _steps(x: Vector, p: Vector, g: Vector) -> list[tuple[Fraction, Fraction]]:
    """Between neighbours: the gap and the difference F - G of the distribution functions."""
    differences = accumulate(a - b for a, b in zip(p, g, strict=True))
    return list(zip((v - u for u, v in pairwise(x)), differences, strict=False))


def _area(x: Vector, p: Vector, g: Vector) -> Fraction:
    """The integral of |F - G|."""
    return sum((gap * abs(d) for gap, d in _steps(x, p, g)), Fraction(0))


def _monotone(p: Vector, g: Vector) -> Plan:
    """The coupling that moves mass in order, from left to right."""
    left, right, plan, i, j = list(p), list(g), Plan(), 0, 0
    while i < len(left) and j < len(right):
        moved = min(left[i], right[j])
        if moved:
            plan[i, j] = moved
        left[i] -= moved
        right[j] -= moved
        i, j = (i + 1, j) if left[i] == 0 else (i, j + 1)
    return plan


def _cost(x: Vector, plan: Plan) -> Fraction:
    return sum((mass * abs(x[i] - x[j]) for (i, j), mass in plan.items()), Fraction(0))


def _potential(x: Vector, p: Vector, g: Vector, slope: int = 1) -> list[Fraction]:
    """Down where F > G and up where F < G, at the given slope."""
    rises = (gap * slope * (-1 if d > 0 else 1) for gap, d in _steps(x, p, g))
    return list(accumulate(rises, initial=Fraction(0)))


def _dual(potential: list[Fraction], p: Vector, g: Vector) -> Fraction:
    """E_p - E_g of the potential."""
    return sum((f * (a - b) for f, a, b in zip(potential, p, g, strict=True)), Fraction(0))


@law(_on_a_line)
def _certified(x: Vector, p: Vector, g: Vector) -> tuple[Comparison, ...]:
    """For all p, g on points of a line: W1(p, g) is the integral of |F - G|.

    The monotone coupling has the marginals p and g and costs that much, so W1 is at most it; a
    potential with slope at most 1 gains that much, so W1 is at least it.
    """
    plan, potential = _monotone(p, g), _potential(x, p, g)
    letters = range(len(x))
    first = tuple(
        sum((plan.get((i, j), Fraction(0)) for j in letters), Fraction(0)) for i in letters
    )
    second = tuple(
        sum((plan.get((i, j), Fraction(0)) for i in letters), Fraction(0)) for j in letters
    )
    steepest = max(
        abs(potential[i] - potential[j]) / abs(x[i] - x[j])
        for i, j in product(letters, letters)
        if i != j
    )
    return (
        Comparison(first, "==", p),
        Comparison(second, "==", g),
        Comparison(_cost(x, plan), "==", _area(x, p, g)),
        Comparison(steepest, "<=", Fraction(1)),
        Comparison(_dual(potential, p, g), "==", _area(x, p, g)),
    )


@law(_on_a_line)
def _signed(x: Vector, p: Vector, g: Vector) -> Comparison:
    """For all p, g on points of a line: the monotone coupling costs the integral of F - G."""
    signed = sum((gap * d for gap, d in _steps(x, p, g)), Fraction(0))
    return Comparison(_cost(x, _monotone(p, g)), "==", signed)


@law(_on_a_line)
def _independent(x: Vector, p: Vector, g: Vector) -> Comparison:
    """For all p, g on points of a line: independent draws are as cheap a coupling as any."""
    plan = {(i, j): a * b for (i, a), (j, b) in product(enumerate(p), enumerate(g))}
    return Comparison(_cost(x, plan), "==", _area(x, p, g))


@law(_on_a_line)
def _steep(x: Vector, p: Vector, g: Vector) -> Comparison:
    """For all p, g on points of a line: potentials of slope 2 gain no more than W1."""
    return Comparison(_dual(_potential(x, p, g, 2), p, g), "<=", _area(x, p, g))


G4 = Claim(
    id="G4",
    title="W1 on the line is the area between the distribution functions",
    gloss="The monotone coupling from above and a 1-Lipschitz critic from below meet there.",
    statement=("certified",),
    hypotheses=(),
    steps=(
        Step(
            "certified",
            _certified,
            EXACT,
            prose="Kantorovich duality certifies each instance: no search for an optimum.",
        ),
    ),
    false_variants=(
        FalseVariant("signed", _signed, "certified", prose="the absolute value forgotten"),
        FalseVariant("any coupling", _independent, "certified", prose="no optimum needed"),
        FalseVariant("2-Lipschitz", _steep, "certified", prose="the critic not constrained"),
    ),
    references=(
        "Villani 2003, Topics in Optimal Transportation",
        "Arjovsky, Chintala and Bottou 2017, Wasserstein GAN",
    ),
    tier="E",
)
