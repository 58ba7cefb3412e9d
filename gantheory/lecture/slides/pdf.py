"""The deck as a PDF: Typst sets it with the template beside this module, films as their posters.

Tagged, with words for every picture and formula (PDF/UA-1), and without dates: the same deck gives
the same bytes.
"""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from gantheory.atomic import write_bytes
from gantheory.figures.style import THEMES
from gantheory.lecture.slides import blocks as b
from gantheory.lecture.slides.blocks import Block, Deck, Display, Maths, Rich, Slide
from gantheory.lecture.slides.colours import tint
from gantheory.lecture.slides.typeset import compiled, pictures, preamble, typst_name
from gantheory.lecture.slides.wording import drawing_markup, grouped
from gantheory.notation.formulas import formula, typst

STANDARD = "ua-1"


def write_slides_pdf(deck: Deck, path: Path) -> None:
    """Write the deck as a PDF, whole or not at all.

    Raises:
        GanTheoryError: if something cannot be set, or a slide needs more than one page.
        OSError: if a material cannot be read or the PDF cannot be written.
    """
    with TemporaryDirectory() as folder:
        source = _Writer(deck, Path(folder)).document()
        made = compiled(source, "pdf", root=folder, pdf_standards=STANDARD, timestamp=0)
    write_bytes(path, made[0])


