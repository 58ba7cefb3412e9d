"""Breaking a formula into lines that a projector can show, before any language prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula
from gantheory.proofs.render.plain import PLAIN
from gantheory.proofs.render.walk import (
    AFTER,
    ALMOST,
    START,
    Language,
    formula_text,
    in_reading_order,
    interval,
    moves,
    term_text,
)
from gantheory.proofs.terms import Expr

#: characters of a line in plain text
WIDTH = 72


@dataclass(frozen=True)
class Line:
    """One line of a displayed formula.

    Attributes:
        body: a formula or a term.
        lead: key of a sign that stands before it, or words; "" for none.
        indent: how far in.
    """

    body: Formula | Expr | Moves | Interval
    lead: str = ""
    indent: int = 0

    def text(self, language: Language) -> str:
        """The line in a language, without its indentation."""
        lead = language.signs.get(self.lead) or (language.words(self.lead) if self.lead else "")
        return language.row([lead, show(self.body, language)])

    @property
    def width(self) -> int:
        """Characters of the line in plain text."""
        return len(self.text(PLAIN)) + 2 * self.indent


def show(body: Formula | Expr | Moves | Interval, language: Language) -> str:
    """A formula or a term in a language."""
    if isinstance(body, Moves):
        return moves(body.run, language)
    if isinstance(body, Interval):
        return interval(body.formula, language)
    if isinstance(body, f.Formula):
        return formula_text(body, language)
    return term_text(body, language)


@dataclass(frozen=True)
class Moves:
    """What a step of a method changes, as a line of its own."""

    run: f.Iterates


@dataclass(frozen=True)
class Interval:
    """The interval on which something holds, as a line of its own."""

    formula: f.Everywhere


def _listed(lead: str, parts: Sequence[Formula], indent: int) -> list[Line]:
    """Formulas one below the other, the first with the lead."""
    found: list[Line] = []
    for part in parts:
        deeper = indent + 1 if found and lead else indent
        found += lines(part, "" if found else lead, deeper)
    return found


def lines(formula: Formula, lead: str = "", indent: int = 0) -> list[Line]:
    """Break a formula at its connectives, relation signs and outer sums, where it is too wide."""
    whole = Line(formula, lead, indent)
    if isinstance(formula, f.And) and not lead:
        return [line for part in formula.parts for line in lines(part, "", indent)]
    if whole.width <= WIDTH:
        return [whole]
    match formula:
        case f.Relation(op, lhs, rhs):
            return [*_term_lines(lhs, lead, indent), *_term_lines(rhs, op, indent + 1)]
        case f.Iff(a, b):
            return [*lines(a, lead, indent), *lines(b, "iff", indent + 1)]
        case f.Implies(a, b):
            return [*lines(a, lead, indent), *lines(b, "implies", indent + 1)]
        case f.Everywhere(_, _, _, body):
            return [*lines(body, lead, indent), Line(Interval(formula), "", indent + 1)]
        case f.Iterates(index, _, _, start, step, body):
            found = [*lines(body, lead, indent), Line(index, AFTER, indent + 1)]
            found += _listed(START, start, indent + 1)
            return [*found, Line(Moves(formula), "", indent + 1), *_listed("", step, indent + 2)]
        case f.AlmostEverywhere(body, where):
            return [*lines(body, lead, indent), Line(where, ALMOST, indent + 1)]
        case f.Law(statement):
            return [Line(replace(formula, statement=s), lead) for s in wrap(statement, WIDTH)]
    return [whole]


def _term_lines(term: Expr, lead: str, indent: int) -> list[Line]:
    whole = Line(term, lead, indent)
    if whole.width <= WIDTH:
        return [whole]
    if isinstance(term, sp.Add):
        found: list[Line] = []
        for part in in_reading_order(term):
            negative = part.as_coeff_Mul()[0].is_negative
            sign = "-" if negative else "+"
            if found:
                longer = Line(found[-1].body + part, found[-1].lead, found[-1].indent)
                if longer.width <= WIDTH and found[-1].lead != "-":
                    found[-1] = longer
                    continue
                found.append(Line(-part if negative else part, sign, indent + 1))
            else:
                found.append(Line(part, lead, indent))
        return found
    return [whole]
