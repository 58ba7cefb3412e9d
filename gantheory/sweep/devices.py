"""Where the seeds of a sweep run: the devices, how many at a time, and whether they fit.

Seeds are sharded over the devices. Within a device they go one after another (`lax.map`) in
groups of `lanes` seeds that are computed side by side (`vmap`). On a CPU side by side pays for
narrow networks only: a batched product of wide matrices is slower than the products one by one.

On a CPU the size of a group follows from the networks alone and groups are always full, so that a
seed's numbers depend neither on the number of devices nor on how many seeds run beside it, bit for
bit (see `tests/sweep`). Another size of group rounds differently in the last digit.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from gantheory.errors import GanTheoryError

#: networks up to this width are trained side by side on a CPU; measured, see the module's text
NARROW = 32
#: seeds side by side on a CPU: 8 were no faster than 4, 16 slower, and groups must be filled
CPU_LANES = 4
#: seeds side by side on an accelerator, where width costs next to nothing
ACCELERATOR_LANES = 256
#: share of the free memory that a sweep plans to use
SHARE = 0.5


def use_all_cores() -> None:
    """Make one JAX device of every core that this process may use; before JAX is imported.

    An explicit setting of the user's stays. Where JAX is there already, nothing happens.
    """
    if "jax" in sys.modules or "host_platform_device_count" in os.environ.get("XLA_FLAGS", ""):
        return
    os.environ.setdefault("JAX_NUM_CPU_DEVICES", str(usable_cores()))


def usable_cores() -> int:
    """The cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def lanes_for(widest: int, platform: str, seeds: int) -> int:
    """How many seeds a device should compute side by side.

    Args:
        widest: columns of the widest weight matrix.
        platform: "cpu", "gpu" or "tpu".
        seeds: how many there are for each device; matters on accelerators only.
    """
    if platform != "cpu":
        return max(1, min(ACCELERATOR_LANES, seeds))
    return CPU_LANES if widest <= NARROW else 1


@dataclass(frozen=True)
class Plan:
    """How the seeds of a sweep are cut up.

    Attributes:
        part: seeds in memory at once; the sweep is done part by part.
        lanes: seeds side by side on a device.
        devices: devices of this process.
        slots: `part` rounded up to fill all lanes of all devices; the rest is computed in vain.
    """

    part: int
    lanes: int
    devices: int

    @property
    def slots(self) -> int:
        """Seeds computed at once, with those computed in vain."""
        block = self.lanes * self.devices
        return -(-self.part // block) * block


@dataclass(frozen=True)
class Need:
    """Memory in bytes that a sweep asks for.

    Attributes:
        per_seed: held for every seed of a part: its state, twice, and its samples.
        per_lane: held while a seed is being trained: activations and gradients.
        per_result: held for every seed of the whole sweep: its measures over time.
    """

    per_seed: int
    per_lane: int
    per_result: int


def make_plan(
    seeds: int,
    need: Need,
    *,
    lanes: int,
    devices: int,
    memory: int,
    part: int = 0,
    part_is_fixed: bool = False,
) -> Plan:
    """Cut a sweep into parts that fit.

    Args:
        seeds: seeds of this process.
        need: what they ask for.
        lanes: seeds side by side on a device.
        devices: devices of this process.
        memory: bytes that may be used.
        part: seeds at once, if the user insists; 0 takes as many as fit.
        part_is_fixed: whether the sweep goes on, so that nothing of it can be changed any more.

    Raises:
        GanTheoryError: where the seeds do not fit: more seeds than memory.
    """
    free = memory - need.per_result * seeds
    least = lanes * devices * (need.per_seed + need.per_lane)
    if free < least:
        raise GanTheoryError(
            f"more seeds than memory: {seeds} seeds need about "
            f"{_size(need.per_result * seeds)} for their measures and at least {_size(least)} for "
            f"training, and {_size(memory)} may be used; "
            + ("" if part_is_fixed else "run fewer seeds, measure less often, or ")
            + "raise --memory-gb"
        )
    block = lanes * devices
    room = max(block, int((free - block * need.per_lane) // (need.per_seed * block)) * block)
    if part > room:
        wanted = block * need.per_lane + part * need.per_seed + need.per_result * seeds
        raise GanTheoryError(
            f"more seeds than memory: {part} seeds at once need about {_size(wanted)}, and "
            f"{_size(memory)} may be used; "
            + ("" if part_is_fixed else f"lower --seeds-at-once to {room} or ")
            + "raise --memory-gb"
        )
    return Plan(part or min(seeds, room), lanes, devices)


def free_memory() -> int:
    """Bytes that a sweep may plan with: a share of what is free on the machine.

    The limit of the control group counts where there is one (containers).
    """
    free = []
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                free.append(int(line.split()[1]) * 1024)
    except (OSError, ValueError):
        pass
    for limit, used in (("memory.max", "memory.current"),):
        try:
            root = Path("/sys/fs/cgroup")
            free.append(int((root / limit).read_text()) - int((root / used).read_text()))
        except (OSError, ValueError):
            pass
    if not free and hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        free.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2)
    # 4 GB where the system does not say
    return int(SHARE * max(0, min(free, default=4 << 30)))


def _size(amount: int) -> str:
    if amount >= 1 << 30:
        return f"{amount / (1 << 30):.1f} GiB"
    return f"{max(amount, 1) / (1 << 20):.1f} MiB"
