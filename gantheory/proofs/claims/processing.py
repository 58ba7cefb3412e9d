"""J5 and J6: what channels and small perturbations do to the Jensen-Shannon divergence; T6."""

from sympy import Abs, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import D_STAR, DENSITIES, NONNEGATIVE, SUPPORT, g, p
from gantheory.proofs.formulas import AlmostEverywhere, Iff, Integrable, eq, ge, gt, le, lt
from gantheory.proofs.terms import (
    JSD,
    Criterion,
    Expr,
    Int,
    OptimalDiscriminator,
    field,
    scalar,
    xlogy,
)


def _loss(x: Expr, y: Expr) -> Expr:
    """The integrand of JSD(x, y), for positive or zero x and y."""
    m = (x + y) / 2
    return xlogy(x, x / m) / 2 + xlogy(y, y / m) / 2


def _positive_loss(x: Expr, y: Expr) -> Expr:
    """The same where both are positive."""
    m = (x + y) / 2
    return x * log(x / m) / 2 + y * log(y / m) / 2


k = field("k")
P, G = scalar("P"), scalar("Q")
_NAMES = tuple(x.name for x in DENSITIES)
_ARRIVING = (
    Hypothesis("k>=0", ge(k, 0), "k(x) is the probability that x is sent to the letter"),
    Hypothesis("k<=1", le(k, 1), "it is a probability"),
    Hypothesis("arriving real", eq(Int(p * k), P), "P is the mass of the letter under p_data"),
    Hypothesis("arriving generated", eq(Int(g * k), G), "Q is its mass under p_g"),
    Hypothesis("P>0", gt(P, 0), "the letter occurs in the data"),
    Hypothesis("Q>0", gt(G, 0), "the letter is generated"),
)
_M = (P + G) / 2
_SHARES = {p * k: -log(P / _M) / 2, g * k: -log(G / _M) / 2}
_ELSEWHERE = {k: 1 - k, P: 1 - P, G: 1 - G}
_KEPT = Int(k * _loss(p, g))


def _plane(share: Expr, real: Expr, generated: Expr) -> Expr:
    """share times the tangent plane of the loss at (real, generated)."""
    m = (real + generated) / 2
    return share * p * log(real / m) / 2 + share * g * log(generated / m) / 2


def _weighted_loss(share: Expr) -> Expr:
    """share times the loss, part by part."""
    m = (p + g) / 2
    return share * p * log(p / m) / 2 + share * g * log(g / m) / 2


