"""The handout as one accessible HTML page: native MathML, no script, nothing from elsewhere.

Its Content-Security-Policy forbids every request and every script and allows the one style sheet
by its hash. Figures are data within the page. It follows the reader's choice of light or dark
unless the lecture is dark, and prints black on white.
"""

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from importlib.resources import files
from pathlib import Path

from gantheory.atomic import write_text
from gantheory.figures.style import DARK, LIGHT, THEMES, Theme
from gantheory.lecture.context import Context
from gantheory.lecture.handout import blocks as b
from gantheory.lecture.handout.content import build_document
from gantheory.lecture.handout.inline import glued
from gantheory.lecture.handout.mathml import Key, mathml, spoken
from gantheory.lecture.slides.faces import subset_woff2
from gantheory.notation.fonts import korean_font

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def write_handout_html(context: Context, path: Path, solutions: bool) -> None:
    """Write the handout as a page, whole or not at all.

    Args:
        context: language, theme, the lecturer's settings and materials.
        path: the HTML file.
        solutions: whether the exercises' solutions are in it.

    Raises:
        GanTheoryError: if a claim is not proved, a solution is wrong, or Typst refuses a formula.
        OSError: if the file cannot be written.
    """
    write_text(path, page(build_document(context, solutions)))


def page(document: b.Document) -> str:
    """The whole page."""
    formulas, math_style = mathml(_formulas(document.blocks), document.language)
    writer = _Writer(document, formulas)
    body = writer.body()
    face = _korean_face(body) if document.language == "ko" else ""
    style = f"{_variables(document.theme)}{face}{math_style}{_asset('page.css')}"
    policy = (
        f"default-src 'none'; style-src '{_policy_hash(style)}'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    title = f"{document.title}: {document.subtitle}"
    head = (
        f'<!DOCTYPE html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
    )
    return f"{head}{body}</html>\n"


def _formulas(blocks: tuple[b.Block, ...]) -> Iterator[Key]:
    """Every formula of the blocks, as a key of the compiled ones."""
    for block in blocks:
        match block:
            case b.Display():
                yield block.lines, True
            case b.Step():
                yield block.body.lines, True
                yield from _inner(block.given)
            case b.Paragraph(parts):
                yield from _inner(parts)
            case b.Figure():
                yield from _inner(block.caption)
            case b.Table():
                yield from _inner(block.caption)
                for cell in (*block.header, *(cell for row in block.rows for cell in row)):
                    yield from _inner(cell)
            case b.Items(items):
                for item in items:
                    yield from _inner(item)
            case b.Pseudocode(caption, lines):
                for line in (caption, *(line for _, line in lines)):
                    yield from _inner(line)
            case b.Exercise():
                yield from _inner((*block.task, *block.hint))
                if block.solution:
                    yield from _inner((*block.solution.answer, *block.solution.mistake))
                    for reason, step in block.solution.reasons:
                        yield from _inner(reason)
                        yield from _formulas((step,))


def _inner(parts: b.Inlines) -> Iterator[Key]:
    for part in parts:
        match part:
            case b.Maths(typst):
                yield ((0, typst),), False
            case b.Strong(inner):
                yield from _inner(inner)


class _Writer:
    """Markup of a document; every text is escaped."""

    def __init__(self, document: b.Document, formulas: dict[Key, str]) -> None:
        self.document = document
        self.formulas = formulas

    def body(self) -> str:
        """From the skip link to the footer."""
        doc = self.document
        logo = ""
        if doc.logo:
            logo = f'<img class="logo" src="{_data(doc.logo)}" alt="{escape(doc.logo_alt)}">\n'
        byline = " · ".join(map(escape, doc.byline))
        byline = f'<p class="byline">{byline}</p>\n' if byline else ""
        return (
            f'<body>\n<a class="skip" href="#main">{escape(doc.words["skip"])}</a>\n'
            f"<header>\n{logo}<h1>{escape(doc.title)}</h1>\n"
            f'<p class="muted">{escape(doc.subtitle)}</p>\n{byline}</header>\n'
            f'{self._contents()}<main id="main">\n{self._sections()}</main>\n'
            f"<footer>{escape(doc.footer)}</footer>\n</body>\n"
        )

    def _contents(self) -> str:
        name = escape(self.document.words["contents"])
        lines = "".join(
            f'<li><a href="#{one.anchor}">{escape(_numbered(one))}</a></li>\n'
            for one in self.document.blocks
            if isinstance(one, b.Heading) and one.level == 1
        )
        return f'<nav aria-label="{name}">\n<ol>\n{lines}</ol>\n</nav>\n'

    def _sections(self) -> str:
        return "".join(f"{self._block(one)}\n" for one in self.document.blocks)

    def _block(self, block: b.Block) -> str:
        match block:
            case b.Heading(level, _, anchor):
                return f'<h{level + 1} id="{anchor}">{escape(_numbered(block))}</h{level + 1}>'
            case b.Paragraph(parts, stated):
                name = ' class="stated"' if stated else ""
                return f"<p{name}>{self._inlines(parts)}</p>"
            case b.Display():
                return f'<div class="formula">{self._display(block)}</div>'
            case b.Step():
                return self._step(block)
            case b.Figure():
                words = f"<strong>{escape(block.label)}</strong> {self._inlines(block.caption)}"
                return (
                    f'<figure class="picture" id="{block.anchor}">\n'
                    f'<img src="{_data(block.picture)}" alt="{escape(block.alt)}">\n'
                    f"<figcaption>{words}</figcaption>\n</figure>"
                )
            case b.Table():
                return self._table(block)
            case b.Items(items, numbered):
                name = "ol" if numbered else "ul"
                lines = "".join(f"<li>{self._inlines(item)}</li>\n" for item in items)
                return f"<{name}>\n{lines}</{name}>"
            case b.Pseudocode(caption, lines):
                shown = "".join(
                    f'<li class="in-{indent}">{self._inlines(line)}</li>\n'
                    for indent, line in lines
                )
                return (
                    '<figure class="pseudocode">\n'
                    f"<figcaption>{self._inlines(caption)}</figcaption>\n<ol>\n{shown}</ol>\n"
                    "</figure>"
                )
            case b.Exercise():
                return self._exercise(block)

    def _display(self, block: b.Display) -> str:
        return spoken(self.formulas[block.lines, True], block.spoken)

    def _step(self, step: b.Step) -> str:
        place = f' id="{step.anchor}"' if step.anchor else ""
        number = f"({step.number})" if step.number else ""
        return (
            f'<div class="step"{place}>\n<div class="head"><p>{self._inlines(step.given)}</p>\n'
            f"<p>{escape(step.source)}</p></div>\n"
            f'<div class="formula">{self._display(step.body)}</div>\n'
            f'<div class="number">{number}</div>\n</div>'
        )

    def _table(self, table: b.Table) -> str:
        header = "".join(
            f'<th scope="col" class="{side}">{self._inlines(cell)}</th>'
            for side, cell in zip(table.align, table.header, strict=True)
        )
        rows = []
        for row in table.rows:
            cells = [f'<th scope="row">{self._inlines(row[0])}</th>']
            cells += [
                f'<td class="{side}">{self._inlines(cell)}</td>'
                for side, cell in zip(table.align[1:], row[1:], strict=True)
            ]
            rows.append(f"<tr>{''.join(cells)}</tr>\n")
        words = f"<strong>{escape(table.label)}</strong> {self._inlines(table.caption)}"
        return (
            f'<div class="scroll">\n<table>\n<caption>{words}</caption>\n'
            f"<thead><tr>{header}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>\n</div>"
        )

    def _exercise(self, one: b.Exercise) -> str:
        stars = "★" * one.level + "☆" * (3 - one.level)
        commands = "\n".join(map(escape, one.commands))
        text = (
            f'<section aria-labelledby="{one.anchor}">\n'
            f'<h3 id="{one.anchor}">{escape(one.number)}. {escape(one.title)}'
            f'<span class="stars" aria-hidden="true">{stars}</span>'
            f'<span class="spoken"> ({escape(one.level_text)})</span></h3>\n'
            f"<p>{self._inlines(one.task)}</p>\n<details><summary>{escape(one.hint_heading)}"
            f"</summary><p>{self._inlines(one.hint)}</p></details>\n"
            f'<pre tabindex="0"><code>{commands}</code></pre>\n'
        )
        return f"{text}{self._solution(one.solution) if one.solution else ''}</section>"

    def _solution(self, one: b.Solution) -> str:
        reasons = "\n".join(
            f"<p>{self._inlines(reason)}</p>\n{self._step(step)}" for reason, step in one.reasons
        )
        return (
            f'<div class="solution">\n<p><strong>{escape(one.heading)}</strong> '
            f"{self._inlines(one.answer)}.</p>\n{reasons}\n"
            f"<p>{self._inlines(one.mistake)}</p>\n</div>\n"
        )

    def _inlines(self, parts: b.Inlines) -> str:
        return "".join(
            f'<span class="glued">{self._inline(part)}{escape(tail.text)}</span>'
            if tail
            else self._inline(part)
            for part, tail in glued(parts)
        )

    def _inline(self, part: b.Inline) -> str:
        match part:
            case b.Words(text):
                return escape(text)
            case b.Strong(parts):
                return f"<strong>{self._inlines(parts)}</strong>"
            case b.Code(text):
                return f"<code>{escape(text)}</code>"
            case b.Maths(typst, words):
                return spoken(self.formulas[((0, typst),), False], words)
            case b.Link(text, anchor):
                return f'<a href="#{anchor}">{escape(text)}</a>'


def _numbered(heading: b.Heading) -> str:
    return f"{heading.number} {heading.text}".strip()


def _data(path: Path) -> str:
    """A picture as an address that holds it."""
    code = base64.b64encode(path.read_bytes()).decode()
    return f"data:{_TYPES[path.suffix.lower()]};base64,{code}"


def _korean_face(page: str) -> str:
    """A font with the Korean letters of the page; Latin ones every browser has."""
    letters = frozenset(letter for letter in page if "\uac00" <= letter <= "\ud7a3")
    code = base64.b64encode(subset_woff2(korean_font().path, letters)).decode()
    return (
        '@font-face { font-family: "Handout"; '
        f'src: url("data:font/woff2;base64,{code}") format("woff2"); }}\n'
    )


def _variables(theme: str) -> str:
    """The colours: the reader's choice in a light lecture, dark in a dark one, light on paper."""
    own, paper = THEMES[theme], THEMES[theme]
    frame = f"--paper: {paper.background}; --paper-ink: {paper.muted};"
    dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {_named(DARK)} }} }}\n"
    scheme = "light dark" if theme == "light" else "dark"
    return (
        f":root {{ color-scheme: {scheme}; {_named(own)} {frame} }}\n"
        f"{dark if theme == 'light' else ''}"
        f"@media print {{ :root {{ {_named(LIGHT)} }} }}\n"
    )


def _named(theme: Theme) -> str:
    tint = {"#ffffff": "#edf4fa"}.get(theme.background, "#1a232c")
    named = {
        "background": theme.background, "ink": theme.ink, "muted": theme.muted,
        "faint": theme.faint, "accent": theme.discriminator, "proved": theme.p_g,
        "optimal": theme.optimal, "focus": theme.optimal, "tint": tint,
    }  # fmt: skip
    return " ".join(f"--{name}: {color};" for name, color in named.items())


def _asset(name: str) -> str:
    return files("gantheory.lecture.handout").joinpath(name).read_text(encoding="utf-8")


def _policy_hash(text: str) -> str:
    """The name by which the policy allows the style sheet."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
