"""Words, formulas and live numbers as manim's mobjects, set by Typst: no TeX, no system fonts.

A number that changes is built from outlines of its characters that are made once, and only when
its text changes; manim's own decimal numbers call TeX and copy themselves at every step.
"""

from functools import cache
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from gantheory.animation.axes import Array
from gantheory.animation.typeset import POINTS, Typeset, typeset_all

#: manim's units per point of text of size 1; a letter "M" of size 48 is then half a unit wide
UNITS = 1.0 / 960.0
#: what a live number may be made of
CHARACTERS = "0123456789.,/+=×\N{MINUS SIGN}"


class Words(VGroup):  # type: ignore[misc]
    """A line of text or mathematics on the sheet, one part per colour."""


def placed(
    line: Typeset, x: float, y: float, size: float, side: str = "left", middle: bool = False
) -> Any:
    """Make a mobject of a line of text, few parts in it: manim's time goes by parts.

    Args:
        line: the outlines.
        x: where its left or right edge or its centre is, as `side` says.
        y: where its baseline is, or with `middle` the middle of its height.
        size: font size in manim's units.
        side: "left", "right" or "center".
        middle: whether `y` is the middle.
    """
    scale = size * UNITS
    left = x - scale * line.width * {"left": 0.0, "center": 0.5, "right": 1.0}[side]
    base = y - scale * 0.5 * (line.top + line.bottom) if middle else y
    group = Words()
    for color, outline in line.shapes:
        part = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
        part.points = np.column_stack(
            (left + scale * outline[:, 0], base + scale * outline[:, 1], np.zeros(len(outline)))
        )
        group.add(part)
    return group


def fitting(line: Typeset, size: float, width: float) -> float:
    """The font size, made smaller where the line would be wider than `width` in manim's units."""
    return min(size, width / (line.width * UNITS))


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
        self._scale = size * UNITS
        self.mobject: Any = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)

    def show(self, text: str) -> None:
        """Say `text`, made of `CHARACTERS` and spaces."""
        if text == self.text:
            return
        self.text = text
        glyphs = character_outlines()
        offset = -sum(glyphs[letter][1] for letter in text)
        drawn = []
        for letter in text:
            outline, advance = glyphs[letter]
            drawn.append(outline + np.array([offset, 0.0, 0.0]))
            offset += advance
        self.mobject.points = self._end + self._scale * np.concatenate(drawn or [np.zeros((0, 3))])


@cache
def character_outlines() -> dict[str, tuple[Array, float]]:
    """Each character's outline in points, standing on y = 0 from x = 0, and its advance.

    Digits are all of one width, so that numbers do not tremble while they change.
    """
    style = '#set text(number-width: "tabular")\n'
    lines = typeset_all(tuple(f'#"{letter}"' for letter in CHARACTERS), "en", style)
    glyphs = {}
    for letter, line in zip(CHARACTERS, lines, strict=True):
        [(_, outline)] = line.shapes
        glyphs[letter] = np.column_stack((outline, np.zeros(len(outline)))), line.width
    glyphs[" "] = np.zeros((0, 3)), 0.25 * POINTS
    return glyphs
