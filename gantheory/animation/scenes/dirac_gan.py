"""The Dirac-GAN: two numbers that turn around their equilibrium, and what the steps make of it.

The field, three recorded paths through it and their distances from the equilibrium: simultaneous
steps spiral out, alternating ones go round (claim D8), a gradient penalty damps (D6, D7). The
circle is what claim D5 says of the flow, whose turning is claim D4's.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from gantheory.animation.axes import Array, AxesMap
from gantheory.animation.claims import proved
from gantheory.animation.curves import Arrows, Curve, Dots
from gantheory.animation.evidence import as_source
from gantheory.animation.plotting import axes_lines
from gantheory.animation.runs import dirac_run
from gantheory.animation.scene import Play, ReplayScene
from gantheory.animation.source import require_kind
from gantheory.animation.stage import DASHED, DOTTED, RIGHT, SOLID, Picture, Stage
from gantheory.animation.text import Readout
from gantheory.animation.timeline import Segment, Timeline
from gantheory.audit.report import require_audited
from gantheory.errors import GanTheoryError
from gantheory.figures.labels import provenance, signed
from gantheory.recording import Recording

#: the recorded paths that are shown, and the colour, width and pattern of each
METHODS: dict[str, tuple[str, float, tuple[float, float] | None]] = {
    "simultaneous": ("optimal", 4.5, SOLID),
    "alternating": ("discriminator", 4.5, DASHED),
    "r1": ("p_g", 5.5, (0.06, 0.09)),
}
#: paths that close are shown for about the last turn only, or their dashes would fill up
_TAILS = {"alternating": 48}
#: points of the circle, and of the grid every so many get an arrow
_CIRCLE, _EVERY = 61, 2
#: the longest arrow of the field, in distances between arrows
_LONGEST = 1.25
_COLUMN, _COLUMN_END = 1.55, 6.75
#: c of the Dirac-GAN: its field turns by it around the equilibrium (claim D4)
_SLOPE = 0.5
#: the claim of each section after the first two
_SECTIONS = (("simultaneous", "D8/simultaneous"), ("alternating", "D8/alternating"))
_CLAIMS = ("D4/eigenvalues", "D5/conserved", *(claim for _, claim in _SECTIONS))
_DAMPED, _STEPS = "D6/oscillating", "D7/inside"


@dataclass(frozen=True)
class States:
    """What the scene shows (F frames, T steps).

    Attributes:
        circle: (2, _CIRCLE) theta and psi on the circle through the start.
        paths: method -> (2, T) theta and psi.
        distances: method -> (T,) distances from the equilibrium.
        shown: (F, 4) how many points of the circle and of each path are shown.
    """

    circle: Array
    paths: dict[str, Array]
    distances: dict[str, Array]
    shown: Array


def states(recording: Recording) -> States:
    """Lay out the frames: the field alone, the circle, then path after path.

    Raises:
        GanTheoryError: if the recording lacks one of the methods.
    """
    methods = recording.config["methods"]
    if missing := [name for name in METHODS if name not in methods]:
        raise GanTheoryError(f"the recording has no path of the method {missing[0]!r}")
    rows = {name: methods.index(name) for name in METHODS}
    paths = {
        name: np.stack([recording["theta"][r], recording["psi"][r]]) for name, r in rows.items()
    }
    start = recording.config["start"]
    turn = np.linspace(0.0, -2 * np.pi, _CIRCLE) + np.arctan2(start[1], start[0])
    circle = np.hypot(*start) * np.stack([np.cos(turn), np.sin(turn)])
    steps = len(recording["step"])
    counts = (_CIRCLE, steps, steps, steps)
    shown = [np.zeros((1, 4), dtype=np.int64)]
    for which, count in enumerate(counts):
        block = np.tile(shown[-1][-1], (count, 1))
        block[:, which] = np.arange(1, count + 1)
        shown.append(block)
    distances = {name: np.hypot(*path) for name, path in paths.items()}
    return States(circle, paths, distances, np.concatenate(shown))


class DiracGanPicture(Picture):
    """The plane of theta and psi on the left, distances over steps on the right.

    Attributes:
        plane, over_steps: the maps of the two plots.
        field: the arrows of the field.
        circle: what the flow keeps to.
        curves: the paths by method, and their distances with "distance" before it.
        heads: where each path is now.
    """

    def __init__(self, stage: Stage, recording: Recording) -> None:
        super().__init__(stage)
        self.states = states(recording)
        self._recording = recording
        theme = stage.theme
        x, y = recording["grid_theta"], recording["grid_psi"]
        self.plane = AxesMap((x[0], x[-1]), (y[0], y[-1]), -6.15, -1.2, -2.4, 2.5)
        farthest = max(float(far.max()) for far in self.states.distances.values())
        steps = float(recording["step"][-1])
        self.over_steps = AxesMap((0.0, steps), (0.0, 1.05 * farthest), 2.05, 5.85, 0.25, 2.2)
        self.field = Arrows(theme.muted, 1.6, head=0.11)
        self.field.show(*self.arrows())
        centre = Dots(theme.ink, 12)
        centre.show(self.plane.points(np.zeros(1), np.zeros(1)))
        self.fixed.add(self.field.shafts, self.field.heads, centre.mobject)
        self.circle = self.curve("ink", 5.0, DOTTED)
        self.curves: dict[str, Curve] = {}
        self.heads: dict[str, Dots] = {}
        for row, (name, stroke) in enumerate(METHODS.items()):
            self.curves[name] = self.curve(*stroke)
            self.curves[f"distance {name}"] = self.curve(*stroke)
            self.heads[name] = Dots(getattr(theme, stroke[0]), 15)
            self.moving.add(self.heads[name].mobject)
            self.numbers[name] = Readout(_COLUMN_END, -1.1 - 0.5 * row, 30, theme.ink)
            self.moving.add(self.numbers[name].mobject)
        self.fixed.add(*self._axes(), *self._legend())

    def show(self, frame: int) -> None:
        """Show a frame of `states`."""
        shown = self.states
        circle, *counts = (int(count) for count in shown.shown[frame])
        self.circle.show(self.plane.points(*shown.circle[:, :circle]))
        steps = self._recording["step"].astype(np.float64)
        for name, count in zip(METHODS, counts, strict=True):
            first = max(0, count - _TAILS.get(name, count))
            path = self.plane.points(*shown.paths[name][:, first:count])
            self.curves[name].show(path)
            self.heads[name].show(path[-1:])
            far = shown.distances[name][:count]
            self.curves[f"distance {name}"].show(self.over_steps.points(steps[:count], far))
            self.numbers[name].show(signed(float(far[-1])) if count else "")

    def arrows(self) -> tuple[Array, Array]:
        """Feet and tips (N, 3) of the field's arrows: one scale for all of them."""
        r = self._recording
        across, up = np.meshgrid(
            r["grid_theta"][1::_EVERY], r["grid_psi"][1::_EVERY], indexing="ij"
        )
        field = np.stack([r[n][1::_EVERY, 1::_EVERY].ravel() for n in ("field_theta", "field_psi")])
        between = _EVERY * float(r["grid_theta"][1] - r["grid_theta"][0])
        unit = _LONGEST * between / float(np.linalg.norm(field, axis=0).max())
        half = 0.5 * unit * field
        at = np.stack([across.ravel(), up.ravel()])
        return self.plane.points(*(at - half)), self.plane.points(*(at + half))

    def _axes(self) -> list[Any]:
        stage, ticks = self.stage, ((-1.0, "−1"), (0.0, "0"), (1.0, "1"))
        start = float(self.states.distances["r1"][0])
        far = ((0.0, "0"), (start, signed(start, 1)))
        last = self.over_steps.x_range[1]
        across = ((0.0, "0"), (last, f"{last:.0f}"))
        return [
            *axes_lines(
                stage, self.plane, x_ticks=ticks, y_ticks=ticks, size=22,
                x_name=stage.say("generator"), y_name=stage.say("discriminator"),
            ),
            *axes_lines(
                stage, self.over_steps, x_ticks=across, y_ticks=far,
                x_name=stage.say("steps"), y_name=stage.say("distance"), guides=True, size=22,
            ),
        ]  # fmt: skip

    def _legend(self) -> list[Any]:
        """A sample of each line, who checked what, and which run this is."""
        stage, rows = self.stage, []
        for row, (name, (role, width, pattern)) in enumerate(METHODS.items()):
            y = -1.1 - 0.5 * row
            sample = Curve(getattr(stage.theme, role), width, pattern)
            sample.show(np.array([[_COLUMN, y + 0.08, 0.0], [_COLUMN + 0.75, y + 0.08, 0.0]]))
            rows.append(sample.mobject)
            rows.append(stage.write(stage.say(name), _COLUMN + 0.95, y, 26, width=3.1))
        muted = stage.theme.muted
        run = stage.say("common.replayed", run=provenance(self._recording, settings=False))
        return [
            *rows,
            stage.write(stage.say("game"), _COLUMN, -2.6, 25, width=5.2),
            stage.write(stage.say("note"), RIGHT, -3.08, 18, side="right", color=muted, width=7.4),
            *stage.kernel(run),
        ]


