"""G6: KL in both directions and JSD agree to second order, up to their factor."""

from sympy import Abs, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import p
from gantheory.proofs.formulas import Integrable, ge, gt, le
from gantheory.proofs.terms import KL, Expr, Int, field

e = field("e")
_MOVED = p * (1 + e)
_SQUARE = Int(p * e**2)
_CUBE = Int(p * Abs(e) ** 3)
_FORWARD = -p * log(1 + e) + p * e
_REVERSE = _MOVED * log(1 + e) - p * e


def _contact(label: str, less: Expr, more: Expr, right: bool) -> Step:
    """less <= more on one side of e = 0, by a contact of third order."""
    return Step(
        label,
        le(less, more),
        "taylor",
        args={"variable": e, "anchor": 0, "order": 3},
        given=() if right else ("e>=-1/2",),
        assuming=(gt(p, 0), ge(e, 0) if right else le(e, 0)),
        prose="Contact of third order at e = 0, on one side of it.",
    )


def _enclosure(name: str, term: Expr, divergence: Expr, k: int) -> tuple[Step, ...]:
    """Both bounds of a divergence by p e^2/2 and k p |e|^3."""
    half = p * e**2 / 2
    steps = []
    for side, sign in (("right", 1), ("left", -1)):
        right = sign > 0
        steps.append(_contact(f"{name} above, {side}", term, half + sign * k * p * e**3, right))
        steps.append(_contact(f"{name} below, {side}", half - sign * k * p * e**3, term, right))
    steps.append(
        Step(
            f"{name} above",
            le(divergence, _SQUARE / 2 + k * _CUBE),
            "int-split",
            uses=(f"{name} above, right", f"{name} above, left"),
            prose="Integrate.",
        )
    )
    steps.append(
        Step(
            f"{name} below",
            le(_SQUARE / 2 - k * _CUBE, divergence),
            "int-split",
            uses=(f"{name} below, right", f"{name} below, left"),
            prose="And from below.",
        )
    )
    return tuple(steps)


G6 = Claim(
    id="G6",
    title="To second order KL, reverse KL and JSD are one",
    gloss=(
        "With p_g = p_data (1 + e), |e| <= 1/2: both KL are half the integral of p_data e^2 up to "
        "one of |e|^3, as JSD is an eighth (J6). The integral of p_data e is 0 for equal masses."
    ),
    statement=("KL above", "KL below", "reverse above", "reverse below"),
    hypotheses=(
        Hypothesis("p_data>=0", ge(p, 0), "p_data is non-negative"),
        Hypothesis(
            "finite mass",
            Integrable(p),
            "p_data has finite mass",
            kept="it makes the integrals on the left of the lower bounds finite",
        ),
        Hypothesis("e>=-1/2", ge(e, -Rational(1, 2)), "the relative perturbation is small"),
        Hypothesis(
            "e<=1/2",
            le(e, Rational(1, 2)),
            "the relative perturbation is small",
            kept="it makes the integrals finite; beyond it the bounds are true and of no use",
        ),
    ),
    steps=(
        *_enclosure("KL", _FORWARD, KL(p, _MOVED) + Int(p * e), 3),
        *_enclosure("reverse", _REVERSE, KL(_MOVED, p) - Int(p * e), 1),
    ),
    false_variants=(
        FalseVariant(
            "KL is chi-square",
            le(p * e**2 - 3 * p * e**3, _FORWARD),
            "KL below, right",
            prose="the factor 1/2 forgotten",
        ),
        FalseVariant(
            "KL is JSD",
            le(_FORWARD, p * e**2 / 8 + 3 * p * e**3),
            "KL above, right",
            prose="the factor 4 between the two second orders forgotten",
        ),
        FalseVariant(
            "mass not kept",
            le(KL(_MOVED, p), _SQUARE / 2 + _CUBE),
            "reverse above",
            prose="a perturbation that changes the mass has a first-order term",
        ),
    ),
    references=("Csiszar and Shields 2004, Information Theory and Statistics: A Tutorial",),
    notes=(
        "For densities of equal mass the integral of p_data e, written with both KL, vanishes.",
        "Three f only, with J6; for a general f it is Taylor's theorem at u = 1, not formalised.",
        "That local GAN theory does not depend on f is a consequence, not a part, of this.",
    ),
)
