"""Time a sweep, cold and end to end, against the same runs one after another in PyTorch."""

import resource
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from json import dumps, loads
from pathlib import Path

import numpy as np
import tyro
from turns import ask, conditions, in_turns, version_in

from gantheory.errors import GanTheoryError, guard
from gantheory.sweep.config import SweepConfig

DESCRIPTION = """\
Each run is a process of its own: start, import, compile (without a cache on disk), train,
measure, write rows. The two kinds take turns; the ratio is of the best times. Examples:
  python experiments/benchmarks/sweep.py --torch-python ~/torch/bin/python
  python experiments/benchmarks/sweep.py --seeds 32 256 --torch-seeds 32 --json sweep.json
  python experiments/benchmarks/sweep.py --cases line16 --seeds 8 --rounds 1
"""

BASE = SweepConfig(game="non_saturating", activation="relu", optimizer="adam", beta1=0.5)


@dataclass(frozen=True)
class Case:
    """What is timed, and the ratio that is asked for."""

    config: SweepConfig
    asked: float


def _case(target: str, hidden: int, batch: int, iterations: int, asked: float) -> Case:
    config = replace(
        BASE,
        target=target,
        generator_hidden=(hidden, hidden),
        discriminator_hidden=(hidden, hidden),
        batch=batch,
        iterations=iterations,
        measure_every=iterations // 4,
    )
    return Case(config, asked)


CASES = {
    "line16": _case("bimodal", 16, 64, 2000, 13.0),
    "line32": _case("bimodal", 32, 128, 2000, 13.0),
    "plane128": _case("ring8", 128, 128, 1000, 3.0),
    "plane128_wide": _case("ring8", 128, 512, 500, 3.0),
}

WORKER = """\
import json, sys
from gantheory.sweep.devices import use_all_cores
use_all_cores()
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.run import run_sweep
plain = json.load(open(sys.argv[1]))
summary = run_sweep(
    SweepConfig(**{k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()}),
    sys.argv[2],
)
print(json.dumps({"seconds": summary["seconds"]}))
"""


