"""Group M, mode collapse: packed discriminators and what they see; counting supports.

Tier E: exact rational arithmetic on random pairs of distributions. M4, which is about Gaussians, is
in `modes`.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, pairwise, permutations, product
from math import prod
from random import Random
from typing import Any

from gantheory.proofs.claim import EXACT, Claim, FalseVariant, Step
from gantheory.proofs.claims.modes import M4
from gantheory.proofs.exact import draw
from gantheory.proofs.exact.draw import Vector
from gantheory.proofs.exact.law import Comparison, law

_PACGAN = "Lin et al. 2018, PacGAN: the power of two samples in GANs"


def _tv(p: Vector, g: Vector) -> Fraction:
    return sum((abs(a - b) for a, b in zip(p, g, strict=True)), Fraction(0)) / 2


def _packed(p: Vector) -> Vector:
    """The law of two independent samples."""
    return tuple(a * b for a, b in product(p, p))


@law(draw.pair)
def _bounds(p: Vector, g: Vector) -> tuple[Comparison, ...]:
    """For all distributions p, g: TV(p, g) <= TV(p x p, g x g) <= 1 - (1 - TV(p, g))^2."""
    tau, packed = _tv(p, g), _tv(_packed(p), _packed(g))
    return Comparison(tau, "<=", packed), Comparison(packed, "<=", 1 - (1 - tau) ** 2)


@law(draw.pair)
def _doubles(p: Vector, g: Vector) -> Comparison:
    """For all distributions p, g: TV(p x p, g x g) = 2 TV(p, g)."""
    return Comparison(_tv(_packed(p), _packed(g)), "==", 2 * _tv(p, g))


@law(draw.pair)
def _square(p: Vector, g: Vector) -> Comparison:
    """For all distributions p, g: TV(p x p, g x g) <= 1 - (1 - TV(p, g)^2)^2."""
    return Comparison(_tv(_packed(p), _packed(g)), "<=", 1 - (1 - _tv(p, g) ** 2) ** 2)


M1 = Claim(
    id="M1",
    title="Packing two samples sharpens the total variation, within bounds",
    gloss="A discriminator that sees two samples at once sees at least as much as one.",
    statement=("bounds",),
    hypotheses=(),
    steps=(
        Step(
            "bounds",
            _bounds,
            EXACT,
            prose="The upper bound: a maximal coupling of one sample, taken twice.",
        ),
    ),
    false_variants=(
        FalseVariant("doubles", _doubles, "bounds", prose="two samples taken for twice as much"),
        FalseVariant("square", _square, "bounds", prose="the bound with tau squared"),
    ),
    references=(_PACGAN,),
    tier="E",
)


def _with_a_mode(dice: Random, size: int) -> dict[str, Any]:
    """A mode's mass tau and the shape of the rest of the data."""
    return {
        "tau": draw.proportion(dice, size, ends=False),
        "rest": draw.distribution(dice, draw.letters(dice, size), size),
    }


def _collapsed(tau: Fraction, rest: Vector) -> tuple[Vector, Vector]:
    """P has a mode of mass tau; g misses it and is p conditioned on the rest."""
    return (tau, *((1 - tau) * x for x in rest)), (Fraction(0), *rest)


def _tilted(tau: Fraction) -> tuple[Vector, Vector]:
    """Two letters of mass (1 + tau)/2 and (1 - tau)/2, which g exchanges."""
    p = ((1 + tau) / 2, (1 - tau) / 2)
    return p, p[::-1]


@law(_with_a_mode)
def _separates(tau: Fraction, rest: Vector) -> tuple[Comparison, ...]:
    """For 0 < tau < 1, two pairs have TV = tau, and packed 1 - (1 - tau)^2 and tau.

    In the first g misses a mode of p of mass tau and keeps the shape of the rest; the second is
    p = ((1 + tau)/2, (1 - tau)/2), g = ((1 - tau)/2, (1 + tau)/2).
    """
    (p, g), (q, h) = _collapsed(tau, rest), _tilted(tau)
    return (
        Comparison(_tv(p, g), "==", tau),
        Comparison(_tv(q, h), "==", tau),
        Comparison(_tv(_packed(p), _packed(g)), "==", 1 - (1 - tau) ** 2),
        Comparison(_tv(_packed(q), _packed(h)), "==", tau),
    )


