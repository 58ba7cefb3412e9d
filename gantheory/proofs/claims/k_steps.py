"""H8: k steps on D bring it within epsilon of the best, with epsilon falling like 1/k."""

from sympy import Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    ETA,
    FINITE,
    GAN14,
    P_NONNEGATIVE,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import Formula, Iterates, eq, ge, gt, le, lt
from gantheory.proofs.terms import (
    Criterion,
    Expr,
    Int,
    Value,
    density,
    field,
    scalar,
    xlogy,
)

D_1, q = field("D_1"), density("q")
k, K = scalar("k"), scalar("K")

#: one step: the share eta of the way to D*
_MOVED = (1 - ETA) * D + ETA * p / (p + g)
_STEP = Hypothesis("step", eq(D_1, _MOVED), "one step on D")
_EPSILON = K / (1 + ETA * k)
_C = Criterion(p, g)
_NEAR = le(_C, Value(p, g, D) + _EPSILON)
_UP_TO_NOW = Hypothesis("k steps", _NEAR, "how near k steps have come")

_NUMBERS = ("p_data>=0", "p_g>0", "D>0", "D<1", "eta>0", "eta<1")
_ARGUMENT = p / (p + g)
_WITHOUT_P = 1 - (1 - ETA) * D


def _value(d: Expr) -> Expr:
    return p * log(d) + g * log(1 - d)


def _run(body: Formula) -> Iterates:
    """That `body` holds after every number k of steps from a D with a gap of at most K."""
    start = (gt(D, 0), lt(D, 1), le(_C, Value(p, g, D) + K))
    return Iterates(k, ((D, D_1),), (), start, (_STEP.formula,), body)


