"""Group J, facts about the Jensen-Shannon and Kullback-Leibler divergences."""

from sympy import log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.distance import J3, J4
from gantheory.proofs.claims.processing import J5, J6
from gantheory.proofs.claims.vocabulary import DENSITIES, SUPPORT, g, p
from gantheory.proofs.formulas import (
    AlmostEverywhere,
    Iff,
    Implies,
    Or,
    eq,
    gt,
    le,
    lt,
    ne,
)
from gantheory.proofs.terms import JSD, KL, scalar

t = scalar("t")

J1 = Claim(
    id="J1",
    title="Gibbs: log t <= t - 1, and KL >= 0",
    gloss="The tangent of the logarithm at 1 lies above it, and touches it there alone.",
    statement=("tangent", "touches", "kl", "kl zero"),
    hypotheses=(
        Hypothesis("t>0", gt(t, 0)),
        *DENSITIES,
        Hypothesis(
            "absolutely continuous",
            Implies(eq(g, 0), eq(p, 0)),
            "p_data lives only where p_g does",
            kept=(
                "without it KL is +infinity by convention and the statements stay true; the "
                "integral that KL stands for here has no integrand where p_g = 0 < p_data"
            ),
        ),
    ),
    steps=(
        Step(
            "tangent",
            le(log(t), t - 1),
            "mean-value",
            args={"variable": t, "anchor": 1},
            given=("t>0",),
            prose="Both sides are 0 at t = 1, and t - 1 - log t has slope (t - 1)/t.",
        ),
        Step(
            "touches",
            Iff(eq(log(t), t - 1), eq(t, 1)),
            "mean-value",
            args={"variable": t, "anchor": 1},
            given=("t>0",),
            prose="The slope vanishes at t = 1 only.",
        ),
        Step(
            "kl",
            le(0, KL(p, g)),
            "int-mono",
            args={"normalise": {p: -1, g: 1}},
            given=(*(h.name for h in DENSITIES), "absolutely continuous"),
            prose="p log(p/g) >= p - g at every x, and p - g integrates to 0.",
        ),
        Step(
            "kl zero",
            Iff(eq(KL(p, g), 0), AlmostEverywhere(eq(p, g), SUPPORT)),
            "int-equality",
            args={"normalise": {p: 1, g: -1}},
            given=(*(h.name for h in DENSITIES), "absolutely continuous"),
            prose="Equality in the tangent bound at almost every x.",
        ),
    ),
    false_variants=(
        FalseVariant("t-2", le(log(t), t - 2), "tangent", prose="a line that is too low"),
        FalseVariant(
            "touches twice",
            Iff(eq(log(t), t - 1), Or((eq(t, 1), eq(t, 2)))),
            "touches",
            prose="a second point of contact",
        ),
        FalseVariant(
            "strict",
            lt(log(t), t - 1),
            "tangent",
            prose="the point of contact forgotten",
        ),
        FalseVariant(
            "KL symmetric",
            eq(KL(p, g), KL(g, p)),
            "kl",
            assuming=(gt(p, 0), gt(g, 0)),
            prose="KL taken for a distance",
        ),
    ),
    references=("Gibbs' inequality", "Kullback and Leibler 1951"),
)

J2 = Claim(
    id="J2",
    title="0 <= JSD <= log 2, and when",
    gloss="JSD vanishes for equal densities only, and is log 2 for disjoint ones only.",
    statement=("nonnegative", "bounded", "zero", "disjoint"),
    hypotheses=DENSITIES,
    steps=(
        Step(
            "nonnegative",
            le(0, JSD(p, g)),
            "int-mono",
            prose="log t <= t - 1 with t = m/p and t = m/g; what is left cancels.",
        ),
        Step(
            "bounded",
            le(JSD(p, g), log(2)),
            "int-mono",
            prose="p log 2 - p log(p/m) = p log(1 + g/p) >= 0.",
        ),
        Step(
            "zero",
            Iff(eq(JSD(p, g), 0), AlmostEverywhere(eq(p, g), SUPPORT)),
            "int-equality",
            prose="Equality in log t <= t - 1 at almost every x.",
        ),
        Step(
            "disjoint",
            Iff(eq(JSD(p, g), log(2)), AlmostEverywhere(eq(p * g, 0), SUPPORT)),
            "int-equality",
            prose="p log(1 + g/p) = 0 only where g = 0.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "at most (log 2)/2",
            le(JSD(p, g), log(2) / 2),
            "bounded",
            prose="one of the two halves forgotten",
        ),
        FalseVariant(
            "log 2 for any two",
            Iff(eq(JSD(p, g), log(2)), AlmostEverywhere(ne(p, g), SUPPORT)),
            "disjoint",
            prose="different taken for disjoint",
        ),
        FalseVariant(
            "zero iff supports equal",
            Iff(eq(JSD(p, g), 0), AlmostEverywhere(Iff(gt(p, 0), gt(g, 0)), SUPPORT)),
            "zero",
            prose="supports in place of densities",
        ),
    ),
    references=("Lin 1991, Divergence measures based on the Shannon entropy",),
)

CLAIMS = (J1, J2, J3, J4, J5, J6)
