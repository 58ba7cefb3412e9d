"""Does a generator go round its target, and how long does one turn take?

A collapsed generator often sits on one mode, leaves it for the next and so goes round and round.
Its direction from the centre is followed from frame to frame and the angle added up. A turn is
claimed only when the angle comes to at least one full turn and to more than hopping to and fro
would give.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.measures.survival import check_times
from gantheory.targets.mixture import Array, Mixture

#: |angle| / sqrt(sum of squared steps) from which on a run goes round
_SIGNIFICANT = 4.0

#: steps whose signs were tossed would pass with at most this probability (Hoeffding)
FALSE_ALARM = 2 * float(np.exp(-(_SIGNIFICANT**2) / 2))


@dataclass(frozen=True)
class Rotation:
    """How a path goes round a centre.

    Attributes:
        period: time per turn; None when the path does not go round.
        turns: net turns, positive counter-clockwise.
        steadiness: |net angle| / sum of all steps, from 0 (to and fro) to 1 (never back).
    """

    period: float | None
    turns: float
    steadiness: float


def rotation(path: npt.ArrayLike, times: npt.ArrayLike, centre: npt.ArrayLike = 0.0) -> Rotation:
    """Measure how a path in the plane goes round a centre.

    A step between two frames counts as the shorter way round, so frames must be closer in time
    than half a turn. Where every step has an independent random sign, a period is reported with
    probability at most `FALSE_ALARM` = 0.07 %.

    Args:
        path: points, shape (frames, 2).
        times: of the frames, increasing, shape (frames,).
        centre: the point to go round, shape (2,) or a number for both coordinates.

    Raises:
        GanTheoryError: for shapes that do not fit, or a path that is not finite.
    """
    points = np.asarray(path, dtype=np.float64)
    at = check_times(times)
    if points.shape != (at.size, 2):
        raise GanTheoryError(f"a path of {at.size} frames in the plane, not shape {points.shape}")
    if not np.all(np.isfinite(points)):
        raise GanTheoryError("the path has points that are not finite")
    away = points - np.asarray(centre, dtype=np.float64)
    # a point at the centre has no direction: the one before it stays
    away = away[np.any(away != 0, axis=1)]
    angle = np.unwrap(np.arctan2(away[:, 1], away[:, 0]))
    steps = np.diff(angle)
    size = float(np.sqrt(np.sum(steps**2)))
    if size == 0:
        return Rotation(None, 0.0, 0.0)
    net = float(steps.sum())
    goes_round = abs(net) >= 2 * np.pi * (1 - 1e-9) and abs(net) >= _SIGNIFICANT * size
    period = float((at[-1] - at[0]) * 2 * np.pi / abs(net)) if goes_round else None
    return Rotation(period, net / (2 * np.pi), abs(net) / float(np.abs(steps).sum()))


def rotation_of_modes(
    histograms: npt.ArrayLike, mixture: Mixture, times: npt.ArrayLike
) -> Rotation:
    """Measure how the dominating mode goes round the centre of the target.

    Args:
        histograms: shares or counts of the modes, shape (frames, modes); frames without any
            sample at a mode (NaN or all 0) keep the mode of the frame before.
        mixture: the target, in the plane.
        times: of the frames, increasing, shape (frames,).

    Raises:
        GanTheoryError: for a target that is not in the plane, or shapes that do not fit.
    """
    if mixture.dim != 2:
        raise GanTheoryError("only in the plane can modes go round")
    shares = np.asarray(histograms, dtype=np.float64)
    if shares.ndim != 2 or shares.shape[1] != mixture.modes:
        raise GanTheoryError(f"histograms have the shape (frames, {mixture.modes})")
    at = check_times(times)
    filled = np.nan_to_num(shares).sum(axis=1) > 0
    if shares.shape[0] != at.size:
        raise GanTheoryError(f"{at.size} times do not fit {shares.shape[0]} histograms")
    if not filled.any():
        return Rotation(None, 0.0, 0.0)
    path: Array = mixture.mode_means[np.nan_to_num(shares).argmax(axis=1)]
    latest = np.maximum.accumulate(np.where(filled, np.arange(at.size), -1))
    seen = latest >= 0
    return rotation(path[latest[seen]], at[seen], mixture.mean())
