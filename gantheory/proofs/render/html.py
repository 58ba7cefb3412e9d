"""One self-contained HTML page: native MathML, no script, nothing from the network."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gantheory.proofs.render.blocks import Block, Display, Figure, Heading, Items, Paragraph
from gantheory.proofs.render.inline import Markup
from gantheory.proofs.render.layout import Line, show
from gantheory.proofs.render.walk import Language


def _operator(sign: str, extra: str = "") -> str:
    return f"<mo{extra}>{escape(sign)}</mo>"


_THIN = '<mspace width="0.17em"></mspace>'
_SIGNS = {
    "+": _operator("+"),
    "-": _operator("−"),
    "==": _operator("="),
    "!=": _operator("≠"),
    "<=": _operator("≤"),
    ">=": _operator("≥"),
    "<": _operator("<"),
    ">": _operator(">"),
    "iff": _operator("⟺"),
    "implies": _operator("⟹"),
    "exists": _operator("∃"),
    ":": _operator(":"),
    ",": _operator(","),
    "||": _operator("‖"),
    "integral": _operator("∫"),
    "infinity": "<mi>∞</mi>",
    "dx": f"{_THIN}<mi>d</mi><mi>x</mi>",
    **{name: f"<mi>{name}</mi>" for name in ("log", "max", "min", "V", "C")},
    **{name: f"<mi>{name}</mi>" for name in ("KL", "JSD", "TV")},
    "D*": "<msup><mi>D</mi><mo>*</mo></msup>",
    "BernoulliKL": "<mi>kl</mi>",
    "prime": _operator("′"),
}


class MathmlLanguage(Language):
    """Formulas in presentation MathML."""

    signs = _SIGNS

    def name(self, base: str, index: str) -> str:
        """An identifier, escaped."""
        shown = f"<mi>{escape(base)}</mi>"
        return f"<msub>{shown}<mi>{escape(index)}</mi></msub>" if index else shown

    def number(self, digits: str) -> str:
        """A number."""
        return f"<mn>{digits}</mn>"

    def row(self, parts: Sequence[str]) -> str:
        """One row."""
        shown = [part for part in parts if part]
        return shown[0] if len(shown) == 1 else f"<mrow>{''.join(shown)}</mrow>"

    def brackets(self, body: str) -> str:
        """Brackets that grow."""
        return f"<mrow><mo>(</mo>{body}<mo>)</mo></mrow>"

    def times(self, factors: Sequence[str]) -> str:
        """Juxtaposition, with a thin space."""
        return f"<mrow>{_THIN.join(factors)}</mrow>"

    def fraction(self, top: str, bottom: str) -> str:
        """A built-up fraction."""
        return f"<mfrac>{top}{bottom}</mfrac>"

    def power(self, base: str, exponent: str) -> str:
        """A raised exponent."""
        return f"<msup>{base}{exponent}</msup>"

    def logarithm(self, argument: str, bare: bool) -> str:
        """The function sign keeps a small gap."""
        return self.times(["<mi>log</mi>", argument if bare else self.brackets(argument)])

    def absolute(self, body: str) -> str:
        """Bars that grow."""
        return f"<mrow><mo>|</mo>{body}<mo>|</mo></mrow>"

    def applied(self, function: str, primes: int, argument: str) -> str:
        """One row, primes raised."""
        if primes:
            function = f"<msup>{function}<mrow>{self.signs['prime'] * primes}</mrow></msup>"
        return f"<mrow>{function}{self.brackets(argument)}</mrow>"

    def increase(self, function: str, low: str, high: str) -> str:
        """Brackets with the ends below and above."""
        body = f"<mrow><mo>[</mo>{function}<mo>]</mo></mrow>"
        return f"<msubsup>{body}<mrow>{low}</mrow><mrow>{high}</mrow></msubsup>"

    def derivative(self, variable: str, body: str) -> str:
        """d/dy as an operator."""
        return f"<mrow><mfrac><mi>d</mi><mrow><mi>d</mi>{variable}</mrow></mfrac>{body}</mrow>"

    def words(self, text: str) -> str:
        """Roman text."""
        return f"<mtext>&nbsp;{escape(text)}&nbsp;</mtext>"


MATHML = MathmlLanguage()

_STYLE = """
body{font:18px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;
color:#1a1a1a;background:#fff}
h1{font-size:1.5rem;border-bottom:2px solid #ccc;margin-top:3rem}h2{font-size:1.1rem}
math{font-size:1.05em}math[display=block]{margin:.6rem 0 .6rem 2rem;text-align:left;
overflow-x:auto}mtd{text-align:left}code{background:#eef;padding:0 .2em;border-radius:3px}
svg{max-width:100%;height:auto}
"""


def display(lines: Sequence[Line]) -> str:
    """A displayed formula, one row of a table per line."""
    rows = [
        "<mtr><mtd>"
        + MATHML.row([f'<mspace width="{2 * line.indent}em"></mspace>', line.text(MATHML)])
        + "</mtd></mtr>"
        for line in lines
    ]
    return f'<math display="block"><mtable displaystyle="true">{"".join(rows)}</mtable></math>'


MARKUP = Markup(
    plain=escape,
    strong=lambda text: f"<strong>{escape(text)}</strong>",
    code=lambda text: f"<code>{escape(text)}</code>",
    maths=lambda body: f"<math>{show(body, MATHML)}</math>",
)


def render_html(blocks: Sequence[Block]) -> str:
    """A whole page."""
    titles = [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]
    title = titles[0] if len(titles) == 1 else "Claims of gantheory"
    head = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>\n"
    )
    return head + "\n".join(map(_block, blocks)) + "\n</body></html>\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(parts):
            return f"<p>{MARKUP.line(parts)}</p>"
        case Display(lines):
            return display(lines)
        case Items(items):
            return "<ul>\n" + "\n".join(f"<li>{MARKUP.line(i)}</li>" for i in items) + "\n</ul>"
        case Figure(svg, caption):
            return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"
    raise TypeError(f"no such block: {block!r}")
