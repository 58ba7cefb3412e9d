"""Render many scenes in one process, none again that would come out the same, and list them.

A folder of films holds, for every scene and choice of language, theme and size, an MP4, a poster,
a folder with one MP4 and one poster per section, and manifest.json, which says what each film was
drawn from and by what. Slides read that file.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gantheory import __version__
from gantheory.animation.catalogue import SCENES, entry
from gantheory.animation.freshness import film_key
from gantheory.animation.render import QUALITIES, Film, manim_missing, render_scene
from gantheory.animation.source import run_kind
from gantheory.atomic import write_json
from gantheory.errors import GanTheoryError
from gantheory.notation.texts import spoken, table, text

#: the list of films in their folder
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Options:
    """How films are rendered (see `render_scene`)."""

    quality: str = "l"
    language: str = "en"
    theme: str = "light"

    def stem(self, scene: str) -> str:
        """What the files of a scene's film are called."""
        return f"{scene}-{self.language}-{self.theme}-{QUALITIES[self.quality].height}p"


@dataclass(frozen=True)
class Listed:
    """A film of the list.

    Attributes:
        scene: its name.
        path: the MP4.
        engine: what drew it.
        seconds: how long it took to render; 0 if nothing had changed.
        rendered: whether it was rendered now.
    """

    scene: str
    path: Path
    engine: str
    seconds: float
    rendered: bool


def scenes_to_render(names: Sequence[str], kind: str = "") -> list[str]:
    """Which scenes are meant, in the catalogue's order.

    Args:
        names: as given; none means all that can be drawn here.
        kind: of the recording that was given, if one was; without names, only scenes that replay
            such a recording are meant.

    Raises:
        GanTheoryError: for an unknown scene, or a recording that none of the scenes replays.
    """
    wanted = [name for name in SCENES if name in {*names} or not names]
    for name in names:
        entry(name)
    if kind:
        replaying = [name for name in wanted if SCENES[name].replays == kind]
        if not replaying:
            known = sorted({one.replays for one in SCENES.values() if one.replays})
            raise GanTheoryError(
                f"none of these scenes replays a recording of kind {kind!r}; kinds that scenes "
                f"replay: {', '.join(known)}"
            )
        wanted = wanted if names else replaying
    if not names and manim_missing():
        wanted = [name for name in wanted if SCENES[name].without_manim]
    return wanted


def render_all(
    names: Sequence[str],
    directory: str | os.PathLike[str],
    options: Options = Options(),
    run: Path | None = None,
    progress: Callable[[str, int, int], None] = lambda scene, number, of: None,
) -> Iterator[Listed]:
    """Render scenes one after the other, skip what would come out the same, keep the list.

    Args:
        names: scenes, as `scenes_to_render` gives them.
        directory: the folder of films.
        options: quality, language, theme.
        run: a recording for the scenes that replay one of its kind.
        progress: called with a scene, the number of the section being drawn and their count.

    Raises:
        GanTheoryError: if what a scene stands on does not hold.
        OSError: if a file cannot be written.
    """
    folder = Path(directory)
    kind = run_kind(run) if run else ""
    reason = manim_missing()
    engine = "matplotlib" if reason else "manim"
    for name in names:
        found = entry(name)
        recording = found.load(run if found.replays == kind else None)
        chosen = {**vars(options), "engine": engine}
        key = film_key(found.module, getattr(recording, "sha256", ""), chosen)
        stem = options.stem(name)
        listed = read_list(folder)
        if _is_there(folder, listed.get(stem), key):
            yield Listed(name, folder / f"{stem}.mp4", engine, 0.0, rendered=False)
            continue
        started = time.perf_counter()
        count = len(captions(name, options.language))
        film = render_scene(
            name,
            recording,
            folder / f"{stem}.mp4",
            options.quality,
            options.language,
            options.theme,
            sections=folder / stem,
            on_segment=lambda number, name=name, of=count: progress(name, number, of),  # type: ignore[misc]
        )
        described = describe(name, film, folder, options, key)
        write_json(
            folder / MANIFEST,
            {"kind": "gantheory-films", "films": {**read_list(folder), stem: described}},
        )
        seconds = time.perf_counter() - started
        yield Listed(name, film.path, film.engine, seconds, rendered=True)


def captions(scene: str, language: str) -> dict[str, str]:
    """What a scene says, section by section, for the ear."""
    prefix = f"{scene}.caption."
    return {
        key.removeprefix(prefix): spoken(written, language)
        for key, written in table(language).items()
        if key.startswith(prefix)
    }


def describe(scene: str, film: Film, folder: Path, options: Options, key: str) -> dict[str, Any]:
    """A film's entry in the list."""

    def relative(path: Path | None) -> str | None:
        return path.relative_to(folder).as_posix() if path else None

    quality = QUALITIES[options.quality]
    said = captions(scene, options.language)
    return {
        "scene": scene,
        "title": spoken(text(f"{scene}.title", options.language), options.language),
        "language": options.language,
        "theme": options.theme,
        "width": quality.width,
        "height": quality.height,
        "rate": quality.rate,
        "seconds": film.seconds,
        "file": relative(film.path),
        "sha256": _sha256(film.path),
        "poster": relative(film.poster),
        "alt": " ".join(said.values()),
        "sections": [
            {
                "name": part.name,
                "seconds": part.seconds,
                "file": relative(part.path),
                "poster": relative(part.poster),
            }
            for part in film.sections
        ],
        "sources": film.sources,
        "engine": film.engine,
        "gantheory_version": __version__,
        "key": key,
    }


def read_list(folder: Path) -> dict[str, Any]:
    """The films listed in a folder; none if there is no list that can be read."""
    try:
        document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        films = document["films"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return films if isinstance(films, dict) else {}


def _is_there(folder: Path, listed: Any, key: str) -> bool:
    """Whether a film is there, whole, and would come out the same."""
    try:
        parts = [
            path for one in listed["sections"] for path in (one["file"], one["poster"]) if path
        ]
        return (
            listed["key"] == key
            and _sha256(folder / listed["file"]) == listed["sha256"]
            and all((folder / path).is_file() for path in (listed["poster"], *parts))
        )
    except (OSError, KeyError, TypeError):
        return False


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
