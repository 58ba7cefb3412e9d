"""Rules `int-…`: from statements at every x to statements about integrals.

Each rule splits the hypotheses into cells (supports, ends of intervals), proves the pointwise
statement in every cell, from its premises or by `loglin`, `rcf` and `gibbs`, and then uses one
textbook lemma, named in its docstring. A constant is turned into an integral by the masses that
the hypotheses give, ∫p = 1. The base measure may be any σ-finite one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import cells, functionals, rcf
from gantheory.proofs.kernel.cells import NoValue, Side
from gantheory.proofs.kernel.functionals import Functional, Uncertified, functional
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr, Int, fields_of, unfold
from gantheory.proofs.verdict import PROVED, Kind, Verdict, ill_formed, unknown


def _spread(
    constant: Expr, hypotheses: tuple[Formula, ...], normalise: Mapping[Expr, Expr] | None
) -> Side:
    """Integrands whose integral is `constant`: densities of known mass.

    Raises:
        OutsideClass: if no mass is known, or the given weights do not add up.
    """
    if constant == 0 and normalise is None:
        return ()
    known, _ = functionals.masses(hypotheses)
    if normalise is None:
        units = [density for density, mass in known.items() if mass == 1]
        if not units:
            raise OutsideClass(f"no density of known mass to write {constant} as an integral")
        normalise = dict.fromkeys(units, constant / len(units))
    if not set(normalise) <= known.keys():
        raise OutsideClass("the mass of a density in `normalise` is not known")
    weights = tuple(map(sp.sympify, normalise.values()))
    if any(map(fields_of, weights)) or rcf.check_defined(hypotheses, weights) is not None:
        raise OutsideClass("the weights in `normalise` must be numbers")
    total = sp.Add(*(known[density] * weight for density, weight in normalise.items()))
    if cells.decide(f.eq(total, constant), ()):
        raise OutsideClass(f"the weights in `normalise` do not add up to {constant}")
    return tuple(zip(normalise, weights, strict=True))


def sides(
    lhs: Expr, rhs: Expr, hypotheses: tuple[Formula, ...], normalise: Mapping[Expr, Expr] | None
) -> tuple[Functional, Functional, Side, Side]:
    """Both sides as functionals, and their integrands with the constants moved among them."""
    functionals.require_values((lhs, rhs), hypotheses)
    left, right = functional(lhs), functional(rhs)
    constant = sp.expand(right.constant - left.constant)
    moved = _spread(constant, hypotheses, normalise)
    return left, right, left.atoms, (*right.atoms, *moved)


def _pointwise(
    left: Side, op: str, right: Side, hypotheses: tuple[Formula, ...], premises: tuple[Theorem, ...]
) -> str:
    for cell in cells.cells(hypotheses, cells.supports_of(left, right)):
        reason = cells.compare(left, op, right, cell, premises)
        if reason:
            return f"where {', '.join(map(str, cell))}: {reason}"
    return ""


def answer(goal: Goal, attempt: Any) -> Verdict:
    """Run an attempt; before it, and longer after it, look for a counterexample."""
    glance = refute(goal, quick=True)
    if glance.kind is Kind.REFUTED:
        return glance
    try:
        reason = attempt()
        failure = unknown(reason)
    except NoValue as no_value:
        return ill_formed(str(no_value), no_value.witness)
    except (OutsideClass, Uncertified) as outside:
        reason, failure = str(outside), unknown(str(outside))
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else failure


@rule("int-linear")
def int_linear(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    normalise: Mapping[Expr, Expr] | None = None,
) -> Verdict:
    """Prove an equation between linear functionals from the equation of their integrands.

    Textbook lemma: the integral is additive on functions whose integrals cannot be +∞ and −∞ at
    once, and f = g almost everywhere gives ∫f = ∫g (−∞ = −∞ included). A linear combination of
    integrable functions is integrable, so one atom needs no certificate if all others are finite.
    Checked here: every other atom is certified (`functionals.admit`); the integrands agree in every
    cell; constants are integrals of densities of known mass.
    Input class: `lhs == rhs`, both sides linear in integrals of log-linear terms.
    Args: `normalise`, density -> its share of the constant (that of the right side minus that of
    the left; default: equal shares).
    Complete on integrands of the `loglin` class up to the choice of `normalise`.
    Witness: a finite alphabet, from an exact search.
    """

    def attempt() -> str:
        match goal.conclusion:
            case f.Relation("==", lhs, rhs):
                pass
            case _:
                return "int-linear proves equations"
        left, right, f_left, f_right = sides(lhs, rhs, goal.hypotheses, normalise)
        if not functionals.all_but_one_finite(left, right, goal.hypotheses, premises):
            for side in (left, right):
                functionals.admit(side, goal.hypotheses, premises)
        return _pointwise(f_left, "==", f_right, goal.hypotheses, premises)

    return answer(goal, attempt)


@rule("int-mono")
def int_mono(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    normalise: Mapping[Expr, Expr] | None = None,
) -> Verdict:
    """Prove an inequality between linear functionals from the inequality of their integrands.

    Textbook lemma: monotonicity of the integral; f ≤ g almost everywhere and both integrals
    defined in [−∞, ∞] give ∫f ≤ ∫g.
    Checked here: as for `int-linear`, with ≤ in every cell; −∞ is allowed on the left.
    Input class: `<=` or `>=` between functionals that are linear in integrals of log-linear terms.
    Not complete: the pointwise inequality may fail where the integrated one holds.
    Witness: a finite alphabet, from an exact search.
    """

    def attempt() -> str:
        match goal.conclusion:
            case f.Relation("<=", lhs, rhs) | f.Relation(">=", rhs, lhs):
                pass
            case _:
                return "int-mono proves <= and >="
        left, right, f_left, f_right = sides(lhs, rhs, goal.hypotheses, normalise)
        for side in (left, right):
            functionals.admit(side, goal.hypotheses, premises)
        return _pointwise(f_left, "<=", f_right, goal.hypotheses, premises)

    return answer(goal, attempt)


@rule("int-equality")
def int_equality(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    normalise: Mapping[Expr, Expr] | None = None,
) -> Verdict:
    """Prove `L == R ⟺ condition almost everywhere` for functionals with L ≤ R point by point.

    Textbook lemma: a non-negative measurable function with integral zero vanishes almost
    everywhere. If one of L, R is finite and f ≤ g, then ∫f = ∫g makes ∫(g − f) = 0.
    Checked here: certificates as for `int-linear`, one of the two sides finite; f ≤ g in every
    cell; f = g ⟺ condition in every cell inside the region of "almost everywhere", and f = g in
    every cell outside it; no cell lies across its border.
    Input class: `Iff(L == R, AlmostEverywhere(condition, where))`, either side the greater.
    Witness: a finite alphabet, from an exact search.
    """

    def attempt() -> str:
        match goal.conclusion:
            case f.Iff(f.Relation("==", lhs, rhs), f.AlmostEverywhere(condition, where)):
                pass
            case _:
                return "int-equality proves (L == R) ⟺ (condition almost everywhere)"
        left, right, f_left, f_right = sides(lhs, rhs, goal.hypotheses, normalise)
        bounds = [functionals.admit(side, goal.hypotheses, premises) for side in (left, right)]
        if not (bounds[0].finite or bounds[1].finite):
            return "neither side is certified to be finite"
        reasons = []
        for less, more in ((f_left, f_right), (f_right, f_left)):
            reason = _pointwise(less, "<=", more, goal.hypotheses, premises)
            if not reason:
                return _equality_cells(f_left, f_right, condition, where, goal, premises)
            reasons.append(reason)
        return "; ".join(reasons)

    return answer(goal, attempt)


def _equality_cells(
    f_left: Side,
    f_right: Side,
    condition: Formula,
    where: Formula,
    goal: Goal,
    premises: tuple[Theorem, ...],
) -> str:
    for cell in cells.cells(goal.hypotheses, cells.supports_of(f_left, f_right)):
        if rcf.check_defined(cell, f.terms_of(where)) is not None:
            return f"{where} may have no value"
        if rcf.entails(cell, where):
            reason = cells.equal_iff(f_left, f_right, condition, cell, premises)
        elif rcf.entails(cell, f.Not(where)):
            # outside the region nothing is claimed, so the integrands must agree there
            reason = cells.compare(f_left, "==", f_right, cell, premises)
        else:
            reason = f"the cell {', '.join(map(str, cell))} is partly in the region"
        if reason:
            return reason
    return ""


@rule("int-finite")
def int_finite(goal: Goal, premises: tuple[Theorem, ...] = ()) -> Verdict:
    """Prove that a term is integrable.

    Textbook lemma: domination; a measurable f with −h ≤ f ≤ h and ∫h < ∞ has ∫|f| < ∞. Also the
    squeeze: L ≤ k∫v + finite with finite L and k > 0 keeps ∫f above −∞ for every f ≥ v.
    Checked here: the bounds in every cell, by the densities that the hypotheses say are
    integrable (`functionals.certify`).
    Input class: `Integrable(term)` with a log-linear term. Not complete.
    Witness: a finite alphabet, letters may count infinitely often.
    """

    def attempt() -> str:
        match goal.conclusion:
            case f.Integrable(term):
                pass
            case _:
                return "int-finite proves integrability"
        functionals.require_values((Int(term),), goal.hypotheses)
        certificate = functionals.certify(unfold(term), goal.hypotheses, premises)
        return "" if certificate.finite else f"no bound for ∫|{term}| was found"

    return answer(goal, attempt)
