"""Evidence tier E: hold a statement to exact arithmetic on random finite instances.

A goal in the formula language is evaluated as `recheck` does it, at rational instances that
satisfy its hypotheses; a `Law` at instances that it draws itself. No answer of this module is
`proved`: that all instances agree is said as it is, with their number and the seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from gantheory.proofs import formulas as f
from gantheory.proofs import terms as t
from gantheory.proofs.exact import draw
from gantheory.proofs.exact.law import failing
from gantheory.proofs.exact.logq import LogQ, NotLogRational
from gantheory.proofs.exact.recheck import Model
from gantheory.proofs.formulas import Formula, Goal, Law
from gantheory.proofs.verdict import Verdict, Witness, checked, ill_formed, refuted, unknown

SEED = 0
LARGEST = 6
#: candidates per instance asked for, before the hypotheses are called too narrow
PATIENCE = 40


def sample(goal: Goal, draws: int = 300) -> Verdict:
    """Evaluate a goal at random instances that satisfy its hypotheses.

    Args:
        goal: any goal without "exists"; a `Law` has its hypotheses in its own draw.
        draws: how many instances.

    Returns:
        `checked` if the conclusion is true at all of them; `refuted` or `ill_formed` with the
        first of the smallest size at which it is not; `unknown` if too few instances were met.
    """
    if isinstance(goal.conclusion, Law):
        return _sample_law(goal.conclusion, draws)
    met = 0
    seen = set()
    for witness in instances(goal, draws):
        model = Model.of(goal, witness)
        if not satisfied(model, goal.hypotheses):
            continue
        met += 1
        seen.add(witness)
        try:
            if not model.holds(goal.conclusion):
                return refuted(witness)
        except NotLogRational as reason:
            return ill_formed(str(reason), witness)
        if met == draws:
            return _checked(draws, len(seen))
    return unknown(f"only {met} of {draws} instances satisfied the hypotheses")


def _checked(draws: int, distinct: int) -> Verdict:
    repeats = f" ({distinct} distinct)" if distinct < draws else ""
    return checked(f"exact on {draws} random instances{repeats}, seed {SEED}")


def _sample_law(law: Law, draws: int) -> Verdict:
    dice = random.Random(SEED)
    found: list[Witness] = []
    seen = set()
    for size in range(1, LARGEST + 1):
        for _ in range(draws * size // LARGEST - draws * (size - 1) // LARGEST):
            values = dict(law.draw(dice, size))
            seen.add(tuple(values.items()))
            try:
                fails = failing(law, values)
            except NotLogRational as reason:
                return ill_formed(str(reason), Witness(tuple(values.items())))
            if fails is not None:
                found.append(Witness(tuple(values.items()), says=str(fails)))
        if found:  # of the smallest size, the one that is shortest to write
            return refuted(min(found, key=lambda witness: len(str(replace(witness, says="")))))
    return _checked(draws, len(seen))


def satisfied(model: Model, hypotheses: tuple[Formula, ...]) -> bool:
    """Whether all hypotheses have a value and are true."""
    try:
        return all(model.holds(hypothesis) for hypothesis in hypotheses)
    except NotLogRational:
        return False


def examples(goal: Goal, wanted: int) -> list[Witness]:
    """At most `wanted` instances of a goal's symbols at which its hypotheses hold."""
    met: dict[Witness, None] = {}
    for witness in instances(goal, wanted):
        if satisfied(Model.of(goal, witness), goal.hypotheses):
            met[witness] = None
        if len(met) == wanted:
            break
    return list(met)


def instances(goal: Goal, draws: int) -> Iterator[Witness]:
    """Candidates, small ones first: what one hypothesis says of one symbol is respected.

    None for goals about maps: random polynomials satisfy no equation between them.
    """
    dice = random.Random(SEED)
    formulas = (*goal.hypotheses, goal.conclusion)
    symbols = sorted(set().union(*map(f.free_symbols, formulas)), key=lambda s: s.name)
    if any(isinstance(symbol, t.Map) for symbol in symbols):
        return
    functional = any(map(f.is_functional, formulas))
    for index in range(draws * PATIENCE):
        size = 1 + index % LARGEST
        letters = draw.letters(dice, size) if functional else 1
        values = {s: _value(s, goal, dice, size, letters) for s in symbols}
        weights = (1,) * letters if functional else ()
        for symbol, term in _determined(goal.hypotheses):
            model = Model(values, weights or (1,))
            try:
                number = model.number(term, 0)
                values[symbol] = number.rational_value() if isinstance(number, LogQ) else 0
            except NotLogRational:
                continue  # the hypotheses will sort this candidate out
        yield Witness(tuple((s.name, v) for s, v in values.items()), weights)


def _determined(hypotheses: tuple[Formula, ...]) -> Iterator[tuple[Any, Any]]:
    """Scalars that an equation gives by other terms, such as c in "integral of r = c"."""
    for hypothesis in hypotheses:
        match hypothesis:
            case f.Relation("==", lhs, rhs):
                for symbol, term in ((lhs, rhs), (rhs, lhs)):
                    whole = symbol.is_Symbol and not isinstance(symbol, t.Field)
                    if whole and symbol not in term.free_symbols and term.free_symbols:
                        yield symbol, term
                        break


def _value(symbol: Any, goal: Goal, dice: random.Random, size: int, letters: int) -> Any:
    own = [h for h in goal.hypotheses if f.free_symbols(h) == {symbol} and not f.is_functional(h)]
    if f.eq(t.Int(symbol), 1) in goal.hypotheses:
        return draw.distribution(dice, letters, size)
    if isinstance(symbol, t.Field):
        return tuple(_number(symbol, own, dice, size) for _ in range(letters))
    return _number(symbol, own, dice, size)


def _number(symbol: Any, own: list[Formula], dice: random.Random, size: int) -> Fraction:
    for _ in range(PATIENCE):
        value = draw.rational(dice, size) if dice.random() < 0.5 else draw.proportion(dice, size)
        if satisfied(Model({symbol: (value,)}, (1,)), tuple(own)):
            return value
    return value
