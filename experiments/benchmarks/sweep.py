"""Time a sweep, cold and end to end, against the same runs one after another in PyTorch."""

import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import tyro

from gantheory.errors import GanTheoryError, guard
from gantheory.sweep.config import SweepConfig

DESCRIPTION = """\
Each run is a process of its own: start, import, compile (without a cache on disk), train,
measure, write rows. The two kinds take turns; the ratio is of the best times. Examples:
  python experiments/benchmarks/sweep.py --torch-python ~/torch/bin/python
  python experiments/benchmarks/sweep.py --cases line16 --seeds 8 --rounds 1
"""

BASE = SweepConfig(game="non_saturating", activation="relu", optimizer="adam", beta1=0.5)


@dataclass(frozen=True)
class Case:
    """What is timed, and the least ratio that is promised."""

    config: SweepConfig
    promised: float


def _case(target: str, hidden: int, batch: int, iterations: int, promised: float) -> Case:
    config = replace(
        BASE,
        target=target,
        generator_hidden=(hidden, hidden),
        discriminator_hidden=(hidden, hidden),
        batch=batch,
        iterations=iterations,
        measure_every=iterations // 4,
    )
    return Case(config, promised)


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
run_sweep(SweepConfig(**{k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()}),
          sys.argv[2])
"""


def main(
    cases: tuple[str, ...] = ("line16", "line32", "plane128"),
    seeds: int = 32,
    rounds: int = 2,
    threads: int = 2,
    iterations: int = 0,
    torch_python: Path = Path(sys.executable),
    out: Path | None = None,
) -> int:
    """Run the benchmark.

    Args:
        cases: line16 and line32: 1-D, two hidden layers of 16 or 32 units, batch 64 or 128;
            plane128: 2-D, two of 128, batch 128; plane128_wide: the same with batch 512.
        seeds: runs in a sweep.
        rounds: how often each kind runs, taking turns.
        threads: threads of PyTorch, and devices of the sweep.
        iterations: generator updates per run; 0 for those of the case.
        torch_python: a Python that has PyTorch and numpy.
        out: write the figures to this JSON file too.
    """
    from gantheory.atomic import write_json

    for name in cases:
        if name not in CASES:
            raise GanTheoryError(f"unknown case {name!r}; choose from {', '.join(CASES)}")
    if min(seeds, rounds, threads) < 1 or iterations < 0:
        raise GanTheoryError("seeds, rounds and threads must be at least 1")
    torch_version = _torch_version(torch_python)
    report = {"conditions": _conditions(threads, torch_version), "cases": {}}
    for line in report["conditions"].values():
        print(line)
    for name in cases:
        case = CASES[name]
        config = replace(case.config, seeds=seeds)
        if iterations:
            config = replace(config, iterations=iterations, measure_every=max(1, iterations // 4))
        entry = _compare(config, rounds, threads, torch_python)
        report["cases"][name] = {"config": asdict(config), "promised": case.promised, **entry}
        kept = "" if entry["ratio"] >= case.promised else f", NOT the promised {case.promised:g}"
        print(
            f"{name}: {seeds} seeds x {config.iterations} iterations: sweep "
            f"{entry['sweep']['best']:.1f} s, PyTorch {entry['torch']['best']:.1f} s, "
            f"{entry['ratio']:.1f} times as fast{kept}; modes captured "
            f"{entry['sweep']['modes']:.2f} and {entry['torch']['modes']:.2f}, high quality "
            f"{entry['sweep']['quality']:.3f} and {entry['torch']['quality']:.3f}; "
            f"load {entry['load']:.1f}"
        )
    if out is not None:
        write_json(out, report)
    return 0


def _torch_version(python: Path) -> str:
    found = subprocess.run(
        [python, "-c", "import torch, numpy; print(torch.__version__)"],
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        raise GanTheoryError(
            f"{python} has no PyTorch; make an environment with `python -m venv torch && "
            "torch/bin/pip install torch==2.13.0 numpy` and say --torch-python torch/bin/python"
        )
    return found.stdout.strip()


def _conditions(threads: int, torch_version: str) -> dict[str, str]:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "machine": f"machine: {model}, {os.cpu_count()} cores, {threads} threads or devices used",
        "versions": f"versions: Python {platform.python_version()}, "
        f"jax {importlib.metadata.version('jax')}, PyTorch {torch_version} (eager)",
        "timing": "timing: wall time of whole processes, started cold, no compile cache, best of "
        "the rounds, the two kinds taking turns",
    }


def _compare(config: SweepConfig, rounds: int, threads: int, torch_python: Path) -> dict:
    """Time both kinds in turns."""
    times: dict[str, list[float]] = {"sweep": [], "torch": []}
    rows: dict[str, list[dict]] = {}
    load = 0.0
    with tempfile.TemporaryDirectory(prefix="gantheory-benchmark-") as folder:
        work = Path(folder) / "work.json"
        work.write_text(json.dumps(_work(config, threads)), encoding="utf-8")
        plain = Path(folder) / "config.json"
        plain.write_text(json.dumps(asdict(config)), encoding="utf-8")
        for number in range(rounds):
            load = max(load, os.getloadavg()[0])
            ours, theirs = Path(folder) / f"sweep-{number}", Path(folder) / f"torch-{number}.jsonl"
            settings = {"GANTHEORY_COMPILE_CACHE": "off", "JAX_NUM_CPU_DEVICES": str(threads)}
            command = [sys.executable, "-c", WORKER, str(plain), str(ours)]
            times["sweep"].append(_timed(command, settings))
            rows["sweep"] = _read(ours / "rows.jsonl")
            script = str(Path(__file__).with_name("torch_sweep.py"))
            command = [str(torch_python), script, str(work), str(theirs)]
            times["torch"].append(_timed(command, {"OMP_NUM_THREADS": str(threads)}))
            rows["torch"] = _read(theirs)

    def entry(kind: str) -> dict:
        def mean(name: str) -> float:
            return float(np.mean([row[name] for row in rows[kind]]))

        return {
            "seconds": times[kind],
            "best": min(times[kind]),
            "modes": mean("modes_captured"),
            "quality": mean("high_quality_fraction"),
        }

    found = {kind: entry(kind) for kind in times}
    return {**found, "ratio": found["torch"]["best"] / found["sweep"]["best"], "load": load}


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


def _timed(command: list[str], settings: dict[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise GanTheoryError(f"{command[0]} failed: {last}")
    return seconds


def _read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    settings = (tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes)
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION, config=settings)))
