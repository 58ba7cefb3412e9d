"""Record a walk through z with a trained generator, for the scene mnist_interpolation."""

import sys
from pathlib import Path

import tyro

from gantheory.errors import guard

DESCRIPTION = """\
Walk in straight lines through z with the last checkpoint of an image run, and record the images
and what D says of them; a few hundred kilobytes, to be shown where the checkpoint is not. Example:
  python experiments/mnist.py --out runs/mnist
  python experiments/z_walk.py --run runs/mnist --out runs/walk
  gantheory animate mnist_interpolation --run runs/walk
"""


def main(
    run: Path,
    out: Path,
    seed: int = 0,
    anchors: int = 8,
    steps: int = 16,
    data_dir: Path | None = None,
) -> int:
    """Record the walk.

    Args:
        run: folder of an image run with checkpoints.
        out: folder of the recording.
        seed: of the draws of z.
        anchors: how many draws the walk passes; it ends where it began.
        steps: pictures from one draw to the next.
        data_dir: folder of the image sets, as for the image runs.
    """
    from gantheory.images.z_walk import record_walk

    folder = record_walk(run, out, seed, anchors, steps, data_dir)
    print(f"written: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION)))
