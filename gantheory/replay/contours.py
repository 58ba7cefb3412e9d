"""p_data as lines to draw: level sets of the exact density, and the circles around its modes."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording
from gantheory.targets.mixture import Mixture

Array = npt.NDArray[np.float64]

#: level sets are where a single normal density would be 1, 2 and 3 standard deviations away
LEVELS = tuple(math.exp(-(r**2) / 2) for r in (1, 2, 3))
#: grid points per axis, at least and at most; narrow components ask for more
_POINTS = (129, 801)


def mixture_of(recording: Recording) -> tuple[Mixture, float]:
    """The target of a recording of kind "mixture_2d", and the threshold of high quality.

    Returns:
        The mixture, and how many standard deviations from a mode a sample may lie.

    Raises:
        GanTheoryError: if the manifest does not say.
    """
    try:
        target = recording.manifest["target"]
        mixture = Mixture(
            tuple(target["weights"]),
            tuple(tuple(mean) for mean in target["means"]),
            tuple(tuple(tuple(row) for row in matrix) for matrix in target["covariances"]),
            tuple(target["groups"]),
        )
        return mixture, float(target["convention"]["threshold"])
    except (KeyError, TypeError, ValueError):
        raise GanTheoryError(
            "the recording does not say what its target is; record the run again"
        ) from None


def contours_of(mixture: Mixture, low: Array, high: Array) -> list[list[float]]:
    """Level sets of the density, relative to its highest point, as lines in the plane.

    Args:
        mixture: in the plane.
        low: lower left corner of the picture.
        high: upper right corner.

    Returns:
        Lines, each as [x0, y0, x1, y1, ...], to 1/4000 of the picture.
    """
    from matplotlib.figure import Figure

    finest = min(float(np.sqrt(np.linalg.eigvalsh(c)[0])) for c in mixture.covariances)
    points = int(np.clip(3 * float((high - low).max()) / finest, *_POINTS))
    x, y = (np.linspace(low[i], high[i], points) for i in range(2))
    across, up = np.meshgrid(x, y)
    density = mixture.density(np.stack([across.ravel(), up.ravel()], axis=1)).reshape(points, -1)
    levels = sorted(level * float(density.max()) for level in LEVELS)
    found = Figure().add_subplot().contour(x, y, density, levels)
    digits = max(0, 4 - math.floor(math.log10(float((high - low).max()))))
    return [
        np.round(np.asarray(line).ravel(), digits).tolist()
        for lines in found.allsegs
        for line in lines
        if len(line) > 1
    ]


def ellipses_of(mixture: Mixture, deviations: float) -> list[dict[str, Any]]:
    """Where samples are of high quality: an ellipse around every component.

    Args:
        mixture: in the plane.
        deviations: how many standard deviations the ellipse is away from the mean.

    Returns:
        For each component its mode, centre, half axes and the angle of the first in radians.
    """
    found = []
    for mean, matrix, mode in zip(mixture.means, mixture.covariances, mixture.groups, strict=True):
        sizes, axes = np.linalg.eigh(np.array(matrix))
        found.append(
            {
                "mode": int(mode),
                "centre": [float(c) for c in mean],
                "radii": (deviations * np.sqrt(sizes)).tolist(),
                "angle": float(np.arctan2(axes[1, 0], axes[0, 0])),
            }
        )
    return found
