"""The step of `training_step.py` as this project compiles it, and the matrix products in it alone.

Called with a JSON object: the configuration as plain data, the shape of an image, how many steps
to time on how many cores, and what to time; prints the seconds per step as JSON.
"""

import json
import os
import resource
import sys
import time
from dataclasses import fields
from itertools import pairwise
from math import prod

import numpy as np

from gantheory.errors import GanTheoryError
from gantheory.images.config import ImageConfig


def main() -> None:
    """Measure what the command line asks for."""
    work = json.loads(sys.argv[1])
    if hasattr(os, "sched_setaffinity"):  # XLA takes its threads from here, not from a variable
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: work["threads"]])
    plain = {one.name: work["config"][one.name] for one in fields(ImageConfig)}
    config = ImageConfig(**{name: _tuples(value) for name, value in plain.items()})
    measured = {"step": _step, "floor": _floor}[work["kind"]](config, work["shape"], work["steps"])
    print(json.dumps(measured))


def _tuples(value: object) -> object:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _step(config: ImageConfig, shape: list[int], steps: int) -> dict:
    """Seconds per step of a run's own compiled program, over an epoch of so many steps."""
    import jax
    import jax.numpy as jnp

    from gantheory.images.model import build_model

    random = np.random.default_rng(0)
    images = random.integers(0, 256, (config.batch * steps, prod(shape)), np.uint8)
    model = build_model(config, images, tuple(shape))
    pixels = jnp.asarray(images)
    began = time.perf_counter()
    state, _ = jax.block_until_ready(model.epoch(model.init(), pixels, 1, None))
    warm = time.perf_counter()
    _, infos = jax.block_until_ready(model.epoch(state, pixels, 2, None))
    seconds = time.perf_counter() - warm
    if not np.isfinite(infos.value).all():
        raise GanTheoryError("the run diverged, so its time means nothing")
    device = jax.devices()[0]
    peak = (device.memory_stats() or {}).get("peak_bytes_in_use")  # what a GPU has; a CPU has none
    memory = peak or 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "seconds": seconds / steps,
        "compile_seconds": warm - began - seconds,
        "memory_gb": memory / 2**30,
        "device": f"{device.platform} {device.device_kind}",
    }


def _floor(config: ImageConfig, shape: list[int], steps: int) -> dict:
    """Seconds that the matrix products of one simultaneous step take, each timed by itself."""
    import jax
    import jax.numpy as jnp

    multiply = jax.jit(jnp.matmul)
    products = matrix_products(config, prod(shape))
    seconds = 0.0
    for rows, inner, columns in products:
        a = jnp.ones((rows, inner), jnp.float32)
        b = jnp.ones((inner, columns), jnp.float32)
        multiply(a, b).block_until_ready()
        times = []
        for _ in range(max(5, steps // 4)):
            began = time.perf_counter()
            multiply(a, b).block_until_ready()
            times.append(time.perf_counter() - began)
        seconds += float(np.median(times))
    return {"seconds": seconds, "gflop": sum(2 * prod(sizes) for sizes in products) / 1e9}


def matrix_products(config: ImageConfig, pixels: int) -> list[tuple[int, int, int]]:
    """Rows, inner size and columns of the products of one step, of dense networks.

    D sees real images and samples together. Backwards every layer has a product for its weights
    and one for its inputs; G's first layer and D's first on real images need none for the inputs.
    """
    batch, pieces = config.batch, config.discriminator_pieces
    of_g = [config.noise, *config.generator_hidden, pixels]
    generator = list(pairwise(of_g))
    inputs = [pixels, *config.discriminator_hidden]
    outputs = [*(units * pieces for units in config.discriminator_hidden), 1]
    products = []
    for number, (wide, out) in enumerate(generator):
        products += [(batch, wide, out), (wide, batch, out)]
        products += [(batch, out, wide)] if number else []
    for number, (wide, out) in enumerate(zip(inputs, outputs, strict=True)):
        products += [(2 * batch, wide, out), (wide, 2 * batch, out)]
        products += [(2 * batch if number else batch, out, wide)]
    return products


if __name__ == "__main__":
    main()
