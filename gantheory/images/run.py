"""An image run on disk: train epoch by epoch, checkpoint, measure, resume, score.

The folder of a run:

- `data.json`       the checksums of the image files
- `config.json`     the configuration, written before anything that is trained
- `lives.json`      which code trained which epochs, where the run was resumed
- `checkpoints/`    after every epoch, the last two
- `best/`           the checkpoint with the best validation score so far, and `best.json`: which
- `metrics.jsonl`   one line per epoch
- `sheets/`         sample sheets, always of the same z
- `samples.npy`     the samples that were scored at the end, in the scale of the run
- `pretrained.json` where the pretrained layers of G came from, if any did
- `result.json`     configuration, provenance, all metrics and the final Parzen score; its `git` and
                    `versions` are of what scored it, its `lives` of what trained it
"""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from gantheory.atomic import replacing, write_json, write_text
from gantheory.checkpoint import (
    checkpoint_steps,
    read_checkpoint,
    restore,
    save_checkpoint,
    state_sha256,
)
from gantheory.datasets import Images, ImageSet
from gantheory.errors import GanTheoryError
from gantheory.figures.sample_sheet import write_sample_sheet
from gantheory.images.best import Best, has_stalled, keep_best, read_best
from gantheory.images.config import ImageConfig, differences
from gantheory.images.lives import begin_life, read_lives
from gantheory.images.model import ImageModel, Seen, build_model, run_key
from gantheory.images.pixel_scale import shown
from gantheory.images.pretrained import put_on_top, read_pretrained
from gantheory.images.trained_data import check_same_data, write_data_record
from gantheory.parzen.estimator import ParzenResult
from gantheory.parzen.folds import FoldedParzen, score_on_set, validation_score
from gantheory.provenance import git_state, made_by
from gantheory.training.algorithm1 import StepInfo, TrainState

SHEET_IMAGES = 100


