"""The deck for PowerPoint: native text and tables, formulas as pictures, films with their posters.

python-pptx writes the parts; the package is put together again with fixed times, so that the same
deck gives the same bytes. Nothing in PowerPoint measures text for a program, so heights come from
`measure`.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from gantheory import __version__
from gantheory.atomic import write_bytes
from gantheory.errors import GanTheoryError
from gantheory.figures.style import THEMES
from gantheory.lecture.slides import blocks as b
from gantheory.lecture.slides.blocks import Block, Deck, Display, Rich, Slide
from gantheory.lecture.slides.colours import tint
from gantheory.lecture.slides.linear import Run, runs
from gantheory.lecture.slides.measure import height, width
from gantheory.lecture.slides.raster import picture_size, rastered
from gantheory.lecture.slides.sheet import Box, Look, Sheet
from gantheory.lecture.slides.typeset import POINTS, Bitmap, bitmaps
from gantheory.lecture.slides.wording import drawing_markup

#: the page, its edges, and where the body begins and ends, in points
WIDTH, HEIGHT, EDGE, TOP, BOTTOM = 960.0, 540.0, 48.0, 96.0, 500.0
_BULLET_GAP, _REASON, _BAR = 9.0, 17.0, 50.0
#: the zip format knows no earlier day
_DAY = (1980, 1, 1, 0, 0, 0)


def write_slides_pptx(deck: Deck, path: Path) -> None:
    """Write the deck as a presentation, whole or not at all.

    Raises:
        GanTheoryError: if a formula cannot be set, or a slide is too full.
        OSError: if a material cannot be read or the file cannot be written.
    """
    from pptx import Presentation
    from pptx.util import Pt

    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    about = presentation.core_properties
    about.title, about.author, about.comments = deck.title, f"gantheory {__version__}", deck.footer
    about.language = deck.language
    about.created = about.modified = datetime(*_DAY)
    about.last_modified_by, about.revision = "", 1
    writer = _Writer(deck)
    layout = presentation.slide_layouts[5]  # a title alone
    for number, slide in enumerate(deck.slides, start=1):
        writer.slide(presentation.slides.add_slide(layout), number, slide)
    packed = io.BytesIO()
    presentation.save(packed)
    write_bytes(path, timeless(packed.getvalue()))


def timeless(package: bytes) -> bytes:
    """The same zip archive with fixed times, so that equal contents are equal bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return written.getvalue()


def _markups(deck: Deck) -> list[str]:
    """Every formula that becomes a picture."""
    found: list[str] = []
    for block in b.blocks_of(deck):
        found += [shown.markup for shown in b.displays_of(block)]
        if isinstance(block, b.Drawing):
            found.append(drawing_markup(block))
    return found