J5 = Claim(
    id="J5",
    title="Data processing: a channel cannot raise JSD",
    gloss=(
        "Send x to a letter with probability k(x): the part of JSD seen at that letter is at most "
        "what x carried there. Summed over the letters, JSD(p K, g K) <= JSD(p, g)."
    ),
    statement=("tangent", "tangent elsewhere", "letter", "two letters", "equality"),
    hypotheses=(
        *DENSITIES,
        *_ARRIVING,
        Hypothesis("P<1", lt(P, 1), "another letter occurs in the data"),
        Hypothesis("Q<1", lt(G, 1), "another letter is generated"),
    ),
    steps=(
        Step(
            "tangent",
            le(_plane(k, P, G), _weighted_loss(k)),
            "gibbs",
            given=("k>=0", "P>0", "Q>0"),
            assuming=(gt(p, 0), gt(g, 0)),
            prose="The loss is convex and homogeneous: above its tangent plane at (P, Q).",
        ),
        Step(
            "tangent elsewhere",
            le(_plane(1 - k, 1 - P, 1 - G), _weighted_loss(1 - k)),
            "instance",
            args={"substitution": _ELSEWHERE},
            uses=("tangent",),
            given=("k<=1", "P<1", "Q<1"),
            assuming=(gt(p, 0), gt(g, 0)),
            prose="The same for what is sent to the other letter.",
        ),
        Step(
            "p_data alone",
            le((1 - k) * p * log((1 - P) / (1 - _M)) / 2, (1 - k) * p * log(2) / 2),
            "gibbs",
            args={"instances": (((1 - k) * p / 2, (1 - P) / (2 * (1 - _M))),)},
            given=("k<=1", "P<1", "Q<1"),
            assuming=(gt(p, 0),),
            prose="Where p_g vanishes ...",
        ),
        Step(
            "p_g alone",
            le((1 - k) * g * log((1 - G) / (1 - _M)) / 2, (1 - k) * g * log(2) / 2),
            "gibbs",
            args={"instances": (((1 - k) * g / 2, (1 - G) / (2 * (1 - _M))),)},
            given=("k<=1", "P<1", "Q<1"),
            assuming=(gt(g, 0),),
            prose="... and where p_data does.",
        ),
        Step(
            "letter",
            le(_positive_loss(P, G), _KEPT),
            "int-mono",
            args={"normalise": _SHARES},
            given=("p_data>=0", "p_g>=0", *(x.name for x in _ARRIVING), *_NAMES[2:]),
            prose="Integrate: the tangent plane gives P and Q in place of p_data and p_g.",
        ),
        Step(
            "other letter",
            le(_positive_loss(1 - P, 1 - G), Int((1 - k) * _loss(p, g))),
            "int-mono",
            args={
                "normalise": {
                    p: -log((1 - P) / (1 - _M)) / 2,
                    g: -log((1 - G) / (1 - _M)) / 2,
                    p * k: log((1 - P) / (1 - _M)) / 2,
                    g * k: log((1 - G) / (1 - _M)) / 2,
                }
            },
            uses=("tangent elsewhere", "p_data alone", "p_g alone"),
            prose="The other letter receives 1 - k, and has the masses 1 - P and 1 - Q.",
        ),
        Step(
            "whole",
            eq(_KEPT + Int((1 - k) * _loss(p, g)), JSD(p, g)),
            "int-linear",
            given=(*_NAMES, "k>=0", "k<=1"),
            prose="Nothing is counted twice.",
        ),
        Step(
            "two letters",
            le(_positive_loss(P, G) + _positive_loss(1 - P, 1 - G), JSD(p, g)),
            "chain",
            uses=("letter", "other letter", "whole"),
            prose="Add the two letters.",
        ),
        Step(
            "equality",
            Iff(
                eq(_positive_loss(P, G), _KEPT),
                AlmostEverywhere(eq(k * p * G, k * g * P), SUPPORT),
            ),
            "int-equality",
            args={"normalise": _SHARES},
            given=("p_data>=0", "p_g>=0", *(x.name for x in _ARRIVING), *_NAMES[2:]),
            prose="Nothing is lost only if p_data/p_g is the same wherever the letter comes from.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "raised",
            ge(_positive_loss(P, G), _KEPT),
            "letter",
            prose="the inequality turned round",
        ),
        FalseVariant(
            "only without noise",
            Iff(
                eq(_positive_loss(P, G), _KEPT),
                AlmostEverywhere(eq(k * (1 - k), 0), SUPPORT),
            ),
            "equality",
            prose="noise taken to lose something always",
        ),
        FalseVariant(
            "half of it lost",
            le(
                _positive_loss(P, G) + _positive_loss(1 - P, 1 - G),
                JSD(p, g) / 2,
            ),
            "two letters",
            assuming=(eq(P, Rational(1, 2)), eq(G, Rational(1, 4)), eq(k * (1 - k), 0)),
            prose="a contraction where there may be none",
        ),
    ),
    references=("Csiszar; Ali and Silvey 1966: f-divergences and data processing",),
    notes=(
        "k is any channel into one letter; for finitely many letters with k_1 + ... + k_n = 1 "
        "the inequalities add up to JSD(pK, gK) <= JSD(p, g). Two letters are written out.",
        "Channels with a continuous output need Fubini's theorem besides, which is not here.",
    ),
)

e = field("e")
_CUBE = Int(p * Abs(e) ** 3) / 3
_SQUARE = Int(p * e**2) / 8
_NEAR = _loss(p, p * (1 + e))

