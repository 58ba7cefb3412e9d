"""One clock for several recordings: what each of them shows at the same time of training.

Time is counted in updates of the generator. Recordings that look into the inner loop, several
frames to one generator update, are told apart by discriminator updates as well.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording

Indices = npt.NDArray[np.int64]


def common_clock(recordings: Sequence[Recording]) -> tuple[Indices, list[Indices]]:
    """The times at which something is shown, and the frame of each recording at each of them.

    A recording that has no frame of a time shows its last one before it, or its first.

    Args:
        recordings: at least one.

    Returns:
        Generator updates, shape (steps,), and for each recording frame numbers, shape (steps,).
    """
    if not recordings:
        raise GanTheoryError("there is nothing to show; name at least one recording")
    finer = any(np.any(np.diff(each["g_updates"]) == 0) for each in recordings)
    times = [_times(each, finer) for each in recordings]
    everything = sorted({time for own in times for time in own})
    frames = []
    for own in times:
        # of frames of the same time the last one counts
        place, found = 0, []
        for time in everything:
            while place + 1 < len(own) and own[place + 1] <= time:
                place += 1
            found.append(place)
        frames.append(np.array(found, np.int64))
    return np.array([time[0] for time in everything], np.int64), frames


def _times(recording: Recording, finer: bool) -> list[tuple[int, int]]:
    generator = recording["g_updates"].tolist()
    discriminator = recording["d_updates"].tolist() if finer else [0] * len(generator)
    return list(zip(generator, discriminator, strict=True))
