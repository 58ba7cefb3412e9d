"""P1 and P2: V is affine in p_g, and C, a supremum of such, is convex: the paper's own part."""

from sympy import Min

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    G_0,
    G_1,
    GAN14,
    MIXING,
    P_NONNEGATIVE,
    PROBABILITY,
    WEIGHT,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import eq, ge, gt, le, lt
from gantheory.proofs.terms import (
    Criterion,
    OptimalDiscriminator,
    Value,
    field,
)

D0, D1 = field("D_0"), field("D_1")

_MIXTURE = (1 - WEIGHT) * G_0 + WEIGHT * G_1
_TWO = (
    Hypothesis("g_0>=0", ge(G_0, 0), "g_0 is non-negative"),
    Hypothesis("g_1>=0", ge(G_1, 0), "g_1 is non-negative"),
)
_BEST = OptimalDiscriminator(p, _MIXTURE)

P1 = Claim(
    id="P1",
    title="V(D, .) is affine in p_g",
    gloss="For a fixed discriminator the value of a mixture is the mixture of the values.",
    statement=("affine",),
    hypotheses=(P_NONNEGATIVE, *_TWO, *PROBABILITY, *MIXING),
    steps=(
        Step(
            "affine",
            eq(
                Value(p, _MIXTURE, D),
                (1 - WEIGHT) * Value(p, G_0, D) + WEIGHT * Value(p, G_1, D),
            ),
            "int-linear",
            prose="The integrand is linear in p_g and at most 0; minus infinity is allowed.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "affine in D",
            eq(
                Value(p, G_0, (1 - WEIGHT) * D0 + WEIGHT * D1),
                (1 - WEIGHT) * Value(p, G_0, D0) + WEIGHT * Value(p, G_0, D1),
            ),
            "affine",
            assuming=(gt(D0, 0), lt(D0, 1), gt(D1, 0), lt(D1, 1)),
            prose="the logarithm taken for linear",
        ),
        FalseVariant(
            "affine in a parameter",
            eq(
                Value(p, (1 - WEIGHT**2) * G_0 + WEIGHT**2 * G_1, D),
                (1 - WEIGHT) * Value(p, G_0, D) + WEIGHT * Value(p, G_1, D),
            ),
            "affine",
            prose="affine in p_g is not affine in a parameter, as in (1 - t^2) g_0 + t^2 g_1",
        ),
        FalseVariant(
            "C affine",
            eq(
                Criterion(p, _MIXTURE),
                (1 - WEIGHT) * Criterion(p, G_0) + WEIGHT * Criterion(p, G_1),
            ),
            "affine",
            prose="the maximum over D taken for one fixed D",
        ),
    ),
    references=(f"{GAN14}, proof of Proposition 2",),
    notes=("This is the first half of the paper's own proof of Proposition 2.",),
)

P2 = Claim(
    id="P2",
    title="C is convex: a supremum of affine functions",
    gloss="No smoothness is used: only that C is a maximum of functions affine in p_g.",
    statement=("convex",),
    hypotheses=(P_NONNEGATIVE, *_TWO, *MIXING),
    steps=(
        Step(
            "at the best D",
            eq(
                Value(p, _MIXTURE, _BEST),
                (1 - WEIGHT) * Value(p, G_0, _BEST) + WEIGHT * Value(p, G_1, _BEST),
            ),
            "instance",
            args={"substitution": {D: _BEST}},
            uses=("P1/affine",),
            prose="P1 at the D that is best for the mixture; its value there is C of the mixture.",
        ),
        Step(
            "first end",
            le(Value(p, G_0, _BEST), Criterion(p, G_0)),
            "instance",
            args={"substitution": {D: _BEST, g: G_0}},
            uses=("A4/bound",),
            prose="Against g_0 that D is one of many, so it does no better than the best (A4).",
        ),
        Step(
            "second end",
            le(Value(p, G_1, _BEST), Criterion(p, G_1)),
            "instance",
            args={"substitution": {D: _BEST, g: G_1}},
            uses=("A4/bound",),
            prose="The same against g_1.",
        ),
        Step(
            "convex",
            le(
                Criterion(p, _MIXTURE),
                (1 - WEIGHT) * Criterion(p, G_0) + WEIGHT * Criterion(p, G_1),
            ),
            "chain",
            args={"multipliers": (1, 1 - WEIGHT, WEIGHT)},
            uses=("at the best D", "first end", "second end"),
            prose="Put the three together.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "concave",
            ge(
                Criterion(p, _MIXTURE),
                (1 - WEIGHT) * Criterion(p, G_0) + WEIGHT * Criterion(p, G_1),
            ),
            "convex",
            prose="the inequality turned round",
        ),
        FalseVariant(
            "strictly convex",
            lt(
                Criterion(p, _MIXTURE),
                (1 - WEIGHT) * Criterion(p, G_0) + WEIGHT * Criterion(p, G_1),
            ),
            "convex",
            prose="strict even for g_0 = g_1",
        ),
        FalseVariant(
            "infimum of affine is convex",
            le(
                Min(Value(p, _MIXTURE, D0), Value(p, _MIXTURE, D1)),
                (1 - WEIGHT) * Min(Value(p, G_0, D0), Value(p, G_0, D1))
                + WEIGHT * Min(Value(p, G_1, D0), Value(p, G_1, D1)),
            ),
            "convex",
            assuming=(gt(D0, 0), lt(D0, 1), gt(D1, 0), lt(D1, 1)),
            prose="a minimum over D in place of the maximum",
        ),
    ),
    references=(
        f"{GAN14}, proof of Proposition 2",
        "Rockafellar, Convex Analysis, Theorem 5.5",
    ),
    uses=("A4", "P1"),
    notes=("This is the second half of the paper's own proof of Proposition 2.",),
)
