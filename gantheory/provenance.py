"""Where a result comes from: the version of this package, its git revision, the libraries."""

import importlib.metadata
import platform
import subprocess
from pathlib import Path
from typing import Any

from gantheory import __version__

#: libraries whose versions decide the numbers of a run
_LIBRARIES = ("numpy", "scipy", "jax", "jaxlib", "optax")


def made_by(code: dict[str, Any] | None = None) -> dict[str, Any]:
    """What made a result, as entries of its JSON: version, git revision, library versions.

    Args:
        code: what `git_state` said when a long run began; by default it is asked now.
    """
    return {
        "gantheory_version": __version__,
        "git": git_state() if code is None else code,
        "versions": library_versions(),
    }


def library_versions() -> dict[str, str | None]:
    """The versions of Python and of the libraries that decide the numbers of a run."""
    versions: dict[str, str | None] = {"python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            versions[name] = None
    return versions


def git_state() -> dict[str, Any]:
    """The revision of the source tree and whether it had uncommitted changes.

    Both are None when the package was installed without its repository: an enclosing repository
    of somebody else says nothing about this code.
    """
    source = Path(__file__).resolve().parent.parent

    def git(*words: str) -> str:
        command = ["git", "-C", str(source), *words]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
        return answer.stdout.strip()

    try:
        if Path(git("rev-parse", "--show-toplevel")).resolve() != source:
            return {"revision": None, "dirty": None}
        dirty = bool(git("status", "--porcelain", "--untracked-files=no"))
        return {"revision": git("rev-parse", "HEAD"), "dirty": dirty}
    except (OSError, subprocess.SubprocessError):
        return {"revision": None, "dirty": None}
