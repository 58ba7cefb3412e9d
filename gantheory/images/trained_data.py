"""Which files a run was trained on, kept beside its configuration and held against those now.

`data.json` in the folder of a run has the SHA-256 of every file of its image set. Runs of older
versions have none; their `result.json` says it where they had ended, and nothing else does.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from gantheory.atomic import write_json
from gantheory.errors import GanTheoryError


def write_data_record(run: Path, checksums: Mapping[str, str]) -> None:
    """Write down which files a run that nothing has trained yet is trained on."""
    write_json(run / "data.json", dict(checksums))


def check_same_data(run: Path, checksums: Mapping[str, str]) -> None:
    """Refuse to go on from a run with other images than it was trained on.

    Args:
        run: its folder.
        checksums: SHA-256 by file name, as in `Images`.

    Raises:
        GanTheoryError: where a file is another, or the record is damaged. Nothing where no record
            says what the run was trained on.
    """
    before = _recorded(run)
    if before is None:
        return
    odd = sorted(name for name in {*before, *checksums} if before.get(name) != checksums.get(name))
    if odd:
        raise GanTheoryError(
            f"the run in {run} was trained on other images: {', '.join(odd)} had another content; "
            "name the folder that has it with --data-dir"
        )


def _recorded(run: Path) -> dict[str, str] | None:
    for path, place in ((run / "data.json", None), (run / "result.json", "data")):
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            continue
        except ValueError as error:
            raise GanTheoryError(f"{path} is damaged ({error}); start a new run") from None
        found = plain.get(place) if place and isinstance(plain, dict) else plain
        if isinstance(found, dict):
            return {str(name): str(digest) for name, digest in found.items()}
    return None