def quoted(words: str) -> str:
    """A string of Typst."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


class _Writer:
    """Writes Typst; pictures are put into a folder that is the document's root."""

    def __init__(self, deck: Deck, folder: Path) -> None:
        self.deck, self.folder = deck, folder
        self.count = 0
        self.dense = False

    def document(self) -> str:
        """The whole source."""
        theme = THEMES[self.deck.theme]
        template = files("gantheory.lecture.slides").joinpath("template.typ")
        colors = (
            f'#let groundcolor = rgb("{theme.background}")\n'
            f'#let tintcolor = rgb("{tint(self.deck.theme)}")\n'
        )
        slides = "\n".join(
            self.slide(number, slide) for number, slide in enumerate(self.deck.slides, start=1)
        )
        return (
            f"#set document(title: {quoted(self.deck.title)}, date: none)\n"
            + preamble(self.deck)
            + colors
            + template.read_text(encoding="utf-8")
            + slides
            + f"\n#pagebreak(weak: true)\n#on-page({len(self.deck.slides)})"
        )

    def slide(self, number: int, slide: Slide) -> str:
        """One slide as a call of the template."""
        self.dense = slide.dense
        first = slide.blocks[0] if slide.blocks else None
        if isinstance(first, b.TitlePage):
            return self.front(first)
        foot = [block for block in slide.blocks if isinstance(block, b.Proved)]
        body = [block for block in slide.blocks if not isinstance(block, b.Proved)]
        eyebrow = slide.eyebrow if slide.eyebrow != slide.title else "\u00a0"
        return (
            f"#slide({number}, {quoted(eyebrow)}, {quoted(slide.title)}, "
            f"{'[' + self.block(foot[0]) + ']' if foot else 'none'}, {quoted(self.deck.footer)})[\n"
            f"{self.blocks(body)}\n]"
        )

    def front(self, page: b.TitlePage) -> str:
        """The first slide."""
        who = " · ".join(part for part in (page.lecturer, page.affiliation, page.date) if part)
        logo = quoted(self.file(page.logo)) if page.logo else "none"
        return (
            f"#front({quoted(self.deck.title)}, [{self.plain(page.subtitle)}], "
            f"{'[' + self.plain(who) + ']' if who else 'none'}, [{self.plain(page.paper)}], "
            f"{logo}, {quoted(self.deck.footer)})"
        )

    def plain(self, words: str) -> str:
        return self.rich((words,))

    def rich(self, text: Rich) -> str:
        """Text with its formulas; what must stay on one line is boxed."""
        written = []
        for word in grouped(text):
            inner = "".join(
                self.maths(Display(f"${typst(part.name)}$", self.words(part.name)), False)
                if isinstance(part, Maths)
                else f"#{quoted(part)};"
                for part in word
            )
            whole = self.deck.language == "ko" or any(isinstance(part, Maths) for part in word)
            written.append(f"#box[{inner}]" if whole else inner)
        return " ".join(written)

    def words(self, name: str) -> str:
        return formula(name).alt(self.deck.language)

    def maths(self, shown: Display, block: bool = True) -> str:
        """A formula with its words."""
        return (
            f"#math.equation(block: {str(block).lower()}, alt: {quoted(shown.words)}, "
            f"{shown.markup}.body)"
        )

    def file(self, source: Path | bytes, suffix: str = "") -> str:
        """Put a picture into the folder; its name there."""
        self.count += 1
        if isinstance(source, bytes):
            name = f"picture{self.count}{suffix}"
            (self.folder / name).write_bytes(source)
        else:
            name = f"picture{self.count}{source.suffix.lower()}"
            copyfile(source, self.folder / name)
        return name

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Blocks with space between them."""
        spaced = [
            ("#v(1fr)\n" if number and isinstance(block, b.Proved) else "") + self.block(block)
            for number, block in enumerate(blocks)
        ]
        return f"\n#v({11 if self.dense else 20}pt)\n".join(spaced)

    def block(self, block: Block) -> str:
        """Any block."""
        match block:
            case b.Paragraph(text):
                return self.rich(text)
            case b.Callout(text):
                return f"#callout[{self.rich(text)}]"
            case b.Bullets(items, numbered, small):
                inner = ", ".join(f"[{self.rich(item)}]" for item in items)
                made = f"{'enum' if numbered else 'list'}({inner})"
                return (
                    f"#small({made.replace('(', '(spacing: 12pt, ', 1)})" if small else f"#{made}"
                )
            case b.Display():
                return f"#display[{self.maths(block)}]"
            case b.Derivation(steps):
                inner = ", ".join(
                    f"([{self.rich(reason)}], [{self.maths(shown)}])" for reason, shown in steps
                )
                return f"#derivation({str(self.dense).lower()}, {inner})"
            case b.Table():
                return self.table(block)
            case b.Pseudocode(lines):
                inner = ", ".join(
                    f"({depth}, [{self.rich(text)}], {self.maths(shown)[1:] if shown else 'none'})"
                    for depth, text, shown in lines
                )
                return f"#algorithm({inner})"
            case b.Code(lines):
                return f"#code(raw({quoted(chr(10).join(lines))}))"
            case b.Proved(label, ids):
                return f"#proved({quoted(label)}, ({', '.join(map(quoted, ids))},))"
            case b.Picture(path, _, alt):
                return self.picture(path, alt)
            case b.FilmBlock(_, poster, alt):
                return self.picture(poster, alt)
            case b.Drawing():
                markup = drawing_markup(block)
                name = self.file(pictures(self.deck, [markup])[markup], ".svg")
                return (
                    f"#align(center, image({quoted(name)}, alt: {quoted(block.words)}, "
                    f"width: {block.width}pt))"
                )
            case b.Bars(bars):
                inner = ", ".join(
                    f"([{self.rich(bar.label)}], {bar.share:.5f}, [{self.plain(bar.value)}], "
                    f"{typst_name(bar.role)}color)"
                    for bar in bars
                )
                return f"#bars({inner})"
            case b.Columns(columns, ratio):
                shares = ", ".join(f"{part:g}fr" for part in ratio)
                inner = ", ".join(f"[{self.blocks(list(column))}]" for column in columns)
                grows = any(isinstance(one, b.Picture | b.FilmBlock) for one in b.flat(block))
                return f"#columns-of(({shares}), {str(grows).lower()}, {inner})"
        raise TypeError(f"no such block: {block!r}")

    def picture(self, path: Path, alt: str) -> str:
        return f"#picture({quoted(self.file(path))}, {quoted(alt)})"

    def table(self, table: b.Table) -> str:
        """A table; the first column names the rows."""
        cells = [
            [
                f"[#strong-cell[{self.rich(cell)}]]"
                if (y, x) in table.strong
                else f"[{self.rich(cell)}]"
                for x, cell in enumerate(row)
            ]
            for y, row in enumerate(table.rows)
        ]
        head = cells.pop(0) if table.header else []
        options = ""
        if table.small:
            options += ", size: 15pt, inset: 7.6pt"
        if table.right:
            options += ", right: true"
        if table.plain:
            options += ", plain: true, size: 21.5pt, inset: 14pt"
        widths = ", ".join(f"{width:g}fr" for width in table.widths)
        rows = ", ".join(f"({', '.join(row)},)" for row in cells)
        return f"#rows(({widths},), ({', '.join(head)}{',' if head else ''}), ({rows},){options})"
