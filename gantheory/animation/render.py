"""Render Figure 1's animation from a recording in hand: by manim, or without it."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from gantheory.atomic import replacing
from gantheory.errors import GanTheoryError
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
class Film:
    """An animation that was written.

    Attributes:
        path: the MP4.
        poster: a PNG of its last picture.
        engine: "manim" or "matplotlib", whichever drew it.
        reason: why it was not manim; empty if it was.
    """

    path: Path
    poster: Path
    engine: str
    reason: str = ""


def render_figure1(
    recording: Recording, out_path: str | os.PathLike[str], quality: str = "l"
) -> Film:
    """Replay a recorded run as Figure 1 and write it as MP4 (H.264), with a poster beside it.

    manim draws it where it is installed and works; otherwise matplotlib draws the same frames at
    the same times.

    Args:
        recording: a run of kind "mixture_1d" that passes the audit.
        out_path: the file to write, ending in .mp4; the poster takes the ending .png.
        quality: "l" 480p at 15 pictures per second, "m" 720p at 30, "h" 1080p at 60.

    Returns:
        What was written, and by what.

    Raises:
        GanTheoryError: if the recording fails the audit or has no panels for Figure 1, or the
            quality or the file's ending is unknown.
        OSError: if the file cannot be written.
    """
    path = Path(out_path)
    if quality not in QUALITIES:
        raise GanTheoryError(f"unknown quality {quality!r}; choose one of {', '.join(QUALITIES)}")
    if path.suffix != ".mp4":
        raise GanTheoryError(f"the animation is an MP4, so name it .mp4 ({path})")
    reason = manim_missing()
    poster = path.with_suffix(".png")
    if reason:
        from gantheory.animation.fallback import write_film

        film = QUALITIES[quality]
        write_film(recording, path, (film.width, film.height), film.rate)
    else:
        _render_by_manim(recording, path, QUALITIES[quality])
    _write_poster(path, poster)
    return Film(path, poster, "matplotlib" if reason else "manim", reason)


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


def _render_by_manim(recording: Recording, path: Path, quality: Quality) -> None:
    """Render the scene in a folder of its own and move the film to its place."""
    from manim import tempconfig

    from gantheory.animation.scene import RecordedFigure1, prepare_manim

    prepare_manim()
    with tempfile.TemporaryDirectory(prefix="gantheory-") as folder:
        settings = {
            "media_dir": folder,
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_rate": quality.rate,
            "output_file": "figure1",
            "verbosity": "ERROR",
            "progress_bar": "none",
        }
        with tempconfig(settings):
            scene = RecordedFigure1()
            scene.recording = recording
            scene.render()
            film = Path(scene.renderer.file_writer.movie_file_path)
        with replacing(path) as temporary:
            shutil.copyfile(film, temporary)


def _write_poster(film: Path, poster: Path) -> None:
    """Save the last picture of a film, the state that the run arrives at."""
    import av

    last = None
    with av.open(str(film)) as container:
        for picture in container.decode(video=0):
            last = picture
    if last is None:
        raise GanTheoryError(f"the film {film} has no pictures; render it again")
    with replacing(poster) as temporary:
        last.to_image().save(temporary)
