"""From data to the picture: affine maps of arrays, with an edge that nothing is drawn beyond."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class AxesMap:
    """Maps (x, y) of the data to points of the picture, whole arrays at once.

    Attributes:
        x_range: the shown range of x.
        y_range: the shown range of y; curves are cut off at its ends, as axes do.
        left, right: where the ends of `x_range` are in the picture.
        bottom, top: where the ends of `y_range` are in the picture.
    """

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    left: float
    right: float
    bottom: float
    top: float

    def points(self, x: Array, y: Array) -> Array:
        """Map a curve.

        Args:
            x: (N,) abscissae.
            y: (N,) ordinates.

        Returns:
            (N, 3) points with third coordinate 0, as manim wants them.
        """
        shown = np.clip(y, *self.y_range)
        return np.column_stack(
            (
                _affine(x, self.x_range, (self.left, self.right)),
                _affine(shown, self.y_range, (self.bottom, self.top)),
                np.zeros(len(x)),
            )
        )

    def horizontal(self, x: Array) -> Array:
        """Map abscissae alone."""
        return _affine(x, self.x_range, (self.left, self.right))

    def line(self, x: Array, y: Array) -> Array:
        """Map a straight line, cut where it leaves the shown ranges.

        Args:
            x: (2,) abscissae of its ends.
            y: (2,) ordinates.

        Returns:
            (2, 3) points, or (0, 3) if none of it is inside.
        """
        low, high = 0.0, 1.0
        for ends, (least, most) in ((x, self.x_range), (y, self.y_range)):
            start, along = float(ends[0]), float(ends[1] - ends[0])
            if along == 0.0:
                low = low if least <= start <= most else 2.0
                continue
            first, last = sorted(((least - start) / along, (most - start) / along))
            low, high = max(low, first), min(high, last)
        if low > high:
            return np.zeros((0, 3))
        share = np.array([low, high])
        return self.points(x[0] + share * (x[1] - x[0]), y[0] + share * (y[1] - y[0]))

    def inside(self, x: Array) -> npt.NDArray[np.bool_]:
        """Which abscissae lie in the shown range."""
        return np.asarray((x >= self.x_range[0]) & (x <= self.x_range[1]))


def _affine(values: Array, source: tuple[float, float], target: tuple[float, float]) -> Array:
    """Map the range `source` onto the range `target`."""
    unit = (values - source[0]) / (source[1] - source[0])
    return np.asarray(target[0] + unit * (target[1] - target[0]), dtype=np.float64)
