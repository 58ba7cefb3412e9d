"""The handout as a list of blocks, the same for paper and page; words are in its language already.

Mathematics is Typst markup with the words for the ear beside it: paper sets it, the page takes the
MathML that Typst makes of it, and both give the words to those who cannot see it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Words:
    """Plain text."""

    text: str


@dataclass(frozen=True)
class Strong:
    """Text that stands out."""

    parts: Inlines


@dataclass(frozen=True)
class Code:
    """What is typed as it stands."""

    text: str


@dataclass(frozen=True)
class Maths:
    """A formula within text.

    Attributes:
        typst: markup, without the dollar signs.
        spoken: the same in words.
    """

    typst: str
    spoken: str


@dataclass(frozen=True)
class Link:
    """The number of a step, which leads there."""

    text: str
    anchor: str


Inline = Words | Strong | Code | Maths | Link
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a section of the handout."""

    level: int
    text: str
    anchor: str
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Text; `stated` sets a proposition or theorem off."""

    parts: Inlines
    stated: bool = False


@dataclass(frozen=True)
class Display:
    """A formula on lines of its own; each line is (indentation, markup)."""

    lines: tuple[tuple[int, str], ...]
    spoken: str


@dataclass(frozen=True)
class Step:
    """A formula that the kernel decided.

    Attributes:
        number: in brackets beside it; "" for none.
        anchor: where links lead; "" for none.
        given: for which values it holds.
        source: what was proved, by which claim and rule.
    """

    number: str
    anchor: str
    given: Inlines
    source: str
    body: Display


@dataclass(frozen=True)
class Figure:
    """A picture with its caption; `percent` of the width of the text."""

    picture: Path
    alt: str
    label: str
    caption: Inlines
    percent: int
    anchor: str


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row is its header if `row_headers`.

    Attributes:
        align: "l", "c" or "r" per column.
    """

    label: str
    caption: Inlines
    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    align: str
    row_headers: bool = True


@dataclass(frozen=True)
class Items:
    """A list; `numbered` counts its items."""

    items: tuple[Inlines, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Pseudocode:
    """The lines of an algorithm, each as far in as its first number says."""

    caption: Inlines
    lines: tuple[tuple[int, Inlines], ...]


@dataclass(frozen=True)
class Solution:
    """The solution of an exercise: its answer, reasons with steps, and a mistake refuted."""

    heading: str
    reasons: tuple[tuple[Inlines, Step], ...]
    answer: Inlines
    mistake: Inlines


@dataclass(frozen=True)
class Exercise:
    """An exercise.

    Attributes:
        level: 1 to 3.
        level_text: the level in words, for those who cannot see stars.
        hint: with its heading.
        commands: what marks an answer, lines to be typed.
    """

    number: str
    anchor: str
    title: str
    level: int
    level_text: str
    task: Inlines
    hint_heading: str
    hint: Inlines
    commands: tuple[str, ...]
    solution: Solution | None


Block = (
    Heading
    | Paragraph
    | Display
    | Step
    | Figure
    | Table
    | Items
    | Pseudocode
    | Exercise
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """The whole handout.

    Attributes:
        byline: lecturer, affiliation and date, those that were given.
        logo: the lecturer's; None if there is none.
        footer: on every page.
        words: further words that the writers need, by key.
    """

    language: str
    theme: str
    title: str
    subtitle: str
    byline: tuple[str, ...]
    logo: Path | None
    footer: str
    words: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def logo_alt(self) -> str:
        """Whose logo it is."""
        return ", ".join(self.byline[1:2] or self.byline[:1]) or self.title
