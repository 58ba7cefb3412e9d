"""Replays: single seeds of a sweep trained once more and recorded frame by frame.

A replay runs the program of the sweep, so on a CPU it ends where the sweep's row says, bit for bit,
and the audit of the recording holds the two against each other. On an accelerator as many seeds as
there are go side by side, and another number of them rounds differently: a replay of few seeds then
is the same seed, but need not end in the same digits.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.measures.modes import ModeCounts
from gantheory.recording import write_recording
from gantheory.sweep.config import SweepConfig, check_recording
from gantheory.sweep.devices import lanes_for
from gantheory.sweep.model import EVALUATION, build_model, compiler_options, shard_seeds
from gantheory.sweep.pair import Pair
from gantheory.sweep.probe import discriminate, evaluation_points, outputs
from gantheory.sweep.randomness import random_key
from gantheory.sweep.records import read_rows
from gantheory.targets import Target, check_drawable, find_target, sampler
from gantheory.training.algorithm1 import TrainState

#: frames of a replay, unless told otherwise
FRAMES = 100
#: grid points per axis in the plane, and on the line
GRID_2D, GRID_1D = 65, 401
#: packs that D's output at a grid point is the mean over
_PACKS = 4


class Shown(NamedTuple):
    """What a frame shows beside the measures of every sweep; names as in the recording."""

    output: jax.Array
    z: jax.Array
    samples: jax.Array
    output_at_samples: jax.Array
    descent: jax.Array
    real: jax.Array
    output_at_real: jax.Array


def record_seeds(
    config: SweepConfig,
    seeds: Sequence[int],
    out: str | os.PathLike[str],
    every: int = 0,
    samples: int = 0,
) -> list[Path]:
    """Train some seeds again and record each of them.

    Args:
        config: the sweep.
        seeds: which; they need not be seeds of the sweep.
        out: folder of the sweep; the recordings are in `replays/seed-N` below it.
        every: iterations between frames; 0 makes about `FRAMES`.
        samples: points per frame; 0 as many as the sweep draws.

    Returns:
        The folders of the recordings.

    Raises:
        GanTheoryError: for seeds or frames that make no sense.
    """
    config.check()
    check_recording(seeds, every)
    if not seeds or samples < 0:
        raise GanTheoryError("there must be seeds to record, and samples must not be negative")
    target = find_target(config.target)
    check_recordable(target)
    check_drawable(target.mixture)
    every = every or max(1, config.iterations // FRAMES)
    marks = [*range(0, config.iterations, every), config.iterations]
    local = jax.local_devices()
    lanes = lanes_for(config.widest, local[0].platform, -(-len(seeds) // len(local)))
    slots = -(-len(seeds) // (lanes * len(local))) * lanes * len(local)
    model = build_model(config, target, lanes=lanes, devices=local, slots=slots)
    x, y, points = grid_of(target)
    count = samples or config.samples or target.convention.samples
    show = jax.jit(
        shard_seeds(lanes, local)(_shower(model.pair, target, count, points)),
        compiler_options=compiler_options(local),
    )
    rows = model.spread(np.resize(np.array(seeds, np.uint32), slots))
    state, where = model.start(rows)
    frames = []
    for number, mark in enumerate(marks):
        behind = marks[number - 1] if number else 0
        state, seen = model.advance(rows, state, where, mark - behind)
        shown = show(rows, state.train)
        frames.append(jax.device_get((seen, shown, state.broken)))
    known = _rows_of(Path(out))
    folders = []
    for place, seed in enumerate(seeds):
        folder = Path(out) / "replays" / f"seed-{seed}"
        own = [jax.tree.map(lambda leaf, n=place: leaf[n], frame) for frame in frames]
        _write(folder, config, target, seed, marks, own, (x, y, points), known.get(seed))
        folders.append(folder)
    return folders


def check_recordable(target: Target) -> None:
    """Refuse a target that no replay can show.

    Raises:
        GanTheoryError: beyond the plane.
    """
    if target.mixture.dim > 2:
        raise GanTheoryError("replays are of targets on the line or in the plane")


def grid_of(
    target: Target,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The grid of a replay: x, y and all points, shape (Y * X, dim); on the line y is (0,)."""
    low, high = target.mixture.box(4.0)
    margin = 0.2 * (high - low).max()
    if target.mixture.dim == 1:
        x = np.linspace(low[0] - margin, high[0] + margin, GRID_1D)
        return x, np.zeros(1), x[:, None]
    x, y = (np.linspace(low[i] - margin, high[i] + margin, GRID_2D) for i in range(2))
    across, up = np.meshgrid(x, y)
    return x, y, np.stack([across.ravel(), up.ravel()], axis=1)


