"""Reading what a sweep has written, without JAX: for pictures and tables."""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError


def read_rows(out: str | os.PathLike[str]) -> list[dict[str, Any]]:
    """Read the rows of a sweep.

    Raises:
        GanTheoryError: where there are none, or they are damaged.
    """
    path = Path(out) / "rows.jsonl"
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except FileNotFoundError:
        raise GanTheoryError(f"{out} holds no sweep; check the folder") from None
    except ValueError:
        raise GanTheoryError(f"{path} is damaged; run the sweep again with --resume") from None


def read_summary(out: str | os.PathLike[str]) -> dict[str, Any]:
    """Read the summary of a sweep that is finished.

    Raises:
        GanTheoryError: where there is none, or it is damaged.
    """
    path = Path(out) / "summary.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GanTheoryError(f"{out} holds no finished sweep; run it with --resume") from None
    except ValueError:
        raise GanTheoryError(f"{path} is damaged; run the sweep again with --resume") from None
    if not isinstance(found, dict) or found.get("kind") != "sweep":
        raise GanTheoryError(f"{path} is not the summary of a sweep")
    return found


def read_curves(out: str | os.PathLike[str]) -> dict[str, npt.NDArray[Any]]:
    """Read the measures over time of a sweep.

    Raises:
        GanTheoryError: where there are none, or they are damaged.
    """
    path = Path(out) / "curves.npz"
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except FileNotFoundError:
        raise GanTheoryError(f"{out} holds no sweep; check the folder") from None
    except (ValueError, OSError, zipfile.BadZipFile):
        raise GanTheoryError(f"{path} is damaged; run the sweep again with --resume") from None


def read_config(out: str | os.PathLike[str]) -> dict[str, Any]:
    """Read the configuration of a sweep, begun or finished, as plain data.

    Raises:
        GanTheoryError: where there is none, or it is damaged.
    """
    found = _claim(out).get("config")
    if not isinstance(found, dict):
        raise _damaged(out)
    return found


def read_seeds_at_once(out: str | os.PathLike[str]) -> int:
    """Read how many seeds the parts of a sweep have.

    Raises:
        GanTheoryError: where there is no sweep, or it is damaged.
    """
    found = _claim(out).get("seeds_at_once")
    if not isinstance(found, int) or found < 1:
        raise _damaged(out)
    return found


def _claim(out: str | os.PathLike[str]) -> dict[str, Any]:
    """What was written before anything else."""
    try:
        found = json.loads((Path(out) / "config.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GanTheoryError(f"{out} holds no sweep; check the folder") from None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _damaged(out)
    return found


def _damaged(out: str | os.PathLike[str]) -> GanTheoryError:
    path = Path(out) / "config.json"
    return GanTheoryError(f"{path} is damaged; move {out} away and start again")
