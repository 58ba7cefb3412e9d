"""Markdown with LaTeX formulas between dollars, as GitHub, Jupyter and pandoc read it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gantheory.proofs.render import latex
from gantheory.proofs.render.blocks import Block, Display, Figure, Heading, Items, Paragraph
from gantheory.proofs.render.inline import Markup
from gantheory.proofs.render.layout import show


def escape(text: str) -> str:
    """Text that Markdown leaves alone."""
    return re.sub(r"([\\`*_\[\]<>|$#])", r"\\\1", text)


MARKUP = Markup(
    plain=escape,
    strong=lambda text: f"**{escape(text)}**",
    code=lambda text: f"`{text}`",
    maths=lambda body: f"${show(body, latex.LATEX)}$",
)


def render_markdown(blocks: Sequence[Block]) -> str:
    """A whole document."""
    return "\n\n".join(map(_block, blocks)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(parts):
            # "1. gap" at the start of a line would be read as a list
            return MARKUP.line(parts)
        case Display(lines):
            return f"$$\n{latex.display(lines)[2:-2].strip()}\n$$"
        case Items(items):
            return "\n".join(f"- {MARKUP.line(item)}" for item in items)
        case Figure(_, caption):
            return escape(caption)
    raise TypeError(f"no such block: {block!r}")
