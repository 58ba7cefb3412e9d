"""Our mode-collapse table beside the published ones: lines from records, each with a verdict.

A verdict says for every published number whether ours is

- *inside* the published 95 % interval, mean +- t standard errors;
- *near*: outside it, but the two means differ by no more than chance (Welch's t test at 5 %);
- different, with the reason where one is known: a smaller budget, or a set-up that is not
  established. Without a known reason it is *unexplained*.

A table without errors has no interval; the test then takes our spread between runs for theirs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scipy import stats

from gantheory.errors import GanTheoryError
from gantheory.sweep.config import differences
from gantheory.sweep.entries import Entry
from gantheory.sweep.published import TABLES, Number
from gantheory.sweep.records import read_config, read_summary

#: measure in a summary -> (attribute of a published row, factor to the published unit)
MEASURES = {
    "modes_captured": ("modes", 1.0),
    "high_quality_fraction": ("high_quality", 100.0),
    "reverse_kl": ("reverse_kl", 1.0),
}
_SHORT = {"modes": "modes", "high_quality": "quality", "reverse_kl": "KL"}


@dataclass(frozen=True)
class Ours:
    """A mean over seeds, its standard error, and of how many seeds."""

    mean: float
    error: float
    seeds: int


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        entry: what it is about.
        budget: share of the published updates; None where nothing was run.
        updates: generator updates per seed.
        seeds: how many.
        diverged: how many of them diverged; they are in no mean.
        ours: attribute of a published row -> our number; empty until the sweep is finished.
        state: "finished", "not run", or how far it is.
        verdict: in words; empty until the sweep is finished.
    """

    entry: Entry
    budget: float | None = None
    updates: int = 0
    seeds: int = 0
    diverged: int = 0
    ours: dict[str, Ours] | None = None
    state: str = "not run"
    verdict: str = ""


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
    line = Line(entry, budget, config.iterations, config.seeds, state=progress(folder, config))
    if line.state != "finished":
        return line
    summary = read_summary(folder)
    ours: dict[str, Ours] = {}
    for measure, (name, factor) in MEASURES.items():
        found = summary["measures"][measure]
        if "standard_error" in found:
            ours[name] = Ours(
                factor * found["mean"], factor * found["standard_error"], found["seeds"]
            )
    return Line(
        entry,
        budget,
        config.iterations,
        config.seeds,
        len(summary["diverged"]),
        ours,
        "finished",
        verdict(entry, budget, ours, len(summary["diverged"])),
    )


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


def verdict(entry: Entry, budget: float, ours: dict[str, Ours], diverged: int = 0) -> str:
    """What to make of our numbers beside the published ones.

    Args:
        entry: says which published row.
        budget: share of the published updates.
        ours: our numbers, by attribute of a published row.
        diverged: seeds that diverged.
    """
    lost = f"{diverged} seeds diverged; " if diverged else ""
    published, table = entry.published, TABLES[entry.convention]
    if published is None:
        return f"{lost}no published row"
    marks: dict[str, list[str]] = {"inside": [], "near": [], "differs": [], "undefined": []}
    for name, short in _SHORT.items():
        number: Number | None = getattr(published, name)
        if number is not None:
            mark = mark_of(ours[name], number, table.trials) if name in ours else "undefined"
            marks[mark].append(short)
    words = [f"{', '.join(names)} {mark}" for mark, names in marks.items() if names]
    found = f"{lost}{'; '.join(words)}"
    smaller = f"{100 * budget:.3g} % of the published updates"
    if not marks["differs"] and not marks["undefined"]:
        return found if budget == 1 else f"{found} (at {smaller})"
    reasons = [smaller] * (budget < 1) + [table.doubt] * bool(table.doubt)
    return f"{found}: {' and '.join(reasons) if reasons else 'unexplained'}"


def mark_of(ours: Ours, published: Number, trials: int) -> str:
    """One number: "inside", "near" or "differs", see the module's text."""
    difference = abs(ours.mean - published.mean)
    if published.error is not None:
        reach = float(stats.t.ppf(0.975, trials - 1)) * published.error
        if difference <= reach:
            return "inside"
    theirs = published.error
    if theirs is None:
        theirs = ours.error * math.sqrt(ours.seeds / trials)
    squares = (ours.error**2, theirs**2)
    if sum(squares) == 0:
        return "near" if difference == 0 else "differs"
    uncertain = squares[0] ** 2 / (ours.seeds - 1) + squares[1] ** 2 / (trials - 1)
    freedom = sum(squares) ** 2 / uncertain
    reach = float(stats.t.ppf(0.975, freedom)) * math.sqrt(sum(squares))
    return "near" if difference <= reach else "differs"
