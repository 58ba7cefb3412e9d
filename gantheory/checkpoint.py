"""Checkpoints: any pytree of arrays, saved so that a killed run goes on bit for bit.

A checkpoint is two files, `NNNNNNNN.safetensors` (the arrays) and `NNNNNNNN.json` (what they are,
and the SHA-256 of both). The JSON is written last and is what makes a checkpoint exist: a run
killed at any moment leaves the previous checkpoint whole. The last two are kept.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import jax
import numpy as np
import safetensors.numpy
from numpy.typing import NDArray

from gantheory.atomic import write_bytes, write_json
from gantheory.errors import GanTheoryError

SCHEMA_VERSION = 1
KEPT = 2

State = TypeVar("State")


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint that has been read and found whole.

    Attributes:
        step: where the run was (epochs, for image runs).
        config: the run's configuration, as plain data.
        arrays: the leaves of the state, by their path in it.
        path: the JSON file.
    """

    step: int
    config: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    path: Path


def save_checkpoint(
    directory: str | os.PathLike[str], step: int, state: Any, config: Mapping[str, Any]
) -> Path:
    """Save a state, and drop all but the last two checkpoints.

    Args:
        directory: folder of the run's checkpoints; made when missing.
        step: position of the run, not negative; names the files.
        state: pytree of arrays.
        config: the run's configuration as plain data (JSON).

    Returns:
        The path of the JSON file.

    Raises:
        OSError: where the folder cannot be written; earlier checkpoints are then untouched.
    """
    directory = Path(directory)
    arrays = _named_leaves(state)
    data = safetensors.numpy.save(arrays)
    base = directory / f"{step:08d}"
    # arrays are never replaced under a JSON that describes others
    base.with_suffix(".json").unlink(missing_ok=True)
    write_bytes(base.with_suffix(".safetensors"), data)
    entry: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "step": step,
        "config": dict(config),
        "arrays_sha256": hashlib.sha256(data).hexdigest(),
    }
    entry["sha256"] = _digest(entry)
    write_json(base.with_suffix(".json"), entry)
    _sweep(directory)
    return base.with_suffix(".json")


def checkpoint_steps(directory: str | os.PathLike[str]) -> list[int]:
    """List the steps of the checkpoints in a folder, in order; empty where there are none."""
    directory = Path(directory)
    if not directory.is_dir():
        return []
    names = (re.fullmatch(r"(\d{8,})\.json", path.name) for path in directory.iterdir())
    return sorted(int(match[1]) for match in names if match)


def read_checkpoint(
    directory: str | os.PathLike[str],
    step: int | None = None,
    missing: str = "start the run without --resume",
    damaged: str = "",
) -> Checkpoint:
    """Read a checkpoint, the last one unless `step` says which, and check that it is whole.

    Args:
        directory: folder of checkpoints.
        step: which one.
        missing: what the user can do where there is none; by default as for a run to resume.
        damaged: what the user can do where it was altered or truncated; by default go on from
            the one before, if there is one.

    Raises:
        GanTheoryError: where there is none, or where it was altered or truncated.
    """
    directory = Path(directory)
    steps = checkpoint_steps(directory)
    if not steps or (step is not None and step not in steps):
        what = "no checkpoint" if step is None else f"no checkpoint of step {step}"
        raise GanTheoryError(f"{directory} holds {what}; {missing}")
    step = steps[-1] if step is None else step
    path = directory / f"{step:08d}.json"
    data_path = path.with_suffix(".safetensors")
    earlier = [s for s in steps if s < step]
    advice = f"delete {path} to go on from step {earlier[-1]}" if earlier else "start the run again"
    advice = damaged or advice
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
        data = data_path.read_bytes()
    except (ValueError, FileNotFoundError) as error:
        raise GanTheoryError(f"checkpoint {path} is damaged ({error}); {advice}") from None
    if not isinstance(entry, dict) or entry.get("sha256") != _digest(entry):
        raise GanTheoryError(f"checkpoint {path} was altered or truncated; {advice}")
    if entry["schema_version"] != SCHEMA_VERSION:
        raise GanTheoryError(
            f"checkpoint {path} has schema version {entry['schema_version']}, this gantheory "
            f"reads {SCHEMA_VERSION}; resume with the version that wrote it"
        )
    if hashlib.sha256(data).hexdigest() != entry["arrays_sha256"]:
        raise GanTheoryError(f"checkpoint {data_path} was altered or truncated; {advice}")
    return Checkpoint(entry["step"], entry["config"], safetensors.numpy.load(data), path)


def restore(checkpoint: Checkpoint, like: State) -> State:
    """Put the arrays of a checkpoint into the structure of a state.

    Args:
        checkpoint: what `read_checkpoint` returned.
        like: a state of the same structure, or its shapes (`jax.eval_shape`).

    Returns:
        The state, equal to the saved one bit for bit; its leaves are JAX arrays.

    Raises:
        GanTheoryError: where names, shapes or types differ: another configuration made it.
    """
    paths, structure = jax.tree_util.tree_flatten_with_path(like)
    names = [jax.tree_util.keystr(path) for path, _ in paths]
    if set(names) != set(checkpoint.arrays):
        odd = sorted(set(names) ^ set(checkpoint.arrays))
        raise GanTheoryError(
            f"checkpoint {checkpoint.path} is of another kind of run ({odd[0]} differs)"
        )
    leaves = []
    for name, (_, wanted) in zip(names, paths, strict=True):
        array = checkpoint.arrays[name]
        if array.shape != wanted.shape or array.dtype != wanted.dtype:
            raise GanTheoryError(
                f"checkpoint {checkpoint.path} has {name} as {array.dtype} {array.shape}, this "
                f"configuration asks for {wanted.dtype} {wanted.shape}"
            )
        leaves.append(jax.numpy.asarray(array))
    restored: State = jax.tree_util.tree_unflatten(structure, leaves)
    return restored


def state_sha256(state: Any) -> str:
    """Hash the names, types, shapes and bits of a state: equal exactly for equal states."""
    return _arrays_sha256(_named_leaves(state))


def checkpoint_state_sha256(checkpoint: Checkpoint) -> str:
    """Give the `state_sha256` of the state that a checkpoint was saved from."""
    return _arrays_sha256(checkpoint.arrays)


def _arrays_sha256(arrays: Mapping[str, NDArray[Any]]) -> str:
    hasher = hashlib.sha256()
    for name, array in sorted(arrays.items()):
        hasher.update(f"{name} {array.dtype} {array.shape}\n".encode())
        hasher.update(array.tobytes())
    return hasher.hexdigest()


def _named_leaves(state: Any) -> dict[str, NDArray[Any]]:
    leaves, _ = jax.tree_util.tree_flatten_with_path(state)
    # safetensors writes an array's memory as it lies, so it must lie in C order
    return {jax.tree_util.keystr(path): np.array(leaf, order="C") for path, leaf in leaves}


def _sweep(directory: Path) -> None:
    """Drop all but the last checkpoints, and what killed runs left half-done."""
    steps = checkpoint_steps(directory)
    kept = {f"{step:08d}" for step in steps[-KEPT:]}
    # the JSON first: a checkpoint without it does not exist
    for ending in (".json", ".safetensors"):
        for path in directory.glob(f"*{ending}"):
            if re.fullmatch(r"(\.)?\d{8,}(-.*)?", path.stem) and path.stem not in kept:
                path.unlink(missing_ok=True)


def _digest(entry: Mapping[str, Any]) -> str:
    """Hash a checkpoint's JSON without the place of the hash itself."""
    rest = {key: value for key, value in entry.items() if key != "sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
