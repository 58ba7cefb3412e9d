"""Case distinctions for integrands: supports, and the ends of closed intervals.

A statement about integrals over generic densities p, g ≥ 0 and D in [0, 1] comes down to finitely
many *cells*: each non-strict hypothesis between numbers is split into its strict part and its
equation. In a cell, every `xlogy` is either 0, or a finite c·log t, or −∞.
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
from gantheory.proofs.terms import Expr, densities_of, unfold, xlogy
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


@lru_cache(maxsize=1000)
def cells(hypotheses: tuple[Formula, ...]) -> tuple[Cell, ...]:
    """Split the hypotheses about numbers into cells that cover every case they allow."""
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
    return tuple(cell for cell in found if rcf.consistent(cell))


@lru_cache(maxsize=20_000)
def reduced(integrand: Expr, cell: Cell) -> Expr:
    """The value of an integrand in a cell: a log-linear term, or −∞ throughout the cell.

    It is 0 where all the densities that the integrand mentions vanish: the reading of `Int`.

    Raises:
        NoValue: if the integrand has no value, or the value +∞, somewhere in the cell.
        OutsideClass: if the cell does not decide which of the cases holds.
    """
    integrand = unfold(integrand)
    supports = densities_of(integrand)
    if supports and all(rcf.entails(cell, f.eq(p, 0)) for p in supports):
        return sp.Integer(0)
    term = _resolve(integrand, cell)
    infinities = [symbol for symbol in term.free_symbols if isinstance(symbol, _Infinity)]
    if infinities:
        for infinity in infinities:
            slope = loglin.cancel(sp.diff(term, infinity))
            if slope.has(_Infinity) or not rcf.entails(cell, f.lt(slope, 0)):
                raise NoValue(f"{integrand} may be infinite, or ∞ − ∞")
        _require_value(term.xreplace(dict.fromkeys(infinities, sp.Integer(0))), cell)
        return MINUS_INFINITY
    term = loglin.substituted(term, loglin.equations(cell))
    _require_value(term, cell)
    return term


def _require_value(term: Expr, cell: Cell) -> None:
    undefined = rcf.check_defined(cell, (term,))
    if undefined is not None:
        if undefined.kind is Kind.ILL_FORMED:
            raise NoValue(undefined.reason, undefined.witness)
        raise OutsideClass(undefined.reason)


def _resolve(term: Expr, cell: Cell) -> Expr:
    if not term.has(xlogy):
        return term
    if not isinstance(term, xlogy):
        return term.func(*(_resolve(arg, cell) for arg in term.args))
    c, t = term.args
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
    raise OutsideClass(f"whether {c} is zero is open in the cell {', '.join(map(str, cell))}")


def holds_in(relation: Formula, cell: Cell, premises: Sequence[Theorem]) -> str:
    """Whether a relation, or (==) ⟺ condition, between integrands holds throughout a cell.

    Tried in turn: −∞ on the side that may have it; a premise that says the same of numbers;
    `loglin`, `rcf` and `gibbs`.

    Returns:
        "" if so, else why it could not be proved.
    """
    match relation:
        case f.Relation(op, lhs, rhs):
            left, right = reduced(lhs, cell), reduced(rhs, cell)
            if MINUS_INFINITY in (left, right):
                holds = left == right if op == "==" else left == MINUS_INFINITY
                return "" if holds and op in ("==", "<=") else f"{rhs} may be −∞"
            simple: Formula = f.Relation(op, left, right)
        case f.Iff(f.Relation("==", lhs, rhs), condition):
            left, right = reduced(lhs, cell), reduced(rhs, cell)
            if MINUS_INFINITY in (left, right):
                if left == right:
                    return "" if rcf.entails(cell, condition) else "both sides may be −∞"
                return "" if rcf.entails(cell, f.Not(condition)) else "one side may be −∞"
            simple = f.Iff(f.eq(left, right), condition)
        case _:
            raise OutsideClass(f"{relation} is not a relation between integrands")
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
        sides = [reduced(side, cell) for side in (first.lhs, first.rhs)]
        difference = (sides[0] - sides[1]) - (second.lhs - second.rhs)
        return loglin.vanishes(loglin.substituted(difference, loglin.equations(cell)))
    except (OutsideClass, NoValue):
        return False