def require_short_steps(recording: Recording) -> None:
    """Refuse steps that are too long for the penalty to damp them (claim D7).

    Raises:
        GanTheoryError: with the bounds.
    """
    h, gamma = float(recording.config["h"]), float(recording.config["gamma"])
    if not (h * _SLOPE**2 < gamma and h * gamma < 2):
        raise GanTheoryError(
            f"steps of {h:g} are too long for a penalty of weight {gamma:g} to damp them: claim D7 "
            f"asks for h < {gamma / _SLOPE**2:g} and h < {2 / gamma if gamma else np.inf:g}"
        )


class DiracGanScene(ReplayScene):
    """Sections field, flow, simultaneous, alternating, r1 and steps."""

    name = "dirac_gan"

    def prepare(self, stage: Stage) -> Play:
        """Hold the claims proved and the recording audited, and make the picture."""
        recording = self.recording or dirac_run()
        require_kind(recording, "two_player", stage.scene)
        require_audited(recording)
        require_short_steps(recording)
        found = proved(*_CLAIMS, _DAMPED, _STEPS)
        picture = DiracGanPicture(stage, recording)
        steps = len(recording["step"])
        circle = tuple(range(1, 1 + _CIRCLE))
        first = 1 + _CIRCLE
        segments = [
            Segment("field", (0,), 0.2, 3.0, "caption.field", claim=_CLAIMS[0]),
            Segment("flow", circle, 1.8, 1.4, "caption.flow", claim=_CLAIMS[1]),
        ]
        for name, claim in (*_SECTIONS, ("r1", _DAMPED)):
            frames = tuple(range(first, first + steps))
            segments.append(Segment(name, frames, 3.0, 1.4, f"caption.{name}", claim=claim))
            first += steps
        segments.append(Segment("steps", (first - 1,), 0.2, 2.4, "caption.steps", claim=_STEPS))
        sources = {"run": recording.sha256, **as_source(found.values())}
        return Play(picture, Timeline(tuple(segments)), sources, found)
