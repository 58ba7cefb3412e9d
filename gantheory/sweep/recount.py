"""The last samples of a sweep counted by other conventions: what counting alone can change.

A sweep keeps how many samples are nearest to each mode, and how many of those are of high
quality. Other ways of counting modes and of taking the histogram follow from these, on the very
same samples, so that a difference between two counts is one of counting and nothing else.
"""

from pathlib import Path

import numpy as np

from gantheory.measures.modes import kl_of_histogram, normalised
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.history import History
from gantheory.sweep.parts import Part
from gantheory.sweep.records import read_seeds_at_once
from gantheory.sweep.verdict import Ours, mean_of

#: samples of high quality that a stricter count asks of a mode: one in a hundred of 2500
STRICT = 25

#: name -> what it says
WAYS = {
    "modes_nearest": "modes that are the nearest of any sample, however far",
    "modes_strict": f"modes with {STRICT} or more samples of high quality",
    "reverse_kl_of_all": "reverse KL of the histogram over all samples",
}


def recounted(folder: Path, config: SweepConfig) -> dict[str, Ours]:
    """Means over the seeds of a finished sweep that did not diverge, after the last update.

    Args:
        folder: of the sweep.
        config: its configuration.

    Returns:
        Name in `WAYS` -> our number; one that fewer than two seeds have is left out.

    Raises:
        GanTheoryError: for damaged files.
    """
    parts = Part.cut(config.seed_list, read_seeds_at_once(folder), folder)
    histories = [history for part in parts if (history := part.finished()) is not None]
    history = History.join(histories)
    sound = history.broken == 0
    near, good = history.near[sound, -1], history.high_quality[sound, -1]
    found = {
        "modes_nearest": mean_of((near > 0).sum(axis=-1).astype(np.float64)),
        "modes_strict": mean_of((good >= STRICT).sum(axis=-1).astype(np.float64)),
        "reverse_kl_of_all": mean_of(kl_of_histogram(normalised(near))),
    }
    return {name: ours for name, ours in found.items() if ours is not None}
