"""P3 and P4: what the generator's gradient at a fixed D says about C."""

from sympy import Derivative, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    FINITE,
    GAN14,
    NONNEGATIVE,
    PROBABILITY,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import Implies, Integrable, eq, ge, gt, le, lt
from gantheory.proofs.terms import (
    Criterion,
    Expr,
    Int,
    OptimalDiscriminator,
    Value,
    density,
    scalar,
    xlogy,
)

q, epsilon, theta, direction = density("q"), scalar("epsilon"), scalar("theta"), scalar("h")


def _linearised(answer: Expr) -> Expr:
    """∫ (q − p_g) log(1 − answer), each part an integral of its own."""
    return Int(xlogy(q, 1 - answer)) - Int(xlogy(g, 1 - answer))


_Q = Hypothesis("q>=0", ge(q, 0), "q is non-negative")
_Q_REACHED = Hypothesis(
    "q reached",
    Implies(eq(p + g, 0), eq(q, 0)),
    "q lives only where p_data or p_g does, so that D* has a value there",
)
_NEAR_OPTIMAL = Hypothesis(
    "epsilon-optimal",
    le(Criterion(p, g), Value(p, g, D) + epsilon),
    "D comes within epsilon of the best at p_g",
)

_AT_BEST = ("p_data>=0", "p_g>=0", "q>=0", "q reached", "finite mass")
#: what the part about an arbitrary D needs: nothing about the reach of q
_AT_ANY = ("p_data>=0", "p_g>=0", "q>=0", "finite mass", "D>=0", "D<=1", "epsilon-optimal")

P3 = Claim(
    id="P3",
    title="log(1 - D) is a subgradient, up to its epsilon",
    gloss=(
        "The generator's gradient at fixed D is a subgradient of C when D is optimal, and an "
        "epsilon-subgradient when D comes within epsilon of optimal."
    ),
    statement=("subgradient", "epsilon-subgradient"),
    hypotheses=(*NONNEGATIVE, _Q, _Q_REACHED, FINITE, *PROBABILITY, _NEAR_OPTIMAL),
    steps=(
        Step(
            "linear",
            eq(Value(p, q, D_STAR), Criterion(p, g) + _linearised(D_STAR)),
            "int-linear",
            given=_AT_BEST,
            prose="V(D, .) is affine: moving from p_g to q adds the integral of the difference.",
        ),
        Step(
            "below",
            le(Value(p, q, D_STAR), Criterion(p, q)),
            "instance",
            args={"substitution": {g: q, D: D_STAR}},
            uses=("A4/bound",),
            given=("p_data>=0", "p_g>=0", "q>=0", "q reached"),
            prose="Against q the old D* does no better than the best (A4).",
        ),
        Step(
            "subgradient",
            le(Criterion(p, g) + _linearised(D_STAR), Criterion(p, q)),
            "chain",
            uses=("linear", "below"),
            given=_AT_BEST,
            prose="For every q: C lies above the plane through p_g with slope log(1 - D*).",
        ),
        Step(
            "finite",
            Integrable(xlogy(g, 1 - D)),
            "int-finite",
            given=_AT_ANY,
            prose="D comes within epsilon of a finite value, so this part of V(D) is finite.",
        ),
        Step(
            "linear in D",
            eq(Value(p, g, D) + _linearised(D), Value(p, q, D)),
            "int-linear",
            given=_AT_ANY,
            uses=("finite",),
            prose="Affine again, with the D at hand.",
        ),
        Step(
            "below in D",
            le(Value(p, q, D), Criterion(p, q)),
            "instance",
            given=_AT_ANY,
            args={"substitution": {g: q}},
            uses=("A4/bound",),
            prose="A4 again.",
        ),
        Step(
            "near",
            le(Criterion(p, g), Value(p, g, D) + epsilon),
            "assumption",
            given=_AT_ANY,
            prose="What is assumed of D.",
        ),
        Step(
            "epsilon-subgradient",
            le(Criterion(p, g) + _linearised(D) - epsilon, Criterion(p, q)),
            "chain",
            uses=("near", "linear in D", "below in D"),
            given=_AT_ANY,
            prose="The plane through p_g with slope log(1 - D), lowered by epsilon.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "any D, no epsilon",
            le(Criterion(p, g) + _linearised(D), Criterion(p, q)),
            "epsilon-subgradient",
            without=("epsilon-optimal",),
            assuming=(gt(D, 0), lt(D, 1)),
            prose="a discriminator that is not optimal taken for one that is",
        ),
        FalseVariant(
            "log D*",
            le(
                Criterion(p, g) + Int(xlogy(q, D_STAR)) - Int(xlogy(g, D_STAR)),
                Criterion(p, q),
            ),
            "subgradient",
            assuming=(gt(p, 0), gt(g, 0)),
            prose="log D* in place of log(1 - D*)",
        ),
        FalseVariant(
            "supergradient",
            ge(Criterion(p, g) + _linearised(D_STAR), Criterion(p, q)),
            "subgradient",
            assuming=(gt(g, 0),),
            prose="C above its tangent plane taken for below",
        ),
    ),
    references=(
        "own derivation from P1 and A4; the ingredients are Danskin's theorem and "
        "epsilon-subgradients (Kiwiel)",
        f"{GAN14}, proof of Proposition 2, has the exact case in one sentence",
    ),
    uses=("A4",),
    notes=(
        "The paper's sentence: the subderivatives of a supremum of convex functions include the "
        "derivative of the function at the point where the maximum is attained.",
        "Where p_data = p_g = 0 the ratio D* has no value; the first part asks q to stay away "
        "from there, the second leaves D free.",
        "The epsilon version, which the paper does not have, is what k steps on D give.",
    ),
)

