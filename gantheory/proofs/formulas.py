"""Formulas and goals as plain data: what is shown to the reader is what a rule checks.

Free symbols are universally quantified. A `Goal` is a sequent: hypotheses ⊢ conclusion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from gantheory.proofs.terms import Expr, Map, has_integral

#: relation sign -> its mirror image
MIRRORED = {"==": "==", "!=": "!=", "<=": ">=", "<": ">", ">=": "<=", ">": "<"}


class Formula:
    """Anything that is true or false once its free symbols have values."""

    __slots__ = ()

    def __str__(self) -> str:
        from gantheory.proofs.text import formula_text

        return formula_text(self)

    def __repr__(self) -> str:
        return f"<{self}>"


@dataclass(frozen=True, repr=False)
class Relation(Formula):
    """`lhs op rhs` for one of the six signs of `MIRRORED`."""

    op: str
    lhs: Expr
    rhs: Expr

    def __post_init__(self) -> None:
        if self.op not in MIRRORED:
            raise ValueError(f"no such relation: {self.op!r}")
        object.__setattr__(self, "lhs", sp.sympify(self.lhs, strict=True))
        object.__setattr__(self, "rhs", sp.sympify(self.rhs, strict=True))

    def mirrored(self) -> Relation:
        """The same relation read from right to left."""
        return Relation(MIRRORED[self.op], self.rhs, self.lhs)


@dataclass(frozen=True, repr=False)
class Not(Formula):
    """The formula does not hold."""

    body: Formula


@dataclass(frozen=True, repr=False)
class And(Formula):
    """All parts hold."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, repr=False)
