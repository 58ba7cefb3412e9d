"""J3 and J4: the square root of JSD is a distance, and total variation encloses JSD."""

from sympy import Abs, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import DENSITIES, NONNEGATIVE, g, p
from gantheory.proofs.formulas import Integrable, eq, ge, gt, le
from gantheory.proofs.terms import JSD, KL, TV, Expr, Int, density, scalar, xlogy

q, t = density("q"), scalar("t")
alpha, beta, gamma = (scalar(name) for name in ("alpha", "beta", "gamma"))


def _loss(x: Expr, y: Expr) -> Expr:
    """The integrand of JSD(x, y)."""
    m = (x + y) / 2
    return xlogy(x, x / m) / 2 + xlogy(y, y / m) / 2


_WITHIN = (1 + beta / alpha) * alpha**2 + (1 + alpha / beta) * beta**2

J3 = Claim(
    id="J3",
    title="The square root of JSD is a distance",
    gloss=(
        "JSD(p_data, p_g) <= (1 + t) JSD(p_data, q) + (1 + 1/t) JSD(q, p_g) for every t > 0 is the "
        "triangle inequality of its square root; with symmetry and J2 that makes a metric."
    ),
    statement=("symmetric", "triangle", "roots"),
    hypotheses=(
        *NONNEGATIVE,
        Hypothesis("q>=0", ge(q, 0), "q is non-negative"),
        Hypothesis("t>0", gt(t, 0), "the weight of the detour"),
        Hypothesis(
            "finite mass",
            Integrable(p + g + q),
            "all masses are finite",
            kept=(
                "without it the two halves of JSD may be +infinity and -infinity; the exact path "
                "adds them letter by letter and sees no harm"
            ),
        ),
    ),
    steps=(
        Step(
            "symmetric",
            eq(JSD(p, g), JSD(g, p)),
            "int-linear",
            given=("p_data>=0", "p_g>=0", "finite mass", "q>=0"),
            prose="By definition.",
        ),
        Step(
            "pointwise",
            le(_loss(p, g), (1 + t) * _loss(p, q) + (1 + 1 / t) * _loss(q, g)),
            "hilbert",
            args={"points": (p, q, g), "weight": t},
            given=("p_data>=0", "p_g>=0", "q>=0", "t>0"),
            prose=(
                "The integrand L is a squared distance: 4 L(u, v) is the integral of "
                "((e^(-lu) - e^(-lv))/l)^2 over l > 0, for both have the mixed derivative "
                "-2/(u + v)."
            ),
        ),
        Step(
            "triangle",
            le(JSD(p, g), (1 + t) * JSD(p, q) + (1 + 1 / t) * JSD(q, g)),
            "int-mono",
            uses=("pointwise",),
            prose="Integrate.",
        ),
        Step(
            "roots",
            le(gamma, alpha + beta),
            "rcf",
            given=(),
            assuming=(gt(alpha, 0), gt(beta, 0), ge(gamma, 0), le(gamma**2, _WITHIN)),
            prose=(
                "With alpha, beta, gamma the three square roots and t = beta/alpha, the line "
                "above says gamma <= alpha + beta."
            ),
        ),
    ),
    false_variants=(
        FalseVariant(
            "JSD itself",
            le(JSD(p, g), JSD(p, q) + JSD(q, g)),
            "triangle",
            prose="the square root forgotten",
        ),
        FalseVariant(
            "root of KL",
            le(KL(p, g), (1 + t) * KL(p, q) + (1 + 1 / t) * KL(q, g)),
            "triangle",
            assuming=(gt(p, 0), gt(g, 0), gt(q, 0)),
            prose="KL in place of JSD",
        ),
        FalseVariant(
            "a detour for free",
            le(JSD(p, g), (1 + t) * JSD(p, q) + JSD(q, g)),
            "triangle",
            prose="the share 1/t of the second part lost",
        ),
    ),
    references=(
        "Endres and Schindelin 2003, A new metric for probability distributions",
        "Oesterreicher and Vajda 2003",
        "Fuglede and Topsoe 2004, Jensen-Shannon divergence and Hilbert space embedding",
    ),
    notes=(
        "min over t > 0 of (1 + t) a^2 + (1 + 1/t) b^2 is (a + b)^2, so the family of linear "
        "inequalities and the triangle inequality of the roots say the same.",
        "If one of the two parts of the detour is 0, let t go to 0 or to infinity.",
        "That the distance is 0 for equal densities only is J2.",
    ),
)

