"""Typst markup that compiles as it stands, without packages or fonts from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gantheory.notation.signs import typst_signs
from gantheory.proofs.render.blocks import Block, Display, Figure, Heading, Items, Paragraph
from gantheory.proofs.render.inline import Markup
from gantheory.proofs.render.layout import Line, show
from gantheory.proofs.render.walk import Language

_SIGNS = typst_signs() | {
    "+": "+",
    "-": "-",
    "==": "=",
    "!=": "!=",
    "<": "<",
    ">": ">",
    "iff": "<==>",
    "implies": "==>",
    "exists": "exists",
    ":": ":",
    ",": ",",
    "||": "mid(||)",
    "dx": "dif x",
    "BernoulliKL": 'op("kl")',
    "prime": "'",
}


class TypstLanguage(Language):
    """Formulas in Typst's maths mode."""

    signs = _SIGNS

    def name(self, base: str, index: str) -> str:
        """Words upright; Typst reads several letters as the name of something."""
        base = base if len(base) == 1 else f'upright("{base}")'
        return f"{base}_({index})" if index.isalnum() and index else base

    def brackets(self, body: str) -> str:
        """Brackets that grow."""
        return f"lr(({body}))"

    def call(self, function: str, arguments: Sequence[str], separator: str) -> str:
        """A space keeps op("KL") from being called as a function of Typst."""
        body = self.row([x for arg in arguments for x in (self.signs[separator], arg)][1:])
        return f"{self.signs[function]} {self.brackets(body)}"

    def times(self, factors: Sequence[str]) -> str:
        """Juxtaposition, with a thin space."""
        return " thin ".join(factors)

    def fraction(self, top: str, bottom: str) -> str:
        """A built-up fraction."""
        return f"frac({top}, {bottom})"

    def power(self, base: str, exponent: str) -> str:
        """A raised exponent."""
        return f"attach({base}, t: {exponent})"

    def absolute(self, body: str) -> str:
        """Bars that grow."""
        return f"lr(|{body}|)"

    def applied(self, function: str, primes: int, argument: str) -> str:
        """A space keeps the brackets from being arguments of a function of Typst."""
        return f"{function}{self.signs['prime'] * primes} {self.brackets(argument)}"

    def increase(self, function: str, low: str, high: str) -> str:
        """Brackets with the ends below and above."""
        return f"attach(lr([{function}]), b: {low}, t: {high})"

    def derivative(self, variable: str, body: str) -> str:
        """d/dy as an operator."""
        return f"frac(dif, dif {variable}) {body}"

    def words(self, text: str) -> str:
        """Roman text."""
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'" {quoted} "'


TYPST = TypstLanguage()


def escape(text: str) -> str:
    """Text for Typst's markup."""
    text = re.sub(r"([\\#$*_`<>@~\[\]/=+\-\"'])", r"\\\1", text)
    return re.sub(r"^(\d+)\.", r"\1\\.", text)  # "1." would begin a list


def display(lines: Sequence[Line]) -> str:
    """A displayed formula, aligned where it has several lines."""
    if len(lines) == 1:
        return f"$ {lines[0].text(TYPST)} $"
    rows = ["&" + "quad " * line.indent + line.text(TYPST) for line in lines]
    return "$ " + " \\\n  ".join(rows) + " $"


MARKUP = Markup(
    plain=escape,
    strong=lambda text: f"#strong[{escape(text)}];",  # the semicolon ends the call
    code=lambda text: f"`{text}`",
    maths=lambda body: f"${show(body, TYPST)}$",
)


def render_typst(blocks: Sequence[Block]) -> str:
    """A whole document."""
    preamble = '#set page(paper: "a4", margin: 2cm)\n#set text(size: 11pt)\n'
    return preamble + "\n\n".join(map(_block, blocks)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'=' * level} {escape(text)}"
        case Paragraph(parts):
            return MARKUP.line(parts)
        case Display(lines):
            return display(lines)
        case Items(items):
            return "\n".join(f"- {MARKUP.line(item)}" for item in items)
        case Figure(svg, caption):
            quoted = svg.replace("\\", "\\\\").replace('"', '\\"')
            picture = f'image(bytes("{quoted}"), format: "svg")'
            return f"#figure({picture}, caption: [{escape(caption)}])"
    raise TypeError(f"no such block: {block!r}")
