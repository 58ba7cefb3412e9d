"""Group T, Theorem 1: C(G) = -log 4 + 2 JSD, with its minimum at p_g = p_data alone."""

from sympy import log

from gantheory.proofs.claim import Claim, FalseVariant, Step
from gantheory.proofs.claims.processing import T6
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    DENSITIES,
    FINITE,
    GAN14,
    NONNEGATIVE,
    SUPPORT,
    g,
    p,
)
from gantheory.proofs.formulas import AlmostEverywhere, Iff, Integrable, eq, ge, gt, le
from gantheory.proofs.terms import JSD, KL, Criterion, Int, Value, xlogy

C = Criterion(p, g)
_P_ATOM = xlogy(p, p / (p + g))
_G_ATOM = xlogy(g, g / (p + g))
_M = (p + g) / 2

T1 = Claim(
    id="T1",
    title="The value at D*",
    gloss="Put D* into V: what is left depends on the two densities alone.",
    statement=("value",),
    hypotheses=NONNEGATIVE,
    steps=(
        Step(
            "complement",
            eq(1 - p / (p + g), g / (p + g)),
            "rcf",
            given=(),
            assuming=(gt(p + g, 0),),
            prose="The probability that D* gives to 'generated'.",
        ),
        Step(
            "value",
            eq(Value(p, g, D_STAR), Int(_P_ATOM) + Int(_G_ATOM)),
            "int-linear",
            prose="Both integrands are at most 0, so the integral of the sum may be split.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "D* exchanged with 1-D*",
            eq(Value(p, g, D_STAR), Int(xlogy(p, g / (p + g))) + Int(xlogy(g, p / (p + g)))),
            "value",
            prose="real and generated exchanged",
        ),
        FalseVariant(
            "sign of the second term",
            eq(Value(p, g, D_STAR), Int(_P_ATOM) - Int(_G_ATOM)),
            "value",
            prose="E[log D] - E[log(1 - D)]",
        ),
        FalseVariant(
            "averaged",
            eq(Value(p, g, D_STAR), (Int(_P_ATOM) + Int(_G_ATOM)) / 2),
            "value",
            prose="the mean over real and generated in place of the sum",
        ),
    ),
    references=(f"{GAN14}, eq. 4",),
)

T2 = Claim(
    id="T2",
    title="C(G) as two divergences from the average",
    gloss="The constant -log 4 comes from halving p_data + p_g under both logarithms.",
    statement=("split",),
    hypotheses=DENSITIES,
    steps=(
        Step(
            "halving p_data",
            eq(p * log(p / (p + g)), -log(2) * p + p * log(p / _M)),
            "loglin",
            given=(),
            assuming=(gt(p, 0), ge(g, 0)),
            prose="log(p/(p + g)) = log(p/m) - log 2 with m = (p + g)/2.",
        ),
        Step(
            "halving p_g",
            eq(g * log(g / (p + g)), -log(2) * g + g * log(g / _M)),
            "loglin",
            given=(),
            assuming=(ge(p, 0), gt(g, 0)),
            prose="The same for the generated part.",
        ),
        Step(
            "split",
            eq(C, -log(4) + KL(p, _M) + KL(g, _M)),
            "int-linear",
            args={"normalise": {p: -log(2), g: -log(2)}},
            prose="Integrate: p_data and p_g have mass 1, so -log 2 comes out twice.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "-log 2",
            eq(C, -log(2) + KL(p, _M) + KL(g, _M)),
            "split",
            args={},
            prose="the constant of one logarithm",
        ),
        FalseVariant(
            "+log 4",
            eq(C, log(4) + KL(p, _M) + KL(g, _M)),
            "split",
            args={},
            prose="the sign of the constant",
        ),
        FalseVariant(
            "m=p+g",
            eq(C, -log(4) + KL(p, p + g) + KL(g, p + g)),
            "split",
            args={},
            prose="the average not halved and the constant kept",
        ),
        FalseVariant(
            "divergences reversed",
            eq(C, -log(4) + KL(_M, p) + KL(_M, g)),
            "split",
            args={},
            assuming=(gt(p, 0), gt(g, 0)),
            prose="KL in the other direction",
        ),
    ),
    references=(f"{GAN14}, eq. 5",),
)

