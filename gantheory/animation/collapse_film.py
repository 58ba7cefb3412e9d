"""Mode collapse without manim: matplotlib draws the pictures and PyAV encodes them.

The timetable is the manim scene's, so both films show the same recorded frames at the same times.
What stands still is drawn once; matplotlib needs most of its time for that.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

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
from gantheory.animation.encode import Image, encode_film
from gantheory.animation.timeline import Timeline
from gantheory.figures.labels import signed
from gantheory.figures.style import LIGHT, Theme, matplotlib_style
from gantheory.notation.texts import as_mathtext, text
from gantheory.recording import Recording

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SCENE = "mode_collapse"
#: the figure's width in inches, whatever the film's size in pixels
_INCHES = 10.0


def write_film(
    recording: Collapse,
    path: str | os.PathLike[str],
    size: tuple[int, int],
    rate: int,
    theme: Theme = LIGHT,
    language: str = "en",
) -> tuple[Timeline, Image]:
    """Replay seeds that collapse, and the same with a remedy, as MP4.

    Args:
        recording: what `collapse_runs` gives.
        path: the file to write, ending in .mp4.
        size: width and height in pixels, both even.
        rate: pictures per second.
        theme: colours.
        language: "en" or "ko".

    Returns:
        The timeline of the film, and its last picture, (height, width, 3).

    Raises:
        GanTheoryError: if a recording fails its audit or is not what is said of it.
        OSError: if the file cannot be written.
    """
    require_collapse(recording, SCENE)
    timeline = collapse_timeline(recording)
    images = _images(recording, timeline, size, rate, theme, language)
    comment = f"{SCENE}, replayed from {recording.sha256}"
    return timeline, encode_film(path, images, size, rate, comment)


def _images(
    collapse: Collapse,
    timeline: Timeline,
    size: tuple[int, int],
    rate: int,
    theme: Theme,
    language: str,
) -> Iterator[Image]:
    """Draw the film's pictures, one (height, width, 3) array each."""
    with matplotlib_style(language):
        sheet = CollapseSheet(collapse, size, theme, language)
        drawn: tuple[int, str] | None = None
        image = np.zeros((0, 0, 3), dtype=np.uint8)
        for segment, frame, _ in timeline.pictures(rate):
            if (frame, segment.caption) != drawn:
                drawn = (frame, segment.caption)
                image = sheet.draw(frame, segment.caption)
            yield image


class CollapseSheet:
    """The runs of a group side by side, drawn by matplotlib.

    Attributes:
        panels: one per seed.
    """

    def __init__(
        self, collapse: Collapse, size: tuple[int, int], theme: Theme, language: str
    ) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._collapse, self._size, self._language = collapse, size, language
        self.figure = Figure(
            figsize=(_INCHES, _INCHES * size[1] / size[0]),
            dpi=size[0] / _INCHES,
            facecolor=theme.background,
        )
        self._canvas: Any = FigureCanvasAgg(self.figure)
        self.panels = [
            _Panel(self.figure, runs, (number + 0.5) / len(collapse.failing), theme, language)
            for number, runs in enumerate(zip(*collapse.groups, strict=True))
        ]
        write: Any = self.figure.text
        ink = {"color": theme.ink, "animated": True}
        self._caption = write(0.02, 0.93, "", fontsize=14, **ink)
        self._updates = write(0.02, 0.055, "", fontsize=11, **ink)
        self._settings = write(0.98, 0.055, "", fontsize=11, ha="right", **ink)
        source = text("common.replayed", language, run=collapse.sha256)
        write(0.02, 0.015, source, fontsize=6.5, color=theme.muted)
        write(0.98, 0.015, self._say("bars"), fontsize=8.5, color=theme.muted, ha="right")
        self._legend(theme)
        self._still = self._draw_still()

    def _draw_still(self) -> Any:
        self._canvas.draw()
        return self._canvas.copy_from_bbox(self.figure.bbox)

    def _legend(self, theme: Theme) -> None:
        """What dots and lines are, in a row at the foot."""
        from matplotlib.lines import Line2D

        none: Any = {"linestyle": "none"}
        half = as_mathtext("@D_half")
        handles = [
            Line2D([], [], marker=".", color=theme.p_g, label=self._say("sample"), **none),
            Line2D([], [], marker="D", color=theme.optimal, label=self._say("good_sample"), **none),
            Line2D([], [], color=theme.discriminator, linestyle="dashed", label=half),
        ]
        self.figure.legend(
            handles=handles, loc="lower center", bbox_to_anchor=(0.5, 0.035), ncols=3,
            frameon=False, fontsize=9.5, labelcolor=theme.ink, handletextpad=0.4,
        )  # fmt: skip

    def draw(self, frame: int, caption: str) -> Image:
        """Draw a frame of the timeline with its caption, (height, width, 3)."""
        group, own = at(self._collapse, frame)
        recordings = self._collapse.groups[group]
        self._caption.set_text(as_mathtext(self._say(caption)))
        updates = f"{text('common.g_updates', self._language)} {recordings[0]['g_updates'][own]:,}"
        self._updates.set_text(updates)
        changed = ", ".join(remedy(self._collapse))
        said = self._say("without_remedy", k=recordings[0].config["k"])
        if group:
            said = self._say("with_remedy", remedy=changed)
        self._settings.set_text(said if self._collapse.cured else "")
        self._canvas.restore_region(self._still)
        moving = [self._caption, self._updates, self._settings]
        for panel, recording in zip(self.panels, recordings, strict=True):
            panel.show(recording, own)
            moving += panel.moving
        for artist in moving:
            self.figure.draw_artist(artist)
        rgba = np.asarray(self._canvas.buffer_rgba())[: self._size[1], : self._size[0], :3]
        return np.ascontiguousarray(rgba)

    def _say(self, key: str, **values: object) -> str:
        return text(f"{SCENE}.{key}", self._language, **values)


