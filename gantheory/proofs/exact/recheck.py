"""Check a refuting witness again: all hypotheses true, the conclusion false, exactly.

This walks the goal as the reader sees it, with its notations folded: C, V, KL, JSD and TV are
computed by `exact.finite` from their textbook sums, not by unfolding the kernel's definitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs import terms as t
from gantheory.proofs.exact import finite
from gantheory.proofs.exact.finite import INFINITY, Extended
from gantheory.proofs.exact.law import failing
from gantheory.proofs.exact.logq import Irrational, LogQ, NotLogRational
from gantheory.proofs.exact.maps import derivative_at, throughout
from gantheory.proofs.formulas import Formula, Goal, Law
from gantheory.proofs.verdict import Witness


def recheck(goal: Goal, witness: Witness) -> bool:
    """Whether `witness` refutes `goal`.

    Returns:
        True iff every hypothesis holds at the witness and the conclusion has a value and is
        false there.
    """
    try:
        if isinstance(goal.conclusion, Law):
            return failing(goal.conclusion, dict(witness.values)) is not None
        goal = _of_one_run(goal, witness)
        model = Model.of(goal, witness)
        return all(model.holds(h) for h in goal.hypotheses) and not model.holds(goal.conclusion)
    except (NotLogRational, KeyError):
        return False


def has_no_value(goal: Goal, witness: Witness) -> bool:
    """Whether `witness` shows that `goal` is ill-formed.

    A witness without weights is one running point: masses and other hypotheses on whole functions
    say nothing about it.

    Returns:
        True iff no hypothesis is false at the witness, and the conclusion, or a hypothesis, has
        no value there.
    """
    try:
        goal = _of_one_run(goal, witness)
        model = Model.of(goal, witness)
    except KeyError:
        return False
    hypotheses = [h for h in goal.hypotheses if witness.weights or not f.is_functional(h)]
    missing = False
    for formula in (*hypotheses, goal.conclusion):
        try:
            if not model.holds(formula) and formula is not goal.conclusion:
                return False
        except Irrational:
            continue
        except NotLogRational:
            missing = True
        except KeyError:
            continue
    return missing


def _of_one_run(goal: Goal, witness: Witness) -> Goal:
    """A goal about all runs of a method, for the number of steps that a witness tells."""
    if not isinstance(goal.conclusion, f.Iterates):
        return goal
    steps = dict(witness.values)[goal.conclusion.index.name]
    if not isinstance(steps, Fraction) or steps.denominator != 1 or steps < 0:
        raise KeyError("the number of steps")
    return f.unrolled(goal, int(steps))


@dataclass(frozen=True)
class Model:
    """Values for symbols, on an alphabet with weights; of a map the coefficients, lowest first."""

    values: dict[Any, Fraction | tuple[Fraction, ...]]
    weights: tuple[int | None, ...]

    @classmethod
    def of(cls, goal: Goal, witness: Witness) -> Model:
        """The witness as values for the symbols of `goal`."""
        given: dict[str, Any] = dict(witness.values)
        symbols = set().union(*map(f.free_symbols, (*goal.hypotheses, goal.conclusion)))
        values: dict[Any, Fraction | tuple[Fraction, ...]] = {}
        for symbol in symbols:
            if symbol.name not in given:
                continue
            value = given[symbol.name]
            if isinstance(symbol, t.Field) and not isinstance(value, tuple):
                value = (value,)  # a statement about one running point
            values[symbol] = value
        return cls(values, witness.weights or (1,))

    @property
    def maps(self) -> dict[Any, tuple[Fraction, ...]]:
        """The polynomials that stand for maps."""
        return {
            s: v for s, v in self.values.items() if isinstance(s, t.Map) and isinstance(v, tuple)
        }

    @property
    def letters(self) -> range:
        """The alphabet."""
        return range(len(self.weights))

    def holds(self, formula: Formula) -> bool:
        """The truth of a formula; a pointwise one about fields must hold at every letter."""
        if f.is_functional(formula):
            return self._holds_at(formula, 0)
        return all(self._holds_at(formula, x) for x in self.letters)

    def _holds_at(self, formula: Formula, x: int) -> bool:
        match formula:
            case f.Relation(op, lhs, rhs):
                sides = self.number(lhs, x), self.number(rhs, x)
                if not f.is_functional(formula) and INFINITY in map(_size, sides):
                    raise NotLogRational("an infinity between numbers")
                return _compare(op, *sides)
            case f.AlmostEverywhere(body, where):
                return all(
                    self._holds_at(body, i) for i in self.letters if self._holds_at(where, i)
                )
            case f.Integrable(term):
                sizes = [_size(self.number(term, i)) for i in self._support(term)]
                weights = [self.weights[i] for i in self._support(term)]
                return isinstance(finite.total(sizes, weights), LogQ)
            case f.Everywhere(variable, low, high, body):
                ends = (_rational(self.number(low, x)), _rational(self.number(high, x)))
                return throughout(body, variable, ends, self.maps, self._numbers(x))
            case f.Not(body):
                return not self._holds_at(body, x)
            case f.And(parts):
                return all(self._holds_at(part, x) for part in parts)
            case f.Or(parts):
                return any(self._holds_at(part, x) for part in parts)
            case f.Implies(a, b):
                return not self._holds_at(a, x) or self._holds_at(b, x)
            case f.Iff(a, b):
                return self._holds_at(a, x) == self._holds_at(b, x)
        raise Irrational(f"no truth value at a point: {formula}")

    def _support(self, integrand: Any) -> list[int]:
        """Letters at which some density of the integrand is not zero."""
        densities = [s for s in integrand.free_symbols if isinstance(s, t.Density)]
        return [
            i for i in self.letters if not densities or any(self._at(s, i) != 0 for s in densities)
        ]

    def _numbers(self, x: int) -> dict[Any, Fraction]:
        return {s: self._at(s, x) for s in self.values if not isinstance(s, t.Map)}

    def _at(self, symbol: Any, x: int) -> Fraction:
        value = self.values[symbol]
        return value[x] if isinstance(value, tuple) else value

    def number(self, term: Any, x: int) -> Extended:
        """The value of a term at letter `x`."""
        if isinstance(term, sp.Symbol):
            return LogQ(self._at(term, x))
        if term.is_Rational:
            return LogQ(Fraction(int(term.p), int(term.q)))
        if isinstance(term, t.Notation):
            return self._notation(term, x)
        if isinstance(term, t.At):
            function, order, argument = term.args
            at = _rational(self.number(argument, x))
            return LogQ(derivative_at(self.maps[function], int(order), at))
        if isinstance(term, t.Int):
            (integrand,) = term.args
            support = self._support(integrand)
            summands = [self.number(integrand, i) for i in support]
            return finite.total(summands, [self.weights[i] for i in support])
        if isinstance(term, t.xlogy):
            coefficient = _rational(self.number(term.args[0], x))
            if coefficient == 0:
                return LogQ()
            return finite.weighted_log(coefficient, _rational(self.number(term.args[1], x)))
        if isinstance(term, sp.Derivative):
            self.number(term.expr, x)  # what is differentiated must have a value there
            # sympy knows no derivatives of notations, and would leave the term as it is
            slope = sp.diff(t.unfold(term.expr), *term.variables)
            if slope.has(sp.Derivative, sp.Subs):
                raise Irrational(f"no way to differentiate {term.expr}")
            return self.number(slope, x)
        parts = [self.number(arg, x) for arg in term.args]
        if isinstance(term, sp.Add):
            result: Extended = LogQ()
            for part in parts:
                result = finite.add(result, part)
            return result
        if isinstance(term, sp.Mul):
            return _product(parts)
        if isinstance(term, sp.Pow) and term.exp.is_Integer:
            base, exponent = parts[0], int(term.exp)
            if exponent < 0 and isinstance(base, LogQ) and base.sign() == 0:
                raise NotLogRational("division by zero")
            return LogQ(_rational(base) ** exponent)
        if isinstance(term, sp.log):
            if isinstance(parts[0], LogQ) and parts[0].sign() <= 0:
                raise NotLogRational("the logarithm of a number that is not positive")
            return LogQ.log(_rational(parts[0]))
        if isinstance(term, sp.Abs):
            return _size(parts[0])
        if isinstance(term, sp.Max | sp.Min):
            largest = isinstance(term, sp.Max)
            best = parts[0]
            for part in parts[1:]:
                if _compare(">" if largest else "<", part, best):
                    best = part
            return best
        raise Irrational(f"no exact value for {term}")

    def _function(self, term: Any) -> list[Fraction]:
        """The values of a term on all letters; 0 where it has none and no density is there."""
        values = []
        for i in self.letters:
            try:
                values.append(_rational(self.number(term, i)))
            except NotLogRational:
                if self._support(term) and i in self._support(term):
                    raise
                values.append(Fraction(0))
        return values

    def _notation(self, term: Any, x: int) -> Extended:
        match term:
            case t.OptimalDiscriminator():
                p, g = (_rational(self.number(arg, x)) for arg in term.args)
                if p + g == 0:
                    raise NotLogRational("D* where p = g = 0")
                return LogQ(p / (p + g))
            case t.BernoulliKL():
                s, y = (_rational(self.number(arg, x)) for arg in term.args)
                return finite.bernoulli_kl(s, y)
            case t.Increase():
                ends = (_rational(self.number(arg, x)) for arg in term.args[:2])
                low, high = (derivative_at(self.maps[term.args[2]], 0, end) for end in ends)
                return LogQ(high - low)
        values = [self._function(arg) for arg in term.args]
        match term:
            case t.Value():
                return finite.value(values[0], values[1], values[2], self.weights)
            case t.Criterion():
                return finite.criterion(values[0], values[1], self.weights)
            case t.KL():
                return finite.kl(values[0], values[1], self.weights)
            case t.JSD():
                return finite.jsd(values[0], values[1], self.weights)
            case t.TV():
                return finite.tv(values[0], values[1], self.weights)
        # a notation of a later group: its definition, until a textbook sum is written for it
        return self.number(term.definition(), x)


def _rational(number: Extended) -> Fraction:
    if not isinstance(number, LogQ):
        raise NotLogRational("an infinity where a rational number is needed")
    return number.rational_value()


def _size(number: Extended) -> Extended:
    if isinstance(number, LogQ):
        return -number if number.sign() < 0 else number
    return INFINITY


def _product(parts: list[Extended]) -> Extended:
    factor = LogQ(1)
    infinite: list[float] = []
    for part in parts:
        if isinstance(part, LogQ):
            factor = factor * part
        else:
            infinite.append(part)
    if not infinite:
        return factor
    sign = factor.sign()
    for part in infinite:
        sign *= 1 if part > 0 else -1
    if sign == 0:
        raise NotLogRational("0 · ∞")
    return sign * INFINITY


def _compare(op: str, a: Extended, b: Extended) -> bool:
    if isinstance(a, LogQ) and isinstance(b, LogQ):
        sign = (a - b).sign()
    else:
        x, y = (0.0 if isinstance(v, LogQ) else v for v in (a, b))
        sign = (x > y) - (x < y)
    match op:
        case "==":
            return sign == 0
        case "!=":
            return sign != 0
        case "<=":
            return sign <= 0
        case "<":
            return sign < 0
        case ">=":
            return sign >= 0
        case _:
            return sign > 0
