"""The parts of a sweep on disk: a part is under way, with a checkpoint, or done, with its history.

    OUT/parts/00003/running/   the last checkpoints: the state of the seeds and their history
    OUT/parts/00003/done/      the history, once the part is done

Everything is written whole or not at all, with checksums (`gantheory.checkpoint`): a sweep killed
at any moment goes on from its last checkpoint, and its rows come out the same.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gantheory.checkpoint import (
    Checkpoint,
    checkpoint_steps,
    read_checkpoint,
    restore,
    save_checkpoint,
)
from gantheory.sweep.history import History

_STATE, _HISTORY = "['state']", "['history']"


@dataclass(frozen=True)
class Part:
    """Seeds that are trained together.

    Attributes:
        number: its place among the parts.
        seeds: the seeds.
        folder: where it is kept.
    """

    number: int
    seeds: range
    folder: Path

    @classmethod
    def cut(cls, seeds: range, size: int, out: Path) -> "list[Part]":
        """Cut seeds into parts of `size`; the last may have fewer."""
        starts = range(0, len(seeds), size)
        return [
            cls(number, seeds[start : start + size], out / "parts" / f"{number:05d}")
            for number, start in enumerate(starts)
        ]

    @property
    def is_done(self) -> bool:
        """Whether the part needs no more training."""
        return bool(checkpoint_steps(self.folder / "done"))

    def finished(self) -> History | None:
        """The history of a part that is done; None while it is not.

        Raises:
            GanTheoryError: for a damaged file.
        """
        if not self.is_done:
            return None
        advice = f"delete {self.folder} and resume, to train its seeds again"
        checkpoint = read_checkpoint(self.folder / "done", damaged=advice)
        return History.from_arrays(_below(checkpoint, _HISTORY).arrays)

    def resume(self, like: Any) -> tuple[Any, History] | None:
        """The state of the part's seeds and their history at the last checkpoint, if there is one.

        Args:
            like: a state of the same structure, or its shapes.

        Raises:
            GanTheoryError: for a damaged checkpoint, or one of another configuration.
        """
        if not checkpoint_steps(self.folder / "running"):
            return None
        checkpoint = read_checkpoint(self.folder / "running")
        history = History.from_arrays(_below(checkpoint, _HISTORY).arrays)
        return restore(_below(checkpoint, _STATE), like), history

    def save(self, state: Any, history: History, config: Mapping[str, Any]) -> None:
        """Write a checkpoint of a part under way."""
        tree = {"state": state, "history": history.to_arrays()}
        save_checkpoint(self.folder / "running", history.done, tree, config)

    def finish(self, history: History, config: Mapping[str, Any]) -> None:
        """Write the history of a part that is done, and drop its checkpoints."""
        tree = {"history": history.to_arrays()}
        save_checkpoint(self.folder / "done", history.done, tree, config)
        shutil.rmtree(self.folder / "running", ignore_errors=True)


def _below(checkpoint: Checkpoint, prefix: str) -> Checkpoint:
    """The part of a checkpoint's tree below one name."""
    arrays = {
        name.removeprefix(prefix): array
        for name, array in checkpoint.arrays.items()
        if name.startswith(prefix)
    }
    if prefix == _HISTORY:  # a flat dictionary: ['near'] -> near
        arrays = {name[2:-2]: array for name, array in arrays.items()}
    return replace(checkpoint, arrays=arrays)
