"""Time one training step of the paper's image configurations, against PyTorch and the machine."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import tyro
from turns import ask, conditions, in_turns, version_in

from gantheory.datasets import image_set_named
from gantheory.errors import GanTheoryError, guard
from gantheory.images.paper_configs import PAPER_CONFIGS

DESCRIPTION = """\
Every kind is a process of its own, and the kinds take turns: this project's simultaneous update
(as the paper's code has it), PyTorch eager with textbook alternating updates, PyTorch eager with
the same simultaneous update, and for dense networks the floor: the matrix products of one step
alone, at this machine's own rate. Pixels are random; a step costs the same whatever they show.
On a GPU the same command times the GPU. Examples:
  python experiments/benchmarks/training_step.py --torch-python ~/torch/bin/python
  python experiments/benchmarks/training_step.py --cases cifar10_convolutional --steps 4
  python experiments/benchmarks/training_step.py --alone --cases mnist faces48_pretrain \
      faces48_train cifar10_fully_connected cifar10_convolutional
"""

#: what the ratios to PyTorch alternating and simultaneous should reach
ASKED = {
    "mnist": {"torch alternating": 1.8, "torch simultaneous": 1.35},
    "cifar10_convolutional": {"torch alternating": 1.25},
}
#: the step may take so much longer than its matrix products
ASKED_OF_FLOOR = {"mnist": 1.25}


def main(
    cases: tuple[str, ...] = ("mnist", "cifar10_convolutional"),
    steps: int = 0,
    rounds: int = 3,
    threads: int = 2,
    alone: bool = False,
    torch_python: Path = Path(sys.executable),
    out: Path | None = None,
) -> int:
    """Run the benchmark.

    Args:
        cases: configurations of experiments/images.py.
        steps: steps that are timed; 0 for 100 of MNIST and 6 of the others.
        rounds: how often each kind runs, taking turns; the best time of each counts.
        threads: cores that each may use.
        alone: time this project only.
        torch_python: a Python that has PyTorch.
        out: write the figures to this JSON file too.
    """
    from gantheory.atomic import write_json

    for name in cases:
        if name not in PAPER_CONFIGS:
            raise GanTheoryError(f"unknown case {name!r}; choose from {', '.join(PAPER_CONFIGS)}")
    if min(rounds, threads) < 1 or steps < 0:
        raise GanTheoryError("rounds and threads must be at least 1, steps not negative")
    others = {} if alone else {"PyTorch": version_in(torch_python, "torch", "torch==2.13.0")}
    timing = "seconds per step of a warm program, mean over the steps, best of the rounds"
    report: dict = {"conditions": conditions(threads, timing, **others), "cases": {}}
    for line in report["conditions"].values():
        print(line)
    for name in cases:
        count = steps or (100 if name == "mnist" else 6)
        kinds = _kinds(name, count, threads, None if alone else torch_python)
        given, load = in_turns(kinds, rounds)
        entry = _summary(name, given) | {"steps": count, "load": load}
        report["cases"][name] = entry
        print(_in_words(name, entry))
    if out is not None:
        write_json(out, report)
    return 0


def _kinds(name: str, steps: int, threads: int, torch_python: Path | None) -> dict:
    """What takes turns."""
    # layers that another run has trained cost the same untrained
    config = replace(PAPER_CONFIGS[name].config, pretrained_layers=0)
    plain = {"config": asdict(config), "shape": image_set_named(config.dataset).image_shape}
    plain |= {"steps": steps, "warm": min(steps, 10), "threads": threads}

    def kind(python: str | Path, script: str, **more: str) -> Callable[[], dict]:
        command = [python, Path(__file__).with_name(script), json.dumps({**plain, **more})]
        return partial(ask, command, {"OMP_NUM_THREADS": str(threads)})

    kinds = {"gantheory": kind(sys.executable, "jax_training_step.py", kind="step")}
    for schedule in ("alternating", "simultaneous") if torch_python else ():
        script = "torch_training_step.py"
        kinds[f"torch {schedule}"] = kind(torch_python, script, schedule=schedule)
    if not config.discriminator_convolutions:
        kinds["floor"] = kind(sys.executable, "jax_training_step.py", kind="floor")
    return kinds


def _summary(name: str, given: dict[str, list[dict]]) -> dict:
    best = {kind: min(one["seconds"] for one in rounds) for kind, rounds in given.items()}
    ours = best["gantheory"]
    return {
        "seconds_per_step": {kind: [one["seconds"] for one in r] for kind, r in given.items()},
        "memory_gb": {
            k: max(one["memory_gb"] for one in r) for k, r in given.items() if k != "floor"
        },
        "device": given["gantheory"][0]["device"],
        "compile_seconds": min(one["compile_seconds"] for one in given["gantheory"]),
        "steps_per_second": {kind: 1 / seconds for kind, seconds in best.items()},
        "ratios": {k: s / ours for k, s in best.items() if k.startswith("torch")},
        "asked": ASKED.get(name, {}),
        "over_floor": ours / best["floor"] if "floor" in best else None,
        "over_floor_asked": ASKED_OF_FLOOR.get(name),
        "gflop": given["floor"][0]["gflop"] if "floor" in given else None,
    }


def _in_words(name: str, entry: dict) -> str:
    rates = entry["steps_per_second"]
    lines = [
        f"{name}: {entry['steps']} steps on {entry['device']}, load {entry['load']:.1f}, "
        f"compiled in {entry['compile_seconds']:.1f} s"
    ]
    for kind, rate in rates.items():
        memory = "" if kind == "floor" else f", {entry['memory_gb'][kind]:.2f} GiB"
        line = f"  {kind:20} {1000 / rate:9.1f} ms a step ({rate:.3g} steps/s{memory})"
        if kind in entry["ratios"]:
            ratio, asked = entry["ratios"][kind], entry["asked"].get(kind)
            line += f": gantheory is {ratio:.2f} times as fast"
            line += "" if asked is None or ratio >= asked else f", NOT the {asked:g} asked"
        if kind == "floor":
            over, asked = entry["over_floor"], entry["over_floor_asked"]
            line += f": {entry['gflop']:.2f} GFLOP at {entry['gflop'] * rate:.0f} GFLOP/s; a step"
            line += f" takes {over:.2f} times as long"
            line += "" if asked is None or over <= asked else f", NOT the {asked:g} asked"
        lines.append(line)
    return "\n".join(lines)


if __name__ == "__main__":
    settings = (tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes)
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION, config=settings)))
