"""The list of what a lecture build wrote: every file with its sha256, and what it was made from.

Without dates: the same build gives the same list.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gantheory import __version__
from gantheory.animation.freshness import LIBRARIES as FILM_LIBRARIES
from gantheory.atomic import write_json
from gantheory.lecture.context import HIDDEN, Context
from gantheory.lecture.figures.catalogue import figure_records
from gantheory.lecture.freshness import Records, versions
from gantheory.notation.formulas import LANGUAGES

MANIFEST = "manifest.json"


def part_records(out: Path) -> Records:
    """The records of the parts in a folder of outputs."""
    return Records(out / HIDDEN / "records" / "parts", out)


def write_manifest(out: Path, context: Context) -> Path:
    """Write the list of all files that are there now, of this build and earlier ones.

    Figures are listed with their descriptions, also those that only another part asked for. A part
    whose files were altered or removed since is left out.

    Args:
        out: the folder of the whole build.
        context: any context of this build: recording and claims are the same in all of them.

    Raises:
        OSError: if the file cannot be written.
    """
    from gantheory.proofs.runs import source_hash

    found: dict[str, Any] = {}
    for record in part_records(out).all_whole():
        for path, sha in record["files"].items():
            found[path] = _file(out / path, sha) | record["about"]
    for language in LANGUAGES:
        folder = out / language / "figures"
        for record in figure_records(out / HIDDEN / "records", folder).all_whole():
            for path, sha in record["files"].items():
                about = {"part": "figures", "language": language, **record["about"]}
                about.pop("markup", None)
                found[f"{language}/figures/{path}"] = _file(folder / path, sha) | about
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
        "versions": versions() | versions(FILM_LIBRARIES),
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


def _file(path: Path, sha: str) -> dict[str, Any]:
    return {"sha256": sha, "bytes": path.stat().st_size}


def _listed(names: Sequence[str]) -> list[str] | str:
    return list(names) or "all"