def main(
    cases: tuple[str, ...] = ("line16", "line32", "plane128"),
    seeds: tuple[int, ...] = (32,),
    rounds: int = 2,
    threads: int = 2,
    iterations: int = 0,
    torch_seeds: int = 0,
    torch_threads: tuple[int, ...] = (),
    torch_python: Path = Path(sys.executable),
    json: Path | None = None,
) -> int:
    """Run the benchmark.

    Args:
        cases: line16 and line32: 1-D, two hidden layers of 16 or 32 units, batch 64 or 128;
            plane128: 2-D, two of 128, batch 128; plane128_wide: the same with batch 512.
        seeds: runs in a sweep; several numbers are several sweeps.
        rounds: how often each kind runs, taking turns.
        threads: devices of the sweep, and threads of PyTorch.
        iterations: generator updates per run; 0 for those of the case.
        torch_seeds: PyTorch trains so many seeds at most and its training time is scaled up to
            all of them, which is said; 0 trains all.
        torch_threads: other numbers of threads for PyTorch; of several, its best time counts.
        torch_python: a Python that has PyTorch and numpy.
        json: write the figures to this file too.
    """
    from gantheory.atomic import write_json

    for name in cases:
        if name not in CASES:
            raise GanTheoryError(f"unknown case {name!r}; choose from {', '.join(CASES)}")
    torch_threads = torch_threads or (threads,)
    if min(*seeds, rounds, *torch_threads, threads) < 1 or min(iterations, torch_seeds) < 0:
        raise GanTheoryError("seeds, rounds and threads must be at least 1, the rest not negative")
    version = version_in(torch_python, "torch", "torch==2.13.0 numpy")
    timing = (
        "wall time of whole processes, started cold, no compile cache, best of the rounds, the "
        "two kinds taking turns"
    )
    others = {"PyTorch (eager)": version}
    report: dict = {"conditions": conditions(threads, timing, **others), "cases": {}}
    for line in report["conditions"].values():
        print(line)
    for name in cases:
        for count in seeds:
            config = replace(CASES[name].config, seeds=count)
            if iterations:
                every = max(1, iterations // 4)
                config = replace(config, iterations=iterations, measure_every=every)
            entry = _compare(config, rounds, threads, torch_seeds, torch_threads, torch_python)
            asked = CASES[name].asked
            report["cases"][f"{name}, {count} seeds"] = {
                "config": asdict(config), "asked": asked, **entry
            }  # fmt: skip
            print(_in_words(name, config, asked, entry))
            if json is not None:  # now: a case takes minutes
                write_json(json, report)
    return 0


def _compare(
    config: SweepConfig,
    rounds: int,
    threads: int,
    torch_seeds: int,
    torch_threads: Sequence[int],
    torch_python: Path,
) -> dict:
    """Time both kinds in turns."""
    with tempfile.TemporaryDirectory(prefix="gantheory-benchmark-") as name:
        folder = Path(name)
        (folder / "sweep.json").write_text(dumps(asdict(config)), encoding="utf-8")
        trained = min(config.seeds, torch_seeds or config.seeds)
        kinds = {"sweep": partial(_sweep, folder, threads)}
        for count in torch_threads:
            work = folder / f"torch-{count}.json"
            work.write_text(dumps(_work(replace(config, seeds=trained), count)), encoding="utf-8")
            kinds[f"PyTorch with {count} thread{'s' if count > 1 else ''}"] = partial(
                _torch, work, count, torch_python
            )
        given, load = in_turns(kinds, rounds)
    times = {"sweep": [one["wall"] for one in given["sweep"]]}
    for kind in set(given) - {"sweep"}:  # start-up once, training for every seed
        more = config.seeds / trained - 1
        times[kind] = [one["wall"] + more * one["seconds"] for one in given[kind]]
    best = {kind: min(each) for kind, each in times.items()}
    fastest = min((kind for kind in best if kind != "sweep"), key=best.__getitem__)
    rows = {"sweep": given["sweep"][-1]["rows"], "torch": given[fastest][-1]["rows"]}
    return {
        "seconds": times,
        "cpu_seconds": {kind: min(one["cpu"] for one in runs) for kind, runs in given.items()},
        "best": {"sweep": best["sweep"], "torch": best[fastest]},
        "fastest_torch": fastest,
        "torch_seeds_trained": trained,
        "ratio": best[fastest] / best["sweep"],
        "modes": {k: _mean(each, "modes_captured") for k, each in rows.items()},
        "quality": {k: _mean(each, "high_quality_fraction") for k, each in rows.items()},
        "load": load,
    }


def _sweep(folder: Path, threads: int) -> dict:
    """One sweep in a process of its own."""
    settings = {"GANTHEORY_COMPILE_CACHE": "off", "JAX_NUM_CPU_DEVICES": str(threads)}
    with tempfile.TemporaryDirectory(dir=folder) as out:
        command = [sys.executable, "-c", WORKER, folder / "sweep.json", out]
        return _ask(command, settings) | {"rows": _read(Path(out) / "rows.jsonl")}


def _torch(work: Path, threads: int, python: Path) -> dict:
    """The same in PyTorch."""
    rows = work.with_suffix(".jsonl")
    command = [python, Path(__file__).with_name("torch_sweep.py"), work, rows]
    return _ask(command, {"OMP_NUM_THREADS": str(threads)}) | {"rows": _read(rows)}


def _ask(command: list, settings: dict[str, str]) -> dict:
    """Run a program; also the seconds that it kept cores busy: a load on the machine blurs less."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = ask(command, settings)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return found | {"cpu": cpu}


def _in_words(name: str, config: SweepConfig, asked: float, entry: dict) -> str:
    best, modes, quality = entry["best"], entry["modes"], entry["quality"]
    trained, cpu = entry["torch_seeds_trained"], entry["cpu_seconds"]
    scaled = "" if trained == config.seeds else f" (scaled from {trained} seeds)"
    kept = "" if entry["ratio"] >= asked else f", NOT the {asked:g} asked"
    return (
        f"{name}: {config.seeds} seeds x {config.iterations} iterations: sweep "
        f"{best['sweep']:.1f} s, {entry['fastest_torch']} {best['torch']:.1f} s{scaled}, "
        f"{entry['ratio']:.1f} times as fast{kept}; modes captured {modes['sweep']:.2f} and "
        f"{modes['torch']:.2f}, high quality {quality['sweep']:.3f} and {quality['torch']:.3f}; "
        f"core seconds of {config.seeds} and {trained} seeds: {cpu['sweep']:.1f} and "
        f"{cpu[entry['fastest_torch']]:.1f}; load {entry['load']:.1f}"
    )


def _mean(rows: list[dict], name: str) -> float:
    return float(np.mean([row[name] for row in rows]))


def _work(config: SweepConfig, threads: int) -> dict:
    """The sweep as the PyTorch program reads it."""
    from gantheory.targets import find_target

    target = find_target(config.target)
    mixture = target.mixture
    stds = [float(np.sqrt(covariance[0][0])) for covariance in mixture.covariances]
    return {
        **asdict(config),
        "threads": threads,
        "samples": config.samples or target.convention.samples,
        "weights": mixture.weights,
        "means": mixture.means,
        "stds": stds,
    }


def _read(path: Path) -> list[dict]:
    return [loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    settings = (tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes)
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION, config=settings)))