T3 = Claim(
    id="T3",
    title="C(G) = -log 4 + 2 JSD",
    gloss="The training criterion of the generator is the Jensen-Shannon divergence, shifted.",
    statement=("jsd",),
    hypotheses=DENSITIES,
    steps=(
        Step(
            "split",
            eq(C, -log(4) + KL(p, _M) + KL(g, _M)),
            "instance",
            uses=("T2/split",),
            prose="T2.",
        ),
        Step(
            "jsd",
            eq(C, -log(4) + 2 * JSD(p, g)),
            "chain",
            uses=("split",),
            prose="2 JSD is the sum of the two divergences, by definition.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "JSD without 2",
            eq(C, -log(4) + JSD(p, g)),
            "jsd",
            prose="the factor 2 lost",
        ),
        FalseVariant(
            "Jeffreys",
            eq(C, -log(4) + KL(p, g) + KL(g, p)),
            "jsd",
            assuming=(gt(p, 0), gt(g, 0)),
            prose="the symmetrised KL in place of the Jensen-Shannon divergence",
        ),
        FalseVariant(
            "-log 2",
            eq(C, -log(2) + 2 * JSD(p, g)),
            "jsd",
            prose="a wrong constant",
        ),
    ),
    references=(f"{GAN14}, eq. 6",),
    uses=("T2",),
)

T4 = Claim(
    id="T4",
    title="-log 4 <= C(G) <= 0, and when",
    gloss=(
        "The minimum is attained if and only if p_g = p_data almost everywhere, the maximum if "
        "and only if the two do not overlap."
    ),
    statement=("minimum", "maximum", "minimiser", "disjoint"),
    hypotheses=DENSITIES,
    steps=(
        Step(
            "minimum",
            le(-log(4), C),
            "chain",
            args={"multipliers": (2, 1)},
            uses=("J2/nonnegative", "T3/jsd"),
            prose="JSD >= 0 in T3.",
        ),
        Step(
            "maximum",
            le(C, 0),
            "chain",
            args={"multipliers": (1, 2)},
            uses=("T3/jsd", "J2/bounded"),
            prose="JSD <= log 2 in T3.",
        ),
        Step(
            "minimiser",
            Iff(eq(C, -log(4)), AlmostEverywhere(eq(g, p), SUPPORT)),
            "int-equality",
            args={"normalise": {p: -log(2), g: -log(2)}},
            prose="Equality in log t <= t - 1 at almost every x.",
        ),
        Step(
            "disjoint",
            Iff(eq(C, 0), AlmostEverywhere(eq(p * g, 0), SUPPORT)),
            "int-equality",
            prose="Where both live, the integrand is negative.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "minimum -log 2",
            le(-log(2), C),
            "minimum",
            args={"multipliers": (1, 1)},
            prose="a wrong constant",
        ),
        FalseVariant(
            "minimum iff supports equal",
            Iff(eq(C, -log(4)), AlmostEverywhere(Iff(gt(p, 0), gt(g, 0)), SUPPORT)),
            "minimiser",
            prose="supports in place of densities",
        ),
        FalseVariant(
            "maximum iff different",
            Iff(eq(C, 0), AlmostEverywhere(eq(p, 0), SUPPORT)),
            "disjoint",
            prose="disjoint taken to mean that p_data is nowhere",
        ),
        FalseVariant("maximum -1", le(C, -1), "maximum", prose="a bound that is too good"),
    ),
    references=(f"{GAN14}, Theorem 1", "the upper end: folklore, with J2"),
    uses=("T3", "J2"),
)

T5 = Claim(
    id="T5",
    title="The split of C(G) is legal for all densities",
    gloss=(
        "Each of the two integrands lies between minus the other density and 0, so both are "
        "integrable and no infinity is split into two."
    ),
    statement=("lower", "upper", "p_data part", "p_g part"),
    hypotheses=(*NONNEGATIVE, FINITE),
    steps=(
        Step(
            "lower",
            le(-g, p * log(p / (p + g))),
            "gibbs",
            given=("p_g>=0",),
            assuming=(gt(p, 0),),
            prose="log t >= 1 - 1/t at t = p/(p + g).",
        ),
        Step(
            "upper",
            le(p * log(p / (p + g)), 0),
            "gibbs",
            given=("p_g>=0",),
            assuming=(gt(p, 0),),
            prose="log t <= t - 1 at the same t.",
        ),
        Step(
            "p_data part",
            Integrable(_P_ATOM),
            "int-finite",
            uses=("lower", "upper"),
            prose="Dominated by p_g.",
        ),
        Step(
            "p_g part",
            Integrable(_G_ATOM),
            "int-finite",
            prose="Dominated by p_data, in the same way.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "dominated by p_data",
            le(-p, p * log(p / (p + g))),
            "lower",
            prose="the wrong density dominates",
        ),
        FalseVariant(
            "dominated by half p_g",
            le(-g / 2, p * log(p / (p + g))),
            "lower",
            prose="a constant that is too good",
        ),
        FalseVariant(
            "not negative",
            ge(p * log(p / (p + g)), 0),
            "upper",
            prose="the sign",
        ),
    ),
    references=("folklore",),
    notes=(
        "By contrast C = 2 H(m) - H(p_data) - H(p_g) - log 4 needs finite entropies: for a "
        "heavy-tailed density it reads infinity minus infinity.",
    ),
)

CLAIMS = (T1, T2, T3, T4, T5, T6)
