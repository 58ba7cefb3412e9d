"""What every part of the lecture is given: language, looks, the lecturer's settings, materials."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gantheory import __version__
from gantheory.figures.style import THEMES, Theme
from gantheory.lecture.config import DEFAULTS, LectureConfig
from gantheory.lecture.materials import Materials

#: where a build keeps what it does not give out: films, and records of what is there
HIDDEN = ".build"


@dataclass(frozen=True)
class Context:
    """One lecture in one language.

    Attributes:
        language: "en" or "ko".
        theme: "light" or "dark".
        quality: of films: "l" 480p, "m" 720p or "h" 1080p.
        config: what the lecturer set.
        materials: recordings, figures, films, claims and results.
    """

    language: str
    theme: str
    quality: str
    config: LectureConfig
    materials: Materials

    @property
    def colors(self) -> Theme:
        """The colours of the theme."""
        return THEMES[self.theme]

    @property
    def footer(self) -> str:
        """What every page, slide and sheet prints: the program and the main recording."""
        return f"gantheory {__version__} · run {self.materials.line.sha256}"


def open_context(
    out: Path,
    language: str,
    theme: str = "",
    quality: str = "l",
    config: LectureConfig = DEFAULTS,
    on_film: Callable[[str, int, int], None] = lambda scene, number, of: None,
) -> Context:
    """Make a context whose outputs are in a folder.

    Args:
        out: the folder of the whole build.
        language: "en" or "ko".
        theme: "light" or "dark"; "" takes the configuration's.
        quality: of films.
        config: what the lecturer set.
        on_film: called with a scene, the section being drawn and their count.
    """
    theme = theme or config.theme
    kept = out / HIDDEN
    materials = Materials(
        language, theme, quality, out / language / "figures", kept / "films", kept / "records",
        on_film,
    )  # fmt: skip
    return Context(language, theme, quality, config, materials)
