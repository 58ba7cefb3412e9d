"""P5 and P9: the second variation of C, and what it rules out in the Euclidean geometry."""

from sympy import Derivative, Integer, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    G_0,
    G_1,
    GAN14,
    MIXING,
    P_MASS,
    P_NONNEGATIVE,
    WEIGHT,
    p,
)
from gantheory.proofs.formulas import (
    AlmostEverywhere,
    And,
    Exists,
    Iff,
    Implies,
    Integrable,
    eq,
    ge,
    gt,
    le,
    lt,
    ne,
)
from gantheory.proofs.terms import Criterion, Expr, Int, OptimalDiscriminator, p_g, scalar

g = p_g
theta, direction, kappa, c = scalar("theta"), scalar("h"), scalar("kappa"), scalar("c")

_MOVED = g + theta * direction
_MIXTURE = (1 - WEIGHT) * G_0 + WEIGHT * G_1
_SECOND = p / (g * (p + g))


def _at(density_: Expr) -> Expr:
    """The integrand of C where both densities are positive."""
    return p * log(p / (p + density_)) + density_ * log(density_ / (p + density_))


def _touching(end: Expr) -> tuple[tuple[Expr, Expr], ...]:
    """What one end of a mixture lies above the tangent at the mixture by."""
    return (
        (p, (p + end) / (p + _MIXTURE)),
        (end, _MIXTURE * (p + end) / (end * (p + _MIXTURE))),
    )


_OF_MIXTURE, _MIXED = _at(_MIXTURE), (1 - WEIGHT) * _at(G_0) + WEIGHT * _at(G_1)
_WEIGHTED = tuple(
    (weight * w, t) for weight, end in ((1 - WEIGHT, G_0), (WEIGHT, G_1)) for w, t in _touching(end)
)

P5 = Claim(
    id="P5",
    title="Second variation p/(g (p + g)): strictly convex where p_data > 0",
    gloss=(
        "Along any direction the second derivative of the integrand of C is h^2 p/(g (p + g)). So "
        "C is strictly convex on the support of p_data and linear off it, and the only density at "
        "which log(1 - D*) is constant is p_data."
    ),
    statement=("second", "linear", "strict", "stationary", "unique"),
    hypotheses=(
        P_NONNEGATIVE,
        Hypothesis("p_g>0", gt(g, 0), "p_g is positive"),
        Hypothesis("moved>0", gt(_MOVED, 0), "p_g + theta h stays positive"),
        Hypothesis("g_0>0", gt(G_0, 0), "two densities"),
        Hypothesis("g_1>0", gt(G_1, 0)),
        *MIXING,
        P_MASS,
        Hypothesis("mass p_g", eq(Int(g), 1), "p_g is normalised"),
        Hypothesis("finite mass", Integrable(p + G_0 + G_1), "all masses are finite"),
        Hypothesis("kappa<1", lt(kappa, 1), "the constant value of 1 - D*"),
        Hypothesis("proportional", eq(g, c * p), "p_g is c p_data at every x"),
    ),
    steps=(
        Step(
            "second",
            eq(
                Derivative(direction * log(_MOVED / (p + _MOVED)), theta),
                direction**2 * p / (_MOVED * (p + _MOVED)),
            ),
            "loglin",
            given=("p_data>=0", "moved>0"),
            prose="The derivative of the first variation h log(1 - D*) of P4.",
        ),
        Step(
            "positive",
            Iff(gt(direction**2 * _SECOND, 0), gt(p, 0)),
            "rcf",
            given=("p_data>=0", "p_g>0"),
            assuming=(ne(direction, 0),),
            prose="It is positive exactly where p_data is.",
        ),
        Step(
            "linear",
            eq(Derivative(_MOVED * log(_MOVED / (p + _MOVED)), theta), 0),
            "loglin",
            given=("moved>0",),
            assuming=(eq(p, 0),),
            prose="Where p_data vanishes the integrand does not depend on p_g at all.",
        ),
        Step(
            "convex at x",
            le(_OF_MIXTURE, _MIXED),
            "gibbs",
            args={"instances": _WEIGHTED},
            given=("g_0>0", "g_1>0", "lambda>0", "lambda<1"),
            assuming=(gt(p, 0),),
            prose="Each end lies above the tangent at the mixture ...",
        ),
        Step(
            "strict at x",
            Iff(eq(_OF_MIXTURE, _MIXED), eq(G_0, G_1)),
            "gibbs",
            args={"instances": _WEIGHTED},
            given=("g_0>0", "g_1>0", "lambda>0", "lambda<1"),
            assuming=(gt(p, 0),),
            prose="... and touches it there alone.",
        ),
        Step(
            "strict",
            Iff(
                eq(
                    Criterion(p, _MIXTURE),
                    (1 - WEIGHT) * Criterion(p, G_0) + WEIGHT * Criterion(p, G_1),
                ),
                AlmostEverywhere(eq(G_0, G_1), gt(p, 0)),
            ),
            "int-equality",
            uses=("convex at x", "strict at x"),
            given=("p_data>=0", "g_0>0", "g_1>0", "lambda>0", "lambda<1", "finite mass"),
            prose="Equality in convexity (P2) only for densities that agree where p_data lives.",
        ),
        Step(
            "stationary",
            Iff(eq(1 - OptimalDiscriminator(p, g), kappa), eq(g, kappa / (1 - kappa) * p)),
            "rcf",
            given=("p_data>=0", "p_g>0", "kappa<1"),
            prose="1 - D*, and so its logarithm, is a constant where p_g is a multiple of p_data.",
        ),
        Step(
            "unique",
            eq(c * Int(p), Int(p)),
            "int-linear",
            args={"normalise": {p: -1, g: 1}},
            given=("p_data>=0", "p_g>0", "mass p_data", "mass p_g", "proportional"),
            prose="Both have mass 1, so the multiple is c = 1: the stationary p_g is p_data.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "the entropy's",
            eq(
                Derivative(direction * log(_MOVED / (p + _MOVED)), theta),
                direction**2 / _MOVED,
            ),
            "second",
            prose="the second variation of g log g",
        ),
        FalseVariant(
            "strictly convex off the support too",
            Iff(gt(direction**2 * _SECOND, 0), ge(p, 0)),
            "positive",
            prose="positive where p_data = 0",
        ),
        FalseVariant(
            "equality only for equal densities",
            Iff(
                eq(
                    Criterion(p, _MIXTURE),
                    (1 - WEIGHT) * Criterion(p, G_0) + WEIGHT * Criterion(p, G_1),
                ),
                AlmostEverywhere(eq(G_0, G_1), gt(G_0, 0)),
            ),
            "strict",
            prose="strict convexity claimed where p_data vanishes",
        ),
        FalseVariant(
            "stationary at kappa p",
            Iff(eq(1 - OptimalDiscriminator(p, g), kappa), eq(g, kappa * p)),
            "stationary",
            prose="1 - D* taken for the ratio p_g/p_data",
        ),
    ),
    references=("folklore: the second variation of the Jensen-Shannon divergence",),
    notes=(
        f"{GAN14}, needs the uniqueness for 'a unique global optima as proven in Thm 1'; here it "
        "comes from convexity alone.",
        "The second derivative is that of the integrand at each x; convexity of C itself is the "
        "line with the integrals and needs no derivative.",
    ),
)

