"""Makes the recordings that scenes replay by default, where they are missing.

Apart from the modules that draw, because what was made is told by the hash of the recording: an
edit of the training code does not draw a film again.
"""

from pathlib import Path


def make_dirac_gan(folder: Path) -> None:
    """Record the paths of the Dirac-GAN: some seconds."""
    from gantheory.theory_runs.rotation import record_paths, shown_paths

    record_paths(shown_paths(), str(folder), seed=0)
