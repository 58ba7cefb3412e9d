"""Group A, Proposition 1: for fixed G the best discriminator is D* = p_data/(p_data + p_g)."""

from sympy import Derivative, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.beyond import A5, A6, A7, A8
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    FINITE,
    GAN14,
    NONNEGATIVE,
    PROBABILITY,
    SUPPORT,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import (
    AlmostEverywhere,
    And,
    Exists,
    Iff,
    Integrable,
    eq,
    ge,
    gt,
    le,
    lt,
)
from gantheory.proofs.terms import BernoulliKL, Criterion, Expr, Int, Value, scalar, xlogy

a, b, y, epsilon = (scalar(name) for name in ("a", "b", "y", "epsilon"))


def _payoff(at: Expr) -> Expr:
    """A log y + b log(1 − y), the integrand of V at one x."""
    return a * log(at) + b * log(1 - at)


def _edge(at: Expr) -> Expr:
    """The same with 0 · log 0 = 0."""
    return xlogy(a, at) + xlogy(b, 1 - at)


_BEST = a / (a + b)

A1 = Claim(
    id="A1",
    title="D* maximises a log y + b log(1 - y)",
    gloss="At one x, with a = p_data(x) and b = p_g(x), the best answer is y = a/(a + b), alone.",
    statement=("bound", "unique"),
    hypotheses=(
        Hypothesis("a>0", gt(a, 0)),
        Hypothesis("b>0", gt(b, 0)),
        Hypothesis("y>0", gt(y, 0)),
        Hypothesis("y<1", lt(y, 1)),
    ),
    steps=(
        Step(
            "gap",
            eq(
                _payoff(y) - _payoff(_BEST),
                a * log(y * (a + b) / a) + b * log((1 - y) * (a + b) / b),
            ),
            "loglin",
            prose="The payoff at y minus the payoff at a/(a + b), collected per weight.",
        ),
        Step(
            "certificate",
            eq(a * (y * (a + b) / a - 1) + b * ((1 - y) * (a + b) / b - 1), 0),
            "rcf",
            prose="Replace each log t by its upper bound t - 1: the sum vanishes for every y.",
        ),
        Step(
            "bound",
            le(_payoff(y), _payoff(_BEST)),
            "gibbs",
            args={"instances": ((a, y * (a + b) / a), (b, (1 - y) * (a + b) / b))},
            prose="Hence a global maximum, from log t <= t - 1 twice; no derivative is needed.",
        ),
        Step(
            "unique",
            Iff(eq(_payoff(y), _payoff(_BEST)), eq(y, _BEST)),
            "gibbs",
            args={"instances": ((a, y * (a + b) / a), (b, (1 - y) * (a + b) / b))},
            prose="log t = t - 1 only at t = 1, and both t are 1 only at y = a/(a + b).",
        ),
        Step(
            "slope",
            eq(Derivative(_payoff(y), y), a / y - b / (1 - y)),
            "loglin",
            prose="The usual argument, as a second proof: the derivative in y ...",
        ),
        Step(
            "slope-sign",
            Iff(gt(a / y - b / (1 - y), 0), lt(y, _BEST)),
            "rcf",
            prose="... is positive exactly to the left of a/(a + b).",
        ),
    ),
    false_variants=(
        FalseVariant(
            "y*=a/(a+2b)",
            le(_payoff(y), _payoff(a / (a + 2 * b))),
            "bound",
            prose="a wrong weight",
        ),
        FalseVariant(
            "y*=b/(a+b)",
            le(_payoff(y), _payoff(b / (a + b))),
            "bound",
            prose="real and generated exchanged",
        ),
        FalseVariant(
            "y*=a/b",
            le(_payoff(y), _payoff(a / b)),
            "bound",
            assuming=(lt(a, b),),
            prose="the density ratio in place of D*",
        ),
        FalseVariant(
            "minimum",
            ge(_payoff(y), _payoff(_BEST)),
            "bound",
            prose="the critical point taken for a minimum",
        ),
        FalseVariant(
            "unique at 1/2",
            Iff(eq(_payoff(y), _payoff(_BEST)), eq(y, (a + b) / (2 * a + 2 * b))),
            "unique",
            prose="the optimum of the trained game taken for that of every game",
        ),
    ),
    references=(f"{GAN14}, Proposition 1",),
)

