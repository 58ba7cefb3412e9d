"""Figures 2 and 3 of the paper, from the checkpoints of runs."""

import sys
from pathlib import Path

import tyro

from gantheory.errors import guard

DESCRIPTION = """\
Draw Figure 2 (samples with their nearest training image) or Figure 3 (straight lines through z)
from trained checkpoints. Examples:
  python experiments/figures.py 2 --mnist runs/mnist --out figure2.png
  python experiments/figures.py 2 --mnist runs/mnist --faces runs/faces48_train \\
      --cifar10-fc runs/cifar10_fully_connected --cifar10-conv runs/cifar10_convolutional
  python experiments/figures.py 3 --run runs/mnist --seed 1 --out figure3.png

Panels without a run are said to be missing.
"""


def figure2(
    mnist: Path | None = None,
    faces: Path | None = None,
    cifar10_fc: Path | None = None,
    cifar10_conv: Path | None = None,
    seed: int = 0,
    out: Path = Path("figure2.png"),
    data_dir: Path | None = None,
) -> int:
    """Draw the four panels of samples; the last column is the nearest training image.

    Args:
        mnist: folder of a run on MNIST, panel (a).
        faces: of tfd_train, or of faces48_train in its place, panel (b).
        cifar10_fc: of cifar10_fully_connected, panel (c).
        cifar10_conv: of cifar10_convolutional, panel (d).
        seed: of the draws of z.
        out: the picture, .png or .svg.
        data_dir: folder of the image sets.
    """
    from gantheory.errors import GanTheoryError

    runs = dict(zip("abcd", (mnist, faces, cifar10_fc, cifar10_conv), strict=True))
    if not any(runs.values()):
        raise GanTheoryError("no run is named: give the folder of at least one, such as --mnist")
    _check(out, seed)

    from gantheory.figures.paper_sheets import write_figure2
    from gantheory.images.paper_panels import PANELS, panel_of_run

    panels = {}
    for letter, run in runs.items():
        if run is None:
            print(f"({letter}) {PANELS[letter][0]}: missing, no run is named")
            continue
        panels[letter] = panel = panel_of_run(letter, run, seed, data_dir)
        near = ", ".join(
            f"{place} at {distance:.2f}"
            for place, distance in zip(panel.indices, panel.distances, strict=True)
        )
        print(f"({letter}) {panel.title}: {panel.source}; nearest training images {near}")
    write_figure2(panels, out)
    print(f"written: {out}")
    return 0


def figure3(
    run: Path,
    seed: int = 0,
    strips: int = 2,
    length: int = 14,
    out: Path = Path("figure3.png"),
) -> int:
    """Draw images along straight lines through z.

    Args:
        run: folder of a run, of MNIST in the paper.
        seed: of the draws of z.
        strips: how many lines.
        length: images on each.
        out: the picture, .png or .svg.
    """
    _check(out, seed)

    from gantheory.figures.paper_sheets import write_figure3
    from gantheory.images.paper_panels import strips_of_run

    write_figure3(strips_of_run(run, seed, strips, length), out)
    print(f"written: {out}")
    return 0


def _check(out: Path, seed: int) -> None:
    from gantheory.errors import GanTheoryError
    from gantheory.seeds import check_seed

    if out.suffix not in (".png", ".svg"):
        raise GanTheoryError(f"--out {out} is to end in .png or .svg")
    check_seed(seed, "--seed")


if __name__ == "__main__":
    sys.exit(
        guard(
            lambda: tyro.extras.subcommand_cli_from_dict(
                {"2": figure2, "3": figure3}, description=DESCRIPTION
            )
        )
    )
