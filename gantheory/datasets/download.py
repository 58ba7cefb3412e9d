"""Fetch a file of an image set from its mirrors: resumed where it broke off, checked, atomic.

What has arrived so far is kept as `NAME.gz.part`; only content with the right SHA-256 is ever
given the final name.
"""

import http.client
import ssl
import urllib.error
import urllib.request
from pathlib import Path

from gantheory.datasets.image_set import DataFile, ImageSet
from gantheory.datasets.locate import read_verified
from gantheory.errors import GanTheoryError

TIMEOUT_SECONDS = 30.0
CHUNK = 1 << 16


def download(image_set: ImageSet, file: DataFile, directory: Path) -> Path:
    """Fetch one file, trying the mirrors in turn.

    Args:
        image_set: whose mirrors are asked for `file.name + ".gz"`.
        file: the file to fetch.
        directory: data directory; the file goes to its subfolder named after the set.

    Returns:
        The path of the packed file, its content verified.

    Raises:
        GanTheoryError: if no mirror delivers the right content; says what each answered.
        OSError: where the folder cannot be written.
    """
    folder = directory / image_set.name
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{file.name}.gz"
    part = folder / f"{file.name}.gz.part"
    complaints = []
    for mirror in image_set.mirrors:
        complaint = _attempt(mirror + target.name, file, part)
        if complaint is None:
            part.replace(target)
            return target
        complaints.append(f"{mirror}: {complaint}")
    raise GanTheoryError(
        f"cannot fetch {file.name}.gz ({'; '.join(complaints)}). Put the "
        f"{len(image_set.files)} files of {image_set.title} into {folder}, or name the "
        "directory that has them with --data-dir or GANTHEORY_DATA"
    )


def _attempt(url: str, file: DataFile, part: Path) -> str | None:
    """Fetch `url` into `part`; say in words what went wrong, or None where the content is right.

    A leftover that does not lead to the right content is dropped and the file fetched whole.
    """
    resuming = part.exists()
    try:
        _transfer(url, part, limit=2 * file.size + CHUNK)
        read_verified(part, file)
    except (urllib.error.HTTPError, GanTheoryError) as error:
        # 416: the leftover is as long as the file, or longer
        if isinstance(error, GanTheoryError) or error.code == 416:
            part.unlink(missing_ok=True)
            if resuming:
                return _attempt(url, file, part)
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
            bar = progress.add_task(part.name.removesuffix(".gz.part"), total=total, completed=have)
            while chunk := answer.read(CHUNK):
                have += len(chunk)
                if have > limit:
                    raise GanTheoryError(f"more than {limit} bytes, far too many")
                out.write(chunk)
                progress.update(bar, completed=have)
    if total is not None and have < total:
        raise http.client.IncompleteRead(b"", total - have)
