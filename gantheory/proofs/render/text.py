"""Plain text for a terminal, in lines short enough to project."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

from gantheory.proofs.formulas import Formula
from gantheory.proofs.render.blocks import Block, Display, Figure, Heading, Items, Paragraph
from gantheory.proofs.render.inline import Markup
from gantheory.proofs.render.layout import WIDTH, show
from gantheory.proofs.render.plain import PLAIN
from gantheory.proofs.terms import Expr

#: keeps a formula in one piece while text is wrapped
_GLUE = "\u00a0"


def _unbroken(body: Formula | Expr) -> str:
    """A formula; a short one is not broken."""
    shown = show(body, PLAIN)
    return shown.replace(" ", _GLUE) if len(shown) <= WIDTH // 2 else shown


MARKUP = Markup(plain=str, strong=str, code=str, maths=_unbroken)


def render_text(blocks: Sequence[Block]) -> str:
    """A whole document."""
    return "\n\n".join(map(_block, blocks)).replace(_GLUE, " ") + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return fill(text, WIDTH + 8) + (
                "\n" + "=" * min(len(text), WIDTH + 8) if level == 1 else ""
            )
        case Paragraph(parts):
            return _wrapped(MARKUP.line(parts))
        case Display(lines):
            return "\n".join("    " + "  " * line.indent + line.text(PLAIN) for line in lines)
        case Items(items):
            return "\n".join(_wrapped(MARKUP.line(item), "- ", "  ") for item in items)
        case Figure(_, caption):
            return _wrapped(caption)
    raise TypeError(f"no such block: {block!r}")


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return fill(
        text,
        WIDTH + 8,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
