"""Group P, Proposition 2: convergence in the space of densities.

The paper's own argument is P1 and P2 with one sentence on gradients: V is convex (affine) in p_g,
so sup_D V is, and its subderivatives include the derivative at the maximising D. P3 and P4 make
that sentence precise; P6 gives the step size and the rate that the paper leaves open.
"""

from sympy import Derivative, Min, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    DENSITIES,
    FINITE,
    GAN14,
    NONNEGATIVE,
    P_NONNEGATIVE,
    PROBABILITY,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import Implies, Integrable, eq, ge, gt, le, lt
from gantheory.proofs.terms import (
    TV,
    Criterion,
    Int,
    OptimalDiscriminator,
    Value,
    density,
    field,
    scalar,
    xlogy,
)

g0, g1, q = density("g_0"), density("g_1"), density("q")
D0, D1 = field("D_0"), field("D_1")
weight, epsilon, theta = scalar("lambda"), scalar("epsilon"), scalar("theta")
direction = scalar("h")

_MIXTURE = (1 - weight) * g0 + weight * g1
_MIXING = (
    Hypothesis("lambda>0", gt(weight, 0)),
    Hypothesis("lambda<1", lt(weight, 1)),
)
_TWO = (
    Hypothesis("g_0>=0", ge(g0, 0), "g_0 is non-negative"),
    Hypothesis("g_1>=0", ge(g1, 0), "g_1 is non-negative"),
)
_BEST = OptimalDiscriminator(p, _MIXTURE)

P1 = Claim(
    id="P1",
    title="V(D, .) is affine in p_g",
    gloss="For a fixed discriminator the value of a mixture of generators is the mixture of values.",
    statement=("affine",),
    hypotheses=(P_NONNEGATIVE, *_TWO, *PROBABILITY, *_MIXING),
    steps=(
        Step(
            "affine",
            eq(
                Value(p, _MIXTURE, D),
                (1 - weight) * Value(p, g0, D) + weight * Value(p, g1, D),
            ),
            "int-linear",
            prose="The integrand is linear in p_g; all parts are at most 0, minus infinity included.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "affine in D",
            eq(
                Value(p, g0, (1 - weight) * D0 + weight * D1),
                (1 - weight) * Value(p, g0, D0) + weight * Value(p, g0, D1),
            ),
            "affine",
            assuming=(gt(D0, 0), lt(D0, 1), gt(D1, 0), lt(D1, 1)),
            prose="the logarithm taken for linear",
        ),
        FalseVariant(
            "affine in a parameter",
            eq(
                Value(p, (1 - weight**2) * g0 + weight**2 * g1, D),
                (1 - weight) * Value(p, g0, D) + weight * Value(p, g1, D),
            ),
            "affine",
            prose="affine in p_g does not make it affine in theta, here p_g = (1-theta^2) g_0 + ...",
        ),
        FalseVariant(
            "C affine",
            eq(
                Criterion(p, _MIXTURE),
                (1 - weight) * Criterion(p, g0) + weight * Criterion(p, g1),
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
    hypotheses=(P_NONNEGATIVE, *_TWO, *_MIXING),
    steps=(
        Step(
            "at the best D",
            eq(
                Value(p, _MIXTURE, _BEST),
                (1 - weight) * Value(p, g0, _BEST) + weight * Value(p, g1, _BEST),
            ),
            "instance",
            args={"substitution": {D: _BEST}},
            uses=("P1/affine",),
            prose="P1 at the D that is best for the mixture; its value there is C of the mixture.",
        ),
        Step(
            "first end",
            le(Value(p, g0, _BEST), Criterion(p, g0)),
            "instance",
            args={"substitution": {D: _BEST, g: g0}},
            uses=("A4/bound",),
            prose="Against g_0 that D is one of many, so it does no better than the best (A4).",
        ),
        Step(
            "second end",
            le(Value(p, g1, _BEST), Criterion(p, g1)),
            "instance",
            args={"substitution": {D: _BEST, g: g1}},
            uses=("A4/bound",),
            prose="The same against g_1.",
        ),
        Step(
            "convex",
            le(
                Criterion(p, _MIXTURE),
                (1 - weight) * Criterion(p, g0) + weight * Criterion(p, g1),
            ),
            "chain",
            args={"multipliers": (1, 1 - weight, weight)},
            uses=("at the best D", "first end", "second end"),
            prose="Put the three together.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "concave",
            ge(
                Criterion(p, _MIXTURE),
                (1 - weight) * Criterion(p, g0) + weight * Criterion(p, g1),
            ),
            "convex",
            prose="the inequality turned round",
        ),
        FalseVariant(
            "strictly convex",
            lt(
                Criterion(p, _MIXTURE),
                (1 - weight) * Criterion(p, g0) + weight * Criterion(p, g1),
            ),
            "convex",
            prose="strict even for g_0 = g_1",
        ),
        FalseVariant(
            "infimum of affine is convex",
            le(
                Min(Value(p, _MIXTURE, D0), Value(p, _MIXTURE, D1)),
                (1 - weight) * Min(Value(p, g0, D0), Value(p, g0, D1))
                + weight * Min(Value(p, g1, D0), Value(p, g1, D1)),
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


def _linearised(answer):  # type: ignore[no-untyped-def]
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
    title="log(1 - D*) is a subgradient, and log(1 - D) one up to epsilon",
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

_AVERAGE = (p + g) / 2
_TOWARDS = (1 - weight) * p + weight * g
_GAP = Criterion(p, g) + log(4)

P6 = Claim(
    id="P6",
    title="The unit mirror step averages, and halves the gap",
    gloss=(
        "With D optimal, the entropic mirror step of size 1 on p_g is p_g <- (p_data + p_g)/2. "
        "The total variation distance halves exactly, the gap of C at least halves."
    ),
    statement=("mirror step", "mass", "total variation", "gap", "rate", "one more step"),
    hypotheses=(*DENSITIES, *_MIXING),
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
                (1 - weight) * Criterion(p, p) + weight * Criterion(p, g),
            ),
            "instance",
            args={"substitution": {g0: p, g1: g}},
            uses=("P2/convex",),
            prose="P2 on the segment from p_data to p_g.",
        ),
        Step(
            "rate",
            le(Criterion(p, _TOWARDS) + log(4), weight * _GAP),
            "chain",
            args={"multipliers": (1, 1 - weight)},
            uses=("convexity", "optimum"),
            prose="The gap at (1 - lambda) p_data + lambda p_g is at most lambda times the gap.",
        ),
        Step(
            "gap",
            le(Criterion(p, _AVERAGE) + log(4), _GAP / 2),
            "instance",
            args={"substitution": {weight: Rational(1, 2)}},
            uses=("rate",),
            given=("p_data>=0", "p_g>=0", "mass p_data", "mass p_g"),
            prose="One step is lambda = 1/2 ...",
        ),
        Step(
            "one more step",
            eq((p + _TOWARDS) / 2, (1 - weight / 2) * p + weight / 2 * g),
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
            eq(log(_AVERAGE), log(g) - log(1 - OptimalDiscriminator(p, g0)) - log(2)),
            "mirror step",
            assuming=(gt(g0, 0),),
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

CLAIMS = (P1, P2, P3, P4, P6)
