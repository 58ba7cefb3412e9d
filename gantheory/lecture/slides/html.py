"""The deck as one HTML file: reveal.js, films, formulas and font inside, nothing asked of a net.

Its Content-Security-Policy forbids every request and lets in one style sheet and one script by
their hashes; what the lecturer wrote is escaped and is never markup.
"""

import base64
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from gantheory import __version__
from gantheory.atomic import write_text
from gantheory.figures.style import THEMES
from gantheory.lecture.slides import blocks as b
from gantheory.lecture.slides.blocks import Block, Deck, Maths, Rich, Slide
from gantheory.lecture.slides.colours import tint
from gantheory.lecture.slides.faces import ASCII, SIGN_LETTERS, sign_font, subset_woff2
from gantheory.lecture.slides.typeset import POINTS, Outline, outlines
from gantheory.lecture.slides.wording import drawing_markup, formulas_in, grouped, inline_markup
from gantheory.notation.fonts import korean_font
from gantheory.notation.formulas import formula
from gantheory.replay.page import data_block, policy_hash

_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
    ".mp4": "video/mp4",
}
#: what the window with the notes looks like
_NOTES_STYLE = (
    "body{{font:22px/1.5 Signs,Lecture,system-ui,sans-serif;margin:2rem;color:{ink};"
    "background:{background};word-break:keep-all}}"
    "h1{{font-size:26px;font-weight:400;margin:.2rem 0 1rem}}"
    "#where,#time,#next{{color:{muted};font-size:18px;margin:.2rem 0}}"
    "#next{{border-top:1px solid;padding-top:.8rem;margin-top:1.5rem}}"
)


def write_slides_html(deck: Deck, path: Path) -> None:
    """Write the deck as a page, whole or not at all.

    Raises:
        GanTheoryError: if a formula cannot be set, or there is no font.
        OSError: if a material cannot be read or the page cannot be written.
    """
    write_text(path, slides_html(deck))


def slides_html(deck: Deck) -> str:
    """The page as text."""
    writer = _Writer(deck)
    slides = "\n".join(
        writer.slide(number, slide) for number, slide in enumerate(deck.slides, start=1)
    )
    glyphs = {name: path for one in writer.outlines.values() for name, path in one.glyphs}
    theme = THEMES[deck.theme]
    script = _asset("vendor/reveal/reveal.js") + '\n"use strict";\n{\n' + _asset("page.js") + "}\n"
    style = (
        writer.font_face(slides + "".join(text for _, text in deck.labels))
        + without_print(_asset("vendor/reveal/reveal.css"))
        + _variables(deck)
        + _asset("page.css")
        + writer.sizes()
    )
    data = {
        "labels": dict(deck.labels),
        "slides": [
            {"title": slide.title, "notes": slide.notes, "minutes": slide.minutes}
            for slide in deck.slides
        ],
        "notes_style": _NOTES_STYLE.format(
            ink=theme.ink, background=theme.background, muted=theme.muted
        ),
    }
    return Template(_asset("page.html")).substitute(
        language=deck.language,
        theme=deck.theme,
        version=escape(__version__),
        title=escape(deck.title),
        description=escape(deck.label("description")),
        glyphs="".join(
            f'<path id="{name}" d="{outline}"/>' for name, outline in sorted(glyphs.items())
        ),
        slides=slides,
        style=style,
        style_hash=policy_hash(style),
        script=script,
        script_hash=policy_hash(script),
        data=data_block(data),
    )


def _asset(name: str) -> str:
    return files("gantheory.lecture.slides").joinpath(name).read_text(encoding="utf-8")


def without_print(css: str) -> str:
    """A style sheet without its rules for print: reveal.js prints a list of texts, we slides."""
    start = css.find("@media print")
    if start < 0:
        return css
    depth = 0
    for at in range(css.index("{", start), len(css)):
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        if depth == 0:
            return css[:start] + without_print(css[at + 1 :])
    return css[:start]


def _variables(deck: Deck) -> str:
    """The theme as custom properties."""
    theme = THEMES[deck.theme]
    colors = {name: getattr(theme, name) for name in theme.__dataclass_fields__}
    colors["tint"] = tint(deck.theme)
    return (
        f":root{{{''.join(f'--{name}:{color};' for name, color in colors.items())}"
        "--r-controls-spacing:8px;}\n"
    )


def data_uri(path: Path) -> str:
    """A file within the page."""
    packed = base64.b64encode(path.read_bytes()).decode("ascii")
    return f"data:{_TYPES[path.suffix.lower()]};base64,{packed}"


