"""Enclose KL, JSD or C(G) of two Gaussian mixtures on the whole line, rigorously.

Decimals are read as exact rationals; the number printed is certainly in the interval printed, in
nats: [middle +/- radius]. Exits with 1 if the interval is wider than asked for.
"""

from __future__ import annotations

import argparse

EXAMPLES = """\
examples:
  gantheory certify "0.5*N(-2,0.5)+0.5*N(2,0.5)" "N(0,1)"
  gantheory certify bimodal "N(0,1.5)" --quantity jsd --bits 128
  gantheory certify "N(0,1)" "N(1/3,2)" --quantity kl --json kl.json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory certify`."""
    parser.add_argument("p", metavar="P", help="the data's mixture; N(mean, standard deviation)")
    parser.add_argument("g", metavar="G", help="the generator's mixture")
    parser.add_argument(
        "--quantity", choices=("kl", "jsd", "criterion", "all"), default="all", help="(all)"
    )
    parser.add_argument("--bits", type=int, default=64, help="radius at most 2^-BITS (64)")
    parser.add_argument("--json", metavar="FILE", help="write the intervals as data")


def run(args: argparse.Namespace) -> int:
    """Enclose and print; 1 if an interval is wider than asked for."""
    from math import ceil, log10

    from gantheory.proofs.balls.divergences import QUANTITIES, enclose
    from gantheory.proofs.balls.mixture import parse_mixture

    p, g = parse_mixture(args.p), parse_mixture(args.g)
    names = tuple(QUANTITIES) if args.quantity == "all" else (args.quantity,)
    found = [enclose(name, p, g, args.bits) for name in names]
    digits = ceil(args.bits * log10(2)) + 2
    for result in found:
        title = QUANTITIES[result.quantity][0]
        print(f"{title:18} {result.ball.str(digits)}  ({result.seconds:.2f} s)")
        if not result.reached:
            print(f"{'':18} wider than 2^-{result.bits}")
    if args.json:
        from gantheory.atomic import write_json

        write_json(
            args.json,
            {
                "kind": "gantheory-enclosures",
                "p": args.p,
                "g": args.g,
                "bits": args.bits,
                "enclosures": [
                    {
                        "quantity": result.quantity,
                        "ball": result.ball.str(digits),
                        "radius": result.radius,
                        "standard_deviations": result.reach,
                        "tails": result.tails.str(5),
                        "seconds": round(result.seconds, 4),
                    }
                    for result in found
                ],
            },
        )
    return 0 if all(result.reached for result in found) else 1
