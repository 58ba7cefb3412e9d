"""Rule `mean-value`: an inequality from its value at one point and the sign of its derivative."""

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


@rule("mean-value")
def mean_value(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    variable: Expr = None,
    anchor: Expr = None,
) -> Verdict:
    """Prove lhs ≤ rhs (or lhs = rhs ⟺ condition) by moving one variable away from an anchor.

    Textbook lemma (mean value theorem): let h be differentiable on an interval, h(c) = 0, and
    (x − c)·h′(x) ≥ 0 on it. Then h ≥ 0; and if (x − c)·h′(x) > 0 for x ≠ c, then h(x) = 0 iff
    x = c.
    Checked here: h = rhs − lhs is defined under the hypotheses, and differentiable, being built
    from rational functions and logarithms; the hypotheses hold at the anchor and at every point
    between it and `variable` (`rcf`), so the segment stays in the domain; h vanishes at the
    anchor (`loglin`); the sign of (x − c)·h′ (`rcf`, or `gibbs` where logarithms are left); and
    that the condition says x = c (`rcf`).
    Input class: log-linear terms, hypotheses between rational terms. Not complete.
    Witness: from an exact search over small rational points.
    """
    conclusion = f.map_terms(goal.conclusion, rcf.differentiate)
    undefined = rcf.check_defined(goal.hypotheses, f.terms_of(goal.conclusion))
    if undefined is not None:
        return undefined
    reason = _reason(conclusion, goal.hypotheses, variable, sp.sympify(anchor))
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else unknown(reason)


def _reason(
    conclusion: Formula, hypotheses: tuple[Formula, ...], variable: Expr, anchor: Expr
) -> str:
    condition: Formula | None = None
    match conclusion:
        case f.Relation("<=", lhs, rhs) | f.Relation(">=", rhs, lhs):
            pass
        case f.Iff(f.Relation("==", lhs, rhs), equality):
            condition = equality
        case _:
            return "mean-value decides <=, >= and (==) ⟺ condition"
    if variable is None or variable in anchor.free_symbols:
        return "the anchor must not depend on the variable"
    try:
        h = loglin.resolve(rhs - lhs, hypotheses)
    except OutsideClass as outside:
        return str(outside)
    if rcf.check_defined(hypotheses, (anchor,)) is not None:
        return "the anchor may have no value"
    between = sp.Dummy("between", real=True)
    inside = f.Or(
        (
            f.And((f.le(anchor, between), f.le(between, variable))),
            f.And((f.le(variable, between), f.le(between, anchor))),
        )
    )
    for hypothesis in hypotheses:
        at_anchor = f.substitute(hypothesis, {variable: anchor})
        at_between = f.substitute(hypothesis, {variable: between})
        if not rcf.entails(hypotheses, at_anchor):
            return f"the anchor may violate {hypothesis}"
        if not rcf.entails((*hypotheses, inside), at_between):
            return f"{hypothesis} may fail between the anchor and {variable}"
    try:
        if not loglin.vanishes(h.xreplace({variable: anchor})):
            return "the two sides differ at the anchor"
        slope = sp.diff(h, variable)
        form = loglin.log_form(slope)
        if not loglin.normal_form(form.logs):
            slope = sp.cancel(form.rational)
    except OutsideClass as outside:
        return str(outside)
    moved = (variable - anchor) * slope
    if condition is None:
        return "" if _sign(f.ge(moved, 0), hypotheses) else "the slope has the wrong sign"
    away = (*hypotheses, f.ne(variable, anchor))
    if not (_sign(f.gt(moved, 0), away) or _sign(f.lt(moved, 0), away)):
        return "the slope may vanish away from the anchor"
    if not rcf.entails(hypotheses, f.Iff(f.eq(variable, anchor), condition)):
        return "the condition does not say that the variable is at the anchor"
    return ""


def _sign(relation: f.Relation, hypotheses: tuple[Formula, ...]) -> bool:
    if rcf.check_defined(hypotheses, (relation.lhs,)) is not None:
        return False
    return rcf.entails(hypotheses, relation) or not gibbs.decide(relation, hypotheses)
