"""Markdown with LaTeX formulas between dollars, as GitHub, Jupyter and pandoc read it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gantheory.proofs.render import latex
from gantheory.proofs.render.blocks import (
    Block,
    Code,
    Display,
    Figure,
    Heading,
    Inline,
    Items,
    Maths,
    Paragraph,
    Strong,
)
from gantheory.proofs.render.layout import show


def escape(text: str) -> str:
    """Text that Markdown leaves alone."""
    return re.sub(r"([\\`*_\[\]<>|$#])", r"\\\1", text)


def inlines(parts: Sequence[Inline]) -> str:
    """Text with formulas in it."""
    return "".join(map(_inline, parts))


def _inline(part: Inline) -> str:
    match part:
        case Strong(text):
            return f"**{escape(text)}**"
        case Code(text):
            return f"`{text}`"
        case Maths(body):
            return f"${show(body, latex.LATEX)}$"
    return escape(str(part))


def render_markdown(blocks: Sequence[Block]) -> str:
    """A whole document."""
    return "\n\n".join(map(_block, blocks)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {escape(text)}"
        case Paragraph(parts):
            # "1. gap" at the start of a line would be read as a list
            return inlines(parts)
        case Display(lines):
            return f"$$\n{latex.display(lines)[2:-2].strip()}\n$$"
        case Items(items):
            return "\n".join(f"- {inlines(item)}" for item in items)
        case Figure(_, caption):
            return escape(caption)
    raise TypeError(f"no such block: {block!r}")
