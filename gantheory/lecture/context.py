"""What every part of the lecture is given: language, looks, the lecturer's settings, materials."""

from dataclasses import dataclass

from gantheory import __version__
from gantheory.figures.style import THEMES, Theme
from gantheory.lecture.config import LectureConfig
from gantheory.lecture.materials import Materials


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
