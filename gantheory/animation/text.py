"""Words, formulas and live numbers for manim, set by Typst: no TeX, no system fonts.

A number that changes is built from outlines of the digits that are made once, and only when its
text changes; manim's own decimal numbers call TeX and copy themselves at every step.
"""

from functools import cache
from typing import Any

import numpy as np
from manim import LEFT, RIGHT, Typst, VGroup, VMobject

from gantheory.animation.axes import Array

#: both come inside the Typst wheel. Manim caches Typst's output by source text alone, so the fonts
#: are named in it: a change of font is then a change of source.
_FONTS = (
    '#set text(font: "Libertinus Serif", fallback: false)\n'
    '#show math.equation: set text(font: "New Computer Modern Math", fallback: false)\n'
)
_DIGITS = "0123456789.,\N{MINUS SIGN}"
#: height of a digit and width of its cell, for outlines of font size 48
_GLYPH_SIZE = 48.0


def words(markup: str, size: float, color: str) -> Any:
    """Set Typst markup, in which `$...$` is mathematics.

    Args:
        markup: the text; parts may be coloured by `#text(fill: ...)`.
        size: font size in manim's units.
        color: colour of what is not coloured otherwise, #rrggbb.

    Returns:
        A manim mobject centred at the origin.
    """
    preamble = f'{_FONTS}#set text(fill: rgb("{color}"))\n'
    # manim puts `color` in the place of black; anything else keeps the colour that Typst gave it
    letters = Typst(
        markup,
        font_size=size,
        typst_preamble=preamble,
        color="#000000",
        use_svg_cache=False,  # keeping a copy costs more than the outlines themselves
    )
    return _joined(letters)


def _joined(letters: Any) -> Any:
    """Make one mobject of all letters of a colour: manim's time goes by mobjects, not by points.

    The result remembers, as `standing`, how high its first letter stands above its lower edge.
    """
    by_color: dict[str, list[Array]] = {}
    for letter in letters.submobjects:
        by_color.setdefault(str(letter.get_fill_color()), []).append(letter.points)
    joined = VGroup()
    for color, outlines in by_color.items():
        one = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
        one.points = np.concatenate(outlines)
        joined.add(one)
    joined.standing = letters.submobjects[0].get_bottom()[1] - letters.get_bottom()[1]
    return joined


def escaped(text: str) -> str:
    """Write plain text as a Typst string, so that none of its characters is markup."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{quoted}"'


def on_baseline(mobject: Any, left: float, baseline: float) -> Any:
    """Put words with their left edge at `left`, standing on the line `baseline`; return them.

    The first letter decides: it must be one without a descender.
    """
    standing = mobject.get_bottom()[1] + mobject.standing
    mobject.shift((left - mobject.get_left()[0], baseline - standing, 0.0))
    return mobject


def beside(mobject: Any, point: tuple[float, float], side: str) -> Any:
    """Put a mobject with its left or right edge, or its centre, at a point; return it."""
    mobject.move_to((point[0], point[1], 0.0))
    if side == "left":
        mobject.shift(RIGHT * mobject.width / 2)
    elif side == "right":
        mobject.shift(LEFT * mobject.width / 2)
    return mobject


class Readout:
    """A number on the screen.

    Attributes:
        mobject: what manim draws.
        text: what it says now.
    """

    def __init__(self, right: float, baseline: float, size: float, color: str) -> None:
        """Make an empty read-out.

        Args:
            right: abscissa of its right end; the decimals of read-outs under one another align.
            baseline: ordinate of the line that its digits stand on.
            size: font size in manim's units.
            color: its colour, #rrggbb.
        """
        self.text = ""
        self._end = np.array([right, baseline, 0.0])
        self._scale = size / _GLYPH_SIZE
        self.mobject: Any = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)

    def show(self, text: str) -> None:
        """Say `text`, made of digits, points, commas, minus signs and spaces."""
        if text == self.text:
            return
        self.text = text
        outlines, cells = _glyphs()
        offset = -sum(cells[letter] for letter in text)
        pieces = []
        for letter in text:
            if letter in outlines:
                pieces.append(outlines[letter] + (offset, 0.0, 0.0))
            offset += cells[letter]
        self.mobject.points = self._end + self._scale * np.concatenate(pieces)


@cache
def _glyphs() -> tuple[dict[str, Array], dict[str, float]]:
    """Outlines of the digits, standing on y = 0 from x = 0, and the widths of their cells."""
    line = Typst(
        f'#set text(font: "Libertinus Serif", number-width: "tabular")\n{_DIGITS}',
        font_size=_GLYPH_SIZE,
        use_svg_cache=False,
    )
    glyphs = dict(zip(_DIGITS, line.submobjects, strict=True))
    floor = min(glyphs[letter].get_bottom()[1] for letter in "14")
    cell = max(glyphs[letter].width for letter in "0123456789") * 1.13
    cells = dict.fromkeys(_DIGITS, cell) | {".": 0.55 * cell, ",": 0.55 * cell, " ": 0.6 * cell}
    cells["\N{MINUS SIGN}"] = 1.2 * cell
    outlines = {}
    for letter, glyph in glyphs.items():
        centre = glyph.get_center()[0]
        outlines[letter] = glyph.points - (centre - cells[letter] / 2, floor, 0.0)
    return outlines, cells
