"""Check the claims: every step, every false variant, every hypothesis.

Prints a table and exits with 1 when anything falls short: a step that is not proved, a false
variant that is not refuted by a witness the exact path confirms, a hypothesis that does nothing.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from gantheory.proofs.registry import claim_ids

if TYPE_CHECKING:
    from gantheory.proofs.mutation import Score
    from gantheory.proofs.verify import ClaimResult

EXAMPLES = """\
examples:
  gantheory verify                     all claims
  gantheory verify A1 T3               two of them
  gantheory verify --list              what there is
  gantheory verify --json claims.json  the results as data
  gantheory verify -j 2 --no-cache     everything anew, in two processes
  gantheory verify --mutants           the mutation score: no changed statement is proved
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory verify`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="claims, such as A1 (default: all)")
    parser.add_argument("--json", metavar="FILE", help="write the results as JSON")
    parser.add_argument(
        "-j", "--jobs", type=_count, default=1, metavar="N", help="processes (default: 1)"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="check again what an earlier run has checked"
    )
    parser.add_argument(
        "--mutants", action="store_true", help="mutate the statements instead; none may be proved"
    )
    parser.add_argument("--list", action="store_true", help="list the claims and stop")


def _count(text: str) -> int:
    count = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= count <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes, 1 to 256")
    return count


def run(args: argparse.Namespace) -> int:
    """Check the claims and print the table; 1 when anything falls short."""
    if args.list:
        return _list()
    import rich.console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from gantheory.proofs.registry import load_claim
    from gantheory.proofs.runs import mutate_all, verify_all

    wanted = tuple(load_claim(claim_id).id for claim_id in args.ids) or claim_ids()
    console = rich.console.Console(stderr=True)
    results: list[ClaimResult] = []
    scores: list[Score] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("checking", total=len(wanted))
        if args.mutants:
            for score in mutate_all(wanted, args.jobs):
                scores.append(score)
                bar.update(task, advance=1, description=f"mutated {score.claim_id}")
        else:
            for result in verify_all(wanted, args.jobs, use_cache=not args.no_cache):
                results.append(result)
                bar.update(task, advance=1, description=f"checked {result.claim.id}")
    if args.mutants:
        return _mutants(scores, args.json)
    _print_table(results)
    if args.json:
        from gantheory.atomic import write_json
        from gantheory.proofs.verify import as_document

        write_json(args.json, as_document(results))
    short = [line for result in results for line in result.shortfalls]
    for line in short:
        print(f"falls short: {line}")
    return 1 if short or not all(result.passed for result in results) else 0


def _list() -> int:
    from gantheory.proofs.registry import GROUPS, NOT_YET, load_claim

    for letter, (about, ids) in GROUPS.items():
        print(f"{letter}  {about}")
        for claim_id in ids:
            print(f"   {claim_id:4} {load_claim(claim_id).title}")
    if NOT_YET:
        print("not here")
        for claim_id, reason in NOT_YET.items():
            print(f"   {claim_id:4} {reason}")
    return 0


def _print_table(results: list[ClaimResult]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, caption_justify="left")
    for heading in ("id", "title", "verdict", "tier"):
        table.add_column(heading, no_wrap=heading != "title")
    for heading in ("variants", "needed", "seconds"):
        table.add_column(heading, justify="right")
    for result in results:
        refuted = sum(part.passed for part in result.false_variants)
        needed = sum(part.passed for part in result.dropped)
        verdict = result.verdict.kind.value
        table.add_row(
            result.claim.id,
            Text(result.claim.title),
            Text(verdict, style="green" if result.passed else "bold red"),
            result.claim.tier,
            f"{refuted}/{len(result.false_variants)}",
            f"{needed}/{len(result.dropped)}",
            "cached" if result.cached else f"{result.seconds:.2f}",
        )
    table.caption = (
        "tier S: symbolic, for all values under the hypotheses; E: exact arithmetic on random "
        "instances, not a proof; variants: false variants refuted "
        "by an exact witness; needed: hypotheses without which the claim fails"
    )
    if any(result.cached for result in results):
        table.caption += (
            "; cached: checked by an earlier run of the same source, --no-cache checks it again"
        )
    Console().print(table)


def _mutants(scores: list[Score], json: str | None) -> int:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, caption_justify="left")
    table.add_column("id")
    headings = ("mutants", "refuted", "ill-formed", "unknown", "equivalent", "proved", "score")
    for heading in headings:
        table.add_column(heading, justify="right")
    for s in scores:
        counts = (s.mutants, s.refuted, s.ill_formed, s.unknown, s.equivalent, len(s.survivors))
        table.add_row(s.claim_id, *map(str, counts), f"{s.caught:.0%}")
    table.caption = (
        "each mutant changes one thing in a statement and goes through the same rule; score: the "
        "share caught by a witness, equivalent ones aside, which are true and listed with reasons"
    )
    Console().print(table)
    total = sum(s.mutants for s in scores)
    survivors = [f"{s.claim_id}/{text}" for s in scores for text in s.survivors]
    equivalent = sum(s.equivalent for s in scores)
    print(f"{total} mutants: {len(survivors)} proved, {equivalent} equivalent")
    for text in survivors:
        print(f"falls short: a mutant is proved: {text}")
    if json:
        from dataclasses import asdict

        from gantheory.atomic import write_json

        data = [asdict(s) | {"mutants": s.mutants, "score": round(s.caught, 4)} for s in scores]
        write_json(json, {"kind": "gantheory-mutants", "claims": data})
    return 1 if survivors else 0
