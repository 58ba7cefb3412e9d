"""What may stand on a slide, as frozen data: each writer draws these and nothing else."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Maths:
    """A formula of the registry within a text."""

    name: str


#: a text: words, and formulas between them
Rich = tuple[str | Maths, ...]


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two."""

    text: Rich


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Rich, ...]
    numbered: bool = False
    small: bool = False


@dataclass(frozen=True)
class Display:
    """A formula on a line of its own.

    Attributes:
        markup: Typst mathematics with its dollar signs; roles are colours (`typst_colors`).
        words: the formula in words, for the ear.
    """

    markup: str
    words: str


@dataclass(frozen=True)
class Derivation:
    """Formulas one after the other, each with what leads to it."""

    steps: tuple[tuple[Rich, Display], ...]


@dataclass(frozen=True)
class Table:
    """A table of texts.

    Attributes:
        widths: of the columns, relative.
        header: whether the first row says what the columns are; the first column says it of rows.
        strong: row and column of cells that stand out.
        right: whether all columns but the first hold numbers, set to the right.
        small: in smaller letters.
        plain: without lines: a list of questions with their numbers.
    """

    rows: tuple[tuple[Rich, ...], ...]
    widths: tuple[float, ...]
    header: bool = False
    strong: tuple[tuple[int, int], ...] = ()
    right: bool = False
    small: bool = False
    plain: bool = False


@dataclass(frozen=True)
class Callout:
    """What to take home from the slide, in a box."""

    text: Rich


@dataclass(frozen=True)
class Pseudocode:
    """An algorithm: for each line how far in, the words, and perhaps a formula below them."""

    lines: tuple[tuple[int, Rich, Display | None], ...]


@dataclass(frozen=True)
class Code:
    """Something to type."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Proved:
    """Which claims the slide stands on, and what proved them."""

    label: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """A still picture; as large as the room that is left."""

    path: Path
    png: Path | None
    alt: str


@dataclass(frozen=True)
class Drawing:
    """A picture in Typst markup, of a known size in points."""

    markup: str
    words: str
    width: float
    height: float


@dataclass(frozen=True)
class FilmBlock:
    """A film or a section of one; its poster stands for it where nothing moves."""

    path: Path
    poster: Path
    alt: str
    seconds: float


@dataclass(frozen=True)
class Bar:
    """A bar of a chart.

    Attributes:
        label: over it.
        share: its length, the longest being 1.
        value: written after it.
        role: its colour.
    """

    label: Rich
    share: float
    value: str
    role: str


@dataclass(frozen=True)
class Bars:
    """A bar chart, lengths from zero."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class TitlePage:
    """What stands under the title on the first slide; "" where there is nothing."""

    subtitle: str
    paper: str
    lecturer: str
    affiliation: str
    date: str
    logo: Path | None


@dataclass(frozen=True)
class Columns:
    """Blocks side by side."""

    columns: "tuple[tuple[Block, ...], ...]"
    ratio: tuple[float, ...]


Block = (
    Paragraph
    | Bullets
    | Display
    | Derivation
    | Table
    | Callout
    | Pseudocode
    | Code
    | Proved
    | Picture
    | Drawing
    | FilmBlock
    | Bars
    | TitlePage
    | Columns
)


@dataclass(frozen=True)
class Slide:
    """One slide.

    Attributes:
        name: of the plan, unique in a deck.
        section: of the lecture; its heading is `eyebrow`.
        title: one line.
        blocks: from top to bottom.
        notes: what to say.
        minutes: how long it takes; 0 for slides that are not told.
        dense: whether its blocks stand closer together.
    """

    name: str
    section: str
    eyebrow: str
    title: str
    blocks: tuple[Block, ...]
    notes: str
    minutes: float
    dense: bool = False


@dataclass(frozen=True)
class Deck:
    """A lecture in one language and theme.

    Attributes:
        labels: what the page around the slides says, by key.
    """

    language: str
    theme: str
    title: str
    footer: str
    slides: tuple[Slide, ...]
    labels: tuple[tuple[str, str], ...]

    def label(self, key: str) -> str:
        """A word of the page around the slides."""
        return dict(self.labels)[key]


def blocks_of(deck: Deck) -> "list[Block]":
    """Every block of a deck, those within columns too."""
    return [inner for slide in deck.slides for block in slide.blocks for inner in flat(block)]


def flat(block: Block) -> "list[Block]":
    """A block, or the blocks that stand side by side in it."""
    if isinstance(block, Columns):
        return [inner for column in block.columns for one in column for inner in flat(one)]
    return [block]


def texts_of(block: Block) -> list[Rich]:
    """Every text of a block in which formulas may stand."""
    match block:
        case Paragraph(text) | Callout(text):
            return [text]
        case Bullets(items):
            return list(items)
        case Derivation(steps):
            return [reason for reason, _ in steps]
        case Table(rows):
            return [cell for row in rows for cell in row]
        case Pseudocode(lines):
            return [text for _, text, _ in lines]
        case Bars(bars):
            return [bar.label for bar in bars]
    return []


def displays_of(block: Block) -> list[Display]:
    """Every formula of a block that stands on a line of its own."""
    match block:
        case Display():
            return [block]
        case Derivation(steps):
            return [display for _, display in steps]
        case Pseudocode(lines):
            return [display for _, _, display in lines if display]
    return []
