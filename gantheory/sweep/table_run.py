"""Training the entries of the mode-collapse table one after another, resumable entry by entry."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import jax

from gantheory.atomic import write_text
from gantheory.errors import GanTheoryError
from gantheory.sweep.config import differences
from gantheory.sweep.entries import Entry, Plan, all_entries, work
from gantheory.sweep.records import read_config
from gantheory.sweep.run import run_sweep
from gantheory.sweep.table import progress, read_lines
from gantheory.sweep.table_text import FORMATS


def run_entries(
    entries: Sequence[Entry],
    out: Path,
    *,
    budget: float | Plan,
    seeds: int,
    seeds_at_once: int = 0,
    memory_gb: float = 0.0,
) -> None:
    """Train what is not finished; after every entry write table.txt, table.md and table.tex.

    A line per entry goes to stderr. Killed at any moment, the same call goes on from the last
    checkpoint and comes to the same records.

    Args:
        entries: which.
        out: folder of the records and the table.
        budget: share of the published updates, or a plan that gives each entry its own.
        seeds: runs per entry.
        seeds_at_once: seeds in memory at once; 0 for as many as fit.
        memory_gb: memory that may be used, in GiB; 0 for half of what is free.

    Raises:
        GanTheoryError: as `run_sweep`.
        OSError: where `out` cannot be written.
    """
    budgets = {entry: entry.share(budget) for entry in entries}
    configs = {entry: entry.config(budgets[entry], seeds) for entry in entries}
    todo = []
    read_lines(out, all_entries())  # damaged or foreign records are refused now, not hours later
    for entry in entries:
        folder = entry.folder(out, budgets[entry])
        if (folder / "config.json").exists():
            if odd := differences(read_config(folder), configs[entry]):
                raise GanTheoryError(
                    f"not the sweep in {folder}: {'; '.join(odd)}; choose another --out"
                )
            if progress(folder, configs[entry]) == "finished":
                continue
        todo.append(entry)
    to_go = sum(work(configs[entry]) for entry in todo)
    done = spent = 0.0
    for number, entry in enumerate(todo, 1):
        config, folder = configs[entry], entry.folder(out, budgets[entry])
        left = f", about {_span(spent / done * (to_go - done))} to go" if done else ""
        _say(
            f"[{number}/{len(todo)}] {entry.name}: {seeds} seeds x {config.iterations} updates, "
            f"{100 * budgets[entry]:.3g} % of the published {entry.published_updates}{left}"
        )
        began = time.monotonic()
        summary = run_sweep(
            config,
            folder,
            resume=(folder / "config.json").exists(),
            seeds_at_once=seeds_at_once,
            memory_gb=memory_gb,
        )
        took = time.monotonic() - began
        spent, done = spent + took, done + work(config)
        captured = summary["measures"]["modes_captured"].get("mean", float("nan"))
        _say(f"    {captured:.1f} of {summary['target']['modes']} modes on average, {_span(took)}")
        lines = read_lines(out, all_entries())
        for kind in FORMATS.values():
            write_text(out / f"table.{kind.ending}", kind.write(lines))
        # programs of other networks are of no use any more
        jax.clear_caches()  # type: ignore[no-untyped-call]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