class _Writer:
    """Writes slides; the deck's formulas are set once, at the start."""

    def __init__(self, deck: Deck) -> None:
        self.deck = deck
        self.outlines = outlines(deck, formulas_in(deck))

    def font_face(self, page: str) -> str:
        """The fonts with the letters of the page."""
        letters = frozenset(page)
        faces = (
            ("Signs", sign_font().path, letters & frozenset(SIGN_LETTERS)),
            ("Lecture", korean_font().path, letters | ASCII),
        )
        packed = (
            (family, base64.b64encode(subset_woff2(font, chosen)).decode("ascii"))
            for family, font, chosen in faces
            if chosen
        )
        return "".join(
            f'@font-face{{font-family:"{family}";src:url(data:font/woff2;base64,{data}) '
            'format("woff2");}\n'
            for family, data in packed
        )

    def sizes(self) -> str:
        """Rules for what differs: how far formulas hang below the line, how wide columns are."""
        steps = {_depth(one) for one in self.outlines.values()}
        rules = [f".d{step}{{vertical-align:-{step / 100:g}em}}" for step in sorted(steps)]
        shares = {
            _share(part, block.ratio)
            for slide in self.deck.slides
            for block in slide.blocks
            if isinstance(block, b.Columns)
            for part in block.ratio
        }
        rules += [f".share-{share}{{flex:{share} 1 0}}" for share in sorted(shares)]
        return "".join(rules)

    def slide(self, number: int, slide: Slide) -> str:
        """One slide with its footer and notes."""
        front = isinstance(slide.blocks[0], b.TitlePage) if slide.blocks else False
        if front:
            body = self.block(slide.blocks[0])
            head = ""
        else:
            above = escape(slide.eyebrow) if slide.eyebrow != slide.title else "&nbsp;"
            head = f'<p class="eyebrow">{above}</p>\n<h2>{escape(slide.title)}</h2>'
            inner = "\n".join(map(self.block, slide.blocks))
            dense = " dense" if slide.dense else ""
            body = f'<div class="body{dense}">\n{inner}\n</div>'
        label = (
            self.deck.label("slide")
            .replace("{number}", str(number))
            .replace("{count}", str(len(self.deck.slides)))
        )
        return (
            f'<section id="{slide.name}" data-section="{slide.section}" '
            f'aria-label="{escape(label)}">\n{head}\n{body}\n'
            f'<div class="foot"><span>{escape(self.deck.footer)}</span>'
            f"<span>{number}</span></div>\n"
            f'<aside class="notes" hidden>{escape(slide.notes)}</aside>\n</section>'
        )

    def rich(self, text: Rich) -> str:
        """Text with its formulas; a formula and the letters that touch it stay on one line."""
        written = []
        for word in grouped(text):
            inner = "".join(
                self.inline(part.name) if isinstance(part, Maths) else escape(part) for part in word
            )
            several = len(word) > 1 and any(isinstance(part, Maths) for part in word)
            written.append(f'<span class="w">{inner}</span>' if several else inner)
        return " ".join(written)

    def inline(self, name: str) -> str:
        """A formula in a line of text."""
        return self.svg(inline_markup(name), formula(name).alt(self.deck.language), "m d{depth}")

    def svg(self, markup: str, words: str, classes: str = "m") -> str:
        """A formula or drawing; lengths are in em, so it grows with the text around it."""
        one = self.outlines[markup]
        classes = classes.replace("{depth}", str(_depth(one)))
        return (
            f'<svg class="{classes}" role="img" aria-label="{escape(words)}" '
            f'width="{one.width / POINTS:.4g}em" height="{one.height / POINTS:.4g}em" '
            f'viewBox="0 0 {one.width:.6g} {one.height:.6g}">{one.body}</svg>'
        )

    def block(self, block: Block) -> str:
        """Any block."""
        match block:
            case b.TitlePage():
                return self.front(block)
            case b.Paragraph(text):
                return f"<p>{self.rich(text)}</p>"
            case b.Callout(text):
                return f'<p class="callout">{self.rich(text)}</p>'
            case b.Bullets(items, numbered, small):
                tag = "ol" if numbered else "ul"
                inner = "".join(f"<li>{self.rich(item)}</li>" for item in items)
                return f"<{tag}{_class(small, 'small')}>{inner}</{tag}>"
            case b.Display(markup, words):
                return f'<p class="display">{self.svg(markup, words)}</p>'
            case b.Derivation(steps):
                inner = "".join(
                    f"<div><p>{self.rich(reason)}</p>"
                    f'<div class="step">{self.svg(shown.markup, shown.words)}</div></div>'
                    for reason, shown in steps
                )
                return f'<div class="derivation">{inner}</div>'
            case b.Table():
                return self.table(block)
            case b.Pseudocode():
                return self.pseudocode(block)
            case b.Code(lines):
                return f'<pre class="code">{escape(chr(10).join(lines))}</pre>'
            case b.Proved(label, ids):
                named = "".join(f"<b>{one}</b>" for one in ids)
                return f'<p class="proved">{escape(label)}: {named}</p>'
            case b.Picture(path, _, alt):
                return f'<div class="room"><img src="{data_uri(path)}" alt="{escape(alt)}"></div>'
            case b.Drawing():
                return f'<p class="drawing">{self.svg(drawing_markup(block), block.words)}</p>'
            case b.FilmBlock(path, poster, alt):
                return (
                    '<div class="room"><video data-autoplay muted playsinline controls '
                    f'poster="{data_uri(poster)}" src="{data_uri(path)}" '
                    f'aria-label="{escape(alt)}"></video></div>'
                )
            case b.Bars(bars):
                inner = "".join(
                    f"<li>{self.rich(bar.label)}<br>"
                    f'<svg class="bar" aria-hidden="true" width="{72 * bar.share:.2f}%" '
                    f'height="20"><rect width="100%" height="100%" class="{bar.role}"/></svg>'
                    f"{escape(bar.value)}</li>"
                    for bar in bars
                )
                return f'<ul class="bars">{inner}</ul>'
            case b.Columns(columns, ratio):
                parts = ("".join(map(self.block, column)) for column in columns)
                inner = "".join(
                    f'<div class="share-{_share(share, ratio)}">{part}</div>'
                    for part, share in zip(parts, ratio, strict=True)
                )
                return f'<div class="columns">{inner}</div>'

    def front(self, page: b.TitlePage) -> str:
        """The first slide."""
        who = " · ".join(part for part in (page.lecturer, page.affiliation, page.date) if part)
        logo = f'<img class="logo" src="{data_uri(page.logo)}" alt="">' if page.logo else ""
        named = f'<p class="who">{escape(who)}</p>' if who else ""
        return (
            f'<div class="front">{logo}<h2>{escape(self.deck.title)}</h2>'
            f'<p class="subtitle">{escape(page.subtitle)}</p><div class="rule"></div>{named}'
            f'<p class="paper">{escape(page.paper)}</p></div>'
        )

    def table(self, table: b.Table) -> str:
        """A table; its first column, and its first row if it is a header, name the others."""
        whole = sum(table.widths)
        columns = "".join(f'<col width="{100 * w / whole:.4g}%">' for w in table.widths)
        rows = []
        for number, row in enumerate(table.rows):
            cells = []
            for place, cell in enumerate(row):
                inner = self.rich(cell)
                if number == 0 and table.header:
                    cells.append(f'<th scope="col">{inner}</th>' if inner else "<td></td>")
                elif place == 0:
                    cells.append(f'<th scope="row">{inner}</th>')
                else:
                    strong = (number, place) in table.strong
                    cells.append(
                        f"<td><strong>{inner}</strong></td>" if strong else f"<td>{inner}</td>"
                    )
            rows.append(f"<tr>{''.join(cells)}</tr>")
        head = f"<thead>{rows.pop(0)}</thead>" if table.header else ""
        names = [
            name
            for name, on in (("tiny", table.small), ("right", table.right), ("plain", table.plain))
            if on
        ]
        return (
            f"<table{_class(bool(names), ' '.join(names))}><colgroup>{columns}</colgroup>{head}"
            f"<tbody>{''.join(rows)}</tbody></table>"
        )

    def pseudocode(self, block: b.Pseudocode) -> str:
        """An algorithm, one line per item."""
        lines = []
        for depth, text, shown in block.lines:
            below = (
                f'<div class="step">{self.svg(shown.markup, shown.words)}</div>' if shown else ""
            )
            lines.append(f"<li{_class(depth > 0, f'in-{depth}')}>{self.rich(text)}{below}</li>")
        return f'<ol class="algorithm">{"".join(lines)}</ol>'


def _class(wanted: bool, name: str) -> str:
    return f' class="{name}"' if wanted else ""


def _depth(one: Outline) -> int:
    """In hundredths of an em."""
    return max(0, round(100 * one.depth / POINTS))


def _share(part: float, ratio: tuple[float, ...]) -> int:
    """A column's width in percent of the room for columns."""
    return round(100 * part / sum(ratio))
