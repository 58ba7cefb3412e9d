"""Texts with formulas, taken apart for the writers: unbroken words and markup."""

from collections.abc import Iterator

from gantheory.lecture.slides.blocks import (
    Deck,
    Drawing,
    Maths,
    Rich,
    blocks_of,
    displays_of,
    texts_of,
)
from gantheory.notation.formulas import typst


def grouped(text: Rich) -> Iterator[tuple[str | Maths, ...]]:
    """The text's words: between spaces, with the formulas that touch them.

    A formula with a particle or a full stop after it is one word, which no line may break.
    """
    word: list[str | Maths] = []
    for piece in text:
        if isinstance(piece, Maths):
            word.append(piece)
            continue
        parts = piece.split(" ")
        for number, part in enumerate(parts):
            if number and word:
                yield tuple(word)
                word = []
            if part:
                word.append(part)
    if word:
        yield tuple(word)


def inline_markup(name: str) -> str:
    """A formula of the registry in a line of text, as Typst."""
    return f"${typst(name)}$"


def formulas_in(deck: Deck) -> list[str]:
    """Typst markup of every formula and drawing in a deck, each once."""
    found: dict[str, None] = {}
    for block in blocks_of(deck):
        for text in texts_of(block):
            found |= {inline_markup(part.name): None for part in text if isinstance(part, Maths)}
        found |= {display.markup: None for display in displays_of(block)}
        if isinstance(block, Drawing):
            found[drawing_markup(block)] = None
    return list(found)


def drawing_markup(drawing: Drawing) -> str:
    """A drawing in a box of its size."""
    return f"#box(width: {drawing.width}pt, height: {drawing.height}pt)[\n{drawing.markup}\n]"
