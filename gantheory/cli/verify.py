"""Check the claims: every step, every false variant, every hypothesis.

Prints a table and exits with 1 when anything falls short: a step that is not proved, a false
variant that is not refuted by a witness the exact path confirms, a hypothesis that does nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from gantheory.proofs.registry import claim_ids

if TYPE_CHECKING:
    from gantheory.proofs.mutation import Score
    from gantheory.proofs.verify import ClaimResult

#: what a mutant can come to -> the heading of its column
MUTANT_COUNTS = {
    "refuted": "refuted",
    "ill_formed": "no value",
    "agreeing": "agree",
    "unknown": "unknown",
    "equivalent": "equiv.",
    "proved": "proved",
}

EXAMPLES = """\
examples:
  gantheory verify                     all claims
  gantheory verify A1 T3               two of them
  gantheory verify --list              what there is
  gantheory verify --json claims.json  the results as data
  gantheory verify -j 2 --no-cache     everything anew, in two processes
  gantheory verify --mutants -j 2      the mutation score: no changed statement is proved
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory verify`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="claims, such as A1 (default: all)")
    parser.add_argument("--json", metavar="FILE", help="write the results as JSON")
    parser.add_argument(
        "-j", "--jobs", type=process_count, default=1, metavar="N", help="processes (default: 1)"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="check again what an earlier run has checked"
    )
    parser.add_argument(
        "--mutants", action="store_true", help="mutate the statements instead; none may be proved"
    )
    parser.add_argument("--list", action="store_true", help="list the claims and stop")


def process_count(text: str) -> int:
    """A number of processes, for argparse."""
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
        "instances, not a proof; B: rigorous enclosures, for the densities named; variants: false "
        "variants refuted by an exact witness; needed: hypotheses without which the claim fails"
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
    table.add_column("id", no_wrap=True)
    for heading in ("all", *MUTANT_COUNTS.values(), "score"):
        table.add_column(heading, justify="right", no_wrap=True)
    for s in scores:
        table.add_row(s.claim_id, str(s.mutants), *map(str, s.counts.values()), f"{s.score:.0%}")
    total = Counter({name: sum(s.counts[name] for s in scores) for name in MUTANT_COUNTS})
    count, caught = total.total(), total["refuted"] + total["ill_formed"]
    listed = count - total["equivalent"]
    table.add_section()
    table.add_row(
        "all",
        str(count),
        *(str(total[name]) for name in MUTANT_COUNTS),
        f"{caught / listed:.1%}" if listed else "",
    )
    table.caption = (
        "each mutant changes one thing in a statement and goes through the same rule; refuted: "
        "false at an exact point; no value: ill-formed; agree: not proved, but true at all exact "
        "points tried; equiv.: proved, and listed with the reason; score: the share refuted or "
        "without value of those that are not listed"
    )
    Console().print(table)
    print(
        f"{count} mutants of {len(scores)} claims: {total['proved']} proved that should not be, "
        f"{total['equivalent']} proved and listed as true; of the other {listed}, {caught} caught, "
        f"{total['agreeing']} true at all exact points tried, {total['unknown']} unknown"
    )
    short = [line for s in scores for line in s.shortfalls]
    for line in short:
        print(f"falls short: {line}")
    if json:
        from gantheory.atomic import write_json
        from gantheory.provenance import made_by

        claims = [
            {"id": s.claim_id, "mutants": s.mutants}
            | s.counts
            | {"score": round(s.score, 4), "shortfalls": s.shortfalls}
            for s in scores
        ]
        whole = {"mutants": count} | dict(total) | {"score": round(caught / max(listed, 1), 4)}
        write_json(json, {"kind": "gantheory-mutants", **made_by(), "all": whole, "claims": claims})
    return 1 if short else 0
