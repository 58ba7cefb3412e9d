"""P10 to P12: supports, parameters and the order of play, which the paper's proof leaves open."""

from sympy import Derivative, Integer, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    DENSITIES,
    GAN14,
    P_MASS,
    P_NONNEGATIVE,
    PROBABILITY,
    SUPPORT,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import AlmostEverywhere, Iff, eq, ge, gt, le, lt
from gantheory.proofs.terms import Criterion, Expr, Int, Value, density, field, scalar

q, missed, factor = density("q"), field("i"), field("w")
_HALF = Rational(1, 2)
_LOST = log(2) * Int(missed * p) - log(4)
_ALL = tuple(h.name for h in DENSITIES)

P10 = Claim(
    id="P10",
    title="What p_g misses, a multiplicative step never finds",
    gloss=(
        "If p_g vanishes on a set, so does p_g times any finite factor; and a p_g that vanishes "
        "there keeps a gap of at least log 2 times the mass of p_data on it, for ever."
    ),
    statement=("gap", "kept", "still", "averaging"),
    hypotheses=(
        *DENSITIES,
        Hypothesis(
            "i>=0",
            ge(missed, 0),
            "i is the indicator of the missed set",
            kept="without it the mass of i p_data may be -infinity, and then nothing is claimed",
        ),
        Hypothesis("i<=1", le(missed, 1)),
        Hypothesis("missed", eq(missed * g, 0), "p_g vanishes there"),
        Hypothesis("step", eq(q, g * factor), "q is p_g times a finite factor w"),
    ),
    steps=(
        Step(
            "overlap",
            le(-log(2) * (p + g), p * log(p / (p + g)) + g * log(g / (p + g))),
            "gibbs",
            args={"instances": ((p, (p + g) / (2 * p)), (g, (p + g) / (2 * g)))},
            given=(),
            assuming=(gt(p, 0), gt(g, 0)),
            prose="At every x the integrand of C is at least that at p_g = p_data (J2).",
        ),
        Step(
            "at a missed x",
            le(log(2) * missed * p, log(2) * p),
            "gibbs",
            args={"instances": ((p * (1 - missed), _HALF),)},
            given=("i<=1",),
            assuming=(gt(p, 0),),
            prose="Where p_g vanishes the integrand of C is 0.",
        ),
        Step(
            "gap",
            le(_LOST, Criterion(p, g)),
            "int-mono",
            args={"normalise": {p: log(2), g: log(2)}},
            uses=("overlap", "at a missed x"),
            given=(*_ALL, "i>=0", "i<=1", "missed"),
            prose="On the missed set the integrand is 0 instead of -p log 2.",
        ),
        Step(
            "kept",
            eq(missed * q, 0),
            "rcf",
            given=("missed", "step"),
            prose="A multiplicative step, whatever its size and its D, keeps the zeros ...",
        ),
        Step(
            "still",
            le(_LOST, Criterion(p, q)),
            "instance",
            args={"substitution": {g: q}},
            uses=("gap",),
            given=("p_data>=0", "mass p_data", "i>=0", "i<=1", "missed", "step"),
            assuming=(ge(q, 0), eq(Int(q), 1)),
            prose="... and so the gap stays, step after step.",
        ),
        Step(
            "averaging",
            Iff(gt((p + g) / 2, 0), gt(p + g, 0)),
            "rcf",
            given=(),
            prose="At eta = 1 the step is the average (P6), which lives wherever p_data does.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "the gap vanishes",
            le(Criterion(p, g), _LOST),
            "gap",
            prose="convergence from every first p_g",
        ),
        FalseVariant(
            "twice the gap",
            le(2 * log(2) * Int(missed * p) - log(4), Criterion(p, g)),
            "gap",
            prose="a constant that is too good",
        ),
        FalseVariant(
            "the step fills the gap",
            eq(missed * q, missed * p),
            "kept",
            prose="missed points found again",
        ),
    ),
    references=("own derivation",),
    notes=(
        "For eta < 1 the factor (1 - D*)^(-eta) is infinite where p_g = 0 < p_data, but "
        "p_g^(1 - eta) (p_data + p_g)^eta is 0 there all the same; the claim is for finite "
        "factors, such as any D < 1 gives.",
    ),
)

