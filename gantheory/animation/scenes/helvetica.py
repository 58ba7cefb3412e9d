"""The Helvetica scenario: G trained on against a D that stands still, recorded.

All samples run to where D is largest, whatever the data are: in distribution space that is claim
H7. D's own picture of the data is frozen, so nothing calls the samples back.
"""

from typing import Any

import numpy as np
from manim import Line

from gantheory.animation.axes import Array, AxesMap
from gantheory.animation.claims import proved
from gantheory.animation.curves import Arrows, Curve, Dots
from gantheory.animation.evidence import as_source
from gantheory.animation.plotting import axes_lines
from gantheory.animation.runs import helvetica_run
from gantheory.animation.scene import Play, ReplayScene
from gantheory.animation.source import require_kind
from gantheory.animation.stage import DASHED, DOTTED, RIGHT, SOLID, Picture, Stage
from gantheory.animation.text import Readout
from gantheory.animation.timeline import Segment, Timeline
from gantheory.audit.report import require_audited
from gantheory.errors import GanTheoryError
from gantheory.figures.labels import provenance, signed
from gantheory.figures.layout import arrow_feet
from gantheory.recording import Recording

#: where the curves are, and the heights of the lines of x and of z
_LEFT, _RIGHT, _BOTTOM, _TOP = -6.3, 1.2, -0.75, 2.35
_X_LINE, _Z_LINE = -1.3, -2.6
_COLUMN, _COLUMN_END = 2.55, 6.75
#: p_data's highest point, in units of D = 1; p_g is on the same scale and cut off at the top
_DATA_HEIGHT, _TOP_OF_D = 0.6, 1.08
#: densities below this part of the highest one are not worth room
_INVISIBLE = 1e-3
#: what is added on either side of the data, in their widths: p_g is wide at first
_ROOM = 0.5
#: frames of the slow part: G has found its place by then
SLOW = 20
#: what counts as collapsed to the maximum: the spread left, and nats above the least loss
_SPREAD_LEFT, _ABOVE = 0.1, 0.05
_CLAIMS = ("H7/bound", "H7/growth", "H7/collapsed")
_STROKES: dict[str, tuple[float, tuple[float, float] | None]] = {
    "discriminator": (5.0, DASHED),
    "p_g": (5.5, SOLID),
    "p_data": (5.5, DOTTED),
}


