"""Several processes on one sweep: who does what, and bringing the histories together.

Seeds need nothing of each other, so processes meet twice only: to agree on how the seeds are cut
up, and at the end. All of them must end well: one that fails leaves the others waiting until JAX
notices that it is gone.
"""

import io
from collections.abc import Mapping
from typing import Any

import jax
import numpy as np

from gantheory.errors import GanTheoryError
from gantheory.sweep.history import History


def start_processes(coordinator: str, count: int, number: int) -> None:
    """Join other processes; before anything else is done with JAX.

    Args:
        coordinator: address and port of the first process, such as "127.0.0.1:9876".
        count: how many processes there are.
        number: which one this is, from 0.

    Raises:
        GanTheoryError: for numbers that make no sense, and where the others cannot be reached.
    """
    if count < 1 or not 0 <= number < count:
        raise GanTheoryError(
            f"process {number} of {count} makes no sense: count from 0 to {count - 1}"
        )
    host, _, port = coordinator.rpartition(":")
    if not host or not port.isdigit():
        raise GanTheoryError(f"the coordinator {coordinator!r} must be an address and a port")
    try:
        jax.distributed.initialize(coordinator, count, number, initialization_timeout=120)
    except (RuntimeError, ValueError) as error:
        first = str(error).strip().splitlines()[0]
        raise GanTheoryError(
            f"the processes at {coordinator} did not come together: {first}"
        ) from None


def number_of_processes() -> int:
    """How many processes share the sweep."""
    return int(jax.process_count())


def process_number() -> int:
    """Which of them this is; the first, 0, writes the results."""
    return int(jax.process_index())


def wait_for_all(what: str) -> None:
    """Wait until every process has come here."""
    if number_of_processes() > 1:
        from jax.experimental import multihost_utils

        multihost_utils.sync_global_devices(what)


def least_of_all(number: int) -> int:
    """The least of the numbers that the processes bring, in every process; below 2^31."""
    if number_of_processes() == 1:
        return number
    from jax.experimental import multihost_utils

    return int(np.min(multihost_utils.process_allgather(np.array([number], np.int32))))


def gathered(done: Mapping[int, History]) -> dict[int, History]:
    """The histories of all parts, in every process.

    They travel as bytes: as arrays of JAX they would lose half their digits.

    Args:
        done: number of the part -> its history, for the parts of this process.
    """
    if number_of_processes() == 1:
        return dict(done)
    from jax.experimental import multihost_utils

    own = np.frombuffer(_packed(done), np.uint8)
    lengths = np.asarray(multihost_utils.process_allgather(np.array([own.size], np.int32)))
    filled = np.zeros(int(lengths.max()), np.uint8)  # an exchange is of arrays of one shape
    filled[: own.size] = own
    rows = np.asarray(multihost_utils.process_allgather(filled))
    found: dict[int, History] = {}
    for row, length in zip(rows, lengths.ravel(), strict=True):
        found |= _unpacked(row[:length].tobytes())
    return found


def _packed(done: Mapping[int, History]) -> bytes:
    arrays = {
        f"{number}/{name}": array
        for number, history in done.items()
        for name, array in history.to_arrays().items()
    }
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _unpacked(data: bytes) -> dict[int, History]:
    arrays: dict[int, dict[str, np.ndarray[Any, Any]]] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        for path in archive.files:
            number, _, name = path.partition("/")
            arrays.setdefault(int(number), {})[name] = archive[path]
    return {number: History.from_arrays(named) for number, named in arrays.items()}
