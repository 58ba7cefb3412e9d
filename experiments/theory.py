"""Theory beside experiment: what the claims predict, measured, with a verdict that can fail."""

import argparse
import sys

from gantheory.errors import guard
from gantheory.theory_runs import NAMES

EXAMPLES = """\
examples:
  python experiments/theory.py all                     every comparison, some minutes
  python experiments/theory.py mirror-steps rotation --out runs/theory
  python experiments/theory.py rotation --seed 7
  python experiments/theory.py mirror-steps --against gap-quarters
                                                       a false theory: must be contradicted
  python experiments/theory.py --list                  comparisons, claims and false theories
  source <(python experiments/theory.py --completion bash)

exit codes: 0 nothing contradicts the theory, 1 something does, 2 bad input.
OUT/NAME has result.json, figure.png and figure.svg, and for rotation and helvetica a recording
that animations are made from; OUT/overview.png has all figures of the run. Files that are there
are replaced.
"""


class Parser(argparse.ArgumentParser):
    """Complains in one line."""

    def error(self, message: str) -> None:
        """Exit with code 2."""
        self.exit(2, f"{self.prog}: error: {' '.join(message.split())}; see --help\n")


def build_parser() -> Parser:
    """The command line."""
    parser = Parser(
        description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    choices = (*NAMES, "all")
    # the default must be among the choices; it is a string only where no name was given
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        choices=choices,
        default="all",
        help=f"{', '.join(NAMES)} or all",
    )
    parser.add_argument("--seed", type=int, default=0, help="of everything drawn (default: 0)")
    parser.add_argument("--out", default="runs/theory", help="folder (default: runs/theory)")
    parser.add_argument(
        "--against", metavar="THEORY", help="hold NAME's measurements against a false theory"
    )
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument(
        "--completion", choices=("bash", "zsh", "tcsh"), help="print a tab-completion script"
    )
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run the comparisons that the command line names."""
    parser = build_parser()
    args = parser.parse_args(argv)
    if args.completion:
        import shtab

        print(shtab.complete(parser, shell=args.completion))
        return 0

    from gantheory.theory_runs.command import compare_all, list_all

    if args.list:
        list_all()
        return 0
    if isinstance(args.names, str):
        parser.error("name a comparison, or all")
    names = list(NAMES) if "all" in args.names else list(dict.fromkeys(args.names))
    if args.against and len(names) > 1:
        parser.error("--against is for one comparison")
    return 0 if compare_all(names, args.seed, args.out, args.against) else 1


if __name__ == "__main__":
    sys.exit(guard(main))
