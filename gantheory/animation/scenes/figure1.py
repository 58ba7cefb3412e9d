"""Figure 1 as one moving picture: everything is made once, then shows recorded frames.

The picture knows nothing of time. `show(frame)` puts every curve, arrow and number where the
recording has it; which frame is shown when is the timeline's business. The short arrows over the
line of x are the slope of the recorded D at G(z): the way that D pushes each sample.
"""

from typing import Any

import numpy as np
from manim import Line

from gantheory.animation.axes import Array, AxesMap
from gantheory.animation.curves import Arrows, Curve
from gantheory.animation.scene import Play, ReplayScene
from gantheory.animation.source import mixture_run
from gantheory.animation.stage import DASHED, DOTTED, SOLID, Picture, Stage
from gantheory.animation.text import Readout
from gantheory.animation.timeline import figure1_timeline
from gantheory.audit.report import require_audited
from gantheory.figures.labels import CURVES, READOUTS, provenance, readouts
from gantheory.figures.layout import (
    arrow_feet,
    density_scale,
    push_scale,
    pushes,
    recorded_heights,
    visible_range,
)
from gantheory.figures.panels import choose_panels
from gantheory.recording import Recording

#: the part of manim's frame (14.2 by 8) that the curves take, and the heights of the two lines
_LEFT, _RIGHT, _BOTTOM, _TOP = -6.2, 2.35, -0.95, 2.4
_X_LINE, _Z_LINE = -1.5, -2.95
#: the right-hand column: legend and read-outs
_COLUMN, _COLUMN_END = 3.2, 6.8
#: D runs from 0 to 1; a little room above it, for densities that are higher for a while
_HEIGHTS = (0.0, 1.08)
#: the arrows of the slope stand in rows over one another, so that neighbours do not overlap
_PUSH_ROWS = (-1.37, -1.25, -1.13)

#: drawn in this order, p_data last: where it meets p_g its dots lie on the solid line
_STROKES: dict[str, tuple[float, tuple[float, float] | None]] = {
    "optimal": (2.2, SOLID),
    "discriminator": (5.0, DASHED),
    "p_g": (5.5, SOLID),
    "p_data": (5.5, DOTTED),
}


