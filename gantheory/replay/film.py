"""The film of a replay: what the page shows, drawn by matplotlib, one picture per frame.

Several runs stand side by side on one clock, as on the page.
"""

import os
from collections.abc import Iterator, Sequence

from gantheory.animation.encode import Image, canvas_image, encode_film
from gantheory.errors import GanTheoryError
from gantheory.figures.labels import provenance
from gantheory.figures.style import THEMES, matplotlib_style
from gantheory.recording import Recording
from gantheory.replay.clock import Indices, common_clock
from gantheory.replay.headings import headings_of
from gantheory.replay.panel import Panel

#: pictures per second, and how long the last one stays
RATE = 12
HOLD_SECONDS = 1.5
#: pixels per run, with the charts beside the picture (one run) or below it (several)
_ALONE, _BESIDE = (1280, 720), (640, 1000)
_MOST_RUNS = 3
_DPI = 100


def write_replay_film(
    path: str | os.PathLike[str],
    recordings: Sequence[Recording],
    *,
    language: str = "en",
    theme: str = "light",
) -> float:
    """Write the film of some recordings as MP4.

    Args:
        path: the file to write, ending in .mp4.
        recordings: of kind "mixture_2d", from left to right.
        language: "en" or "ko".
        theme: "light" or "dark".

    Returns:
        How long the film is, in seconds.

    Raises:
        GanTheoryError: for recordings of another kind, or too many of them.
        OSError: if the file cannot be written.
    """
    if not 1 <= len(recordings) <= _MOST_RUNS:
        raise GanTheoryError(f"a film shows 1 to {_MOST_RUNS} runs, not {len(recordings)}")
    for each in recordings:
        if each.manifest["kind"] != "mixture_2d":
            raise GanTheoryError(
                "a film replays seeds of a sweep; for a run on exact 1-D densities use "
                "`gantheory animate figure1 --run RUN`, or an .html page"
            )
    clock, frames = common_clock(recordings)
    alone = len(recordings) == 1
    size = _ALONE if alone else (_BESIDE[0] * len(recordings), _BESIDE[1])
    headings = headings_of(recordings, language)
    images = _images(recordings, headings, clock, frames, size, language, theme)
    comment = " | ".join(provenance(each) for each in recordings)
    encode_film(path, images, size, RATE, comment)
    return len(clock) / RATE + HOLD_SECONDS


def _images(
    recordings: Sequence[Recording],
    headings: Sequence[str],
    clock: Indices,
    frames: Sequence[Indices],
    size: tuple[int, int],
    language: str,
    theme: str,
) -> Iterator[Image]:
    """Draw the pictures: one per step of the clock, the last one several times."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    colours = THEMES[theme]
    with matplotlib_style(language):
        figure = Figure(
            figsize=(size[0] / _DPI, size[1] / _DPI), dpi=_DPI, facecolor=colours.background
        )
        canvas = FigureCanvasAgg(figure)
        share = 1 / len(recordings)
        panels = [
            Panel(
                figure,
                (number * share, share),
                recording,
                heading,
                (clock, own),
                language,
                theme,
            )
            for number, (recording, heading, own) in enumerate(
                zip(recordings, headings, frames, strict=True)
            )
        ]
        for step in range(len(clock)):
            for panel in panels:
                panel.show(step)
            image = canvas_image(canvas, size)
            yield image
        for _ in range(round(HOLD_SECONDS * RATE)):
            yield image