H8 = Claim(
    id="H8",
    title="k steps on D: epsilon falls at least like 1/k",
    gloss=(
        "Algorithm 1 takes k steps on D where the proof of Proposition 2 takes the best D. If each "
        "step moves D by a share eta of the way to D*, at every x, the gap of V shrinks by the "
        "factor 1 - eta or more, and after k steps log(1 - D) is an epsilon-subgradient of C (P3) "
        "with epsilon at most K/(1 + eta k), where K is the gap at first."
    ),
    statement=("contraction", "one step", "every k", "subgradient"),
    hypotheses=(
        P_NONNEGATIVE,
        Hypothesis("p_g>0", gt(g, 0), "the space is the support of p_g"),
        FINITE,
        Hypothesis("D>0", gt(D, 0)),
        Hypothesis("D<1", lt(D, 1)),
        Hypothesis("eta>0", gt(ETA, 0)),
        Hypothesis("eta<1", lt(ETA, 1)),
        _STEP,
        _UP_TO_NOW,
        Hypothesis("q>=0", ge(q, 0), "another generator"),
    ),
    steps=(
        Step(
            "contraction",
            eq(D_1 - D_STAR, (1 - ETA) * (D - D_STAR)),
            "rcf",
            given=("p_data>=0", "p_g>0", "step"),
            prose="At every x the distance to D* shrinks by the factor 1 - eta.",
        ),
        Step(
            "concave at x",
            le((1 - ETA) * _value(D) + ETA * _value(_ARGUMENT), _value(_MOVED)),
            "gibbs",
            args={
                "instances": (
                    ((1 - ETA) * p, D / _MOVED),
                    (ETA * p, _ARGUMENT / _MOVED),
                    ((1 - ETA) * g, (1 - D) / (1 - _MOVED)),
                    (ETA * g, (1 - _ARGUMENT) / (1 - _MOVED)),
                )
            },
            given=("p_g>0", "D>0", "D<1", "eta>0", "eta<1"),
            assuming=(gt(p, 0),),
            prose="a log y + b log(1 - y) is concave in y: four instances of log t <= t - 1.",
        ),
        Step(
            "concave, p_data=0",
            le((1 - ETA) * g * log(1 - D), g * log(_WITHOUT_P)),
            "gibbs",
            args={
                "instances": (
                    ((1 - ETA) * g, (1 - D) / _WITHOUT_P),
                    (ETA * g, 1 / _WITHOUT_P),
                )
            },
            given=("p_g>0", "D>0", "D<1", "eta>0", "eta<1"),
            prose="Where p_data vanishes, so does D*.",
        ),
        Step(
            "one step",
            le((1 - ETA) * Value(p, g, D) + ETA * _C, Value(p, g, D_1)),
            "int-mono",
            uses=("concave at x", "concave, p_data=0"),
            given=(*_NUMBERS, "step"),
            prose="Integrated: the gap of V shrinks by the factor 1 - eta, or more.",
        ),
        Step(
            "best",
            le(Value(p, g, D), _C),
            "instance",
            args={"substitution": {}},
            uses=("A4/bound",),
            given=("p_data>=0", "p_g>0", "D>0", "D<1"),
            prose="The gap is not negative (A4).",
        ),
        Step("so far", _NEAR, "assumption", given=("k steps",), prose="Suppose k steps came here."),
        Step(
            "next",
            le(_C, Value(p, g, D_1) + K / (1 + ETA * (k + 1))),
            "chain",
            args={
                "multipliers": (
                    1,
                    ETA**2 * (k + 1) / (1 + ETA * (k + 1)),
                    (1 + ETA * k) / (1 + ETA * (k + 1)),
                )
            },
            uses=("one step", "best", "so far"),
            given=(*_NUMBERS, "finite mass", "step", "k steps"),
            assuming=(ge(k, 0),),
            prose="(1 - eta)(1 + eta (k + 1)) is at most 1 + eta k.",
        ),
        Step(
            "still above 0",
            gt(D_1, 0),
            "rcf",
            given=(*_NUMBERS, "step"),
            prose="A step does not leave the open interval ...",
        ),
        Step(
            "still below 1",
            lt(D_1, 1),
            "rcf",
            given=(*_NUMBERS, "step"),
            prose="... at either end.",
        ),
        Step(
            "every k",
            _run(_NEAR),
            "induction",
            args={"invariant": (gt(D, 0), lt(D, 1), _NEAR)},
            uses=("next", "still above 0", "still below 1"),
            given=("p_data>=0", "p_g>0", "finite mass", "eta>0", "eta<1"),
            prose=(
                "So it is after every number of steps: induction over k. (The factors 1 - eta "
                "multiply to less than that; 1/(1 + eta k) is what a rational bound can say.)"
            ),
        ),
        Step(
            "subgradient",
            le(
                _C + Int(xlogy(q, 1 - D)) - Int(xlogy(g, 1 - D)) - _EPSILON,
                Criterion(p, q),
            ),
            "instance",
            args={"substitution": {scalar("epsilon"): _EPSILON}},
            uses=("P3/epsilon-subgradient",),
            given=(
                *("p_data>=0", "p_g>0", "finite mass", "D>0", "D<1"),
                *("eta>0", "k steps", "q>=0"),
            ),
            assuming=(ge(k, 0),),
            prose="P3: the generator's gradient at that D is a subgradient of C up to epsilon.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "one step is enough",
            le(_C, Value(p, g, D_1)),
            "next",
            assuming=(eq(k, 0), gt(p, 0), eq(ETA, Rational(1, 2))),
            prose="k = 1 gives epsilon = 0 only if D jumps to D*",
        ),
        FalseVariant(
            "twice the contraction",
            eq(D_1 - D_STAR, (1 - 2 * ETA) * (D - D_STAR)),
            "contraction",
            prose="a step twice as long",
        ),
        FalseVariant(
            "a step loses nothing of C",
            le((1 - ETA) * Value(p, g, D) + 2 * ETA * _C, 2 * Value(p, g, D_1)),
            "one step",
            prose="C is negative: counted twice it is no bound",
        ),
        FalseVariant(
            "epsilon = 0 after k steps",
            _run(le(_C, Value(p, g, D) + K - ETA * k * K)),
            "every k",
            prose="the gap falling to 0 at a constant speed",
        ),
    ),
    references=(
        f"{GAN14}, section 3 (on k steps) and Algorithm 1",
        "own derivation from concavity, A4 and P3",
    ),
    uses=("A4", "P3"),
    notes=(
        "A step of D by eta (D* - D) is the logit gradient p_data (1 - D) - p_g D, divided by "
        "p_data + p_g, as a step of the table D itself: a natural gradient. The paper's steps are "
        "stochastic gradients on the weights of a network, of which nothing is proved here.",
    ),
)
