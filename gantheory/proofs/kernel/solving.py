"""Counterexamples where hypotheses are equations with logarithms, such as a mirror step.

A candidate gives the other symbols small rational values; each equation is then solved for a symbol
of which the logarithm stands on its left.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeGuard

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import loglin, rcf, witness
from gantheory.proofs.kernel.evaluate import Exact, Undefined, compile_term
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.terms import Expr, Field
from gantheory.proofs.verdict import Witness

#: how many candidates the search completes by solving an equation
PATIENCE = 1500


def is_equation(hypothesis: Formula) -> TypeGuard[f.Relation]:
    """Whether a hypothesis is an equation between numbers that rational arithmetic cannot read."""
    match hypothesis:
        case f.Relation("==", lhs, rhs) if not f.is_functional(hypothesis):
            return not all(
                loglin.is_rational_function(rcf.differentiate(side)) for side in (lhs, rhs)
            )
    return False


def search(goal: Goal) -> Witness | None:
    """A point with all hypotheses and the conclusion false; equations are solved for a symbol."""
    known = [h for h in goal.hypotheses if is_equation(h)]
    wanted = (*goal.hypotheses, f.Not(goal.conclusion))
    if any(map(f.is_functional, wanted)) or not known:
        return None
    symbols = sorted(set().union(*map(f.free_symbols, wanted)), key=lambda s: s.name)
    solved: dict[Expr, Expr] = {}
    for equation in known:
        symbol = next(
            (s for s in symbols if s not in solved and sp.log(s) in equation.lhs.atoms(sp.log)),
            None,
        )
        if symbol is None:
            return None
        solved[symbol] = rcf.differentiate(equation.lhs - equation.rhs)
    others = [s for s in symbols if s not in solved]
    plain = [h for h in goal.hypotheses if set(others) >= f.free_symbols(h)]
    for point in itertools.islice(witness.candidates(goal.hypotheses, others), PATIENCE):
        if not witness.holds(plain, point, compiled=witness.float_test):
            continue
        whole: dict[Expr, Any] | None = dict(point)
        for symbol, difference in solved.items():
            value = None if whole is None else _solve(difference, symbol, whole)
            whole = None if whole is None or value is None else {**whole, symbol: value}
        if whole is not None and witness.holds(wanted, whole):
            return witness.of_point(whole)
    return None


def _solve(difference: Expr, symbol: Expr, point: Mapping[Expr, Any]) -> Fraction | None:
    """The value of `symbol` > 0 that makes a log-linear term vanish, if it comes out rational."""
    try:
        form = loglin.log_form(difference)
        exponents = [(t, _value(c, point)) for t, c in form.logs]
        own = sum(c for t, c in exponents if t == symbol)
        if _value(form.rational, point) != 0 or own not in (1, -1):
            return None
        result = Fraction(1)
        for t, c in exponents:
            if t != symbol:
                base = _value(t, point)
                if base <= 0 or c.denominator != 1 or abs(c) > 20:
                    return None
                result *= base ** int(-c / own)
    except (OutsideClass, Undefined, KeyError):
        return None
    return result


def _value(term: Expr, point: Mapping[Expr, Any]) -> Fraction:
    if not term.free_symbols <= point.keys():
        raise KeyError(term)
    at = {s: (v,) if isinstance(s, Field) else v for s, v in point.items()}
    number = compile_term(term, Exact)(at, 0, (1,))
    if number.logs or number.infinite:
        raise Undefined(f"{term} is not rational there")
    return Fraction(number.rational)
