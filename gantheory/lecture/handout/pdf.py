"""The handout on paper: the document as Typst, compiled to a tagged PDF with a fixed look.

Nothing of this machine gets in: system fonts are ignored, there is no date, and pictures are read
from a folder made for the compilation. PDF/UA-1 is asked for, so a picture or a formula without
words for the ear stops the build.
"""

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Literal

from gantheory.atomic import write_bytes
from gantheory.errors import GanTheoryError
from gantheory.figures.style import THEMES, Theme
from gantheory.lecture.context import Context
from gantheory.lecture.handout import blocks as b
from gantheory.lecture.handout.content import build_document
from gantheory.lecture.handout.inline import glued
from gantheory.lecture.handout.speech import quoted
from gantheory.notation.fonts import korean_font
from gantheory.notation.texts import typst_string

#: fonts inside the Typst wheel
_SERIF, _MATHS, _MONO = "Libertinus Serif", "New Computer Modern Math", "DejaVu Sans Mono"
STANDARD: Literal["ua-1"] = "ua-1"


def write_handout_pdf(context: Context, path: Path, solutions: bool) -> None:
    """Write the handout as PDF, whole or not at all.

    Args:
        context: language, theme, the lecturer's settings and materials.
        path: the PDF.
        solutions: whether the exercises' solutions are in it.

    Raises:
        GanTheoryError: if a claim is not proved, a solution is wrong, or Typst refuses.
        OSError: if the file cannot be written.
    """
    pages = compile_document(build_document(context, solutions), "pdf")
    write_bytes(path, pages[0])


def compile_document(document: b.Document, form: Literal["pdf", "png"]) -> list[bytes]:
    """Compile to "pdf" (one file) or "png" (one per page, to look at)."""
    import typst

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "main.typ").write_text(_Writer(document, folder).source(), encoding="utf-8")
        template = files("gantheory.lecture.handout").joinpath("document.typ")
        (folder / "document.typ").write_text(template.read_text("utf-8"), encoding="utf-8")
        fonts = [str(korean_font().path.parent)] if document.language == "ko" else []
        compiler = typst.Compiler(
            str(folder / "main.typ"), str(folder), font_paths=fonts, ignore_system_fonts=True
        )
        try:
            if form == "pdf":
                found = compiler.compile(format="pdf", pdf_standards=STANDARD)
            else:
                found = compiler.compile(format="png", ppi=110.0)
        except typst.TypstError as error:
            raise GanTheoryError(f"Typst cannot set the handout: {error}") from error
    return found if isinstance(found, list) else [found or b""]


