"""D1 to D3: what gradient steps do to the smallest game, min over x and max over y of x y."""

from __future__ import annotations

from sympy import Derivative

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import ETA, IM, RE
from gantheory.proofs.formulas import And, Iff, Implies, eq, gt, le, lt
from gantheory.proofs.terms import scalar

x, y, s = scalar("x"), scalar("y"), scalar("s")
NORM = x**2 + y**2
_STEP = Hypothesis("eta>0", gt(ETA, 0), "the step size")
_AWAY = Hypothesis("not at 0", gt(NORM, 0), "not at the equilibrium already")
_BILINEAR = "Daskalakis et al. 2018, Training GANs with optimism"

#: one simultaneous step, written with the derivatives of the value x y
_X_SIMULTANEOUS = x - ETA * Derivative(x * y, x)
_Y_SIMULTANEOUS = y + ETA * Derivative(x * y, y)
_AFTER = _X_SIMULTANEOUS**2 + _Y_SIMULTANEOUS**2

D1 = Claim(
    id="D1",
    title="Simultaneous gradient steps on x y spiral out",
    gloss="Each step multiplies the squared distance from the equilibrium by 1 + eta^2.",
    statement=("factor", "farther"),
    hypotheses=(_STEP, _AWAY),
    steps=(
        Step(
            "factor",
            eq(_AFTER, (1 + ETA**2) * NORM),
            "rcf",
            given=(),
            prose="The mixed terms cancel: the step is a rotation and a stretch.",
        ),
        Step("farther", gt(_AFTER, NORM), "rcf", prose="So no step size brings it closer."),
    ),
    false_variants=(
        FalseVariant(
            "bounded for small steps",
            le(_AFTER, NORM),
            "farther",
            assuming=(lt(ETA, 1),),
            prose="a small step size taken for a cure",
        ),
        FalseVariant("conserved", eq(_AFTER, NORM), "factor", prose="what the flow does"),
        FalseVariant("1 + eta", eq(_AFTER, (1 + ETA) * NORM), "factor", prose="the square lost"),
    ),
    references=("Goodfellow 2016, NIPS tutorial", _BILINEAR),
)

_X_FIRST = x - ETA * y
_Y_SECOND = y + ETA * _X_FIRST
_INVARIANT = NORM - ETA * x * y
_INVARIANT_AFTER = _X_FIRST**2 + _Y_SECOND**2 - ETA * _X_FIRST * _Y_SECOND

_LONG, x_, y_ = scalar("eta_1"), scalar("x_1"), scalar("y_1")
_ELSEWHERE = {x: x_, y: y_, ETA: _LONG}

D2 = Claim(
    id="D2",
    title="Alternating gradient steps on x y stay on an ellipse, for eta < 2",
    gloss="Taking turns keeps x^2 + y^2 - eta x y: neither convergence nor escape below 2.",
    statement=("invariant", "bounded", "escape", "stretch"),
    hypotheses=(
        _STEP,
        Hypothesis("eta<2", lt(ETA, 2), "steps that are not too long"),
        _AWAY,
        Hypothesis("long", eq(_LONG * s, s**2 + 1), "a step longer than 2: eta = s + 1/s"),
        Hypothesis("s>1", gt(s, 1), "so that it is longer than 2"),
        Hypothesis("line", eq(y_, s * x_), "a line through the equilibrium"),
    ),
    steps=(
        Step(
            "area",
            eq(
                Derivative(_X_FIRST, x) * Derivative(_Y_SECOND, y)
                - Derivative(_X_FIRST, y) * Derivative(_Y_SECOND, x),
                1,
            ),
            "rcf",
            given=(),
            prose="The step keeps areas, so it cannot contract.",
        ),
        Step(
            "invariant",
            eq(_INVARIANT_AFTER, _INVARIANT),
            "rcf",
            given=(),
            prose="The same value after every step.",
        ),
        Step(
            "bounded",
            gt(_INVARIANT, 0),
            "rcf",
            given=("eta>0", "eta<2", "not at 0"),
            prose="Below 2 the level sets are ellipses around the equilibrium.",
        ),
        Step(
            "escape",
            And(
                (
                    eq(_X_FIRST.subs(_ELSEWHERE), -(s**2) * x_),
                    eq(_Y_SECOND.subs(_ELSEWHERE), -(s**2) * y_),
                )
            ),
            "rcf",
            given=("long", "line"),
            prose="Above 2 there is a line, y = s x, that a step maps to itself ...",
        ),
        Step("stretch", gt(s**2, 1), "rcf", given=("s>1",), prose="... and stretches."),
    ),
    false_variants=(
        FalseVariant("circle", eq(_X_FIRST**2 + _Y_SECOND**2, NORM), "invariant", prose="eta = 0"),
        FalseVariant(
            "converges",
            lt(_INVARIANT_AFTER, _INVARIANT),
            "invariant",
            assuming=(gt(ETA, 0), lt(ETA, 2), gt(NORM, 0)),
            prose="taking turns taken for a cure",
        ),
        FalseVariant(
            "no upper limit for eta",
            gt(_INVARIANT, 0),
            "bounded",
            without=("eta<2",),
            prose="the level sets taken for ellipses always",
        ),
    ),
    references=("Gidel et al. 2019, Negative momentum for improved game dynamics",),
    notes=("At eta = 2 itself the step has a Jordan block, and some orbits grow linearly.",),
)

