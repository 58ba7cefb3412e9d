"""One run in a film: its picture in the plane or on the line, its charts and its modes as bars."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gantheory.figures.labels import provenance, signed
from gantheory.figures.style import THEMES, Theme
from gantheory.recording import Recording
from gantheory.replay.clock import Indices
from gantheory.replay.colours import field_colours
from gantheory.replay.contours import contours_of, ellipses_of, mixture_of
from gantheory.replay.views import ARROWS, chart_range, field_of
from gantheory.replay.words import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Array = npt.NDArray[np.float64]

#: samples that are drawn; counts are of all
DRAWN = 1200
_CHARTS = ("modes_captured", "high_quality_fraction", "value")
#: characters of a heading that fit beside the time
_LONGEST = 52
#: the least radius of a mode's circle, as a share of the picture
_LEAST_RADIUS = 0.008


class Panel:
    """Draws one recording into its part of a figure; `show(step)` moves it to a step."""

    def __init__(
        self,
        figure: "Figure",
        strip: tuple[float, float],
        recording: Recording,
        heading: str,
        time: tuple[Indices, Indices],
        language: str,
        theme: str,
    ) -> None:
        """Draw what stays.

        Args:
            figure: to draw into.
            strip: where the panel begins and how wide it is, as shares of the figure's width.
            recording: of kind "mixture_2d".
            heading: over the panel.
            time: the clock, and the recording's frame at each of its steps.
            language: "en" or "ko".
            theme: "light" or "dark".
        """
        self.recording = recording
        self.theme = THEMES[theme]
        self.clock, self.frames = time
        self.language = language
        left, wide = strip
        alone = wide == 1

        def place(x: float, y: float, width: float, height: float) -> "Axes":
            axes = figure.add_axes((left + x * wide, y, width * wide, height))
            axes.set_facecolor(self.theme.background)
            axes.tick_params(colors=self.theme.muted, labelsize=9)
            for spine in axes.spines.values():
                spine.set_color(self.theme.faint)
            return axes

        scene = place(0.02, 0.07, 0.5, 0.83) if alone else place(0.07, 0.43, 0.86, 0.5)
        heights = (0.74, 0.56, 0.38) if alone else (0.305, 0.195, 0.085)
        tall = 0.13 if alone else 0.065
        charts = [place(0.58, y, 0.4, tall) if alone else place(0.1, y, 0.5, tall) for y in heights]
        bars = place(0.58, 0.09, 0.4, 0.2) if alone else place(0.68, 0.085, 0.27, 0.285)
        on_line = recording["samples"].shape[2] == 1
        self.scene = (_LineScene if on_line else _PlaneScene)(scene, recording, self.theme, theme)
        self.cursors = [self._chart(axes, name) for axes, name in zip(charts, _CHARTS, strict=True)]
        self.bars = self._bars(bars)
        if len(heading) > _LONGEST:
            heading = heading[: _LONGEST - 1] + "…"
        figure.text(left + 0.03 * wide, 0.955, heading, fontsize=14, color=self.theme.ink)
        self.time = figure.text(left + 0.97 * wide, 0.955, "", fontsize=12, ha="right")
        self.time.set_color(self.theme.ink)
        source = provenance(recording, settings=False)
        figure.text(left + 0.03 * wide, 0.015, source, fontsize=7, color=self.theme.muted)

    def show(self, step: int) -> None:
        """Move to a step of the clock."""
        frame = int(self.frames[step])
        self.scene.show(frame)
        for name, (axes, line, dot) in zip(_CHARTS, self.cursors, strict=True):
            value = float(self.recording[name][frame])
            line.set_xdata([self.clock[step]] * 2)
            dot.set_data([self.clock[step]], [value])
            text = f"{value:.0f}" if name == "modes_captured" else signed(value, 3)
            axes.set_title(f"{self._measure(name)}:  {text}", fontsize=10, color=self.theme.ink)
        for bar, count in zip(self.bars, self.recording["mode_counts"][frame], strict=True):
            bar.set_height(count)
        time = words("page.time", self.language, updates=f"{self.clock[step]:,}")
        self.time.set_text(time)

    def _measure(self, name: str) -> str:
        if name == "value" and self.recording.manifest["output"] != "logit":
            name = "value_other"
        modes = len(self.recording["mode_weights"])
        return words(f"measures.{name}", self.language, modes=modes)

    def _chart(self, axes: "Axes", name: str) -> tuple["Axes", Any, Any]:
        """A measure over time; returns what moves."""
        values = self.recording[name][self.frames].astype(np.float64)
        axes.plot(self.clock, values, color=self.theme.discriminator, linewidth=1.2)
        low, high = chart_range(self.recording, name)
        room = 0.06 * (high - low)
        axes.set_ylim(low - room, high + room)
        axes.set_xlim(float(self.clock[0]), max(float(self.clock[-1]), 1.0))
        axes.tick_params(labelbottom=name == _CHARTS[-1])  # one scale of time for all of them
        line = axes.axvline(0, color=self.theme.muted, linewidth=1)
        (dot,) = axes.plot([], [], "o", color=self.theme.optimal, markersize=5)
        return axes, line, dot

    def _bars(self, axes: "Axes") -> Any:
        """Counts by mode with what the data would give; returns the bars."""
        weights = self.recording["mode_weights"]
        expected = weights * self.recording["samples"].shape[1]
        place = np.arange(1, len(weights) + 1)
        bars = axes.bar(place, np.zeros(len(weights)), 0.7, color=self.theme.p_g)
        axes.hlines(expected, place - 0.4, place + 0.4, color=self.theme.p_data, linewidth=1.5)
        axes.set_ylim(0, 2 * float(expected.max()))
        axes.set_xticks(place[:: 1 + len(place) // 13])
        axes.set_title(
            words("measures.mode_counts", self.language), fontsize=10, color=self.theme.ink
        )
        return bars


class _PlaneScene:
    """D's field, p_data, samples and where they are pushed, in the plane."""

    def __init__(self, axes: "Axes", recording: Recording, theme: Theme, name: str) -> None:
        from matplotlib.collections import LineCollection
        from matplotlib.colors import LinearSegmentedColormap
        from matplotlib.patches import Ellipse

        self.axes, self.recording, self.theme = axes, recording, theme
        self.field, _, _ = field_of(recording, recording["output"])
        x, y = recording["x"], recording["y"]
        half = (x[1] - x[0]) / 2
        pale = field_colours(theme)
        self.image = axes.imshow(
            self.field[0],
            cmap=LinearSegmentedColormap.from_list(name, [pale.fake, pale.middle, pale.real]),
            vmin=0,
            vmax=1,
            origin="lower",
            interpolation="bilinear",
            extent=(x[0] - half, x[-1] + half, y[0] - half, y[-1] + half),
        )
        mixture, threshold = mixture_of(recording)
        low, high = np.array([x[0], y[0]]), np.array([x[-1], y[-1]])
        lines = [np.reshape(line, (-1, 2)) for line in contours_of(mixture, low, high)]
        axes.add_collection(LineCollection(lines, colors=theme.p_data, linewidths=0.6))
        least = 2 * _LEAST_RADIUS * float((high - low).max())
        for one in ellipses_of(mixture, threshold):
            width, height = (max(least, 2 * radius) for radius in one["radii"])
            angle = float(np.degrees(one["angle"]))
            axes.add_patch(
                Ellipse(
                    one["centre"], width, height, angle=angle, fill=False,
                    edgecolor=theme.p_data, linewidth=0.9,
                )
            )  # fmt: skip
        style: dict[str, Any] = {"linestyle": "none", "color": theme.p_g}
        (self.discs,) = axes.plot(
            [], [], marker="o", markersize=4, markeredgecolor=theme.background,
            markeredgewidth=0.4, **style,
        )  # fmt: skip
        (self.crosses,) = axes.plot(
            [], [], marker="x", markersize=3.5, markeredgewidth=0.9, **style
        )
        pushed = recording["descent"][:, :ARROWS].astype(np.float64)
        self.unit = float(np.quantile(np.linalg.norm(pushed, axis=2), 0.98)) or 1.0
        start = recording["samples"][0, :ARROWS]
        self.arrows = axes.quiver(
            start[:, 0], start[:, 1], *np.zeros((2, len(start))), color=theme.ink,
            angles="xy", scale_units="width", scale=1 / 0.12, width=0.0025, zorder=4,
        )  # fmt: skip
        self.boundary: Any = None
        axes.set_xlim(x[0], x[-1])
        axes.set_ylim(y[0], y[-1])
        axes.set_xticks([])
        axes.set_yticks([])

    def show(self, frame: int) -> None:
        """Move to a frame."""
        r = self.recording
        self.image.set_data(self.field[frame])
        if self.boundary is not None:
            self.boundary.remove()
            self.boundary = None
        if self.field[frame].min() < 0.5 < self.field[frame].max():
            self.boundary = self.axes.contour(
                r["x"], r["y"], self.field[frame], [0.5], colors=self.theme.discriminator
            )
        points, good = r["samples"][frame, :DRAWN], r["high_quality"][frame, :DRAWN] == 1
        self.discs.set_data(*points[good].T)
        self.crosses.set_data(*points[~good].T)
        pushed = r["descent"][frame, :ARROWS] / self.unit
        pushed = pushed / np.maximum(1, np.linalg.norm(pushed, axis=1, keepdims=True))
        self.arrows.set_offsets(r["samples"][frame, :ARROWS])
        self.arrows.set_UVC(*pushed.T)


