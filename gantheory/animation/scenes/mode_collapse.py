"""Mode collapse: the same run from several seeds side by side, then with a remedy.

Samples, the line where D says 1/2, how many samples each mode gets, modes captured and the share of
samples of high quality, frame by frame as recorded (kind "mixture_2d").
"""

from typing import Any

import numpy as np

from gantheory.animation.axes import AxesMap
from gantheory.animation.collapse import (
    DRAWN,
    MOST_SHARE,
    Collapse,
    at,
    boundary,
    collapse_timeline,
    remedy,
    require_collapse,
    shares,
)
from gantheory.animation.curves import Band, Curve, Dots, cut_by_length, straight_pieces
from gantheory.animation.runs import collapse_runs
from gantheory.animation.scene import Play, ReplayScene
from gantheory.animation.stage import BOTTOM, DASHED, DOTTED, LEFT, RIGHT, SOLID, Picture, Stage
from gantheory.animation.text import Readout
from gantheory.figures.labels import signed
from gantheory.recording import Recording

#: half the side of a run's square, and its middle's height
_HALF, _MIDDLE = 1.72, 0.73
#: feet and height of the bars, and the rows of the numbers under them
_BARS, _BAR_TOP, _ROWS = -1.92, -1.17, (-2.42, -2.9)
#: circles around modes are at least so large, to be seen
_LEAST_RADIUS = 0.085


class Panel:
    """One seed: its square, its bars and its numbers.

    Attributes:
        axes, bar_axes: the maps of the square and of the bars.
        shares: by recording, the heights of its bars (see `shares`).
        good, poor: the samples of high quality and the others.
        boundary: pieces of the line where D says 1/2.
        bars: one per mode.
        captured, quality: the numbers.
    """

    def __init__(self, picture: Picture, runs: tuple[Recording, ...], centre: float) -> None:
        theme, recording = picture.stage.theme, runs[0]
        self.recording = recording
        self.shares = {one.sha256: shares(one) for one in runs}
        x, y = recording["x"], recording["y"]
        left, right = centre - _HALF, centre + _HALF
        low, high = _MIDDLE - _HALF, _MIDDLE + _HALF
        self.axes = AxesMap((x[0], x[-1]), (y[0], y[-1]), left, right, low, high)
        modes = len(recording["mode_weights"])
        self.bar_axes = AxesMap(
            (-0.5, modes - 0.5), (0.0, MOST_SHARE), left, right, _BARS, _BAR_TOP
        )
        self.boundary = Curve(theme.discriminator, 3.2, DASHED)
        self.poor, self.good = Dots(theme.p_g, 4.0), Dots(theme.optimal, 8.0)
        self.bars = [Band(theme.p_g, opacity=0.45, spacing=0.08) for _ in range(modes)]
        self.captured = Readout(right, _ROWS[0], 28, theme.ink)
        self.quality = Readout(right, _ROWS[1], 28, theme.ink)
        for one in (self.poor, self.boundary, self.good):
            picture.moving.add(one.mobject)
        for bar in self.bars:
            picture.moving.add(bar.fill, bar.hatch)
        picture.moving.add(self.captured.mobject, self.quality.mobject)

    def show(self, recording: Recording, frame: int) -> None:
        """Show a frame of a recording with this panel's seed."""
        good = recording["high_quality"][frame, :DRAWN] == 1
        points = recording["samples"][frame, :DRAWN].astype(np.float64)
        (x_0, x_1), (y_0, y_1) = self.axes.x_range, self.axes.y_range
        x, y = points.T
        inside = (x >= x_0) & (x <= x_1) & (y >= y_0) & (y <= y_1)
        self.good.show(self.axes.points(*points[good & inside].T))
        self.poor.show(self.axes.points(*points[~good & inside].T))
        self._boundary(recording, frame)
        heights = self.shares[recording.sha256][frame]
        for place, (bar, height) in enumerate(zip(self.bars, heights, strict=True)):
            sides = place + np.array([-0.36, 0.36])
            edges = np.full(2, height), np.zeros(2)
            upper, lower = (self.bar_axes.points(sides, edge) for edge in edges)
            bar.show(upper if height else upper[:0], lower if height else lower[:0])
        modes = len(recording["mode_weights"])
        self.captured.show(f"{recording['modes_captured'][frame]} / {modes}")
        self.quality.show(signed(float(recording["high_quality_fraction"][frame]), 3))

    def fixed(self, stage: Stage, heading: str) -> list[Any]:
        """What does not move: frame, circles of the modes, feet of the bars, words."""
        theme, axes = stage.theme, self.axes
        corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
        ends = ((axes.left, axes.right), (axes.bottom, axes.top))
        frame = Curve(theme.faint, 1.5, SOLID)
        frame.show(np.array([[ends[0][i], ends[1][j], 0.0] for i, j in corners]))
        drawn = [frame.mobject]
        foot = Curve(theme.ink, 2.0, SOLID)
        foot.show(np.array([[axes.left, _BARS, 0.0], [axes.right, _BARS, 0.0]]))
        level = Curve(theme.ink, 3.0, DOTTED)
        level.show(self.bar_axes.points(np.array(self.bar_axes.x_range), np.ones(2)))
        drawn += [foot.mobject, level.mobject]
        turn = np.linspace(0.0, 2 * np.pi, 25)
        ring = np.column_stack((np.cos(turn), np.sin(turn), np.zeros(25)))
        for mean in self.axes.points(*self.recording["mode_means"].T):
            circle = Curve(theme.p_data, 2.0, SOLID)
            circle.show(mean + _LEAST_RADIUS * ring)
            drawn.append(circle.mobject)
        middle = 0.5 * (axes.left + axes.right)
        words = [stage.write(heading, middle, axes.top + 0.1, 24, side="center", width=3.4)]
        for row, key in zip(_ROWS, ("captured", "quality"), strict=True):
            words.append(stage.write(stage.say(key), axes.left, row, 24, width=2.4))
        return [*drawn, *words]

    def _boundary(self, recording: Recording, frame: int) -> None:
        """Dash each piece of the line where D says 1/2; critics say no 1/2."""
        starts, ends = [np.zeros((0, 3))], [np.zeros((0, 3))]
        for line in boundary(recording, frame):
            dashes = cut_by_length(self.axes.points(*line.T), *DASHED)
            starts.append(dashes[0])
            ends.append(dashes[1])
        self.boundary.mobject.points = straight_pieces(np.concatenate(starts), np.concatenate(ends))


