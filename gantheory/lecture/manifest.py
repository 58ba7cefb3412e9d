"""The list of what a lecture build wrote: every file with its sha256, and what it was made from.

Without dates: the same build gives the same list.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gantheory import __version__
from gantheory.atomic import write_json
from gantheory.lecture.context import HIDDEN, Context
from gantheory.lecture.freshness import Records, versions

MANIFEST = "manifest.json"


def part_records(out: Path) -> Records:
    """The records of the parts in a folder of outputs."""
    return Records(out / HIDDEN / "records" / "parts", out)


def write_manifest(out: Path, context: Context) -> Path:
    """Write the list of all files that are there now, of this build and earlier ones.

    A part whose files were altered or removed since is left out.

    Args:
        out: the folder of the whole build.
        context: any context of this build: recording and claims are the same in all of them.

    Raises:
        OSError: if the file cannot be written.
    """
    from gantheory.proofs.runs import source_hash

    records = part_records(out)
    found: dict[str, Any] = {}
    for name in records.names():
        record = records.read(name)
        if record is None or not records.whole(record):
            continue
        for path, sha in record["files"].items():
            found[path] = {
                "sha256": sha,
                "bytes": (out / path).stat().st_size,
                **record["about"],
            }
    line = context.materials.line
    document = {
        "kind": "gantheory-lecture",
        "schema_version": 1,
        "gantheory_version": __version__,
        "run": {
            "sha256": line.manifest["sha256"]["arrays.npz"],
            "short": line.sha256,
            "kind": line.manifest["kind"],
            "seed": line.manifest["seed"],
        },
        "claims": {"checked_by": f"gantheory {__version__}", "source_sha256": source_hash()},
        "versions": versions(),
        "files": dict(sorted(found.items())),
    }
    path = out / MANIFEST
    write_json(path, document)
    return path


def described(context: Context, part: str) -> dict[str, Any]:
    """What the list says of the files of a part."""
    config = context.config
    return {
        "part": part,
        "language": context.language,
        "theme": context.theme,
        "run": context.materials.line.sha256,
        "sections": _listed(config.sections),
    }


def _listed(names: Sequence[str]) -> list[str] | str:
    return list(names) or "all"
