"""Replay recorded runs: a page with a scrubber that opens offline, or a film.

Several runs stand side by side on one clock: a failure and its cure, say. Takes recordings of 1-D
mixtures, and of single seeds of a sweep (experiments/mode_collapse.py --record).
"""

import argparse
from pathlib import Path

EXAMPLES = """\
examples:
  gantheory replay runs/mode_collapse/replays/seed-3
  gantheory replay failed/replays/seed-3 cured/replays/seed-3 --out compare.html
  gantheory replay out/demo/run --lang ko --theme dark
  gantheory replay runs/mode_collapse/replays/seed-3 --out seed3.mp4
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory replay`."""
    parser.add_argument(
        "runs", nargs="+", type=Path, metavar="RUN", help="folders of recordings, left to right"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out/replay.html"), metavar="FILE",
        help="FILE.html or FILE.mp4 (default: out/replay.html)",
    )  # fmt: skip
    parser.add_argument("--lang", choices=("en", "ko"), default="en", help="(default: en)")
    parser.add_argument(
        "--theme", choices=("light", "dark"), default="light", help="(default: light)"
    )


def run(args: argparse.Namespace) -> int:
    """Write the page or the film and say where it is."""
    from gantheory.audit.report import require_audited
    from gantheory.errors import GanTheoryError
    from gantheory.recording import read_recording

    suffix = args.out.suffix.lower()
    if suffix not in (".html", ".mp4"):
        raise GanTheoryError(f"cannot write {args.out}; name a file that ends in .html or .mp4")
    recordings = [read_recording(folder) for folder in args.runs]
    for recording in recordings:
        require_audited(recording)
    if suffix == ".html":
        from gantheory.replay.page import Side, write_page

        sides = [Side(recording) for recording in recordings]
        write_page(args.out, sides, language=args.lang, theme=args.theme)
        print(f"written: {args.out}  ({args.out.stat().st_size / 1e6:.1f} MB)")
        return 0
    from gantheory.replay.film import write_replay_film

    seconds = write_replay_film(args.out, recordings, language=args.lang, theme=args.theme)
    print(f"written: {args.out}  ({seconds:.0f} s of film)")
    return 0
