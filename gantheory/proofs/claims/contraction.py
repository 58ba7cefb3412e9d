"""Why mirror steps converge near p_data: the error of log p_g contracts, and so it stays small.

For the ratio w = p_g/p_data one mirror step is log w+ = f(log w) - log Z with |f'| <= L wherever
1/R <= w <= R. A centre k and a radius r with |log w - log k| <= r at every x are carried along:
k+ is what the step makes of k, r+ = L r. As p_g and p_data both have mass 1, |log k| <= r, so
|log w| <= 2 r <= log R, and the next step contracts too.
"""

from collections.abc import Callable

from sympy import Abs, Integer, Rational, log

from gantheory.proofs.claim import Step
from gantheory.proofs.claims.vocabulary import g, p
from gantheory.proofs.formulas import And, Formula, Iterates, eq, ge, gt, le
from gantheory.proofs.terms import KL, Expr, Int, density, scalar

eta, Z, R, L, k, j, r, s, t, a, b = (
    scalar(name) for name in ("eta", "Z", "R", "L", "k", "j", "r", "s", "t", "a", "b")
)
q = density("q")

#: L bounds the slope for all ratios between 1/R and R
SLOPES = (gt(R, 0), le(Abs(1 - eta / (1 + R)), L), le(Abs(1 - eta * R / (1 + R)), L))
RATIO = g / p
_POSITIVE = (gt(p, 0), gt(g, 0), gt(k, 0))
_MASSES = (eq(Int(p), 1), eq(Int(g), 1))
ABOVE = le(log(g) - log(p), log(k) + r)
BELOW = le(log(k) - r, log(g) - log(p))
SMALL = le(2 * r, log(R))
CENTRE_ABOVE, CENTRE_BELOW = le(0, r - log(k)), le(0, r + log(k))
NEAR_ABOVE, NEAR_BELOW = le(log(RATIO), 2 * r), le(-2 * r, log(RATIO))


def _box(w: Expr) -> tuple[Formula, ...]:
    return (ge(R * w, 1), le(w, R), gt(w, 0))


def _centre(label: str, sign: int, known: Formula, wanted: Formula, prose: str) -> tuple[Step, ...]:
    """That the centre is at most r away from 1, on one side, by KL >= 0."""
    one, other = (p, g) if sign < 0 else (g, p)
    room = r + sign * log(k)
    return (
        Step(
            f"{label} at x",
            le(one * log(one / other), one * room),
            "modulo",
            args={"weights": (one,)},
            given=(),
            assuming=(*_POSITIVE, known),
            prose=prose,
        ),
        Step(
            f"{label}, KL",
            le(KL(one, other), room),
            "int-mono",
            args={"normalise": {one: room}},
            uses=(f"{label} at x",),
            given=(),
            assuming=(*_POSITIVE, *_MASSES, known),
            prose="Averaged.",
        ),
        Step(
            f"{label}, Gibbs",
            le(0, KL(one, other)),
            "int-mono",
            args={"normalise": {one: -1, other: 1}},
            given=(),
            assuming=(*_POSITIVE, *_MASSES),
            prose="J1.",
        ),
        Step(
            label,
            wanted,
            "chain",
            uses=(f"{label}, Gibbs", f"{label}, KL"),
            given=(),
            assuming=(*_POSITIVE, *_MASSES, known),
            prose="So the centre is within r of 1 on this side.",
        ),
    )


def _by_logarithms(
    label: str,
    conclusion: Formula,
    assuming: tuple[Formula, ...],
    weights: tuple[Expr, ...],
    prose: str,
    instances: tuple[tuple[Expr, Expr], ...] = (),
) -> Step:
    args = {"weights": weights} | ({"instances": instances} if instances else {})
    return Step(label, conclusion, "modulo", args, given=(), assuming=assuming, prose=prose)


#: what holds of every state, whatever the loss
STATE_STEPS = (
    *_centre("centre not high", -1, BELOW, CENTRE_ABOVE, "log w >= log k - r, weighted with p."),
    *_centre("centre not low", 1, ABOVE, CENTRE_BELOW, "log w <= log k + r, weighted with p_g."),
    _by_logarithms(
        "error above", NEAR_ABOVE, (*_POSITIVE, ABOVE, CENTRE_ABOVE), (1, 1), "The two bounds add."
    ),
    _by_logarithms(
        "error below", NEAR_BELOW, (*_POSITIVE, BELOW, CENTRE_BELOW), (1, 1), "Likewise."
    ),
    _by_logarithms(
        "radius",
        ge(r, 0),
        (gt(k, 0), CENTRE_ABOVE, CENTRE_BELOW),
        (Rational(1, 2), Rational(1, 2)),
        "A radius is not negative.",
    ),
    _by_logarithms(
        "ratio at most R",
        le(RATIO, R),
        (*_POSITIVE, gt(R, 0), NEAR_ABOVE, SMALL),
        (RATIO, RATIO),
        "From logarithms to numbers.",
        ((RATIO, R / RATIO),),
    ),
    _by_logarithms(
        "inverse ratio at most R",
        ge(R * RATIO, 1),
        (*_POSITIVE, gt(R, 0), NEAR_BELOW, SMALL),
        (1, 1),
        "Likewise.",
        ((Integer(1), R * RATIO),),
    ),
    Step(
        "ratio positive",
        gt(RATIO, 0),
        "rcf",
        given=(),
        assuming=_POSITIVE,
        prose="Both densities are.",
    ),
    _by_logarithms(
        "centre at most R",
        le(k, R),
        (gt(k, 0), gt(R, 0), CENTRE_ABOVE, SMALL, ge(r, 0)),
        (k, k),
        "Likewise.",
        ((k, R / k),),
    ),
    _by_logarithms(
        "inverse centre at most R",
        ge(R * k, 1),
        (gt(k, 0), gt(R, 0), CENTRE_BELOW, SMALL, ge(r, 0)),
        (1, 1),
        "Likewise.",
        ((Integer(1), R * k),),
    ),
    _by_logarithms(
        "radius shrinks",
        le(2 * s, log(R)),
        (gt(R, 0), SMALL, ge(r, 0), le(L, 1), eq(s, L * r)),
        (1,),
        "For L <= 1 the next radius is no larger.",
    ),
)
STATE_LABELS = tuple(step.label for step in STATE_STEPS)
_BOXES = (*_box(RATIO), *_box(k))
_INVARIANT = (
    *(gt(g, 0), eq(Int(g), 1), gt(k, 0), ABOVE, BELOW, CENTRE_ABOVE, CENTRE_BELOW),
    *(ge(r, 0), SMALL, NEAR_ABOVE, NEAR_BELOW, *_BOXES[:5]),
)


