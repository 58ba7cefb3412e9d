"""The search for counterexamples to goals about maps: small polynomials, evaluated exactly.

A polynomial is the tuple of its coefficients, lowest first, as fractions. Equations between maps
among the hypotheses are solved for one map each, so that candidates satisfy them from the outset.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import witness
from gantheory.proofs.kernel.evaluate import Inexact, Undefined
from gantheory.proofs.terms import At, Expr, Map, unfold
from gantheory.proofs.verdict import Verdict, Witness, ill_formed, refuted, unknown

Polynomial = tuple[Fraction, ...]
#: a symbol -> a number, or for a map a polynomial
Values = Mapping[Expr, Any]

CANDIDATES = 1000
#: how many of them with intervals that have a length
PROPER = 500
DEGREE = 12
_MAPS = tuple(
    tuple(map(Fraction, coefficients.split()))
    for coefficients in (
        *("0 1", "0 2", "1", "0 -1", "2", "1 1", "0 0 1", "0 1/2", "0 -2"),
        *("0", "1 -1", "3", "1 0 1", "-1", "0 1 1"),
    )
)
_NUMBERS = tuple(map(Fraction, ("0", "1", "2", "1/2", "3", "-1", "1/3", "4", "-2")))


def mentions_maps(goal: Goal) -> bool:
    """Whether a goal is about maps, which are beyond alphabets."""
    formulas = (*goal.hypotheses, goal.conclusion)
    return any(t.has(At) or t.has(Map) for h in formulas for t in map(unfold, f.terms_of(h)))


def search(goal: Goal) -> Verdict:
    """Look for polynomials and numbers at which the hypotheses hold and the conclusion fails."""
    formulas = (*goal.hypotheses, goal.conclusion)
    symbols = sorted(set().union(*map(f.free_symbols, formulas)), key=lambda s: s.name)
    equations = _equations(goal.hypotheses)
    choices = {s: _choices(s, goal.hypotheses) for s in symbols}
    if not all(choices.values()):
        return unknown("no small number or polynomial satisfies a hypothesis")
    numbers = [s for s in symbols if not isinstance(s, Map)]
    dice = random.Random(0)
    valueless: Verdict | None = None
    for attempt in range(CANDIDATES):
        # simple values come first in the lists and are taken more often
        bias = 1 if attempt % 3 else 3
        # at last try empty intervals and single points, on which equations need not be solved
        proper = attempt < PROPER
        solved = equations if proper or attempt % 2 else {}
        point: dict[Expr, Any] = {
            s: c[int(len(c) * dice.random() ** bias)] for s, c in choices.items() if s not in solved
        }
        if not proper and attempt % 4 == 0:  # all numbers equal: every interval a point
            point |= {s: point[min(numbers, key=str)] for s in numbers}
        if not _solve(solved, point) or (proper and not _have_length(goal.hypotheses, point)):
            continue
        if not _all_hold(goal.hypotheses, point):
            continue
        try:
            if not holds(goal.conclusion, point):
                return refuted(_explained(goal, point))
        except Inexact:
            continue
        except Undefined:
            if valueless is None:
                valueless = ill_formed("a side has no value", witness.of_point(point))
    if valueless is not None:
        return valueless
    return unknown("no counterexample among small polynomials")


def _choices(symbol: Expr, hypotheses: Sequence[Formula]) -> list[Any]:
    """Values to try for a symbol: those that the hypotheses about it alone allow."""
    own = [h for h in hypotheses if f.free_symbols(h) == {symbol}]
    values: tuple[Any, ...] = _MAPS if isinstance(symbol, Map) else _NUMBERS
    return [v for v in values if _all_hold(own, {symbol: v})]


def _explained(goal: Goal, point: Values) -> Witness:
    found = witness.of_point(point)
    match goal.conclusion:
        case f.Relation(_, lhs, rhs):
            sides = [_number(side, point) for side in (lhs, rhs)]
            return replace(found, says=f"left side {sides[0]}, right side {sides[1]}")
    return found


def _have_length(formulas: Sequence[Formula], point: Values) -> bool:
    """Whether the intervals on which something is assumed have more than one point."""
    ends = [(h.low, h.high) for h in formulas if isinstance(h, f.Everywhere)]
    return all(_number(low, point) < _number(high, point) for low, high in dict.fromkeys(ends))


def _all_hold(formulas: Sequence[Formula], point: Values) -> bool:
    try:
        return all(holds(formula, point) for formula in formulas)
    except Undefined:
        return False


def holds(formula: Formula, point: Values) -> bool:
    """The truth of a formula about maps and numbers.

    Raises:
        Undefined: if a term has no value; `Inexact` if the answer cannot be found.
    """
    match formula:
        case f.Relation(op, lhs, rhs):
            return _signed(op, _number(lhs, point) - _number(rhs, point))
        case f.Everywhere(variable, low, high, body):
            ends = _number(low, point), _number(high, point)
            return ends[0] > ends[1] or _throughout(body, variable, ends, point)
        case f.Not(body):
            return not holds(body, point)
        case f.And(parts):
            return all(holds(part, point) for part in parts)
        case f.Or(parts):
            return any(holds(part, point) for part in parts)
        case f.Implies(a, b):
            return not holds(a, point) or holds(b, point)
        case f.Iff(a, b):
            return holds(a, point) == holds(b, point)
    raise Inexact(f"no truth value for maps: {formula}")


def _signed(op: str, difference: Fraction) -> bool:
    return {
        "==": difference == 0,
        "!=": difference != 0,
        "<=": difference <= 0,
        "<": difference < 0,
        ">=": difference >= 0,
        ">": difference > 0,
    }[op]


def _throughout(
    body: Formula, variable: Expr, ends: tuple[Fraction, Fraction], point: Values
) -> bool:
    match body:
        case f.And(parts):
            return all(_throughout(part, variable, ends, point) for part in parts)
        case f.Relation(op, lhs, rhs):
            difference = _polynomial(lhs - rhs, variable, point)
            at_ends = [_signed(op, _value(difference, end)) for end in ends]
            if op == "==" and ends[0] < ends[1]:
                return not difference
            if ends[0] == ends[1] or (len(difference) <= 2 and op not in ("==", "!=")):
                return all(at_ends)  # a line is extreme at the ends
    raise Inexact(f"cannot tell whether {body} holds on an interval")


def _number(term: Expr, point: Values) -> Fraction:
    return _value(_polynomial(term, None, point), Fraction(0))


def _polynomial(term: Expr, variable: Expr | None, point: Values) -> Polynomial:
    """A term as a polynomial in `variable`."""
    term = unfold(term)
    if term.has(sp.Derivative):
        term = term.doit()
    return _build(term, variable, point)


def _build(term: Expr, variable: Expr | None, point: Values) -> Polynomial:
    if term == variable:
        return (Fraction(0), Fraction(1))
    if isinstance(term, sp.Symbol):
        value = point[term]
        if isinstance(value, tuple):
            raise Inexact(f"{term} is a function, not a number")
        return _trimmed((value,))
    if term.is_Rational:
        return _trimmed((Fraction(int(term.p), int(term.q)),))
    if isinstance(term, At):
        function, order, argument = term.args
        outer = point[function]
        for _ in range(int(order)):
            outer = _derivative(outer)
        return _composed(outer, _build(argument, variable, point))
    parts = [_build(arg, variable, point) for arg in term.args]
    if isinstance(term, sp.Add):
        total: Polynomial = ()
        for part in parts:
            total = _sum(total, part)
        return total
    if isinstance(term, sp.Mul):
        product: Polynomial = (Fraction(1),)
        for part in parts:
            product = _product(product, part)
        return product
    if isinstance(term, sp.Pow) and term.exp.is_Integer:
        base, exponent = parts[0], int(term.exp)
        if exponent < 0:
            if not base:
                raise Undefined("division by zero")
            if len(base) > 1:
                raise Inexact("the quotient of polynomials")
            return (base[0] ** exponent,)
        product = (Fraction(1),)
        for _ in range(exponent):
            product = _product(product, base)
        return product
    if isinstance(term, sp.Abs) and len(parts[0]) <= 1:
        return tuple(map(abs, parts[0]))
    raise Inexact(f"{term} is no polynomial")


def _trimmed(coefficients: Sequence[Fraction]) -> Polynomial:
    kept = list(coefficients)
    while kept and kept[-1] == 0:
        kept.pop()
    if len(kept) > DEGREE + 1:
        raise Inexact("a polynomial of a high degree")
    return tuple(kept)


def _sum(a: Polynomial, b: Polynomial) -> Polynomial:
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    return _trimmed([*(x + y for x, y in zip(long, short, strict=False)), *long[len(short) :]])


def _product(a: Polynomial, b: Polynomial) -> Polynomial:
    found = [Fraction(0)] * max(len(a) + len(b) - 1, 0)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            found[i + j] += x * y
    return _trimmed(found)


def _derivative(a: Polynomial) -> Polynomial:
    return _trimmed([k * c for k, c in enumerate(a)][1:])


def _antiderivative(a: Polynomial) -> Polynomial:
    return _trimmed([Fraction(0), *(c / (k + 1) for k, c in enumerate(a))])


def _composed(outer: Polynomial, inner: Polynomial) -> Polynomial:
    total: Polynomial = ()
    for coefficient in reversed(outer):
        total = _sum(_product(total, inner), _trimmed((coefficient,)))
    return total


def _value(a: Polynomial, at: Fraction) -> Fraction:
    total = Fraction(0)
    for coefficient in reversed(a):
        total = total * at + coefficient
    return total


# ---------------------------------------------------------------- equations between maps


@dataclass(frozen=True)
class _Equation:
    """The derivative of order `order` of a map at `argument` is `term`, for every `variable`."""

    order: int
    argument: Expr
    term: Expr
    variable: Expr


def _equations(hypotheses: Sequence[Formula]) -> dict[Expr, _Equation]:
    """For each map that an equation determines, such an equation."""
    found: dict[Expr, _Equation] = {}
    for hypothesis in hypotheses:
        match hypothesis:
            case f.Everywhere(variable, _, _, f.Relation("==", lhs, rhs)):
                for side, other in ((lhs, rhs), (rhs, lhs)):
                    if not isinstance(side, At):
                        continue
                    function, order, argument = side.args
                    elsewhere = argument.free_symbols | other.free_symbols
                    if function not in found and function not in elsewhere:
                        found[function] = _Equation(int(order), argument, other, variable)
                        break
    return found


def _solve(equations: Mapping[Expr, _Equation], point: dict[Expr, Any]) -> bool:
    """Add the maps that equations determine to a point; False where that does not succeed."""
    pending = dict(equations)
    while pending:
        ready = [
            function
            for function, e in pending.items()
            if (e.argument.free_symbols | e.term.free_symbols) - {e.variable} <= point.keys()
        ]
        if not ready:
            return False
        for function in ready:
            e = pending.pop(function)
            try:
                inner = _polynomial(e.argument, e.variable, point)
                if len(inner) != 2:  # to be solved for, the argument must be a line
                    return False
                back = (-inner[0] / inner[1], 1 / inner[1])
                solved = _composed(_polynomial(e.term, e.variable, point), back)
                for _ in range(e.order):
                    solved = _antiderivative(solved)
            except Undefined:
                return False
            point[function] = solved
    return True
