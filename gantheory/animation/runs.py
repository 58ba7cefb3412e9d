"""Which recordings the scenes replay, and where they are made if they are missing."""

import sys
from pathlib import Path

from gantheory.animation.collapse import KIND, Collapse, read_collapse
from gantheory.animation.source import chosen_run, recorded
from gantheory.errors import GanTheoryError
from gantheory.recording import Recording

#: recordings that scenes had made, seen from the working folder
USUAL = Path("out") / "recordings"


def dirac_run(run: Path | None = None) -> Recording:
    """Read the paths of the Dirac-GAN (see `recorded`)."""
    from gantheory.animation.making import make_dirac_gan

    making = "recording one now, which takes some seconds"
    return recorded(run, "two_player", USUAL / "dirac_gan", make_dirac_gan, making)


def collapse_runs(run: Path | None = None) -> Collapse:
    """Read runs that collapse and the same with a remedy, trained if they are not there yet.

    A recording of kind "mixture_2d" that the user names is replayed alone.
    """
    from gantheory.animation.making import make_collapse

    usual = USUAL / "mode_collapse"
    named = chosen_run(run, KIND, usual)
    if named is None and not usual.exists():
        print(f"No recordings in {usual}: training six runs, about a minute.", file=sys.stderr)
        make_collapse(usual)
    return read_collapse(named or usual)


def helvetica_run(run: Path | None = None) -> Recording:
    """Read the run of G against a D that stands still (see `recorded`)."""
    from gantheory.animation.making import make_helvetica

    making = "training one now, which takes some seconds"
    return recorded(run, "helvetica", USUAL / "helvetica", make_helvetica, making)


def walk_run(run: Path | None = None) -> Recording:
    """Read a walk through z; by default the one that comes with this repository."""
    usual = Path(__file__).parents[2] / "experiments" / "results" / "mnist-250-seed0-walk"
    return recorded(run, "z_walk", usual, _no_walk, "")


def _no_walk(folder: Path) -> None:
    raise GanTheoryError(
        f"{folder} is missing; record a walk with experiments/z_walk.py and name it with --run"
    )
