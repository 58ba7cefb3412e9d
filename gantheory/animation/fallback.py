"""Figure 1's animation without manim: matplotlib draws the pictures and PyAV encodes them.

The timeline is the one that the manim scene follows, so both films show the same recorded frames
at the same times.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from gantheory.animation.encode import Image, canvas_image, encode_film
from gantheory.animation.timeline import Timeline, figure1_timeline
from gantheory.audit.report import require_audited
from gantheory.figures.labels import READOUTS, provenance, readouts, updates
from gantheory.figures.layout import density_scale, push_scale, visible_range
from gantheory.figures.panels import choose_panels
from gantheory.figures.plot import StatePlot
from gantheory.figures.style import LIGHT, Theme, matplotlib_style
from gantheory.notation.formulas import latex
from gantheory.notation.texts import as_mathtext, text
from gantheory.recording import Recording

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: the figure is this many inches wide, whatever the film's size in pixels
_INCHES = 10.0
_COLUMN, _COLUMN_END = 0.735, 0.975


def write_film(
    recording: Recording,
    path: str | os.PathLike[str],
    size: tuple[int, int],
    rate: int,
    theme: Theme = LIGHT,
    language: str = "en",
) -> tuple[Timeline, Image]:
    """Replay a recorded run as Figure 1 and write it as MP4 (H.264, yuv420p).

    Args:
        recording: a run of kind "mixture_1d" that passes the audit.
        path: the file to write, ending in .mp4.
        size: width and height in pixels, both even.
        rate: pictures per second.
        theme: colours.
        language: "en" or "ko".

    Returns:
        The timeline of the film, and its last picture, (height, width, 3).

    Raises:
        GanTheoryError: if the recording fails the audit or has no panels for Figure 1.
        OSError: if the file cannot be written.
    """
    require_audited(recording)
    panels = choose_panels(recording)
    timeline = figure1_timeline(recording, panels)
    images = _images(recording, timeline, size, rate, theme, language)
    image = encode_film(path, images, size, rate, provenance(recording))
    return timeline, image


def _images(
    recording: Recording,
    timeline: Timeline,
    size: tuple[int, int],
    rate: int,
    theme: Theme,
    language: str,
) -> Iterator[Image]:
    """Draw the film's pictures, one (height, width, 3) array each."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    chosen = [segment.frames[-1] for segment in timeline.segments]
    shown = timeline.frames
    with matplotlib_style(language):
        figure = Figure(
            figsize=(_INCHES, _INCHES * size[1] / size[0]),
            dpi=size[0] / _INCHES,
            facecolor=theme.background,
        )
        canvas: Any = FigureCanvasAgg(figure)
        ax = figure.add_axes((0.04, 0.08, 0.66, 0.8))
        x_range = visible_range(recording, shown)
        plot = StatePlot(
            ax,
            recording,
            x_range,
            density_scale(recording, chosen, shown),
            theme,
            language,
            push_scale(recording, chosen, x_range),
        )
        texts = _texts(figure, plot, recording, theme, language)
        drawn: tuple[int, str] | None = None
        image = np.zeros((0, 0, 3), dtype=np.uint8)
        for segment, frame, held in timeline.pictures(rate):
            key = segment.caption if held or not segment.on_the_way else segment.on_the_way
            caption = text(f"figure1.{key}", language)
            if (frame, caption) != drawn:
                drawn = (frame, caption)
                plot.show(frame)
                texts["caption"].set_text(as_mathtext(caption))
                texts["updates"].set_text(updates(recording, frame, language))
                for name, number in readouts(recording, frame).items():
                    texts[name].set_text(number)
                image = canvas_image(canvas, size)
            yield image


def _texts(
    figure: "Figure", plot: StatePlot, recording: Recording, theme: Theme, language: str
) -> dict[str, Any]:
    """Write what stays, and make the texts that change; return those by name."""
    from matplotlib.lines import Line2D

    slope = as_mathtext(text("figure1.legend.push", language))
    arrow = Line2D([], [], color=theme.discriminator, marker=">", linewidth=1.2, label=slope)
    figure.legend(
        handles=[*plot.curves.values(), arrow],
        loc="upper left",
        bbox_to_anchor=(_COLUMN - 0.012, 0.9),
        frameon=False,
        fontsize=10.5,
        handlelength=3.0,
        labelspacing=0.75,
        labelcolor=theme.ink,
    )
    figure.text(
        _COLUMN_END,
        0.03,
        text("common.replayed", language, run=provenance(recording, settings=False)),
        ha="right",
        fontsize=6.5,
        color=theme.muted,
    )
    unit = text("common.in_nats", language)
    figure.text(_COLUMN_END, 0.525, unit, ha="right", fontsize=8.5, color=theme.muted)
    texts = {
        "caption": figure.text(0.025, 0.925, "", fontsize=13, color=theme.ink),
        "updates": figure.text(0.04, 0.03, "", fontsize=9.5, color=theme.muted),
    }
    for row, name in enumerate(READOUTS):
        y = 0.465 - 0.065 * row
        figure.text(_COLUMN, y, f"${latex(name)}$", fontsize=12.5, color=theme.ink)
        texts[name] = figure.text(_COLUMN_END, y, "", ha="right", fontsize=12.5, color=theme.ink)
    figure.text(
        _COLUMN,
        0.175,
        f"${latex('bound')}$",
        fontsize=10,
        color=theme.muted,
    )
    return texts