def run_images(
    config: ImageConfig,
    image_set: ImageSet,
    images: Images,
    out: str | os.PathLike[str],
    resume: bool = False,
    pretrained: str | os.PathLike[str] | None = None,
) -> dict[str, Any]:
    """Train, or go on training, and score the result.

    Args:
        config: the configuration.
        image_set: what the images are.
        images: its images.
        out: folder of the run; made when missing.
        resume: go on from the last checkpoint in `out`. On the same machine, library versions
            and number of cores, an interrupted and resumed run gives the same bits as one that
            ran through. Of a finished run nothing is made anew, nor its provenance replaced.
        pretrained: folder of the run whose generator gives the pretrained layers; needed by a
            configuration that has some, unless it is resumed from a checkpoint.

    Returns:
        What was written to `result.json`.

    Raises:
        GanTheoryError: for a configuration that makes no sense or is not that of the run to
            resume; other images than that run was trained on, or the one that the pretrained
            layers are from; pretrained layers that are missing or do not fit; an altered
            checkpoint; a folder that already holds a run; and when training diverges: the last
            checkpoint is then of the last epoch that was finite.
        OSError: where `out` cannot be written.
    """
    config.check()
    maker = made_by(git_state())  # now: by the end of the run the files may be others
    out = Path(out)
    plain = json.loads(json.dumps(asdict(config)))
    train = images.train.images[: config.train_images or None]
    model = build_model(config, train, image_set.image_shape)
    fresh = not (resume and checkpoint_steps(out / "checkpoints"))
    layers = None
    if config.pretrained_layers and fresh:
        layers = read_pretrained(config, model, pretrained, images.checksums)
    _claim(out, plain, config, images.checksums, resume)
    state, done = _start(model, out, resume)
    if layers is not None:
        state = put_on_top(state, layers)
        write_json(out / "pretrained.json", layers.source)
    best = read_best(out)
    lives, came_with = read_lives(out, done), done
    pixels = jnp.asarray(train)
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    columns: tuple[ProgressColumn, ...] = (TextColumn("{task.description}"), BarColumn())
    columns += (TaskProgressColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task(f"{config.epochs} epochs", total=config.epochs, completed=done)
        for number in range(done + 1, config.epochs + 1):
            if has_stalled(best, number - 1, config.stop_after):
                progress.console.print(f"no better validation score in {config.stop_after} epochs")
                break
            if done == came_with:
                lives = begin_life(out, lives, number, maker)
            seen = partial(_show, progress, bar, number - 1, model.steps_per_epoch)
            state, line = _epoch(model, state, pixels, number, out, seen)
            if _due(number, config.sheet_every, config.epochs):
                _draw_sheet(model, state, config, image_set, number, out)
            if _due(number, config.parzen_every, config.epochs, also_last=False):
                score = score_on_set(_samples(model, state, config), images, config.scale)
                line["parzen"] = score.to_json()
                best = keep_best(best, validation_score(score), number, state, plain, out)
            # metrics first: a line without its checkpoint is dropped on resuming, but a
            # checkpoint without its line would leave a gap
            _append(out / "metrics.jsonl", line)
            save_checkpoint(out / "checkpoints", number, state, plain)
            done = number
            progress.update(bar, completed=number)
            progress.console.print(_in_words(line))
    if done == came_with and (kept := _kept_result(out, state, best, done, config)):
        write_json(out / "result.json", kept)
        return kept
    scored = done
    score, samples = _score(model, state, config, images)
    best = keep_best(best, validation_score(score), done, state, plain, out)
    if config.stop_after and best.epoch != done:
        state, scored = _best_state(out, best, state), best.epoch
        score, samples = _score(model, state, config, images)
    with replacing(out / "samples.npy") as path:
        np.save(path, samples, allow_pickle=False)
    progress_of = {"epochs": done, "scored_epoch": scored, "best": asdict(best)}
    result = _result(config, images, state, out, score, maker) | progress_of | {"lives": lives}
    write_json(out / "result.json", result)
    return result


def read_metrics(out: str | os.PathLike[str]) -> list[dict[str, Any]]:
    """Read the metrics of a run, one entry per epoch; a last line cut short is left out.

    Raises:
        GanTheoryError: where another line than the last is damaged.
    """
    path = Path(out) / "metrics.jsonl"
    if not path.exists():
        return []
    lines = path.read_bytes().splitlines()
    entries: list[dict[str, Any]] = []
    for number, text in enumerate(lines, start=1):
        try:
            entry = json.loads(text)
            int(entry["epoch"])
        except (ValueError, TypeError, KeyError):
            if number == len(lines):
                break
            raise GanTheoryError(f"line {number} of {path} is damaged") from None
        entries.append(entry)
    return entries


def _claim(
    out: Path,
    plain: dict[str, Any],
    config: ImageConfig,
    checksums: Mapping[str, str],
    resume: bool,
) -> None:
    """Make sure that `out` may be written to by this run; write its configuration and data."""
    path = out / "config.json"
    if path.exists() and not resume:
        raise GanTheoryError(f"{out} already holds a run; add --resume or choose another --out")
    if resume:
        try:
            saved = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise GanTheoryError(f"{out} holds no run to resume; check --out") from None
        except ValueError:
            raise GanTheoryError(f"{path} is damaged; start a new run") from None
        if odd := differences(saved, config):
            raise GanTheoryError(f"not the run in {out}: {'; '.join(odd)}")
    if resume and checkpoint_steps(out / "checkpoints"):
        # a run of an older version gets no record: nobody knows of all its epochs
        check_same_data(out, checksums)
    else:
        write_data_record(out, checksums)
    write_json(path, plain)


def _start(model: ImageModel, out: Path, resume: bool) -> tuple[TrainState, int]:
    """Give the state to start from and the number of epochs behind it."""
    state = model.init()
    done = 0
    if resume and checkpoint_steps(out / "checkpoints"):
        checkpoint = read_checkpoint(out / "checkpoints")
        state, done = restore(checkpoint, state), checkpoint.step
    kept = [entry for entry in read_metrics(out) if entry["epoch"] <= done]
    if resume:
        write_text(out / "metrics.jsonl", "".join(json.dumps(entry) + "\n" for entry in kept))
    return state, done


def _best_state(out: Path, best: Best, like: TrainState) -> TrainState:
    """Read the state of the best epoch.

    Raises:
        GanTheoryError: where its checkpoint is missing or was altered.
    """
    advice = (
        f"delete {out / 'best'} and resume: the best epoch is then looked for from the last one "
        "on, and training may go on"
    )
    return restore(read_checkpoint(out / "best", best.epoch, advice, advice), like)


def _kept_result(
    out: Path, state: TrainState, best: Best | None, done: int, config: ImageConfig
) -> dict[str, Any] | None:
    """Give what `result.json` says, where it is of the parameters that would be scored now.

    Args:
        out: folder of the run.
        state: after its last epoch.
        best: its best epoch so far.
        done: epochs behind `state`.
        config: its configuration now, which may measure more or less often than it did.
    """
    try:
        result = json.loads((out / "result.json").read_text(encoding="utf-8"))
        named, _ = result["state_sha256"], result["parzen"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    scored = done
    if config.stop_after and best is not None and best.epoch != done:
        scored = best.epoch
        state = _best_state(out, best, state)
    if named != state_sha256(state) or not (out / "samples.npy").exists():
        return None
    result["config"] = json.loads(json.dumps(asdict(config)))
    result.setdefault("epochs", done)  # older versions did not write these two
    result.setdefault("scored_epoch", scored)
    kept: dict[str, Any] = result
    return kept


def _epoch(
    model: ImageModel, state: TrainState, pixels: jax.Array, number: int, out: Path, seen: Seen
) -> tuple[TrainState, dict[str, Any]]:
    """Train for one epoch and measure it.

    Raises:
        GanTheoryError: when training has diverged, with the step.
    """
    began = time.perf_counter()
    state, infos = model.epoch(state, pixels, number, seen)
    seconds = time.perf_counter() - began
    finite = np.isfinite(infos.value)
    sound = all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(jax.device_get(state)))
    if not (finite.all() and sound):
        # parameters that broke in the very last step have not been seen by any V
        first = int(np.argmin(finite)) if not finite.all() else model.steps_per_epoch - 1
        step = (number - 1) * model.steps_per_epoch + first + 1
        kept = checkpoint_steps(out / "checkpoints")
        last = f"the checkpoint of epoch {kept[-1]} is kept" if kept else "there is no checkpoint"
        raise GanTheoryError(
            f"training diverged at step {step} (epoch {number}): V(D,G) or a parameter is not "
            f"finite; {last}; try a lower --learning-rate"
        )
    line: dict[str, Any] = {
        "epoch": number,
        "iteration": int(state.iteration),
        "value": float(infos.value.mean(dtype=np.float64)),
        "d_real": float(infos.d_real.mean(dtype=np.float64)),
        "d_fake": float(infos.d_fake.mean(dtype=np.float64)),
        "seconds": round(seconds, 3),
        "steps_per_second": round(model.steps_per_epoch / seconds, 2),
    }
    return state, line


def _show(
    progress: Progress, bar: TaskID, before: int, steps_per_epoch: int, steps: int, infos: StepInfo
) -> None:
    """Move the progress bar within an epoch, with V and D of the last step."""
    words = f"V {float(infos.value[-1]):+.3f}  D(x) {float(infos.d_real[-1]):.2f}"
    words += f"  D(G(z)) {float(infos.d_fake[-1]):.2f}"
    progress.update(bar, completed=before + steps / steps_per_epoch, description=words)


def _samples(model: ImageModel, state: TrainState, config: ImageConfig) -> NDArray[np.float32]:
    """Draw the samples that are scored at this point of the run."""
    key = jax.random.fold_in(run_key(config.seed, "samples"), state.iteration)
    return model.sample(state, key, config.parzen_samples)


def _score(
    model: ImageModel, state: TrainState, config: ImageConfig, images: Images
) -> tuple[ParzenResult | FoldedParzen, NDArray[np.float32]]:
    """Score samples by the protocol of the set, and give them."""
    samples = _samples(model, state, config)
    return score_on_set(samples, images, config.scale), samples


def _draw_sheet(
    model: ImageModel,
    state: TrainState,
    config: ImageConfig,
    image_set: ImageSet,
    number: int,
    out: Path,
) -> None:
    """Draw samples of the same z as in every other sheet of the run."""
    samples = model.sample(state, run_key(config.seed, "samples"), SHEET_IMAGES)
    path = out / "sheets" / f"epoch-{number:04d}.png"
    write_sample_sheet(path, shown(samples, config.scale), image_set.image_shape)


def _source_of_pretrained(out: Path) -> Any:
    """Give what `pretrained.json` says; None where all layers were drawn."""
    path = out / "pretrained.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _due(number: int, every: int, epochs: int, also_last: bool = True) -> bool:
    if number == epochs:
        return also_last
    return every > 0 and number % every == 0


def _append(path: Path, line: dict[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, allow_nan=False) + "\n")


def _in_words(line: dict[str, Any]) -> str:
    words = (
        f"epoch {line['epoch']:4d}  V {line['value']:+.4f}  D(x) {line['d_real']:.3f}  "
        f"D(G(z)) {line['d_fake']:.3f}  {line['steps_per_second']:.1f} steps/s"
    )
    if "parzen" in line:
        parzen = line["parzen"]
        words += (
            f"  Parzen {parzen['mean']:.1f} +- {parzen['standard_error']:.1f} "
            f"(sigma {parzen['sigma']:.4f})"
        )
    return words


def _result(
    config: ImageConfig,
    images: Images,
    state: TrainState,
    out: Path,
    score: ParzenResult | FoldedParzen,
    maker: dict[str, Any],
) -> dict[str, Any]:
    """Gather what a reader needs to judge and repeat the run."""
    metrics = read_metrics(out)
    device = jax.devices()[0]
    return {
        "schema_version": 1,
        "kind": "image_run",
        "config": json.loads(json.dumps(asdict(config))),
        "seed": config.seed,
        "parzen": score.to_json(),
        "metrics": metrics,
        "train_seconds": round(sum(entry["seconds"] for entry in metrics), 1),
        "state_sha256": state_sha256(state),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **maker,
        "platform": {
            "device": f"{device.platform} {device.device_kind}",
            "cores": os.cpu_count(),
            "matmul_precision": "float32",
        },
        "data": dict(images.checksums),
        "pretrained": _source_of_pretrained(out),
    }
