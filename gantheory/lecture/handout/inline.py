"""Texts with formulas, code, emphasis and references to steps -> inline parts.

`$...$` is mathematics in the language of `gantheory check`: what a student types is what is
printed, by the same walk as the claims. `@name` is a formula of the registry, [[A1/bound]] a step
of this handout by its number (or, where it is not in it, by its name), [[A1]] a claim.
"""

import re
from collections.abc import Mapping
from functools import cache

import sympy as sp

from gantheory.errors import GanTheoryError
from gantheory.lecture.handout.blocks import Code, Inline, Inlines, Link, Maths, Strong, Words
from gantheory.lecture.handout.speech import Spoken, TypstWords
from gantheory.notation import formulas as registry
from gantheory.proofs import terms as t
from gantheory.proofs.formulas import Formula, Relation, free_symbols, map_terms
from gantheory.proofs.parse import parse_goal, split_relation
from gantheory.proofs.render.layout import show
from gantheory.proofs.terms import Expr

TOKEN = re.compile(
    r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`|\$(?P<maths>[^$]+)\$"
    r"|(?P<open>\()?\[\[(?P<step>[^\]]+)\]\](?(open)\))|@(?P<formula>[A-Za-z][A-Za-z0-9_]*)"
)
#: letters that a student types -> the densities of the theory, which print as the same letters
_DENSITIES = {"p": t.p_data, "g": t.p_g}
#: words for the ear of a formula that may be kept on a line with what follows
_SHORT = 26
_TIGHT = re.compile(r"[^\s]+")
_COLOR = re.compile(r"\brole[a-z]+\(")


@cache
def languages(language: str) -> tuple[TypstWords, Spoken]:
    """How formulas are set and how they are read aloud."""
    return TypstWords(language), Spoken(language)


def inlines(text: str, language: str, steps: Mapping[str, str]) -> Inlines:
    """Split a text into its parts.

    Args:
        text: as in the tables.
        language: "en" or "ko".
        steps: "A1/bound" -> the number that the step has in this handout.

    Raises:
        GanTheoryError: for a formula that cannot be read, or is in no registry.
    """
    found: list[Inline] = []
    end = 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            found.append(_words(text[end : match.start()]))
        found += _parts(match, language, steps)
        end = match.end()
    if end < len(text):
        found.append(_words(text[end:]))
    return tuple(found)


def _words(text: str) -> Words:
    """What belongs together stays on one line."""
    return Words(text.replace(" = ", "\u00a0=\u00a0").replace(" ± ", "\u00a0±\u00a0"))


def _parts(match: "re.Match[str]", language: str, steps: Mapping[str, str]) -> Inlines:
    kind, body = match.lastgroup, match[match.lastgroup or 0]
    match kind:
        case "strong":
            return (Strong(inlines(body, language, steps)),)
        case "code":
            return (Code(body),)
        case "maths":
            return (typed(body, language),)
        case "step" if body.startswith("figure "):
            shown = Link(steps.get(body, ""), figure_anchor(body.removeprefix("figure ")))
            return (Words("("), shown, Words(")")) if match["open"] else (shown,)
        case "step" if body in steps:  # its number has brackets of its own
            return (Link(f"({steps[body]})", anchor_of(body)),)
        case "step":
            around = (Words("("), Code(body), Words(")"))
            return around if match["open"] else around[1:2]
    return (registered(body, language),)


def glued(parts: Inlines) -> list[tuple[Inline, Words | None]]:
    """Each part with what belongs to it: a Korean particle, or a sign, right behind a formula.

    A line should not end between the two, so both writers keep them together.
    """
    found: list[tuple[Inline, Words | None]] = []
    rest = list(parts)
    for place, part in enumerate(rest):
        after = rest[place + 1] if place + 1 < len(rest) else None
        tail = None
        if isinstance(part, Maths) and isinstance(after, Words) and len(part.spoken) <= _SHORT:
            end = _TIGHT.match(after.text)
            if end:
                tail, rest[place + 1] = Words(end[0]), Words(after.text[end.end() :])
        found.append((part, tail))
    return found


def registered(name: str, language: str) -> Maths:
    """A formula of the registry, all in the colour of the text."""
    return Maths(plain_typst(name), registry.formula(name).alt(language))


def plain_typst(name: str) -> str:
    """A formula of the registry without colours."""
    text = registry.typst(name)
    while match := _COLOR.search(text):
        end = _closing(text, match.end())
        text = f"{text[: match.start()]}{text[match.end() : end]}{text[end + 1 :]}"
    return text


def _closing(text: str, start: int) -> int:
    """Where the bracket that opens just before `start` closes."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if not depth:
            return place
    raise GanTheoryError(f"a bracket is not closed in the formula {text!r}")


@cache
def typed(text: str, language: str) -> Maths:
    """A term or a relation that is written as for `gantheory check`."""
    whole = split_relation(text)
    lhs, relation, rhs = whole or (text, "==", "0")
    goal = parse_goal(lhs, rhs, relation).goal.conclusion
    if not isinstance(goal, Relation):
        raise GanTheoryError(f"{text!r} is neither a term nor a relation")
    body = as_written(goal) if whole else in_theory(goal.lhs)
    typst, spoken = languages(language)
    return Maths(show(body, typst), show(body, spoken))


def as_written(formula: Formula) -> Formula:
    """A student's formula with the densities of the theory."""
    wanted = {s: _DENSITIES[s.name] for s in free_symbols(formula) if s.name in _DENSITIES}
    return map_terms(formula, lambda term: term.xreplace(wanted))


def in_theory(term: Expr) -> Expr:
    """A student's term with the densities of the theory."""
    symbols = sp.sympify(term).free_symbols
    return term.xreplace({s: _DENSITIES[s.name] for s in symbols if s.name in _DENSITIES})


def figure_anchor(name: str) -> str:
    """The place of a figure in a document."""
    return f"figure-{name.replace('_', '-')}"


def anchor_of(step: str) -> str:
    """The place of a step in a document."""
    return "step-" + re.sub(r"[^A-Za-z0-9]+", "-", step).strip("-")
