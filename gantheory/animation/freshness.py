"""Whether a film would come out as it is: a hash of all that decides what is drawn.

The source of a scene is the closure of its imports within this package, read off the text of the
modules, and the tables of texts. So an edit elsewhere does not draw a film again.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import gantheory

#: packages that decide how a film looks
LIBRARIES = ("manim", "pycairo", "typst", "numpy", "scipy", "av", "matplotlib")

#: they make runs; what they made is told by the hash of the recording
_TRAINING = ("gantheory.line.run", "gantheory.animation.making")

_PACKAGE = Path(gantheory.__file__).parent
_IMPORT = re.compile(
    r"^\s*(?:from\s+(gantheory[\w.]*)\s+import\s+(\([^)]*\)|[^\n]*)|import\s+(gantheory[\w.]*))",
    re.MULTILINE,
)


def film_key(module: str, recording: str, options: Mapping[str, object]) -> str:
    """The key of a film: equal keys, equal films.

    Args:
        module: where the scene is.
        recording: sha256 of what it replays; "" if nothing.
        options: language, theme, quality, engine.
    """
    decides = {
        "source": source_hash(module),
        "recording": recording,
        "options": dict(options),
        "versions": {name: _version(name) for name in LIBRARIES},
    }
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


@cache
def source_hash(module: str) -> str:
    """A hash of a module and all of this package that it imports, at once or later."""
    return hash_of({*imported(module), *(_PACKAGE / "notation").glob("*.toml")})


def hash_of(paths: Iterable[Path]) -> str:
    """A hash of files of this package: their places in it and what is in them."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        for data in (path.relative_to(_PACKAGE).as_posix().encode(), path.read_bytes()):
            digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def imported(module: str, without: tuple[str, ...] = _TRAINING) -> set[Path]:
    """The files of this package that a module imports, directly or not; its own among them.

    Args:
        module: where to start.
        without: modules that are not followed.
    """
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = _file(waiting.pop())
        if path is None or path in found:
            continue
        found.add(path)
        for origin, names, plain in _IMPORT.findall(path.read_text(encoding="utf-8")):
            waiting.append(origin or plain)
            # what is imported may itself be a module
            waiting += [f"{origin}.{name}" for name in re.findall(r"\w+", names) if origin]
        waiting = [name for name in waiting if name not in without]
    return found


def _file(module: str) -> Path | None:
    """The file of a module of this package; None if the name is no module."""
    path = _PACKAGE.joinpath(*module.split(".")[1:])
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file() and candidate.is_relative_to(_PACKAGE):
            return candidate
    return None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
