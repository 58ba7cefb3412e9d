"""LaTeX with amsmath and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from gantheory.notation.signs import latex_signs
from gantheory.proofs.render.blocks import Block, Display, Figure, Heading, Items, Paragraph
from gantheory.proofs.render.inline import Markup
from gantheory.proofs.render.layout import Line, show
from gantheory.proofs.render.walk import Language

_GREEK = {"ε": r"\varepsilon", "λ": r"\lambda", "θ": r"\theta", "η": r"\eta"}
_GREEK |= {"α": r"\alpha", "β": r"\beta"}


_SIGNS = latex_signs() | {
    "+": "+",
    "-": "-",
    "==": "=",
    "!=": r"\neq",
    "<": "<",
    ">": ">",
    "iff": r"\iff",
    "implies": r"\implies",
    "exists": r"\exists",
    ":": r"\colon",
    ",": ",",
    "||": r"\,\middle\|\,",
    "dx": r"\,dx",
    "BernoulliKL": r"\operatorname{kl}",
    "prime": "'",
}


class LatexLanguage(Language):
    """Formulas in LaTeX's maths mode."""

    signs = _SIGNS

    def name(self, base: str, index: str) -> str:
        """Words upright."""
        base = _GREEK.get(base, base if len(base) == 1 else rf"\mathrm{{{base}}}")
        return f"{base}_{{{index}}}" if index else base

    def brackets(self, body: str) -> str:
        """Brackets that grow where there is something to grow around."""
        tall = r"\frac" in body or r"\middle" in body
        return rf"\left({body}\right)" if tall else f"({body})"

    def times(self, factors: Sequence[str]) -> str:
        """Juxtaposition, with a thin space."""
        return r" \, ".join(factors)

    def fraction(self, top: str, bottom: str) -> str:
        """A built-up fraction."""
        return rf"\frac{{{top}}}{{{bottom}}}"

    def power(self, base: str, exponent: str) -> str:
        """A raised exponent; D^* gets braces, for it has one already."""
        return f"{{{base}}}^{{{exponent}}}"

    def absolute(self, body: str) -> str:
        """Bars that grow."""
        return rf"\left|{body}\right|"

    def applied(self, function: str, primes: int, argument: str) -> str:
        """A name with an index keeps it before the primes."""
        return f"{{{function}}}" * bool(primes) + super().applied(
            "" if primes else function, primes, argument
        )

    def increase(self, function: str, low: str, high: str) -> str:
        """Brackets with the ends below and above."""
        return rf"\left[{function}\right]_{{{low}}}^{{{high}}}"

    def derivative(self, variable: str, body: str) -> str:
        """d/dy as an operator."""
        return rf"\frac{{d}}{{d{variable}}} {body}"

    def words(self, text: str) -> str:
        """Roman text."""
        return rf"\;\text{{{escape(text)}}}\;"


LATEX = LatexLanguage()

_ESCAPES = {c: f"\\{c}" for c in "#$%&_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
    "≤": r"\ensuremath{\leq}",
    "≥": r"\ensuremath{\geq}",
    "≠": r"\ensuremath{\neq}",
    "∞": r"\ensuremath{\infty}",
    "−": r"\ensuremath{-}",
    "∫": r"\ensuremath{\int}",
}


def escape(text: str) -> str:
    """Text for LaTeX's text mode."""
    return "".join(_ESCAPES.get(c, c) for c in text)


def display(lines: Sequence[Line]) -> str:
    """A displayed formula, aligned where it has several lines."""
    if len(lines) == 1:
        return rf"\[ {lines[0].text(LATEX)} \]"
    rows = [r"&" + r"\quad " * line.indent + line.text(LATEX) for line in lines]
    return "\\[\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}\\]"


MARKUP = Markup(
    plain=escape,
    strong=lambda text: rf"\textbf{{{escape(text)}}}",
    code=lambda text: rf"\texttt{{{escape(text)}}}",
    maths=lambda body: f"${show(body, LATEX)}$",
)


def render_latex(blocks: Sequence[Block]) -> str:
    """A whole document."""
    return "\n".join(
        [
            r"\documentclass{article}",
            r"\usepackage[utf8]{inputenc}",
            r"\usepackage{amsmath,amssymb}",
            r"\begin{document}",
            *map(_block, blocks),
            r"\end{document}",
            "",
        ]
    )


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return rf"\{'sub' * min(level - 1, 2)}section*{{{escape(text)}}}"
        case Paragraph(parts):
            return rf"\par\noindent {MARKUP.line(parts)}"
        case Display(lines):
            return display(lines)
        case Items(items):
            rows = [rf"  \item {MARKUP.line(item)}" for item in items]
            return "\n".join([r"\begin{itemize}", *rows, r"\end{itemize}"])
        case Figure(_, caption):
            return rf"\par\noindent {escape(caption)}"
    raise TypeError(f"no such block: {block!r}")
