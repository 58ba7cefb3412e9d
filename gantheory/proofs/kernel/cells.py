"""Case distinctions for integrands: supports, and the ends of closed intervals.

A statement about integrals over generic densities p, g ≥ 0 and D in [0, 1] comes down to finitely
many *cells*: each non-strict hypothesis between numbers is split into its strict part and its
equation. In a cell, every `xlogy` is either 0, or a finite c·log t, or −∞; and every integrand of a
functional counts or is read as 0, each by the densities that it mentions itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula
from gantheory.proofs.kernel import gibbs, loglin, rcf
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.theorem import Theorem
from gantheory.proofs.terms import Expr, Notation, densities_of, xlogy
from gantheory.proofs.verdict import Kind, Witness

Cell = tuple[Formula, ...]


class _Infinity(sp.Dummy):  # type: ignore[misc]
    """Stands for the +∞ of one `xlogy` in an integrand while its sign is being found.

    Each has its own, so that −∞ + ∞ cannot cancel.
    """

    __slots__ = ()


MINUS_INFINITY = sp.S.NegativeInfinity


class NoValue(Exception):
    """A term has no value somewhere in a cell; `witness` is such a point, where one is known."""

    def __init__(self, reason: str, witness: Witness | None = None) -> None:
        super().__init__(reason)
        self.witness = witness


@lru_cache(maxsize=2000)
def cells(
    hypotheses: tuple[Formula, ...], supports: frozenset[Expr] = frozenset()
) -> tuple[Cell, ...]:
    """Split the hypotheses about numbers into cells that cover every case they allow.

    Args:
        hypotheses: what is known; hypotheses about whole functions are passed over.
        supports: densities of which every cell must say whether they are zero.
    """
    found: list[Cell] = [()]
    pointwise = [h for h in hypotheses if not f.is_functional(h)]
    for hypothesis in pointwise:
        parts: tuple[Formula, ...] = (hypothesis,)
        match hypothesis:
            case f.Relation(("<=" | ">="), lhs, rhs):
                parts = (f.Relation(hypothesis.op[0], lhs, rhs), f.eq(lhs, rhs))
        found = [(*cell, part) for cell in found for part in parts]
        if len(parts) > 1:
            found = [cell for cell in found if rcf.consistent(cell)]
    for density in sorted(supports, key=lambda symbol: symbol.name):
        cases = [f.Relation(op, density, sp.Integer(0)) for op in (">", "==", "<")]
        found = [
            finer
            for cell in found
            for finer in ([cell] if _decides(cell, density) else [(*cell, c) for c in cases])
        ]
    return tuple(cell for cell in found if rcf.consistent(cell))


def _decides(cell: Cell, density: Expr) -> bool:
    return rcf.entails(cell, f.eq(density, 0)) or rcf.entails(cell, f.ne(density, 0))


#: a linear combination of integrands, (integrand, coefficient) each
Side = tuple[tuple[Expr, Expr], ...]


def supports_of(*sides: Side) -> frozenset[Expr]:
    """The densities that decide where the integrands of the sides are read as 0."""
    return frozenset(p for side in sides for atom, _ in side for p in densities_of(atom))


@lru_cache(maxsize=20_000)
def counts(integrand: Expr, cell: Cell) -> bool:
    """Whether the points of a cell count in ∫ integrand: the reading of `Int`.

    Raises:
        OutsideClass: if the cell does not say.
    """
    supports = densities_of(integrand)
    if not supports or any(rcf.entails(cell, f.ne(p, 0)) for p in supports):
        return True
    if all(rcf.entails(cell, f.eq(p, 0)) for p in supports):
        return False
    raise OutsideClass(f"whether {integrand} counts is open in the cell {_shown(cell)}")


def merged(side: Side, cell: Cell) -> Expr:
    """One term with the value of a side in a cell: integrands that do not count are left out.

    Raises:
        OutsideClass: if the cell does not say what counts.
    """
    return sp.Add(*(coefficient * atom for atom, coefficient in side if counts(atom, cell)))


@lru_cache(maxsize=20_000)
def value(term: Expr, cell: Cell) -> Expr:
    """The value of a term in a cell: a log-linear term, or −∞ throughout the cell.

    Notations are unfolded one by one, so that what is infinite in one does not cancel.

    Raises:
        NoValue: if the term has no value, or the value +∞, somewhere in the cell.
        OutsideClass: if the cell does not decide which of the cases holds.
    """
    shown = term
    if term.has(sp.Derivative):
        _require_value(term, cell)
        term = rcf.differentiate(term)
        if term.has(sp.Derivative, sp.Subs):
            raise OutsideClass(f"{shown} has no derivative that the rules can read")
    term = _resolve(term, cell)
    infinities = [symbol for symbol in term.free_symbols if isinstance(symbol, _Infinity)]
    if infinities:
        for infinity in infinities:
            slope = loglin.cancel(sp.diff(term, infinity))
            if slope.has(_Infinity) or not rcf.entails(cell, f.lt(slope, 0)):
                raise NoValue(f"{shown} may be infinite, or ∞ − ∞")
        _require_value(term.xreplace(dict.fromkeys(infinities, sp.Integer(0))), cell)
        return MINUS_INFINITY
    # asked before the equations are put in: a == b would make 1/a − 1/b vanish, also where a = 0
    _require_value(term, cell)
    return loglin.substituted(term, loglin.equations(cell))


def _shown(cell: Cell) -> str:
    return ", ".join(map(str, cell))


def _require_value(term: Expr, cell: Cell) -> None:
    undefined = rcf.check_defined(cell, (term,))
    if undefined is not None:
        if undefined.kind is Kind.ILL_FORMED:
            raise NoValue(undefined.reason, undefined.witness)
        raise OutsideClass(undefined.reason)


def _resolve(term: Expr, cell: Cell) -> Expr:
    if isinstance(term, Notation):
        meant = _resolve(term.definition(), cell)
        if not meant.has(_Infinity):
            _require_value(term, cell)
        return meant
    if not term.has(xlogy, Notation):
        return term
    if not isinstance(term, xlogy):
        return term.func(*(_resolve(arg, cell) for arg in term.args))
    c, t = (_resolve(arg, cell) for arg in term.args)
    _require_value(c, cell)
    if rcf.entails(cell, f.eq(c, 0)):
        return sp.Integer(0)
    _require_value(t, cell)
    if rcf.entails(cell, f.And((f.eq(t, 0), f.gt(c, 0)))):
        return -_Infinity("infinity", real=True)
    negative = rcf.somewhere(cell, f.And((f.ne(c, 0), f.lt(t, 0))))
    if negative is not None:
        raise NoValue(f"{term} has no value where {t} < 0", negative)
    if rcf.entails(cell, f.ne(c, 0)) or rcf.entails(cell, f.gt(t, 0)):
        return c * sp.log(t)
    raise OutsideClass(f"whether {c} is zero is open in the cell {_shown(cell)}")


def compare(left: Side, op: str, right: Side, cell: Cell, premises: Sequence[Theorem]) -> str:
    """Whether left == right, or left <= right, throughout a cell; "" if so, else why not."""
    return compare_terms(merged(left, cell), op, merged(right, cell), cell, premises)


def compare_terms(left: Expr, op: str, right: Expr, cell: Cell, premises: Sequence[Theorem]) -> str:
    """Whether left == right, or left <= right, throughout a cell; −∞ may stand on the left.

    Tried in turn: −∞ on the side that may have it; a premise that says the same of numbers;
    `loglin`, `rcf` and `gibbs`.

    Returns:
        "" if so, else why it could not be proved.
    """
    less, more = value(left, cell), value(right, cell)
    if MINUS_INFINITY in (less, more):
        holds = less == more if op == "==" else less == MINUS_INFINITY
        return "" if holds else "a side may be −∞"
    simple = f.Relation(op, less, more)
    if any(_says(premise, simple, cell) for premise in premises):
        return ""
    return decide(simple, cell)


def equal_iff(
    left: Side, right: Side, condition: Formula, cell: Cell, premises: Sequence[Theorem]
) -> str:
    """Whether left == right ⟺ condition throughout a cell; as `compare`."""
    undefined = rcf.check_defined(cell, f.terms_of(condition))
    if undefined is not None:
        return undefined.reason
    less, more = value(merged(left, cell), cell), value(merged(right, cell), cell)
    if MINUS_INFINITY in (less, more):
        if less == more:
            return "" if rcf.entails(cell, condition) else "both sides may be −∞"
        return "" if rcf.entails(cell, f.Not(condition)) else "one side may be −∞"
    simple = f.Iff(f.eq(less, more), condition)
    if any(_says(premise, simple, cell) for premise in premises):
        return ""
    return decide(simple, cell)


@lru_cache(maxsize=20_000)
def decide(formula: Formula, cell: Cell) -> str:
    """Prove a defined formula about numbers by whichever rule reads it; "" if proved."""
    if rcf.entails(cell, formula):
        return ""
    match formula:
        case f.Relation("==", lhs, rhs):
            try:
                difference = loglin.substituted(lhs - rhs, loglin.equations(cell))
                return "" if loglin.vanishes(difference) else f"{formula} is no identity"
            except OutsideClass as outside:
                return str(outside)
        case f.Iff(f.Relation("==", lhs, rhs), condition):
            if not decide(f.eq(lhs, rhs), cell):
                return "" if rcf.entails(cell, condition) else f"{condition} may fail"
            for strict in (f.lt(lhs, rhs), f.gt(lhs, rhs)):
                if not gibbs.decide(strict, cell):
                    return "" if rcf.entails(cell, f.Not(condition)) else f"{condition} may hold"
    return gibbs.decide(formula, cell)


def _says(premise: Theorem, wanted: Formula, cell: Cell) -> bool:
    """Whether a theorem about numbers, read in the cell, is the wanted formula."""
    given = premise.goal.conclusion
    if f.is_functional(given) or type(given) is not type(wanted):
        return False
    if isinstance(given, f.Iff) and isinstance(wanted, f.Iff):
        first, second = given.left, wanted.left
        if not rcf.entails(cell, f.Iff(given.right, wanted.right)):
            return False
    else:
        first, second = given, wanted
    if not (isinstance(first, f.Relation) and isinstance(second, f.Relation)):
        return False
    if first.op in (">=", ">"):
        first = first.mirrored()
    if first.op != second.op or not all(rcf.entails(cell, h) for h in premise.goal.hypotheses):
        return False
    try:
        sides = [value(side, cell) for side in (first.lhs, first.rhs)]
        difference = (sides[0] - sides[1]) - (second.lhs - second.rhs)
        return loglin.vanishes(loglin.substituted(difference, loglin.equations(cell)))
    except (OutsideClass, NoValue):
        return False
