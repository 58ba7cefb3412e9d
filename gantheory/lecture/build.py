"""Build lectures: part after part, language after language, nothing again that is there already."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gantheory.lecture.context import Context
from gantheory.lecture.manifest import described, part_records
from gantheory.lecture.parts import Part

#: parts that show films
_WITH_FILMS = ("slides",)
FILMS = "films"


@dataclass(frozen=True)
class Built:
    """A part that is there now.

    Attributes:
        files: how many there are.
        seconds: how long it took.
        written: whether anything was written now.
        note: what the lecturer should know.
    """

    language: str
    part: str
    files: int
    seconds: float
    written: bool
    note: str = ""


def build(
    contexts: Sequence[Context],
    parts: Sequence[Part],
    out: Path,
    progress: Callable[[str], None] = lambda what: None,
) -> Iterator[Built]:
    """Build parts of lectures, one after the other, and say of each how long it took.

    Args:
        contexts: one per language.
        parts: in the order in which they are built.
        out: the folder of the whole build; each language has a folder in it.
        progress: called with what is being made.

    Raises:
        GanTheoryError: if something that a part shows is missing or does not hold.
        OSError: if a file cannot be written.
    """
    for context in contexts:
        if any(part.name in _WITH_FILMS for part in parts):
            progress(f"{context.language} {FILMS}")
            yield _films(context)
        for part in parts:
            progress(f"{context.language} {part.name}")
            yield _build_part(context, part, out)


def steps(contexts: Sequence[Context], parts: Sequence[Part]) -> int:
    """How many results `build` gives."""
    return len(contexts) * (len(parts) + any(part.name in _WITH_FILMS for part in parts))


def _build_part(context: Context, part: Part, out: Path) -> Built:
    started = time.perf_counter()
    folder = out / context.language
    records, name = part_records(out), f"{context.language}-{part.name}"
    key = part.key_for(context)
    fresh = records.fresh(name, key)
    if not fresh:
        folder.mkdir(parents=True, exist_ok=True)
        part.write(context, folder)
        paths = [folder / file for file in part.files]
        records.keep(name, key, paths, described(context, part.name))
    seconds = time.perf_counter() - started
    return Built(context.language, part.name, len(part.files), seconds, written=not fresh)


def _films(context: Context) -> Built:
    """Render the films of the chosen slides that are not there."""
    from gantheory.animation.render import manim_missing
    from gantheory.lecture.slides.deck import scenes

    started = time.perf_counter()
    earlier = _times(context)
    films = [context.materials.film(scene) for scene in scenes(context.config)]
    stills = [film.scene for film in films if film.engine == "stills"]
    note = ""
    if reason := manim_missing():
        note = f"without Manim ({reason}): drawn by matplotlib"
        note += f", as stills: {', '.join(stills)}" if stills else ""
    seconds = time.perf_counter() - started
    written = _times(context) != earlier
    return Built(context.language, FILMS, len(films), seconds, written, note)


def _times(context: Context) -> dict[str, int]:
    """When each film was written."""
    folder = context.materials.films_folder
    return {path.name: path.stat().st_mtime_ns for path in folder.rglob("*.mp4")}