class Figure1Picture(Picture):
    """Figure 1's axes, curves, arrows, legend and live numbers.

    Attributes:
        axes: the map from data to the picture; D is drawn on it as it is.
        scale: the factor from densities to the ordinates of `axes`.
        push_scale: the factor from slopes of D to lengths along x.
        curves: by their roles in a `Theme`.
        arrows: z -> G(z).
        pushes: G(z) -> where the slope of D points.
    """

    def __init__(
        self, stage: Stage, recording: Recording, panels: list[int], shown: list[int]
    ) -> None:
        """Make the picture; nothing is shown until `show`.

        Args:
            stage: language and colours.
            recording: the audited run.
            panels: the frames whose densities set the vertical scale.
            shown: all frames that will be shown, for the range of x.
        """
        super().__init__(stage)
        self._recording = recording
        self._frame = -1
        theme = stage.theme
        self.axes = AxesMap(visible_range(recording, shown), _HEIGHTS, _LEFT, _RIGHT, _BOTTOM, _TOP)
        self.scale = density_scale(recording, panels, shown)
        self.push_scale = push_scale(recording, panels, self.axes.x_range)
        self._feet = self._on_line(arrow_feet(recording["z"], self.axes.x_range), _Z_LINE)
        self._seen = self.axes.inside(recording["x"])
        for row, name in enumerate(READOUTS):
            self.readout(name, name, -0.5 - 0.52 * row, _COLUMN, _COLUMN_END)
        for name, right in (("g_updates", -3.3), ("d_updates", -0.35)):
            self.numbers[name] = Readout(right, -3.5, 26, theme.muted)
            self.moving.add(self.numbers[name].mobject)
        self.arrows = Arrows(theme.ink, 1.6)
        self.pushes = Arrows(theme.discriminator, 3.2, head=0.13)
        for arrows in (self.arrows, self.pushes):
            self.moving.add(arrows.shafts, arrows.heads)
        self.curves = {role: self.curve(role, *stroke) for role, stroke in _STROKES.items()}
        self.fixed.add(*self._lines(), *self._labels(), *self._legend(), *self._column())

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
        feet, ends = self.push(frame)
        self.pushes.show(feet[inside], ends[inside])
        numbers = readouts(self._recording, frame)
        for counter in ("g_updates", "d_updates"):
            numbers[counter] = f"{self._recording[counter][frame]:,}"
        for name, number in numbers.items():
            self.numbers[name].show(number)

    def points(self, role: str, frame: int) -> Array:
        """Where the recording has a curve at a frame: its corners in the picture, (N, 3)."""
        heights: Array = recorded_heights(self._recording, frame, self.scale)[role]
        return self.axes.points(self._recording["x"][self._seen], heights[self._seen])

    def tips(self, frame: int) -> Array:
        """Where the recording has G(z) at a frame, on the line of x: (Z, 3)."""
        return self._on_line(self._recording["g_of_z"][frame], _X_LINE)

    def push(self, frame: int) -> tuple[Array, Array]:
        """Feet and tips (Z, 3) of the arrows along the slope of D at G(z)."""
        feet = self.tips(frame)
        feet[:, 1] = np.resize(_PUSH_ROWS, len(feet))
        lengths = pushes(self._recording, frame, self.push_scale, self.axes.x_range)
        tips = feet.copy()
        tips[:, 0] = self.axes.horizontal(self._recording["g_of_z"][frame] + lengths)
        return feet, tips

    def _on_line(self, x: Array, height: float) -> Array:
        """Points (N, 3) over the abscissae x at a height of the picture."""
        across = self.axes.horizontal(x)
        return np.column_stack((across, np.full(len(across), height), np.zeros(len(across))))

    def _lines(self) -> list[Any]:
        """The guides at D = 0, 1/2 and 1, and the lines of x and of z."""
        theme = self.stage.theme
        lines = []
        for height in (0.0, 0.5, 1.0):
            left, right = self.axes.points(np.array(self.axes.x_range), np.full(2, height))
            lines.append(Line(left, right, color=theme.faint, stroke_width=1.5))
        for y in (_X_LINE, _Z_LINE):
            ends = ([_LEFT, y, 0], [_RIGHT, y, 0])
            lines.append(Line(*ends, color=theme.ink, stroke_width=2.0))
        return lines

    def _labels(self) -> list[Any]:
        """What the lines are."""
        stage = self.stage
        labels = []
        color = stage.theme.discriminator
        for height, written in ((0.0, "0"), (0.5, "@half"), (1.0, "1")):
            y = float(self.axes.points(np.zeros(1), np.array([height]))[0, 1])
            labels.append(
                stage.write(written, _LEFT - 0.1, y, 24, side="right", color=color, middle=True)
            )
        for name, y in (("x", _X_LINE), ("z", _Z_LINE)):
            labels.append(stage.formula(name, _RIGHT + 0.15, y, 34, middle=True))
        for name, left in (("g_updates", _LEFT), ("d_updates", -2.9)):
            written = stage.say(f"common.{name}")
            labels.append(stage.write(written, left, -3.5, 26, color=stage.theme.muted))
        return labels

    def _legend(self) -> list[Any]:
        """A sample of each line with its name."""
        stage, rows = self.stage, []
        for row, role in enumerate((*CURVES, "push")):
            y = 2.35 - 0.47 * row
            ends = np.array([[_COLUMN, y, 0.0], [_COLUMN + 0.8, y, 0.0]])
            if role == "push":
                arrow = Arrows(stage.theme.discriminator, 3.2, head=0.13)
                foot = ends[:1] + np.array([0.15, 0.0, 0.0])
                arrow.show(foot, foot + np.array([0.5, 0.0, 0.0]))
                rows += [arrow.shafts, arrow.heads]
            else:
                sample = Curve(getattr(stage.theme, role), *_STROKES[role])
                sample.show(ends)
                rows.append(sample.mobject)
            label = stage.say(f"legend.{role}")
            rows.append(stage.write(label, _COLUMN + 1.0, y - 0.08, 25, width=2.75))
        return rows

    def _column(self) -> list[Any]:
        """The unit of the live numbers, how they hang together, and which run this is."""
        stage, muted = self.stage, self.stage.theme.muted
        run = stage.say("common.replayed", run=provenance(self._recording, settings=False))
        unit = stage.say("common.in_nats")
        return [
            stage.write(unit, _COLUMN_END, -0.06, 22, side="right", color=muted),
            stage.formula("bound", _COLUMN, -2.75, 23, color=muted, width=3.6),
            stage.footer(run),
        ]


class Figure1Scene(ReplayScene):
    """Figure 1 replayed from a recording: sections panel_a to panel_d."""

    name = "figure1"

    def prepare(self, stage: Stage) -> Play:
        """Hold the recording against the theory, choose its panels and make the picture."""
        recording = self.recording or mixture_run()
        require_audited(recording)
        panels = choose_panels(recording)
        timeline = figure1_timeline(recording, panels)
        chosen = [frame for _, frame in panels.items()]
        picture = Figure1Picture(stage, recording, chosen, list(timeline.frames))
        return Play(picture, timeline, {"run": recording.sha256})
