"""Small rational points: finding one at which given formulas hold, and saying what fails there."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel.evaluate import (
    Exact,
    Floating,
    Undefined,
    compile_formula,
    compile_term,
    in_floats,
)
from gantheory.proofs.terms import Expr, Field
from gantheory.proofs.verdict import Witness

#: tried in this order, so that witnesses come out small
SIMPLE = tuple(
    Fraction(over, under)
    for over, under in (
        *((1, 1), (1, 2), (2, 1), (1, 3), (2, 3), (3, 1), (1, 4), (3, 4), (0, 1), (-1, 1)),
        *((4, 1), (1, 10), (9, 10), (10, 1), (-2, 1), (-1, 2), (1, 100), (99, 100), (100, 1)),
    )
)
ENOUGH = 4000


@lru_cache(maxsize=4096)
def exact_test(formula: Formula) -> Callable[..., bool]:
    """`formula` compiled for exact numbers, once."""
    return compile_formula(formula, Exact)


@lru_cache(maxsize=4096)
def float_test(formula: Formula) -> Callable[..., bool]:
    """`formula` compiled for floats, once."""
    return compile_formula(formula, Floating)


@lru_cache(maxsize=4096)
def exact_term(term: Expr) -> Callable[..., Any]:
    """`term` compiled for exact numbers, once."""
    return compile_term(term, Exact)


def holds(
    formulas: Iterable[Formula],
    point: Mapping[Expr, Any],
    weights: tuple[int | None, ...] = (),
    compiled: Callable[[Formula], Callable[..., bool]] = exact_test,
) -> bool:
    """Whether every formula has a value at the point and is true there."""
    try:
        if not weights:
            point = {s: (v,) if isinstance(s, Field) else v for s, v in point.items()}
        if compiled is float_test:
            point = in_floats(point)
        return all(compiled(formula)(point, weights or (1,)) for formula in formulas)
    except (Undefined, OverflowError):
        return False


def candidates(hypotheses: Sequence[Formula], symbols: Sequence[Expr]) -> Iterator[dict[Any, Any]]:
    """Small rational points at which the hypotheses that speak of one symbol alone hold."""
    choices = []
    for symbol in symbols:
        own = [h for h in hypotheses if f.free_symbols(h) == {symbol} and not f.is_functional(h)]
        choices.append([v for v in SIMPLE if holds(own, {symbol: v})])
    total = 1
    for choice in choices:
        total *= len(choice)
    if total <= ENOUGH:
        ordered = sorted(
            itertools.product(*(range(len(c)) for c in choices)), key=lambda ix: (sum(ix), ix)
        )
        for indices in ordered:
            yield {s: c[i] for s, c, i in zip(symbols, choices, indices, strict=True)}
        return
    if all(choices):  # the simplest point of all, which dice may never throw
        yield {s: c[0] for s, c in zip(symbols, choices, strict=True)}
    dice = random.Random(0)
    for _ in range(ENOUGH):
        yield {
            s: c[min(int(dice.expovariate(0.3)), len(c) - 1)]
            for s, c in zip(symbols, choices, strict=True)
        }


def search(formulas: Sequence[Formula], symbols: Sequence[Expr]) -> Witness | None:
    """A small rational point at which all formulas hold, exactly; None if none was met.

    Floats choose among the candidates and the exact value decides. Where floats see no
    difference (a relation that fails by 1e-30) the first points are tried exactly.
    """
    determined = pinned(formulas)
    free = [s for s in symbols if s not in determined]
    feasible = []
    *hypotheses, target = formulas
    for point in candidates(formulas, free):
        point.update(_follow(determined, point))
        if len(point) < len(symbols) or not holds(hypotheses, point, compiled=float_test):
            continue
        if holds([target], point, compiled=float_test) and holds(formulas, point):
            return of_point(point)
        feasible.append(point)
    for point in feasible[:20]:
        if holds(formulas, point):
            return of_point(point)
    return None


def pinned(formulas: Iterable[Formula]) -> dict[Expr, Expr]:
    """Symbols that an equation `symbol == term` determines."""
    found: dict[Expr, Expr] = {}
    for formula in formulas:
        match formula:
            case f.Relation("==", lhs, rhs) if not f.is_functional(formula):
                for symbol, term in ((lhs, rhs), (rhs, lhs)):
                    if symbol.is_Symbol and symbol not in found and symbol not in term.free_symbols:
                        found[symbol] = term
                        break
    return found


def _follow(determined: Mapping[Expr, Expr], point: Mapping[Expr, Any]) -> dict[Expr, Any]:
    """Values of the pinned symbols, as far as they come out rational."""
    values: dict[Expr, Any] = {}
    for _ in determined:
        for symbol, term in determined.items():
            known = {**point, **values}
            if symbol in values or not term.free_symbols <= known.keys():
                continue
            at = {s: (v,) if isinstance(s, Field) else v for s, v in known.items()}
            try:
                value = compile_term(term, Exact)(at, 0, (1,))
            except Undefined:
                continue
            if not value.logs and not value.infinite:
                values[symbol] = value.rational
    return values


def of_point(point: Mapping[Expr, Any], weights: tuple[int | None, ...] = ()) -> Witness:
    """Package a point."""
    values = tuple(sorted((symbol.name, value) for symbol, value in point.items()))
    return Witness(values, weights)


def explain(goal: Goal, found: Witness) -> Witness:
    """Add to a witness what the two sides of the failing relation are there."""
    match goal.conclusion:
        case f.Relation(_, lhs, rhs):
            symbols = f.free_symbols(goal.conclusion)
            names = {s.name: s for s in symbols}
            if len(names) < len(symbols):
                return found  # two symbols of one name: numbers would tell nothing
            at: dict[Any, Any] = {names[n]: v for n, v in found.values if n in names}
            if not found.weights:
                at = {s: (v,) if isinstance(s, Field) else v for s, v in at.items()}
            try:
                sides = [
                    float(compile_term(side, Exact)(at, 0, found.weights or (1,)))
                    for side in (lhs, rhs)
                ]
            except (Undefined, IndexError):
                return found
            close = abs(sides[0] - sides[1]) <= 1e-4 * max(map(abs, sides))
            left, right = (format(side, ".17g" if close else ".6g") for side in sides)
            return replace(found, says=f"left side {left}, right side {right}")
    return found