A2 = Claim(
    id="A2",
    title="The edges: outside one of the supports",
    gloss=(
        "Where p_g vanishes the best answer is 1, where p_data vanishes it is 0; neither is "
        "attained in the open interval. Where both vanish every answer is best."
    ),
    statement=("b=0 bound", "b=0", "open", "approached", "a=0", "a=b=0"),
    hypotheses=(
        Hypothesis("a>0", gt(a, 0)),
        Hypothesis("y>0", gt(y, 0)),
        Hypothesis("y<=1", le(y, 1)),
    ),
    steps=(
        Step(
            "b=0 bound",
            le(_edge(y), 0),
            "gibbs",
            assuming=(eq(b, 0),),
            prose="With b = 0 only a log y is left, and log y <= 0.",
        ),
        Step(
            "b=0",
            Iff(eq(_edge(y), 0), eq(y, 1)),
            "gibbs",
            assuming=(eq(b, 0),),
            prose="The value 0 is attained at y = 1 and nowhere else, with 0 log 0 = 0.",
        ),
        Step(
            "open",
            lt(_edge(y), 0),
            "gibbs",
            given=("a>0", "y>0"),
            assuming=(eq(b, 0), lt(y, 1)),
            prose="So in the open interval the value stays below 0 ...",
        ),
        Step(
            "approach",
            gt(_edge(2 * a / (2 * a + epsilon)), -epsilon),
            "gibbs",
            given=("a>0",),
            assuming=(eq(b, 0), gt(epsilon, 0)),
            prose="... but comes as near as you like: log t >= 1 - 1/t at t = 2a/(2a + epsilon).",
        ),
        Step(
            "approached",
            Exists(y, And((gt(y, 0), lt(y, 1), gt(_edge(y), -epsilon)))),
            "exists",
            args={"example": 2 * a / (2 * a + epsilon)},
            uses=("approach",),
            given=("a>0",),
            assuming=(eq(b, 0), gt(epsilon, 0)),
            prose="The supremum over the open interval is 0 and is not attained.",
        ),
        Step(
            "a=0",
            Iff(eq(_edge(y), 0), eq(y, 0)),
            "gibbs",
            given=(),
            assuming=(eq(a, 0), gt(b, 0), ge(y, 0), lt(y, 1)),
            prose="The mirror image: log(1 - y) <= 0, with equality at y = 0 alone.",
        ),
        Step(
            "a=b=0",
            eq(_edge(y), 0),
            "loglin",
            given=(),
            assuming=(eq(a, 0), eq(b, 0), ge(y, 0), le(y, 1)),
            prose="Where neither density lives, D is free.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "strict on [0,1]",
            lt(_edge(y), 0),
            "b=0 bound",
            prose="the value at the end y = 1 forgotten",
        ),
        FalseVariant(
            "best at 1/2",
            Iff(eq(_edge(y), 0), eq(y, Rational(1, 2))),
            "b=0",
            prose="D = 1/2 outside the support of p_g",
        ),
        FalseVariant(
            "D* unique where p=g=0",
            Iff(eq(_edge(y), 0), eq(y, 0)),
            "a=b=0",
            prose="0/0 read as 0",
        ),
    ),
    references=(f"{GAN14}, Proposition 1 ('outside of Supp(p_data) ∪ Supp(p_g)')",),
    uses=(),
)

_GAP = Int((p + g) * BernoulliKL(D_STAR, D))
_SQUARES = Int((p + g) * (D - D_STAR) ** 2)

A3 = Claim(
    id="A3",
    title="What a discriminator loses: a Bernoulli divergence",
    gloss=(
        "The gap of V to its maximum is the Kullback-Leibler divergence between the optimal and "
        "the given answer, its mean over real samples plus its mean over generated ones, and at "
        "least twice the same sum for (D - D*)^2."
    ),
    statement=("gap", "squares"),
    hypotheses=(
        *NONNEGATIVE,
        Hypothesis("D>0", gt(D, 0)),
        Hypothesis("D<1", lt(D, 1)),
        Hypothesis("V finite", Integrable(xlogy(p, D) + xlogy(g, 1 - D)), "V(D) is finite"),
    ),
    steps=(
        Step(
            "gap",
            eq(Criterion(p, g), Value(p, g, D) + _GAP),
            "int-linear",
            prose="An identity at every x, in each of the three cases of the supports.",
        ),
        Step(
            "pinsker",
            le(2 * (p + g) * (D - D_STAR) ** 2, (p + g) * BernoulliKL(D_STAR, D)),
            "mean-value",
            args={"variable": D, "anchor": p / (p + g)},
            given=("D>0", "D<1"),
            assuming=(gt(p, 0), gt(g, 0)),
            prose="Pinsker for two outcomes: both sides vanish at D*; compare slopes in D.",
        ),
        Step(
            "pinsker, p_g=0",
            le(2 * p * (D - 1) ** 2, p * log(1 / D)),
            "mean-value",
            args={"variable": D, "anchor": 1},
            given=("D>0",),
            assuming=(gt(p, 0), le(D, 1)),
            prose="The same where p_g vanishes and D* = 1 ...",
        ),
        Step(
            "pinsker, p_data=0",
            le(2 * g * D**2, g * log(1 / (1 - D))),
            "mean-value",
            args={"variable": D, "anchor": 0},
            given=("D<1",),
            assuming=(gt(g, 0), ge(D, 0)),
            prose="... and where p_data vanishes and D* = 0.",
        ),
        Step(
            "pinsker, integrated",
            le(2 * _SQUARES, _GAP),
            "int-mono",
            uses=("pinsker", "pinsker, p_g=0", "pinsker, p_data=0"),
            prose="Integrate.",
        ),
        Step(
            "squares",
            le(Value(p, g, D) + 2 * _SQUARES, Criterion(p, g)),
            "chain",
            uses=("pinsker, integrated", "gap"),
            prose="Put the bound into the gap.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "half the divergence",
            eq(Criterion(p, g), Value(p, g, D) + _GAP / 2),
            "gap",
            prose="the factor of JSD where there is none",
        ),
        FalseVariant(
            "arguments exchanged",
            eq(Criterion(p, g), Value(p, g, D) + Int((p + g) * BernoulliKL(D, D_STAR))),
            "gap",
            assuming=(gt(p, 0), gt(g, 0)),
            prose="the divergence in the wrong direction",
        ),
        FalseVariant(
            "unweighted",
            eq(Criterion(p, g), Value(p, g, D) + Int(BernoulliKL(D_STAR, D))),
            "gap",
            prose="the weight p_data + p_g forgotten",
        ),
        FalseVariant(
            "thrice the squares",
            le(Value(p, g, D) + 3 * _SQUARES, Criterion(p, g)),
            "squares",
            prose="a constant that is too good",
        ),
    ),
    references=("folklore: proper scoring rules", "Pinsker's inequality"),
)

