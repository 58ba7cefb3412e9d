"""M4: one Gaussian for two modes: KL one way covers both, the other way picks one."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import flint
from sympy import log

from gantheory.proofs.balls.best_fit import Box, best_fits_lie_in
from gantheory.proofs.balls.divergences import enclose
from gantheory.proofs.balls.mixture import Component, RationalMixture, ball
from gantheory.proofs.balls.statement import Certain, Undecided, statement
from gantheory.proofs.claim import BALL, Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.formulas import And, Iff, eq, ge, gt, le
from gantheory.proofs.terms import scalar

m, t, v = scalar("m"), scalar("t"), scalar("v")

#: two modes 8 of their standard deviations apart, and the same twice as far
_HALF = Fraction(1, 2)
_TWO, _FAR = (
    RationalMixture(tuple(Component(_HALF, Fraction(mean), _HALF) for mean in (-at, at)))
    for at in (2, 4)
)
_VARIANCE = Fraction(17, 4)
#: mean and standard deviation of a Gaussian at one mode, and of one near the moments of p
_MODE, _WIDE = (Fraction(2), Fraction(1, 2)), (Fraction(0), Fraction(2))


def _gaussian(mean: Fraction, std: Fraction) -> RationalMixture:
    return RationalMixture((Component(Fraction(1), mean, std),))


@cache
def _forward(fit: tuple[Fraction, Fraction], bits: int) -> flint.arb:
    return enclose("kl", _TWO, _gaussian(*fit), bits).ball


@cache
def _backward(fit: tuple[Fraction, Fraction], bits: int) -> flint.arb:
    return enclose("kl", _gaussian(*fit), _TWO, bits).ball


@statement
def _moments(bits: int) -> tuple[Certain, ...]:
    """Let p = 1/2 N(-2, 1/2) + 1/2 N(2, 1/2), whose variance is v = 17/4.

    KL(p || N(m, s)) = 1/2 (log t + (v + m^2)/t) + c with t = s^2 and the same c, to within 1e-9,
    for (m, s) = (0, 2), (2, 1/2), (-1, 1), (1/3, 3).
    """
    fits = (_WIDE, _MODE, (Fraction(-1), Fraction(1)), (Fraction(1, 3), Fraction(3)))
    constants = []
    for mean, std in fits:
        square = std * std
        spread = (_VARIANCE + mean**2) / square
        with flint.ctx.workprec(bits + 20):
            moments = (ball(square).log() + ball(spread)) / 2
            constants.append(_forward((mean, std), bits) - moments)
    return tuple(Certain(abs(c - constants[0]), "<", flint.arb(10) ** -9) for c in constants[1:])


@statement
def _near_a_mode(bits: int) -> tuple[Certain, ...]:
    """Let p = 1/2 N(-2, 1/2) + 1/2 N(2, 1/2), and m and s > 0 any real numbers.

    If KL(N(m, s) || p) <= log 2 then m is within 1/8 of 2 or of -2, and s within 1/8 of 1/2; and
    there are such m and s: KL(N(2, 1/2) || p) < log 2. So every best fit is at one mode.
    """
    quarter = Fraction(1, 4)  # in units of the standard deviation of a mode, 1/2
    near = Box((4 - quarter, 4 + quarter), (1 - quarter, 1 + quarter))
    if not best_fits_lie_in(Fraction(4), near):
        raise Undecided("some Gaussian away from the modes may fit as well")
    return (Certain(_backward(_MODE, bits), "<", flint.arb(2).log()),)


@statement
def _opposite(bits: int) -> tuple[Certain, ...]:
    """Let p = 1/2 N(-2, 1/2) + 1/2 N(2, 1/2), a = N(2, 1/2) at one mode, b = N(0, 2) over both.

    KL(p || b) < KL(p || a), and KL(a || p) < KL(b || p).
    """
    return (
        Certain(_forward(_WIDE, bits), "<", _forward(_MODE, bits)),
        Certain(_backward(_MODE, bits), "<", _backward(_WIDE, bits)),
    )


@statement
def _jsd_covers(bits: int) -> Certain:
    """Let p = 1/2 N(-4, 1/2) + 1/2 N(4, 1/2), with modes twice as far apart.

    JSD(p, N(0, 4)) < JSD(p, N(4, 1/2)).
    """
    wide, mode = _gaussian(Fraction(0), Fraction(4)), _gaussian(Fraction(4), Fraction(1, 2))
    both = (enclose("jsd", _FAR, g, bits).ball for g in (wide, mode))
    return Certain(next(both), "<", next(both))


@statement
def _backward_covers(bits: int) -> Certain:
    """For p = 1/2 N(-2, 1/2) + 1/2 N(2, 1/2): KL(N(0, 2) || p) < KL(N(2, 1/2) || p)."""
    return Certain(_backward(_WIDE, bits), "<", _backward(_MODE, bits))


@statement
def _forward_seeks(bits: int) -> Certain:
    """For p = 1/2 N(-2, 1/2) + 1/2 N(2, 1/2): KL(p || N(2, 1/2)) < KL(p || N(0, 2))."""
    return Certain(_forward(_MODE, bits), "<", _forward(_WIDE, bits))


M4 = Claim(
    id="M4",
    title="For two modes far apart KL(p||g) covers both, KL(g||p) picks one",
    gloss=(
        "The Gaussian nearest to data with two modes, 8 of their standard deviations apart: fitted "
        "by likelihood it spreads over both, with the other direction of KL it sits on one."
    ),
    statement=("covering", "only there", "opposite", "seeking"),
    hypotheses=(
        Hypothesis("t>0", gt(t, 0), "t is the variance of the Gaussian, m its mean less p's"),
        Hypothesis("v>0", gt(v, 0), "v is the variance of p"),
    ),
    steps=(
        Step(
            "moments",
            _moments,
            BALL,
            prose="Of p only the mean and the variance matter for KL(p||g) with g Gaussian.",
        ),
        Step(
            "covering",
            le(log(v) + 1, log(t) + (v + m**2) / t),
            "gibbs",
            prose="What of KL(p||g) depends on g, twice; least at the mean and the variance of p.",
        ),
        Step(
            "only there",
            Iff(
                eq(log(v) + 1, log(t) + (v + m**2) / t),
                And((eq(t, v), eq(m, 0))),
            ),
            "gibbs",
            prose="And only there: the best fit covers both modes and the valley between.",
        ),
        Step("opposite", _opposite, BALL, prose="Two Gaussians, and the two directions of KL."),
        Step(
            "seeking",
            _near_a_mode,
            BALL,
            prose="Branch and bound over all means and standard deviations; far out by Jensen.",
        ),
    ),
    false_variants=(
        FalseVariant("g||p covers", _backward_covers, "opposite", prose="the directions exchanged"),
        FalseVariant("p||g seeks", _forward_seeks, "opposite", prose="the directions exchanged"),
        FalseVariant(
            "JSD always covers",
            _jsd_covers,
            "opposite",
            prose="for modes further apart the JSD, too, prefers one of them to both",
        ),
        FalseVariant(
            "narrower",
            ge(log(v) + 1, log(t) + (v + m**2) / t),
            "covering",
            prose="the moments of p taken for the worst fit",
        ),
    ),
    references=(
        "Bishop 2006, Pattern Recognition and Machine Learning, section 10.1.2",
        "Theis et al. 2016, A note on the evaluation of generative models",
        "Johansson 2017, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic",
    ),
    tier="B",
    notes=(
        "The two steps on t, v and m are proved by the kernel for all values; that they are about "
        "KL(p||g) is by the first two moments of p, and certified at four Gaussians.",
        "The steps by balls are about the p they name; the last is for all Gaussians at once. Why "
        "no Gaussian is left out is told in gantheory/proofs/balls/best_fit.py.",
    ),
)
