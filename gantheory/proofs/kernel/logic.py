"""Rules of pure logic: instances of theorems, chains of inequalities, existence, conjunction."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import cells, functionals, integral, loglin, rcf
from gantheory.proofs.kernel.cells import Cell, NoValue
from gantheory.proofs.kernel.functionals import Functional, Uncertified, functional
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import (
    Expr,
    Field,
    Int,
    Map,
    densities_of,
    fields_of,
    has_integral,
    subterms,
    unfold,
)
from gantheory.proofs.verdict import PROVED, Kind, Verdict, unknown


def _or_refute(goal: Goal, reason: str) -> Verdict:
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else unknown(reason)


@rule("instance")
def instance(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    substitution: Mapping[Expr, Expr] | None = None,
) -> Verdict:
    """Prove a goal as an instance of a theorem: put terms for its free symbols.

    Checked here: the substituted conclusion is the goal's, the same term or the same once
    notations are unfolded; every substituted hypothesis of the theorem follows from the goal's
    (numbers: `rcf`; masses and integrability: `int-linear`, `int-finite`); every term put in has a
    finite value, or is put where it says nothing; in a statement about integrals a number is
    replaced by a number, and every integral keeps its region: the new integrand is 0 where the old
    one was read as 0.
    Input class: any theorem as the one premise.
    Args: `substitution`, symbol -> term.
    """
    if len(premises) != 1:
        return unknown("instance needs exactly one premise")
    given, put = premises[0].goal, dict(substitution or {})
    try:
        conclusion = f.substitute(given.conclusion, put)
        if conclusion != goal.conclusion:
            reason = _differently_written(conclusion, goal)
            if reason:
                return _or_refute(goal, reason)
        if any(map(f.is_functional, (given.conclusion, *given.hypotheses))):
            for symbol, term in put.items():
                if not fields_of(symbol) and fields_of(term):
                    return _or_refute(goal, f"{symbol} is one number, {term} depends on x")
            for formula in (given.conclusion, *given.hypotheses):
                moved = _moved_region(formula, put, goal.hypotheses)
                if moved:
                    return _or_refute(goal, moved)
        for term in put.values():
            reason = _no_number(sp.sympify(term), given, goal.hypotheses, put)
            if reason:
                return _or_refute(goal, reason)
        return _or_refute(goal, unmet(given, goal.hypotheses, put))
    except ValueError as capture:
        return unknown(str(capture))


def _no_number(
    term: Expr, given: Goal, hypotheses: tuple[Formula, ...], put: Mapping[Expr, Expr]
) -> str:
    """Why a term cannot be put into a theorem, which speaks of real numbers only; "" if it can.

    What the theorem says afterwards does not show it: with 1/a for y, x·y = 1 ⟹ x ≠ 0 would
    become 1 = 1 ⟹ a ≠ 0. An integral must be certified to be finite. A term that depends on x
    needs no value at points of which the theorem says nothing.
    """
    if isinstance(term, Map):
        return ""
    if has_integral(term):
        return functionals.not_finite(term, hypotheses)
    try:
        for cell in cells.cells(hypotheses, frozenset(densities_of(term))):
            undefined = rcf.check_defined(cell, (term,))
            if undefined is not None and not (
                fields_of(term) and _does_not_matter(cell, given, put)
            ):
                return undefined.reason
    except OutsideClass as outside:
        return str(outside)
    return ""


def _differently_written(conclusion: Formula, goal: Goal) -> str:
    """Why a conclusion is not the goal's with notations unfolded; "" if it is.

    What unfolding makes cancel must have had a value.
    """
    if f.map_terms(conclusion, unfold) != f.map_terms(goal.conclusion, unfold):
        return f"the instance says {conclusion}"
    numbers = [term for term in f.terms_of(goal.conclusion) if not has_integral(term)]
    undefined = rcf.check_defined(goal.hypotheses, numbers)
    if undefined is not None:
        return undefined.reason
    try:
        for term in f.terms_of(goal.conclusion):
            if has_integral(term):
                functionals.require_values((term,), goal.hypotheses)
                functionals.admit(functional(term), goal.hypotheses)
    except (OutsideClass, NoValue, Uncertified) as reason:
        return str(reason)
    return ""


def _moved_region(
    formula: Formula, put: Mapping[Expr, Expr], hypotheses: tuple[Formula, ...]
) -> str:
    """Whether an integral of `formula` reads differently once `put` is put in; "" if not.

    An integrand is read as 0 where all its densities vanish. After the substitution it mentions
    others; so it must come out as 0 where only one of the two readings says so.
    """
    for integrand in _integrands(formula):
        old = {put.get(p, p) for p in densities_of(integrand)}
        new = integrand.xreplace(dict(put))
        fresh = densities_of(new)
        if old == fresh:
            continue
        try:
            reason = _reads_otherwise(integrand, new, old, hypotheses)
        except (OutsideClass, NoValue) as outside:
            reason = str(outside)
        if reason:
            return reason
    return ""


def _reads_otherwise(
    integrand: Expr, new: Expr, old: set[Expr], hypotheses: tuple[Formula, ...]
) -> str:
    fresh = densities_of(new)
    if old:
        vanish = tuple(f.eq(term, 0) for term in sorted(old, key=str))
        for cell in cells.cells((*hypotheses, *vanish), frozenset(fresh)):
            if cells.counts(new, cell) and cells.value(new, cell) != 0:
                return f"the integral of {new} covers more than that of {integrand}"
    if fresh:
        vanish = tuple(f.eq(p, 0) for p in sorted(fresh, key=str))
        for cell in cells.cells((*hypotheses, *vanish)):
            if old and all(rcf.entails(cell, f.eq(term, 0)) for term in old):
                continue
            if cells.value(new, cell) != 0:
                return f"the integral of {new} covers less than that of {integrand}"
    return ""


def _integrands(formula: Formula) -> set[Expr]:
    found = {unfold(formula.term)} if isinstance(formula, f.Integrable) else set()
    for term in f.terms_of(formula):
        found |= {node.args[0] for node in subterms(unfold(term)) if isinstance(node, Int)}
    return found


def unmet(
    given: Goal, hypotheses: tuple[Formula, ...], put: Mapping[Expr, Expr] | None = None
) -> str:
    """Which hypothesis of a theorem, with `put` put in, does not follow from those at hand.

    Returns:
        "" if all do, else what is missing.

    Raises:
        ValueError: if the substitution captures a symbol.
    """
    for hypothesis in given.hypotheses:
        wanted = f.substitute(hypothesis, put or {})
        if wanted in hypotheses:
            continue
        if f.is_functional(wanted):
            follows = _functional_follows(wanted, hypotheses)
        else:
            follows = _pointwise_follows(hypothesis, given, put or {}, hypotheses)
        if not follows:
            return f"{wanted} does not follow from the hypotheses"
    return ""


def _functional_follows(wanted: Formula, hypotheses: tuple[Formula, ...]) -> bool:
    goal = Goal(wanted, hypotheses)
    match wanted:
        case f.Integrable():
            return integral.int_finite(goal).kind is Kind.PROVED
        case f.Relation("=="):
            return integral.int_linear(goal).kind is Kind.PROVED
        case f.Relation("<=" | ">="):
            return integral.int_mono(goal).kind is Kind.PROVED
    return False


def _pointwise_follows(
    hypothesis: Formula, given: Goal, put: Mapping[Expr, Expr], hypotheses: tuple[Formula, ...]
) -> bool:
    wanted = f.substitute(hypothesis, put)
    about_fields = any(map(fields_of, f.free_symbols(hypothesis)))
    mentioned = frozenset(p for term in f.terms_of(wanted) for p in densities_of(term))
    for cell in cells.cells(hypotheses, mentioned):
        if rcf.check_defined(cell, f.terms_of(wanted)) is None and rcf.entails(cell, wanted):
            continue
        # what is assumed of numbers is assumed once, and not only where a density is positive
        if not about_fields or not _does_not_matter(cell, given, put):
            return False
    return True


def _parts(formula: Formula) -> Iterator[f.AlmostEverywhere | None]:
    """The "almost everywhere" parts of a formula; None for a part that is about one x."""
    match formula:
        case f.AlmostEverywhere():
            yield formula
        case f.Integrable():
            return
        case _ if not f.is_functional(formula):
            if any(map(fields_of, f.free_symbols(formula))):
                yield None
        case f.Relation():
            return
        case _:
            for child in f.children(formula):
                yield from _parts(child)


def _does_not_matter(cell: Cell, given: Goal, put: Mapping[Expr, Expr]) -> bool:
    """Whether a theorem says nothing about the points of a cell, after a substitution.

    So it is with D* = p/(p + g) where p = g = 0. The fields of the theorem may then be changed
    there, to values that its hypotheses allow and with which every integrand is still read as 0:
    nothing that it says, or assumes of whole functions, changes.
    Checked here: every integrand is read as 0 in the cell, and such values exist (z3); nothing
    is said at single points.
    """
    spoken = (given.conclusion, *filter(f.is_functional, given.hypotheses))
    regions = [part for formula in spoken for part in _parts(formula)]
    if not f.is_functional(given.conclusion) or None in regions:
        return False
    pointwise = [h for h in given.hypotheses if not f.is_functional(h)]
    needed = [h for h in pointwise if any(map(fields_of, f.free_symbols(h)))]
    for region in regions:
        if isinstance(region, f.AlmostEverywhere):
            needed.append(f.Not(region.where))
            if not rcf.entails(cell, f.Not(f.substitute(region.where, put))):
                return False
    for formula in spoken:
        for integrand in _integrands(formula):
            fresh = densities_of(integrand.xreplace(dict(put)))
            if not fresh or not all(rcf.entails(cell, f.eq(p, 0)) for p in fresh):
                return False
            if not densities_of(integrand):
                return False
            needed += [f.eq(p, 0) for p in densities_of(integrand)]
    if any(not isinstance(s, Field) for h in needed for s in f.free_symbols(h)):
        return False  # the values would have to suit numbers that are fixed
    if rcf.check_defined(tuple(needed), ()) is not None:
        return False
    return rcf.somewhere(tuple(needed), f.And(())) is not None


@rule("chain")
def chain(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    multipliers: Sequence[Expr] = (),
) -> Verdict:
    """Prove L ≤ R (or L = R) by replacing parts of L, one premise after the other.

    Each premise l ≤ r (or l = r) replaces k·l by k·r, k > 0: rest + k·l ≤ rest + k·r; k may be 0
    where l and r are finite. This is
    monotone in [−∞, ∞], so no atom has to be finite to be carried along; only what cancels
    between the rest and the premise must be.
    Checked here: hypotheses of each premise follow from the goal's; multipliers have a value and
    their signs; no atom that may be infinite cancels; L, R and all that lies between have a value
    (`functionals.admit`); and the end is R.
    Input class: relations between linear functionals; premises in the order of use.
    Args: `multipliers`, one k per premise (default 1).
    """
    match goal.conclusion:
        case f.Relation(("<=" | "=="), lhs, rhs):
            op = goal.conclusion.op
        case f.Relation(">=", rhs, lhs):
            op = "<="
        case _:
            return unknown("chain proves <=, >= and ==")
    glance = refute(goal, quick=True)
    if glance.kind is Kind.REFUTED:
        return glance
    factors = tuple(map(sp.sympify, multipliers)) or (sp.Integer(1),) * len(premises)
    if len(factors) != len(premises):
        return unknown("one multiplier per premise, please")
    try:
        functionals.require_values((lhs, rhs), goal.hypotheses)
        if any(map(fields_of, factors)):
            raise OutsideClass("a multiplier is a number, it must not depend on x")
        if rcf.check_defined(goal.hypotheses, factors) is not None:
            raise OutsideClass("a multiplier may have no value")
        reached = [functional(lhs)]
        for side in (*reached, functional(rhs)):
            functionals.admit(side, goal.hypotheses)
        for premise, k in zip(premises, factors, strict=True):
            reached = _replace(reached, premise, k, op, goal.hypotheses)
        ends = [_same(end, functional(rhs), goal.hypotheses) for end in reached]
        reason = "" if "" in ends else ends[0]
    except (OutsideClass, Uncertified, NoValue) as outside:
        reason = str(outside)
    return _or_refute(goal, reason)


def _replace(
    reached: Sequence[Functional],
    premise: Theorem,
    k: Expr,
    op: str,
    hypotheses: tuple[Formula, ...],
) -> list[Functional]:
    """Replace k·l by k·r for a premise l ≤ r or l = r; an equation is tried both ways round.

    Raises:
        OutsideClass: if the premise does not apply.
        Uncertified: if an atom that may be infinite would have to be subtracted.
    """
    match premise.goal.conclusion:
        case f.Relation(">=", r, l) | f.Relation("<=", l, r):
            if op == "==":
                raise OutsideClass("an inequality does not help to prove an equation")
            ways = [(l, r)]
        case f.Relation("==", l, r):
            ways = [(l, r), (r, l)]
        case other:
            raise OutsideClass(f"chain cannot use {other}")
    missing = unmet(premise.goal, hypotheses)
    if missing:
        raise OutsideClass(missing)
    if not rcf.entails(hypotheses, f.gt(k, 0)) and not (
        rcf.entails(hypotheses, f.ge(k, 0)) and _both_finite(l, r, hypotheses)
    ):
        raise OutsideClass(f"the multiplier {k} is not known to be positive")
    found, reasons = [], []
    for current, (source, target) in itertools.product(reached, ways):
        try:
            rest = _combine(current, functional(source), -k)
            for form in (functional(source), functional(target)):
                _require_sum(rest, form, k, hypotheses)
            replaced = _combine(rest, functional(target), k)
            functionals.admit(replaced, hypotheses)
            found.append(replaced)
        except Uncertified as reason:
            reasons.append(str(reason))
    if not found:
        raise Uncertified("; ".join(reasons))
    return found


def _both_finite(first: Expr, second: Expr, hypotheses: tuple[Formula, ...]) -> bool:
    """Whether both sides of l ≤ r are finite, so that 0·l ≤ 0·r is no matter of 0·∞."""
    sides = (first, second)
    return all(functionals.admit(functional(side), hypotheses).finite for side in sides)


def _require_sum(
    rest: Functional, form: Functional, k: Expr, hypotheses: tuple[Formula, ...]
) -> None:
    """Make sure that collecting rest + k·form cancels no atom that may be infinite.

    Raises:
        Uncertified: if such an atom has coefficients in both that may differ in sign.
    """
    left = dict(rest.atoms)
    for atom, c in form.parts:
        if atom not in left or functionals.certify(atom, hypotheses).finite:
            continue
        if not any(
            rcf.entails(hypotheses, sign(left[atom], 0)) and rcf.entails(hypotheses, sign(k * c, 0))
            for sign in (f.ge, f.le)
        ):
            raise Uncertified(f"∫[{atom}] may be infinite and would have to be taken away")


def _combine(first: Functional, second: Functional, k: Expr) -> Functional:
    atoms = dict(first.atoms)
    for atom, c in second.atoms:
        atoms[atom] = atoms.get(atom, sp.Integer(0)) + k * c
    kept = tuple((atom, c) for atom, c in atoms.items() if loglin.cancel(c) != 0)
    return Functional(kept, first.constant + k * second.constant, kept)


def _same(first: Functional, second: Functional, hypotheses: tuple[Formula, ...]) -> str:
    difference = _combine(first, second, sp.Integer(-1))
    if difference.atoms:
        return "the chain ends at another functional"
    if cells.decide(f.eq(first.constant, second.constant), hypotheses):
        return f"the chain is off by {first.constant - second.constant}"
    return ""


@rule("exists")
def exists(goal: Goal, premises: tuple[Theorem, ...] = (), example: Expr = None) -> Verdict:
    """Prove an existence statement by an example.

    Checked here: the example has a finite value; every part of the body, with it put in, is the
    conclusion of a premise whose hypotheses follow from the goal's, or holds by `rcf`.
    Input class: `Exists(symbol, And(parts))`, or a single relation as the body.
    Args: `example`, the term to put for the symbol.
    Complete relative to the example; it never refutes.
    """
    match goal.conclusion:
        case f.Exists(symbol, body) if example is not None:
            pass
        case _:
            return unknown("exists proves existence statements, by an example")
    proved = {
        premise.goal.conclusion for premise in premises if not unmet(premise.goal, goal.hypotheses)
    }
    term = sp.sympify(example)
    if has_integral(term):
        infinite = functionals.not_finite(term, goal.hypotheses)
        if infinite:
            return unknown(f"the example must be a number: {infinite}")
    elif f.is_functional(body) and fields_of(term):
        return unknown("the example must be one number, not one for each x")
    elif rcf.check_defined(goal.hypotheses, (term,)) is not None:
        return unknown(f"the example {term} may have no value")
    parts = body.parts if isinstance(body, f.And) else (body,)
    for part in parts:
        wanted = f.substitute(part, {symbol: term})
        if wanted in proved:
            continue
        if rcf.check_defined(goal.hypotheses, f.terms_of(wanted)) is not None:
            return unknown(f"{wanted} may have no value")
        if not rcf.entails(goal.hypotheses, wanted):
            return unknown(f"{wanted} is not proved")
    return PROVED


@rule("conjunction")
def conjunction(goal: Goal, premises: tuple[Theorem, ...] = ()) -> Verdict:
    """Prove `And(parts)` from theorems that state the parts under hypotheses of the goal.

    A part may also be `Implies(And(more), conclusion)`, with a theorem that states the conclusion
    under hypotheses of the goal and `more`. Where fields occur outside integrals, `more` is
    assumed and the conclusion stated for almost every x; so that this is the same as an
    implication at every x, the theorem's hypotheses must then be pointwise too, unless the
    conclusion is about whole functions.
    Complete relative to its premises; parts are compared as they stand.
    """
    match goal.conclusion:
        case f.And(parts):
            pass
        case _:
            return unknown("conjunction proves conjunctions")
    for part in parts:
        if not any(_states(premise.goal, part, goal.hypotheses) for premise in premises):
            return unknown(f"no premise states {part}")
    return PROVED


def _states(given: Goal, part: Formula, hypotheses: tuple[Formula, ...]) -> bool:
    if given.conclusion == part:
        return all(h in hypotheses for h in given.hypotheses)
    match part:
        case f.Implies(f.And(more), conclusion) if conclusion == given.conclusion:
            about_fields = any(map(fields_of, f.free_symbols(part)))
            whole = f.is_functional(conclusion) or not about_fields
            if not whole and any(map(f.is_functional, (*more, *given.hypotheses))):
                return False
            return all(h in (*hypotheses, *more) for h in given.hypotheses)
    return False


@rule("assumption")
def assumption(goal: Goal, premises: tuple[Theorem, ...] = ()) -> Verdict:
    """Prove a goal whose conclusion is one of its hypotheses, as it stands. Never refutes."""
    return PROVED if goal.conclusion in goal.hypotheses else unknown("it is not a hypothesis")
