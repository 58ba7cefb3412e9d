"""The lines of our mode-collapse table, from the records of its sweeps: one per entry and budget.

What is made of a line beside its published row is in `gantheory.sweep.verdict`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.sweep.config import differences
from gantheory.sweep.entries import Entry
from gantheory.sweep.published import TABLES
from gantheory.sweep.records import read_config, read_curves
from gantheory.sweep.verdict import Course, Verdict, verdict

#: attribute of a published row -> (measure in the curves of a sweep, factor to its unit)
MEASURES = {
    "modes": ("modes_captured", 1.0),
    "high_quality": ("high_quality_fraction", 100.0),
    "reverse_kl": ("reverse_kl", 1.0),
}


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        entry: what it is about.
        budget: share of the published updates; None where nothing was run.
        updates: generator updates per seed.
        seeds: how many.
        state: "finished", "not run", or how far it is.
        looks: updates done at each look; empty until the sweep is finished.
        values: attribute of a published row -> our number for each seed that did not diverge and
            each look, in its unit, NaN where undefined.
    """

    entry: Entry
    budget: float | None = None
    updates: int = 0
    seeds: int = 0
    state: str = "not run"
    looks: tuple[int, ...] = ()
    values: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)

    @property
    def diverged(self) -> int:
        """Seeds that are in no mean."""
        return self.seeds - len(self.values["modes"]) if self.values else 0

    @property
    def courses(self) -> dict[str, Course]:
        """Attribute of a published row -> our number over the run, where it is defined."""
        found = {
            name: Course.of(values, least_is_best=name == "reverse_kl")
            for name, values in self.values.items()
        }
        return {name: course for name, course in found.items() if course is not None}

    @property
    def verdict(self) -> Verdict | None:
        """What to make of it; None until the sweep is finished."""
        if not self.values or self.budget is None:
            return None
        table = TABLES[self.entry.convention]
        return verdict(self.entry.published, table, self.budget, self.courses, self.diverged)


def read_lines(out: Path, entries: Sequence[Entry]) -> list[Line]:
    """The lines of a table, from what is on disk: one for every entry and budget.

    Raises:
        GanTheoryError: for damaged records, and records that are not of their entry.
    """
    lines = []
    for entry in entries:
        folders = sorted((out / entry.target / entry.method / entry.convention).glob("budget-*"))
        found = [_read(entry, folder) for folder in folders if (folder / "config.json").exists()]
        lines += sorted(found, key=lambda line: line.updates) or [Line(entry)]
    return lines


def _read(entry: Entry, folder: Path) -> Line:
    saved = read_config(folder)
    try:
        budget = float(folder.name.removeprefix("budget-"))
        config = entry.config(budget, int(saved["seeds"]))
    except (KeyError, TypeError, ValueError):
        raise GanTheoryError(f"{folder} holds no entry of a table; move it away") from None
    if odd := differences(saved, config):
        raise GanTheoryError(f"{folder} is not {entry.name}: {'; '.join(odd)}")
    state = progress(folder, config)
    if state != "finished":
        return Line(entry, budget, config.iterations, config.seeds, state)
    curves = read_curves(folder)
    try:
        sound = curves["broken"] == 0
        values = {
            name: factor * np.asarray(curves[measure][sound], np.float64)
            for name, (measure, factor) in MEASURES.items()
        }
        looks = tuple(int(at) for at in curves["iteration"])
    except (KeyError, IndexError):
        raise GanTheoryError(f"{folder / 'curves.npz'} is damaged; run the entry again") from None
    return Line(entry, budget, config.iterations, config.seeds, state, looks, values)


def progress(folder: Path, config: Any) -> str:
    """How far a sweep is: "finished", or seeds and looks as of its last checkpoints."""
    if (folder / "summary.json").exists():
        return "finished"
    parts = sorted((folder / "parts").glob("*"))
    done = sum(1 for part in parts if any((part / "done").glob("*.json")))
    looks = [
        int(path.stem)
        for part in parts
        for path in (part / "running").glob("*.json")
        if path.stem.isdigit()
    ]
    if looks:
        return f"under way: look {max(looks)} of {config.frames}"
    return f"under way: {done} parts done" if done else "begun"
