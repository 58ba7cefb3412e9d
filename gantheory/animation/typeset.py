"""Typst markup as outlines: compiled in this process, read into arrays, no file in between.

manim's own way goes through a file and a general SVG reader, which takes half of a scene's time.
Typst's SVG is plain: glyphs once each, placed by affine maps, and rules. Here they become cubic
Bezier pieces, one array per colour, with the first baseline on y = 0.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.notation.fonts import korean_font

Array = npt.NDArray[np.float64]

#: both come inside the Typst wheel; system fonts are ignored, so that every machine sets the same
TEXT_FONT, MATHS_FONT = "Libertinus Serif", "New Computer Modern Math"
#: the size that markup is compiled at, in points
POINTS = 11.0

#: a point of no width before each text, whose colour tells where the baseline is
_MARK_COLOR = "#fe01fd"
_MARK = f'#box(width: 0pt, text(fill: rgb("{_MARK_COLOR}"))[.])'

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_COMMAND = re.compile(r"([MmLlHhVvCcQqZz])([^MmLlHhVvCcQqZz]*)")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


@dataclass(frozen=True)
class Typeset:
    """A line of text or mathematics as outlines.

    Attributes:
        shapes: for each colour (#rrggbb) the cubic pieces of its closed outlines, (4 N, 2), in
            points; y goes up, x = 0 is where the line starts and y = 0 its baseline.
        width: how far the line advances, in points; letters may stick out a little.
        top: the upper edge over the baseline.
        bottom: the lower edge over the baseline; negative if it is below.
    """

    shapes: tuple[tuple[str, Array], ...]
    width: float
    top: float
    bottom: float


def typeset(markup: str, language: str = "en", preamble: str = "") -> Typeset:
    """Compile one line of Typst markup, in which `$...$` is mathematics.

    Args:
        markup: what to set.
        language: "en" or "ko"; the latter needs a font with Korean letters.
        preamble: Typst code before it, such as colours.

    Raises:
        GanTheoryError: if Typst cannot compile it, or no font for the language is here.
    """
    return typeset_all((markup,), language, preamble)[0]


@cache
def typeset_all(
    markups: tuple[str, ...], language: str = "en", preamble: str = ""
) -> tuple[Typeset, ...]:
    """Compile several lines at once (see `typeset`)."""
    import typst

    texts = [f"{_MARK}{markup}" for markup in markups]
    source = _page(language) + preamble + "\n" + "\n#pagebreak()\n".join(texts)
    try:
        pages = _compiler(language).compile(input=source.encode(), format="svg")
    except typst.TypstError as error:
        raise GanTheoryError(f"Typst cannot set {' | '.join(markups)!r}: {error}") from error
    pages = pages if isinstance(pages, list) else [pages]
    if len(pages) != len(markups):
        raise GanTheoryError(f"each text must fit one line: {' | '.join(markups)!r}")
    return tuple(_read(page) for page in pages)


@cache
def _compiler(language: str) -> Any:
    """Typst with its own fonts, and one for Korean where that is asked for."""
    import typst

    folders = [str(korean_font().path.parent)] if language == "ko" else []
    return typst.Compiler(
        b"",  # type: ignore[misc]
        font_paths=folders,
        ignore_system_fonts=True,
    )


def _page(language: str) -> str:
    """The page that every text stands on: as large as the text."""
    families = [TEXT_FONT]
    if language == "ko":
        families.append(korean_font().family)
    names = ", ".join(f'"{name}"' for name in families)
    return (
        "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        f'#set text(font: ({names},), size: {POINTS}pt, fallback: false, lang: "{language}")\n'
        f'#show math.equation: set text(font: ("{MATHS_FONT}", {names}), fallback: false)\n'
    )


def _read(page: bytes) -> Typeset:
    """Turn one page of Typst's SVG into outlines."""
    root = ElementTree.fromstring(page)
    for symbol in root.iter(f"{_SVG}symbol"):
        name = symbol.attrib["id"]
        if name not in _glyphs:
            parts = [pieces(path.attrib["d"]) for path in symbol.iter(f"{_SVG}path")]
            _glyphs[name] = np.concatenate(parts) if parts else np.zeros((0, 2))
    by_color: dict[str, list[Array]] = {}
    baseline: float | None = None
    for color, outline, standing in _placed(root, np.eye(3)):
        if color == _MARK_COLOR:
            baseline = standing
        else:
            by_color.setdefault(color, []).append(outline)
    if not by_color or baseline is None:
        raise GanTheoryError("there is nothing to draw in an empty text")
    _, _, width, height = (float(number) for number in root.attrib["viewBox"].split())
    flip = np.array([1.0, -1.0])
    shapes = tuple(
        (color, (np.concatenate(outlines) - (0.0, baseline)) * flip)
        for color, outlines in by_color.items()
    )
    return Typeset(shapes, width, baseline, baseline - height)


#: glyphs by Typst's name for them, which is a hash of the outline
_glyphs: dict[str, Array] = {}


def _placed(element: Any, matrix: Array) -> Iterator[tuple[str, Array, float]]:
    """Walk the SVG; give each outline with its colour, in the page's coordinates (y down)."""
    for child in element:
        here = matrix @ _matrix(child.attrib.get("transform", ""))
        if child.tag == f"{_SVG}g":
            yield from _placed(child, here)
        elif child.tag == f"{_SVG}use":
            shift = (float(child.attrib.get("x", 0)), float(child.attrib.get("y", 0)))
            outline = _glyphs[child.attrib[_HREF].lstrip("#")]
            if len(outline):
                moved = (outline + shift) @ here[:2, :2].T + here[:2, 2]
                yield child.attrib["fill"], moved, float(here[1, 2])
        elif child.tag == f"{_SVG}path":
            color, outline = _rule(child)
            moved = outline @ here[:2, :2].T + here[:2, 2]
            yield color, moved, float(here[1, 2])


def _rule(path: Any) -> tuple[str, Array]:
    """A filled path, or a stroke along a straight line as the bar that it covers."""
    fill = path.attrib.get("fill", "none")
    outline = pieces(path.attrib["d"])
    if fill != "none":
        return fill, outline
    start, end = outline[0], outline[3]
    along = (end - start) / np.linalg.norm(end - start)
    across = 0.5 * float(path.attrib["stroke-width"]) * np.array([-along[1], along[0]])
    corners = np.array([start + across, end + across, end - across, start - across])
    return path.attrib["stroke"], _straight(np.vstack((corners, corners[:1])))


def _matrix(transform: str) -> Array:
    """Read `matrix(...)`, `translate(...)` or `scale(...)` into a 3 by 3 matrix."""
    found = np.eye(3)
    for kind, text in re.findall(r"(\w+)\(([^)]*)\)", transform):
        numbers = [float(number) for number in _NUMBER.findall(text)]
        one = np.eye(3)
        if kind == "matrix":
            one[:2] = np.array(numbers).reshape(3, 2).T
        elif kind == "translate":
            one[: len(numbers), 2] = numbers
        elif kind == "scale":
            one[0, 0], one[1, 1] = numbers[0], numbers[-1]
        else:
            raise GanTheoryError(f"Typst used a transformation that is not known here: {kind}")
        found = found @ one
    return found


def _straight(corners: Array) -> Array:
    """Straight lines through corners as cubic pieces."""
    steps = np.array([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0])[None, :, None]
    lines = corners[:-1, None, :] * (1.0 - steps) + corners[1:, None, :] * steps
    return np.asarray(lines.reshape(-1, 2), dtype=np.float64)


def pieces(path: str) -> Array:
    """Read an SVG path into cubic Bezier pieces, (4 N, 2); closed subpaths end where they start."""
    found: list[Array] = []
    here = start = np.zeros(2)

    def line(to: Array) -> None:
        if not np.array_equal(here, to):
            found.append(_straight(np.vstack((here, to))))

    for letter, text in _COMMAND.findall(path):
        numbers = np.array([float(number) for number in _NUMBER.findall(text)])
        origin = here if letter.islower() else np.zeros(2)
        match letter.upper():
            case "M":
                here = start = origin + numbers[:2]
                for to in numbers[2:].reshape(-1, 2):
                    to = to + (here if letter.islower() else 0.0)
                    line(to)
                    here = to
            case "L":
                for to in numbers.reshape(-1, 2):
                    to = to + (here if letter.islower() else 0.0)
                    line(to)
                    here = to
            case "H" | "V" as way:
                axis = 0 if way == "H" else 1
                for number in numbers:
                    to = here.copy()
                    to[axis] = number + (here[axis] if letter.islower() else 0.0)
                    line(to)
                    here = to
            case "C":
                for piece in numbers.reshape(-1, 3, 2):
                    piece = piece + (here if letter.islower() else 0.0)
                    found.append(np.vstack((here[None], piece)))
                    here = piece[-1]
            case "Q":
                for piece in numbers.reshape(-1, 2, 2):
                    bend, to = piece + (here if letter.islower() else 0.0)
                    found.append(
                        np.vstack(
                            (here, here + 2 / 3 * (bend - here), to + 2 / 3 * (bend - to), to)
                        )
                    )
                    here = to
            case _:
                line(start)
                here = start
    return np.concatenate(found) if found else np.zeros((0, 2))
