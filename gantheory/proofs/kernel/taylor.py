"""Rule `taylor`: an inequality from contact at one point and the sign of a higher derivative."""

from __future__ import annotations

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import gibbs, loglin, rcf
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr
from gantheory.proofs.verdict import PROVED, Kind, Verdict, unknown

#: no claim needs more, and derivatives grow
HIGHEST = 6


@rule("taylor")
def taylor(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    variable: Expr = None,
    anchor: Expr = None,
    order: int = 2,
) -> Verdict:
    """Prove lhs ≤ rhs (or lhs = rhs ⟺ condition) from a contact of order n at an anchor.

    Textbook lemma (Taylor's theorem, remainder of Lagrange): let h be n times differentiable on
    an interval with h(c) = h′(c) = … = h⁽ⁿ⁻¹⁾(c) = 0. Then h(x) = h⁽ⁿ⁾(ξ)·(x − c)ⁿ/n! for some ξ
    strictly between c and x. So h ≥ 0 if (x − c)ⁿ·h⁽ⁿ⁾(x) ≥ 0 throughout, and h(x) = 0 only at
    x = c if that is > 0 for x ≠ c. The sign of (ξ − c)ⁿ is that of (x − c)ⁿ.
    Checked here: h = rhs − lhs is log-linear and has a value under the hypotheses; these hold at
    the anchor and between it and `variable` (`rcf`); the first n derivatives vanish at the anchor
    (`loglin`); the sign of the n-th (`rcf`, or `gibbs` where logarithms are left); and that the
    condition says x = c (`rcf`).
    Input class: log-linear terms, hypotheses between rational terms; 1 ≤ n ≤ 6. Not complete.
    Args: `variable`, a symbol; `anchor`, a term without it; `order`, the n above.
    Witness: from an exact search over small rational points.
    """
    conclusion = f.map_terms(goal.conclusion, rcf.differentiate)
    undefined = rcf.check_defined(goal.hypotheses, f.terms_of(goal.conclusion))
    if undefined is not None:
        return undefined
    try:
        reason = _reason(conclusion, goal.hypotheses, variable, sp.sympify(anchor), order)
    except OutsideClass as outside:
        reason = str(outside)
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else unknown(reason)


def _reason(
    conclusion: Formula, hypotheses: tuple[Formula, ...], variable: Expr, anchor: Expr, order: int
) -> str:
    condition: Formula | None = None
    match conclusion:
        case f.Relation("<=", lhs, rhs) | f.Relation(">=", rhs, lhs):
            pass
        case f.Iff(f.Relation("==", lhs, rhs), equality):
            condition = equality
        case _:
            return "taylor decides <=, >= and (==) ⟺ condition"
    if not isinstance(variable, sp.Symbol) or variable in anchor.free_symbols:
        return "the anchor must not depend on the variable"
    if not loglin.is_rational_function(anchor):
        return "the anchor must be a rational term"
    if order not in range(1, HIGHEST + 1):
        return f"the order must be from 1 to {HIGHEST}"
    h = loglin.resolve(rhs - lhs, hypotheses)
    loglin.log_form(h)  # raises if h is not made of rational functions and logarithms
    reason = _segment(hypotheses, variable, anchor)
    if reason:
        return reason
    for k in range(order):
        if not loglin.vanishes(h.xreplace({variable: anchor})):
            return f"the derivative of order {k} does not vanish at the anchor"
        h = sp.diff(h, variable)
        form = loglin.log_form(h)
        if not loglin.normal_form(form.logs):
            h = loglin.cancel(form.rational)
    moved = _turned(h, variable - anchor, hypotheses) if order % 2 else h
    if condition is None:
        return "" if _sign(f.ge(moved, 0), hypotheses) else "the derivative has the wrong sign"
    away = (*hypotheses, f.ne(variable, anchor))
    if not (_sign(f.gt(moved, 0), away) or _sign(f.lt(moved, 0), away)):
        return "the derivative may vanish away from the anchor"
    if not rcf.entails(hypotheses, f.Iff(f.eq(variable, anchor), condition)):
        return "the condition does not say that the variable is at the anchor"
    return ""


def _turned(h: Expr, distance: Expr, hypotheses: tuple[Formula, ...]) -> Expr:
    """A term with the sign of distance · h, without the factor where its sign is known.

    Where the distance is 0 the sign of h is not asked for; asking more is sound.
    """
    if rcf.entails(hypotheses, f.ge(distance, 0)):
        return h
    if rcf.entails(hypotheses, f.le(distance, 0)):
        return -h
    return distance * h


def _segment(hypotheses: tuple[Formula, ...], variable: Expr, anchor: Expr) -> str:
    """Whether the hypotheses hold at the anchor and all the way from it to the variable."""
    between = sp.Dummy("between", real=True)
    inside = f.Or(
        (
            f.And((f.le(anchor, between), f.le(between, variable))),
            f.And((f.le(variable, between), f.le(between, anchor))),
        )
    )
    if rcf.check_defined(hypotheses, (anchor,)) is not None:
        return "the anchor may have no value"
    for hypothesis in hypotheses:
        if not rcf.entails(hypotheses, f.substitute(hypothesis, {variable: anchor})):
            return f"the anchor may violate {hypothesis}"
        moved = f.substitute(hypothesis, {variable: between})
        if not rcf.entails((*hypotheses, inside), moved):
            return f"{hypothesis} may fail between the anchor and {variable}"
    return ""


def _sign(relation: f.Relation, hypotheses: tuple[Formula, ...]) -> bool:
    if rcf.check_defined(hypotheses, (relation.lhs,)) is not None:
        return False
    return rcf.entails(hypotheses, relation) or not gibbs.decide(relation, hypotheses)