_L, _eta, _p, _g, _u = (scalar(name) for name in ("L", "eta", "p", "g", "u"))
_SLOPES = log(_g / (_p + _g)) - log((_g / 2) / (_p + _g / 2))

P9 = Claim(
    id="P9",
    title="No Lipschitz gradient, no uniform step in the Euclidean geometry",
    gloss=(
        "The Euclidean gradient of C in p_g is log(1 - D*); whatever L, it changes by more than L "
        "times the distance somewhere, and whatever the step size eta, plain gradient descent "
        "overshoots even next to the optimum where p_data is below eta/4."
    ),
    statement=("unbounded", "not Lipschitz", "overshoots"),
    hypotheses=(
        Hypothesis("p>0", gt(_p, 0), "the data density at one x"),
        Hypothesis("g>0", gt(_g, 0), "the generated density there"),
        Hypothesis("L>0", gt(_L, 0), "a would-be Lipschitz constant"),
        Hypothesis("g small", le(_g, _p / (2 + 2 * _L * _p)), "small enough, for this L"),
    ),
    steps=(
        Step(
            "at g small",
            gt(_p / (_g * (_p + _g)), _L),
            "rcf",
            given=("p>0", "g>0", "L>0", "g small"),
            prose="The second derivative of C (P5) exceeds L at this g.",
        ),
        Step(
            "unbounded",
            Exists(_u, And((gt(_u, 0), gt(_p / (_u * (_p + _u)), _L)))),
            "exists",
            args={"example": _p / (2 + 2 * _L * _p)},
            given=("p>0", "L>0"),
            prose="So no L bounds it on the open simplex.",
        ),
        Step(
            "not Lipschitz",
            gt(_SLOPES, _L * (_g - _g / 2)),
            "gibbs",
            args={"instances": ((Integer(1), (_p + _g) / (2 * _p + _g)),)},
            given=("p>0", "g>0", "L>0", "g small"),
            prose="Between p_g = g and g/2 the gradient changes by more than L times the distance.",
        ),
        Step(
            "overshoots",
            Iff(lt(1 - _eta * _p / (_p * (_p + _p)), -1), lt(_p, _eta / 4)),
            "rcf",
            given=("p>0",),
            assuming=(gt(_eta, 0),),
            prose=(
                "At the optimum g = p the second derivative is 1/(2p), so a step of size eta "
                "multiplies an error by 1 - eta/(2p), which is below -1 iff p < eta/4."
            ),
        ),
    ),
    false_variants=(
        FalseVariant(
            "1 is a Lipschitz constant",
            Implies(eq(_L, 1), lt(_SLOPES, _L * (_g - _g / 2))),
            "not Lipschitz",
            prose="C taken for smooth",
        ),
        FalseVariant(
            "second derivative at most 1/(2p)",
            gt(1 / (2 * _p), _p / (_g * (_p + _g))),
            "at g small",
            prose="the curvature at the optimum taken for the largest",
        ),
        FalseVariant(
            "no overshooting for eta below 1",
            Iff(lt(1 - _eta * _p / (_p * (_p + _p)), -1), gt(_eta, 1)),
            "overshoots",
            prose="the step size that the entropic geometry allows (P7)",
        ),
    ),
    references=(
        "own derivation; why the entropic geometry of P7 is used: "
        "Bauschke, Bolte and Teboulle 2017",
    ),
    notes=(
        "The step of the last line is one coordinate of gradient descent on p_g without the "
        "constraint that p_g is normalised.",
    ),
)
