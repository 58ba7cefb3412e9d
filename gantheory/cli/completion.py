"""Print a tab-completion script for your shell.

It completes commands, options, claim identifiers and formats.
"""

import argparse

EXAMPLES = """\
examples:
  source <(gantheory completion bash)
  gantheory completion zsh > ~/.zfunc/_gantheory
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory completion`."""
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="the shell that you use")


def run(args: argparse.Namespace) -> int:
    """Print the script."""
    import shtab

    from gantheory.cli import build_parser

    print(shtab.complete(build_parser(), shell=args.shell))
    return 0
