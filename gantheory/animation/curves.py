"""Curves, areas, arrows and dots for manim that are made once and then only given new points.

A dashed or dotted curve is one mobject whose pieces are disjoint subpaths, cut by arc length, so
that dashes keep their length while the curve moves; all arrows with their heads are one pair of
mobjects. Rewriting points is several times faster than making mobjects anew for every picture.
"""

from typing import Any

import numpy as np
from manim import CapStyleType, VMobject

from gantheory.animation.axes import Array

#: width of an arrow's head, seen from its length
_HEAD_SHAPE = 0.7


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
        if len(corners) < 2:
            self.mobject.points = np.zeros((0, 3))
            return
        starts, ends = corners[:-1], corners[1:]
        if self.pattern is not None:
            starts, ends = cut_by_length(corners, *self.pattern)
        self.mobject.points = straight_pieces(starts, ends)


class Arrows:
    """Arrows from feet to tips, as one mobject of shafts and one of heads.

    Attributes:
        shafts, heads: what manim draws.
        tips: (Z, 3) where the arrows point, as last shown.
    """

    def __init__(self, color: str, width: float, head: float = 0.16) -> None:
        """Make no arrows yet.

        Args:
            color: their colour, #rrggbb.
            width: stroke width of the shafts in manim's pixels.
            head: length of a head; shorter on arrows that are shorter than two heads.
        """
        self.shafts: Any = VMobject(stroke_color=color, stroke_width=width)
        self.heads: Any = VMobject(stroke_width=0, fill_color=color, fill_opacity=1.0)
        self.tips: Array = np.zeros((0, 3))
        self._head = head

    def show(self, feet: Array, tips: Array) -> None:
        """Draw arrows from `feet` (Z, 3) to `tips` (Z, 3); one of no length is not seen."""
        self.tips = tips
        along = tips - feet
        length = np.linalg.norm(along, axis=1, keepdims=True)
        along = along / np.maximum(length, 1e-12)
        across = np.column_stack((-along[:, 1], along[:, 0], along[:, 2]))
        head = np.minimum(self._head, 0.5 * length)
        necks = tips - head * along
        left, right = (necks + sign * _HEAD_SHAPE * head * across for sign in (0.5, -0.5))
        self.shafts.points = straight_pieces(feet, necks)
        # a head is three edges in a row: tip, left, right, tip
        starts = np.stack((tips, left, right), axis=1).reshape(-1, 3)
        ends = np.stack((left, right, tips), axis=1).reshape(-1, 3)
        self.heads.points = straight_pieces(starts, ends)


class Band:
    """The area between two curves over the same abscissae: tinted, and hatched with a pattern.

    Attributes:
        fill, hatch: what manim draws.
        upper, lower: (N, 3) the edges as last shown.
    """

    def __init__(self, color: str, opacity: float = 0.25, spacing: float = 0.1) -> None:
        """Make an empty area.

        Args:
            color: its colour, #rrggbb.
            opacity: of the tint.
            spacing: between the upright lines of the hatching.
        """
        self.fill: Any = VMobject(stroke_width=0, fill_color=color, fill_opacity=opacity)
        self.hatch: Any = VMobject(stroke_color=color, stroke_width=1.5)
        self.upper: Array = np.zeros((0, 3))
        self.lower: Array = np.zeros((0, 3))
        self._spacing = spacing

    def show(self, upper: Array, lower: Array) -> None:
        """Fill the area between `upper` and `lower`, each (N, 3) with rising abscissae."""
        self.upper, self.lower = upper, lower
        if not len(upper):
            self.fill.points = self.hatch.points = np.zeros((0, 3))
            return
        edge = np.concatenate((upper, lower[::-1], upper[:1]))
        self.fill.points = straight_pieces(edge[:-1], edge[1:])
        x = np.arange(upper[0, 0] + self._spacing / 2, upper[-1, 0], self._spacing)
        ends = [
            np.column_stack((x, np.interp(x, side[:, 0], side[:, 1]), np.zeros(len(x))))
            for side in (upper, lower)
        ]
        self.hatch.points = straight_pieces(ends[0], ends[1])


class Dots:
    """Round dots, as one mobject.

    Attributes:
        mobject: what manim draws.
        centres: (N, 3) where they are, as last shown.
    """

    def __init__(self, color: str, diameter: float = 12.0) -> None:
        """Make no dots yet; `diameter` is in manim's pixels of stroke width."""
        self.mobject: Any = VMobject(stroke_color=color, stroke_width=diameter)
        self.mobject.set_cap_style(CapStyleType.ROUND)
        self.centres: Array = np.zeros((0, 3))

    def show(self, centres: Array) -> None:
        """Put a dot on each of `centres` (N, 3)."""
        self.centres = centres
        self.mobject.points = straight_pieces(centres, centres + np.array([1e-3, 0.0, 0.0]))


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
