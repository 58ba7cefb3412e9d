"""Exact log-rational numbers: r + Σ q·log n, with equality decided without a tolerance.

Zero test: write the n over a coprime basis (Bach, Driscoll and Shallit 1993: factor refinement,
no factoring into primes). Logarithms of pairwise coprime whole numbers > 1 are linearly
independent over Q, and together with a rational r ≠ 0 they still are (Lindemann: e^r is
transcendental, while Π n^q is algebraic). Sign: Arb balls at growing precision, which must
separate from zero after the zero test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import total_ordering
from math import gcd

import flint

Rational = int | Fraction


class NotLogRational(ArithmeticError):
    """The result of an operation is not a log-rational number."""


class Irrational(NotLogRational):
    """The result is a real number all the same, only not one of the form r + Σ q·log n."""


def refine(numbers: Iterable[int]) -> tuple[int, ...]:
    """A coprime basis: each number given is a product of powers of its members.

    Args:
        numbers: whole numbers ≥ 1.

    Returns:
        Pairwise coprime whole numbers > 1, in increasing order.
    """
    basis: set[int] = set()
    for number in numbers:
        _insert(number, basis)
    return tuple(sorted(basis))


def _insert(number: int, basis: set[int]) -> None:
    if number == 1:
        return
    for member in basis:
        shared = gcd(number, member)
        if shared != 1:
            basis.remove(member)
            for part in (shared, number // shared, member // shared):
                _insert(part, basis)
            return
    basis.add(number)


def _valuation(number: int, base: int) -> int:
    count = 0
    quotient, remainder = divmod(number, base)
    while remainder == 0:
        count += 1
        quotient, remainder = divmod(quotient, base)
    return count


@total_ordering
class LogQ:
    """A number r + Σ q·log n with rational r, q and whole n > 1.

    Closed under +, −, and multiplication and division by rationals; comparisons are exact.
    """

    __slots__ = ("logs", "rational")
    logs: dict[int, Fraction]
    rational: Fraction

    def __init__(self, rational: Rational = 0, logs: Mapping[int, Fraction] | None = None) -> None:
        self.rational = Fraction(rational)
        self.logs = {n: q for n, q in (logs or {}).items() if q and n != 1}

    @classmethod
    def log(cls, x: Rational) -> LogQ:
        """Log x for a positive rational x.

        Raises:
            NotLogRational: for x ≤ 0.
        """
        x = Fraction(x)
        if x <= 0:
            raise NotLogRational(f"log({x})")
        if x.numerator == x.denominator:
            return cls()
        parts = {x.numerator: Fraction(1), x.denominator: Fraction(-1)}
        return cls(0, parts)

    def __add__(self, other: LogQ | Rational) -> LogQ:
        other = _lift(other)
        logs = dict(self.logs)
        for n, q in other.logs.items():
            logs[n] = logs.get(n, Fraction(0)) + q
        return LogQ(self.rational + other.rational, logs)

    __radd__ = __add__

    def __neg__(self) -> LogQ:
        return self * -1

    def __sub__(self, other: LogQ | Rational) -> LogQ:
        return self + -_lift(other)

    def __rsub__(self, other: Rational) -> LogQ:
        return _lift(other) - self

    def __mul__(self, factor: LogQ | Rational) -> LogQ:
        if isinstance(factor, LogQ):
            if not factor.is_rational():
                if not self.is_rational():
                    raise Irrational("the product of two logarithms")
                return factor * self.rational_value()
            factor = factor.rational_value()
        return LogQ(self.rational * factor, {n: q * factor for n, q in self.logs.items()})

    __rmul__ = __mul__

    def __truediv__(self, divisor: LogQ | Rational) -> LogQ:
        divisor = _lift(divisor)
        if divisor.sign() == 0:
            raise NotLogRational("division by zero")
        return self * (1 / divisor.rational_value())

    def coefficients(self) -> dict[int, Fraction]:
        """The non-zero coefficients over a coprime basis: empty iff the number is rational."""
        collected = {
            base: sum((q * _valuation(n, base) for n, q in self.logs.items()), Fraction(0))
            for base in refine(self.logs)
        }
        return {base: q for base, q in collected.items() if q}

    def is_rational(self) -> bool:
        """Whether the logarithms cancel."""
        return not self.logs or not self.coefficients()

    def rational_value(self) -> Fraction:
        """The number as a rational.

        Raises:
            Irrational: if it is not.
        """
        if not self.is_rational():
            raise Irrational(f"{self} is irrational")
        return self.rational

    def sign(self) -> int:
        """−1, 0 or 1."""
        if self.is_rational():
            return (self.rational > 0) - (self.rational < 0)
        precision = 64
        while True:
            ball = self.ball(precision)
            if ball > 0 or ball < 0:
                return 1 if ball > 0 else -1
            precision *= 2

    def ball(self, precision: int) -> flint.arb:
        """An enclosure with `precision` bits of working precision."""
        with flint.ctx.workprec(precision):
            total = _arb(self.rational)
            for n, q in self.logs.items():
                total += _arb(q) * flint.arb(flint.fmpz(n)).log()
            return total

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LogQ | int | Fraction):
            return NotImplemented
        return (self - other).sign() == 0

    def __lt__(self, other: LogQ | Rational) -> bool:
        return (self - other).sign() < 0

    __hash__ = None  # type: ignore[assignment]  # equal numbers have many forms

    def __float__(self) -> float:
        return float(self.ball(96).mid())

    def __repr__(self) -> str:
        terms = [str(self.rational)] if self.rational or not self.logs else []
        terms += [f"{q}*log({n})" for n, q in sorted(self.logs.items())]
        return " + ".join(terms)


def _arb(x: Fraction) -> flint.arb:
    return flint.arb(flint.fmpq(x.numerator, x.denominator))


def _lift(x: LogQ | Rational) -> LogQ:
    return x if isinstance(x, LogQ) else LogQ(x)
