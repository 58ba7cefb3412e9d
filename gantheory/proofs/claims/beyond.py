"""A5 to A8: Proposition 1 for general measures, for logits, near the optimum, with labels."""

from sympy import Derivative, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    GAN14,
    NONNEGATIVE,
    PROBABILITY,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import (
    AlmostEverywhere,
    Iff,
    Integrable,
    eq,
    ge,
    gt,
    le,
    lt,
    ne,
)
from gantheory.proofs.terms import Criterion, Expr, Int, Value, field, scalar, xlogy

_BASE = Hypothesis(
    "base measure",
    eq(p + g, 1),
    "p_data and p_g are the densities of P and Q with respect to P + Q",
)
scale = field("r")

A5 = Claim(
    id="A5",
    title="General measures: D* = dP/d(P + Q)",
    gloss=(
        "Every P and Q have densities with respect to P + Q, and these add up to 1: D* is the "
        "first of them, 1 on the part of P singular to Q and 0 on that of Q singular to P."
    ),
    statement=("bound", "unique", "real alone", "generated alone", "any base measure"),
    hypotheses=(
        *NONNEGATIVE,
        _BASE,
        *PROBABILITY,
        Hypothesis("finite mass", Integrable(p + g), "P and Q are finite measures"),
    ),
    steps=(
        Step(
            "bound",
            le(Value(p, g, D), Value(p, g, p)),
            "int-mono",
            given=("p_data>=0", "p_g>=0", "base measure", "D>=0", "D<=1"),
            prose="A4 with base measure P + Q, where p_data + p_g = 1.",
        ),
        Step(
            "unique",
            Iff(eq(Value(p, g, D), Value(p, g, p)), AlmostEverywhere(eq(D, p), gt(p + g, 0))),
            "int-equality",
            prose="D = dP/d(P + Q) almost everywhere with respect to P + Q.",
        ),
        Step(
            "real alone",
            eq(D_STAR, 1),
            "rcf",
            given=("base measure",),
            assuming=(eq(g, 0),),
            prose="On a set that Q does not charge, D* = 1.",
        ),
        Step(
            "generated alone",
            eq(D_STAR, 0),
            "rcf",
            given=("base measure",),
            assuming=(eq(p, 0),),
            prose="On a set that P does not charge, D* = 0.",
        ),
        Step(
            "any base measure",
            eq(scale * p / (scale * p + scale * g), p),
            "rcf",
            given=("base measure",),
            assuming=(gt(scale, 0),),
            prose="Another base measure multiplies both densities by r; the ratio stays.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "1/2 on the singular part",
            eq(D_STAR, Rational(1, 2)),
            "real alone",
            prose="no overlap taken for no information",
        ),
        FalseVariant(
            "dP/dQ",
            eq(scale * p / (scale * g), p),
            "any base measure",
            assuming=(gt(g, 0),),
            prose="the ratio of the two in place of the share of the first",
        ),
        FalseVariant(
            "needs overlap",
            Iff(eq(Value(p, g, D), Value(p, g, p)), AlmostEverywhere(eq(D, p), gt(p * g, 0))),
            "unique",
            prose="the singular parts forgotten",
        ),
    ),
    references=(
        "Arjovsky and Bottou 2017, Towards principled methods for training GANs",
        "Lebesgue decomposition",
    ),
    notes=(
        "That P and Q have densities with respect to P + Q is the Radon-Nikodym theorem, quoted.",
        "No density with respect to Lebesgue measure is needed: P may live on a curve.",
    ),
)

a, b, t, w = (scalar(name) for name in ("a", "b", "t", "w"))


def _payoff(odds: Expr) -> Expr:
    """A log D + b log(1 − D) at the odds D/(1 − D)."""
    return a * log(odds / (1 + odds)) + b * log(1 / (1 + odds))


_SIGMOID = t / (1 + t)
_SLOPE = a * (1 - _SIGMOID) - b * _SIGMOID

A6 = Claim(
    id="A6",
    title="Tabular logits: V is concave in s, with slope p (1 - D) - p_g D",
    gloss=(
        "At one x let D = sigmoid(s), t = e^s its odds and w = e^s' another; d/ds = t d/dt. The "
        "payoff lies below each of its tangents in s, and has one stationary point: D*."
    ),
    statement=("slope", "curvature", "tangent", "stationary"),
    hypotheses=(
        Hypothesis("a>0", gt(a, 0), "a = p_data(x)"),
        Hypothesis("b>0", gt(b, 0), "b = p_g(x)"),
        Hypothesis("t>0", gt(t, 0), "the odds e^s"),
        Hypothesis("w>0", gt(w, 0), "other odds e^s'"),
    ),
    steps=(
        Step(
            "slope",
            eq(t * Derivative(_payoff(t), t), _SLOPE),
            "loglin",
            given=("t>0",),
            prose="dV/ds = p_data (1 - D) - p_g D, for d/ds = t d/dt.",
        ),
        Step(
            "curvature",
            eq(t * Derivative(_SLOPE, t), -(a + b) * _SIGMOID * (1 - _SIGMOID)),
            "loglin",
            given=("t>0",),
            prose="The second derivative in s: negative everywhere.",
        ),
        Step(
            "tangent",
            le(_payoff(w), _payoff(t) + _SLOPE * log(w / t)),
            "mean-value",
            args={"variable": w, "anchor": t},
            prose="Concave: below the tangent at s, for log(w/t) = s' - s.",
        ),
        Step(
            "stationary",
            Iff(eq(_SLOPE, 0), eq(_SIGMOID, a / (a + b))),
            "rcf",
            given=("a>0", "b>0", "t>0"),
            prose="The slope vanishes at D = D* alone.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "slope in D",
            eq(t * Derivative(_payoff(t), t), a / _SIGMOID - b / (1 - _SIGMOID)),
            "slope",
            prose="the derivative with respect to D, not to its logit",
        ),
        FalseVariant(
            "concave in the odds",
            le(_payoff(w), _payoff(t) + _SLOPE / t * (w - t)),
            "tangent",
            prose="concavity taken to survive another parametrisation of D",
        ),
        FalseVariant(
            "convex",
            ge(_payoff(w), _payoff(t) + _SLOPE * log(w / t)),
            "tangent",
            prose="the inequality turned round",
        ),
    ),
    references=("calculus; logistic regression",),
    notes=(
        "The logit enters through its odds t = e^s, so that every term is rational in t or a "
        "logarithm: d/ds is t d/dt and s' - s is log(w/t).",
        "Concave in the logits, and so in any weights in which they are affine; in the weights of "
        "a network it need not be.",
    ),
)

