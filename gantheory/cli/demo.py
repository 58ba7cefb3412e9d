"""Prove, train, compare, draw: everything in one go.

Checks the claims, trains a GAN on a 1-D density by Algorithm 1, prints theory against
experiment, and writes Figure 1 (PNG, SVG), its animation (MP4) and report.html.
"""

import argparse
from pathlib import Path

EXAMPLES = """\
examples:
  gantheory demo                         into out/demo
  gantheory demo --out talk --quality h  a 1080p animation
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory demo`."""
    parser.add_argument(
        "--out", type=Path, default=Path("out/demo"), help="folder to write (default: out/demo)"
    )
    parser.add_argument(
        "--quality",
        choices=("l", "m", "h"),
        default="l",
        help="of the animation: 480p, 720p or 1080p (default: l)",
    )


def run(args: argparse.Namespace) -> int:
    """Run the demo."""
    from gantheory.demo import run_demo

    return run_demo(args.out, args.quality)
