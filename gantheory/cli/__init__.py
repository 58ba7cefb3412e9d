"""The `gantheory` command: one module per subcommand, imported only when it is called."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from gantheory import __version__
from gantheory.errors import guard

#: name -> (module, one line of help); the module has `add_arguments(parser)` and `run(args)`
COMMANDS = {
    "verify": ("gantheory.cli.verify", "check the claims and print a table of verdicts"),
    "show": ("gantheory.cli.show", "print a claim with its proof and refuted variants"),
    "check": ("gantheory.cli.check", "check a step of your own: an identity or an inequality"),
    "certify": ("gantheory.cli.certify", "rigorous intervals for KL, JSD and C(G) of mixtures"),
    "audit": ("gantheory.cli.audit", "hold a recorded run against the theory"),
    "data": ("gantheory.cli.data", "the image sets: what is here, downloads, imports"),
    "parzen": ("gantheory.cli.parzen", "Parzen window log-likelihood of an array of samples"),
    "quality": ("gantheory.cli.quality", "what Parzen cannot see of samples: classes, coverage"),
    "animate": ("gantheory.cli.animate", "render films: Figure 1 from a run, theorems from claims"),
    "replay": ("gantheory.cli.replay", "replay runs: a page with a scrubber, or a film"),
    "lecture": ("gantheory.cli.lecture", "build slides, handout, notebook, explorer: en and ko"),
    "demo": ("gantheory.cli.demo", "prove, train, compare, draw: everything in one go"),
    "completion": ("gantheory.cli.completion", "print a tab-completion script for your shell"),
}

EXAMPLES = """\
examples:
  gantheory verify                     every claim, with its false variants
  gantheory show A1                    Proposition 1, step by step
  gantheory check "log(a*b)" "log(a)+log(b)" --assume "a>0" "b>0"
  gantheory audit out/demo/run         does a recorded run obey the theory?
"""


def build_parser(names: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """Build the parser, filling in the arguments of the commands in `names` only."""
    parser = argparse.ArgumentParser(
        prog="gantheory",
        description='The theory of "Generative Adversarial Nets", proved, trained and drawn.',
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"gantheory {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module_name, summary) in COMMANDS.items():
        if name not in names:
            subparsers.add_parser(name, help=summary)
            continue
        module = import_module(module_name)
        command = subparsers.add_parser(
            name,
            help=summary,
            description=module.__doc__,
            epilog=getattr(module, "EXAMPLES", None),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's own) and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    # parsing is guarded too: --help prints, and whoever reads that may go
    return guard(lambda: _run(words))


def _run(argv: list[str]) -> int:
    called = next((word for word in argv if not word.startswith("-")), None)
    parser = build_parser([called] if called in COMMANDS else [])
    args = parser.parse_args(argv)
    return int(args.run(args))


if __name__ == "__main__":
    sys.exit(main())
