"""Which outputs are there as they would come out again: a record beside every build.

A record is written after the files that it lists, so a build that is killed leaves either no
record or one of whole files. It holds a key (a hash of all that decides what comes out) and the
sha256 of every file.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import gantheory
from gantheory.animation.freshness import hash_of, imported
from gantheory.atomic import write_json

#: packages that decide what the outputs look like
LIBRARIES = (
    *("numpy", "scipy", "matplotlib", "pillow", "typst", "fonttools", "brotli"),
    *("nbformat", "nbclient", "ipykernel", "python-pptx"),
)
#: what they made is told by its hash, not by their source
_MAKERS = (
    "gantheory.lecture.materials",
    "gantheory.lecture.films",
    "gantheory.lecture.figures.catalogue",
    "gantheory.animation.making",
    "gantheory.line.run",
    "gantheory.proofs.runs",
)
_PACKAGE = Path(gantheory.__file__).parent


def digest(value: Any) -> str:
    """A hash of JSON values."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def file_hash(path: Path) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def source_of(module: str) -> str:
    """A hash of a module, what it imports of this package, and the data files beside those."""
    found = imported(module, without=_MAKERS)
    data = {
        path
        for folder in {one.parent for one in found if one.is_relative_to(_PACKAGE / "lecture")}
        for path in _data_files(folder)
    }
    return hash_of({*found, *data, *(_PACKAGE / "notation").glob("*.toml")})


def _data_files(folder: Path) -> Iterable[Path]:
    """Texts, templates, scripts and fonts below a package; not those of packages in it."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name != "__pycache__" and not (path / "__init__.py").exists():
            yield from _data_files(path)
        elif path.is_file() and path.suffix != ".py":
            yield path


@cache
def versions(names: tuple[str, ...] = LIBRARIES) -> dict[str, str]:
    """The versions of libraries; those that are not installed have none."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


@dataclass(frozen=True)
class Records:
    """The records of a folder of outputs.

    Attributes:
        folder: where the records are.
        out: what the paths in them are seen from.
    """

    folder: Path
    out: Path

    def read(self, name: str) -> dict[str, Any] | None:
        """A record; None if there is none that can be read."""
        try:
            found: dict[str, Any] = json.loads(self._path(name).read_text(encoding="utf-8"))
            found["key"], found["files"].items(), found["about"].items()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return found

    def fresh(self, name: str, key: str) -> bool:
        """Whether everything is there, unaltered, and would come out the same."""
        record = self.read(name)
        return record is not None and record["key"] == key and self.whole(record)

    def whole(self, record: Mapping[str, Any]) -> bool:
        """Whether the files of a record are those that were written."""
        try:
            return all(file_hash(self.out / path) == sha for path, sha in record["files"].items())
        except OSError:
            return False

    def keep(self, name: str, key: str, paths: Iterable[Path], about: Mapping[str, Any]) -> None:
        """Record outputs that are there now."""
        files = {path.relative_to(self.out).as_posix(): file_hash(path) for path in sorted(paths)}
        write_json(self._path(name), {"key": key, "about": dict(about), "files": files})

    def all_whole(self) -> Iterator[dict[str, Any]]:
        """All records whose files are those that were written."""
        for path in sorted(self.folder.glob("*.json")):
            record = self.read(path.stem)
            if record is not None and self.whole(record):
                yield record

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"
