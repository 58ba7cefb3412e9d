"""H7: with D fixed the generator collapses to wherever D is largest."""

from sympy import log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    G_MASS,
    G_NONNEGATIVE,
    GAN14,
    P_MASS,
    P_NONNEGATIVE,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import AlmostEverywhere, And, Iff, eq, ge, gt, le, lt
from gantheory.proofs.terms import Int, scalar, xlogy

M, eta, Z = scalar("M"), scalar("eta"), scalar("Z")
_A0, _A1, _B0, _B1 = (scalar(name) for name in ("a_0", "a_1", "b_0", "b_1"))
_U, _V = scalar("u"), scalar("v")
_LOSS = Int(xlogy(g, 1 - D))
_GENERATED = ("p_g>=0", "mass p_g", "D>=0", "D<=M", "M<1")
_ODDS = ("positive", "u<v", "v<1", "Z>0", "step at x", "step at y")
_GAIN = log(1 - _U) - log(1 - _V)

H7 = Claim(
    id="H7",
    title="The Helvetica scenario: D fixed, the best p_g sits where D is largest",
    gloss=(
        "At fixed D the generator's loss is linear in p_g, so its minimum log(1 - max D) is "
        "attained by every law on the points of largest D and by no other, whatever p_data is. "
        "Mirror steps go there: log-odds against any other point grow by a constant per step."
    ),
    statement=("bound", "collapsed", "log-odds", "gain", "growth"),
    hypotheses=(
        G_NONNEGATIVE,
        G_MASS,
        Hypothesis(
            "D>=0",
            ge(D, 0),
            "D is a probability",
            kept=(
                "it only rules out that the loss is +infinity, which on a finite alphabet it "
                "never is"
            ),
        ),
        Hypothesis("D<=M", le(D, M), "M is the largest value of D"),
        Hypothesis("M<1", lt(M, 1), "D is nowhere certain"),
        Hypothesis(
            "positive",
            And((gt(_A0, 0), gt(_B0, 0), gt(_A1, 0), gt(_B1, 0))),
            "p_g at x and at y, before a step and after it",
        ),
        Hypothesis("u<v", lt(_U, _V), "D is smaller at x than at y"),
        Hypothesis("v<1", lt(_V, 1)),
        Hypothesis("Z>0", gt(Z, 0), "the normalising constant"),
        Hypothesis("eta>0", gt(eta, 0), "the step size"),
        Hypothesis(
            "step at x",
            eq(log(_A1), log(_A0) - eta * log(1 - _U) - log(Z)),
            "the mirror step with D fixed, at x ...",
        ),
        Hypothesis(
            "step at y",
            eq(log(_B1), log(_B0) - eta * log(1 - _V) - log(Z)),
            "... and at y",
        ),
    ),
    steps=(
        Step(
            "bound at x",
            le(g * log(1 - M), g * log(1 - D)),
            "gibbs",
            args={"instances": ((g, (1 - M) / (1 - D)),)},
            given=("D<=M", "M<1"),
            assuming=(gt(g, 0),),
            prose="log(1 - D) is smallest where D is largest.",
        ),
        Step(
            "bound",
            le(log(1 - M), _LOSS),
            "int-mono",
            args={"normalise": {g: -log(1 - M)}},
            uses=("bound at x",),
            given=_GENERATED,
            prose="No p_g has a smaller loss than log(1 - M) ...",
        ),
        Step(
            "equal at x",
            Iff(eq(g * log(1 - M), g * log(1 - D)), eq(D, M)),
            "gibbs",
            args={"instances": ((g, (1 - M) / (1 - D)),)},
            given=("D<=M", "M<1"),
            assuming=(gt(g, 0),),
            prose="... with equality at x only if D(x) = M, where p_g lives.",
        ),
        Step(
            "collapsed",
            Iff(eq(log(1 - M), _LOSS), AlmostEverywhere(eq(D, M), gt(g, 0))),
            "int-equality",
            args={"normalise": {g: -log(1 - M)}},
            uses=("bound at x", "equal at x"),
            given=_GENERATED,
            prose="The best p_g are all those that live where D = M; p_data plays no part.",
        ),
        Step(
            "log-odds",
            eq(log(_B1) - log(_A1), log(_B0) - log(_A0) + eta * _GAIN),
            "modulo",
            args={"multipliers": (1, -1)},
            given=_ODDS,
            prose="One mirror step adds the same amount to the log-odds, whatever p_g is.",
        ),
        Step(
            "gain",
            ge(_GAIN, (_V - _U) / (1 - _U)),
            "gibbs",
            given=("u<v", "v<1"),
            prose="That amount is positive where D is larger ...",
        ),
        Step(
            "growth",
            gt(log(_B1) - log(_A1), log(_B0) - log(_A0)),
            "modulo",
            args={
                "multipliers": (1, -1),
                "instances": ((eta, (1 - _V) / (1 - _U)),),
            },
            given=(*_ODDS, "eta>0"),
            prose="... so the odds of y against x grow by a constant factor per step.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "the optimum is p_data",
            le(Int(xlogy(p, 1 - D)), _LOSS),
            "bound",
            assuming=(P_NONNEGATIVE.formula, P_MASS.formula, ge(D, 0)),
            args={},
            prose="the generator's optimum against the best D taken for that against a fixed one",
        ),
        FalseVariant(
            "only a law of full support",
            Iff(eq(log(1 - M), _LOSS), AlmostEverywhere(gt(g, 0), ge(D, 0))),
            "collapsed",
            prose="covering everything taken for optimal",
        ),
        FalseVariant(
            "the odds stand still",
            eq(log(_B1) - log(_A1), log(_B0) - log(_A0)),
            "log-odds",
            prose="the step at fixed D taken to converge",
        ),
    ),
    references=(f"{GAN14}, section 6 ('the Helvetica scenario')",),
    notes=(
        "After t steps the log-odds have grown by t times the gain: the same step t times.",
        "Where several points have the largest D the optimum is not unique.",
    ),
)
