"""The best checkpoint of an image run, by its validation score, and when to stop for it.

`best/` holds checkpoints and `best.json` says which of them is the best; it is written last. A
run killed in between goes on from an earlier epoch and comes to the same best again, since
training and scoring are functions of the seed.

Source: early stopping on the validation Parzen score is what the paper's research code did
(goodfeli/galatea, reboot_early.yaml); the stopping point of the published numbers is not known.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gantheory.atomic import write_json
from gantheory.checkpoint import save_checkpoint
from gantheory.errors import GanTheoryError


@dataclass(frozen=True)
class Best:
    """The best epoch so far.

    Attributes:
        epoch: its number.
        validation: its mean validation log-likelihood, in nats.
    """

    epoch: int
    validation: float


def read_best(out: Path) -> Best | None:
    """Read which epoch of a run was the best; None where none has been scored.

    Raises:
        GanTheoryError: where the file is damaged.
    """
    path = out / "best" / "best.json"
    try:
        return Best(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        raise GanTheoryError(f"{path} is damaged; delete {path.parent} to go on") from None


def keep_best(
    best: Best | None,
    validation: float,
    epoch: int,
    state: Any,
    config: Mapping[str, Any],
    out: Path,
) -> Best:
    """Save the state as the best one if its score is better than that of the best so far.

    Args:
        best: the best so far.
        validation: mean validation log-likelihood of this state, in nats.
        epoch: epochs behind this state.
        state: the state.
        config: the configuration, as plain data.
        out: folder of the run.

    Returns:
        The best now.
    """
    if best is not None and validation <= best.validation:
        return best
    best = Best(epoch, validation)
    save_checkpoint(out / "best", epoch, state, config)
    write_json(out / "best" / "best.json", asdict(best))
    return best


def has_stalled(best: Best | None, epoch: int, stop_after: int) -> bool:
    """Whether the best score is `stop_after` epochs old; never where that is 0."""
    return bool(stop_after) and best is not None and epoch - best.epoch >= stop_after
