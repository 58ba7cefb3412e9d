"""The recordings that the scene of mode collapse replays, and when it shows which of their frames.

Some seeds of one configuration side by side, then the same seeds with a remedy. A recording that
the user names is replayed alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gantheory.animation.source import require_kind
from gantheory.animation.timeline import Segment, Timeline
from gantheory.audit.report import require_audited
from gantheory.errors import GanTheoryError
from gantheory.recording import Recording, read_recording

Array = npt.NDArray[np.float64]

KIND = "mixture_2d"
#: what must be seen, in the median over the last half of the frames: modes captured of those there
#: are, at most so many of them without the remedy, and at least so many with it
MOST_COLLAPSED, LEAST_CURED = 0.25, 0.75
#: seconds that all frames of a group take, and seconds that the first and the last are held
_PLAY, _FIRST, _LAST = 9.6, 2.4, 2.0
#: samples that are drawn of those recorded; all of them are counted
DRAWN = 400
#: bars end at so many times what the data would give
MOST_SHARE = 4.0
#: pictures have room for so many runs
MOST_RUNS = 3


@dataclass(frozen=True, eq=False)
class Collapse:
    """What is replayed.

    Attributes:
        failing: one recording per seed.
        cured: the same seeds with a remedy; empty if there is nothing to compare with.
    """

    failing: tuple[Recording, ...]
    cured: tuple[Recording, ...] = ()

    @property
    def groups(self) -> tuple[tuple[Recording, ...], ...]:
        """The recordings shown at the same time, group after group."""
        return (self.failing, self.cured) if self.cured else (self.failing,)

    @property
    def sha256(self) -> str:
        """A short name for all of the data."""
        names = [recording.sha256 for group in self.groups for recording in group]
        if len(names) == 1:
            return names[0]
        return hashlib.sha256(" ".join(names).encode()).hexdigest()[:12]


def read_collapse(folder: Path) -> Collapse:
    """Read FOLDER/failing and FOLDER/cured, each with replays/seed-N, or a recording alone.

    Raises:
        GanTheoryError: if there is none, or a recording was altered.
    """
    if (folder / "manifest.json").exists():
        return Collapse((read_recording(folder),))
    parts = []
    for part in ("failing", "cured"):
        seeds = sorted(folder.glob(f"{part}/replays/seed-*"), key=lambda one: (len(one.name), one))
        parts.append(tuple(read_recording(seed) for seed in seeds))
    if not parts[0]:
        raise GanTheoryError(f"{folder} holds no recordings of runs that collapse")
    return Collapse(*parts)


def require_collapse(collapse: Collapse, scene: str) -> None:
    """Refuse what is not what the scene says: every recording audited, alike, and as told.

    Raises:
        GanTheoryError: naming what is wrong.
    """
    for group in collapse.groups:
        for recording in group:
            require_kind(recording, KIND, scene)
            require_audited(recording)
            if recording["samples"].shape[2] != 2:
                raise GanTheoryError(f"the scene {scene} replays runs in the plane")
        if not 1 <= len(group) <= MOST_RUNS:
            raise GanTheoryError(f"the scene {scene} shows 1 to {MOST_RUNS} runs, not {len(group)}")
        if any(not np.array_equal(one["g_updates"], group[0]["g_updates"]) for one in group):
            raise GanTheoryError("runs side by side must have frames at the same updates of G")
    if not collapse.cured:
        return
    seeds = [[one.manifest["seed"] for one in group] for group in collapse.groups]
    if seeds[0] != seeds[1]:
        raise GanTheoryError("the runs with the remedy are of other seeds")
    for recording in collapse.failing:
        if captured(recording) > MOST_COLLAPSED:
            raise GanTheoryError(_not_as_told(recording, "is said to collapse"))
    for recording in collapse.cured:
        if captured(recording) < LEAST_CURED:
            raise GanTheoryError(_not_as_told(recording, "is said to be cured"))


def captured(recording: Recording) -> float:
    """The share of the modes that are captured: the median over the last half of the frames."""
    modes = recording["modes_captured"]
    return float(np.median(modes[len(modes) // 2 :])) / len(recording["mode_weights"])


def _not_as_told(recording: Recording, told: str) -> str:
    share = captured(recording) * len(recording["mode_weights"])
    return (
        f"seed {recording.manifest['seed']} {told}, but captures {share:g} modes "
        f"(recording {recording.sha256}); delete the recordings to make them again"
    )


def remedy(collapse: Collapse) -> list[str]:
    """What the second group has otherwise than the first, such as "k = 10"."""
    if not collapse.cured:
        return []
    before, after = collapse.failing[0].config, collapse.cured[0].config
    return [
        f"{_SYMBOLS.get(name, name.replace('_', ' '))} = {value}"
        for name, value in after.items()
        if before.get(name) != value
    ]


_SYMBOLS = {"r1": "R1", "r2": "R2"}


def collapse_timeline(collapse: Collapse) -> Timeline:
    """Lay out the film: start and course of each group.

    Frames are counted through: those of the first group, then those of the second.
    """
    if not collapse.cured:
        own = range(collapse.failing[0].frames)
        return Timeline((_course("run", own, "run"),))
    first = collapse.failing[0].frames
    second = range(first, first + collapse.cured[0].frames)
    return Timeline(
        (
            Segment("start", (0,), 0.2, _FIRST, "caption.start"),
            _course("collapse", range(first), "caption.collapse"),
            Segment("remedy", (first,), 0.2, _FIRST, "caption.remedy"),
            _course("cured", second, "caption.cured"),
        )
    )


def _course(name: str, frames: Sequence[int], caption: str) -> Segment:
    return Segment(name, tuple(frames), _PLAY, _LAST, caption)


def at(collapse: Collapse, frame: int) -> tuple[int, int]:
    """The group that a frame of the film belongs to, and its frame there."""
    first = collapse.failing[0].frames
    return (0, frame) if frame < first else (1, frame - first)


def boundary(recording: Recording, frame: int) -> list[Array]:
    """Where D says 1/2, as lines (N, 2) between the grid points; none for a critic."""
    from contourpy import contour_generator

    if recording.manifest.get("output") != "logit":
        return []
    grid = contour_generator(recording["x"], recording["y"], recording["output"][frame])
    return [np.asarray(line, dtype=np.float64) for line in grid.lines(0.0)]


def shares(recording: Recording) -> Array:
    """Samples nearest to each mode, (T, K), in units of what the data would give."""
    weights, nearest = recording["mode_weights"], recording["nearest_mode"]
    counts = np.stack([np.bincount(row, minlength=len(weights)) for row in nearest])
    return np.asarray(counts / (weights * nearest.shape[1]))
