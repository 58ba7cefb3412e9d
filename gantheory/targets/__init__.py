"""Targets p_data in one and two dimensions: mixtures known exactly, with their conventions.

* `mixture` is the one kind of density: a Gaussian mixture with exact density, score and modes;
* `shapes` builds rings, grids, spirals, moons, pinwheels and random mixtures;
* `presets` collects them under the names of `names`, with the conventions that published tables
  were measured under, and `files` reads others from a small TOML file;
* `drawing` makes samplers for use inside `jax.jit`.

Importing this package imports neither numpy nor JAX: what it offers is loaded when asked for, so
that a command line can list `TARGET_NAMES` at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gantheory.targets.names import TARGET_NAMES

if TYPE_CHECKING:
    from gantheory.targets.convention import Convention, Target
    from gantheory.targets.drawing import check_drawable, sampler
    from gantheory.targets.files import read_target
    from gantheory.targets.mixture import Mixture
    from gantheory.targets.presets import TARGETS, find_target

__all__ = [
    "TARGETS",
    "TARGET_NAMES",
    "Convention",
    "Mixture",
    "Target",
    "check_drawable",
    "find_target",
    "read_target",
    "sampler",
]

_HOME = {
    "Convention": "convention",
    "Mixture": "mixture",
    "TARGETS": "presets",
    "Target": "convention",
    "check_drawable": "drawing",
    "find_target": "presets",
    "read_target": "files",
    "sampler": "drawing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
