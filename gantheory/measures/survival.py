"""How long each mode survives: from which frames of a run hold it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.targets.mixture import Array, Indices


@dataclass(frozen=True, eq=False)
class Survival:
    """The life of every mode, arrays of shape (..., modes).

    Times are those of frames: what happens between two frames is not seen.

    Attributes:
        first: time of the first frame that holds the mode; NaN if none does.
        last: time of the last one; NaN if none does.
        alive: share of frames that hold it.
        longest: the longest time from one frame that holds it to another with no gap between.
        deaths: how often a frame holds it and the next one does not.
        at_end: whether the last frame holds it.
        never_lost: whether every frame from the first that holds it on holds it; False if none.
    """

    first: Array
    last: Array
    alive: Array
    longest: Array
    deaths: Indices
    at_end: npt.NDArray[np.bool_]
    never_lost: npt.NDArray[np.bool_]


def survival(captured: npt.ArrayLike, times: npt.ArrayLike) -> Survival:
    """Follow every mode through the frames of a run.

    Args:
        captured: booleans, shape (..., frames, modes), as `ModeCounts.captured` has them.
        times: of the frames, increasing, shape (frames,): updates, say.

    Raises:
        GanTheoryError: for shapes that do not fit or times that do not increase.
    """
    held = np.asarray(captured, dtype=bool)
    at = check_times(times)
    if held.ndim < 2 or held.shape[-2] != at.size:
        raise GanTheoryError(f"{at.size} times do not fit captured modes of shape {held.shape}")
    column = at[:, None]
    ever = held.any(axis=-2)
    first = np.where(held, column, np.inf).min(axis=-2)
    last = np.where(held, column, -np.inf).max(axis=-2)
    deaths = (held[..., :-1, :] & ~held[..., 1:, :]).sum(axis=-2)
    # the time since the latest frame that did not hold the mode, or rather since the next one
    born = held & ~np.concatenate(
        [np.zeros_like(held[..., :1, :]), held[..., :-1, :]], axis=-2, dtype=bool
    )
    birth = np.maximum.accumulate(np.where(born, column, -np.inf), axis=-2)
    longest = np.where(held, column - birth, 0.0).max(axis=-2)
    return Survival(
        first=np.where(ever, first, np.nan),
        last=np.where(ever, last, np.nan),
        alive=np.asarray(held.mean(axis=-2)),
        longest=longest,
        deaths=np.asarray(deaths, dtype=np.int64),
        at_end=held[..., -1, :],
        never_lost=ever & (deaths == 0),
    )


def check_times(times: npt.ArrayLike) -> Array:
    """The times of frames as an array.

    Raises:
        GanTheoryError: unless they are finite and increase.
    """
    at = np.asarray(times, dtype=np.float64)
    if at.ndim != 1 or at.size == 0 or not np.all(np.isfinite(at)) or np.any(np.diff(at) <= 0):
        raise GanTheoryError("the times of frames must be finite numbers that increase")
    return at