class Or(Formula):
    """At least one part holds."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, repr=False)
class Implies(Formula):
    """If `premise` then `conclusion`."""

    premise: Formula
    conclusion: Formula


@dataclass(frozen=True, repr=False)
class Iff(Formula):
    """Both sides hold or neither does."""

    left: Formula
    right: Formula


@dataclass(frozen=True, repr=False)
class AlmostEverywhere(Formula):
    """`body` holds at almost every x at which `where` holds."""

    body: Formula
    where: Formula


@dataclass(frozen=True, repr=False)
class Integrable(Formula):
    """∫ |term| dx < ∞, with the reading of `Int`."""

    term: Expr

    def __post_init__(self) -> None:
        object.__setattr__(self, "term", sp.sympify(self.term, strict=True))


@dataclass(frozen=True, repr=False)
class Exists(Formula):
    """Some real number `symbol` makes `body` hold."""

    symbol: Expr
    body: Formula


@dataclass(frozen=True, repr=False)
class Everywhere(Formula):
    """`body` holds for every real number `variable` from `low` to `high`, both ends included.

    Nothing is said where `low` > `high`.
    """

    variable: Expr
    low: Expr
    high: Expr
    body: Formula

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            object.__setattr__(self, name, sp.sympify(getattr(self, name), strict=True))
        if self.variable in self.low.free_symbols | self.high.free_symbols:
            raise ValueError(f"an end of the interval depends on {self.variable}")


@dataclass(frozen=True, repr=False)
class Iterates(Formula):
    """`body` holds after every number of steps, however they are taken.

    For every n = 0, 1, 2, … and all values s_0, …, s_n of the state with `start` at s_0 and `step`
    from s_i to s_(i+1) for each i < n: `body` at s_n, with n for `index`. The parts of `start` and
    `step` are read as hypotheses are: one about functions of x holds at almost every x. This is
    the same as all the sequents that `unrolled` gives.

    Attributes:
        index: the number of steps.
        state: pairs of symbols, what is changed and its name after one more step.
        choices: symbols that may be different in every step, such as a normaliser.
        start: what is known of the state before the first step.
        step: what is known of two successive states.
        body: what holds after `index` steps.
    """

    index: Expr
    state: tuple[tuple[Expr, Expr], ...]
    choices: tuple[Expr, ...]
    start: tuple[Formula, ...]
    step: tuple[Formula, ...]
    body: Formula

    def __post_init__(self) -> None:
        before, after = (tuple(pair[i] for pair in self.state) for i in (0, 1))
        bound = (self.index, *before, *after, *self.choices)
        if len(set(bound)) != len(bound) or not all(symbol.is_Symbol for symbol in bound):
            raise ValueError("index, state and choices must be different symbols")
        if type(self.index) is not sp.Symbol:
            raise ValueError("the number of steps is a number")
        if any(type(a) is not type(b) for a, b in self.state):
            raise ValueError("a symbol and its successor must be of one kind")
        moving = {self.index, *after, *self.choices}
        if any(moving & free_symbols(part) for part in (*self.start,)):
            raise ValueError("`start` is about the state alone")
        if (moving - {self.index}) & free_symbols(self.body):
            raise ValueError("`body` is about the state and the number of steps alone")
        if any(self.index in free_symbols(part) for part in self.step):
            raise ValueError("every step is alike: `step` may not mention the number of steps")

    @property
    def bound(self) -> set[Expr]:
        """The symbols that are not free in it."""
        return {self.index, *(s for pair in self.state for s in pair), *self.choices}


@dataclass(frozen=True, repr=False)
class Law(Formula):
    """A statement outside the formula language, as a function over exact numbers.

    No kernel rule reads it: it can be checked on instances, never proved.

    Attributes:
        statement: what it says, for readers: the docstring of `check`.
        draw: (dice, size) -> values by name; a larger size makes larger instances.
        check: those values -> the `Comparison` that must hold, or several.
    """

    statement: str
    draw: Callable[[Any, int], Mapping[str, Any]]
    check: Callable[..., Any]


@dataclass(frozen=True)
class Goal:
    """Hypotheses ⊢ conclusion: the object that a rule checks and a text shows."""

    conclusion: Formula
    hypotheses: tuple[Formula, ...] = ()

    def __str__(self) -> str:
        if not self.hypotheses:
            return f"⊢ {self.conclusion}"
        return f"{', '.join(map(str, self.hypotheses))} ⊢ {self.conclusion}"


def eq(lhs: Any, rhs: Any) -> Relation:
    """Equality."""
    return Relation("==", lhs, rhs)


def ne(lhs: Any, rhs: Any) -> Relation:
    """Inequality `lhs` ≠ `rhs`."""
    return Relation("!=", lhs, rhs)


def le(lhs: Any, rhs: Any) -> Relation:
    """At most."""
    return Relation("<=", lhs, rhs)


def lt(lhs: Any, rhs: Any) -> Relation:
    """Less than."""
    return Relation("<", lhs, rhs)


def ge(lhs: Any, rhs: Any) -> Relation:
    """At least."""
    return Relation(">=", lhs, rhs)


def gt(lhs: Any, rhs: Any) -> Relation:
    """Greater than."""
    return Relation(">", lhs, rhs)


def children(formula: Formula) -> tuple[Formula, ...]:
    """The formulas directly inside `formula`."""
    match formula:
        case Relation() | Integrable() | Law():
            return ()
        case Not(body) | Exists(_, body) | Everywhere(_, _, _, body):
            return (body,)
        case Iterates():
            return (*formula.start, *formula.step, formula.body)
        case And(parts) | Or(parts):
            return parts
        case Implies(a, b) | Iff(a, b) | AlmostEverywhere(a, b):
            return (a, b)
    raise TypeError(f"not a formula: {formula!r}")


def terms_of(formula: Formula) -> Iterator[Expr]:
    """Every sympy term in `formula`, left to right."""
    match formula:
        case Relation(_, lhs, rhs):
            yield lhs
            yield rhs
        case Integrable(term):
            yield term
        case Everywhere(_, low, high, body):
            yield from (low, high)
            yield from terms_of(body)
        case _:
            for child in children(formula):
                yield from terms_of(child)


def free_symbols(formula: Formula) -> set[Expr]:
    """The symbols that `formula` speaks about, without those it binds."""
    match formula:
        case Relation() | Integrable():
            return {symbol for term in terms_of(formula) for symbol in term.free_symbols}
        case Exists(symbol, body):
            return free_symbols(body) - {symbol}
        case Everywhere(variable, low, high, body):
            inside = free_symbols(body) - {variable}
            return inside.union(low.free_symbols, high.free_symbols)
        case Iterates():
            return set().union(*map(free_symbols, children(formula))) - formula.bound
    return set().union(*map(free_symbols, children(formula)))


def map_terms(formula: Formula, change: Any) -> Formula:
    """Rebuild `formula` with `change` applied to every term."""
    match formula:
        case Relation(op, lhs, rhs):
            return Relation(op, change(lhs), change(rhs))
        case Integrable(term):
            return Integrable(change(term))
        case Not(body):
            return Not(map_terms(body, change))
        case And(parts):
            return And(tuple(map_terms(part, change) for part in parts))
        case Or(parts):
            return Or(tuple(map_terms(part, change) for part in parts))
        case Implies(a, b):
            return Implies(map_terms(a, change), map_terms(b, change))
        case Iff(a, b):
            return Iff(map_terms(a, change), map_terms(b, change))
        case AlmostEverywhere(a, b):
            return AlmostEverywhere(map_terms(a, change), map_terms(b, change))
        case Exists(symbol, body):
            return Exists(symbol, map_terms(body, change))
        case Everywhere(variable, low, high, body):
            return Everywhere(variable, change(low), change(high), map_terms(body, change))
        case Iterates():
            return replace(
                formula,
                start=tuple(map_terms(part, change) for part in formula.start),
                step=tuple(map_terms(part, change) for part in formula.step),
                body=map_terms(formula.body, change),
            )
        case Law():
            return formula
    raise TypeError(f"not a formula: {formula!r}")


def substitute(formula: Formula, values: Mapping[Expr, Expr]) -> Formula:
    """Replace free symbols, all at once.

    Raises:
        ValueError: if a quantifier or a derivative would catch a symbol of the new terms.
    """
    if isinstance(formula, Exists):
        kept = {s: t for s, t in values.items() if s != formula.symbol}
        if any(formula.symbol in term.free_symbols for term in kept.values()):
            raise ValueError(f"the substitution captures the bound symbol {formula.symbol}")
        return Exists(formula.symbol, substitute(formula.body, kept))
    if isinstance(formula, Everywhere | Iterates):
        bound = {formula.variable} if isinstance(formula, Everywhere) else formula.bound
        kept = {s: t for s, t in values.items() if s not in bound}
        caught = {s for term in kept.values() for s in term.free_symbols} & bound
        if caught:
            raise ValueError(f"the substitution captures {', '.join(map(str, caught))}")
        for term in terms_of(formula):
            _substituted(term, kept)  # raises where a derivative would catch a symbol
        return map_terms(formula, lambda term: _substituted(term, kept))
    if isinstance(formula, Relation | Integrable):
        return map_terms(formula, lambda term: _substituted(term, values))
    if isinstance(formula, Law):
        return formula
    rebuilt = [substitute(child, values) for child in children(formula)]
    if isinstance(formula, And | Or):
        return type(formula)(tuple(rebuilt))
    return type(formula)(*rebuilt)


def _substituted(term: Expr, values: Mapping[Expr, Expr]) -> Expr:
    for symbol, new in values.items():
        if isinstance(symbol, Map) is not isinstance(new, Map) and symbol in term.free_symbols:
            raise ValueError(f"{symbol} := {new}: a function of a number is no number")
    for node in term.atoms(sp.Derivative):
        bound, within = set(node.variables), node.free_symbols
        for symbol in within & values.keys():
            new = values[symbol]
            renamed = symbol in bound and new.is_Symbol and new not in within
            if new != symbol and not renamed and (symbol in bound or bound & new.free_symbols):
                raise ValueError(f"{symbol} := {new} under a derivative by {node.variables[0]}")
    return term.xreplace(dict(values))


def is_functional(formula: Formula) -> bool:
    """Whether `formula` speaks about whole functions: an integral, or "almost everywhere".

    So do statements about all numbers of an interval, or about sequences.
    """
    if isinstance(formula, AlmostEverywhere | Integrable | Everywhere | Iterates):
        return True
    if isinstance(formula, Relation):
        return has_integral(formula.lhs) or has_integral(formula.rhs)
    return any(map(is_functional, children(formula)))


def unrolled(goal: Goal, steps: int) -> Goal:
    """What a goal about `Iterates` says for a number of steps, with a name for every state.

    The state g after i steps is called g[i]; what is chosen in the step after it, Z[i].
    """
    formula = goal.conclusion
    if not isinstance(formula, Iterates):
        raise TypeError(f"not about the steps of a method: {formula}")
    if any("[" in symbol.name for h in (*goal.hypotheses, formula) for symbol in free_symbols(h)):
        raise ValueError("a name with [ in it could be taken for a state")

    def after(i: int) -> dict[Expr, Expr]:
        here = {s: _numbered(s, i) for s, _ in formula.state}
        there = {s: _numbered(before, i + 1) for before, s in formula.state}
        return here | there | {s: _numbered(s, i) for s in formula.choices}

    known = [substitute(part, after(0)) for part in formula.start]
    known += [substitute(part, after(i)) for i in range(steps) for part in formula.step]
    last = {s: _numbered(s, steps) for s, _ in formula.state} | {formula.index: sp.Integer(steps)}
    return Goal(substitute(formula.body, last), tuple(dict.fromkeys((*goal.hypotheses, *known))))


def _numbered(symbol: Expr, i: int) -> Expr:
    return type(symbol)(f"{symbol.name}[{i}]", real=True)
