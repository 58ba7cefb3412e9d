"""H3 and H4: what the non-saturating loss descends, KL(p_g ‖ p_data) − 2 JSD = 2 KL(m ‖ p_data)."""

from sympy import Derivative, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    DENSITIES,
    G_0,
    G_1,
    G_MASS,
    MIXING,
    SUPPORT,
    WEIGHT,
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
)
from gantheory.proofs.terms import JSD, KL, Expr, Int, density, field, scalar, xlogy

theta, direction = scalar("theta"), scalar("h")


def _at(generated: Expr) -> Expr:
    """The integrand of 2 KL(m ‖ p_data)."""
    return (p + generated) * log((p + generated) / (2 * p))


q, change = density("q"), field("h_x")
_MOVED = g + theta * direction
_M = (p + g) / 2
_OBJECTIVE = KL(g, p) - 2 * JSD(p, g)
_P_POSITIVE = Hypothesis("p_data>0", gt(p, 0), "the space is the support of p_data")

H3 = Claim(
    id="H3",
    title="With D* frozen, -log D descends KL(p_g || p_data) - 2 JSD",
    gloss=(
        "The gradient of E_{p_g}[-log D] with D held at D* is that of KL(p_g || p_data) - 2 JSD, "
        "up to a constant 1 - log 2 which every change of p_g of mass 0 kills."
    ),
    statement=("objective", "frozen", "constant", "subgradient"),
    hypotheses=(
        _P_POSITIVE,
        Hypothesis("p_g>=0", ge(g, 0), "p_g is non-negative"),
        Hypothesis("q>=0", ge(q, 0), "another density"),
        Hypothesis("moved>0", gt(_MOVED, 0), "p_g + theta h stays positive"),
        Hypothesis(
            "mass p_data",
            eq(Int(p), 1),
            "p_data is normalised",
            kept="its mass only has to be finite, and on a finite alphabet it is",
        ),
        G_MASS,
        Hypothesis("mass q", eq(Int(q), 1), "q is normalised"),
        Hypothesis("mass h", eq(Int(change), 0), "the change of p_g has mass 0"),
    ),
    steps=(
        Step(
            "integrand",
            eq(
                _MOVED * log(_MOVED / p)
                - p * log(p / ((p + _MOVED) / 2))
                - _MOVED * log(_MOVED / ((p + _MOVED) / 2)),
                (p + _MOVED) * log((p + _MOVED) / (2 * p)),
            ),
            "loglin",
            given=("p_data>0", "moved>0"),
            prose="The integrand of KL(p_g || p_data) - 2 JSD, along the direction h (see H4).",
        ),
        Step(
            "objective",
            eq(
                Derivative((p + _MOVED) * log((p + _MOVED) / (2 * p)), theta),
                -direction * log(p / (p + _MOVED)) + direction * (1 - log(2)),
            ),
            "loglin",
            given=("p_data>0", "moved>0"),
            prose="Its derivative is -h log D* and the constant 1 - log 2 times h.",
        ),
        Step(
            "frozen",
            eq(Derivative(-_MOVED * log(D_STAR), theta), -direction * log(D_STAR)),
            "loglin",
            given=("p_data>0", "p_g>=0"),
            prose="The derivative of the non-saturating loss with D frozen at D*.",
        ),
        Step(
            "constant",
            eq(
                Int(change * (1 - log(2)) - change * log(D_STAR)),
                Int(-change * log(D_STAR)),
            ),
            "int-linear",
            args={"normalise": {change: 1 - log(2)}},
            given=("p_data>0", "p_g>=0", "mass h"),
            assuming=(Integrable(-change * log(D_STAR)),),
            prose="A change of p_g has mass 0, so the constant drops out.",
        ),
        Step(
            "subgradient at x",
            le(
                _at(g) - (q - g) * log(D_STAR),
                _at(q) + (1 - log(2)) * (g - q),
            ),
            "gibbs",
            args={"instances": ((p + q, (p + g) / (p + q)),)},
            given=("p_data>0", "p_g>=0", "q>=0"),
            prose="One instance of log t <= t - 1, at t = (p + g)/(p + q).",
        ),
        Step(
            "subgradient",
            le(
                2 * KL(_M, p) - Int(xlogy(q, D_STAR)) + Int(xlogy(g, D_STAR)),
                2 * KL((p + q) / 2, p),
            ),
            "int-mono",
            args={"normalise": {q: log(2) - 1, g: 1 - log(2)}},
            uses=("subgradient at x",),
            given=("p_data>0", "p_g>=0", "q>=0", "mass p_data", "mass p_g", "mass q"),
            assuming=(Integrable(xlogy(g, D_STAR)),),
            prose=(
                "Without differentiating under the integral: -log D* is a subgradient of "
                "2 KL(m || p_data), which is KL(p_g || p_data) - 2 JSD by H4."
            ),
        ),
    ),
    false_variants=(
        FalseVariant(
            "KL the other way round",
            eq(
                p * log(p / _MOVED)
                - p * log(p / ((p + _MOVED) / 2))
                - _MOVED * log(_MOVED / ((p + _MOVED) / 2)),
                (p + _MOVED) * log((p + _MOVED) / (2 * p)),
            ),
            "integrand",
            prose="KL(p_data || p_g) in place of KL(p_g || p_data)",
        ),
        FalseVariant(
            "without the factor 2",
            eq(
                _MOVED * log(_MOVED / p)
                - p * log(p / ((p + _MOVED) / 2)) / 2
                - _MOVED * log(_MOVED / ((p + _MOVED) / 2)) / 2,
                (p + _MOVED) * log((p + _MOVED) / (2 * p)),
            ),
            "integrand",
            prose="KL - JSD",
        ),
        FalseVariant(
            "D not frozen",
            eq(Derivative(-_MOVED * log(p / (p + _MOVED)), theta), -direction * log(D_STAR)),
            "frozen",
            assuming=(gt(_MOVED, 0),),
            prose="the derivative through D* kept",
        ),
        FalseVariant(
            "constant forgotten",
            eq(
                Derivative((p + _MOVED) * log((p + _MOVED) / (2 * p)), theta),
                -direction * log(p / (p + _MOVED)),
            ),
            "objective",
            prose="at one x the constant does not vanish",
        ),
    ),
    references=("Arjovsky and Bottou 2017, Theorem 2.5",),
    notes=(
        "Differentiating under the integral sign is not claimed: two of the lines are about the "
        "integrand at each x, and the last is about the integrals and needs no derivative.",
    ),
)

