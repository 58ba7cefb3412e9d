"""Chooses the Python that the environment is built on: the newest suitable one on PATH."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from say import SetupError

OLDEST, NEWEST = (3, 11), (3, 14)  # the range that uv.lock was resolved for

# Run by the candidate itself: a name on PATH proves nothing (pyenv's shims, broken links).
_ASK = """
import json, os, platform, sys, sysconfig
paths = sysconfig.get_paths()
print(json.dumps({
    "executable": os.path.realpath(getattr(sys, "_base_executable", sys.executable)),
    "version": list(sys.version_info[:3]),
    "suitable": platform.python_implementation() == "CPython"
        and sys.version_info.releaselevel == "final"
        and not sysconfig.get_config_var("Py_GIL_DISABLED")
        and sys.maxsize > 2**32,
    "headers": os.path.exists(os.path.join(paths["include"], "Python.h")),
}))
"""


@dataclass(frozen=True)
class Python:
    """An interpreter: where it is, its version, and whether its C headers are there."""

    executable: Path
    version: tuple[int, int, int]
    suitable: bool
    headers: bool

    @property
    def in_range(self) -> bool:
        """Whether the lock covers this version and this kind of build."""
        return self.suitable and OLDEST <= self.version[:2] <= NEWEST

    def __str__(self) -> str:
        return "Python {}.{}.{} ({})".format(*self.version, self.executable)


def ask(command: str) -> Python | None:
    """Asks an interpreter about itself; None when it is not there or does not run."""
    path = shutil.which(command)
    if path is None:
        return None
    try:
        answer = subprocess.run(
            [path, "-c", _ASK],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=True,
        )
        facts = json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return Python(
        Path(facts["executable"]), tuple(facts["version"]), facts["suitable"], facts["headers"]
    )


def choose_python(wanted: str | None) -> Python:
    """Finds the interpreter to build on.

    Args:
        wanted: What the user asked for with `make PYTHON=...`, or None for the newest on PATH.

    Raises:
        SetupError: None is there that the lock covers.
    """
    span = "{}.{} to {}.{}".format(*OLDEST, *NEWEST)
    if wanted:
        python = ask(wanted)
        if python is None or not python.in_range:
            raise SetupError(
                f"PYTHON={wanted} is {python or 'not an interpreter that runs'}; "
                f"name a CPython {span}, for instance PYTHON=python3.11"
            )
        return python
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    found = [python for python in map(ask, [*names, "python3", "python"]) if python]
    suitable = [python for python in found if python.in_range]
    if not suitable:
        seen = ", ".join(sorted({str(python) for python in found})) or "no Python at all"
        raise SetupError(
            f"needs CPython {span} on PATH and found {seen}; "
            "on Debian 12 or Ubuntu 24.04: apt-get install python3 "
            "(Ubuntu 22.04: apt-get install python3.11)"
        )
    return max(suitable, key=lambda python: python.version[:2])