class ModeCollapsePicture(Picture):
    """The runs of a group side by side.

    Attributes:
        collapse: the recordings.
        panels: one per seed.
    """

    def __init__(self, stage: Stage, collapse: Collapse) -> None:
        super().__init__(stage)
        self.collapse = collapse
        count = len(collapse.failing)
        self.panels = []
        for number, runs in enumerate(zip(*collapse.groups, strict=True)):
            panel = Panel(self, runs, 4.55 * (number - 0.5 * (count - 1)))
            heading = stage.say("seed", seed=runs[0].manifest["seed"])
            self.fixed.add(*panel.fixed(stage, heading))
            self.panels.append(panel)
        self.numbers["g_updates"] = Readout(LEFT + 2.45, -3.44, 26, stage.theme.ink)
        self.moving.add(self.numbers["g_updates"].mobject)
        self.settings = [
            stage.write(words, RIGHT, -3.44, 26, side="right", width=4.4) for words in self._said()
        ]
        self.moving.add(*self.settings)
        self._outlines = [
            [(part, part.points.copy()) for part in words.submobjects] for words in self.settings
        ]
        muted = stage.theme.muted
        updates = stage.write(stage.say("common.g_updates"), LEFT, -3.44, 26)
        source = stage.say("common.replayed", run=self._source())
        self.fixed.add(
            updates,
            stage.write(stage.say("bars"), -0.9, -3.44, 24, side="center", width=5.8),
            *self._legend(),
            stage.write(source, LEFT, BOTTOM + 0.06, 18, color=muted),
        )

    def show(self, frame: int) -> None:
        """Show a frame of the timeline: those of the first group, then those of the second."""
        group, own = at(self.collapse, frame)
        recordings = self.collapse.groups[group]
        for panel, recording in zip(self.panels, recordings, strict=True):
            panel.show(recording, own)
        self.numbers["g_updates"].show(f"{recordings[0]['g_updates'][own]:,}")
        for number, parts in enumerate(self._outlines):
            for part, outline in parts:
                part.points = outline if number == group else np.zeros((0, 3))

    def _said(self) -> list[str]:
        """What each group is trained with."""
        if not self.collapse.cured:
            return [str(self.collapse.failing[0].manifest["game"]).replace("_", "-")]
        with_it = self.stage.say("with_remedy", remedy=", ".join(remedy(self.collapse)))
        without = self.stage.say("without_remedy", k=self.collapse.failing[0].config["k"])
        return [without, with_it]

    def _source(self) -> str:
        runs = sum(len(group) for group in self.collapse.groups)
        manifest = self.collapse.failing[0].manifest
        target, version = manifest["target"]["name"], manifest["gantheory_version"]
        parts = [self.collapse.sha256, f"{runs} × {target}", f"gantheory {version}"]
        return "  ·  ".join(parts)

    def _legend(self) -> list[Any]:
        """What dots and lines are, at the foot."""
        stage, theme, y = self.stage, self.stage.theme, BOTTOM + 0.06
        poor, good = Dots(theme.p_g, 6.0), Dots(theme.optimal, 10.0)
        poor.show(np.array([[0.85, y + 0.06, 0.0]]))
        good.show(np.array([[2.6, y + 0.06, 0.0]]))
        line = Curve(theme.discriminator, 3.2, DASHED)
        line.show(np.array([[4.95, y + 0.06, 0.0], [5.5, y + 0.06, 0.0]]))
        return [
            poor.mobject,
            good.mobject,
            line.mobject,
            stage.write(stage.say("sample"), 1.0, y, 22, width=1.4),
            stage.write(stage.say("good_sample"), 2.75, y, 22, width=2.0),
            stage.write("@D_half", 5.65, y, 22, width=1.2),
        ]


class ModeCollapseScene(ReplayScene):
    """Sections start, collapse, remedy and cured; or run, for a recording alone."""

    name = "mode_collapse"

    def prepare(self, stage: Stage) -> Play:
        """Hold the recordings against their audits and against what is said of them."""
        collapse: Collapse = self.recording or collapse_runs()
        require_collapse(collapse, stage.scene)
        timeline = collapse_timeline(collapse)
        sources: dict[str, Any] = {"run": collapse.sha256}
        if collapse.cured:
            sources["runs"] = [one.sha256 for group in collapse.groups for one in group]
        return Play(ModeCollapsePicture(stage, collapse), timeline, sources)
