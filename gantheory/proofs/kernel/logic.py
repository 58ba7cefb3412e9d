"""Rules of pure logic: instances of theorems, chains of inequalities, existence, conjunction."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import cells, functionals, integral, loglin, rcf
from gantheory.proofs.kernel.cells import NoValue
from gantheory.proofs.kernel.functionals import Functional, Uncertified, functional
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr, Int, densities_of, fields_of, subterms, unfold
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
    (numbers: `rcf`; masses and integrability: `int-linear`, `int-finite`); in a statement about
    integrals a number is replaced by a number, and every integral keeps its region: the new
    integrand is 0 where the old one was read as 0.
    Input class: any theorem as the one premise.
    Args: `substitution`, symbol -> term.
    """
    if len(premises) != 1:
        return unknown("instance needs exactly one premise")
    given, put = premises[0].goal, dict(substitution or {})
    try:
        conclusion = f.substitute(given.conclusion, put)
        needed = [f.substitute(h, put) for h in given.hypotheses]
    except ValueError as capture:
        return unknown(str(capture))
    if conclusion != goal.conclusion and _unfolded(conclusion) != _unfolded(goal.conclusion):
        return _or_refute(goal, f"the instance says {conclusion}")
    if any(map(f.is_functional, (given.conclusion, *given.hypotheses))):
        for symbol, term in put.items():
            if not fields_of(symbol) and fields_of(term):
                return _or_refute(goal, f"{symbol} is one number, {term} depends on x")
        for formula in (given.conclusion, *given.hypotheses):
            moved = _moved_region(formula, put, goal.hypotheses)
            if moved:
                return _or_refute(goal, moved)
    for hypothesis in needed:
        if not follows(hypothesis, goal.hypotheses):
            return _or_refute(goal, f"{hypothesis} does not follow from the hypotheses")
    return PROVED


def _unfolded(formula: Formula) -> Formula:
    return f.map_terms(formula, unfold)


def _moved_region(
    formula: Formula, put: Mapping[Expr, Expr], hypotheses: tuple[Formula, ...]
) -> str:
    """Whether an integral of `formula` reads differently once `put` is put in; "" if not.

    An integrand is read as 0 where all its densities vanish. After the substitution it mentions
    others; so it must come out as 0 where the terms put for the old ones vanish.
    """
    integrands = {unfold(formula.term)} if isinstance(formula, f.Integrable) else set()
    for term in f.terms_of(formula):
        integrands |= {node.args[0] for node in subterms(unfold(term)) if isinstance(node, Int)}
    for integrand in integrands:
        old = [put.get(p, p) for p in densities_of(integrand)]
        new = integrand.xreplace(dict(put))
        if all(term.is_Symbol for term in old) and densities_of(new) <= set(old):
            continue
        for cell in cells.cells((*hypotheses, *(f.eq(term, 0) for term in old))):
            try:
                if cells.reduced(new, cell) != 0:
                    return f"the integral of {new} covers more than that of {integrand}"
            except (OutsideClass, NoValue) as reason:
                return str(reason)
    return ""


def follows(hypothesis: Formula, hypotheses: tuple[Formula, ...]) -> bool:
    """Whether a hypothesis of a theorem follows from the hypotheses at hand."""
    if hypothesis in hypotheses:
        return True
    if f.is_functional(hypothesis):
        name = "int-finite" if isinstance(hypothesis, f.Integrable) else "int-linear"
        if isinstance(hypothesis, f.Relation) and hypothesis.op != "==":
            name = "int-mono"
        try:
            decide = {
                "int-finite": integral.int_finite,
                "int-linear": integral.int_linear,
                "int-mono": integral.int_mono,
            }[name]
            return decide(Goal(hypothesis, hypotheses)).kind is Kind.PROVED
        except TypeError:
            return False
    # terms such as p/(p+g) have no value where all densities vanish; nothing is claimed there
    mentioned = set().union(*(densities_of(term) for term in f.terms_of(hypothesis)))
    for cell in cells.cells(hypotheses):
        if mentioned and all(rcf.entails(cell, f.eq(p, 0)) for p in mentioned):
            continue
        if rcf.check_defined(cell, map(unfold, f.terms_of(hypothesis))) is not None:
            return False
        if not rcf.entails(cell, hypothesis):
            return False
    return True


@rule("chain")
def chain(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    multipliers: Sequence[Expr] = (),
) -> Verdict:
    """Prove L ≤ R (or L = R) by replacing parts of L, one premise after the other.

    Each premise l ≤ r (or l = r) replaces k·l by k·r, k > 0: rest + k·l ≤ rest + k·r. This is
    monotone in [−∞, ∞], so no atom has to be finite to be carried along; only what cancels
    between the rest and the premise must be.
    Checked here: hypotheses of each premise follow from the goal's; signs of the multipliers;
    no atom that may be infinite cancels; L, R and all that lies between have a value
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
    for hypothesis in premise.goal.hypotheses:
        if not follows(hypothesis, hypotheses):
            raise OutsideClass(f"{hypothesis} does not follow from the hypotheses")
    if not rcf.entails(hypotheses, f.gt(k, 0)):
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

    Checked here: every part of the body, with the example put in, is the conclusion of a premise
    whose hypotheses are among the goal's, or holds by `rcf`.
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
        premise.goal.conclusion
        for premise in premises
        if all(follows(h, goal.hypotheses) for h in premise.goal.hypotheses)
    }
    parts = body.parts if isinstance(body, f.And) else (body,)
    for part in parts:
        wanted = f.substitute(part, {symbol: sp.sympify(example)})
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

    Complete relative to its premises; parts are compared as they stand.
    """
    match goal.conclusion:
        case f.And(parts):
            pass
        case _:
            return unknown("conjunction proves conjunctions")
    for part in parts:
        if not any(
            premise.goal.conclusion == part
            and all(h in goal.hypotheses for h in premise.goal.hypotheses)
            for premise in premises
        ):
            return unknown(f"no premise states {part}")
    return PROVED


@rule("assumption")
def assumption(goal: Goal, premises: tuple[Theorem, ...] = ()) -> Verdict:
    """Prove a goal whose conclusion is one of its hypotheses, as it stands. Never refutes."""
    return PROVED if goal.conclusion in goal.hypotheses else unknown("it is not a hypothesis")
