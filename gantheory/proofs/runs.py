"""Verifying many claims: in several processes, and not again what nothing has changed.

A result is kept in the platform's cache folder under a hash of the source of `gantheory.proofs`,
of the versions of the libraries that decide, and of the claim's id: any change to a rule or to a
claim is a change of every key. A kept result says so (`ClaimResult.cached`) and holds no theorem.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import platformdirs

from gantheory.atomic import write_json
from gantheory.proofs import mutation
from gantheory.proofs.records import Record, from_record, to_record
from gantheory.proofs.registry import claim_ids, in_order_of_use, load_claim
from gantheory.proofs.verify import ClaimResult, verify_claim

LIBRARIES = ("sympy", "z3-solver", "python-flint", "mpmath")
#: results of this many versions of the source are kept
VERSIONS = 4

Answer = TypeVar("Answer")


def verify_all(
    ids: Sequence[str] = (), jobs: int = 1, use_cache: bool = False
) -> Iterator[ClaimResult]:
    """Check claims, in the order given (default: the ranking).

    Args:
        ids: claims.
        jobs: how many processes; with more than one the results come without theorems, which
            cannot leave the process that proved them.
        use_cache: take results that passed from earlier runs, and keep those of this one.

    Raises:
        GanTheoryError: for an unknown id, or `uses` edges that go in a circle.
    """
    source_hash()  # of the source as it is now, not as it may be when the results are there
    wanted = tuple(dict.fromkeys(load_claim(claim_id).id for claim_id in ids or claim_ids()))
    in_order_of_use(wanted)
    kept = {i: found for i in wanted if use_cache and (found := recall(i)) is not None}
    missing = [claim_id for claim_id in wanted if claim_id not in kept]
    fresh = (
        map(verify_claim, missing)
        if jobs < 2
        else (
            from_record(load_claim(claim_id), record, cached=False)
            for claim_id, record in zip(missing, _spread(_verified, missing, jobs), strict=True)
        )
    )
    for claim_id in wanted:
        result = kept.get(claim_id) or next(fresh)
        if use_cache and not result.cached and result.passed:
            keep(result)
        yield result


def mutate_all(ids: Sequence[str] = (), jobs: int = 1) -> Iterator[mutation.Score]:
    """Mutate the statements of symbolic claims; the score of each, in the order given."""
    wanted = [load_claim(i).id for i in ids or claim_ids() if load_claim(i).tier == "S"]
    yield from _spread(mutation.score_of, wanted, jobs)


def _verified(claim_id: str) -> Record:
    return to_record(verify_claim(claim_id))


def _spread(function: Callable[[str], Answer], ids: Sequence[str], jobs: int) -> Iterator[Answer]:
    """Call a function of this package for every claim, in `jobs` processes."""
    if jobs < 2 or len(ids) < 2:
        yield from map(function, ids)
        return
    # fresh processes: z3 does not promise to survive a fork
    with ProcessPoolExecutor(min(jobs, len(ids)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(function, ids)


@cache
def source_hash() -> str:
    """A hash of all that a verdict depends on."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        for data in (path.relative_to(package).as_posix().encode(), path.read_bytes()):
            digest.update(len(data).to_bytes(8, "big") + data)
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    digest.update(platform.python_version().encode())
    return digest.hexdigest()


def folder() -> Path:
    """Where results of the present source are kept."""
    return platformdirs.user_cache_path("gantheory") / "claims" / source_hash()[:32]


def recall(claim_id: str) -> ClaimResult | None:
    """The kept result of a claim; None if there is none that can be read."""
    try:
        data = json.loads((folder() / f"{claim_id}.json").read_text(encoding="utf-8"))
        if data["source"] != source_hash():
            return None
        result = from_record(load_claim(claim_id), data["record"], cached=True)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None
    return result if result.passed else None


def keep(result: ClaimResult) -> None:
    """Keep a result; a cache that cannot be written is no error."""
    with suppress(OSError):
        place = folder()
        if not place.exists():
            _prune(place.parent)
        record = {"source": source_hash(), "record": to_record(result)}
        write_json(place / f"{result.claim.id}.json", record)


def _prune(parent: Path) -> None:
    if not parent.exists():
        return
    old = sorted(parent.iterdir(), key=lambda path: path.stat().st_mtime)
    for path in old[: max(0, len(old) - VERSIONS + 1)]:
        shutil.rmtree(path, ignore_errors=True)
