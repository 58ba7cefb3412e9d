"""The value of terms and formulas at a point: in floats to search, exactly to be sure.

The exact numbers are `LogSum`s, r + Σ c·log(n) with rational r, c and whole n > 1. Over pairwise
coprime n the sum is zero iff r and every c are, so there is no tolerance.
`gantheory.proofs.exact` does this again by other means and shares no code with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp
from mpmath import iv  # type: ignore[import-untyped]

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula
from gantheory.proofs.terms import (
    Expr,
    Field,
    Int,
    Notation,
    densities_of,
    fields_of,
    has_integral,
    unfold,
    xlogy,
)

Point = Mapping[Expr, Any]  # symbol -> Fraction, or a tuple of them for a field on an alphabet


def in_floats(point: Point) -> dict[Expr, Any]:
    """A point with its rationals as floats."""
    return {s: tuple(map(float, v)) if isinstance(v, tuple) else float(v) for s, v in point.items()}


class Undefined(Exception):
    """A term has no value at the point."""


class Inexact(Undefined):
    """A term may have a value at the point, but not one of the form r + Σ c·log(n)."""


def coprime(numbers: Iterable[int]) -> list[int]:
    """Pairwise coprime numbers > 1 of which each given number is a product of powers."""
    pending, basis = [n for n in numbers if n > 1], list[int]()
    while pending:
        n = pending.pop()
        for index, b in enumerate(basis):
            common = math.gcd(n, b)
            if common > 1:
                basis.pop(index)
                pending += [m for m in (n // common, b // common, common) if m > 1]
                break
        else:
            basis.append(n)
    return sorted(set(basis))


def exponent(n: int, base: int) -> int:
    """How often `base` divides `n`."""
    count = 0
    while n % base == 0:
        n, count = n // base, count + 1
    return count


class LogSum:
    """r + Σ c·log(n) with rational r, c and whole n > 1; or an infinity."""

    __slots__ = ("infinite", "logs", "rational")

    def __init__(
        self, rational: Fraction, logs: Mapping[int, Fraction] | None = None, infinite: int = 0
    ) -> None:
        self.rational = rational
        self.logs = {n: c for n, c in (logs or {}).items() if c}
        self.infinite = infinite

    def __add__(self, other: LogSum) -> LogSum:
        if self.infinite or other.infinite:
            if self.infinite * other.infinite < 0:
                raise Undefined("∞ − ∞")
            return LogSum(Fraction(0), None, self.infinite or other.infinite)
        logs = dict(self.logs)
        for n, c in other.logs.items():
            logs[n] = logs.get(n, Fraction(0)) + c
        return LogSum(self.rational + other.rational, logs)

    def __neg__(self) -> LogSum:
        logs = {n: -c for n, c in self.logs.items()}
        return LogSum(-self.rational, logs, -self.infinite)

    def __mul__(self, other: LogSum) -> LogSum:
        if self.infinite or other.infinite:
            sign = self.sign() * other.sign()
            if sign == 0:
                raise Undefined("0 · ∞")
            return LogSum(Fraction(0), None, sign)
        if self.logs and other.logs:
            if not (self._is_rational() or other._is_rational()):
                raise Inexact("a product of logarithms has no exact form here")
            self, other = (self, other) if self._is_rational() else (other, self)
            return LogSum(self.rational) * other
        plain, other = (other, self) if self.logs else (self, other)
        k = plain.rational
        return LogSum(k * other.rational, {n: k * c for n, c in other.logs.items()})

    def sign(self) -> int:
        """−1, 0 or 1, by exact zero test and then intervals of growing precision."""
        if self.infinite or not self.logs:
            r = self.rational
            return self.infinite or (r > 0) - (r < 0)
        digits = 30
        while True:
            if digits == 60 and self._is_rational():
                r = self.rational
                return (r > 0) - (r < 0)
            iv.dps = digits
            ball = iv.mpf(self.rational.numerator) / self.rational.denominator
            for n, c in self.logs.items():
                ball += iv.log(n) * c.numerator / c.denominator
            if ball.a > 0 or ball.b < 0:
                return 1 if ball.a > 0 else -1
            digits *= 2

    def _is_rational(self) -> bool:
        return all(
            sum(c * exponent(n, base) for n, c in self.logs.items()) == 0
            for base in coprime(self.logs)
        )

    def as_rational(self) -> Fraction:
        """The number as a rational; `Inexact` if it is irrational, `Undefined` if infinite."""
        if self.infinite:
            raise Undefined("an infinity where a number is needed")
        if self.logs and not self._is_rational():
            raise Inexact("an irrational number where only rationals have an exact form")
        return self.rational

    def __float__(self) -> float:
        if self.infinite:
            return self.infinite * math.inf
        return float(self.rational) + sum(float(c) * math.log(n) for n, c in self.logs.items())


class Exact:
    """Exact numbers as an algebra for `value_of`."""

    @staticmethod
    def number(value: Fraction) -> LogSum:
        """A rational as a number of this algebra."""
        return LogSum(value)

    @staticmethod
    def log(value: LogSum) -> LogSum:
        """The logarithm of a positive number."""
        if value.infinite or value.sign() <= 0:
            raise Undefined("the logarithm of a number that is not positive")
        rational = value.as_rational()
        over, under = rational.numerator, rational.denominator
        logs = {n: Fraction(c) for n, c in ((over, 1), (under, -1)) if n > 1}
        return LogSum(Fraction(0), logs)

    @staticmethod
    def inverse(value: LogSum) -> LogSum:
        """One over a number that is not zero."""
        if value.infinite or value.sign() == 0:
            raise Undefined("division by zero")
        return LogSum(1 / value.as_rational())

    @staticmethod
    def sign(value: LogSum) -> int:
        """−1, 0 or 1."""
        return value.sign()

    minus_infinity = LogSum(Fraction(0), None, -1)


class Floating:
    """Floats as an algebra for `value_of`: fast, for searching only."""

    @staticmethod
    def number(value: Fraction | float) -> float:
        """A rational as a number of this algebra."""
        return float(value)  # points come as floats already, see `in_floats`

    @staticmethod
    def log(value: float) -> float:
        """The logarithm of a positive number."""
        if value <= 0:
            raise Undefined("the logarithm of a number that is not positive")
        return math.log(value)

    @staticmethod
    def inverse(value: float) -> float:
        """One over a number that is not zero."""
        if abs(value) < 1e-12:
            raise Undefined("division by zero")
        return 1 / value

    @staticmethod
    def sign(value: float) -> int:
        """−1, 0 or 1."""
        if math.isnan(value):
            raise Undefined("∞ − ∞")
        return 0 if abs(value) < 1e-11 else (1 if value > 0 else -1)

    minus_infinity = -math.inf


Algebra = Any  # Exact or Floating; their numbers have +, unary − and * in common
Compiled = Callable[[Point, int, tuple[int | None, ...]], Any]


def compile_term(term: Expr, numbers: Algebra) -> Compiled:
    """Turn a term into a function of (point, letter, weights).

    Args:
        term: any term of the package; notations are unfolded, derivatives carried out.
        numbers: `Exact` or `Floating`.

    Returns:
        The function; it raises `Undefined` where the term has no value.
    """
    if term.has(sp.Derivative):
        term = unfold(term).doit()
    return _compile(term, numbers)


def _compile(term: Expr, numbers: Algebra) -> Compiled:
    if isinstance(term, Notation):
        return _compile(term.definition(), numbers)
    if isinstance(term, Field):
        return lambda at, letter, weights: numbers.number(at[term][letter])
    if isinstance(term, sp.Symbol):
        return lambda at, letter, weights: numbers.number(at[term])
    if term.is_Rational:
        constant = numbers.number(Fraction(int(term.p), int(term.q)))
        return lambda at, letter, weights: constant
    if isinstance(term, Int):
        return _integral(term.args[0], numbers)
    if isinstance(term, xlogy):
        return _xlogy(_compile(term.args[0], numbers), _compile(term.args[1], numbers), numbers)
    parts = [_compile(arg, numbers) for arg in term.args]
    if isinstance(term, sp.Add | sp.Mul):
        first, *rest = parts
        adds = isinstance(term, sp.Add)

        def fold(at: Point, letter: int, weights: tuple[int | None, ...]) -> Any:
            total = first(at, letter, weights)
            for part in rest:
                value = part(at, letter, weights)
                total = total + value if adds else total * value
            return total

        return fold
    if isinstance(term, sp.Pow) and term.exp.is_Integer:
        base, exponent = parts[0], int(term.exp)

        def power(at: Point, letter: int, weights: tuple[int | None, ...]) -> Any:
            value = base(at, letter, weights)
            value = value if exponent > 0 else numbers.inverse(value)
            product = value
            for _ in range(abs(exponent) - 1):
                product = product * value
            return product

        return power
    if isinstance(term, sp.log):
        return lambda at, letter, weights: numbers.log(parts[0](at, letter, weights))
    if isinstance(term, sp.Abs | sp.Max | sp.Min):
        if isinstance(term, sp.Abs):
            inner = parts[0]
            parts = [inner, lambda at, letter, weights: -inner(at, letter, weights)]
        wanted = -1 if isinstance(term, sp.Min) else 1

        def extreme(at: Point, letter: int, weights: tuple[int | None, ...]) -> Any:
            best, *others = [part(at, letter, weights) for part in parts]
            for other in others:
                if numbers.sign(other + -best) == wanted:
                    best = other
            return best

        return extreme
    raise Inexact(f"no way to evaluate {term}")


def _xlogy(c: Compiled, t: Compiled, numbers: Algebra) -> Compiled:
    zero = numbers.number(Fraction(0))

    def value(at: Point, letter: int, weights: tuple[int | None, ...]) -> Any:
        coefficient = c(at, letter, weights)
        if numbers.sign(coefficient) == 0:
            return zero
        argument = t(at, letter, weights)
        if numbers.sign(argument) == 0 and numbers.sign(coefficient) > 0:
            return numbers.minus_infinity
        return coefficient * numbers.log(argument)

    return value


def _integral(integrand: Expr, numbers: Algebra) -> Compiled:
    supports = densities_of(integrand)
    inner = _compile(integrand, numbers)

    def value(at: Point, letter: int, weights: tuple[int | None, ...]) -> Any:
        total = numbers.number(Fraction(0))
        for index, weight in enumerate(weights):
            if supports and all(at[p][index] == 0 for p in supports):
                continue
            summand = inner(at, index, weights)
            if weight is None:
                sign = numbers.sign(summand)
                if sign:
                    infinity = numbers.minus_infinity
                    total = total + (infinity if sign < 0 else -infinity)
            else:
                total = total + (
                    summand if weight == 1 else summand * numbers.number(Fraction(weight))
                )
        return total

    return value


def compile_formula(formula: Formula, numbers: Algebra) -> Callable[..., bool]:
    """Turn a formula into a function of (point, weights); at numbers or at all letters.

    A formula with fields outside any integral must hold at every letter. One that mixes them with
    integrals, other than by "and", has no such reading and raises `Inexact`.
    """
    if f.is_functional(formula) and _has_pointwise_part(formula):
        if not isinstance(formula, f.And):
            raise Inexact(f"{formula} mixes one x with whole functions")
        parts = [compile_formula(part, numbers) for part in formula.parts]
        return lambda at, weights=(): all(part(at, weights) for part in parts)
    test = _test(formula, numbers)
    pointwise = not f.is_functional(formula) and any(
        isinstance(s, Field) for s in f.free_symbols(formula)
    )

    def whole(at: Point, weights: tuple[int | None, ...] = ()) -> bool:
        letters = range(len(weights)) if pointwise else (0,)
        return all(test(at, letter, weights) for letter in letters)

    return whole


def _has_pointwise_part(formula: Formula) -> bool:
    """Whether fields occur outside integrals and outside "almost everywhere"."""
    match formula:
        case f.AlmostEverywhere() | f.Integrable():
            return False
        case f.Relation(_, lhs, rhs):
            inside = {n: sp.Integer(0) for t in (lhs, rhs) for n in t.atoms(Int, Notation)}
            inside = {n: zero for n, zero in inside.items() if has_integral(n)}
            return any(fields_of(side.xreplace(inside)) for side in (lhs, rhs))
    return any(map(_has_pointwise_part, f.children(formula)))


def _test(formula: Formula, numbers: Algebra) -> Callable[[Point, int, Any], bool]:
    match formula:
        case f.Relation(op, lhs, rhs):
            left, right = compile_term(lhs, numbers), compile_term(rhs, numbers)
            whole = f.is_functional(formula)
            return lambda at, x, w: _compare(op, left(at, x, w), right(at, x, w), numbers, whole)
        case f.Integrable(term):
            size = _integral(sp.Abs(unfold(term), evaluate=False), numbers)
            return lambda at, x, w: float(size(at, x, w)) < math.inf
        case f.AlmostEverywhere(body, where):
            inner, region = _test(body, numbers), _test(where, numbers)
            return lambda at, x, w: all(inner(at, i, w) for i in range(len(w)) if region(at, i, w))
        case f.Exists() | f.Everywhere() | f.Iterates():
            raise Inexact("a quantifier has no value at a point")
    tests = [_test(child, numbers) for child in f.children(formula)]
    match formula:
        case f.Not():
            return lambda at, x, w: not tests[0](at, x, w)
        case f.And():
            return lambda at, x, w: all(test(at, x, w) for test in tests)
        case f.Or():
            return lambda at, x, w: any(test(at, x, w) for test in tests)
        case f.Implies():
            return lambda at, x, w: not tests[0](at, x, w) or tests[1](at, x, w)
        case f.Iff():
            return lambda at, x, w: tests[0](at, x, w) == tests[1](at, x, w)
    raise TypeError(f"not a formula: {formula!r}")


def _compare(op: str, left: Any, right: Any, numbers: Algebra, infinities: bool) -> bool:
    if left != left or right != right:
        raise Undefined("∞ − ∞")
    infinite = abs(float(left)) == math.inf, abs(float(right)) == math.inf
    if any(infinite) and not infinities:
        raise Undefined("an infinity between numbers")
    if any(infinite):
        a, b = (float(v) if i else 0.0 for v, i in zip((left, right), infinite, strict=True))
        sign = (a > b) - (a < b)
    else:
        sign = numbers.sign(left + -right)
    return {
        "==": sign == 0,
        "!=": sign != 0,
        "<=": sign <= 0,
        "<": sign < 0,
        ">=": sign >= 0,
        ">": sign > 0,
    }[op]
