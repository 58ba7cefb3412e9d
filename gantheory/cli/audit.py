"""Hold a recorded run against the theory: exit code 0 if every check passes, 1 if not.

Of a 1-D run every frame is checked: V(D,G) <= C(G); C = -log 4 + 2 JSD; p_g integrates to 1; D* and
p_data follow from the densities and the configuration; and the recorded numbers agree with a coarse
recomputation from the recorded curves. Replays of sweeps are held against their target, their game
and their row, small exact systems against their closed forms, walks through z against geometry.
"""

import argparse
from pathlib import Path

EXAMPLES = """\
examples:
  gantheory audit out/demo/run
  gantheory audit runs/mixture_1d --json audit.json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory audit`."""
    parser.add_argument("run_folder", metavar="RUN", type=Path, help="folder of a recording")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the report here as well")


def run(args: argparse.Namespace) -> int:
    """Audit a recording and print the table."""
    from rich.console import Console
    from rich.table import Table

    from gantheory.atomic import write_json
    from gantheory.audit.report import audit_recording
    from gantheory.recording import read_recording

    report = audit_recording(read_recording(args.run_folder))
    table = Table(title=f"recording {report.recording}, {report.frames} frames")
    table.add_column("claim, for every frame")
    table.add_column("worst violation", justify="right")
    table.add_column("allowed", justify="right")
    table.add_column("frame", justify="right")
    table.add_column("verdict")
    for check in report.checks:
        verdict = "[green]holds[/]" if check.passed else "[bold red]FAILS[/]"
        table.add_row(
            check.name, f"{check.worst:+.2e}", f"{check.tolerance:.2e}", f"{check.frame}", verdict
        )
    Console(soft_wrap=True).print(table)
    if args.json is not None:
        write_json(args.json, report.to_json())
    return 0 if report.passed else 1