class _LineScene:
    """p_data, D, a histogram of the samples, and the samples as ticks, on the line."""

    def __init__(self, axes: "Axes", recording: Recording, theme: Theme, name: str) -> None:
        del name
        self.recording = recording
        x = recording["x"]
        self.field, _, _ = field_of(recording, recording["output"][:, 0, :])
        self.edges = np.linspace(x[0], x[-1], 81)
        top = 2.0 * float(recording["p_data"].max())
        axes.plot(x, recording["p_data"][0], ":", color=theme.p_data, label="$p_{data}$")
        self.steps = axes.stairs(np.zeros(80), self.edges, color=theme.p_g, label="$p_g$")
        axes.set_ylim(-0.1 * top, top)
        axes.set_xlim(x[0], x[-1])
        right = axes.twinx()
        right.set_ylim(-0.1, 1)
        right.tick_params(colors=theme.muted, labelsize=9)
        for spine in right.spines.values():
            spine.set_visible(False)
        (self.curve,) = right.plot(x, self.field[0], "--", color=theme.discriminator, label="$D$")
        right.axhline(0.5, color=theme.faint, linewidth=0.8)
        (self.ticks,) = axes.plot([], [], "|", color=theme.p_g, alpha=0.5, markersize=9)
        handles = [*axes.get_legend_handles_labels()[0], self.curve]
        axes.legend(handles=handles, frameon=False, labelcolor=theme.ink, loc="upper left")
        self.base = -0.05 * top

    def show(self, frame: int) -> None:
        """Move to a frame."""
        samples = self.recording["samples"][frame, :, 0]
        counts = np.histogram(samples, self.edges)[0]
        self.steps.set_data(counts / len(samples) / (self.edges[1] - self.edges[0]))
        self.curve.set_ydata(self.field[frame])
        drawn = samples[:DRAWN]
        self.ticks.set_data(drawn, np.full(len(drawn), self.base))
