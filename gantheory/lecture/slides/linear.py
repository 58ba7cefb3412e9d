"""Formulas in a line of text as runs of letters, for programs that have no mathematics in text.

The registry's LaTeX is small: letters, subscripts, fractions, a few operators. It becomes runs
with a slant, a shift up or down, and the colour role of what they belong to.
"""

import re
from dataclasses import dataclass, replace

from gantheory.errors import GanTheoryError
from gantheory.lecture.slides.blocks import Maths, Rich
from gantheory.notation.formulas import formula


@dataclass(frozen=True)
class Run:
    """Letters of one kind.

    Attributes:
        text: the letters.
        maths: whether they belong to a formula.
        italic: whether they are slanted.
        shift: -1 for a subscript, 1 for a superscript.
        role: of a colour; "" for the text's own.
    """

    text: str
    maths: bool = False
    italic: bool = False
    shift: int = 0
    role: str = ""


#: a space at which no line breaks
UNBROKEN = "\u00a0"
_SIGNS = {
    "leq": " ≤ ", "geq": " ≥ ", "to": " → ", "leftarrow": " ← ", "sim": " ~ ", "mid": " | ",
    "|": " ‖ ", ",": "\u2009", "int": "∫ ", "sum": "∑ ", "nabla": "∇", "prime": "′", "ldots": "…",
    "infty": "∞", "cdot": "·",
}  # fmt: skip
_GREEK = {
    "theta": "θ", "psi": "ψ", "sigma": "σ", "gamma": "γ", "eta": "η", "epsilon": "ε", "pi": "π",
    "lambda": "λ",
}  # fmt: skip
_UPRIGHT = ("log", "max", "min", "sup")
_TOKEN = re.compile(
    r"@(?P<part>[A-Za-z][A-Za-z0-9_]*)|\\(?P<command>[A-Za-z]+|[,|])|(?P<mark>[{}_^])"
    r"|(?P<space>\s+)|(?P<sign>[-+=<>])|(?P<other>.)"
)


def runs(text: Rich) -> tuple[Run, ...]:
    """A text as runs.

    Raises:
        GanTheoryError: for a formula that cannot stand in a line.
    """
    found: list[Run] = []
    for part in text:
        found += _formula(part.name) if isinstance(part, Maths) else [Run(part)]
    return tuple(found)


def _formula(name: str, role: str = "") -> list[Run]:
    one = formula(name)
    found = _joined(_Reader(name, one.latex, one.role or role).read())
    return [replace(run, text=run.text.replace(" ", UNBROKEN)) for run in found]


def _joined(found: list[Run]) -> list[Run]:
    """Neighbours of one kind as one run."""
    joined: list[Run] = []
    for run in found:
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return joined


class _Reader:
    """Reads the LaTeX of one formula from left to right."""

    def __init__(self, name: str, latex: str, role: str) -> None:
        self.name, self.latex, self.role = name, latex, role
        self.at = 0

    def error(self, what: str) -> GanTheoryError:
        return GanTheoryError(f"the formula @{self.name} cannot stand in a line: {what}")

    def read(self, ends: bool = False) -> list[Run]:
        """Runs up to the end, or up to a closing brace."""
        found: list[Run] = []
        while self.at < len(self.latex):
            match = _TOKEN.match(self.latex, self.at)
            if match is None:
                raise self.error(self.latex[self.at :])
            self.at = match.end()
            kind, token = match.lastgroup, match.group(match.lastgroup or 0)
            if kind == "mark" and token == "}":
                if ends:
                    return found
                raise self.error("a brace too many")
            if kind == "mark" and token in "_^":
                shift = -1 if token == "_" else 1
                found += [replace(run, shift=shift) for run in self.group()]
            elif kind == "mark":
                found += self.read(ends=True)
            elif kind == "part":
                found += _formula(token, self.role)
            elif kind == "command":
                found += self.command(token, found)
            elif kind == "sign":
                found.append(self.run(self.sign(token, found)))
            elif kind == "other":
                found.append(self.run(token, italic=token.isalpha()))
        if ends:
            raise self.error("a brace is open")
        return found

    def run(self, text: str, italic: bool = False) -> Run:
        return Run(text, maths=True, italic=italic, role=self.role)

    def sign(self, token: str, found: list[Run]) -> str:
        """A sign between two terms stands apart, one before a term does not."""
        token = "−" if token == "-" else token
        before = found[-1].text[-1] if found else "("
        return token if before in f"([ =\u2009{UNBROKEN}" else f" {token} "

    def group(self) -> list[Run]:
        """What a subscript, superscript or command applies to."""
        if self.latex.startswith("{", self.at):
            self.at += 1
            return self.read(ends=True)
        match = _TOKEN.match(self.latex, self.at)
        if match is None:
            raise self.error("something is missing at the end")
        inner = _Reader(self.name, match.group(), self.role).read()
        self.at = match.end()
        return inner

    def command(self, name: str, found: list[Run]) -> list[Run]:
        """What a command of LaTeX writes."""
        if name in _SIGNS:
            return [self.run(_SIGNS[name])]
        if name in _GREEK:
            return [self.run(_GREEK[name], italic=True)]
        if name in _UPRIGHT:
            before = found[-1].text[-1] if found else " "
            after = "" if self.latex[self.at :].lstrip().startswith(("(", "_")) else " "
            return [self.run(("" if before in f"\u2009 {UNBROKEN}([−" else " ") + name + after)]
        if name in ("mathrm", "operatorname"):
            return [replace(run, italic=False) for run in self.group()]
        if name == "frac":
            top, bottom = self.group(), self.group()
            return [*self.bracketed(top), self.run("/"), *self.bracketed(bottom)]
        if name == "sqrt":
            return [self.run("√("), *self.group(), self.run(")")]
        raise self.error(f"\\{name}")

    def bracketed(self, part: list[Run]) -> list[Run]:
        """A part of a fraction, in brackets if it is a sum."""
        simple = not any(sign in run.text for run in part for sign in "+−=")
        return part if simple else [self.run("("), *part, self.run(")")]