_MOVED = g + theta * direction
_ALONG = p * log(p / (p + _MOVED)) + _MOVED * log(_MOVED / (p + _MOVED))
_FROZEN = p * log(D) + _MOVED * log(1 - D)

P4 = Claim(
    id="P4",
    title="The envelope: D* may be frozen while p_g moves",
    gloss=(
        "At every x the derivative of the integrand of C along any direction is the derivative "
        "with D frozen at D*: the part through D* vanishes."
    ),
    statement=("total", "partial", "stationary", "above", "below"),
    hypotheses=(
        Hypothesis("p_data>0", gt(p, 0), "p_data is positive"),
        Hypothesis("p_g>0", gt(g, 0), "p_g is positive"),
        Hypothesis("moved>0", gt(_MOVED, 0), "p_g + theta h stays positive"),
        Hypothesis("D>0", gt(D, 0)),
        Hypothesis("D<1", lt(D, 1)),
        Hypothesis("q>0", gt(q, 0), "another density"),
        Hypothesis("finite mass", Integrable(p + g + q), "all masses are finite"),
    ),
    steps=(
        Step(
            "total",
            eq(Derivative(_ALONG, theta), direction * log(_MOVED / (p + _MOVED))),
            "loglin",
            given=("p_data>0", "moved>0"),
            prose="The derivative of the integrand of C along the direction h.",
        ),
        Step(
            "partial",
            eq(Derivative(_FROZEN, theta), direction * log(1 - D)),
            "loglin",
            given=("p_data>0", "moved>0", "D>0", "D<1"),
            prose="The same with D frozen; at D = D* this is the line above, as 1 - D* = g/(p+g).",
        ),
        Step(
            "stationary",
            eq(p / D_STAR - g / (1 - D_STAR), 0),
            "rcf",
            given=("p_data>0", "p_g>0"),
            prose="The derivative of V in D vanishes at D*, so its motion adds nothing.",
        ),
        Step(
            "above",
            le(Criterion(p, g) + _linearised(D_STAR), Criterion(p, q)),
            "instance",
            uses=("P3/subgradient",),
            given=("p_data>0", "p_g>0", "q>0", "finite mass"),
            prose="P3 from p_g to q ...",
        ),
        Step(
            "below",
            le(
                Criterion(p, q)
                + Int(xlogy(g, 1 - OptimalDiscriminator(p, q)))
                - Int(xlogy(q, 1 - OptimalDiscriminator(p, q))),
                Criterion(p, g),
            ),
            "instance",
            args={"substitution": {g: q, q: g}},
            uses=("P3/subgradient",),
            given=("p_data>0", "p_g>0", "q>0", "finite mass"),
            prose=(
                "... and back: C(q) - C(p_g) lies between the two linear forms, for densities "
                "and without differentiating under the integral."
            ),
        ),
    ),
    false_variants=(
        FalseVariant(
            "log D*",
            eq(Derivative(_ALONG, theta), direction * log(p / (p + _MOVED))),
            "total",
            prose="log D* in place of log(1 - D*)",
        ),
        FalseVariant(
            "+1 kept",
            eq(Derivative(_ALONG, theta), direction * (log(_MOVED / (p + _MOVED)) + 1)),
            "total",
            prose="the derivative of g log g; off the simplex the 1 would be seen",
        ),
        FalseVariant(
            "extra term from D*",
            eq(
                Derivative(_ALONG, theta),
                direction * log(_MOVED / (p + _MOVED)) - p * direction / (p + _MOVED),
            ),
            "total",
            prose="one half of the motion of D* counted",
        ),
        FalseVariant(
            "stationary at 1/2",
            eq(p / Rational(1, 2) - g / (1 - Rational(1, 2)), 0),
            "stationary",
            prose="D = 1/2 taken for optimal away from p_g = p_data",
        ),
    ),
    references=(
        "Danskin 1967",
        "Milgrom and Segal 2002, Envelope theorems for arbitrary choice sets",
    ),
    uses=("P3",),
    notes=(
        "Differentiating under the integral sign is not claimed: the derivative is that of the "
        "integrand at each x, and the two last lines enclose the difference quotient of C.",
    ),
)
