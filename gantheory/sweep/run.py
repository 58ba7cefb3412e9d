"""A sweep on disk: train every seed, measure it over time, and write one row per seed.

The folder of a sweep:

- `config.json`    the configuration and how the seeds are cut up, written before anything else
- `parts/`         what is done, and checkpoints of what is not
- `rows.jsonl`     one row per seed that is done
- `curves.npz`     the measures of those seeds over time
- `summary.json`   summaries over seeds with intervals, and how the sweep came about

Several processes (`jax.distributed`) share the work part by part; the first writes the results.
"""

import io
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import jax
import numpy as np
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from gantheory.atomic import write_bytes, write_json, write_text
from gantheory.errors import GanTheoryError
from gantheory.provenance import git_state, made_by
from gantheory.sweep import devices
from gantheory.sweep.config import SweepConfig, differences
from gantheory.sweep.gather import (
    gathered,
    least_of_all,
    number_of_processes,
    process_number,
    wait_for_all,
)
from gantheory.sweep.history import History
from gantheory.sweep.model import SweepModel, build_model, memory_need
from gantheory.sweep.parts import Part
from gantheory.sweep.presets import Origin
from gantheory.sweep.results import make_curves, make_rows, make_summary
from gantheory.targets import Target, check_drawable, find_target

#: seconds between checkpoints of a part under way
CHECKPOINT_SECONDS = 30.0

#: which version of JSD and D against D* is measured; a sweep begun with another may mix both
MEASURES = 2
_OLDER = (
    "this sweep was begun by an earlier version of the toolkit: its parts from then have JSD and D "
    "against D* by counting samples in the cells of a grid"
)

#: (seeds under way, iteration, their history so far, their latest samples (seeds, n, dim))
Watch = Callable[[Sequence[int], int, History, np.ndarray[Any, Any]], None]


