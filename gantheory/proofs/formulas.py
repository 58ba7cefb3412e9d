"""Formulas and goals as plain data: what is shown to the reader is what a rule checks.

Free symbols are universally quantified. A `Goal` is a sequent: hypotheses ⊢ conclusion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from gantheory.proofs.terms import Expr, has_integral

#: relation sign -> (its negation, its mirror image)
OPERATORS = {
    "==": ("!=", "=="),
    "!=": ("==", "!="),
    "<=": (">", ">="),
    "<": (">=", ">"),
    ">=": ("<", "<="),
    ">": ("<=", "<"),
}


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
    """`lhs op rhs` for one of the six signs of `OPERATORS`."""

    op: str
    lhs: Expr
    rhs: Expr

    def __post_init__(self) -> None:
        if self.op not in OPERATORS:
            raise ValueError(f"no such relation: {self.op!r}")
        object.__setattr__(self, "lhs", sp.sympify(self.lhs, strict=True))
        object.__setattr__(self, "rhs", sp.sympify(self.rhs, strict=True))

    def mirrored(self) -> Relation:
        """The same relation read from right to left."""
        return Relation(OPERATORS[self.op][1], self.rhs, self.lhs)

    def negated(self) -> Relation:
        """The opposite relation (between real numbers)."""
        return Relation(OPERATORS[self.op][0], self.lhs, self.rhs)


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
        case Not(body) | Exists(_, body):
            return (body,)
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
        case _:
            for child in children(formula):
                yield from terms_of(child)


def free_symbols(formula: Formula) -> set[Expr]:
    """The symbols that `formula` speaks about, without those it binds."""
    found = {symbol for term in terms_of(formula) for symbol in term.free_symbols}
    return found - {formula.symbol} if isinstance(formula, Exists) else found


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
    if isinstance(formula, Relation | Integrable):
        return map_terms(formula, lambda term: _substituted(term, values))
    if isinstance(formula, Law):
        return formula
    rebuilt = [substitute(child, values) for child in children(formula)]
    if isinstance(formula, And | Or):
        return type(formula)(tuple(rebuilt))
    return type(formula)(*rebuilt)


def _substituted(term: Expr, values: Mapping[Expr, Expr]) -> Expr:
    for node in term.atoms(sp.Derivative):
        bound, within = set(node.variables), node.free_symbols
        for symbol in within & values.keys():
            new = values[symbol]
            renamed = symbol in bound and new.is_Symbol and new not in within
            if new != symbol and not renamed and (symbol in bound or bound & new.free_symbols):
                raise ValueError(f"{symbol} := {new} under a derivative by {node.variables[0]}")
    return term.xreplace(dict(values))


def is_functional(formula: Formula) -> bool:
    """Whether `formula` speaks about whole functions: an integral, or "almost everywhere"."""
    if isinstance(formula, AlmostEverywhere | Integrable):
        return True
    if isinstance(formula, Relation):
        return has_integral(formula.lhs) or has_integral(formula.rhs)
    return any(map(is_functional, children(formula)))
