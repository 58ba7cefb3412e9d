"""Fetch an image set from its mirrors: resumed where it broke off, checked, atomic.

What has arrived so far is kept as `NAME.part`; only content with the right SHA-256 is ever given
the final name. A set whose mirrors have one archive is fetched whole; its files are taken out of
the archive by their exact names, and the archive is dropped.
"""

import hashlib
import http.client
import ssl
import tarfile
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from gantheory.atomic import write_bytes
from gantheory.datasets.image_set import Archive, DataFile, ImageSet
from gantheory.datasets.locate import canonical_path, read_verified
from gantheory.errors import GanTheoryError

TIMEOUT_SECONDS = 30.0
CHUNK = 1 << 16


def download(image_set: ImageSet, files: Sequence[DataFile], directory: Path) -> dict[str, Path]:
    """Fetch files of an image set, trying the mirrors in turn.

    Args:
        image_set: whose mirrors are asked for `NAME.gz` of each file, or for its archive.
        files: the files to fetch. With an archive, all files of the set come with them.
        directory: data directory; the files go to its subfolder named after the set.

    Returns:
        The path of each file by its name, their content verified.

    Raises:
        GanTheoryError: if no mirror delivers the right content; says what each answered.
        OSError: where the folder cannot be written.
    """
    if image_set.archive is not None:
        return _download_archive(image_set, image_set.archive, directory)
    paths = {}
    for file in files:
        target = canonical_path(image_set, file, directory).with_name(f"{file.name}.gz")
        check = partial(read_verified, file=file)
        _fetch(image_set, target, 2 * file.size + CHUNK, check)
        paths[file.name] = target
    return paths


def unpack_archive(image_set: ImageSet, archive: Path, directory: Path) -> dict[str, Path]:
    """Take the files of an image set out of its archive.

    Args:
        image_set: the set; it has an `archive`.
        archive: the archive on disk.
        directory: data directory; the files go to its subfolder named after the set.

    Returns:
        The path of each file by its name.

    Raises:
        GanTheoryError: where the archive is another one, truncated or altered.
    """
    assert image_set.archive is not None
    _check_archive(archive, image_set.archive)
    paths = {}
    with tarfile.open(archive, "r:*") as packed:
        for file in image_set.files:
            member = packed.extractfile(f"{image_set.archive.folder}/{file.name}")
            assert member is not None, "the checksum vouches for the content of the archive"
            paths[file.name] = canonical_path(image_set, file, directory)
            write_bytes(paths[file.name], member.read(file.size + 1))
            read_verified(paths[file.name], file)
    return paths


def _download_archive(image_set: ImageSet, archive: Archive, directory: Path) -> dict[str, Path]:
    target = directory / image_set.name / archive.name
    if not target.exists():
        _fetch(image_set, target, archive.size, lambda part: _check_archive(part, archive))
    paths = unpack_archive(image_set, target, directory)
    target.unlink()
    return paths


def _check_archive(path: Path, archive: Archive) -> None:
    with path.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
    if digest != archive.sha256:
        raise GanTheoryError(
            f"{path} is truncated, altered or another file: the SHA-256 of its content is not "
            f"that of {archive.name}; delete it and run again to fetch it anew"
        )


def _fetch(image_set: ImageSet, target: Path, limit: int, check: Callable[[Path], object]) -> None:
    """Fetch `target.name` from the first mirror that has the right content.

    Raises:
        GanTheoryError: if none has.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    complaints = []
    for mirror in image_set.mirrors:
        complaint = _attempt(mirror + target.name, part, limit, check)
        if complaint is None:
            part.replace(target)
            return
        complaints.append(f"{mirror}: {complaint}")
    raise GanTheoryError(
        f"cannot fetch {target.name} ({'; '.join(complaints)}). Put the "
        f"{len(image_set.files)} files of {image_set.title} into {target.parent}, or name the "
        "directory that has them with --data-dir or GANTHEORY_DATA"
    )


def _attempt(url: str, part: Path, limit: int, check: Callable[[Path], object]) -> str | None:
    """Fetch `url` into `part`; say in words what went wrong, or None where the content is right.

    A leftover that does not lead to the right content is dropped and the file fetched whole.
    """
    resuming = part.exists()
    try:
        _transfer(url, part, limit)
        check(part)
    except (urllib.error.HTTPError, GanTheoryError) as error:
        # 416: the leftover is as long as the file, or longer
        if isinstance(error, GanTheoryError) or error.code == 416:
            part.unlink(missing_ok=True)
            if resuming:
                return _attempt(url, part, limit, check)
        if isinstance(error, GanTheoryError):
            return "what it sends is not the file"
        return f"HTTP {error.code} {error.reason}"
    except http.client.IncompleteRead:
        return "the connection broke off; run again to go on from there"
    except (
        urllib.error.URLError,
        http.client.HTTPException,
        ConnectionError,
        TimeoutError,
        ssl.SSLError,
    ) as error:
        return str(getattr(error, "reason", None) or error or type(error).__name__)
    return None


def _transfer(url: str, part: Path, limit: int) -> None:
    """Append to `part` what is missing of it, showing how far it is on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    have = part.stat().st_size if part.exists() else 0
    headers = {"User-Agent": "gantheory", "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        if have and answer.status != 206:  # the mirror sends the whole file again
            have = 0
        length = answer.headers.get("Content-Length")
        total = have + int(length) if length and length.isdigit() else None
        columns = ("[progress.description]{task.description}", BarColumn(), DownloadColumn())
        progress = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))
        with progress, part.open("ab" if have else "wb") as out:
            bar = progress.add_task(part.name.removesuffix(".part"), total=total, completed=have)
            while chunk := answer.read(CHUNK):
                have += len(chunk)
                if have > limit:
                    raise GanTheoryError(f"more than {limit} bytes, far too many")
                out.write(chunk)
                progress.update(bar, completed=have)
    if total is not None and have < total:
        raise http.client.IncompleteRead(b"", total - have)