@law(_with_a_mode)
def _determined(tau: Fraction, rest: Vector) -> Comparison:
    """For 0 < tau < 1, the two pairs with TV = tau have the same TV when packed."""
    (p, g), (q, h) = _collapsed(tau, rest), _tilted(tau)
    return Comparison(_tv(_packed(p), _packed(g)), "==", _tv(_packed(q), _packed(h)))


@law(_with_a_mode)
def _both_grow(tau: Fraction, rest: Vector) -> tuple[Comparison, ...]:
    """For 0 < tau < 1, packing increases the TV of both pairs."""
    pairs = _collapsed(tau, rest), _tilted(tau)
    return tuple(Comparison(_tv(p, g), "<", _tv(_packed(p), _packed(g))) for p, g in pairs)


M2 = Claim(
    id="M2",
    title="Packing tells a lost mode from a mere tilt",
    gloss="Two generators at the same distance from the data, of which one lost a mode.",
    statement=("separates",),
    hypotheses=(),
    steps=(
        Step(
            "separates",
            _separates,
            EXACT,
            prose="At tau = 1/4 the packed distances are 7/16 and 1/4: both ends of M1's bounds.",
        ),
    ),
    false_variants=(
        FalseVariant("TV decides", _determined, "separates", prose="equal TV, equal packed TV"),
        FalseVariant("both grow", _both_grow, "separates", prose="packing taken to help always"),
    ),
    references=(_PACGAN,),
    tier="E",
)


def _roc(p: Vector, g: Vector, order: list[int]) -> list[tuple[Fraction, Fraction]]:
    """Corners (g-mass, p-mass) of the curve that takes the letters in this order."""
    corners = [(Fraction(0), Fraction(0))]
    for i in order:
        corners.append((corners[-1][0] + g[i], corners[-1][1] + p[i]))
    return corners


def _height(corners: list[tuple[Fraction, Fraction]], x: Fraction) -> Fraction:
    """The highest point of a polygonal curve above x."""
    best = max((b for a, b in corners if a == x), default=Fraction(0))
    for (a, b), (c, d) in pairwise(corners):
        if a < x < c:
            best = max(best, b + (d - b) * (x - a) / (c - a))
    return best


def _neyman_pearson(p: Vector, g: Vector) -> list[int]:
    """Letters by decreasing p/g, compared by cross multiplication; letters of g alone last."""
    ratio = {i: p[i] / (p[i] + g[i]) for i in range(len(p)) if p[i] + g[i]}
    return sorted(ratio, key=lambda i: -ratio[i])


def _sets(p: Vector, g: Vector) -> list[tuple[Fraction, Fraction]]:
    """(g-mass, p-mass) of every set of letters."""
    letters = range(len(p))
    every = chain.from_iterable(combinations(letters, k) for k in range(len(p) + 1))
    return [
        (sum((g[i] for i in s), Fraction(0)), sum((p[i] for i in s), Fraction(0))) for s in every
    ]


@law(draw.pair)
def _region(p: Vector, g: Vector) -> tuple[Comparison, ...]:
    """For all p, g and every set S of letters: p(S) <= roc(g(S)), and TV = max roc(eps) - eps.

    Here roc is the curve through the sets that take letters by decreasing p/g. A set S with
    g(S) <= eps and p(S) >= delta is an (eps, delta) mode collapse.
    """
    corners, sets = _roc(p, g, _neyman_pearson(p, g)), _sets(p, g)
    below = tuple(Comparison(high, "<=", _height(corners, at)) for at, high in sets)
    return (
        *below,
        Comparison(set(corners) <= set(sets), "==", True),
        Comparison(max(b - a for a, b in corners), "==", _tv(p, g)),
    )


@law(draw.pair)
def _by_mass(p: Vector, g: Vector) -> tuple[Comparison, ...]:
    """For all p, g and every set S: p(S) <= roc(g(S)), roc taking letters by decreasing p."""
    corners = _roc(p, g, sorted(range(len(p)), key=lambda i: -p[i]))
    return tuple(Comparison(high, "<=", _height(corners, at)) for at, high in _sets(p, g))


@law(draw.pair)
def _by_tv(p: Vector, g: Vector) -> tuple[Comparison, ...]:
    """For all p, g: roc(eps) = min(1, eps + TV) at eps = 0 and at eps = 1 - TV."""
    corners, tau = _roc(p, g, _neyman_pearson(p, g)), _tv(p, g)
    return tuple(
        Comparison(_height(corners, at), "==", min(Fraction(1), at + tau))
        for at in (Fraction(0), 1 - tau)
    )


