"""Group S, supports and topology: what the divergences see of laws that do not overlap."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from random import Random
from typing import Any

from sympy import Rational, log

from gantheory.proofs.claim import EXACT, Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import D_STAR, G_MASS, NONNEGATIVE, P_MASS, SUPPORT, g, p
from gantheory.proofs.exact import draw, finite
from gantheory.proofs.exact.draw import Vector
from gantheory.proofs.exact.finite import INFINITY, Extended
from gantheory.proofs.exact.law import Comparison, law
from gantheory.proofs.exact.logq import LogQ
from gantheory.proofs.formulas import eq, gt, lt
from gantheory.proofs.terms import JSD, Criterion

_ARJOVSKY = "Arjovsky and Bottou 2017, Towards principled methods for training GANs"
_LOG_2 = LogQ.log(2)

#: a signed p with p g = 0 has the same integrals, but it is no density
_NONNEGATIVE = tuple(
    replace(h, kept="the integrals come out the same for signed values, which are no densities")
    for h in NONNEGATIVE
)

S1 = Claim(
    id="S1",
    title="Disjoint supports: a perfect discriminator, and C at its maximum",
    gloss=(
        "Where p_data and p_g do not overlap D* is 0 or 1, JSD = log 2 and D*(1 - D*) = 0. If the "
        "supports are a distance apart, too, D* and C are locally constant (Arjovsky and Bottou; "
        "not part of the goal)."
    ),
    statement=("jsd", "value", "sure of the data", "sure of the samples", "flat"),
    hypotheses=(
        *_NONNEGATIVE,
        P_MASS,
        G_MASS,
        Hypothesis("disjoint", eq(p * g, 0), "nowhere are both positive"),
    ),
    steps=(
        Step("jsd", eq(JSD(p, g), log(2)), "int-linear", prose="Wherever they are."),
        Step("value", eq(Criterion(p, g), 0), "int-linear", prose="The largest that C can be."),
        Step(
            "sure of the data",
            eq(D_STAR, 1),
            "rcf",
            given=("disjoint",),
            assuming=(gt(p, 0),),
            prose="g = 0 there.",
        ),
        Step(
            "sure of the samples",
            eq(D_STAR, 0),
            "rcf",
            given=("disjoint",),
            assuming=(gt(g, 0),),
            prose="p = 0 there.",
        ),
        Step(
            "flat",
            eq(D_STAR * (1 - D_STAR), 0),
            "rcf",
            given=("disjoint",),
            assuming=(SUPPORT,),
            prose="The factor of the slope of D* in its logit.",
        ),
    ),
    false_variants=(
        FalseVariant("less when close", lt(JSD(p, g), log(2)), "jsd", prose="distance matters"),
        FalseVariant(
            "undecided", eq(D_STAR, Rational(1, 2)), "sure of the data", prose="D* at an optimum"
        ),
        FalseVariant(
            "overlap", eq(JSD(p, g), log(2)), "jsd", without=("disjoint",), prose="any two laws"
        ),
    ),
    references=(_ARJOVSKY,),
)


def _ones(values: Vector) -> tuple[int, ...]:
    return (1,) * len(values)


def _jsd(a: Vector, b: Vector) -> Extended:
    return finite.jsd(a, b, _ones(a))


def _samples(dice: Random, size: int) -> dict[str, Any]:
    """Sizes of two samples without common points, and of a fine grid that holds the first."""
    n = dice.randint(1, 2 * size)
    return {"n": n, "m": dice.randint(1, 3 * size), "grid": n * dice.randint(1, 4 * size)}


def _uniform(points: int, total: int) -> Vector:
    """Uniform on the first points of `total`."""
    return (Fraction(1, points),) * points + (Fraction(0),) * (total - points)


@law(_samples)
def _two_samples(n: int, m: int, grid: int) -> Comparison:
    """For samples of n and m points, none in common: JSD of the empirical laws = log 2."""
    first = _uniform(n, n + m)
    return Comparison(_jsd(first, _uniform(m, n + m)[::-1]), "==", _LOG_2)


@law(_samples)
def _against_the_law(n: int, m: int, grid: int) -> tuple[Comparison, ...]:
    """For n sample points of a uniform law on N, none twice: JSD < log 2, but it tends to log 2.

    JSD = log 2 - (log(1 + r) + r log(1 + 1/r))/2 with r = n/N, and r -> 0 as N grows.
    """
    r = Fraction(n, grid)
    value = _jsd(_uniform(n, grid), _uniform(grid, grid))
    seen = (LogQ.log(1 + r) + LogQ.log(1 + 1 / r) * r) / 2
    return Comparison(value, "==", _LOG_2 - seen), Comparison(value, "<", _LOG_2)


@law(_samples)
def _vanishes(n: int, m: int, grid: int) -> Comparison:
    """For samples of n and m points, none in common: JSD <= 2 log 2/n."""
    first = _uniform(n, n + m)
    return Comparison(_jsd(first, _uniform(m, n + m)[::-1]), "<=", _LOG_2 * Fraction(2, n))


@law(_samples)
def _vanishes_too(n: int, m: int, grid: int) -> Comparison:
    """For n distinct sample points of a uniform law on N >= n: JSD <= log 2/n."""
    value = _jsd(_uniform(n, grid), _uniform(grid, grid))
    return Comparison(value, "<=", _LOG_2 / n)


S2 = Claim(
    id="S2",
    title="Samples look as far apart as can be, however many",
    gloss="The JSD of two disjoint samples is log 2; of a sample and a fine law nearly so.",
    statement=("two samples", "sample and law"),
    hypotheses=(),
    steps=(
        Step("two samples", _two_samples, EXACT, prose="An instance of S1."),
        Step(
            "sample and law",
            _against_the_law,
            EXACT,
            args={"draws": 120},
            prose="N stands for a density.",
        ),
    ),
    false_variants=(
        FalseVariant("consistent", _vanishes, "two samples", prose="JSD taken to fall with n"),
        FalseVariant(
            "consistent for the law", _vanishes_too, "sample and law", prose="JSD(p_n, p) -> 0"
        ),
    ),
    references=("Arora et al. 2017, Generalization and equilibrium in GANs", _ARJOVSKY),
    tier="E",
)


def _lines(dice: Random, size: int) -> dict[str, Any]:
    """Two vertical lines of k points at the distance theta."""
    return {"k": dice.randint(1, min(size, 4)), "theta": draw.rational(dice, size)}


def _apart(k: int, theta: Fraction) -> tuple[Vector, Vector]:
    """The two laws as vectors on the union of their points."""
    if theta == 0:
        return _uniform(k, k), _uniform(k, k)
    return _uniform(k, 2 * k), _uniform(k, 2 * k)[::-1]


def _cheapest(k: int, theta: Fraction) -> Fraction:
    """The least mean distance |theta| + |i - j| over all couplings by permutations."""
    return min(
        sum((abs(theta) + abs(i - j) for i, j in enumerate(plan)), Fraction(0)) / k
        for plan in permutations(range(k))
    )


@law(_lines)
def _parallel(k: int, theta: Fraction) -> tuple[Comparison, ...]:
    """For uniform laws on the points (0, j) and (theta, j), j < k: W1 = |theta|.

    And JSD = log 2, KL = infinity for theta != 0, both 0 for theta = 0. W1 is for the distance
    |x - x'| + |y - y'|, with all permutations tried.
    """
    p, g = _apart(k, theta)
    kl = finite.kl(p, g, _ones(p))
    return (
        Comparison(_cheapest(k, theta), "==", abs(theta)),
        Comparison(_jsd(p, g), "==", _LOG_2 if theta else LogQ()),
        Comparison(kl, "==", INFINITY if theta else LogQ()),
    )


@law(_lines)
def _continuous(k: int, theta: Fraction) -> Comparison:
    """For the two lines: JSD <= |theta|."""
    return Comparison(_jsd(*_apart(k, theta)), "<=", abs(theta))


@law(_lines)
def _jumps(k: int, theta: Fraction) -> Comparison:
    """For the two lines with theta != 0: W1 >= log 2."""
    least = LogQ() if theta == 0 else _LOG_2
    return Comparison(_cheapest(k, theta), ">=", least)


S3 = Claim(
    id="S3",
    title="Parallel lines: W1 sees the distance, JSD does not",
    gloss="W1 = |theta| tells how far, JSD jumps from 0 to log 2, KL to infinity.",
    statement=("lines",),
    hypotheses=(),
    steps=(Step("lines", _parallel, EXACT, prose="Points in place of lines."),),
    false_variants=(
        FalseVariant("JSD continuous", _continuous, "lines", prose="JSD falls with the distance"),
        FalseVariant("W1 jumps", _jumps, "lines", prose="W1 taken to behave like JSD"),
    ),
    references=("Arjovsky, Chintala and Bottou 2017, Wasserstein GAN, example 1",),
    notes=("The lines are finite sets of points here; the argument is the same.",),
    tier="E",
)


def _noisy(dice: Random, size: int) -> dict[str, Any]:
    """Two disjoint laws and two channels, the first without zeros."""
    n = dice.randint(1, min(size, 3))
    p = draw.distribution(dice, n, size, zeros=False)
    g = draw.distribution(dice, n, size, zeros=False)
    zero = (Fraction(0),) * n
    blur = tuple(draw.distribution(dice, 3, size, zeros=False) for _ in range(2 * n))
    return {"p": p + zero, "g": zero + g, "blur": blur, "more": draw.channel(dice, 3, 3, size)}


def _through(p: Vector, channel: tuple[Vector, ...]) -> Vector:
    """The law of the output."""
    columns = zip(*channel, strict=True)
    return tuple(sum((a * k for a, k in zip(p, c, strict=True)), Fraction(0)) for c in columns)


@law(_noisy)
def _blurred(
    p: Vector, g: Vector, blur: tuple[Vector, ...], more: tuple[Vector, ...]
) -> tuple[Comparison, ...]:
    """For disjoint p, g and noise K that reaches every point: 0 < D* < 1 and JSD < log 2.

    And more noise L after it never increases JSD.
    """
    a, b = _through(p, blur), _through(g, blur)
    best = finite.optimal_discriminator(a, b)
    return (
        Comparison(min(best), ">", 0),
        Comparison(max(best), "<", 1),
        Comparison(_jsd(p, g), "==", _LOG_2),
        Comparison(_jsd(a, b), "<", _LOG_2),
        Comparison(_jsd(_through(a, more), _through(b, more)), "<=", _jsd(a, b)),
    )


@law(_noisy)
def _no_help(
    p: Vector, g: Vector, blur: tuple[Vector, ...], more: tuple[Vector, ...]
) -> Comparison:
    """For disjoint p, g and noise K that reaches every point: JSD is still log 2."""
    return Comparison(_jsd(_through(p, blur), _through(g, blur)), "==", _LOG_2)


@law(_noisy)
def _always_less(
    p: Vector, g: Vector, blur: tuple[Vector, ...], more: tuple[Vector, ...]
) -> Comparison:
    """More noise L after K makes JSD strictly smaller."""
    a, b = _through(p, blur), _through(g, blur)
    return Comparison(_jsd(_through(a, more), _through(b, more)), "<", _jsd(a, b))


S4 = Claim(
    id="S4",
    title="Noise on both sides makes the discriminator unsure again",
    gloss="After noise that reaches every point D* is strictly between 0 and 1, JSD below log 2.",
    statement=("blurred",),
    hypotheses=(),
    steps=(Step("blurred", _blurred, EXACT, prose="Instance noise, on a finite alphabet."),),
    false_variants=(
        FalseVariant("no help", _no_help, "blurred", prose="supports taken to stay disjoint"),
        FalseVariant("always less", _always_less, "blurred", prose="noise that changes nothing"),
    ),
    references=("Sonderby et al. 2017, Amortised MAP inference", _ARJOVSKY),
    tier="E",
)

CLAIMS = (S1, S2, S3, S4)
