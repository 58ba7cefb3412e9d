"""Render one scene: by manim, or without it where another writer draws the same."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gantheory.animation.catalogue import Entry, entry
from gantheory.atomic import replacing
from gantheory.errors import GanTheoryError
from gantheory.figures.style import THEMES
from gantheory.recording import Recording


@dataclass(frozen=True)
class Quality:
    """Size and rate of a film, as manim's -ql, -qm and -qh have them."""

    width: int
    height: int
    rate: int


QUALITIES = {
    "l": Quality(854, 480, 15),
    "m": Quality(1280, 720, 30),
    "h": Quality(1920, 1080, 60),
}


@dataclass(frozen=True)
class Section:
    """A part of a film, as a file of its own for a slide.

    Attributes:
        name: as the scene calls it.
        seconds: its length.
        path: the MP4; None where sections are not kept.
        poster: a PNG of its last picture, likewise.
    """

    name: str
    seconds: float
    path: Path | None = None
    poster: Path | None = None


@dataclass(frozen=True)
class Film:
    """An animation that was written.

    Attributes:
        path: the MP4.
        poster: a PNG of its last picture.
        engine: "manim" or "matplotlib", whichever drew it.
        reason: why it was not manim; empty if it was.
        sections: its parts in order.
        sources: what it was drawn from: {"run": sha256} or {"claims": {id: verdict}}.
    """

    path: Path
    poster: Path
    engine: str
    reason: str = ""
    sections: tuple[Section, ...] = ()
    sources: dict[str, Any] | None = None

    @property
    def seconds(self) -> float:
        """The length of the film."""
        return round(sum(section.seconds for section in self.sections), 3)


def render_figure1(
    recording: Recording, out_path: str | os.PathLike[str], quality: str = "l"
) -> Film:
    """Replay a recorded run as Figure 1 and write it as MP4 (see `render_scene`)."""
    return render_scene("figure1", recording, out_path, quality)


def render_scene(
    name: str,
    recording: Any,
    out_path: str | os.PathLike[str],
    quality: str = "l",
    language: str = "en",
    theme: str = "light",
    *,
    sections: Path | None = None,
    on_segment: Callable[[int], None] | None = None,
) -> Film:
    """Render a scene as MP4 (H.264), with a poster beside it.

    manim draws it where it is installed and works; otherwise matplotlib draws the same frames at
    the same times, where the catalogue names a writer for that.

    Args:
        name: of the scene in the catalogue.
        recording: what it replays; None for scenes that replay nothing.
        out_path: the file to write, ending in .mp4; the poster takes the ending .png.
        quality: "l" 480p at 15 pictures per second, "m" 720p at 30, "h" 1080p at 60.
        language: "en" or "ko".
        theme: "light" or "dark".
        sections: a folder for one MP4 and one poster of each section; manim only.
        on_segment: called with the number of each section before it is drawn.

    Returns:
        What was written, and by what.

    Raises:
        GanTheoryError: if what the scene stands on does not hold, or an argument is unknown.
        OSError: if the file cannot be written.
    """
    found = entry(name)
    path = Path(out_path)
    for what, value, choices in (
        ("quality", quality, tuple(QUALITIES)),
        ("theme", theme, tuple(THEMES)),
    ):
        if value not in choices:
            raise GanTheoryError(f"unknown {what} {value!r}; choose one of {', '.join(choices)}")
    if path.suffix != ".mp4":
        raise GanTheoryError(f"the animation is an MP4, so name it .mp4 ({path})")
    reason = manim_missing()
    staging = (language, THEMES[theme])
    if not reason:
        return _by_manim(found, recording, path, QUALITIES[quality], staging, sections, on_segment)
    if not found.without_manim:
        raise GanTheoryError(f"the scene {name} is drawn by manim only, and {reason}")
    writer = import_module(found.without_manim)
    film = QUALITIES[quality]
    size = (film.width, film.height)
    timeline, last = writer.write_film(recording, path, size, film.rate, THEMES[theme], language)
    poster = path.with_suffix(".png")
    _write_png(last, poster)
    parts = tuple(Section(one.name, one.seconds + one.hold) for one in timeline.segments)
    return Film(path, poster, "matplotlib", reason, parts, {"run": recording.sha256})


def manim_missing() -> str:
    """Say why manim cannot draw here; empty if it can.

    It is tried, not only looked for: its libraries cairo and pango may be missing on a system
    that has the package itself.
    """
    for name in ("manim", "typst"):
        if find_spec(name) is None:
            return f"{name} is not installed (extra 'anim')"
    try:
        import manim  # noqa: F401
    except (ImportError, OSError) as error:
        return f"manim cannot be loaded: {error}"
    return ""


def _by_manim(
    found: Entry,
    recording: Any,
    path: Path,
    quality: Quality,
    staging: tuple[str, Any],
    sections: Path | None,
    on_segment: Callable[[int], None] | None,
) -> Film:
    """Render the scene in a folder of its own and move what it wrote to its place."""
    from manim import tempconfig

    from gantheory.animation.scene import prepare_manim

    prepare_manim()
    with tempfile.TemporaryDirectory(prefix="gantheory-") as folder:
        settings = {
            "media_dir": folder,
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_rate": quality.rate,
            "output_file": path.stem,
            "verbosity": "ERROR",
            "progress_bar": "none",
            "save_sections": sections is not None,
        }
        with tempconfig(settings):
            scene = found.scene_class()()
            scene.recording = recording
            scene.staging = staging
            scene.on_segment = on_segment
            scene.render()
            writer = scene.renderer.file_writer
            film = Path(writer.movie_file_path)
        parts = []
        for number, segment in enumerate(scene.play_of.timeline.segments):
            part = Section(segment.name, round(segment.seconds + segment.hold, 3))
            if sections is not None:
                stem = sections / f"{number + 1:02}-{segment.name}"
                part = Section(
                    part.name, part.seconds, stem.with_suffix(".mp4"), stem.with_suffix(".png")
                )
                _move(Path(writer.sections_output_dir) / writer.sections[number].video, part.path)
                _write_png(scene.posters[segment.name], part.poster)
            parts.append(part)
        _move(film, path)
    poster = path.with_suffix(".png")
    _write_png(scene.posters[parts[-1].name], poster)
    return Film(path, poster, "manim", "", tuple(parts), scene.play_of.sources)


def _move(source: Path, target: Path | None) -> None:
    """Copy a file to its place, whole or not at all: the place may be on another disk."""
    assert target is not None
    with replacing(target) as temporary:
        shutil.copyfile(source, temporary)


def _write_png(image: Any, path: Path | None) -> None:
    """Save a picture, an array (height, width, 3), as PNG."""
    from PIL import Image

    assert path is not None
    with replacing(path) as temporary:
        Image.fromarray(image).save(temporary)
