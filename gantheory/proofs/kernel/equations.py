"""Rule `modulo`: a relation between numbers by equations, with logarithms, among the hypotheses.

A multiplicative step q ∝ g·(1 − D)^(−η) has a real exponent, which no rational term can say. Its
logarithm is linear: log q = log g − η·log(1 − D) − log Z. So such a step is a hypothesis, and what
follows from it is found by adding multiples of the equation, which are multiples of zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import gibbs, logic, loglin, rcf, solving
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr, xlogy
from gantheory.proofs.verdict import PROVED, Kind, Verdict, unknown

_ORDERS = ("<=", "<", ">=", ">")


@rule("modulo")
def modulo(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    multipliers: Sequence[Expr] = (),
    instances: Sequence[Sequence[Expr]] = (),
    weights: Sequence[Expr] = (),
) -> Verdict:
    """Prove a relation between log-linear terms, using equations among the hypotheses.

    Checked here: every equation used is a hypothesis l = r of the goal, or the conclusion of a
    premise whose hypotheses follow from the goal's, between numbers, with a logarithm in it; both
    sides, the multipliers and the conclusion have values under the hypotheses. Then
    lhs + Σ k·(l − r) differs from lhs by zero, and it is compared with rhs: by the normal form of
    `loglin` for ==, by instances of log t ≤ t − 1 for the other signs (`gibbs.decide`, which sees
    the hypotheses and the premises). To prove an inequality, inequalities l ≤ r
    with logarithms among these help too: lhs + Σ w·(r − l) is not less than lhs if every
    w ≥ 0 (`rcf`); all these terms have values, so none is infinite.
    Input class: `lhs op rhs`, and `lhs == rhs` ⟺ condition, as for `loglin` and `gibbs`.
    Args: `multipliers`, one k for each hypothesis, then premise, l = r with logarithms, in their
    order; `weights`, one w for each that is an inequality with logarithms, in the same order
    (default: they are not used); `instances` as for `gibbs`.
    Not complete: it does not look for the multipliers.
    Witness: a rational point at which all hypotheses hold, found by solving one equation for one
    symbol, and evaluated exactly.
    """
    conclusion = f.map_terms(goal.conclusion, rcf.differentiate)
    match conclusion:
        case f.Relation(_, lhs, rhs) | f.Iff(f.Relation("==", lhs, rhs), _):
            pass
        case _:
            return unknown("modulo proves relations, and (==) ⟺ condition")
    if f.is_functional(goal.conclusion):
        return unknown("modulo does not look inside integrals")
    factors, shares = (tuple(map(sp.sympify, given)) for given in (multipliers, weights))
    missing = [logic.unmet(premise.goal, goal.hypotheses) for premise in premises]
    stated = [premise.goal.conclusion for premise in premises]
    if any(missing) or any(map(f.is_functional, stated)):
        return unknown("; ".join(filter(None, missing)) or "a premise is about whole functions")
    facts = (*goal.hypotheses, *stated)
    known = [h for h in facts if solving.is_equation(h)]
    # the equations say nothing about where terms have values, and would hide such a point
    others = tuple(h for h in goal.hypotheses if h not in known)
    sides = (side for equation in known for side in f.terms_of(equation))
    terms = (*f.terms_of(goal.conclusion), *factors, *shares, *sides)
    undefined = rcf.check_defined(others, terms)
    if undefined is not None:
        return undefined
    if len(factors) != len(known):
        reason = f"one multiplier for each of the {len(known)} equations, please"
    elif shares and not (isinstance(conclusion, f.Relation) and conclusion.op in _ORDERS):
        reason = "inequalities help to prove inequalities only"
    elif shares and len(shares) != len(inequalities(facts)):
        reason = "one weight for each inequality with logarithms, please"
    elif not all(rcf.entails(facts, f.ge(w, 0)) for w in shares):
        reason = "a weight may be negative"
    else:
        zero = sp.Add(
            *(
                k * (rcf.differentiate(equation.lhs) - rcf.differentiate(equation.rhs))
                for k, equation in zip(factors, known, strict=True)
            )
        )
        room = sp.Add(
            *(
                w * (rcf.differentiate(more) - rcf.differentiate(less))
                for w, (less, more) in zip(shares, inequalities(facts), strict=False)
            )
        )
        upwards = isinstance(conclusion, f.Relation) and conclusion.op in ("<=", "<")
        moved = lhs + zero + (room if upwards else -room)
        reason = _compare(conclusion, moved, rhs, facts, instances)
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else unknown(reason)


def inequalities(hypotheses: Sequence[Formula]) -> list[tuple[Expr, Expr]]:
    """The sides l ≤ r of the hypotheses, between numbers, that have a logarithm in them."""
    found = []
    for hypothesis in hypotheses:
        match hypothesis:
            case f.Relation(("<=" | "<"), l, r) | f.Relation((">=" | ">"), r, l):
                sides = map(rcf.differentiate, (l, r))
                if not f.is_functional(hypothesis) and any(s.has(sp.log, xlogy) for s in sides):
                    found.append((l, r))
    return found


def _compare(
    conclusion: Formula,
    lhs: Expr,
    rhs: Expr,
    hypotheses: tuple[Formula, ...],
    instances: Sequence[Sequence[Expr]],
) -> str:
    try:
        if isinstance(conclusion, f.Relation) and conclusion.op == "==":
            difference = loglin.resolve(lhs - rhs, hypotheses)
            values = loglin.equations(hypotheses)
            if loglin.vanishes(loglin.substituted(difference, values)):
                return ""
            return "what the equations leave is not zero"
        chosen = tuple((sp.sympify(w), sp.sympify(t)) for w, t in instances) or None
        if isinstance(conclusion, f.Relation):
            return gibbs.decide(f.Relation(conclusion.op, lhs, rhs), hypotheses, chosen)
        if isinstance(conclusion, f.Iff):
            return gibbs.decide(f.Iff(f.eq(lhs, rhs), conclusion.right), hypotheses, chosen)
    except OutsideClass as outside:
        return str(outside)
    return "modulo proves relations, and (==) ⟺ condition"