theta, b = scalar("theta"), scalar("b")


def _two_points(at: Expr) -> Expr:
    """C for p_data on one point and p_g with mass `at` on it, 1 − at elsewhere."""
    return -log(1 + at) + at * log(at / (1 + at))


_NO_SIGN = "where one of the two vanishes the sign of the other does not matter"
_DIP, _BUMP = (1 - theta**2) / 4 + theta**4, (1 + theta**2) / 4

P11 = Claim(
    id="P11",
    title="In parameters C can be flat and have local minima that are not global",
    gloss=(
        "C is convex in p_g, not in what p_g is made from. Where the supports are disjoint C is 0 "
        "whatever the parameter. With p_data on one point and p_g having mass "
        "(1 - theta^2)/4 + theta^4 there, theta = 0 is a local minimum, best for |theta| <= 1/2, "
        "with p_g far from p_data; beyond, C is less, and at theta = 1 it is -log 4."
    ),
    statement=("flat", "slope", "local minimum", "not global", "only optimum", "local maximum"),
    hypotheses=(
        Hypothesis("p_data>=0", ge(p, 0), "p_data is non-negative", kept=_NO_SIGN),
        Hypothesis("p_g>=0", ge(g, 0), "p_g is non-negative", kept=_NO_SIGN),
        Hypothesis("disjoint", eq(p * g, 0), "the supports are disjoint"),
        Hypothesis("theta near 0", le(theta**2, Rational(1, 4)), "the parameter is near 0"),
        Hypothesis("b>0", gt(b, 0), "the mass of p_g on the point of p_data"),
        Hypothesis(
            "b<=1",
            le(b, 1),
            kept="it is a mass; were it allowed to exceed 1, C would go on falling",
        ),
    ),
    steps=(
        Step(
            "flat",
            eq(Criterion(p, g), 0),
            "int-linear",
            given=("p_data>=0", "p_g>=0", "disjoint"),
            prose="Disjoint supports: C = 0, its largest value, for every parameter; no gradient.",
        ),
        Step(
            "slope",
            eq(Derivative(_two_points(b), b), log(b / (1 + b))),
            "loglin",
            given=("b>0",),
            prose="The derivative by the mass on the point of p_data is negative ...",
        ),
        Step(
            "less mass",
            le(_two_points(Rational(1, 4)), _two_points(b)),
            "mean-value",
            args={"variable": b, "anchor": Rational(1, 4)},
            given=("b>0",),
            assuming=(le(b, Rational(1, 4)),),
            prose="... so C falls with this mass ...",
        ),
        Step(
            "local minimum",
            le(_two_points(Rational(1, 4)), _two_points(_DIP)),
            "instance",
            args={"substitution": {b: _DIP}},
            uses=("less mass",),
            given=("theta near 0",),
            prose="... so theta = 0, where the mass is largest nearby, is a local minimum.",
        ),
        Step(
            "only optimum",
            Iff(eq(_two_points(Integer(1)), _two_points(b)), eq(b, 1)),
            "mean-value",
            args={"variable": b, "anchor": 1},
            given=("b>0", "b<=1"),
            prose="But C has its least value -log 4 at mass 1 alone.",
        ),
        Step(
            "more mass",
            lt(_two_points(b), _two_points(Rational(1, 4))),
            "gibbs",
            args={
                "instances": (
                    (Integer(1), 5 / (4 * (1 + b))),
                    (Rational(1, 4), 5 * b / (1 + b)),
                    (b - Rational(1, 4), b / (1 + b)),
                )
            },
            given=(),
            assuming=(gt(b, Rational(1, 4)),),
            prose="More mass on the point is better.",
        ),
        Step(
            "not global",
            lt(_two_points(_DIP), _two_points(Rational(1, 4))),
            "instance",
            args={"substitution": {b: _DIP}},
            uses=("more mass",),
            given=(),
            assuming=(gt(theta**2, Rational(1, 4)),),
            prose="Farther out the same family has less: at theta = 1 all mass is on the point.",
        ),
        Step(
            "local maximum",
            lt(_two_points(_BUMP), _two_points(Rational(1, 4))),
            "instance",
            args={"substitution": {b: _BUMP}},
            uses=("more mass",),
            given=(),
            assuming=(gt(theta**2, 0),),
            prose="With (1 + theta^2)/4 the same point is a maximum: C is not convex in theta.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "stationary means optimal",
            Iff(eq(_two_points(Integer(1)), _two_points(b)), eq(b, Rational(1, 4))),
            "only optimum",
            prose="the stationary point taken for the global optimum",
        ),
        FalseVariant(
            "convex in the parameter",
            ge(_two_points(_BUMP), _two_points(Rational(1, 4))),
            "local maximum",
            prose="the middle of theta and -theta lying below",
        ),
        FalseVariant(
            "disjoint supports have the gap log 2",
            eq(Criterion(p, g), -log(2)),
            "flat",
            prose="JSD = log 2 read as C",
        ),
    ),
    references=(
        f"{GAN14}, after Proposition 2 ('adversarial nets represent a limited family')",
        "Arjovsky and Bottou 2017",
    ),
)

