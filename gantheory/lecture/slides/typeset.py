"""Formulas and drawings by Typst: as SVG whose outlines are shared on a page, and as PNG.

All of a deck's are compiled at once. System fonts are ignored, so that every machine sets the
same; dates do not enter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from gantheory.errors import GanTheoryError
from gantheory.figures.style import THEMES
from gantheory.lecture.slides.faces import SIGN_LETTERS, sign_font
from gantheory.notation.fonts import korean_font
from gantheory.notation.formulas import typst_colors

if TYPE_CHECKING:
    from gantheory.lecture.slides.blocks import Deck

#: inside the Typst wheel
MATHS_FONT, CODE_FONT = "New Computer Modern Math", "DejaVu Sans Mono"
#: the size of the slides' text, in points; a slide is 960 points wide and 540 high
POINTS = 20.0

_ROLES = ("p_data", "p_g", "discriminator", "optimal")
_MARK_COLOR = "#fe01fd"
_MARK = f'#box(width: 0pt, text(fill: rgb("{_MARK_COLOR}"))[.])'
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True)
class Outline:
    """A formula as SVG.

    Attributes:
        body: what stands inside the svg element; its glyphs are `glyphs` of the page.
        width: in points, at `POINTS`.
        height: likewise.
        depth: how far it reaches below the baseline.
        glyphs: id -> path, of the glyphs that the body uses.
    """

    body: str
    width: float
    height: float
    depth: float
    glyphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bitmap:
    """A formula as PNG, with its size in points."""

    png: bytes
    width: float
    height: float


def preamble(deck: "Deck") -> str:
    """Typst code for fonts, colours and roles, before any markup of a deck."""
    theme = THEMES[deck.theme]
    roles = {role: getattr(theme, role) for role in _ROLES}
    colors = {**roles, "ink": theme.ink, "muted": theme.muted, "faint": theme.faint}
    named = "".join(
        f'#let {typst_name(role)}color = rgb("{color}")\n' for role, color in colors.items()
    )
    return (
        f'#set text(font: ({text_fonts()}), size: {POINTS}pt, fill: rgb("{theme.ink}"), '
        f'fallback: false, lang: "{deck.language}")\n'
        f'#show math.equation: set text(font: ("{MATHS_FONT}", {text_fonts()}), fallback: false)\n'
        f'#show raw: set text(font: ("{CODE_FONT}", {text_fonts()}), fallback: false)\n'
        + typst_colors(roles)
        + named
    )


def text_fonts() -> str:
    """The families of the slides' text, as a list of Typst's."""
    signs = f'(name: "{sign_font().family}", covers: regex("[{SIGN_LETTERS}]"))'
    return f'{signs}, "{korean_font().family}"'


def typst_name(role: str) -> str:
    """What a colour's name begins with in Typst, where names have no underscores."""
    return f"role{role.replace('_', '')}" if role in _ROLES else role


@cache
def compiler() -> Any:
    """Typst with its own fonts and the slides' two."""
    import typst

    folders = [str(font.path.parent) for font in (korean_font(), sign_font())]
    return typst.Compiler(b"", font_paths=folders, ignore_system_fonts=True)  # type: ignore[misc]


def compiled(source: str, form: str, **options: Any) -> list[bytes]:
    """Compile Typst into pages; a PDF is one.

    Raises:
        GanTheoryError: if it cannot be compiled.
    """
    import typst

    try:
        pages = compiler().compile(input=source.encode(), format=form, **options)
    except typst.TypstError as error:
        raise GanTheoryError(f"Typst cannot set the slides: {error}") from error
    return pages if isinstance(pages, list) else [pages]


def _pages(deck: "Deck", markups: Sequence[str], marked: bool) -> str:
    """One page for each, with the baseline marked in those that stand in a line of text."""
    page = "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
    inline = [one.startswith("$") and not one.startswith("$ ") for one in markups]
    texts = [
        f"{_MARK}{one}" if marked and stands else one
        for one, stands in zip(markups, inline, strict=True)
    ]
    return page + preamble(deck) + "\n#pagebreak()\n".join(texts)


def outlines(deck: "Deck", markups: Sequence[str]) -> dict[str, Outline]:
    """Set formulas and drawings as SVG.

    Args:
        deck: gives language and theme.
        markups: Typst markup, each of one page.

    Raises:
        GanTheoryError: if one cannot be compiled.
    """
    wanted = list(dict.fromkeys(markups))
    pages = compiled(_pages(deck, wanted, marked=True), "svg") if wanted else []
    return {one: _outline(page) for one, page in zip(wanted, pages, strict=True)}


def pictures(deck: "Deck", markups: Sequence[str]) -> dict[str, bytes]:
    """Set drawings as files of SVG.

    Raises:
        GanTheoryError: if one cannot be compiled.
    """
    wanted = list(dict.fromkeys(markups))
    pages = compiled(_pages(deck, wanted, marked=False), "svg") if wanted else []
    return dict(zip(wanted, pages, strict=True))


def bitmaps(deck: "Deck", markups: Sequence[str], ppi: float = 220.0) -> dict[str, Bitmap]:
    """Set formulas and drawings as PNG without a background.

    Raises:
        GanTheoryError: if one cannot be compiled.
    """
    wanted = list(dict.fromkeys(markups))
    pages = compiled(_pages(deck, wanted, marked=False), "png", ppi=ppi) if wanted else []
    return {
        one: Bitmap(page, *(size * 72.0 / ppi for size in png_size(page)))
        for one, page in zip(wanted, pages, strict=True)
    }


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its header.

    Raises:
        GanTheoryError: if it is none.
    """
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        raise GanTheoryError("a picture of the slides is no PNG file")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _outline(page: bytes) -> Outline:
    root = ElementTree.fromstring(page)
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    glyphs = {
        symbol.attrib["id"]: " ".join(path.attrib["d"] for path in symbol.iter(f"{_SVG}path"))
        for symbol in root.iter(f"{_SVG}symbol")
    }
    baseline = height
    parts: list[str] = []
    used: set[str] = set()

    def walk(element: Any, above: float) -> str:
        nonlocal baseline
        written = []
        for child in element:
            tag = child.tag.removeprefix(_SVG)
            here = above + _shift(child.attrib.get("transform", ""))
            if tag == "use" and child.attrib["fill"] == _MARK_COLOR:
                baseline = here
            elif tag == "use":
                name = child.attrib[_HREF].lstrip("#")
                if glyphs.get(name):
                    used.add(name)
                    at = "".join(
                        f' {axis}="{_short(child.attrib[axis])}"'
                        for axis in "xy"
                        if float(child.attrib.get(axis, 0))
                    )
                    fill = child.attrib["fill"]
                    written.append(f'<use href="#{name}"{at} fill="{fill}"/>')
            elif tag == "g":
                inner = walk(child, here)
                if inner:
                    moved = child.attrib.get("transform")
                    written.append(f'<g transform="{moved}">{inner}</g>' if moved else inner)
            elif tag == "path":
                kept = "".join(f' {name}="{value}"' for name, value in child.attrib.items())
                written.append(f"<path{kept}/>")
        return "".join(written)

    parts.append(walk(root, 0.0))
    return Outline(
        "".join(parts),
        width,
        height,
        height - baseline,
        tuple((name, glyphs[name]) for name in sorted(used)),
    )


def _shift(transform: str) -> float:
    """How far down a transformation moves."""
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", transform)]
    return numbers[-1] if transform.startswith(("matrix", "translate")) and numbers else 0.0


def _short(number: str) -> str:
    return f"{float(number):.6g}"
