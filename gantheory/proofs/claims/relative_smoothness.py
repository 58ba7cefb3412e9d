"""P7: mirror steps of any size up to 1 bring C down to its minimum, at the rate 1/T."""

from sympy import log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    G_MASS,
    P_MASS,
    P_NONNEGATIVE,
    g,
    p,
)
from gantheory.proofs.formulas import Formula, Integrable, Iterates, eq, ge, gt, le, lt
from gantheory.proofs.terms import KL, Criterion, Int, density, scalar, xlogy

q, eta, Z, t, K = density("q"), scalar("eta"), scalar("Z"), scalar("t"), scalar("K")

_SLOPE = log(g / (p + g))  # log(1 - D*)
_C_AT_Q = p * log(p / (p + q)) + q * log(q / (p + q))
_C_AT_G = p * log(p / (p + g)) + g * log(g / (p + g))

_STEP = Hypothesis(
    "mirror step",
    eq(log(q), log(g) - eta * log(1 - D_STAR) - log(Z)),
    "q is the entropic mirror step of size eta from p_g: q = p_g (1 - D*)^(-eta) / Z",
)
_NUMBERS = ("p_data>=0", "p_g>0", "q>0", "Z>0", "eta>0", "eta<=1")
_ALL = (*_NUMBERS, "mass p_data", "mass p_g", "mass q", "mirror step")
_DENSITIES = ("p_data>=0", "p_g>0", "q>0", "mass p_data", "mass p_g", "mass q")

_DOUBLED = ((eta * p, 2 * p / (p + g)), (eta * p, 2 * g / (p + g)))
_MOVED = ((eta * (p + q), (p + g) / (p + q)), ((1 - eta) * q, g / q))

_SUM_BEFORE = eta * t * (Criterion(p, g) + log(4)) + KL(p, g)
_SUM_AFTER = eta * (t + 1) * (Criterion(p, q) + log(4)) + KL(p, q)

#: what every state of a run is, and what makes the next one
_STATE = (gt(g, 0), eq(Int(g), 1))
_MOVE = (gt(q, 0), eq(Int(q), 1), gt(Z, 0), _STEP.formula)


def _run(body: Formula, *more: Formula) -> Iterates:
    """That `body` holds after every number t of mirror steps from a p_g with KL at most K."""
    start = (*_STATE, le(KL(p, g), K))
    return Iterates(t, ((g, q),), (Z,), start, (*_MOVE, *more), body)


_RUN = _run(le(eta * t * (Criterion(p, g) + log(4)), K))