P12 = Claim(
    id="P12",
    title="Minimax = maximin = -log 4, with the saddle (1/2, p_data)",
    gloss=(
        "Against D = 1/2 every p_g has the value -log 4; against p_g = p_data no D has more. So "
        "order does not matter in the space of densities, but the best D leaves p_g free."
    ),
    statement=("maximin", "minimax", "flat", "saddle"),
    hypotheses=(*DENSITIES, *PROBABILITY),
    steps=(
        Step(
            "best D",
            le(Value(p, p, D), Criterion(p, p)),
            "instance",
            args={"substitution": {g: p}},
            uses=("A4/bound",),
            given=("p_data>=0", "D>=0", "D<=1"),
            prose="A4 at p_g = p_data ...",
        ),
        Step(
            "its value",
            eq(Criterion(p, p), -log(4)),
            "instance",
            uses=("P6/optimum",),
            given=(P_NONNEGATIVE.name, P_MASS.name),
            prose="... where the best value is -log 4.",
        ),
        Step(
            "maximin",
            le(Value(p, p, D), -log(4)),
            "chain",
            uses=("best D", "its value"),
            given=("p_data>=0", "mass p_data", "D>=0", "D<=1"),
            prose="So min over p_g of V(D, p_g) is at most -log 4, for every D.",
        ),
        Step(
            "minimax",
            le(-log(4), Criterion(p, g)),
            "instance",
            uses=("T4/minimum",),
            given=_ALL,
            prose="And max over D of V(D, p_g) is at least -log 4, for every p_g (T4).",
        ),
        Step(
            "flat",
            eq(Value(p, g, _HALF), -log(4)),
            "int-linear",
            args={"normalise": {p: -log(2), g: -log(2)}},
            given=_ALL,
            prose="At D = 1/2 every p_g has exactly this value: each is a best response.",
        ),
        Step(
            "saddle",
            le(Value(p, p, D), Value(p, g, _HALF)),
            "chain",
            uses=("maximin", "flat"),
            prose="(1/2, p_data) is a saddle point; the two orders of play have one value.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "maximin below minimax",
            lt(Value(p, g, _HALF), -log(4)),
            "flat",
            prose="a gap between the two orders of play in the space of densities",
        ),
        FalseVariant(
            "against 1/2 only p_data is best",
            Iff(
                eq(Value(p, g, _HALF), -log(4)),
                AlmostEverywhere(eq(g, p), SUPPORT),
            ),
            "flat",
            prose="the maximin generator taken to be p_data",
        ),
        FalseVariant(
            "flat at D = 1/3 too",
            eq(Value(p, g, Rational(1, 3)), -log(4)),
            "flat",
            args={},
            prose="any constant D",
        ),
        FalseVariant(
            "value -log 16",
            le(Value(p, p, D), -log(16)),
            "maximin",
            prose="a wrong constant",
        ),
    ),
    references=("Sion 1958", "Goodfellow 2016, NIPS tutorial"),
    uses=("A4", "P6", "T4"),
    notes=(
        "Nothing is said about generators with parameters, for which the order of play does "
        "matter.",
    ),
)