def _shower(
    pair: Pair, target: Target, count: int, points: npt.NDArray[np.float64]
) -> Callable[[jax.Array, TrainState], Shown]:
    """The function (seed, state) -> Shown."""
    draw = sampler(target.mixture)
    grid = jnp.asarray(points, jnp.float32)

    def show(seed: jax.Array, state: TrainState) -> Shown:
        key = jax.random.fold_in(random_key(seed), EVALUATION)
        z, real = evaluation_points(pair, draw, count, key)
        samples = pair.generator.apply(state.generator, z)
        on_real = outputs(pair, state.discriminator, real)

        def loss(x: jax.Array) -> jax.Array:
            # a sum over samples: the gradient in each is that of its own loss
            return pair.game.generator_loss(outputs(pair, state.discriminator, x), on_real) * count

        fields = []
        for number in range(_PACKS if pair.pack > 1 else 1):
            others = [
                jnp.resize(jnp.roll(real, 1 + number * pair.pack + place, axis=0), grid.shape)
                for place in range(pair.pack - 1)
            ]
            inputs = jnp.concatenate([grid, *others], axis=1)
            fields.append(discriminate(pair, state.discriminator, inputs))
        return Shown(
            output=jnp.stack(fields).mean(axis=0),
            z=z,
            samples=samples,
            output_at_samples=outputs(pair, state.discriminator, samples),
            descent=-jax.grad(loss)(samples),
            real=real,
            output_at_real=on_real,
        )

    return show


def _write(
    folder: Path,
    config: SweepConfig,
    target: Target,
    seed: int,
    marks: Sequence[int],
    frames: Sequence[tuple[Any, Shown, Any]],
    grid: tuple[npt.NDArray[np.float64], ...],
    row: dict[str, Any] | None,
) -> None:
    """Write the recording of one seed; it ends before the frame at which the seed broke."""
    x, y, points = grid
    sound = [number for number, (_, _, broken) in enumerate(frames) if broken == 0]
    if not sound:
        raise GanTheoryError(f"seed {seed} diverged before its first frame; nothing to record")
    diverged = None
    if len(sound) < len(frames):
        at = int(frames[len(sound)][2])
        diverged = f"V(D,G), a sample or a parameter is not finite at iteration {at}"
    kept = [frames[number] for number in sound]
    shown = [frame[1] for frame in kept]
    samples = np.stack([each.samples for each in shown])
    which, distance = target.mixture.nearest_mode(samples)
    good = distance < target.convention.threshold
    counts = _counts(which, good, target)
    updates = np.array(marks[: len(kept)], np.int64)
    modes = target.mixture
    arrays: dict[str, npt.NDArray[Any]] = {
        "g_updates": updates,
        "d_updates": updates * config.k,
        "phase": np.ones(len(kept), np.int8),
        "x": x,
        "y": y,
        "p_data": modes.density(points).reshape(len(y), len(x)),
        "output": np.stack([each.output for each in shown]).reshape(-1, len(y), len(x)),
        "z": np.asarray(shown[0].z),
        "samples": samples,
        "output_at_samples": np.stack([each.output_at_samples for each in shown]),
        "descent": np.stack([each.descent for each in shown]),
        "real": np.asarray(shown[0].real),
        "output_at_real": np.stack([each.output_at_real for each in shown]),
        "nearest_mode": which.astype(np.int32),
        "high_quality": good.astype(np.int8),
        "mode_means": modes.mode_means,
        "mode_weights": modes.mode_weights,
        "mode_counts": counts.high_quality,
        "modes_captured": counts.modes_captured.astype(np.int32),
        "high_quality_fraction": counts.high_quality_fraction,
        "reverse_kl": counts.reverse_kl,
        "value": _measured(kept, "value"),
        "generator_gradient": _measured(kept, "generator_gradient"),
        "discriminator_gradient": _measured(kept, "discriminator_gradient"),
    }
    pair_words = "D at the grid point"
    if config.packing > 1:
        pair_words = (
            f"mean of D over {_PACKS} packs of the grid point with {config.packing - 1} data points"
        )
    if config.minibatch_kernels:
        pair_words += "; neighbouring grid points stand in one batch, which D looks at as a whole"
    write_recording(
        folder,
        "mixture_2d",
        config,
        seed,
        arrays,
        target={
            "name": target.name,
            "source": target.source,
            "notes": target.notes,
            "weights": list(modes.weights),
            "means": [list(mean) for mean in modes.means],
            "covariances": [[list(line) for line in matrix] for matrix in modes.covariances],
            "groups": list(modes.groups),
            "convention": asdict(target.convention),
            "convention_in_words": target.convention.text(),
        },
        game=config.game,
        output=_output_of(config),
        field=pair_words,
        diverged=diverged,
        sweep=row,
        device=f"{jax.devices()[0].platform} {jax.devices()[0].device_kind}",
    )


def _measured(frames: Sequence[tuple[Any, Shown, Any]], name: str) -> npt.NDArray[np.float64]:
    return np.array([float(getattr(frame[0], name)) for frame in frames])


def _output_of(config: SweepConfig) -> str:
    from gantheory.games import find_game

    return find_game(config.game).output


def _counts(
    which: npt.NDArray[np.int64], good: npt.NDArray[np.bool_], target: Target
) -> ModeCounts:
    """The counts of all frames, from the mode of every sample and whether it is near it."""
    modes = np.arange(target.mixture.modes)
    at = which[..., None] == modes
    return ModeCounts(
        near=at.sum(axis=-2),
        high_quality=(at & good[..., None]).sum(axis=-2),
        samples=which.shape[-1],
        convention=target.convention,
    )


def _rows_of(out: Path) -> dict[int, dict[str, Any]]:
    """The rows of the sweep in a folder by seed; none where there is no sweep."""
    if not (out / "rows.jsonl").exists():
        return {}
    return {row["seed"]: row for row in read_rows(out)}
