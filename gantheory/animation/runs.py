"""Which recordings the scenes replay, and where they are made if they are missing."""

from pathlib import Path

from gantheory.animation.source import recorded
from gantheory.recording import Recording

#: recordings that scenes had made, seen from the working folder
USUAL = Path("out") / "recordings"


def dirac_run(run: Path | None = None) -> Recording:
    """Read the paths of the Dirac-GAN (see `recorded`)."""
    from gantheory.animation.making import make_dirac_gan

    making = "recording one now, which takes some seconds"
    return recorded(run, USUAL / "dirac_gan", make_dirac_gan, making)
