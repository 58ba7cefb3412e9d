"""Print a claim as the kernel checked it: statement, proof, refuted variants.

Every formula is printed from the goal that a rule was given. Verdicts, witnesses and times are
those of this run, or of an earlier one of the very same source, and then the document says so.
Exits with 1 if the claim falls short.
"""

from __future__ import annotations

import argparse
import sys

from gantheory.cli.verify import process_count
from gantheory.proofs.registry import claim_ids

EXAMPLES = """\
examples:
  gantheory show A1                                Proposition 1 in the terminal
  gantheory show T3 --format latex --out t3.tex    a file to compile
  gantheory show --all --format html --out theory.html
  gantheory show --all --graph uses.svg            what uses what, as a picture
  gantheory show --all -j 2 --no-cache             everything checked anew
"""

FORMATS = ("text", "markdown", "latex", "typst", "html", "json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory show`."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="claims, such as A1")
    parser.add_argument("--all", action="store_true", help="all claims, in one document")
    parser.add_argument("--format", choices=FORMATS, default="text", help="(default: text)")
    parser.add_argument("--out", metavar="FILE", help="write there instead of printing")
    parser.add_argument("--graph", metavar="FILE", help="write what uses what as SVG")
    parser.add_argument(
        "-j", "--jobs", type=process_count, default=1, metavar="N", help="processes (default: 1)"
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="check again what an earlier run has checked"
    )


def run(args: argparse.Namespace) -> int:
    """Verify the claims, render them and print or write the document."""
    from gantheory.atomic import write_text
    from gantheory.errors import GanTheoryError
    from gantheory.proofs.registry import load_claim

    if not args.ids and not args.all:
        raise GanTheoryError(f"name a claim, or --all; there are {', '.join(claim_ids())}")
    wanted = claim_ids() if args.all else tuple(load_claim(claim_id).id for claim_id in args.ids)

    from gantheory.proofs.render import render
    from gantheory.proofs.render.graph import graph_svg
    from gantheory.proofs.runs import verify_all

    results = list(verify_all(wanted, args.jobs, use_cache=not args.no_cache))
    document = render(results, args.format, graph=args.all)
    if args.out:
        write_text(args.out, document)
    else:
        sys.stdout.write(document)
    if args.graph:
        write_text(args.graph, graph_svg(results) + "\n")
    return 0 if all(result.passed for result in results) else 1
