"""The lives of an image run: which code trained which epochs, where it was resumed.

`lives.json` in the folder of a run is a list; each entry has the first epoch that a process
trained and what made it (`made_by`), which holds up to the first epoch of the next entry.
"""

import json
from pathlib import Path
from typing import Any

from gantheory.atomic import write_json
from gantheory.errors import GanTheoryError

#: of epochs that were trained before lives were recorded
_UNKNOWN: dict[str, Any] = {
    "gantheory_version": None,
    "git": {"revision": None, "dirty": None},
    "versions": {},
}


def read_lives(out: Path, done: int) -> list[dict[str, Any]]:
    """Read the lives behind the first so many epochs of a run.

    Args:
        out: folder of the run.
        done: epochs behind its last checkpoint; a life that never came to one is left out.

    Returns:
        An entry per life, in order; the first begins with epoch 1, unless nothing is done.

    Raises:
        GanTheoryError: where the file is damaged.
    """
    path = out / "lives.json"
    try:
        kept = [
            life
            for life in json.loads(path.read_text(encoding="utf-8"))
            if life["first_epoch"] <= done
        ]
    except FileNotFoundError:
        kept = []
    except (ValueError, TypeError, KeyError) as error:
        raise GanTheoryError(
            f"{path} is damaged ({error}); delete it to go on, and its epochs are of unknown origin"
        ) from None
    if done and (not kept or kept[0]["first_epoch"] != 1):
        kept.insert(0, {"first_epoch": 1, **_UNKNOWN})
    return kept


def begin_life(
    out: Path, lives: list[dict[str, Any]], first_epoch: int, made_by: dict[str, Any]
) -> list[dict[str, Any]]:
    """Write down that a process goes on with a run, before it trains its first epoch.

    Args:
        out: folder of the run.
        lives: those before it.
        first_epoch: the first that it trains.
        made_by: what it is.

    Returns:
        The lives now.
    """
    lives = [*lives, {"first_epoch": first_epoch, **made_by}]
    write_json(out / "lives.json", lives)
    return lives
