"""Maps as polynomials with rational coefficients, by sympy's polynomials: values and intervals.

The kernel's search has arithmetic of its own for this; nothing is shared with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs import terms as t
from gantheory.proofs.exact.logq import Irrational
from gantheory.proofs.formulas import Formula

Maps = Mapping[Any, tuple[Fraction, ...]]

_X = sp.Dummy("x")


def _polynomial(coefficients: tuple[Fraction, ...]) -> Any:
    shown = [sp.Rational(c.numerator, c.denominator) for c in reversed(coefficients)]
    return sp.Poly(shown or [0], _X, domain="QQ")


def _fraction(number: Any) -> Fraction:
    return Fraction(int(number.p), int(number.q))


def derivative_at(coefficients: tuple[Fraction, ...], order: int, at: Fraction) -> Fraction:
    """The value of a derivative of a polynomial at a rational number."""
    derived = _polynomial(coefficients).diff((_X, order))
    return _fraction(derived.eval(sp.Rational(at.numerator, at.denominator)))


def throughout(
    body: Formula,
    variable: Any,
    ends: tuple[Fraction, Fraction],
    maps: Maps,
    numbers: Mapping[Any, Fraction],
) -> bool:
    """Whether a relation, or all of several, hold at every number of a closed interval.

    Raises:
        Irrational: where polynomials of degree one, and equations, are not enough.
    """
    low, high = ends
    if low > high:
        return True
    match body:
        case f.And(parts):
            return all(throughout(part, variable, ends, maps, numbers) for part in parts)
        case f.Relation(op, lhs, rhs):
            given = {s: sp.Rational(v.numerator, v.denominator) for s, v in numbers.items()}
            given[variable] = _X
            difference = sp.Poly(_put(t.unfold(lhs - rhs), maps, given), _X, domain="QQ")
            if low == high:
                return _has_sign(op, difference.eval(sp.Rational(low.numerator, low.denominator)))
            if op == "==":
                return bool(difference.is_zero)
            if difference.degree() <= 1 and op != "!=":
                return all(
                    _has_sign(op, difference.eval(sp.Rational(e.numerator, e.denominator)))
                    for e in ends
                )
    raise Irrational(f"no truth value on an interval: {body}")


def _put(term: Any, maps: Maps, given: Mapping[Any, Any]) -> Any:
    """A term with polynomials for maps and numbers for symbols, expanded."""
    if isinstance(term, t.At):
        function, order, argument = term.args
        inner = _put(argument, maps, given)
        outer = _polynomial(maps[function]).diff((_X, int(order))).as_expr()
        return sp.expand(outer.xreplace({_X: inner}))
    if term.is_Symbol:
        return given[term]
    if isinstance(term, sp.Add | sp.Mul | sp.Pow):
        return sp.expand(term.func(*(_put(arg, maps, given) for arg in term.args)))
    if term.is_Rational:
        return term
    raise Irrational(f"{term} is no polynomial")


def _has_sign(op: str, number: Any) -> bool:
    signs = {
        "==": number == 0,
        "!=": number != 0,
        "<=": number <= 0,
        "<": number < 0,
        ">=": number >= 0,
        ">": number > 0,
    }
    return bool(signs[op])