epsilon = scalar("epsilon")
_ERROR = Int((p + g) * (D - D_STAR) ** 2)
_NEAR = Hypothesis(
    "epsilon-optimal",
    le(Criterion(p, g), Value(p, g, D) + epsilon),
    "D comes within epsilon of the best",
)

A7 = Claim(
    id="A7",
    title="Nearly optimal in value is nearly optimal in mean square",
    gloss=(
        "If V(D) is within epsilon of its maximum then the mean of (D - D*)^2 over real and "
        "generated samples, half of each, is at most epsilon/4."
    ),
    statement=("mean square",),
    hypotheses=(
        *NONNEGATIVE,
        Hypothesis("D>0", gt(D, 0)),
        Hypothesis("D<1", lt(D, 1)),
        Hypothesis("V finite", Integrable(xlogy(p, D) + xlogy(g, 1 - D)), "V(D) is finite"),
        _NEAR,
    ),
    steps=(
        Step(
            "gap",
            le(Value(p, g, D) + 2 * _ERROR, Criterion(p, g)),
            "instance",
            uses=("A3/squares",),
            given=("p_data>=0", "p_g>=0", "D>0", "D<1", "V finite"),
            prose="A3: the gap is at least twice the squared error.",
        ),
        Step("near", _NEAR.formula, "assumption", prose="What is assumed of D."),
        Step(
            "mean square",
            le(_ERROR / 2, epsilon / 4),
            "chain",
            args={"multipliers": (Rational(1, 4), Rational(1, 4))},
            uses=("gap", "near"),
            prose="V(D) is finite and cancels.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "epsilon/8",
            le(_ERROR / 2, epsilon / 8),
            "mean square",
            prose="a constant that is too good",
        ),
        FalseVariant(
            "pointwise",
            AlmostEverywhere(le((D - D_STAR) ** 2, epsilon / 4), gt(p + g, 0)),
            "mean square",
            prose="an error that is small on average taken to be small everywhere",
        ),
    ),
    references=("own derivation from A3", "Pinsker's inequality for two outcomes"),
    uses=("A3",),
)

# the laws of the label y in the data and in what is generated
q, r = field("q"), field("r")
_JOINT = q * p / (q * p + r * g)

A8 = Claim(
    id="A8",
    title="Conditional GANs: the ratio of joint densities",
    gloss=(
        "For pairs (x, y) with p_data = p(x|y), p_g = g(x|y) and label laws q and r, the best D "
        "compares the joint densities; the labels cancel where q = r."
    ),
    statement=("bound", "cancels", "only then"),
    hypotheses=(
        *NONNEGATIVE,
        Hypothesis("q>=0", ge(q, 0), "q is the law of the label in the data"),
        Hypothesis("r>=0", ge(r, 0), "r is the law of the label given to the generator"),
        *PROBABILITY,
    ),
    steps=(
        Step(
            "bound",
            le(Value(q * p, r * g, D), Value(q * p, r * g, _JOINT)),
            "instance",
            args={"substitution": {p: q * p, g: r * g}},
            uses=("A4/bound",),
            prose="A4 on pairs (x, y).",
        ),
        Step(
            "cancels",
            eq(_JOINT, D_STAR),
            "rcf",
            given=("p_data>=0", "p_g>=0"),
            assuming=(eq(q, r), gt(r, 0), gt(p + g, 0)),
            prose="With the same label law on both sides D* is the ratio of the conditionals.",
        ),
        Step(
            "only then",
            Iff(eq(_JOINT, D_STAR), eq(q, r)),
            "rcf",
            given=("q>=0", "r>=0"),
            assuming=(gt(p, 0), gt(g, 0), gt(q + r, 0)),
            prose="Where both conditionals live, it cancels only then.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "labels always cancel",
            eq(_JOINT, D_STAR),
            "bound",
            assuming=(gt(p, 0), gt(g, 0), gt(q, 0), gt(r, 0)),
            prose="the label law of the generator forgotten",
        ),
        FalseVariant(
            "best by conditionals",
            le(Value(q * p, r * g, D), Value(q * p, r * g, D_STAR)),
            "bound",
            assuming=(gt(p, 0), gt(g, 0), gt(D, 0), lt(D, 1)),
            prose="D* of the conditionals under different label laws",
        ),
        FalseVariant(
            "cancels when they differ",
            Iff(eq(_JOINT, D_STAR), ne(q, r)),
            "only then",
            prose="the condition denied",
        ),
    ),
    references=("Mirza and Osindero 2014, Conditional Generative Adversarial Nets", GAN14),
    uses=("A4",),
    notes=("The base measure is that of pairs (x, y); q and r are constant in x.",),
)
