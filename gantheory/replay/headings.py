"""What runs are called beside each other: game, target, seed, and the settings that differ."""

from collections.abc import Sequence
from typing import Any

from gantheory.recording import Recording
from gantheory.replay.words import words

#: told by the heading anyway, or not a setting of the run but of the sweep it belongs to
_TOLD = {"target", "game", "seed", "seeds", "first_seed"}


def names_of(recording: Recording) -> dict[str, Any]:
    """What a run is called by: its target, game and seed."""
    manifest = recording.manifest
    target = manifest.get("target", {}).get("name") or recording.config.get("target", "?")
    game = manifest.get("game") or recording.config.get("game", "?")
    return {"target": target, "game": game, "seed": manifest["seed"]}


def headings_of(recordings: Sequence[Recording], language: str) -> list[str]:
    """A heading for each run; settings are named where runs of one kind differ in them.

    Args:
        recordings: as they stand beside each other.
        language: "en" or "ko".
    """
    headings = []
    for own in recordings:
        alike = [r.config for r in recordings if r.manifest["kind"] == own.manifest["kind"]]
        differing = [
            f"{name} = {value}"
            for name, value in own.config.items()
            if name not in _TOLD and any(config.get(name) != value for config in alike)
        ]
        heading = words("page.heading", language, **names_of(own))
        headings.append(" · ".join([heading, *differing]))
    return headings