def run_sweep(
    config: SweepConfig,
    out: str | os.PathLike[str],
    *,
    resume: bool = False,
    seeds_at_once: int = 0,
    memory_gb: float = 0.0,
    checkpoint_seconds: float = CHECKPOINT_SECONDS,
    watch: Watch | None = None,
    origin: Origin | None = None,
) -> dict[str, Any]:
    """Train all seeds, or go on training them; show progress on stderr.

    Args:
        config: the sweep.
        out: its folder; made when missing.
        resume: go on with the sweep in `out`. The rows are the same as those of a sweep that ran
            through, bit for bit on the same machine and library versions.
        seeds_at_once: seeds in memory at once; 0 for as many as fit.
        memory_gb: memory that may be used, in GiB; 0 for half of what is free.
        checkpoint_seconds: how often the state of the seeds under way is saved.
        watch: is shown every measurement of the seeds of this process as it comes, instead of
            the progress bar.
        origin: of the configuration, where it started from a preset; goes into the summary.

    Returns:
        What was written to `summary.json`; in processes other than the first, the same.

    Raises:
        GanTheoryError: for a configuration that makes no sense or is not that of the sweep to
            resume; more seeds than memory; a folder that already holds a sweep; damaged files.
        OSError: where `out` cannot be written.
    """
    config.check()
    target = find_target(config.target)
    check_drawable(target.mixture)
    code = git_state()  # now: by the end of the run the files may be others
    began = time.perf_counter()
    out = Path(out)
    if seeds_at_once < 0 or not 0 <= memory_gb < float("inf"):
        raise GanTheoryError(
            "seeds-at-once must not be negative, and memory-gb must be 0 or a positive number"
        )
    need = memory_need(config, target)
    local = jax.local_devices()
    processes = number_of_processes()
    share = -(-config.seeds // processes)
    lanes = devices.lanes_for(config.widest, local[0].platform, -(-share // len(local)))
    memory = int(memory_gb * (1 << 30)) or _memory(local)
    saved_size, measures = _claim(out, config, resume, seeds_at_once)

    def plan_own() -> devices.Plan:
        if resume and all(part.is_done for part in Part.cut(config.seed_list, saved_size, out)):
            return devices.Plan(saved_size, lanes, len(local))  # nothing to train: no memory
        return devices.make_plan(
            share,
            need,
            lanes=lanes,
            devices=len(local),
            memory=memory,
            part=saved_size,
            part_is_fixed=resume,
        )

    plan = _agreed(plan_own)
    part_size = plan.part
    if process_number() == 0:
        claim = {"config": asdict(config), "seeds_at_once": part_size, "measures": measures}
        write_json(out / "config.json", claim)
    parts = Part.cut(config.seed_list, part_size, out)
    mine = [part for part in parts if part.number % processes == process_number()]
    slots = 0 if all(part.is_done for part in mine) else plan.slots
    model = build_model(config, target, lanes=lanes, devices=local, slots=slots)
    done: dict[int, History] = {}
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(
        *columns,
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal or watch is not None,
    ) as progress:
        bar = progress.add_task("seeds", total=config.frames * sum(len(p.seeds) for p in mine))
        for part in mine:
            history = part.finished()
            if history is None:
                history = _train(
                    model,
                    config,
                    target,
                    part,
                    plan.slots,
                    checkpoint_seconds,
                    partial(_advance, progress, bar, len(part.seeds)),
                    watch,
                )
            else:
                _advance(progress, bar, len(part.seeds), config.frames)
            done[part.number] = history
            if processes == 1:
                _write_rows(config, target, parts, done, out)
    everything = gathered(done)
    held = sum(len(history.broken) for history in everything.values())
    if held != config.seeds:
        raise GanTheoryError(f"the parts in {out} hold {held} seeds, not {config.seeds}")
    rows = _write_rows(config, target, parts, everything, out)
    summary = {
        "schema_version": 1,
        "kind": "sweep",
        "config": json.loads(json.dumps(asdict(config))),
        "preset": None if origin is None else json.loads(json.dumps(asdict(origin))),
        **make_summary(target, rows),
        "methods": model.depth.words | ({} if measures == MEASURES else {"older": _OLDER}),
        "seconds": round(time.perf_counter() - began, 2),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **made_by(code),
        "platform": {
            "system": platform.system(),
            "machine": platform.machine(),
            "device": f"{local[0].platform} {local[0].device_kind}",
            "devices": len(local),
            "processes": processes,
            "cores": devices.usable_cores(),
            "seeds_side_by_side": lanes,
            "seeds_at_once": part_size,
            "traces": dict(model.traces),
        },
    }
    if process_number() == 0:
        write_json(out / "summary.json", summary)
    wait_for_all("sweep written")
    return summary


def _train(
    model: SweepModel,
    config: SweepConfig,
    target: Target,
    part: Part,
    slots: int,
    checkpoint_seconds: float,
    tick: Callable[[int], None],
    watch: Watch | None,
) -> History:
    """Train the seeds of a part, from its last checkpoint if there is one."""
    plain = json.loads(json.dumps(asdict(config)))
    count = len(part.seeds)
    # a part that does not fill the devices is filled up with seeds whose results are dropped, so
    # that the programs are the same for every part
    seeds = model.spread(_filled(np.array(part.seeds, np.uint32), slots))
    history = History.empty(config, target, count)
    saved = part.resume(model.shapes(count))
    state, points = model.start(seeds)
    if saved is not None:
        kept, history = saved
        state = model.spread(jax.tree.map(lambda leaf: _filled(np.asarray(leaf), slots), kept))
        tick(history.done)
    marks = config.measured_at
    last_save = time.perf_counter()
    for frame in range(history.done, len(marks)):
        behind = marks[frame - 1] if frame else 0
        deep = config.is_deep(frame)
        state, seen = model.advance(seeds, state, points, marks[frame] - behind, deep)
        seen, broken = jax.device_get((seen, state.broken))
        history = history.add(target, seen, broken)
        if deep:
            exact = model.depth.needs_players
            players = (state.train.generator, state.train.discriminator)
            history.deepen(model.depth, seen, *(jax.device_get(players) if exact else (None, None)))
        tick(1)
        if watch is not None:
            watch(part.seeds, marks[frame], history, np.asarray(seen.samples)[:count])
        if frame + 1 < len(marks) and time.perf_counter() - last_save >= checkpoint_seconds:
            part.save(jax.tree.map(lambda x: np.asarray(x)[:count], state), history, plain)
            last_save = time.perf_counter()
    part.finish(history, plain)
    return history


def _filled(rows: np.ndarray[Any, Any], slots: int) -> np.ndarray[Any, Any]:
    """The rows, and the first of them again until there are `slots`."""
    return rows[np.arange(slots) % len(rows)]


def _advance(progress: Progress, bar: TaskID, seeds: int, frames: int) -> None:
    progress.advance(bar, seeds * frames)


def _agreed(plan_own: Callable[[], devices.Plan]) -> devices.Plan:
    """The plan of this process with the seeds at once of the process that has least room.

    Processes number the parts alike, so they must cut them alike, whatever memory each has.

    Raises:
        GanTheoryError: where one of the processes has no plan; in all of them.
    """
    plan, refusal = None, None
    try:
        plan = plan_own()
    except GanTheoryError as error:
        refusal = error
    part = least_of_all(plan.part if plan else 0)
    if refusal is not None:
        raise refusal
    if plan is None or part == 0:
        raise GanTheoryError("another process of this sweep has too little memory for its seeds")
    return replace(plan, part=part)


def _memory(local: Sequence[jax.Device]) -> int:
    """Bytes that may be used: of the machine, or of its accelerators."""
    limits = [(device.memory_stats() or {}).get("bytes_limit", 0) for device in local]
    if local[0].platform != "cpu" and all(limits):
        return int(devices.SHARE * sum(limits))
    return devices.free_memory()


def _claim(out: Path, config: SweepConfig, resume: bool, seeds_at_once: int) -> tuple[int, int]:
    """Make sure that `out` may be written to by this sweep.

    Returns:
        The seeds at once: those of the sweep to resume, or as asked for; and which version of the
        measures the sweep began with.
    """
    path = out / "config.json"
    if not resume:
        if path.exists() and process_number() == 0:
            raise GanTheoryError(
                f"{out} already holds a sweep; add --resume or choose another --out"
            )
        # find out now, not after the training, that nothing can be written there
        write_text(out / f".writable-{process_number()}", "")
        (out / f".writable-{process_number()}").unlink()
        return seeds_at_once, MEASURES
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
        plain, size = saved["config"], int(saved["seeds_at_once"])
        measures = int(saved.get("measures", 1))
    except FileNotFoundError:
        raise GanTheoryError(f"{out} holds no sweep to resume; check --out") from None
    except (ValueError, KeyError, TypeError):
        raise GanTheoryError(f"{path} is damaged; start a new sweep") from None
    if odd := differences(plain, config):
        raise GanTheoryError(f"not the sweep in {out}: {'; '.join(odd)}")
    if seeds_at_once not in (0, size):
        raise GanTheoryError(f"the sweep in {out} has {size} seeds at once, not {seeds_at_once}")
    return size, measures


def _write_rows(
    config: SweepConfig,
    target: Target,
    parts: Sequence[Part],
    histories: dict[int, History],
    out: Path,
) -> list[dict[str, Any]]:
    """Write the rows and curves of all parts that are done."""
    finished = [part for part in parts if part.number in histories]
    seeds = [seed for part in finished for seed in part.seeds]
    history = History.join([histories[part.number] for part in finished])
    rows = make_rows(config, target, seeds, history)
    if process_number() == 0:
        lines = (json.dumps(row, allow_nan=False) + "\n" for row in rows)
        write_text(out / "rows.jsonl", "".join(lines))
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer, allow_pickle=False, **make_curves(config, target, seeds, history)
        )
        write_bytes(out / "curves.npz", buffer.getvalue())
    return rows
