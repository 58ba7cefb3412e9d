"""What each of the paper's configurations costs on the machines at hand, and what was run of it.

The costs are records of `experiments/benchmarks/training_step.py`, the runs those of Table 1.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gantheory.datasets import image_set_named
from gantheory.images.config import ImageConfig
from gantheory.images.paper_configs import PAPER_CONFIGS, departures
from gantheory.parzen.run_records import RunRecord
from gantheory.parzen.table1 import Table

_NOTHING = "-"


def configuration_table(steps: Sequence[Mapping[str, Any]], runs: Sequence[RunRecord]) -> Table:
    """Make the table.

    Args:
        steps: records of the benchmark of one training step, each of some configurations.
        runs: all runs that are there; those of the paper's configurations count.
    """
    kinds = {"cpu": "CPU", "gpu": "GPU"}
    measured = {kind: _measured(steps, kind) for kind in kinds}
    rows = []
    for name, paper in PAPER_CONFIGS.items():
        rates = [
            _rate(one["steps_per_second"]["gantheory"]) if one else "not measured"
            for one in (measured[kind].get(name) for kind in kinds)
        ]
        memory = [
            f"{one['memory_gb']['gantheory']:.1f} ({kinds[kind]})"
            for kind in kinds
            if (one := measured[kind].get(name))
        ]
        rows.append(
            (
                name,
                f"{_parameters(paper.config) / 1e6:.1f} M",
                *rates,
                ", ".join(memory) or _NOTHING,
                _epochs(name, runs),
            )
        )
    notes = [f"steps: {_conditions(record)}" for record in steps]
    if not measured["gpu"]:
        notes.append("GPU: not measured")
    notes.append("tfd_* and faces48_* are one protocol on two sets of faces")
    return Table(
        title="The paper's configurations: what a step costs, and what was trained",
        header=(
            "configuration",
            "parameters",
            *(f"steps/s, {kind}" for kind in kinds.values()),
            "memory, GiB",
            "epochs run",
        ),
        groups=(tuple(rows),),
        notes=tuple(notes),
    )


def _measured(steps: Sequence[Mapping[str, Any]], kind: str) -> dict[str, Mapping[str, Any]]:
    """Configuration -> what the benchmark found on that kind of device; a later record counts."""
    return {
        name: case
        for record in steps
        for name, case in record["cases"].items()
        if case["device"].startswith(kind)
    }


def _parameters(config: ImageConfig) -> int:
    """Parameters of both networks."""
    from gantheory.images.model import build_discriminator, build_generator

    images = image_set_named(config.dataset)
    generator = build_generator(config, images.dimension)
    discriminator = build_discriminator(config, images.dimension, images.image_shape)
    return generator.parameter_count() + discriminator.parameter_count()


def _rate(steps: float) -> str:
    return f"{steps:,.0f}" if steps >= 100 else f"{steps:.3g}"


def _epochs(name: str, runs: Sequence[RunRecord]) -> str:
    """The epochs of every seed, and how many the schedule has."""
    chosen = [run for run in runs if run.config.experiment == name and not departures(run.config)]
    if not chosen:
        return "not run"
    done = ", ".join(f"{run.epochs} (seed {run.config.seed})" for run in chosen)
    return f"{done} of {PAPER_CONFIGS[name].config.epochs}"


def _conditions(record: Mapping[str, Any]) -> str:
    names = ", ".join(record["cases"])
    given = record["conditions"]
    return f"{names}: {given['machine']}; {given['versions']}; {given['revision']}"
