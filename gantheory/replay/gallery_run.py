"""Carries out exhibits of the gallery: trains, records and judges both runs, makes the page."""

import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gantheory.audit.report import require_audited
from gantheory.errors import GanTheoryError
from gantheory.provenance import made_by
from gantheory.recording import Recording, read_recording
from gantheory.replay.gallery import Exhibit, Finding, judge
from gantheory.replay.page import Side, write_page
from gantheory.replay.words import words
from gantheory.sweep.config import SweepConfig

#: (name of the exhibit, "failure" or "cure") when its training begins
Tell = Callable[[str, str], None]


@dataclass(frozen=True, eq=False)
class Shown:
    """An exhibit that was carried out.

    Attributes:
        name: of the exhibit.
        exhibit: what it is.
        failure: the recording of the run that is to fail.
        cure: that of the run with the remedy.
        failed: the signs of failure, held against `failure`.
        cured: the signs of cure, held against `cure`.
        seconds: that both runs took, with compiling and recording.
    """

    name: str
    exhibit: Exhibit
    failure: Recording
    cure: Recording
    failed: list[Finding]
    cured: list[Finding]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether the failure happened and the cure cured it."""
        return all(finding.holds for finding in (*self.failed, *self.cured))

    def to_json(self) -> dict[str, Any]:
        """What was found, as plain data."""
        plain = asdict(SweepConfig())
        config = asdict(self.exhibit.config)
        return {
            "name": self.name,
            "title": words(f"gallery.{self.name}", "en"),
            "source": self.exhibit.source,
            "seed": self.exhibit.seed,
            "config": {key: value for key, value in config.items() if value != plain[key]},
            "remedy": dict(self.exhibit.remedy),
            "failure": [finding.to_json() for finding in self.failed],
            "cure": [finding.to_json() for finding in self.cured],
            "holds": self.holds,
            "recordings": {
                "failure": self.failure.manifest["sha256"]["arrays.npz"],
                "cure": self.cure.manifest["sha256"]["arrays.npz"],
            },
            "seconds": round(self.seconds, 1),
        }


def carry_out(
    name: str, exhibit: Exhibit, out: str | os.PathLike[str], tell: Tell | None = None
) -> Shown:
    """Train, record and judge both runs of an exhibit.

    Args:
        name: of the exhibit.
        exhibit: what to do.
        out: the recordings go to OUT/NAME/failure and OUT/NAME/cure.
        tell: is told when a training begins.

    Raises:
        GanTheoryError: if a recording fails its audit.
        OSError: where nothing can be written.
    """
    from gantheory.sweep.replay import record_seeds

    began = time.perf_counter()
    recordings = []
    for part, config in (("failure", exhibit.config), ("cure", exhibit.cured)):
        if tell is not None:
            tell(name, part)
        folder = Path(out) / name / part
        [written] = record_seeds(config, [exhibit.seed], folder, exhibit.every)
        recording = read_recording(written)
        require_audited(recording)
        recordings.append(recording)
    seconds = time.perf_counter() - began
    failure, cure = recordings
    return Shown(
        name,
        exhibit,
        failure,
        cure,
        judge(failure, exhibit.failure),
        judge(cure, exhibit.cure),
        seconds,
    )


def write_exhibit_page(
    shown: Shown, path: str | os.PathLike[str], language: str = "en", theme: str = "light"
) -> Path:
    """Write the page that shows failure and cure side by side, with what was measured.

    Args:
        shown: an exhibit that was carried out.
        path: the HTML file.
        language: "en" or "ko".
        theme: "light" or "dark".
    """
    remedy = ", ".join(f"{key} = {value}" for key, value in shown.exhibit.remedy.items())

    def say(key: str, **values: object) -> str:
        return words(f"gallery.{key}", language, **values)

    def signs(findings: list[Finding]) -> str:
        return "; ".join(sentence(finding, language) for finding in findings)

    seed = shown.exhibit.seed
    return write_page(
        path,
        [
            Side(shown.failure, say("heading_failure", seed=seed), signs(shown.failed)),
            Side(shown.cure, say("heading_cure", remedy=remedy, seed=seed), signs(shown.cured)),
        ],
        title=say(shown.name),
        lead=[say(f"{shown.name}_what"), say("source", source=shown.exhibit.source)],
        language=language,
        theme=theme,
    )


def sentence(finding: Finding, language: str = "en") -> str:
    """A finding in words: the symptom, its value, what was asked, and whether it holds."""
    sign = finding.sign
    if (sign.least is None) == (sign.most is None):
        raise GanTheoryError(f"the sign {sign.symptom!r} needs one bound, at least or at most")
    key = "at_most" if sign.least is None else "at_least"
    bound = sign.most if sign.least is None else sign.least
    return words(
        f"gallery.{key}",
        language,
        symptom=words(f"symptoms.{sign.symptom}", language),
        value=f"{finding.value:.3g}",
        bound=f"{bound:g}",
        verdict=words("gallery.holds" if finding.holds else "gallery.fails", language),
    )


def results(shown: list[Shown]) -> dict[str, Any]:
    """All exhibits as plain data, with what program and machine they come from."""
    import platform

    import jax

    return {
        "kind": "gallery",
        **made_by(),
        "device": f"{jax.devices()[0].platform} {platform.machine()}",
        "exhibits": [each.to_json() for each in shown],
    }
