"""The search for counterexamples to goals of any form: small numbers, small alphabets.

It can only answer `refuted` (with a witness at which all hypotheses hold and the conclusion
fails, evaluated exactly) or `ill_formed` (a point at which a side has no value), never `proved`.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import polynomials, solving, witness
from gantheory.proofs.kernel.evaluate import Inexact, Undefined, in_floats
from gantheory.proofs.terms import Expr, Field, Int
from gantheory.proofs.verdict import Kind, Verdict, ill_formed, refuted, unknown

PER_ALPHABET = 800
QUICK = 40
#: how many more candidates to look at for a refutation once a side is known to have no value
PATIENCE = 100
#: how many steps of a method to try
MOST_STEPS = 2
#: what normalisation alone allows, where nothing says that a density is non-negative
_SIGNED = tuple((Fraction(a), 1 - Fraction(a)) for a in ("2", "-1", "3/2", "-1/2"))
_FRACTIONS = tuple(
    Fraction(v) for v in ["1/2", "0", "1", "-1", "1/3", "2/3", "1/4", "3/4", "1/10", "9/10", "2"]
)


@lru_cache(maxsize=10_000)
def refute(goal: Goal, quick: bool = False) -> Verdict:
    """Look for an exact counterexample to `goal`.

    Args:
        goal: any goal.
        quick: look at few candidates only; done before a proof about integrals is tried, which
            takes longer.
    """
    if _has(goal.conclusion, f.Exists):
        return unknown("no search for counterexamples to an existence statement")
    if isinstance(goal.conclusion, f.Iterates):
        return _unrolled(goal, quick)
    if any(_has(h, f.Iterates) for h in (*goal.hypotheses, goal.conclusion)):
        return unknown("no search among sequences, but for what holds after every step")
    if polynomials.mentions_maps(goal):
        return polynomials.search(goal)
    functional = any(map(f.is_functional, (goal.conclusion, *goal.hypotheses)))
    if functional:
        return _on_alphabets(goal, QUICK if quick else PER_ALPHABET)
    symbols = sorted(
        set().union(*map(f.free_symbols, (*goal.hypotheses, goal.conclusion))),
        key=lambda s: s.name,
    )
    found = witness.search((*goal.hypotheses, f.Not(goal.conclusion)), symbols)
    if found is None:
        found = solving.search(goal)
    if found is not None:
        return refuted(witness.explain(goal, found))
    for point in itertools.islice(witness.candidates(goal.hypotheses, symbols), 500):
        if witness.holds(goal.hypotheses, point) and _undefined(goal.conclusion, point, ()):
            return ill_formed("a side has no value", witness.of_point(point))
    return unknown("no counterexample among small rational numbers")


def _has(formula: Formula, kind: type[Formula]) -> bool:
    return isinstance(formula, kind) or any(_has(part, kind) for part in f.children(formula))


def _unrolled(goal: Goal, quick: bool) -> Verdict:
    """A short run of a method after which what is said fails, or has no value."""
    run = goal.conclusion
    assert isinstance(run, f.Iterates)
    valueless: Verdict | None = None
    for steps in range(MOST_STEPS + 1):
        verdict = refute(f.unrolled(goal, steps), quick)
        if verdict.witness is None:
            continue
        values = ((run.index.name, Fraction(steps)), *verdict.witness.values)
        verdict = replace(verdict, witness=replace(verdict.witness, values=values))
        if verdict.kind is Kind.REFUTED:
            return verdict
        if valueless is None:
            valueless = verdict
    if valueless is not None:
        return valueless
    return unknown("no counterexample among short runs on small alphabets")


def _undefined(formula: Formula, point: dict[Expr, Any], weights: tuple[int | None, ...]) -> bool:
    if not weights:
        point = {s: (v,) if isinstance(s, Field) else v for s, v in point.items()}
    try:
        witness.exact_test(formula)(point, weights or (1,))
    except Inexact:
        return False  # it may have a value, only not one that these numbers can hold
    except Undefined:
        return True
    return False


def _on_alphabets(goal: Goal, effort: int) -> Verdict:
    feasible: list[tuple[dict[Expr, Any], tuple[int | None, ...]]] = []
    # what the choice of candidates ensures already is tested again for the witness only
    tested = [h for h in goal.hypotheses if not _ensured(h)]
    valueless: Verdict | None = None
    patience = PATIENCE
    for point, weights in _alphabets(goal, effort):
        if not witness.holds(tested, point, weights, witness.float_test):
            continue
        try:
            fails = not witness.float_test(goal.conclusion)(in_floats(point), weights)
        except Undefined:
            if (
                valueless is None
                and witness.holds(goal.hypotheses, point, weights)
                and _undefined(goal.conclusion, point, weights)
            ):
                found = witness.of_point(point, weights)
                valueless = ill_formed("a side has no value", found)
            continue
        if fails and _refutes(goal, point, weights):
            return refuted(witness.explain(goal, witness.of_point(point, weights)))
        if len(feasible) < 30:
            feasible.append((point, weights))
        patience -= valueless is not None
        if patience < 0:
            break
    # a relation that fails by less than floats can see shows in exact numbers only
    for point, weights in feasible:
        if _refutes(goal, point, weights):
            return refuted(witness.explain(goal, witness.of_point(point, weights)))
    if valueless is not None:
        return valueless
    return unknown("no counterexample on alphabets of up to three letters")


def _refutes(goal: Goal, point: dict[Expr, Any], weights: tuple[int | None, ...]) -> bool:
    """Whether all hypotheses hold, exactly, and the conclusion has a value and fails.

    One about functions of x fails if it does at one letter.
    """
    try:
        fails = not witness.exact_test(goal.conclusion)(point, weights)
    except Undefined:
        return False
    return fails and witness.holds(goal.hypotheses, point, weights)


def _ensured(hypothesis: Formula) -> bool:
    symbols = f.free_symbols(hypothesis)
    if len(symbols) != 1:
        return False
    return not f.is_functional(hypothesis) or _normalises(hypothesis, *symbols)


def _alphabets(goal: Goal, effort: int) -> Iterator[tuple[dict[Expr, Any], tuple[int | None, ...]]]:
    """Points on alphabets of 1, 2, 3 letters, small numbers first; then infinitely many copies."""
    formulas = (*goal.hypotheses, goal.conclusion)
    symbols = sorted(set().union(*map(f.free_symbols, formulas)), key=lambda s: s.name)
    normalised = {s for s in symbols if any(_normalises(h, s) for h in goal.hypotheses)}
    pinned = witness.pinned(goal.hypotheses)
    pinned = _without_circles({s: t for s, t in pinned.items() if t.free_symbols and s in symbols})
    symbols = [s for s in symbols if s not in pinned]
    dice = random.Random(0)
    for letters in (1, 2, 3):
        weights: tuple[int | None, ...] = (1,) * letters
        choices = [_choices(s, letters, goal.hypotheses, s in normalised) for s in symbols]
        for point in _combinations(symbols, choices, dice, effort):
            if not pinned or _follow(pinned, point, weights):
                yield point, weights
    if not normalised:
        choices = [_choices(s, 1, goal.hypotheses, False) for s in symbols]
        for point in _combinations(symbols, choices, dice, effort):
            if not pinned or _follow(pinned, point, (None,)):
                yield point, (None,)


def _without_circles(pinned: dict[Expr, Expr]) -> dict[Expr, Expr]:
    """The symbols that can be computed one after the other, from those that are not pinned."""
    ordered: dict[Expr, Expr] = {}
    while True:
        pending = {s: term for s, term in pinned.items() if s not in ordered}
        ready = {s: t for s, t in pending.items() if not t.free_symbols & pending.keys()}
        if not ready:
            return ordered
        ordered |= ready


def _follow(
    pinned: Mapping[Expr, Expr], point: dict[Expr, Any], weights: tuple[int | None, ...]
) -> bool:
    """Add what equations determine to a point; False if something has no rational value."""
    for symbol, term in pinned.items():
        compiled = witness.exact_term(term)
        letters = range(len(weights)) if isinstance(symbol, Field) else (0,)
        try:
            values = tuple(compiled(point, i, weights).as_rational() for i in letters)
        except Undefined:
            return False
        point[symbol] = values if isinstance(symbol, Field) else values[0]
    return True


def _combinations(
    symbols: Sequence[Expr], choices: Sequence[Sequence[Any]], dice: random.Random, effort: int
) -> Iterator[dict[Expr, Any]]:
    total = 1
    for choice in choices:
        total *= len(choice)
    if total <= effort:
        for values in itertools.product(*choices):
            yield dict(zip(symbols, values, strict=True))
        return
    for _ in range(effort):
        # simple values come first in the lists and are taken more often
        yield {
            s: c[int(len(c) * dice.random() ** 2)] for s, c in zip(symbols, choices, strict=True)
        }


def _normalises(hypothesis: Formula, symbol: Expr) -> bool:
    match hypothesis:
        case f.Relation("==", lhs, rhs):
            return bool(lhs == Int(symbol) and rhs == 1)
    return False


def _choices(
    symbol: Expr, letters: int, hypotheses: Sequence[Formula], normalised: bool
) -> list[Any]:
    """Values to try for a symbol: those that the hypotheses about it alone allow."""
    own = [h for h in hypotheses if f.free_symbols(h) == {symbol} and not f.is_functional(h)]
    if not isinstance(symbol, Field):
        return [v for v in witness.SIMPLE if witness.holds(own, {symbol: v})]
    if normalised:
        signed = list(_SIGNED) if not own and letters == 2 else []
        return list(_simplex(letters)) + signed
    values = [v for v in _FRACTIONS if witness.holds(own, {symbol: v})]
    if letters == 3:
        values = values[:6]
    return list(itertools.product(values, repeat=letters))


@lru_cache(maxsize=8)
def _simplex(letters: int) -> tuple[tuple[Fraction, ...], ...]:
    """Distributions with small denominators, zeros included."""
    found = dict.fromkeys(
        tuple(Fraction(k, n) for k in counts)
        for n in (1, 2, 3, 4, 10)
        for counts in itertools.product(range(n + 1), repeat=letters)
        if sum(counts) == n and (n < 10 or letters < 3)
    )
    return tuple(sorted(found, key=lambda v: max(x.denominator for x in v)))
