"""Which files a run was trained on, kept beside its configuration and held against those now.

`data.json` in the folder of a run has the SHA-256 of every file of its image set. Runs of older
versions have none; their `result.json` says it where they had ended, and nothing else does.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
    """What the record says; None where there is none."""
    path = run / "data.json"
    found = _read(path)
    if found is None:
        path = run / "result.json"
        result = _read(path)
        found = result.get("data") if isinstance(result, dict) else result
    if found is None:
        return None
    if not isinstance(found, dict):
        raise _damaged(path, "it is no table of files")
    return {str(name): str(digest) for name, digest in found.items()}


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise _damaged(path, str(error)) from None


def _damaged(path: Path, why: str) -> GanTheoryError:
    return GanTheoryError(
        f"{path} is damaged ({why}); delete it to go on: what the run was trained on is then not "
        "checked"
    )
