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

#: nothing longer is read where the size of a file is not known
_UNKNOWN_SIZE_LIMIT = 1 << 30
_MEND = "delete it and run again to fetch it anew, or import it again"


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


def canonical_path(image_set: ImageSet, file: DataFile, directory: Path) -> Path:
    """Say where a file belongs in a data directory: `DIRECTORY/set/file`."""
    return directory / image_set.name / file.name


def find_file(image_set: ImageSet, file: DataFile, directories: list[Path]) -> Path | None:
    """Find a file, packed or not, in `DIR/name/`, in another known layout, or in `DIR` itself."""
    for directory in directories:
        folders = [directory / image_set.name, directory / image_set.title / "raw"]
        folders += [directory / folder for folder in image_set.folders]
        if image_set.flat:
            folders.append(directory)
        for folder in folders:
            for name in (file.name, f"{file.name}.gz"):
                if (folder / name).is_file():
                    return folder / name
    return None


def read_verified(path: Path, file: DataFile) -> tuple[bytes, str]:
    """Read a file, unpack it if it is packed, and check its content.

    Args:
        path: the file; packed if it begins with gzip's two magic bytes.
        file: what it should be.

    Returns:
        The unpacked bytes and their SHA-256, which is one that `file` has. Where `file` has
        none, it is the one noted at `data import`, if there is a note beside the file.

    Raises:
        GanTheoryError: where it cannot be unpacked, is truncated or altered.
    """
    limit = file.size or _UNKNOWN_SIZE_LIMIT
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(path) as unpacked:
                # one byte more than expected is enough to see that it is too long
                data = unpacked.read(limit + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise GanTheoryError(
                f"{path} cannot be unpacked ({error}): it is truncated or altered; {_MEND}"
            ) from error
    if len(data) > limit or (file.size and len(data) != file.size):
        found = f"more than {limit}" if len(data) > limit else str(len(data))
        raise GanTheoryError(
            f"{path} holds {found} bytes unpacked where {file.name} has {file.size or 'less'}: "
            f"it is truncated or altered; {_MEND}"
        )
    digest = hashlib.sha256(data).hexdigest()
    known = {file.sha256, file.sha256_reordered} - {""} or noted_checksum(path)
    if known and digest not in known:
        raise GanTheoryError(
            f"{path} has been altered: the SHA-256 of its content is not that of {file.name}; "
            f"{_MEND}"
        )
    return data, digest


def checksum_note(path: Path) -> Path:
    """Say where the checksum of a file is noted for which nobody has published one."""
    return path.with_name(f"{path.name}.sha256")


def noted_checksum(path: Path) -> set[str]:
    """Read that note; empty where there is none."""
    try:
        return {checksum_note(path).read_text(encoding="utf-8").split()[0]}
    except (FileNotFoundError, IndexError, UnicodeDecodeError):
        return set()


def _cache_directory() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("gantheory", appauthor=False) / "data"