J6 = Claim(
    id="J6",
    title="Near p_data, JSD is an eighth of the chi-square",
    gloss=(
        "With p_g = p_data (1 + e), |e| <= 1/2: JSD differs from the integral of p_data e^2/8 by "
        "at most a third of that of p_data |e|^3. For e = epsilon h this is the expansion."
    ),
    statement=("above", "below"),
    hypotheses=(
        Hypothesis(
            "p_data>=0",
            ge(p, 0),
            "p_data is non-negative",
            kept="the textbook sum for JSD, p log p and so on, has no value for negative p",
        ),
        Hypothesis("finite mass", Integrable(p), "p_data has finite mass"),
        Hypothesis("e>=-1/2", ge(e, -Rational(1, 2)), "the relative perturbation is small"),
        Hypothesis(
            "e<=1/2",
            le(e, Rational(1, 2)),
            "the relative perturbation is small",
            kept="it makes the integrals finite; beyond it the bounds are true and of no use",
        ),
    ),
    steps=(
        Step(
            "above, e > 0",
            le(_NEAR, p * e**2 / 8 + p * e**3 / 3),
            "taylor",
            args={"variable": e, "anchor": 0, "order": 3},
            given=(),
            assuming=(gt(p, 0), ge(e, 0)),
            prose="Contact of third order at e = 0, and the sign of the third derivative.",
        ),
        Step(
            "above, e < 0",
            le(_NEAR, p * e**2 / 8 - p * e**3 / 3),
            "taylor",
            args={"variable": e, "anchor": 0, "order": 3},
            given=("e>=-1/2",),
            assuming=(gt(p, 0), le(e, 0)),
            prose="The same to the left, down to e = -1/2.",
        ),
        Step(
            "above",
            le(JSD(p, p * (1 + e)), _SQUARE + _CUBE),
            "int-split",
            uses=("above, e > 0", "above, e < 0"),
            prose="Integrate.",
        ),
        Step(
            "below, e > 0",
            le(p * e**2 / 8 - p * e**3 / 3, _NEAR),
            "taylor",
            args={"variable": e, "anchor": 0, "order": 3},
            given=(),
            assuming=(gt(p, 0), ge(e, 0)),
            prose="The other side, with the same contact.",
        ),
        Step(
            "below, e < 0",
            le(p * e**2 / 8 + p * e**3 / 3, _NEAR),
            "taylor",
            args={"variable": e, "anchor": 0, "order": 3},
            given=("e>=-1/2",),
            assuming=(gt(p, 0), le(e, 0)),
            prose="And to the left.",
        ),
        Step(
            "below",
            le(_SQUARE - _CUBE, JSD(p, p * (1 + e))),
            "int-split",
            uses=("below, e > 0", "below, e < 0"),
            prose="Integrate.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "a quarter",
            le(2 * _SQUARE - _CUBE, JSD(p, p * (1 + e))),
            "below",
            prose="the factor of the symmetrised KL",
        ),
        FalseVariant(
            "a first-order term",
            le(Int(p * e) / 8 + _SQUARE - _CUBE, JSD(p, p * (1 + e))),
            "below",
            prose="a slope at p_g = p_data, where C has its minimum",
        ),
        FalseVariant(
            "a sixteenth",
            le(JSD(p, p * (1 + e)), _SQUARE / 2 + _CUBE / 8),
            "above",
            prose="a factor of 2 lost",
        ),
    ),
    references=("Csiszar and Shields 2004, Information Theory and Statistics: A Tutorial",),
    notes=(
        "With e = epsilon h: JSD = (epsilon^2/8) of the integral of p_data h^2, plus O(epsilon^3), "
        "for bounded h. The constant 1/3 of the remainder is not the best.",
    ),
)

j = field("j")
_PULLED = Int(j * (xlogy(p, D_STAR) + xlogy(g, 1 - D_STAR)))

T6 = Claim(
    id="T6",
    title="C does not see the coordinates",
    gloss=(
        "Let x be a function of u with Jacobian factor j: the densities in u are j p_data and "
        "j p_g. D* stays, and C in u is the integral over x of the integrand of C."
    ),
    statement=("same D*", "criterion", "entropy changes"),
    hypotheses=(
        *NONNEGATIVE,
        Hypothesis("j>0", gt(j, 0), "j = |det dx/du| is positive"),
    ),
    steps=(
        Step(
            "same D*",
            eq(OptimalDiscriminator(j * p, j * g), D_STAR),
            "rcf",
            given=("p_data>=0", "p_g>=0", "j>0"),
            assuming=(gt(p + g, 0),),
            prose="The Jacobian cancels in the ratio.",
        ),
        Step(
            "criterion",
            eq(Criterion(j * p, j * g), _PULLED),
            "int-linear",
            given=("p_data>=0", "p_g>=0", "j>0"),
            prose="So the integrand of C is multiplied by j, as dx is by the change of variables.",
        ),
        Step(
            "entropy changes",
            eq(j * p * log(j * p), j * (p * log(p)) + j * p * log(j)),
            "loglin",
            given=("j>0",),
            assuming=(gt(p, 0),),
            prose="The integrand of the entropy is not: a term with log j is left.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "entropy invariant",
            eq(j * p * log(j * p), j * (p * log(p))),
            "entropy changes",
            prose="differential entropy taken to be invariant",
        ),
        FalseVariant(
            "Jacobian omitted",
            eq(Criterion(j * p, j * g), Int(xlogy(p, D_STAR) + xlogy(g, 1 - D_STAR))),
            "criterion",
            prose="the volume element forgotten",
        ),
        FalseVariant(
            "Jacobian in D*",
            eq(OptimalDiscriminator(j * p, j * g), j * D_STAR),
            "same D*",
            prose="D* taken to change like a density",
        ),
    ),
    references=("Csiszar: f-divergences do not depend on coordinates",),
    notes=(
        "That j du = dx under the integral sign is the change-of-variables theorem, quoted; what "
        "is checked is that C has nothing else in it that the map could change.",
    ),
)