def run(mirror: Formula, after: Callable[[Expr], Expr], body: Formula, *more: Formula) -> Iterates:
    """That `body` holds after every number of mirror steps from a p_g near p_data.

    Args:
        mirror: what makes q of p_g.
        after: w -> the logarithm of the next ratio, without log Z.
        body: about p_g, k and r.
        more: what else is known at the start.
    """
    start = (gt(g, 0), eq(Int(g), 1), gt(k, 0), ABOVE, BELOW, SMALL, *more)
    step = (gt(q, 0), eq(Int(q), 1), gt(Z, 0), gt(j, 0), mirror)
    centre = eq(log(j), after(k) - log(Z))
    return Iterates(t, ((g, q), (k, j), (r, s)), (Z,), start, (*step, centre, eq(s, L * r)), body)


#: |log(p_g/p_data)| <= 2 r
NEAR = And((NEAR_ABOVE, NEAR_BELOW))


def contraction_steps(
    mirror: Formula, after: Callable[[Expr], Expr], elsewhere: str = ""
) -> tuple[Step, ...]:
    """The steps that depend on the loss, up to "every step".

    Args:
        mirror: as for `run`.
        after: as for `run`.
        elsewhere: "P8/" if the steps about a state are those of another claim.
    """
    boxed = (*SLOPES, *_box(a), *_box(b), ge(a, b))
    further = L * (log(a) - log(b))
    between = {"variable": a, "anchor": b}
    found = [
        Step(
            "contracts upwards",
            le(after(a) - after(b), further),
            "mean-value",
            between,
            given=(),
            assuming=boxed,
            prose="Two ratios between 1/R and R, b the smaller: the slope is at most L ...",
        ),
        Step(
            "contracts downwards",
            le(after(b) - after(a), further),
            "mean-value",
            between,
            given=(),
            assuming=boxed,
            prose="... in absolute value.",
        ),
    ]
    moved = (gt(q, 0), gt(Z, 0), gt(j, 0), mirror, eq(log(j), after(k) - log(Z)), eq(s, L * r))
    known = (*_POSITIVE, *SLOPES, *_BOXES)
    for side, conclusion, sign in (
        ("above", le(log(q) - log(p), log(j) + s), 1),
        ("below", le(log(j) - s, log(q) - log(p)), -1),
    ):
        for larger in (True, False):
            x, y = (RATIO, k) if larger else (k, RATIO)
            case = ge(x, y)
            name = f"{side}, ratio {'>=' if larger else '<='} centre"
            lemma = "contracts upwards" if larger is (sign > 0) else "contracts downwards"
            found += [
                Step(
                    f"instance {name}",
                    le(sign * (after(RATIO) - after(k)), L * (log(x) - log(y))),
                    "instance",
                    {"substitution": {a: x, b: y}},
                    (lemma,),
                    (),
                    (*known, case),
                    "At the ratio and the centre.",
                ),
                Step(
                    f"next {name}",
                    conclusion,
                    "modulo",
                    {"multipliers": (-sign, sign), "weights": (L, 1)},
                    (f"instance {name}",),
                    (),
                    (*known, *moved, ABOVE if larger else BELOW, case),
                    "log Z cancels: both move by the same amount.",
                ),
            ]
        found.append(
            Step(
                f"next {side}",
                conclusion,
                "cases",
                {},
                tuple(f"next {side}, ratio {sign} centre" for sign in (">=", "<=")),
                (),
                (*known, *moved, ABOVE, BELOW),
                "The next ratio is within L r of the next centre.",
            )
        )
    found.append(
        Step(
            "every step",
            run(mirror, after, NEAR),
            "induction",
            {"invariant": _INVARIANT},
            (*(f"{elsewhere}{label}" for label in STATE_LABELS), "next above", "next below"),
            (),
            (gt(p, 0), eq(Int(p), 1), *SLOPES, le(L, 1)),
            "Induction: after t steps |log(p_g/p_data)| <= 2 r, and r has been multiplied by L "
            "t times.",
        )
    )
    return tuple(found)
