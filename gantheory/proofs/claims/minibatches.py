"""H9: what a minibatch estimates, by enumerating every minibatch of two samples.

Tier E: exact log-rational arithmetic on random pairs of distributions.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from gantheory.proofs.claim import EXACT, Claim, FalseVariant, Step
from gantheory.proofs.claims.vocabulary import GAN14
from gantheory.proofs.exact import draw, finite
from gantheory.proofs.exact.draw import Vector
from gantheory.proofs.exact.finite import Extended
from gantheory.proofs.exact.law import Comparison, law
from gantheory.proofs.exact.logq import LogQ

BATCH = 2


def _game(dice: Random, size: int) -> dict[str, Any]:
    """Two distributions on two or three letters and a discriminator inside (0, 1)."""
    count = dice.randint(2, 3 if size > 3 else 2)
    return {
        "p": draw.distribution(dice, count, size),
        "g": draw.distribution(dice, count, size),
        "d": tuple(draw.proportion(dice, size, ends=False) for _ in range(count)),
    }


def _empirical(p: Vector) -> Iterator[tuple[Fraction, Vector]]:
    """Every empirical distribution of a minibatch from p, with its probability."""
    for sample in product(range(len(p)), repeat=BATCH):
        chance = Fraction(1)
        for letter in sample:
            chance *= p[letter]
        if chance:
            yield chance, tuple(Fraction(sample.count(x), BATCH) for x in range(len(p)))


def _value(p: Vector, g: Vector, d: Vector) -> Extended:
    return finite.value(p, g, d, (1,) * len(p))


def _criterion(p: Vector, g: Vector) -> Extended:
    return finite.criterion(p, g, (1,) * len(p))


def _mean_value(p: Vector, g: Vector, d: Vector) -> Extended:
    """The mean over all pairs of minibatches of the value that D has on them."""
    mean: Extended = LogQ()
    for (a, real), (b, fake) in product(_empirical(p), _empirical(g)):
        mean = finite.add(mean, finite.scale(_value(real, fake, d), a * b))
    return mean


def _mean_best(p: Vector, g: Vector) -> Extended:
    """The mean over all pairs of minibatches of the best value on each."""
    mean: Extended = LogQ()
    for (a, real), (b, fake) in product(_empirical(p), _empirical(g)):
        mean = finite.add(mean, finite.scale(_criterion(real, fake), a * b))
    return mean


@law(_game)
def _unbiased(p: Vector, g: Vector, d: Vector) -> Comparison:
    """For all distributions p, g and every D fixed in advance: E V(batch; D) = V(p, g; D).

    The mean is over all minibatches of two real and two generated samples.
    """
    return Comparison(_mean_value(p, g, d), "==", _value(p, g, d))


@law(_game)
def _optimistic(p: Vector, g: Vector, d: Vector) -> tuple[Comparison, ...]:
    """For all distributions p, g and every D: V(p, g; D) <= C(p, g) <= E C(batch).

    The mean is over all minibatches of two real and two generated samples, each with the D that is
    best on it.
    """
    best, plugged_in = _criterion(p, g), _mean_best(p, g)
    return Comparison(_value(p, g, d), "<=", best), Comparison(best, "<=", plugged_in)


@law(_game)
def _plug_in_unbiased(p: Vector, g: Vector, d: Vector) -> Comparison:
    """For all distributions p, g: E C(batch) = C(p, g)."""
    return Comparison(_mean_best(p, g), "==", _criterion(p, g))


@law(_game)
def _pessimistic(p: Vector, g: Vector, d: Vector) -> Comparison:
    """For all distributions p, g: E C(batch) <= C(p, g)."""
    return Comparison(_mean_best(p, g), "<=", _criterion(p, g))


@law(_game)
def _one_pair(p: Vector, g: Vector, d: Vector) -> Comparison:
    """For all distributions p, g and every D: E V(batch; D) = C(p, g)."""
    return Comparison(_mean_value(p, g, d), "==", _criterion(p, g))


H9 = Claim(
    id="H9",
    title="A minibatch is unbiased for V at a fixed D, and optimistic for C",
    gloss=(
        "The mean of the minibatch value is V, for a D chosen before the batch is drawn. If D is "
        "fitted to the batch, the mean of the best value is at least C: the criterion looks "
        "better to D than it is."
    ),
    statement=("unbiased", "optimistic"),
    hypotheses=(),
    steps=(
        Step(
            "unbiased",
            _unbiased,
            EXACT,
            prose="V is linear in both empirical distributions, whose means are p and g.",
        ),
        Step(
            "optimistic",
            _optimistic,
            EXACT,
            args={"draws": 100},
            prose="The mean of a maximum is at least the maximum of the mean.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "plug-in estimate of C unbiased",
            _plug_in_unbiased,
            "optimistic",
            prose="D fitted to the batch taken for D fixed in advance",
        ),
        FalseVariant("pessimistic", _pessimistic, "optimistic", prose="the direction of the bias"),
        FalseVariant(
            "V taken for C", _one_pair, "unbiased", prose="any D taken for the optimal one"
        ),
    ),
    references=(f"{GAN14}, Algorithm 1",),
    tier="E",
    notes=(
        "Minibatches of two real and two generated samples, on two or three letters.",
        "Gradients by parameters of D or G are not covered: they are unbiased as V is, by "
        "linearity of the mean.",
    ),
)