class HelveticaPicture(Picture):
    """D, p_data and p_g over the arrows z -> G(z), and the loss of G over its updates.

    Attributes:
        axes, loss_axes: the maps of the curves and of the loss.
        scale: the factor from densities to the ordinates of `axes`.
        curves: by their roles in a `Theme`.
        arrows: z -> G(z).
        loss: E log(1 - D(G(z))) over the updates done; `now` is its end.
        lowest: log(1 - max D).
    """

    def __init__(self, stage: Stage, recording: Recording) -> None:
        super().__init__(stage)
        self._recording = recording
        theme, x, p_data = stage.theme, recording["x"], recording["p_data"]
        seen = x[p_data > _INVISIBLE * p_data.max()]
        room = _ROOM * float(seen[-1] - seen[0])
        x_range = max(float(x[0]), seen[0] - room), min(float(x[-1]), seen[-1] + room)
        self.axes = AxesMap(x_range, (0.0, _TOP_OF_D), _LEFT, _RIGHT, _BOTTOM, _TOP)
        self.scale = _DATA_HEIGHT / float(p_data.max())
        self._seen = self.axes.inside(x)
        self._feet = self._on_line(arrow_feet(recording["z"], x_range), _Z_LINE)
        highest = float(recording["discriminator"].max())
        self.lowest = float(np.log(1 - highest))
        updates = recording["g_updates"].astype(np.float64)
        top = max(0.0, float(recording["loss"].max()))
        self.loss_axes = AxesMap(
            (0.0, updates[-1]), (1.1 * self.lowest, top), _COLUMN + 0.55, 5.9, -1.7, 0.15
        )
        for name in _STROKES:
            if name != "p_g":
                self.fixed.add(self._still(name).mobject)
        self.curves = {"p_g": self.curve("p_g", *_STROKES["p_g"])}
        self.arrows = Arrows(theme.p_g, 1.6)
        self.loss = self.curve("p_g", 4.5, SOLID)
        self.now = Dots(theme.p_g, 13)
        self.moving.add(self.arrows.shafts, self.arrows.heads, self.now.mobject)
        rows = (("loss", "helvetica_loss"), ("lowest", "lowest_loss"))
        for row, (name, formula) in enumerate(rows):
            self.readout(name, formula, -2.28 - 0.48 * row, _COLUMN, _COLUMN_END, 30)
        self.numbers["g_updates"] = Readout(-3.5, -3.06, 24, theme.ink)
        self.numbers["std"] = Readout(_RIGHT, -3.06, 24, theme.ink)
        self.moving.add(self.numbers["g_updates"].mobject, self.numbers["std"].mobject)
        self.fixed.add(*self._lines(), *self._labels(), *self._legend())

    def show(self, frame: int) -> None:
        """Show a recorded frame; where p_g is not exact any more, its arrows alone tell."""
        recording = self._recording
        self.curves["p_g"].show(
            self.points("p_g", frame) if recording["p_g_exact"][frame] else np.zeros((0, 3))
        )
        tips = self._on_line(recording["g_of_z"][frame], _X_LINE)
        inside = (tips[:, 0] >= _LEFT) & (tips[:, 0] <= _RIGHT)
        self.arrows.show(self._feet[inside], tips[inside])
        updates = recording["g_updates"][: frame + 1].astype(np.float64)
        course = self.loss_axes.points(updates, recording["loss"][: frame + 1])
        self.loss.show(course)
        self.now.show(course[-1:])
        self.numbers["loss"].show(signed(float(recording["loss"][frame])))
        self.numbers["lowest"].show(signed(self.lowest))
        self.numbers["std"].show(signed(float(recording["std"][frame]), 3))
        self.numbers["g_updates"].show(f"{recording['g_updates'][frame]:,}")

    def points(self, role: str, frame: int) -> Array:
        """Where the recording has a curve: its corners in the picture, (N, 3)."""
        recording, seen = self._recording, self._seen
        heights = recording["p_g"][frame] if role == "p_g" else recording[role]
        factor = 1.0 if role == "discriminator" else self.scale
        return self.axes.points(recording["x"][seen], factor * heights[seen])

    def _still(self, role: str) -> Curve:
        """A curve that does not move."""
        curve = Curve(getattr(self.stage.theme, role), *_STROKES[role])
        curve.show(self.points(role, 0))
        return curve

    def _on_line(self, x: Array, height: float) -> Array:
        """Points (N, 3) over the abscissae x at a height of the picture."""
        across = self.axes.horizontal(x)
        return np.column_stack((across, np.full(len(across), height), np.zeros(len(across))))

    def _lines(self) -> list[Any]:
        """The axes, the lines of x and z, and where D is largest."""
        theme, axes, recording = self.stage.theme, self.axes, self._recording
        best = recording["x"][int(np.argmax(recording["discriminator"]))]
        column = self._on_line(np.array([best, best]), _X_LINE)
        column[1, 1] = axes.points(np.zeros(1), recording["discriminator"].max(keepdims=True))[0, 1]
        mark = Curve(theme.discriminator, 3.0, DOTTED)
        mark.show(column)
        floor = Curve(theme.discriminator, 3.0, DOTTED)
        floor.show(self.loss_axes.points(np.array(self.loss_axes.x_range), np.full(2, self.lowest)))
        last = self.loss_axes.x_range[1]
        lines = [
            Line([_LEFT, y, 0], [_RIGHT, y, 0], color=theme.ink, stroke_width=2.0)
            for y in (_X_LINE, _Z_LINE)
        ]
        ticks = ((0.0, "0"), (0.5, "1/2"), (1.0, "1"))
        across, up = ((last, f"{last:.0f}"),), ((0.0, "0"),)
        return [
            mark.mobject,
            floor.mobject,
            *lines,
            *axes_lines(self.stage, axes, y_ticks=ticks, guides=True, size=22),
            *axes_lines(self.stage, self.loss_axes, x_ticks=across, y_ticks=up, floor=0.0, size=20),
        ]

    def _labels(self) -> list[Any]:
        """What lines and numbers are, and which run this is."""
        stage, muted = self.stage, self.stage.theme.muted
        source = stage.say("common.replayed", run=provenance(self._recording, settings=False))
        return [
            stage.formula("x", _RIGHT + 0.15, _X_LINE, 32, middle=True),
            stage.formula("z", _RIGHT + 0.15, _Z_LINE, 32, middle=True),
            stage.write(stage.say("common.g_updates"), _LEFT, -3.06, 24),
            stage.write(stage.say("std"), -0.1, -3.06, 24, side="right", width=3.0),
            stage.write(stage.say("note"), RIGHT, -3.08, 18, side="right", color=muted, width=5.2),
            *stage.kernel(source),
        ]

    def _legend(self) -> list[Any]:
        """A sample of each line with its name."""
        stage, rows = self.stage, []
        for row, (role, stroke) in enumerate(_STROKES.items()):
            y = 2.2 - 0.47 * row
            sample = Curve(getattr(stage.theme, role), *stroke)
            sample.show(np.array([[_COLUMN, y, 0.0], [_COLUMN + 0.8, y, 0.0]]))
            label = stage.write(stage.say(role), _COLUMN + 1.0, y - 0.08, 25, width=3.25)
            rows += [sample.mobject, label]
        return [*rows, stage.write(stage.say("course"), _COLUMN, 0.62, 24, width=4.2)]


def require_collapsed(recording: Recording) -> None:
    """Refuse a run that did not do what the captions say.

    Raises:
        GanTheoryError: saying what it did.
    """
    left = float(recording["std"][-1] / recording["std"][0])
    lowest = float(np.log(1 - recording["discriminator"].max()))
    above = float(recording["loss"][-1]) - lowest
    if left > _SPREAD_LEFT or above > _ABOVE:
        raise GanTheoryError(
            f"recording {recording.sha256} does not show the Helvetica scenario: the spread ends "
            f"at {left:.2g} of what it was, the loss {above:.2g} above log(1 - max D); G may have "
            "gone to another maximum of D"
        )


class HelveticaScene(ReplayScene):
    """Sections frozen, collapse and end."""

    name = "helvetica"

    def prepare(self, stage: Stage) -> Play:
        """Hold the claim proved and the recording audited, and make the picture."""
        recording: Recording = self.recording or helvetica_run()
        require_kind(recording, "helvetica", stage.scene)
        require_audited(recording)
        require_collapsed(recording)
        found = proved(*_CLAIMS)
        slow = min(SLOW, recording.frames - 2)
        rest = tuple(range(slow + 1, recording.frames))
        timeline = Timeline(
            (
                Segment("frozen", (0,), 0.2, 3.0, "caption.frozen", claim=_CLAIMS[0]),
                Segment(
                    "collapse", tuple(range(slow + 1)), 4.0, 1.2, "caption.collapse",
                    claim=_CLAIMS[1],
                ),
                Segment("end", rest, 3.0, 2.4, "caption.end", claim=_CLAIMS[2]),
            )
        )  # fmt: skip
        sources = {"run": recording.sha256, **as_source(found.values())}
        return Play(HelveticaPicture(stage, recording), timeline, sources, found)
