"""What tells a failure from a cure: numbers of a recording, each over frames and for the whole.

A symptom of the whole is of the last half of the frames, when the start is forgotten: the median
there, unless it says otherwise. All are measured on the recorded samples, in units of the target.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.measures.rotation import rotation
from gantheory.recording import Recording
from gantheory.replay.contours import mixture_of

Array = npt.NDArray[np.float64]

#: share of the frames after which a path is asked whether it goes round
_SETTLED = 0.2


def spread(r: Recording) -> Array:
    """Standard deviation of the samples over that of p_data (roots of the traces), shape (T,)."""
    mixture, _ = mixture_of(r)
    own = r["samples"].astype(np.float64).var(axis=1).sum(axis=-1)
    return np.asarray(np.sqrt(own / np.trace(mixture.covariance())))


def offset(r: Recording) -> Array:
    """How far the mean of the samples is from that of p_data, in its standard deviations.

    On the line with its sign; in the plane its length.
    """
    mixture, _ = mixture_of(r)
    away = r["samples"].astype(np.float64).mean(axis=1) - mixture.mean()
    size = float(np.sqrt(np.trace(mixture.covariance())))
    return np.asarray((away[:, 0] if mixture.dim == 1 else np.linalg.norm(away, axis=1)) / size)


def angle(r: Recording) -> Array:
    """Turns of the mean of the samples round the centre of p_data since the start, shape (T,)."""
    away = _in_the_plane(r)
    return np.asarray(np.unwrap(np.arctan2(away[:, 1], away[:, 0])) / (2 * np.pi))


def generator_gradient(r: Recording) -> Array:
    """Norm of the gradient of G's loss in its parameters, shape (T,)."""
    return r["generator_gradient"]


def modes_captured(r: Recording) -> Array:
    """Modes captured, shape (T,)."""
    return r["modes_captured"].astype(np.float64)


def high_quality(r: Recording) -> Array:
    """Share of samples of high quality, shape (T,)."""
    return r["high_quality_fraction"]


#: name -> over frames
CURVES: dict[str, Callable[[Recording], Array]] = {
    "spread": spread,
    "offset": offset,
    "angle": angle,
    "generator_gradient": generator_gradient,
    "modes_captured": modes_captured,
    "high_quality": high_quality,
}


def turns(r: Recording) -> float:
    """Full turns of the mean of the samples, without sign; 0 unless the path clearly goes round.

    What "clearly" means, and how often chance passes for it, is in `gantheory.measures.rotation`.
    """
    away = _in_the_plane(r)
    first = int(_SETTLED * len(away))
    found = rotation(away[first:], r["g_updates"][first:])
    return abs(found.turns) if found.period is not None else 0.0


def swings(r: Recording) -> float:
    """How often the mean of the samples passes that of p_data in the last half of the frames.

    Swings of less than a tenth of a standard deviation to both sides are not counted.
    """
    path = _last_half(offset(r))
    sides = np.sign(path[np.abs(path) > 0.1])
    return float(np.sum(sides[1:] != sides[:-1]))


def amplitude(r: Recording) -> float:
    """Standard deviation over the last half of the frames of the mean of the samples' offset."""
    return float(np.std(_last_half(offset(r))))


def modes_never(r: Recording) -> float:
    """Modes that no frame of the last half captures."""
    hits = r.manifest["target"]["convention"]["hits"]
    held = r["mode_counts"][len(r["mode_counts"]) // 2 :] >= hits
    return float(np.sum(~held.any(axis=0)))


def _median_of(curve: Callable[[Recording], Array]) -> Callable[[Recording], float]:
    return lambda r: float(np.median(_last_half(curve(r))))


#: name -> of the whole recording
SYMPTOMS: dict[str, Callable[[Recording], float]] = {
    "spread": _median_of(spread),
    "modes_captured": _median_of(modes_captured),
    "high_quality": _median_of(high_quality),
    "generator_gradient": _median_of(generator_gradient),
    "turns": turns,
    "swings": swings,
    "amplitude": amplitude,
    "modes_never": modes_never,
}


def _in_the_plane(r: Recording) -> Array:
    mixture, _ = mixture_of(r)
    if mixture.dim != 2:
        raise GanTheoryError("only in the plane can samples go round")
    return np.asarray(r["samples"].astype(np.float64).mean(axis=1) - mixture.mean())


def _last_half(values: Array) -> Array:
    return values[len(values) // 2 :]
