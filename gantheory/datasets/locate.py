"""Where image sets lie on this machine, and whether what lies there is the real thing."""

import gzip
import hashlib
import os
import zlib
from pathlib import Path

import gantheory
from gantheory.datasets.image_set import DataFile, ImageSet
from gantheory.errors import GanTheoryError

#: environment variable that names a data directory
DATA_VARIABLE = "GANTHEORY_DATA"


def data_directories(data_dir: str | os.PathLike[str] | None = None) -> list[Path]:
    """List the directories in which image sets are looked for, best first.

    A directory that the user names is the only one. Otherwise: that of `GANTHEORY_DATA`,
    `shared/data` beside the checkout (or beside the current folder) where there is one, and the
    cache folder that the platform gives to applications.
    """
    if data_dir is not None:
        return [Path(data_dir).expanduser()]
    directories = []
    if os.environ.get(DATA_VARIABLE):
        directories.append(Path(os.environ[DATA_VARIABLE]).expanduser())
    checkout = Path(gantheory.__file__).resolve().parents[1]
    for beside in (checkout, Path.cwd()):
        shared = beside.parent / "shared" / "data"
        if shared.is_dir() and shared not in directories:
            directories.append(shared)
    directories.append(_cache_directory())
    return directories


def download_directory(data_dir: str | os.PathLike[str] | None = None) -> Path:
    """Say where a download goes: the directory that the user named, else the platform's cache."""
    named = data_dir if data_dir is not None else os.environ.get(DATA_VARIABLE)
    return Path(named).expanduser() if named else _cache_directory()


def find_file(image_set: ImageSet, file: DataFile, directories: list[Path]) -> Path | None:
    """Find a file, packed or not, in `DIR/name/`, in torchvision's layout, or in `DIR` itself."""
    for directory in directories:
        for folder in (
            directory / image_set.name,
            directory / image_set.title / "raw",
            directory,
        ):
            for name in (file.name, f"{file.name}.gz"):
                if (folder / name).is_file():
                    return folder / name
    return None


def read_verified(path: Path, file: DataFile) -> bytes:
    """Read a file, unpack it if it is packed, and check its content.

    Args:
        path: the file; packed if it begins with gzip's two magic bytes.
        file: what it should be.

    Returns:
        The unpacked bytes, whose SHA-256 is `file.sha256`.

    Raises:
        GanTheoryError: where it cannot be unpacked, is truncated or altered.
    """
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(path) as unpacked:
                # one byte more than expected is enough to see that it is too long
                data = unpacked.read(file.size + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise GanTheoryError(
                f"{path} cannot be unpacked ({error}): it is truncated or altered; delete it "
                "and run again to fetch it anew"
            ) from error
    if len(data) != file.size:
        found = f"more than {file.size}" if len(data) > file.size else str(len(data))
        raise GanTheoryError(
            f"{path} holds {found} bytes unpacked where {file.name} has {file.size}: it is "
            "truncated or altered; delete it and run again to fetch it anew"
        )
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise GanTheoryError(
            f"{path} has been altered: the SHA-256 of its content is not that of {file.name}; "
            "delete it and run again to fetch it anew"
        )
    return data


def _cache_directory() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("gantheory", appauthor=False) / "data"
