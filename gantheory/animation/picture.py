"""Figure 1 as one moving picture for manim: everything is made once, then shows recorded frames.

The picture knows nothing of time. `show(frame)` puts every curve, arrow and number where the
recording has it; which frame is shown when is the timeline's business.
"""

from typing import Any

import numpy as np
from manim import Line, VGroup

from gantheory.animation.axes import Array, AxesMap
from gantheory.animation.curves import Arrows, Curve
from gantheory.animation.text import Readout, beside, escaped, on_baseline, words
from gantheory.figures.labels import (
    LEGEND,
    READOUTS,
    Symbol,
    provenance,
    readouts,
    with_symbols,
)
from gantheory.figures.layout import (
    arrow_feet,
    density_scale,
    recorded_heights,
    visible_range,
)
from gantheory.figures.style import Theme
from gantheory.recording import Recording

#: the part of manim's frame (14.2 by 8) that the curves take, and the heights of the two lines
_LEFT, _RIGHT, _BOTTOM, _TOP = -6.2, 2.35, -0.95, 2.55
_X_LINE, _Z_LINE = -1.4, -2.95
#: the right-hand column: legend and read-outs
_COLUMN, _COLUMN_END = 3.2, 6.8
#: D runs from 0 to 1; a little room above it, for densities that are higher for a while
_HEIGHTS = (0.0, 1.08)

_STROKES: dict[str, tuple[float, tuple[float, float] | None]] = {
    "optimal": (2.2, None),
    "discriminator": (5.0, (0.2, 0.11)),
    "p_g": (5.5, None),
    "p_data": (5.5, (0.0, 0.115)),
}


