"""Compiled programs kept on disk, so that the second start of an experiment is a fast one.

Compiling takes seconds and running a small experiment often less. JAX can keep what it compiled;
on the CPU this must be asked for three times over: a folder, no least compile time, no least size.

Programs hold machine code: read by another jaxlib or on another CPU they can crash the process.
The folder is therefore the user's own, and its name holds both.
"""

import contextlib
import hashlib
import os
import platform
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

#: a folder to use in place of the platform's cache folder, or "off"
VARIABLE = "GANTHEORY_COMPILE_CACHE"


def use_compile_cache() -> Path | None:
    """Keep compiled programs from now on, unless the environment says otherwise.

    Returns:
        The folder; None where the cache is switched off, or where the folder cannot be written,
        which is not an error: programs are then compiled anew.
    """
    wish = os.environ.get(VARIABLE, "")
    if wish.lower() in ("off", "0", "no"):
        return None
    import jax

    folder = cache_folder(wish)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
        configure: Callable[[str, Any], None] = jax.config.update
        configure("jax_compilation_cache_dir", str(folder))
        configure("jax_persistent_cache_min_compile_time_secs", 0.0)
        configure("jax_persistent_cache_min_entry_size_bytes", -1)
        return folder
    return None


def cache_folder(wish: str = "") -> Path:
    """The folder for this jaxlib on this CPU, below `wish` or the user's own cache folder."""
    import platformdirs

    root = Path(wish) if wish else platformdirs.user_cache_path("gantheory", appauthor=False)
    return root / "compiled" / f"jaxlib-{version('jaxlib')}-{_cpu()}"


def _cpu() -> str:
    """A short name for what compiled code depends on: the CPU's model and instruction sets."""
    words = {"model name", "cpu family", "model", "stepping", "flags", "features", "cpu part"}
    facts = [platform.machine(), platform.processor()]
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n\n")[0].splitlines():
            name, _, value = line.partition(":")
            if name.strip().lower() in words:
                facts.append(value.strip())
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12]