class _Writer:
    """Writes slides; formulas are set once, at the start."""

    def __init__(self, deck: Deck) -> None:
        self.deck, self.theme = deck, THEMES[deck.theme]
        self.bitmaps = bitmaps(deck, _markups(deck))
        self.dense = False

    @property
    def gap(self) -> float:
        """Between blocks, in points."""
        return 8.0 if self.dense else 15.0

    def slide(self, page: Any, number: int, slide: Slide) -> None:
        """One slide with its notes."""
        self.dense = slide.dense
        sheet = Sheet(page, self.theme, self.deck.language)
        background = page.background.fill
        background.solid()
        background.fore_color.rgb = sheet.color("background")
        page.notes_slide.notes_text_frame.text = slide.notes
        self.footer(sheet, number)
        first = slide.blocks[0] if slide.blocks else None
        if isinstance(first, b.TitlePage):
            self.front(sheet, page.shapes.title, first)
            return
        self.title(sheet, page.shapes.title, slide)
        foot = [block for block in slide.blocks if isinstance(block, b.Proved)]
        body = [block for block in slide.blocks if not isinstance(block, b.Proved)]
        room = Box(EDGE, TOP, WIDTH - 2 * EDGE, BOTTOM - TOP - (26.0 if foot else 0.0))
        for block in foot:
            self.proved(sheet, Box(EDGE, BOTTOM - 22.0, room.width, 22.0), block)
        self.stack(sheet, room, body, slide.title)

    def title(self, sheet: Sheet, shape: Any, slide: Slide) -> None:
        if slide.eyebrow != slide.title:
            place = Box(EDGE, 24.0, WIDTH - 2 * EDGE, 18.0)
            sheet.text(place, [(Run(slide.eyebrow),)], Look(12.75, "muted"))
        self.place(shape, Box(EDGE, 42.0, WIDTH - 2 * EDGE, 44.0))
        sheet.write(shape.text_frame, [(Run(slide.title),)], Look(30.0))

    def place(self, shape: Any, box: Box) -> None:
        shape.left, shape.top, shape.width, shape.height = box.emu

    def footer(self, sheet: Sheet, number: int) -> None:
        box = Box(EDGE, 511.0, WIDTH - 2 * EDGE, 16.0)
        sheet.text(box, [(Run(self.deck.footer),)], Look(10.8, "muted"))
        sheet.text(box, [(Run(str(number)),)], Look(10.8, "muted", align="r"))

    def front(self, sheet: Sheet, shape: Any, page: b.TitlePage) -> None:
        """The first slide."""
        wide = WIDTH - 2 * EDGE
        self.place(shape, Box(EDGE, 160.0, wide, 70.0))
        sheet.write(shape.text_frame, [(Run(self.deck.title),)], Look(51.0))
        sheet.text(Box(EDGE, 240.0, wide, 34.0), [(Run(page.subtitle),)], Look(23.0, "muted"))
        for number, role in enumerate(("p_data", "p_g", "discriminator")):
            sheet.panel(Box(EDGE + 33.0 * number, 292.0, 33.0, 4.5), role)
        who = " · ".join(part for part in (page.lecturer, page.affiliation, page.date) if part)
        if who:
            sheet.text(Box(EDGE, 316.0, wide, 28.0), [(Run(who),)], Look(19.0))
        top = 352.0 if who else 316.0
        sheet.text(Box(EDGE, top, 740.0, 42.0), [(Run(page.paper),)], Look(14.2, "muted"))
        if page.logo:
            data = rastered(page.logo)
            across, down = picture_size(data)
            tall = min(68.0, 210.0 * down / across)
            broad = tall * across / down
            sheet.picture(Box(WIDTH - EDGE - broad, 33.0, broad, tall), data, "Logo")

    def stack(self, sheet: Sheet, room: Box, blocks: Sequence[Block], where: str) -> None:
        """Blocks from top to bottom; pictures share what room is left.

        Raises:
            GanTheoryError: if there is too little room.
        """
        heights = [self.height(block, room.width) for block in blocks]
        fixed = sum(tall for tall in heights if tall is not None)
        fixed += self.gap * (len(blocks) - 1)
        growing = sum(tall is None for tall in heights)
        left = room.height - fixed
        if left < (80.0 * growing if growing else -1.0):
            raise GanTheoryError(
                f"the slide {where!r} is too full for PowerPoint by {-left:.0f} points; "
                "give it fewer or shorter lines"
            )
        y = room.y
        for block, tall in zip(blocks, heights, strict=True):
            here = left / growing if tall is None else tall
            self.draw(sheet, Box(room.x, y, room.width, here), block, where)
            y += here + self.gap

    def text_height(self, text: Rich, size: float, room: float) -> float:
        return height(runs(text), size, room)

    def shown(self, display: Display, scale: float, room: float) -> tuple[Bitmap, float, float]:
        """A formula with its width and height, no wider than the room."""
        made = self.bitmaps[display.markup]
        scale = min(scale, room / made.width)
        return made, made.width * scale, made.height * scale

    def height(self, block: Block, room: float) -> float | None:
        """Of a block in points; None if it takes what is left."""
        match block:
            case b.Paragraph(text):
                return self.text_height(text, POINTS, room)
            case b.Callout(text):
                return self.text_height(text, POINTS, room - 34.0) + 20.0
            case b.Bullets(items, _, small):
                size = 14.2 if small else POINTS
                tall = sum(self.text_height(item, size, room - 1.2 * size) for item in items)
                return tall + (len(items) - 1) * _BULLET_GAP * size / POINTS
            case b.Display():
                return self.shown(block, self.display_scale, room)[2] + 6.0
            case b.Derivation(steps):
                return sum(self.step_height(*step, room) for step in steps) + (
                    self.gap * (len(steps) - 1)
                )
            case b.Table():
                return sum(self.rows(block, room))
            case b.Pseudocode(lines):
                return sum(self.line_height(*line, room) for line in lines) + 16.0
            case b.Code(lines):
                return len(lines) * 20.5 + 18.0
            case b.Drawing():
                return block.height
            case b.Proved():
                return self.proved_height(block, room)
            case b.Bars(bars):
                return _BAR * len(bars)
            case b.Columns(columns, ratio):
                return self.columns_height(columns, ratio, room)
        return None

    @property
    def display_scale(self) -> float:
        return 0.95 if self.dense else 1.15

    def step_height(self, reason: Rich, shown: Display, room: float) -> float:
        return self.text_height(reason, _REASON, room) + self.shown(shown, 1.0, room)[2] + 6.0

    def line_height(self, depth: int, text: Rich, shown: Display | None, room: float) -> float:
        below = self.shown(shown, 0.9, room)[2] + 8.0 if shown else 0.0
        return self.text_height(text, 18.4, room - 28.0 * depth) + below + 4.0

    def columns_height(
        self, columns: tuple[tuple[Block, ...], ...], ratio: tuple[float, ...], room: float
    ) -> float | None:
        talls = []
        for column, wide in zip(columns, self.shares(ratio, room), strict=True):
            heights = [self.height(block, wide) for block in column]
            if None in heights:
                return None
            talls.append(
                sum(tall for tall in heights if tall is not None) + self.gap * (len(column) - 1)
            )
        return max(talls)

    def shares(self, ratio: tuple[float, ...], room: float) -> list[float]:
        free = room - 33.0 * (len(ratio) - 1)
        return [free * part / sum(ratio) for part in ratio]

    def draw(self, sheet: Sheet, box: Box, block: Block, where: str) -> None:
        """Any block in its place."""
        match block:
            case b.Paragraph(text):
                sheet.text(box, [runs(text)], Look(POINTS))
            case b.Callout(text):
                sheet.panel(box, tint(self.deck.theme), "discriminator")
                inner = Box(box.x + 17.0, box.y + 10.0, box.width - 34.0, box.height - 20.0)
                sheet.text(inner, [runs(text)], Look(POINTS))
            case b.Bullets(items, numbered, small):
                size = 14.2 if small else POINTS
                mark = "1" if numbered else "•"
                look = Look(size, bullet=mark, after=_BULLET_GAP * size / POINTS)
                sheet.text(box, [runs(item) for item in items], look)
            case b.Display():
                self.formula(sheet, box, block, self.display_scale)
            case b.Derivation(steps):
                self.derivation(sheet, box, steps)
            case b.Table():
                self.table(sheet, box, block)
            case b.Pseudocode(lines):
                self.pseudocode(sheet, box, lines)
            case b.Code(lines):
                sheet.panel(box, tint(self.deck.theme))
                inner = Box(box.x + 15.0, box.y + 9.0, box.width - 30.0, box.height - 18.0)
                sheet.text(inner, [(Run(line),) for line in lines], Look(14.6, mono=True))
            case b.Drawing():
                made = self.bitmaps[drawing_markup(block)]
                x = box.x + (box.width - made.width) / 2
                place = Box(x, box.y, made.width, made.height)
                sheet.picture(place, made.png, block.words)
            case b.Proved():
                self.proved(sheet, box, block)
            case b.Picture(path, png, alt):
                data = rastered(png or path)
                sheet.picture(fitted(box, *picture_size(data)), data, alt)
            case b.FilmBlock(path, poster, alt):
                across, down = picture_size(poster.read_bytes())
                sheet.film(fitted(box, across, down), path, poster, alt)
            case b.Bars(bars):
                self.bars(sheet, box, bars)
            case b.Columns(columns, ratio):
                x = box.x
                for column, wide in zip(columns, self.shares(ratio, box.width), strict=True):
                    self.column(sheet, Box(x, box.y, wide, box.height), list(column), where)
                    x += wide + 33.0

    def column(self, sheet: Sheet, box: Box, blocks: Sequence[Block], where: str) -> None:
        """Blocks of a column; what proved them stands at its end."""
        foot = [block for block in blocks if isinstance(block, b.Proved)]
        taken = sum(self.proved_height(block, box.width) + self.gap for block in foot)
        for block in foot:
            end = Box(box.x, box.y + box.height - taken + self.gap, box.width, taken - self.gap)
            self.proved(sheet, end, block)
        room = Box(box.x, box.y, box.width, box.height - taken)
        rest = [block for block in blocks if not isinstance(block, b.Proved)]
        self.stack(sheet, room, rest, where)

    def formula(self, sheet: Sheet, box: Box, shown: Display, scale: float) -> None:
        """A formula in the middle of its box."""
        made, wide, tall = self.shown(shown, scale, box.width)
        place = Box(box.x + (box.width - wide) / 2, box.y + (box.height - tall) / 2, wide, tall)
        sheet.picture(place, made.png, shown.words)

    def derivation(self, sheet: Sheet, box: Box, steps: tuple[tuple[Rich, Display], ...]) -> None:
        y = box.y
        for reason, shown in steps:
            above = self.text_height(reason, _REASON, box.width)
            whole = self.step_height(reason, shown, box.width)
            sheet.text(Box(box.x, y, box.width, above), [runs(reason)], Look(_REASON, "muted"))
            self.formula(
                sheet, Box(box.x, y + above + 6.0, box.width, whole - above - 6.0), shown, 1.0
            )
            y += whole + self.gap

    def pseudocode(
        self, sheet: Sheet, box: Box, lines: tuple[tuple[int, Rich, Display | None], ...]
    ) -> None:
        sheet.rule(box.x, box.y, box.width, "ink")
        sheet.rule(box.x, box.y + box.height, box.width, "ink")
        y = box.y + 8.0
        for depth, text, shown in lines:
            x, wide = box.x + 28.0 * depth, box.width - 28.0 * depth
            tall = self.text_height(text, 18.4, wide)
            sheet.text(Box(x, y, wide, tall), [runs(text)], Look(18.4))
            if shown:
                made, across, down = self.shown(shown, 0.9, wide)
                sheet.picture(Box(x + 28.0, y + tall + 3.0, across, down), made.png, shown.words)
            y += self.line_height(depth, text, shown, box.width)

    def bars(self, sheet: Sheet, box: Box, bars: tuple[b.Bar, ...]) -> None:
        """Bars under their labels, each with its value."""
        for number, bar in enumerate(bars):
            y = box.y + number * _BAR
            sheet.text(Box(box.x, y, box.width, 22.0), [runs(bar.label)], Look(15.8))
            wide = 0.78 * box.width * bar.share
            sheet.panel(Box(box.x, y + 24.0, wide, 14.0), bar.role)
            after = Box(box.x + wide + 8.0, y + 20.0, box.width - wide - 8.0, 22.0)
            sheet.text(after, [(Run(bar.value),)], Look(15.8))

    def proved_height(self, block: b.Proved, room: float) -> float:
        label = width(f"{block.label}:", 13.5) + 8.0
        one_line = label + sum(width(one, 13.5) + 19.0 for one in block.ids) <= room
        return 20.0 if one_line else 43.0

    def proved(self, sheet: Sheet, box: Box, block: b.Proved) -> None:
        """Names of claims in frames, after what proved them."""
        label, size = f"{block.label}:", 13.5
        sheet.text(Box(box.x, box.y, box.width, 19.0), [(Run(label),)], Look(size, "muted"))
        x, y = box.x + width(label, size) + 8.0, box.y
        for one in block.ids:
            wide = width(one, size) + 13.0
            if x + wide > box.x + box.width:
                x, y = box.x, y + 23.0
            sheet.badge(Box(x, y, wide, 19.0), one, size)
            x += wide + 6.0

    def rows(self, table: b.Table, room: float) -> list[float]:
        """Heights of a table's rows."""
        size, widths = self.table_size(table), self.table_widths(table, room)
        return [
            max(
                self.text_height(cell, size, wide - 10.0)
                for cell, wide in zip(row, widths, strict=True)
            )
            + 2 * self.cell_margin(table)
            for row in table.rows
        ]

    def cell_margin(self, table: b.Table) -> float:
        """Above and below the text of a cell."""
        return 4.2 if table.small else 11.0 if table.plain else 6.0

    def table_size(self, table: b.Table) -> float:
        return 15.0 if table.small else 21.5 if table.plain else 18.0

    def table_widths(self, table: b.Table, room: float) -> list[float]:
        room = 0.8 * room if table.right else room
        return [room * part / sum(table.widths) for part in table.widths]

    def table(self, sheet: Sheet, box: Box, table: b.Table) -> None:
        size = self.table_size(table)
        cells = []
        for y, row in enumerate(table.rows):
            looked = []
            for x, cell in enumerate(row):
                head = table.header and y == 0
                role = "muted" if head or x == 0 else "ink"
                if table.plain and x == 0:
                    role = "discriminator"
                if (y, x) in table.strong:
                    role = "discriminator"
                align = "r" if table.right and x else "l"
                looked.append((runs(cell), Look(size - 2.0 if head else size, role, align)))
            cells.append(looked)
        count = len(cells)
        lines = ["" if table.plain else "faint"] * (count + 1)
        if not table.plain:
            lines[0], lines[-1] = "", "ink"
            if table.header:
                lines[1] = "ink"
        widths = self.table_widths(table, box.width)
        left = box.x + (box.width - sum(widths)) / 2
        place = Box(left, box.y, sum(widths), box.height)
        sheet.table(
            place, cells, widths, self.rows(table, box.width), lines, self.cell_margin(table)
        )


def fitted(box: Box, across: float, down: float) -> Box:
    """The largest box of these proportions in another, in its middle."""
    scale = min(box.width / across, box.height / down)
    wide, tall = across * scale, down * scale
    return Box(box.x + (box.width - wide) / 2, box.y + (box.height - tall) / 2, wide, tall)