s = scalar("s")
_LOSS = _loss(p, g)
_TRIANGULAR = Int((p - g) ** 2 / (4 * (p + g)))

J4 = Claim(
    id="J4",
    title="TV^2/2 <= JSD <= TV log 2",
    gloss=(
        "Total variation and JSD are small together. The lower bound is stated by its tangents: "
        "TV^2/2 is the largest of s TV - s^2/2."
    ),
    statement=("upper", "tangents", "square"),
    hypotheses=DENSITIES,
    steps=(
        Step(
            "upper, p_g below",
            le(_LOSS, log(2) * (p - g) / 2),
            "taylor",
            args={"variable": p, "anchor": g, "order": 1},
            given=(),
            assuming=(gt(g, 0), ge(p, g)),
            prose="Both sides vanish at p_data = p_g; compare slopes in p_data.",
        ),
        Step(
            "upper, p_data below",
            le(_LOSS, log(2) * (g - p) / 2),
            "taylor",
            args={"variable": g, "anchor": p, "order": 1},
            given=(),
            assuming=(gt(p, 0), ge(g, p)),
            prose="The mirror image.",
        ),
        Step(
            "upper",
            le(JSD(p, g), log(2) * TV(p, g)),
            "int-split",
            uses=("upper, p_g below", "upper, p_data below"),
            prose="Integrate; where one density vanishes the two sides agree.",
        ),
        Step(
            "triangular",
            le((p - g) ** 2 / (4 * (p + g)), _LOSS),
            "taylor",
            args={"variable": p, "anchor": g, "order": 2},
            given=(),
            assuming=(gt(p, 0), gt(g, 0)),
            prose=(
                "Contact of second order at p_data = p_g, and the second derivatives compare: "
                "4 p_g p_data <= (p_data + p_g)^2."
            ),
        ),
        Step(
            "tangent",
            le(s * Abs(p - g) / 2 - s**2 * (p + g) / 4, (p - g) ** 2 / (4 * (p + g))),
            "rcf",
            given=("p_data>=0", "p_g>=0"),
            assuming=(gt(p + g, 0),),
            prose="The square of |p_data - p_g| - s (p_data + p_g) is not negative.",
        ),
        Step(
            "tangents of it",
            le(s * TV(p, g) - s**2 / 2, _TRIANGULAR),
            "int-mono",
            args={"normalise": {p: s**2 / 4, g: s**2 / 4}},
            uses=("tangent",),
            prose="Integrate, for any s: p_data and p_g have mass 1.",
        ),
        Step(
            "lower",
            le(_TRIANGULAR, JSD(p, g)),
            "int-mono",
            uses=("triangular",),
            prose="Integrate the other bound.",
        ),
        Step(
            "tangents",
            le(s * TV(p, g) - s**2 / 2, JSD(p, g)),
            "chain",
            uses=("tangents of it", "lower"),
            prose="Put the two together.",
        ),
        Step(
            "square",
            le(alpha**2 / 2, beta),
            "rcf",
            given=(),
            assuming=(le(s * alpha - s**2 / 2, beta), eq(s, alpha)),
            prose="At s = TV the tangent says TV^2/2 <= JSD, with alpha for TV and beta for JSD.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "TV log 2 / 2 above",
            le(JSD(p, g), log(2) * TV(p, g) / 2),
            "upper",
            prose="a constant that is too good",
        ),
        FalseVariant(
            "TV above",
            le(TV(p, g) * log(2), JSD(p, g)),
            "upper",
            prose="the inequality turned round",
        ),
        FalseVariant(
            "TV^2 below",
            le(2 * s * TV(p, g) - s**2, JSD(p, g)),
            "tangents",
            prose="the tangents of TV^2, twice as high",
        ),
    ),
    references=("Lin 1991", "Pinsker's inequality"),
    notes=("TV^2 is not linear in integrals; its tangents are, and TV^2/2 is their maximum.",),
)
