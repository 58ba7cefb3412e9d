"""What a lecturer may set: one TOML file with name, logo, theme, sections and slides of their own.

lecturer = "Ada Kim"                # or {en = "Ada Kim", ko = "김에이다"}
affiliation = "A University"
date = "Spring term"                # printed as it stands; nothing is printed by default
logo = "logo.png"                   # beside this file; PNG, JPEG or SVG
theme = "dark"
sections = ["game", "theorem1"]     # default: all of them

[[extra]]                           # a slide of your own
after = "theorem1"                  # a section, or "start" or "end"
title = "Our own result"            # any text may be {en = "...", ko = "..."}
bullets = ["one", "two"]
notes = "What to say."
image = "result.png"
image_alt = "What the picture shows."
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.figures.style import THEMES
from gantheory.notation.formulas import LANGUAGES

#: the sections of the lecture, in order
SECTIONS = (
    "models",
    "game",
    "algorithm1",
    "figure1",
    "proposition1",
    "theorem1",
    "proposition2",
    "saturation",
    "experiments",
    "mode_collapse",
    "trade_offs",
    "afterwards",
    "mistakes",
    "exercises",
)
#: where a slide of the lecturer's own may stand besides after a section
START, END = "start", "end"
PICTURES = (".png", ".jpg", ".jpeg", ".svg")


@dataclass(frozen=True)
class ExtraSlide:
    """A slide of the lecturer's own, in one language.

    Attributes:
        after: a section, "start" or "end".
        title: its heading.
        bullets: its lines, plain text.
        notes: for the speaker.
        image: a picture; None if there is none.
        image_alt: the picture in words.
    """

    after: str
    title: str
    bullets: tuple[str, ...] = ()
    notes: str = ""
    image: Path | None = None
    image_alt: str = ""


@dataclass(frozen=True)
class LectureConfig:
    """What the lecturer set, in one language; texts are "" where nothing was set.

    Attributes:
        sections: those that are shown, in the lecture's order; () means all.
    """

    lecturer: str = ""
    affiliation: str = ""
    date: str = ""
    logo: Path | None = None
    theme: str = "light"
    sections: tuple[str, ...] = ()
    extra: tuple[ExtraSlide, ...] = ()

    def shows(self, section: str) -> bool:
        """Whether a section is part of this lecture."""
        return not self.sections or section in self.sections


DEFAULTS = LectureConfig()


def read_config(path: Path | None, language: str) -> LectureConfig:
    """Read a lecturer's settings in one language.

    Args:
        path: the TOML file; None gives the defaults.
        language: picks from texts that are given per language.

    Raises:
        GanTheoryError: for a file that is missing or no TOML, an unknown key or section, a value
            of another type, or a picture that is not there.
    """
    if path is None:
        return DEFAULTS
    try:
        source = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, IsADirectoryError):
        raise GanTheoryError(f"there is no configuration file {path}; check --config") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GanTheoryError(f"{path} is not valid TOML: {error}") from None
    reader = _Reader(source, str(path), path.parent, language)
    reader.only("lecturer", "affiliation", "date", "logo", "theme", "sections", "extra")
    theme = reader.text("theme") or "light"
    if theme not in THEMES:
        raise reader.error("theme", f"is {theme!r}; choose {' or '.join(THEMES)}")
    slides = source.get("extra", [])
    if not isinstance(slides, list) or not all(isinstance(one, dict) for one in slides):
        raise reader.error("extra", "must be tables, each written [[extra]]")
    return LectureConfig(
        lecturer=reader.text("lecturer"),
        affiliation=reader.text("affiliation"),
        date=reader.text("date"),
        logo=reader.picture("logo"),
        theme=theme,
        sections=chosen_sections(reader.texts("sections"), f"{path}: sections"),
        extra=tuple(
            _extra(_Reader(one, f"{path}: extra slide {number}", path.parent, language))
            for number, one in enumerate(slides, start=1)
        ),
    )


def chosen_sections(names: tuple[str, ...], where: str) -> tuple[str, ...]:
    """The named sections in the lecture's order.

    Raises:
        GanTheoryError: for an unknown one.
    """
    for name in names:
        if name not in SECTIONS:
            raise GanTheoryError(
                f"{where}: there is no section {name!r}; there are {', '.join(SECTIONS)}"
            )
    return tuple(name for name in SECTIONS if name in names)


def _extra(reader: "_Reader") -> ExtraSlide:
    reader.only("after", "title", "bullets", "notes", "image", "image_alt")
    after = reader.text("after") or END
    if after not in (*SECTIONS, START, END):
        places = ", ".join((START, *SECTIONS, END))
        raise reader.error("after", f"is {after!r}, which is no section; choose one of {places}")
    title, image, alt = reader.text("title"), reader.picture("image"), reader.text("image_alt")
    if not title:
        raise reader.error("title", "is missing; every slide has a title")
    if image and not alt:
        raise reader.error("image_alt", "is missing; say in words what the picture shows")
    return ExtraSlide(after, title, reader.texts("bullets"), reader.text("notes"), image, alt)


@dataclass(frozen=True)
class _Reader:
    """Takes values of known types out of a table and names the place of what is wrong."""

    source: Mapping[str, Any]
    where: str
    folder: Path
    language: str

    def error(self, key: str, what: str) -> GanTheoryError:
        return GanTheoryError(f"{self.where}: {key!r} {what}")

    def only(self, *known: str) -> None:
        """Refuse keys that nobody reads."""
        for key in self.source:
            if key not in known:
                raise self.error(key, f"is no key; there are {', '.join(known)}")

    def text(self, key: str) -> str:
        return self._said(key, self.source.get(key, ""))

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.source.get(key, [])
        if isinstance(value, dict):
            value = self._chosen(key, value)
        if not isinstance(value, list):
            raise self.error(key, f"must be a list of texts, not {value!r}")
        return tuple(self._said(key, one) for one in value)

    def picture(self, key: str) -> Path | None:
        name = self.text(key)
        if not name:
            return None
        try:
            path = (self.folder / name).resolve()
        except ValueError as error:  # a character that no path can have
            raise self.error(key, f"is no path: {error}") from None
        if not path.is_file():
            raise self.error(key, f"names no file ({path}); paths are seen from the file's folder")
        if path.suffix.lower() not in PICTURES:
            raise self.error(key, f"must end in {', '.join(PICTURES)} ({path.name})")
        return path

    def _said(self, key: str, value: Any) -> str:
        said = {self.language: value} if not isinstance(value, dict) else value
        if isinstance(value, dict):
            value = self._chosen(key, value)
        for one in said.values():
            if not isinstance(one, str):
                raise self.error(key, f"must be text in quotes, not {one!r}")
        return str(value).strip()

    def _chosen(self, key: str, value: dict[str, Any]) -> Any:
        """The part of a value that is given per language."""
        if set(value) != set(LANGUAGES):
            wanted = ", ".join(f'{language} = "..."' for language in LANGUAGES)
            raise self.error(key, f"must be text, or a text per language: {{{wanted}}}")
        return value[self.language]
