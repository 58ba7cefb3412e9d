"""Makes the recordings that scenes replay by default, where they are missing.

Apart from the modules that draw, because what was made is told by the hash of the recording: an
edit of the training code does not draw a film again.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any


def make_dirac_gan(folder: Path) -> None:
    """Record the paths of the Dirac-GAN: some seconds."""
    from gantheory.theory_runs.rotation import record_paths, shown_paths

    record_paths(shown_paths(), str(folder), seed=0)


def make_helvetica(folder: Path) -> None:
    """Train G against a D that stands still, and record it: some seconds."""
    from gantheory.theory_runs.helvetica import measure, record

    record(measure(0, lambda done: None), str(folder), seed=0)


#: which seeds of the gallery's configuration are shown: the first ones, not the best ones
COLLAPSE_SEEDS = (0, 1, 2)
#: what cures them; tried on seeds 0 to 3, of which all then hold 8 modes
REMEDY: dict[str, Any] = {"k": 10, "r1": 0.1}


def make_collapse(folder: Path) -> None:
    """Train and record the seeds of mode collapse without and with the remedy."""
    import shutil

    from rich.console import Console

    from gantheory.compile_cache import use_compile_cache
    from gantheory.replay.gallery import GALLERY
    from gantheory.sweep.devices import use_all_cores

    use_all_cores()
    use_compile_cache()
    from gantheory.sweep.replay import record_seeds

    exhibit = GALLERY["rotation"]
    config = replace(exhibit.config, seeds=len(COLLAPSE_SEEDS), first_seed=COLLAPSE_SEEDS[0])
    folder.parent.mkdir(parents=True, exist_ok=True)
    # trained beside its place: what is in its place is whole
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    console = Console(stderr=True)
    parts = {"failing": config, "cured": replace(config, **REMEDY)}
    for number, (part, settings) in enumerate(parts.items(), start=1):
        told = f"training {len(COLLAPSE_SEEDS)} runs, part {number} of {len(parts)} ({part})"
        console.print(told, highlight=False)
        with console.status(told):
            record_seeds(settings, COLLAPSE_SEEDS, unfinished / part, exhibit.every)
    unfinished.rename(folder)
