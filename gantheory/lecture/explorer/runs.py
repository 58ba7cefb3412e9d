"""Which recorded runs the explorer shows, two beside each other, and how they are made if missing.

Beside each run stands another with the same seed: trained with the other loss of G, or with a
remedy. The failures are those of the gallery, whose signs are judged by its own tests.
"""

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording, read_recording
from gantheory.replay.symptoms import SYMPTOMS

#: where the recordings are kept, seen from the working folder
USUAL = Path("out") / "recordings" / "explorer"
#: names of runs that en.toml and ko.toml tell of
NAMES = ("healthy", "vanishing", "collapse", "rotation")
#: what cures the rotation: with it the run of seed 2 holds all eight modes
_CURE: dict[str, Any] = {"k": 10, "r1": 0.1}


@dataclass(frozen=True, eq=False)
class ExplorerRun:
    """Two recordings that stand beside each other.

    Attributes:
        name: one of `NAMES`.
        sides: one or two recordings, of the same dimension.
    """

    name: str
    sides: tuple[Recording, ...]

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise GanTheoryError(f"the explorer knows no run {self.name!r}: {', '.join(NAMES)}")
        if not 1 <= len(self.sides) <= 2:
            raise GanTheoryError("the explorer shows one recording, or two beside each other")


def standard_runs(folder: Path = USUAL, line: Recording | None = None) -> list[ExplorerRun]:
    """The runs that every explorer shows; recorded now, in about a minute, where they are missing.

    Args:
        folder: where they are kept.
        line: the main 1-D run; None for the usual one.

    Raises:
        GanTheoryError: if a recording was altered or fails its audit.
        OSError: if they cannot be written.
    """
    from gantheory.animation.source import mixture_run
    from gantheory.audit.report import require_audited

    if line is None:
        line = mixture_run()
        require_audited(line)

    if not all((folder / name).exists() for name in _recorders()):
        print(f"Recordings for the explorer are missing in {folder}: training.", file=sys.stderr)

    def kept(name: str) -> Recording:
        place = folder / name
        if not place.exists():
            _make(name, place)
        return read_recording(_recording_in(place))

    return [
        ExplorerRun("healthy", (line, kept("healthy-non-saturating"))),
        *(
            ExplorerRun(name, (kept(f"{name}-0"), kept(f"{name}-1")))
            for name in ("vanishing", "collapse", "rotation")
        ),
    ]


def told_of(run: ExplorerRun) -> dict[str, str]:
    """Numbers that texts tell of a run, for each side by its number: k_0, captured_1, ..."""
    found: dict[str, str] = {}
    for number, side in enumerate(run.sides):
        config = side.config
        found[f"k_{number}"] = str(config.get("k", "?"))
        if "mode_weights" in side.arrays:
            found["modes"] = str(len(side["mode_weights"]))
            found[f"captured_{number}"] = f"{SYMPTOMS['modes_captured'](side):g}"
        if number == 0 and "discriminator_rate" in config:
            ratio = config["generator_rate"] / config["discriminator_rate"]
            found["ratio"] = f"{ratio:.3g}"
    return found


def _recording_in(place: Path) -> Path:
    """The folder of the one recording below a folder."""
    found = [path.parent for path in place.rglob("manifest.json")]
    if len(found) != 1:
        raise GanTheoryError(f"{place} holds no recording; delete it and build again")
    return found[0]


def _make(name: str, place: Path) -> None:
    """Train and record a run beside its place, audit it, and put it there: what is there is whole.

    Raises:
        GanTheoryError: if it fails its audit.
    """
    from gantheory.audit.report import require_audited
    from gantheory.compile_cache import use_compile_cache

    use_compile_cache()
    unfinished = place.with_name(f"{place.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    _recorders()[name](unfinished)
    require_audited(read_recording(_recording_in(unfinished)))
    unfinished.rename(place)


def _recorders() -> dict[str, Callable[[Path], object]]:
    """How each recording is made."""
    from gantheory.line.config import MixtureConfig
    from gantheory.line.run import run_mixture
    from gantheory.replay.gallery import GALLERY
    from gantheory.sweep.config import SweepConfig
    from gantheory.sweep.replay import record_seeds

    def seed_of(config: SweepConfig, every: int) -> Callable[[Path], Sequence[Path]]:
        return lambda folder: record_seeds(config, [config.first_seed], folder, every)

    found: dict[str, Callable[[Path], object]] = {
        "healthy-non-saturating": lambda folder: run_mixture(
            MixtureConfig(game="non_saturating"), folder
        )
    }
    exhibits = {
        "vanishing": "vanishing_gradient",
        "collapse": "full_collapse",
        "rotation": "rotation",
    }
    for name, exhibit in ((name, GALLERY[key]) for name, key in exhibits.items()):
        cured = replace(exhibit.config, **_CURE) if name == "rotation" else exhibit.cured
        found[f"{name}-0"] = seed_of(exhibit.config, exhibit.every)
        found[f"{name}-1"] = seed_of(cured, exhibit.every)
    return found
