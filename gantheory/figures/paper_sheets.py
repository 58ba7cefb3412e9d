"""Figures 2 and 3 of the paper: sample sheets with framed neighbours, and strips through z."""

import os
import textwrap
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gantheory.figures.sample_sheet import GAP_SHADE
from gantheory.figures.style import LIGHT, matplotlib_style, save
from gantheory.images.paper_panels import PANELS, ROWS, SAMPLES_PER_ROW, Panel, Strips

#: the frame around training images, as in the paper
FRAME = (1.0, 0.85, 0.0)
_GAP = 2


def panel_sheet(panel: Panel) -> NDArray[np.float64]:
    """Lay a panel out pixel by pixel: five samples a row, then the training image in its frame.

    Returns:
        Shape (height, width, 3), 0 to 1.
    """
    columns = SAMPLES_PER_ROW + 1
    height, width = panel.image_shape[:2]
    sheet = np.full((ROWS * (height + _GAP) + _GAP, columns * (width + _GAP) + _GAP, 3), GAP_SHADE)
    for row in range(ROWS):
        for column in range(columns):
            top, left = _GAP + row * (height + _GAP), _GAP + column * (width + _GAP)
            framed = column == SAMPLES_PER_ROW
            image = panel.neighbours[row] if framed else panel.samples[row, column]
            if framed:
                sheet[top - _GAP : top + height + _GAP, left - _GAP : left + width + _GAP] = FRAME
            sheet[top : top + height, left : left + width] = _in_colour(image, panel.image_shape)
    return sheet


def strip_sheet(strips: Strips) -> NDArray[np.float64]:
    """Lay strips out one below the other; shape (height, width, 3), 0 to 1."""
    height, width = strips.image_shape[:2]
    count, length = strips.images.shape[:2]
    sheet = np.full((count * (height + 2 * _GAP) - 2 * _GAP, length * width, 3), 1.0)
    for number, strip in enumerate(strips.images):
        top = number * (height + 2 * _GAP)
        for place, image in enumerate(strip):
            left = place * width
            sheet[top : top + height, left : left + width] = _in_colour(image, strips.image_shape)
    return sheet


def write_figure2(panels: Mapping[str, Panel], path: str | os.PathLike[str]) -> None:
    """Draw the four panels; those that are not there are said to be missing.

    Args:
        panels: by letter, "a" to "d".
        path: of the figure; its ending says which format.

    Raises:
        OSError: where the file cannot be written.
    """
    from matplotlib.figure import Figure

    with matplotlib_style():
        figure = Figure(figsize=(9.0, 6.9), layout="constrained")
        for axes, letter in zip(figure.subplots(2, 2).flat, PANELS, strict=True):
            name, experiments = PANELS[letter]
            panel = panels.get(letter)
            axes.set_axis_off()
            if panel is None:
                axes.set_title(f"({letter}) {name}")
                axes.imshow(np.full((ROWS, SAMPLES_PER_ROW + 1, 3), 0.95))
                _say(axes, f"missing: no trained checkpoint\nof {' or '.join(experiments)}")
                continue
            instead = f", in place of {name}" if panel.title != name else ""
            axes.set_title(f"({letter}) {panel.title}{instead}")
            axes.imshow(panel_sheet(panel), interpolation="nearest")
            axes.text(
                0.5,
                -0.01,
                textwrap.fill(panel.source, 78),
                ha="center",
                va="top",
                fontsize=7,
                color=LIGHT.muted,
                transform=axes.transAxes,
            )
        figure.supxlabel(
            "Random samples, none picked. In yellow: the training image nearest to the sample on "
            "its left.",
            fontsize=9,
        )
        words = "; ".join(f"({letter}) {p.title}, {p.source}" for letter, p in panels.items())
        save(figure, path, dpi=150, description=f"Figure 2: {words}")


def write_figure3(strips: Strips, path: str | os.PathLike[str]) -> None:
    """Draw the strips.

    Args:
        strips: what is drawn.
        path: of the figure; its ending says which format.

    Raises:
        OSError: where the file cannot be written.
    """
    from matplotlib.figure import Figure

    sheet = strip_sheet(strips)
    with matplotlib_style():
        width = 9.0
        height = width * sheet.shape[0] / sheet.shape[1] + 0.5
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots()
        axes.set_axis_off()
        axes.imshow(sheet, interpolation="nearest")
        axes.set_title(f"{strips.title}: straight lines between two draws of z", fontsize=10)
        figure.supxlabel(textwrap.fill(strips.source, 130), fontsize=7, color=LIGHT.muted)
        save(figure, path, dpi=150, description=f"Figure 3: {strips.title}, {strips.source}")


def _in_colour(image: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float64]:
    picture = image.reshape(shape)
    return picture if picture.ndim == 3 else np.repeat(picture[:, :, None], 3, axis=2)


def _say(axes: Any, words: str) -> None:
    axes.text(
        0.5, 0.5, words, ha="center", va="center", color=LIGHT.muted, transform=axes.transAxes
    )