_X_NEW, _Y_NEW = scalar("x_1"), scalar("y_1")
_EXTRA_X = x - ETA * (y + ETA * x)
_EXTRA_Y = y + ETA * (x - ETA * y)
_EXTRA = 1 - ETA**2 + ETA**4
#: lambda^2 - (1 + 2 i eta) lambda + i eta = 0, real and imaginary part
_OPTIMISTIC = Hypothesis(
    "eigenvalue",
    And(
        (
            eq(RE**2 - IM**2 - RE + 2 * ETA * IM, 0),
            eq(2 * RE * IM - IM - 2 * ETA * RE + ETA, 0),
        )
    ),
    "lambda = u + i v is an eigenvalue of the optimistic step",
)
_SIZE = RE**2 + IM**2

D3 = Claim(
    id="D3",
    title="Looking ahead contracts: proximal, extragradient and optimistic steps",
    gloss="Three remedies for the rotation of x y, with the step sizes for which they work.",
    statement=("proximal", "extragradient", "extragradient works", "optimistic", "threshold"),
    hypotheses=(
        _STEP,
        Hypothesis("x_1", eq(_X_NEW, x - ETA * _Y_NEW), "the implicit step"),
        Hypothesis("y_1", eq(_Y_NEW, y + ETA * _X_NEW), "the implicit step"),
        _OPTIMISTIC,
        Hypothesis("3 eta^2<1", lt(3 * ETA**2, 1), "short steps of the optimistic method"),
    ),
    steps=(
        Step(
            "proximal",
            eq(_X_NEW**2 + _Y_NEW**2, NORM / (1 + ETA**2)),
            "rcf",
            given=("x_1", "y_1"),
            prose="The implicit step contracts for every step size.",
        ),
        Step(
            "extragradient",
            eq(_EXTRA_X**2 + _EXTRA_Y**2, _EXTRA * NORM),
            "rcf",
            given=(),
            prose="The gradient is taken where a first step would lead.",
        ),
        Step(
            "extragradient works",
            Iff(lt(_EXTRA, 1), lt(ETA, 1)),
            "rcf",
            given=("eta>0",),
            prose="eta^4 < eta^2.",
        ),
        Step(
            "optimistic",
            lt(_SIZE, 1),
            "rcf",
            given=("eta>0", "eigenvalue", "3 eta^2<1"),
            prose="The step x - 2 eta y + eta y_old, as one complex number z = x + i y.",
        ),
        Step(
            "threshold",
            Implies(eq(_SIZE, 1), eq(3 * ETA**2, 1)),
            "rcf",
            given=("eta>0", "eigenvalue"),
            prose="The unit circle is met at eta = 1/sqrt(3) only.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "extragradient always",
            lt(_EXTRA, 1),
            "extragradient works",
            prose="a remedy for every step size",
        ),
        FalseVariant(
            "proximal with 1 - eta^2",
            eq(_X_NEW**2 + _Y_NEW**2, NORM * (1 - ETA**2)),
            "proximal",
            prose="the first terms of the series taken for the whole",
        ),
        FalseVariant(
            "optimistic steps up to 1",
            lt(_SIZE, 1),
            "optimistic",
            without=("3 eta^2<1",),
            assuming=(lt(ETA, 1),),
            prose="the threshold of another method",
        ),
    ),
    references=("Korpelevich 1976, The extragradient method", _BILINEAR),
)

CLAIMS = (D1, D2, D3)