A4 = Claim(
    id="A4",
    title="V(G, D) <= V(G, D*) for every measurable D",
    gloss=(
        "Proposition 1 for generic densities: supports may differ, V(D) may be minus infinity, "
        "and D* is unique up to null sets where p_data + p_g > 0."
    ),
    statement=("bound", "unique"),
    hypotheses=(*NONNEGATIVE, *PROBABILITY, FINITE),
    steps=(
        Step(
            "pointwise",
            le(p * log(D) + g * log(1 - D), p * log(p / (p + g)) + g * log(1 - p / (p + g))),
            "instance",
            args={"substitution": {a: p, b: g, y: D}},
            uses=("A1/bound",),
            given=(),
            assuming=(gt(p, 0), gt(g, 0), gt(D, 0), lt(D, 1)),
            prose="A1 at almost every x where both densities live.",
        ),
        Step(
            "bound",
            le(Value(p, g, D), Value(p, g, D_STAR)),
            "int-mono",
            uses=("pointwise",),
            given=("p_data>=0", "p_g>=0", "D>=0", "D<=1"),
            prose="The edges are elementary; both integrands are at most 0, so both sides exist.",
        ),
        Step(
            "pointwise unique",
            Iff(
                eq(p * log(D) + g * log(1 - D), p * log(p / (p + g)) + g * log(1 - p / (p + g))),
                eq(D, p / (p + g)),
            ),
            "instance",
            args={"substitution": {a: p, b: g, y: D}},
            uses=("A1/unique",),
            given=(),
            assuming=(gt(p, 0), gt(g, 0), gt(D, 0), lt(D, 1)),
            prose="A1 again, for equality.",
        ),
        Step(
            "unique",
            Iff(
                eq(Value(p, g, D), Value(p, g, D_STAR)),
                AlmostEverywhere(eq(D, D_STAR), SUPPORT),
            ),
            "int-equality",
            uses=("pointwise unique",),
            prose=(
                "V(D*) is finite, so equality makes the integral of a non-negative gap vanish; "
                "then the gap vanishes almost everywhere."
            ),
        ),
    ),
    false_variants=(
        FalseVariant(
            "maximised by g/(p+g)",
            le(Value(p, g, D), Value(p, g, g / (p + g))),
            "bound",
            prose="real and generated exchanged",
        ),
        FalseVariant(
            "strict",
            lt(Value(p, g, D), Value(p, g, D_STAR)),
            "bound",
            prose="D* itself forgotten",
        ),
        FalseVariant(
            "unique on the support of p_data alone",
            Iff(
                eq(Value(p, g, D), Value(p, g, D_STAR)),
                AlmostEverywhere(eq(D, D_STAR), gt(p, 0)),
            ),
            "unique",
            prose="D matters also where only generated samples fall",
        ),
        FalseVariant(
            "unique where the supports meet",
            Iff(
                eq(Value(p, g, D), Value(p, g, D_STAR)),
                AlmostEverywhere(eq(D, D_STAR), gt(p * g, 0)),
            ),
            "unique",
            prose="equal supports taken for granted",
        ),
    ),
    references=(f"{GAN14}, Proposition 1",),
    uses=("A1",),
    notes=(
        "The proposition is stated in the paper for densities; uniqueness up to null sets and "
        "the cases V(D) = -infinity and different supports are spelt out here.",
    ),
)

CLAIMS = (A1, A2, A3, A4, A5, A6, A7, A8)