P7 = Claim(
    id="P7",
    title="Mirror steps up to size 1 converge, with gap at most KL/(eta T)",
    gloss=(
        "C is smooth relative to the negative entropy with constant 1, so every entropic mirror "
        "step of size eta <= 1 pays for its gap with KL(p_data || p_g), of which there is only "
        "so much: after T steps the gap of C is at most KL(p_data || g_0)/(eta T)."
    ),
    statement=("curvature", "smooth", "monotone", "descent", "invariant", "rate", "every T"),
    hypotheses=(
        P_NONNEGATIVE,
        Hypothesis("p_g>0", gt(g, 0), "the space is the support of the first p_g"),
        Hypothesis("q>0", gt(q, 0), "another density on it"),
        P_MASS,
        G_MASS,
        Hypothesis("mass q", eq(Int(q), 1), "q is normalised"),
        Hypothesis("eta>0", gt(eta, 0)),
        Hypothesis("eta<=1", le(eta, 1), "the step size is at most 1"),
        Hypothesis("Z>0", gt(Z, 0), "the normalising constant"),
        _STEP,
        Hypothesis("up to now", le(_SUM_BEFORE, K), "what t steps have kept below K"),
    ),
    steps=(
        Step(
            "curvature",
            lt(p / (g * (p + g)), 1 / (eta * g)),
            "rcf",
            given=("p_data>=0", "p_g>0", "eta>0", "eta<=1"),
            prose="The second derivative of C (P5) is below that of g log g divided by eta.",
        ),
        Step(
            "smooth at x",
            le(
                _C_AT_Q,
                _C_AT_G + (q - g) * _SLOPE + q * log(q / g) + g - q,
            ),
            "gibbs",
            args={"instances": ((p + q, (p + g) / (p + q)),)},
            given=("p_g>0", "q>0"),
            assuming=(gt(p, 0),),
            prose="One instance of log t <= t - 1, at t = (p + g)/(p + q).",
        ),
        Step(
            "smooth",
            le(
                Criterion(p, q),
                Criterion(p, g) + Int(xlogy(q, 1 - D_STAR)) - Int(xlogy(g, 1 - D_STAR)) + KL(q, g),
            ),
            "int-mono",
            args={"normalise": {g: 1, q: -1}},
            uses=("smooth at x",),
            given=_DENSITIES,
            assuming=(Integrable(xlogy(q, q / g)),),
            prose="C lies below its tangent plus KL(q || g): smooth relative to the entropy.",
        ),
        Step(
            "monotone at x",
            le(eta * _C_AT_Q, eta * _C_AT_G + log(Z) * (g - q)),
            "modulo",
            args={
                "multipliers": (g - q,),
                "instances": (*_MOVED, (g, q / g)),
            },
            given=(*_NUMBERS, "mirror step"),
            assuming=(gt(p, 0),),
            prose="The tangent at p_g, with log q as the step makes it.",
        ),
        Step(
            "monotone, p_data=0",
            le(0, log(Z) * (g - q)),
            "modulo",
            args={"multipliers": (g - q,), "instances": ((q, g / q), (g, q / g))},
            given=("p_g>0", "q>0", "Z>0", "mirror step"),
            assuming=(eq(p, 0),),
            prose="Where p_data vanishes D* = 0 and the step is a division by Z.",
        ),
        Step(
            "monotone",
            le(eta * Criterion(p, q), eta * Criterion(p, g)),
            "int-mono",
            args={"normalise": {g: log(Z), q: -log(Z)}},
            uses=("monotone at x", "monotone, p_data=0"),
            given=_ALL,
            prose="No step makes C larger.",
        ),
        Step(
            "one step at x",
            le(
                eta * _C_AT_Q + p * log(p / q),
                p * log(p / g) + log(Z) * (p - q) + g - q - 2 * eta * log(2) * p,
            ),
            "modulo",
            args={"multipliers": (p - q,), "instances": (*_MOVED, *_DOUBLED)},
            given=(*_NUMBERS, "mirror step"),
            assuming=(gt(p, 0),),
            prose="The same with the tangent held against p_data, where C is -log 4.",
        ),
        Step(
            "one step, p_data=0",
            le(0, g - q - log(Z) * q),
            "modulo",
            args={"multipliers": (-q,), "instances": ((q, g / q),)},
            given=("p_g>0", "q>0", "Z>0", "mirror step"),
            assuming=(eq(p, 0),),
            prose="Where p_data vanishes.",
        ),
        Step(
            "descent",
            le(eta * (Criterion(p, q) + log(4)) + KL(p, q), KL(p, g)),
            "int-mono",
            args={"normalise": {p: log(Z) - 2 * eta * log(2), q: -log(Z) - 1, g: 1}},
            uses=("one step at x", "one step, p_data=0"),
            given=_ALL,
            prose="Every step pays eta times its gap out of KL(p_data || p_g).",
        ),
        Step(
            "so far",
            le(_SUM_BEFORE, K),
            "assumption",
            given=("up to now",),
            prose="Suppose that t steps have kept eta t gap + KL below K = KL(p_data || g_0).",
        ),
        Step(
            "invariant",
            le(_SUM_AFTER, K),
            "chain",
            args={"multipliers": (1, t, 1)},
            uses=("descent", "monotone", "so far"),
            given=(*_ALL, "up to now"),
            assuming=(ge(t, 0),),
            prose="Then t + 1 steps do: add the new gap (descent); the old ones only shrink.",
        ),
        Step(
            "nonnegative",
            le(0, KL(p, g)),
            "int-mono",
            args={"normalise": {p: -1, g: 1}},
            given=("p_data>=0", "p_g>0", "mass p_data", "mass p_g"),
            prose="J1.",
        ),
        Step(
            "rate",
            le(eta * t * (Criterion(p, g) + log(4)), K),
            "chain",
            uses=("nonnegative", "so far"),
            given=("p_data>=0", "p_g>0", "mass p_data", "mass p_g", "up to now"),
            prose="KL is not negative: the gap after t steps is at most KL(p_data || g_0)/(eta t).",
        ),
        Step(
            "every T",
            _RUN,
            "induction",
            args={"invariant": (*_STATE, le(_SUM_BEFORE, K))},
            uses=("invariant", "rate"),
            given=("p_data>=0", "mass p_data", "eta>0", "eta<=1"),
            prose=(
                "So it is after every number of steps, for every g_0 with KL(p_data || g_0) <= K: "
                "induction over t."
            ),
        ),
    ),
    false_variants=(
        FalseVariant(
            "smooth with constant 1/2",
            le(
                Criterion(p, q),
                Criterion(p, g)
                + Int(xlogy(q, 1 - D_STAR))
                - Int(xlogy(g, 1 - D_STAR))
                + KL(q, g) / 2,
            ),
            "smooth",
            prose="half the entropy taken for enough",
        ),
        FalseVariant(
            "curvature below half that of the entropy",
            lt(p / (g * (p + g)), 1 / (2 * eta * g)),
            "curvature",
            prose="the same at one point",
        ),
        FalseVariant(
            "KL quarters",
            le(KL(p, q), KL(p, g) / 4),
            "descent",
            assuming=(eq(eta, 1), eq(Z, 2)),
            prose="the local rate of KL taken for the global one",
        ),
        FalseVariant(
            "ten times as fast",
            le(10 * eta * (Criterion(p, q) + log(4)) + KL(p, q), KL(p, g)),
            "descent",
            assuming=(eq(eta, 1), eq(Z, 2)),
            prose="a rate that is too good",
        ),
        FalseVariant(
            "ten times as fast, every T",
            _run(le(10 * eta * t * (Criterion(p, g) + log(4)), K), eq(q, (p + g) / 2)),
            "every T",
            assuming=(eq(eta, 1),),
            prose="the same for all steps",
        ),
        FalseVariant(
            "the gap bounded by KL from the start on",
            _run(le(eta * (t + 1) * (Criterion(p, g) + log(4)), K / 2)),
            "every T",
            assuming=(eq(eta, 1),),
            prose="a step counted that was not made, and half the constant",
        ),
    ),
    references=(
        "Bauschke, Bolte and Teboulle 2017, A descent lemma beyond Lipschitz gradient continuity",
        "Lu, Freund and Nesterov 2018, Relatively smooth convex optimization",
        "Beck and Teboulle 2003, Mirror descent",
        "that C is 1-smooth relative to the entropy: own derivation",
    ),
    notes=(
        "A run is any sequence of densities in which each is a mirror step from the one before; "
        "that there is one (that Z is finite) is not part of the claim.",
        "The paper asks for 'sufficiently small updates of p_g'; here 'sufficiently small' is "
        "eta <= 1 in the entropic geometry, and p_g itself moves, not parameters of G.",
    ),
)