class _Panel:
    """One seed: its square, its bars and its numbers."""

    def __init__(
        self,
        figure: "Figure",
        runs: tuple[Recording, ...],
        middle: float,
        theme: Theme,
        language: str,
    ) -> None:
        from matplotlib.collections import LineCollection

        self.shares = {one.sha256: shares(one) for one in runs}
        recording, width = runs[0], 0.27
        height = width * figure.get_figwidth() / figure.get_figheight()
        square = figure.add_axes((middle - width / 2, 0.36, width, height))
        below = figure.add_axes((middle - width / 2, 0.235, width, 0.1))
        for axes in (square, below):
            axes.set_facecolor(theme.background)
            axes.set_xticks([])
            axes.set_yticks([])
            for spine in axes.spines.values():
                spine.set_color(theme.faint)
        square.set_xlim(recording["x"][0], recording["x"][-1])
        square.set_ylim(recording["y"][0], recording["y"][-1])
        seed = text(f"{SCENE}.seed", language, seed=recording.manifest["seed"])
        square.set_title(seed, fontsize=10.5, color=theme.ink, pad=3)
        ring: Any = {"linestyle": "none", "marker": "o", "markerfacecolor": "none"}
        square.plot(*recording["mode_means"].T, markersize=8, markeredgecolor=theme.p_data, **ring)
        dots: Any = {"linestyle": "none", "animated": True}
        (self.poor,) = square.plot([], [], ".", markersize=2.6, color=theme.p_g, **dots)
        (self.good,) = square.plot([], [], "D", markersize=3.2, color=theme.optimal, **dots)
        self.boundary = LineCollection(
            [], colors=theme.discriminator, linestyles="dashed", linewidths=1.6, animated=True
        )
        square.add_collection(self.boundary)
        modes = len(recording["mode_weights"])
        self.bars = below.bar(
            np.arange(modes), np.zeros(modes), 0.72, color=theme.p_g, hatch="////",
            edgecolor=theme.background, linewidth=0, animated=True,
        )  # fmt: skip
        below.set_ylim(0, MOST_SHARE)
        below.axhline(1, color=theme.ink, linestyle=":", linewidth=1.4, zorder=3)
        left, right = middle - width / 2, middle + width / 2
        write: Any = figure.text
        for row, key in ((0.175, "captured"), (0.115, "quality")):
            write(left, row, text(f"{SCENE}.{key}", language), fontsize=10.5, color=theme.ink)
        number: Any = {"fontsize": 11.5, "color": theme.ink, "ha": "right", "animated": True}
        self.captured = write(right, 0.175, "", **number)
        self.quality = write(right, 0.115, "", **number)
        self.moving: list[Any] = [
            self.poor,
            self.boundary,
            self.good,
            *self.bars,
            self.captured,
            self.quality,
        ]

    def show(self, recording: Recording, frame: int) -> None:
        """Move to a frame of a recording with this panel's seed."""
        good = recording["high_quality"][frame, :DRAWN] == 1
        points = recording["samples"][frame, :DRAWN]
        self.good.set_data(*points[good].T)
        self.poor.set_data(*points[~good].T)
        self.boundary.set_segments(boundary(recording, frame))
        for bar, height in zip(self.bars, self.shares[recording.sha256][frame], strict=True):
            bar.set_height(min(height, MOST_SHARE))
        modes = len(recording["mode_weights"])
        self.captured.set_text(f"{recording['modes_captured'][frame]} / {modes}")
        self.quality.set_text(signed(float(recording["high_quality_fraction"][frame]), 3))
