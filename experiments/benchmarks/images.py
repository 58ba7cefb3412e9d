"""Time the paper's image configurations at full width: steps per second, epochs, memory."""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import tyro

from gantheory.errors import GanTheoryError, guard

DESCRIPTION = """\
Each configuration runs in a process of its own, on images of random bytes in the shape of its set:
a step does not depend on what they show. Compiling is timed apart. Examples:
  python experiments/benchmarks/images.py
  python experiments/benchmarks/images.py --names mnist cifar10_convolutional --steps 50
  python experiments/benchmarks/images.py --json speed.json

Run it on an idle machine; the load before each configuration is printed. The script is the same
on a GPU.
"""

#: TFD's own two are left out: those on faces48 have the same layers and batches
NAMES = (
    "mnist",
    "faces48_pretrain",
    "faces48_train",
    "cifar10_fully_connected",
    "cifar10_convolutional",
)
#: training images of each set, as the released files split them; an epoch is so many images
IMAGES = {"mnist": 50_000, "faces48": 7_822, "cifar10": 40_000}


def main(
    names: tuple[str, ...] = NAMES,
    steps: int = 20,
    rounds: int = 3,
    json_file: Path | None = None,
    only: str = "",
) -> int:
    """Print a table.

    Args:
        names: the configurations.
        steps: per round.
        rounds: that are timed; the median counts, and the best is shown.
        json_file: also write the figures here.
        only: time this configuration here and print JSON; for the script's own use.
    """
    from gantheory.atomic import write_json
    from gantheory.images.paper_configs import PAPER_CONFIGS

    if unknown := set(names) - set(PAPER_CONFIGS):
        raise GanTheoryError(f"unknown: {', '.join(unknown)}; known: {', '.join(PAPER_CONFIGS)}")
    if steps < 1 or rounds < 1:
        raise GanTheoryError("--steps and --rounds are at least 1")
    if only:
        print(json.dumps(timed(only, steps, rounds)))
        return 0
    print(
        f"{'configuration':26} {'steps/s':>8} {'best':>8} {'s/epoch':>8} {'compile s':>9} "
        f"{'memory GB':>9} {'load':>6}"
    )
    found = []
    for name in names:
        words = ["--only", name, "--steps", str(steps), "--rounds", str(rounds)]
        answer = subprocess.run(
            [sys.executable, __file__, *words], capture_output=True, text=True, check=False
        )
        if answer.returncode:
            print(f"{name:26} failed: {answer.stderr.strip().splitlines()[-1:]}")
            continue
        row = json.loads(answer.stdout)
        found.append(row)
        print(
            f"{name:26} {row['steps_per_second']:8.2f} {row['best']:8.2f} "
            f"{row['seconds_per_epoch']:8.0f} {row['compile_seconds']:9.1f} "
            f"{row['memory_gb']:9.2f} {row['load']:6.1f}",
            flush=True,
        )
    if found:
        one = found[0]
        print(
            f"{one['device']}, {one['cores']} cores; jax {one['jax']}; float32, matrix products in "
            f"float32; {steps} steps a round, median of {rounds}; memory: {one['memory_of']}"
        )
    if json_file:
        write_json(json_file, {"schema_version": 1, "kind": "image_speed", "rows": found})
    return 0


def timed(name: str, steps: int, rounds: int) -> dict[str, object]:
    """Time one configuration in this process."""
    load = os.getloadavg()[0]
    import jax
    import jax.numpy as jnp
    import numpy as np

    from gantheory.datasets import image_set_named
    from gantheory.images.model import build_model
    from gantheory.images.paper_configs import PAPER_CONFIGS

    paper = PAPER_CONFIGS[name].config
    image_set = image_set_named(paper.dataset)
    config = replace(paper, last_batch="drop")
    rng = np.random.default_rng(0)
    shape = (steps * config.batch, image_set.dimension)
    train = rng.integers(0, 256, shape, dtype=np.uint8)
    model = build_model(config, train, image_set.image_shape)
    pixels = jnp.asarray(train)
    began = time.perf_counter()
    state = jax.block_until_ready(model.init())
    state, _ = model.epoch(state, pixels, 1)
    jax.block_until_ready(state)
    first = time.perf_counter() - began
    seconds = []
    for number in range(2, rounds + 2):
        began = time.perf_counter()
        state, infos = model.epoch(state, pixels, number)
        jax.block_until_ready(state)
        seconds.append(time.perf_counter() - began)
        if not np.isfinite(infos.value).all():
            raise GanTheoryError(f"{name} diverged; its time means nothing")
    device = jax.devices()[0]
    stats = device.memory_stats() or {}
    peak = stats.get("peak_bytes_in_use")
    memory = peak if peak else 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    per_step = float(np.median(seconds)) / steps
    return {
        "name": name,
        "steps_per_second": 1 / per_step,
        "best": steps / min(seconds),
        "seconds_per_epoch": per_step * IMAGES[paper.dataset] / config.batch,
        "compile_seconds": first - float(np.median(seconds)),
        "memory_gb": memory / 1e9,
        "memory_of": "peak of the device" if peak else "largest resident size of the process",
        "load": load,
        "device": f"{device.platform} {device.device_kind}",
        "cores": os.cpu_count(),
        "jax": jax.__version__,
    }


if __name__ == "__main__":
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION)))
