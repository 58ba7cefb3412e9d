"""Axes for scenes: two lines, ticks with their names, and what is measured along them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import Line

from gantheory.animation.axes import AxesMap
from gantheory.animation.stage import Stage

_TICK = 0.07


def axes_lines(
    stage: Stage,
    axes: AxesMap,
    *,
    x_ticks: Sequence[tuple[float, str]] = (),
    y_ticks: Sequence[tuple[float, str]] = (),
    x_name: str = "",
    y_name: str = "",
    floor: float | None = None,
    guides: bool = False,
    size: float = 24,
) -> list[Any]:
    """Draw axes.

    Args:
        stage: language and colours.
        axes: the map from data to the picture.
        x_ticks: pairs of an abscissa and what is written under it.
        y_ticks: pairs of an ordinate and what is written left of it.
        x_name: what is measured across, written right of the axis.
        y_name: what is measured upwards, written over the axis.
        floor: the ordinate that the horizontal axis lies on; the lowest by default.
        guides: whether each tick of y gets a faint line across.
        size: of the ticks' names.
    """
    theme, drawn = stage.theme, []
    low = axes.y_range[0] if floor is None else floor

    def at(x: float, y: float) -> Any:
        return axes.points(np.array([x]), np.array([y]))[0]

    if guides:
        for y, _ in y_ticks:
            ends = at(axes.x_range[0], y), at(axes.x_range[1], y)
            drawn.append(Line(*ends, color=theme.faint, stroke_width=1.5))
    start, end = at(axes.x_range[0], low), at(axes.x_range[1], low)
    drawn.append(Line(start, end, color=theme.ink, stroke_width=2.0))
    for x, written in x_ticks:
        tick = at(x, low)
        down = tick - (0.0, _TICK, 0.0)
        drawn.append(Line(tick, down, color=theme.ink, stroke_width=2.0))
        drawn.append(stage.write(written, tick[0], tick[1] - 0.36, size, side="center"))
    for y, written in y_ticks:
        x, height = at(axes.x_range[0], y)[:2]
        drawn.append(stage.write(written, x - 0.12, height, size, side="right", middle=True))
    if x_name:
        drawn.append(stage.write(x_name, end[0] + 0.12, end[1], size + 4, middle=True))
    if y_name:
        x, top = at(axes.x_range[0], axes.y_range[1])[:2]
        drawn.append(stage.write(y_name, x - 0.1, top + 0.16, size))
    return drawn
