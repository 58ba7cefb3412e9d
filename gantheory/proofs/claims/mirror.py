"""P6: the entropic mirror step on p_g, its fixed rate and its closed form."""

from sympy import Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    DENSITIES,
    G_0,
    G_1,
    MIXING,
    WEIGHT,
    g,
    p,
)
from gantheory.proofs.formulas import eq, gt, le
from gantheory.proofs.terms import (
    TV,
    Criterion,
    Int,
    OptimalDiscriminator,
)

_AVERAGE = (p + g) / 2
_TOWARDS = (1 - WEIGHT) * p + WEIGHT * g
_GAP = Criterion(p, g) + log(4)

P6 = Claim(
    id="P6",
    title="The unit mirror step averages, and halves the gap",
    gloss=(
        "With D optimal, the entropic mirror step of size 1 on p_g is p_g <- (p_data + p_g)/2. "
        "The total variation distance halves exactly, the gap of C at least halves."
    ),
    statement=("mirror step", "mass", "total variation", "gap", "rate", "one more step"),
    hypotheses=(*DENSITIES, *MIXING),
    steps=(
        Step(
            "mirror step",
            eq(log(_AVERAGE), log(g) - log(1 - D_STAR) - log(2)),
            "loglin",
            given=("p_data>=0",),
            assuming=(gt(g, 0),),
            prose="log g+ = log g - 1 * log(1 - D*) - log Z with Z = 2: multiplicative weights.",
        ),
        Step(
            "mass",
            eq(Int(_AVERAGE), 1),
            "int-linear",
            given=("p_data>=0", "p_g>=0", "mass p_data", "mass p_g"),
            prose="Z = 2 is the right constant: the average is a density again.",
        ),
        Step(
            "total variation",
            eq(TV(p, _AVERAGE), TV(p, g) / 2),
            "int-linear",
            given=("p_data>=0", "p_g>=0", "mass p_data", "mass p_g"),
            prose="|p - (p + g)/2| = |p - g|/2 at every x.",
        ),
        Step(
            "optimum",
            eq(Criterion(p, p), -log(4)),
            "int-linear",
            given=("p_data>=0", "mass p_data"),
            prose="The value at p_g = p_data.",
        ),
        Step(
            "convexity",
            le(
                Criterion(p, _TOWARDS),
                (1 - WEIGHT) * Criterion(p, p) + WEIGHT * Criterion(p, g),
            ),
            "instance",
            args={"substitution": {G_0: p, G_1: g}},
            uses=("P2/convex",),
            prose="P2 on the segment from p_data to p_g.",
        ),
        Step(
            "rate",
            le(Criterion(p, _TOWARDS) + log(4), WEIGHT * _GAP),
            "chain",
            args={"multipliers": (1, 1 - WEIGHT)},
            uses=("convexity", "optimum"),
            prose="The gap at (1 - lambda) p_data + lambda p_g is at most lambda times the gap.",
        ),
        Step(
            "gap",
            le(Criterion(p, _AVERAGE) + log(4), _GAP / 2),
            "instance",
            args={"substitution": {WEIGHT: Rational(1, 2)}},
            uses=("rate",),
            given=("p_data>=0", "p_g>=0", "mass p_data", "mass p_g"),
            prose="One step is lambda = 1/2 ...",
        ),
        Step(
            "one more step",
            eq((p + _TOWARDS) / 2, (1 - WEIGHT / 2) * p + WEIGHT / 2 * g),
            "rcf",
            given=(),
            prose="... and each further step halves lambda: after t steps it is 2^(-t).",
        ),
    ),
    false_variants=(
        FalseVariant(
            "quarters",
            le(Criterion(p, _AVERAGE) + log(4), _GAP / 4),
            "gap",
            prose="a rate that is too good",
        ),
        FalseVariant(
            "D frozen at an earlier p_g",
            eq(log(_AVERAGE), log(g) - log(1 - OptimalDiscriminator(p, G_0)) - log(2)),
            "mirror step",
            assuming=(gt(G_0, 0),),
            prose="the discriminator not trained again",
        ),
        FalseVariant(
            "log D*",
            eq(log(_AVERAGE), log(g) - log(D_STAR) - log(2)),
            "mirror step",
            assuming=(gt(p, 0),),
            prose="log D* in place of log(1 - D*)",
        ),
        FalseVariant(
            "total variation to a third",
            eq(TV(p, _AVERAGE), TV(p, g) / 3),
            "total variation",
            prose="a rate that is too good",
        ),
    ),
    references=(
        "own derivation; entropic mirror descent: Nemirovski and Yudin 1983, "
        "Beck and Teboulle 2003",
    ),
    uses=("P2",),
    notes=(
        "The paper's Proposition 2 asks for 'sufficiently small updates of p_g' and gives "
        "neither a geometry nor a step size nor a rate; these are the project's own.",
    ),
)