_MIXTURE = (1 - WEIGHT) * G_0 + WEIGHT * G_1
_NUMBERS = ("p_data>0", "p_g>=0", "mass p_data", "mass p_g")

H4 = Claim(
    id="H4",
    title="KL(p_g || p_data) - 2 JSD = 2 KL(m || p_data)",
    gloss=(
        "What the non-saturating loss descends is a divergence after all: non-negative, zero for "
        "p_g = p_data alone, and convex in p_g."
    ),
    statement=("identity", "nonnegative", "zero", "convex"),
    hypotheses=(
        _P_POSITIVE,
        *DENSITIES[1:],
        Hypothesis("g_0>=0", ge(G_0, 0), "g_0 is non-negative"),
        Hypothesis("g_1>=0", ge(G_1, 0), "g_1 is non-negative"),
        *MIXING,
        Hypothesis("finite mass", Integrable(p + G_0 + G_1), "all masses are finite"),
    ),
    steps=(
        Step(
            "identity",
            eq(_OBJECTIVE, 2 * KL(_M, p)),
            "int-linear",
            given=_NUMBERS,
            prose="At every x both sides are (p + g) log((p + g)/(2p)).",
        ),
        Step(
            "kl",
            le(0, KL(_M, p)),
            "int-mono",
            args={"normalise": {p: Rational(1, 2), g: -Rational(1, 2)}},
            given=_NUMBERS,
            prose="J1 for m = (p + g)/2.",
        ),
        Step(
            "nonnegative",
            le(0, _OBJECTIVE),
            "chain",
            args={"multipliers": (2, 1)},
            uses=("kl", "identity"),
            given=_NUMBERS,
            prose="So it is never negative ...",
        ),
        Step(
            "zero",
            Iff(eq(_OBJECTIVE, 0), AlmostEverywhere(eq(g, p), SUPPORT)),
            "int-equality",
            args={"normalise": {p: -1, g: 1}},
            given=_NUMBERS,
            prose="... and zero for p_g = p_data alone.",
        ),
        Step(
            "convex at x",
            le(_at(_MIXTURE), (1 - WEIGHT) * _at(G_0) + WEIGHT * _at(G_1)),
            "gibbs",
            args={
                "instances": (
                    ((1 - WEIGHT) * (p + G_0), (p + _MIXTURE) / (p + G_0)),
                    (WEIGHT * (p + G_1), (p + _MIXTURE) / (p + G_1)),
                )
            },
            given=("p_data>0", "g_0>=0", "g_1>=0", "lambda>0", "lambda<1"),
            prose="u log u is convex, and u = p + g is affine in p_g.",
        ),
        Step(
            "convex",
            le(
                2 * KL((p + _MIXTURE) / 2, p),
                (1 - WEIGHT) * 2 * KL((p + G_0) / 2, p) + WEIGHT * 2 * KL((p + G_1) / 2, p),
            ),
            "int-mono",
            uses=("convex at x",),
            given=("p_data>0", "g_0>=0", "g_1>=0", "lambda>0", "lambda<1", "finite mass"),
            prose="Integrate.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "= 2 KL(p_data || m)",
            eq(_OBJECTIVE, 2 * KL(p, _M)),
            "identity",
            prose="KL in the other direction",
        ),
        FalseVariant(
            "= KL(m || p_data)",
            eq(_OBJECTIVE, KL(_M, p)),
            "identity",
            prose="the factor 2 lost",
        ),
        FalseVariant(
            "can be negative",
            le(_OBJECTIVE, 0),
            "nonnegative",
            prose="the difference of two divergences taken for one of no sign",
        ),
        FalseVariant(
            "concave",
            ge(
                2 * KL((p + _MIXTURE) / 2, p),
                (1 - WEIGHT) * 2 * KL((p + G_0) / 2, p) + WEIGHT * 2 * KL((p + G_1) / 2, p),
            ),
            "convex",
            prose="the inequality turned round",
        ),
    ),
    references=("Shannon et al. 2020, Non-saturating GAN training as divergence minimization",),
    notes=(
        "The sum of the integrals may be +infinity, where p_g has a much heavier tail than p_data.",
    ),
)
