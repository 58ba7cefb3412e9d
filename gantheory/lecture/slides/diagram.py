"""The game as a drawing: noise, generator, discriminator, data, and the gradient that comes back.

Typst draws it, so that its letters and formulas are those of the rest of the slides.
"""

from collections.abc import Callable
from itertools import pairwise

from gantheory.lecture.slides.blocks import Drawing
from gantheory.notation.formulas import typst
from gantheory.notation.texts import typst_string

WIDTH, HEIGHT = 800.0, 200.0


def game_diagram(say: Callable[[str], str], words: str) -> Drawing:
    """The two players and what goes between them.

    Args:
        say: gives the labels: noise, data, generator, discriminator, answer, gradient.
        words: the drawing in words.
    """

    def maths(name: str) -> str:
        return f"${typst(name)}$"

    parts = [
        _label(0, 47, 90, maths("z"), typst_string(say("noise"))),
        _arrow(92, 60, 148, 60),
        _box(150, 25, 170, 70, "rolepg", maths("G"), typst_string(say("generator"))),
        _arrow(322, 60, 448, 85),
        _label(340, 30, 100, maths("G_z"), ""),
        _label(150, 147, 170, maths("x"), typst_string(say("data"))),
        _arrow(322, 160, 448, 120),
        _box(450, 65, 170, 76, "rolediscriminator", maths("D"), typst_string(say("discriminator"))),
        _arrow(622, 103, 662, 103),
        _label(664, 90, 136, maths("D_x"), typst_string(say("answer"))),
        _back(say("gradient")),
    ]
    return Drawing("\n".join(parts), words, WIDTH, HEIGHT)


def _box(x: float, y: float, width: float, height: float, role: str, sign: str, name: str) -> str:
    return (
        f"#place(dx: {x}pt, dy: {y}pt, rect(width: {width}pt, height: {height}pt, radius: 6pt, "
        f"stroke: 1.6pt + {role}color, align(center + horizon)["
        f"#text(size: 24pt)[{sign}]#h(8pt){name}]))"
    )


def _label(x: float, y: float, width: float, sign: str, name: str) -> str:
    below = f"#linebreak(){_muted(name)}" if name else ""
    return (
        f"#place(dx: {x}pt, dy: {y}pt, box(width: {width}pt, align(center)"
        f"[#set par(leading: 6pt)\n#text(size: 20pt)[{sign}]{below}]))"
    )


def _muted(name: str) -> str:
    return f"#text(size: 14pt, fill: mutedcolor)[{name}]"


def _arrow(x: float, y: float, to_x: float, to_y: float, stroke: str = "1.4pt + inkcolor") -> str:
    """A straight arrow with an open head."""
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    along = ((to_x - x) / length, (to_y - y) / length)
    across = (-along[1], along[0])
    tips = [
        (to_x - 8 * along[0] + side * across[0], to_y - 8 * along[1] + side * across[1])
        for side in (4.5, -4.5)
    ]
    solid = "(paint: mutedcolor, thickness: 1.4pt)" if "dash" in stroke else stroke
    return "\n".join(
        (
            f"#place(line(start: ({x}pt, {y}pt), end: ({to_x}pt, {to_y}pt), stroke: {stroke}))",
            *(
                f"#place(line(start: ({a:.2f}pt, {b:.2f}pt), end: ({to_x}pt, {to_y}pt), "
                f"stroke: {solid}))"
                for a, b in tips
            ),
        )
    )


def _back(name: str) -> str:
    """The gradient from D to G, over their heads."""
    dashed = '(paint: mutedcolor, thickness: 1.4pt, dash: "dashed")'
    corner = [(535, 63), (535, 8), (235, 8)]
    lines = "\n".join(
        f"#place(line(start: ({a}pt, {b}pt), end: ({c}pt, {d}pt), stroke: {dashed}))"
        for (a, b), (c, d) in pairwise(corner)
    )
    label = f"#place(dx: 545pt, dy: 12pt, {_muted(typst_string(name))[1:]})"
    return f"{lines}\n{_arrow(235, 8, 235, 23, dashed)}\n{label}"