class Picture:
    """Figure 1's axes, curves, arrows, legend and live numbers.

    Attributes:
        fixed: what never moves.
        moving: what `show` changes.
        axes: the map from data to the picture; D is drawn on it as it is.
        scale: the factor from densities to the ordinates of `axes`.
        curves: by the names in `LEGEND`.
        arrows: z -> G(z).
        numbers: by the names in `READOUTS`, and "G updates", "D updates".
    """

    def __init__(
        self, recording: Recording, panels: list[int], shown: list[int], theme: Theme
    ) -> None:
        """Make the picture; nothing is shown until `show`.

        Args:
            recording: the audited run.
            panels: the frames whose densities set the vertical scale.
            shown: all frames that will be shown, for the range of x.
            theme: colours.
        """
        self._recording = recording
        self._theme = theme
        self._frame = -1
        self.axes = AxesMap(visible_range(recording, shown), _HEIGHTS, _LEFT, _RIGHT, _BOTTOM, _TOP)
        self.scale = density_scale(recording, panels, shown)
        self._feet = np.column_stack(
            (
                self.axes.horizontal(arrow_feet(recording["z"], self.axes.x_range)),
                np.full(len(recording["z"]), _Z_LINE),
                np.zeros(len(recording["z"])),
            )
        )
        self._seen = self.axes.inside(recording["x"])
        self.curves = {
            role: Curve(getattr(theme, role), width, pattern)
            for role, (width, pattern) in _STROKES.items()
        }
        self.arrows = Arrows(theme.ink, 1.6)
        self.numbers = {
            name: Readout(_COLUMN_END, -0.42 - 0.52 * row, 34, theme.ink)
            for row, name in enumerate(READOUTS)
        }
        for name, right in (("G updates", -3.3), ("D updates", -0.35)):
            self.numbers[name] = Readout(right, -3.55, 26, theme.muted)
        self.fixed: Any = VGroup(
            *self._lines(), *self._labels(), *self._legend(), *self._column(), self._footer()
        )
        self.moving: Any = VGroup(
            *(number.mobject for number in self.numbers.values()),
            self.arrows.shafts,
            self.arrows.heads,
            *(self.curves[role].mobject for role in _STROKES),
        )

    def show(self, frame: int) -> None:
        """Show a recorded frame."""
        if frame == self._frame:
            return
        self._frame = frame
        for role in _STROKES:
            self.curves[role].show(self.points(role, frame))
        tips = self.tips(frame)
        inside = (tips[:, 0] >= _LEFT) & (tips[:, 0] <= _RIGHT)
        self.arrows.show(self._feet[inside], tips[inside])
        texts = readouts(self._recording, frame)
        for counter in ("G updates", "D updates"):
            texts[counter] = f"{self._recording[f'{counter[0].lower()}_updates'][frame]:,}"
        for name, text in texts.items():
            self.numbers[name].show(text)

    def points(self, role: str, frame: int) -> Array:
        """Where the recording has a curve at a frame: its corners in the picture, (N, 3)."""
        heights: Array = recorded_heights(self._recording, frame, self.scale)[role]
        return self.axes.points(self._recording["x"][self._seen], heights[self._seen])

    def tips(self, frame: int) -> Array:
        """Where the recording has G(z) at a frame, on the line of x: (Z, 3)."""
        across = self.axes.horizontal(self._recording["g_of_z"][frame])
        return np.column_stack((across, np.full(len(across), _X_LINE), np.zeros(len(across))))

    def caption(self, letter: str | None, text: str) -> Any:
        """Set a caption for the top of the picture, with its panel's letter if it has one."""
        mark = f"*({letter})*#h(0.6em)" if letter else ""
        caption = words(mark + self._typst(text), 32, self._theme.ink)
        if caption.width > 13.4:
            caption.scale(13.4 / caption.width)
        return beside(caption, (_LEFT - 0.45, 3.4), "left")

    def _typst(self, text: str) -> str:
        """Set a text whose symbols are coloured like their curves."""

        def setting(symbol: Symbol) -> str:
            return f'#text(fill: rgb("{getattr(self._theme, symbol.role)}"), ${symbol.typst}$)'

        return with_symbols(text, setting, lambda plain: escaped(plain) + ";" if plain else "")

    def _lines(self) -> list[Any]:
        """The guides at D = 0, 1/2 and 1, and the lines of x and of z."""
        lines = []
        for height in (0.0, 0.5, 1.0):
            left, right = self.axes.points(np.array(self.axes.x_range), np.full(2, height))
            lines.append(Line(left, right, color=self._theme.faint, stroke_width=1.5))
        for y in (_X_LINE, _Z_LINE):
            ends = ([_LEFT, y, 0], [_RIGHT, y, 0])
            lines.append(Line(*ends, color=self._theme.ink, stroke_width=2.0))
        return lines

    def _labels(self) -> list[Any]:
        """What the lines are."""
        theme = self._theme
        labels = []
        for height, maths in ((0.0, "0"), (0.5, "1\\/2"), (1.0, "1")):
            y = float(self.axes.points(np.zeros(1), np.array([height]))[0, 1])
            label = words(f"${maths}$", 24, theme.discriminator)
            labels.append(beside(label, (_LEFT - 0.1, y), "right"))
        for name, y in (("x", _X_LINE), ("z", _Z_LINE)):
            labels.append(beside(words(f"${name}$", 34, theme.ink), (_RIGHT + 0.15, y), "left"))
        for name, left in (("G updates", _LEFT), ("D updates", -2.9)):
            text = words(escaped(name), 26, theme.muted)
            labels.append(on_baseline(text, left, -3.55))
        return labels

    def _legend(self) -> list[Any]:
        """A sample of each line with its name."""
        rows = []
        for row, (role, text) in enumerate(LEGEND.items()):
            y = 2.45 - 0.5 * row
            sample = Curve(getattr(self._theme, role), *_STROKES[role])
            sample.show(np.array([[_COLUMN, y, 0.0], [_COLUMN + 0.8, y, 0.0]]))
            label = words(self._typst(text), 25, self._theme.ink)
            rows += [sample.mobject, beside(label, (_COLUMN + 1.0, y), "left")]
        return rows

    def _column(self) -> list[Any]:
        """The names of the live numbers, and how they hang together."""
        theme = self._theme
        rows = [beside(words("in nats", 22, theme.muted), (_COLUMN_END, 0.12), "right")]
        for row, name in enumerate(READOUTS):
            y = -0.42 - 0.52 * row
            maths = {"JSD": 'op("JSD")', "C(G) + log 4": "C(G) + log 4"}.get(name, name)
            label = words(f"${maths}$", 32, theme.ink)
            rows.append(on_baseline(label, _COLUMN, y))
        bound = words('$V(D, G) <= C(G) = -log 4 + 2 op("JSD")$', 23, theme.muted)
        rows.append(on_baseline(bound, _COLUMN, -2.75))
        return rows

    def _footer(self) -> Any:
        """Which run this is."""
        text = f"replayed from {provenance(self._recording, settings=False)}"
        footer = words(escaped(text), 17, self._theme.muted)
        return beside(footer, (_COLUMN_END, -3.78), "right")