class _Writer:
    """Typst markup of a document; pictures are copied beside it."""

    def __init__(self, document: b.Document, folder: Path) -> None:
        self.document = document
        self.folder = folder
        self.pictures = 0

    def source(self) -> str:
        """The whole main.typ."""
        doc = self.document
        korean = [korean_font().family] if doc.language == "ko" else []
        text_fonts = korean or [_SERIF]
        before, between, after = _page_text(doc.words["page"])
        head = (
            '#import "document.typ": *\n'
            f"#let colors = ({_colors(THEMES[doc.theme])})\n"
            f"#show: handout.with(title: {quoted(doc.title)}, language: {quoted(doc.language)}, "
            f"fonts: {_array(text_fonts)}, maths: {_array([_MATHS, *text_fonts])}, "
            f"mono: {_array([_MONO, *text_fonts])}, bold: {_bool(not korean)}, colors: colors, "
            f"footer: {quoted(doc.footer)}, page-text: (now, all) => "
            f"{quoted(before)} + now + {quoted(between)} + all + {quoted(after)})\n\n"
        )
        logo = "none"
        if doc.logo:
            logo = f"image({self._picture(doc.logo)}, height: 16mm, alt: {quoted(doc.logo_alt)})"
        byline = _array_of(f"[{typst_string(one)}]" for one in doc.byline)
        titles = f"{quoted(doc.title)}, {quoted(doc.subtitle)}"
        front = f"#front({titles}, {byline}, {logo}, colors)\n\n"
        blocks = [
            self._kept(self._block(one), one, after)
            for one, after in zip(doc.blocks, (*doc.blocks[1:], None), strict=True)
        ]
        return head + front + "\n\n".join(blocks) + "\n"

    def _kept(self, markup: str, block: b.Block, after: b.Block | None) -> str:
        """What announces a formula stays on its page."""
        announces = isinstance(block, b.Paragraph) and isinstance(after, b.Step | b.Display)
        return _sticky(markup) if announces else markup

    def _picture(self, path: Path) -> str:
        """Copy a picture to where Typst may read it; its quoted name."""
        self.pictures += 1
        name = f"picture-{self.pictures}{path.suffix.lower()}"
        shutil.copyfile(path, self.folder / name)
        return quoted(name)

    def _block(self, block: b.Block) -> str:
        match block:
            case b.Heading(level, text, anchor, number):
                shown = f"{number}  {text}" if number else text
                return f"#heading(level: {level}, {quoted(shown)}) <{anchor}>"
            case b.Paragraph(parts, True):
                return f"#stated(colors, [{self._inlines(parts)}])"
            case b.Paragraph(parts):
                return self._inlines(parts)
            case b.Display():
                return f"#{_display(block)}"
            case b.Step():
                return self._step(block)
            case b.Figure(picture, alt, label, caption, percent, anchor):
                words = f"[#strong({quoted(label)}) {self._inlines(caption)}]"
                image = f"image({self._picture(picture)}, width: {percent}%, alt: {quoted(alt)})"
                return f"#pictured({words}, {image}) <{anchor}>"
            case b.Table():
                return self._table(block)
            case b.Items(items, numbered):
                name = "enum" if numbered else "list"
                return f"#{name}({', '.join(f'[{self._inlines(item)}]' for item in items)})"
            case b.Pseudocode(caption, lines):
                shown = _array_of(f"({indent}, [{self._inlines(line)}])" for indent, line in lines)
                return f"#pseudocode(colors, [{self._inlines(caption)}], {shown})"
            case b.Exercise():
                return self._exercise(block)

    def _step(self, step: b.Step) -> str:
        number = f"[({step.number})]" if step.number else "[]"
        label = f" <{step.anchor}>" if step.anchor else ""
        return (
            f"#step(colors, {number}, [{self._inlines(step.given)}], {quoted(step.source)}, "
            f"{_display(step.body)}){label}"
        )

    def _table(self, table: b.Table) -> str:
        sides = {"l": "left", "c": "center", "r": "right"}
        align = _array_of(sides[side] for side in table.align)
        header = _array_of(f"[{self._inlines(cell)}]" for cell in table.header)
        cells = _array_of(f"[{self._inlines(cell)}]" for row in table.rows for cell in row)
        words = f"[#strong({quoted(table.label)}) {self._inlines(table.caption)}]"
        return f"#tabular(colors, {words}, {align}, {header}, {cells})"

    def _exercise(self, one: b.Exercise) -> str:
        commands = _array_of(f"raw({quoted(text)}, block: true)" for text in one.commands)
        title = f"{one.number}. {one.title}"
        stars = "★" * one.level + "☆" * (3 - one.level)
        text = (
            f"#exercise(colors, {quoted(_MONO)}, {quoted(title)}, {quoted(stars)}, "
            f"[{self._inlines(one.task)}], "
            f"[#emph[{typst_string(one.hint_heading)}] {self._inlines(one.hint)}], "
            f"{commands})"
        )
        return text + (self._solution(one.solution) if one.solution else "")

    def _solution(self, one: b.Solution) -> str:
        parts = [f"#strong({quoted(one.heading)}) {self._inlines(one.answer)}."]
        for reason, step in one.reasons:
            parts += [_sticky(self._inlines(reason)), self._step(step)]
        parts.append(self._inlines(one.mistake))
        return "\n#solution(colors, [" + "\n\n".join(parts) + "])"

    def _inlines(self, parts: b.Inlines) -> str:
        return "".join(
            f"#box[{self._inline(part)}{self._inline(tail)}];" if tail else self._inline(part)
            for part, tail in glued(parts)
        )

    def _inline(self, part: b.Inline) -> str:
        match part:
            case b.Words(text):
                return typst_string(text)
            case b.Strong(parts):
                return f"#strong[{self._inlines(parts)}];"
            case b.Code(text):
                return f"#raw({quoted(text)});"
            case b.Maths(typst, spoken):
                return f"#math.equation(alt: {quoted(spoken)}, ${typst}$.body);"
            case b.Link(text, anchor):
                return f"#link(<{anchor}>)[{typst_string(text)}];"


def _sticky(markup: str) -> str:
    """A paragraph on the page of what comes next."""
    return f"#block(sticky: true, par[{markup}])"


def _display(block: b.Display) -> str:
    rows = [f"&{'quad ' * indent}{markup}" for indent, markup in block.lines]
    body = " \\\n ".join(rows) if len(rows) > 1 else block.lines[0][1]
    return f"math.equation(block: true, alt: {quoted(block.spoken)}, $ {body} $.body)"


def _colors(theme: Theme) -> str:
    named = {
        "background": theme.background, "ink": theme.ink, "muted": theme.muted,
        "faint": theme.faint, "accent": theme.discriminator, "proved": theme.p_g,
        "optimal": theme.optimal,
    }  # fmt: skip
    shown = [f"{name}: rgb({quoted(color)})" for name, color in named.items()]
    sheet, accent = quoted(theme.background), quoted(theme.discriminator)
    tint = f"tint: color.mix((rgb({sheet}), 93%), (rgb({accent}), 7%))"
    return ", ".join([*shown, tint])


def _page_text(pattern: str) -> tuple[str, str, str]:
    before, _, rest = pattern.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return before, between, after


def _array(texts: Sequence[str]) -> str:
    return _array_of(map(quoted, texts))


def _array_of(codes: Iterable[str]) -> str:
    """A Typst array, also of one or none."""
    return "(" + "".join(f"{code}, " for code in codes) + ")"


def _bool(value: bool) -> str:
    return "true" if value else "false"
