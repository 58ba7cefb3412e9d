"""Curves and arrows for manim that are made once and then only given new points.

A dashed or dotted curve is one mobject whose pieces are disjoint subpaths, cut by arc length, so
that dashes keep their length while the curve moves; all arrows with their heads are one pair of
mobjects. Rewriting points is several times faster than making mobjects anew for every picture.
"""

from typing import Any

import numpy as np
from manim import CapStyleType, VMobject

from gantheory.animation.axes import Array

#: arrow heads, in manim's units
_HEAD_LENGTH, _HEAD_WIDTH = 0.16, 0.11


class Curve:
    """A solid, dashed or dotted polyline.

    Attributes:
        mobject: what manim draws.
        corners: (N, 3) the polyline's corners as last shown, whatever its pattern.
    """

    def __init__(
        self, color: str, width: float, pattern: tuple[float, float] | None = None
    ) -> None:
        """Make the curve without points.

        Args:
            color: its colour, #rrggbb.
            width: stroke width in manim's pixels.
            pattern: lengths of a dash and of the gap after it; a dash of 0 is a dot; None is solid.
        """
        self.pattern = pattern
        self.corners: Array = np.zeros((0, 3))
        self.mobject: Any = VMobject(stroke_color=color, stroke_width=width)
        if pattern is not None and pattern[0] == 0.0:
            self.mobject.set_cap_style(CapStyleType.ROUND)

    def show(self, corners: Array) -> None:
        """Lay the curve through `corners`, an array (N, 3)."""
        self.corners = corners
        starts, ends = corners[:-1], corners[1:]
        if self.pattern is not None:
            starts, ends = cut_by_length(corners, *self.pattern)
        self.mobject.points = straight_pieces(starts, ends)


class Arrows:
    """Arrows from fixed feet to moving tips, as one mobject of shafts and one of heads.

    Attributes:
        shafts, heads: what manim draws.
        tips: (Z, 3) where the arrows point, as last shown.
    """

    def __init__(self, color: str, width: float) -> None:
        self.shafts: Any = VMobject(stroke_color=color, stroke_width=width)
        self.heads: Any = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
        self.tips: Array = np.zeros((0, 3))

    def show(self, feet: Array, tips: Array) -> None:
        """Draw arrows from `feet` (Z, 3) to `tips` (Z, 3)."""
        self.tips = tips
        along = tips - feet
        along = along / np.linalg.norm(along, axis=1, keepdims=True)
        across = np.column_stack((-along[:, 1], along[:, 0], along[:, 2]))
        necks = tips - _HEAD_LENGTH * along
        left, right = necks + 0.5 * _HEAD_WIDTH * across, necks - 0.5 * _HEAD_WIDTH * across
        self.shafts.points = straight_pieces(feet, necks)
        # a head is three edges in a row: tip, left, right, tip
        starts = np.stack((tips, left, right), axis=1).reshape(-1, 3)
        ends = np.stack((left, right, tips), axis=1).reshape(-1, 3)
        self.heads.points = straight_pieces(starts, ends)


def straight_pieces(starts: Array, ends: Array) -> Array:
    """Write straight lines as the cubic Bezier curves that manim stores.

    Args:
        starts: (N, 3) first points.
        ends: (N, 3) last points; a piece that ends where the next starts is joined to it.

    Returns:
        (4 N, 3) anchors and handles.
    """
    steps = np.array([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0])[None, :, None]
    pieces = starts[:, None, :] * (1.0 - steps) + ends[:, None, :] * steps
    return np.asarray(pieces.reshape(-1, 3), dtype=np.float64)


def cut_by_length(corners: Array, dash: float, gap: float) -> tuple[Array, Array]:
    """Cut a polyline into dashes of equal length along it.

    Args:
        corners: (N, 3) corners of the polyline.
        dash: length of a dash; 0 for a dot, a piece of almost no length.
        gap: length of the gap between dashes.

    Returns:
        Starts and ends, each (M, 3), of the straight pieces that the dashes consist of.
    """
    lengths = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    dash = max(dash, 1e-3)
    begins = np.arange(0.0, along[-1], dash + gap)
    marks = np.unique(np.concatenate((along, begins, np.minimum(begins + dash, along[-1]))))
    middles = 0.5 * (marks[:-1] + marks[1:])
    inside = np.searchsorted(begins, middles, side="right") - 1
    drawn = (inside >= 0) & (middles < begins[inside] + dash)
    points = np.column_stack([np.interp(marks, along, corners[:, axis]) for axis in range(3)])
    return points[:-1][drawn], points[1:][drawn]
