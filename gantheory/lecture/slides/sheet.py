"""One slide of PowerPoint: text boxes, tables and pictures put where they are told, in points."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from gantheory.figures.style import Theme
from gantheory.lecture.slides.linear import Run
from gantheory.lecture.slides.measure import LINE

#: typefaces by language: of Latin letters and of Hangul; and of mathematics, and of code
FACES = {"en": ("Calibri", "Malgun Gothic"), "ko": ("Malgun Gothic", "Malgun Gothic")}
MATHS_FACE, CODE_FACE = "Cambria Math", "Consolas"
#: letters of formulas are lower than those of a sans serif of the same size
MATHS_SCALE = 1.06
#: a space without width
NOTHING = "\u200b"


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Any, Any, Any, Any]:
        """For python-pptx."""
        return Pt(self.x), Pt(self.y), Pt(self.width), Pt(self.height)


@dataclass(frozen=True)
class Look:
    """How a paragraph looks.

    Attributes:
        size: of its letters, in points.
        role: its colour, by the name in a theme.
        align: "l", "ctr" or "r".
        bullet: "" for none, "•", or "1" for numbers.
        after: room below it, in points.
        mono: whether it is code.
    """

    size: float
    role: str = "ink"
    align: str = "l"
    bullet: str = ""
    after: float = 0.0
    mono: bool = False


class Sheet:
    """Draws on a slide."""

    def __init__(self, slide: Any, theme: Theme, language: str) -> None:
        self.slide, self.theme, self.language = slide, theme, language

    def color(self, role: str) -> RGBColor:
        """Of a role of the theme, or #rrggbb."""
        named = role if role.startswith("#") else str(getattr(self.theme, role))
        red, green, blue = bytes.fromhex(named.lstrip("#"))
        return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]

    def text(self, box: Box, paragraphs: Sequence[tuple[Run, ...]], look: Look) -> Any:
        """A text box; its letters stay where they are put."""
        shape = self.slide.shapes.add_textbox(*box.emu)
        self.write(shape.text_frame, paragraphs, look)
        return shape

    def write(self, frame: Any, paragraphs: Sequence[tuple[Run, ...]], look: Look) -> None:
        """Fill a text frame."""
        frame.word_wrap = True
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        for side in ("left", "right", "top", "bottom"):
            setattr(frame, f"margin_{side}", 0)
        for number, runs in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            self._paragraph(paragraph, runs, look)

    def _paragraph(self, paragraph: Any, runs: tuple[Run, ...], look: Look) -> None:
        paragraph.line_spacing = Pt(round(LINE * look.size, 1))
        paragraph.space_after = Pt(look.after)
        properties = paragraph._p.get_or_add_pPr()
        properties.set("algn", look.align)
        properties.set("eaLnBrk", "0")  # Hangul breaks between words
        if look.bullet:
            indent = str(int(Pt(1.2 * look.size)))
            properties.set("marL", indent)
            properties.set("indent", f"-{indent}")
            self._bullet(properties, look)
        else:
            _child(properties, "a:buNone")
        if look.bullet and runs and runs[0].maths:
            self._run(paragraph, Run(NOTHING), look)  # bullets take after the first letter
        for run in runs:
            self._run(paragraph, run, look)

    def _bullet(self, properties: Any, look: Look) -> None:
        color = _child(properties, "a:buClr")
        _child(color, "a:srgbClr").set("val", str(self.color("muted")))
        if look.bullet == "1":
            _child(properties, "a:buAutoNum").set("type", "arabicPeriod")
        else:
            _child(properties, "a:buFont").set("typeface", "Arial")
            _child(properties, "a:buChar").set("char", look.bullet)

    def _run(self, paragraph: Any, run: Run, look: Look) -> None:
        made = paragraph.add_run()
        made.text = run.text
        font = made.font
        font.size = Pt(round(look.size * (MATHS_SCALE if run.maths else 1.0), 1))
        font.italic = run.italic
        font.color.rgb = self.color(run.role or look.role)
        latin, east = FACES[self.language]
        face = CODE_FACE if look.mono else MATHS_FACE if run.maths else latin
        properties = made._r.get_or_add_rPr()
        properties.set("lang", "ko-KR" if self.language == "ko" else "en-GB")
        if run.shift:
            properties.set("baseline", "-25000" if run.shift < 0 else "30000")
        for tag, name in (("a:latin", face), ("a:ea", east)):
            _child(properties, tag).set("typeface", name)

    def panel(self, box: Box, fill: str, edge: str = "") -> None:
        """A box of colour behind a text, perhaps with an edge on its left."""
        parts = [(box, fill)]
        if edge:
            parts.append((Box(box.x, box.y, 3.75, box.height), edge))
        for place, color in parts:
            shape = self._plain(MSO_SHAPE.RECTANGLE, place)
            shape.fill.solid()
            shape.fill.fore_color.rgb = self.color(color)
            shape.line.fill.background()
            describe(shape, "")

    def _plain(self, kind: Any, box: Box) -> Any:
        """A shape without the theme's shadow and colours."""
        shape = self.slide.shapes.add_shape(kind, *box.emu)
        for style in shape._element.findall(qn("p:style")):
            shape._element.remove(style)
        return shape

    def badge(self, box: Box, text: str, size: float) -> None:
        """A word in a frame with round corners."""
        shape = self._plain(MSO_SHAPE.ROUNDED_RECTANGLE, box)
        shape.fill.background()
        shape.line.color.rgb = self.color("p_g")
        shape.line.width = Pt(1.1)
        self.write(shape.text_frame, [(Run(text),)], Look(size, align="ctr"))
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE

    def rule(self, x: float, y: float, width: float, role: str, thick: float = 1.4) -> None:
        """A horizontal line."""
        self.panel(Box(x, y - thick / 2, width, thick), role)

    def picture(self, box: Box, source: bytes | Path, words: str) -> None:
        """A picture, filling its box."""
        data = source if isinstance(source, bytes) else source.read_bytes()
        describe(self.slide.shapes.add_picture(BytesIO(data), *box.emu), words)

    def film(self, box: Box, path: Path, poster: Path, words: str) -> None:
        """A film that plays when it is clicked."""
        shape = self.slide.shapes.add_movie(
            str(path), *box.emu, poster_frame_image=str(poster), mime_type="video/mp4"
        )
        describe(shape, words)

    def table(
        self,
        box: Box,
        cells: Sequence[Sequence[tuple[tuple[Run, ...], Look]]],
        widths: Sequence[float],
        heights: Sequence[float],
        lines: Sequence[str],
        margin: float,
    ) -> None:
        """A table of PowerPoint.

        Args:
            box: its place.
            cells: runs and look of each, by rows.
            widths: of columns, in points.
            heights: of rows, in points.
            lines: the role of the line above each row, and last below all; "" for none.
            margin: above and below the text of a cell, in points.
        """
        shape = self.slide.shapes.add_table(len(cells), len(widths), *box.emu)
        table = shape.table
        for flag in ("firstRow", "bandRow"):
            table._tbl.tblPr.set(flag, "0")
        for style in table._tbl.tblPr.findall(qn("a:tableStyleId")):
            style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        for row, height in zip(table.rows, heights, strict=True):
            row.height = Pt(height)
        for y, row in enumerate(cells):
            for x, (runs, look) in enumerate(row):
                cell = table.cell(y, x)
                self.write(cell.text_frame, [runs], look)
                cell.margin_left, cell.margin_right = 0, Pt(10)
                cell.margin_top, cell.margin_bottom = Pt(margin), Pt(margin)
                self._line(cell, "a:lnT", lines[y])
                self._line(cell, "a:lnB", lines[y + 1])

    def _line(self, cell: Any, tag: str, role: str) -> None:
        properties = cell._tc.get_or_add_tcPr()
        line = _child(properties, tag)
        if not role:
            _child(line, "a:noFill")
            return
        line.set("w", str(int(Pt(1.4 if role == "ink" else 0.75))))
        fill = _child(line, "a:solidFill")
        _child(fill, "a:srgbClr").set("val", str(self.color(role)))


def _child(parent: Any, tag: str) -> Any:
    """A new element at the end of another."""
    made = parent.makeelement(qn(tag))
    parent.append(made)
    return made


def describe(shape: Any, words: str) -> None:
    """Say what a shape shows, for readers who cannot see it; "" for mere decoration."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", words)