M3 = Claim(
    id="M3",
    title="The mode collapse region is the region under the ROC curve",
    gloss="How much of the data a generator can miss at a given price is read off the ROC curve.",
    statement=("region",),
    hypotheses=(),
    steps=(
        Step(
            "region",
            _region,
            EXACT,
            prose="Every set of letters is tried; the order is that of Neyman and Pearson.",
        ),
    ),
    false_variants=(
        FalseVariant("by p alone", _by_mass, "region", prose="the largest modes taken first"),
        FalseVariant("TV decides", _by_tv, "region", prose="the region read off TV alone"),
    ),
    references=(_PACGAN, "Neyman and Pearson 1933"),
    tier="E",
)


def _sampling(dice: Random, size: int) -> dict[str, Any]:
    """A distribution and a number of samples."""
    count = dice.randint(1, min(size + 1, 5))
    return {"p": draw.distribution(dice, count, size), "s": dice.randint(2, min(size + 1, 4))}


def _distinct(p: Vector, s: int) -> Fraction:
    """The probability that s independent samples differ, by enumeration."""
    picks = permutations(p, s)
    return sum((prod(pick, start=Fraction(1)) for pick in picks), Fraction(0))


def _pairs(s: int) -> Fraction:
    return Fraction(s * (s - 1), 2)


@law(_sampling)
def _effective(p: Vector, s: int) -> Comparison:
    """For s >= 2 samples of p: P(collision) <= s(s - 1)/2 * sum p^2.

    So collisions with probability c show an effective support 1/sum p^2 of at most s(s - 1)/(2c).
    """
    return Comparison(1 - _distinct(p, s), "<=", _pairs(s) * sum(x * x for x in p))


@law(_sampling)
def _at_least(p: Vector, s: int) -> tuple[Comparison, ...]:
    """For s samples of any p on n letters: P(no collision) <= (1 - 1/n)...(1 - (s - 1)/n).

    The right side is the probability for the uniform p.
    """
    n = len(p)
    uniform = _distinct((Fraction(1, n),) * n, s)
    bound = Fraction(1)
    for i in range(s):
        bound *= 1 - Fraction(i, n)
    return Comparison(uniform, "==", bound), Comparison(_distinct(p, s), "<=", bound)


@law(_sampling)
def _whole_support(p: Vector, s: int) -> Comparison:
    """For s samples of p on n letters of positive probability: n P(collision) <= s(s - 1)/2."""
    n = sum(x > 0 for x in p)
    return Comparison(n * (1 - _distinct(p, s)), "<=", _pairs(s))


@law(_sampling)
def _linear(p: Vector, s: int) -> Comparison:
    """For s >= 2 samples of p: P(collision) <= (s - 1) * sum p^2."""
    return Comparison(1 - _distinct(p, s), "<=", (s - 1) * sum(x * x for x in p))


@law(_sampling)
def _no_less(p: Vector, s: int) -> Comparison:
    """For s samples of any p on n letters: P(no collision) >= that of the uniform law."""
    n = len(p)
    return Comparison(_distinct(p, s), ">=", _distinct((Fraction(1, n),) * n, s))


M5 = Claim(
    id="M5",
    title="The birthday test for the size of a support",
    gloss=(
        "That s samples often hold duplicates shows that the effective support, 1/sum p^2, is at "
        "most about s^2; the support itself may be larger."
    ),
    statement=("effective support", "support"),
    hypotheses=(),
    steps=(
        Step("effective support", _effective, EXACT, prose="The union bound over pairs."),
        Step("support", _at_least, EXACT, prose="Maclaurin: the uniform law collides least."),
    ),
    false_variants=(
        FalseVariant(
            "the support itself",
            _whole_support,
            "effective support",
            prose="one heavy point collides whatever else the support holds",
        ),
        FalseVariant(
            "linear in s", _linear, "effective support", prose="neighbours compared, not all pairs"
        ),
        FalseVariant("uniform collides most", _no_less, "support", prose="the wrong direction"),
    ),
    references=(
        "Arora and Zhang 2017, Do GANs actually learn the distribution? An empirical study",
        "Arora, Risteski and Zhang 2018, Do GANs learn the distribution? Some theory and empirics",
    ),
    tier="E",
)

CLAIMS = (M1, M2, M3, M4, M5)
