"""Holds a walk through z against its geometry: straight, closed, where p_z is, and never still."""

import numpy as np
import numpy.typing as npt

from gantheory.audit.report import Check, judged
from gantheory.recording import Recording


def between(points: npt.NDArray[np.float32], steps: int) -> npt.NDArray[np.float32]:
    """The closed walk through points (A, Z), in straight lines: shape (A * steps + 1, Z)."""
    ends = np.concatenate([points[1:], points[:1]]).astype(np.float64)
    share = np.arange(steps)[None, :, None] / steps
    walk = points[:, None, :] * (1 - share) + ends[:, None, :] * share
    flat = walk.reshape(-1, points.shape[1])
    return np.concatenate([flat, points[:1]]).astype(np.float32)


def walk_checks(recording: Recording) -> list[Check]:
    """Check every frame of a recording of kind "z_walk"."""
    z, anchor = recording["z"], recording["anchor"]
    frames, config = len(z), recording.config
    steps = int(config.get("steps", 0))
    regular = steps > 0 and np.array_equal(anchor, np.arange(0, frames, max(steps, 1)))
    regular = regular and len(anchor) > 2 and anchor[-1] == frames - 1
    off = np.full(frames, np.inf)
    if regular:
        off = np.abs(z - between(z[anchor[:-1]], steps)).max(axis=1).astype(np.float64)
    limit = 3.0**0.5 if config.get("noise_distribution") == "uniform" else np.inf
    still = (np.diff(recording["images"].reshape(frames, -1).astype(int), axis=0) == 0).all(axis=1)
    same_end = np.array_equal(recording["images"][0], recording["images"][-1])
    return [
        judged("z goes straight from draw to draw", off, 1e-6),
        judged("z is where p_z is", np.abs(z).max(axis=1) - limit, 0.0),
        judged("G follows z: no image is the one before", np.append(still, False) * 1.0, 0.0),
        judged("the walk ends where it began", np.full(frames, 0.0 if same_end else 1.0), 0.0),
    ]
