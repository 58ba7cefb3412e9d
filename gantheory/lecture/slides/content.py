"""What the slides say: plan.toml for what stands where, en.toml and ko.toml for the words.

Texts may be lists, or lists of lists for tables. `@name` is a formula, `{name}` a value.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.lecture.slides.blocks import Maths, Rich
from gantheory.notation.formulas import LANGUAGES, REFERENCE, formula

#: a value to be filled in
VALUE = re.compile(r"{([a-z0-9_]+)}")


@cache
def source(name: str) -> dict[str, Any]:
    """One of the TOML files beside this module.

    Args:
        name: "plan", "references", or a language.
    """
    text = files("gantheory.lecture.slides").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def plan() -> list[dict[str, Any]]:
    """The slides in order, each as in plan.toml."""
    slides: list[dict[str, Any]] = source("plan")["slide"]
    return slides


def words(language: str) -> dict[str, Any]:
    """All that is said in a language.

    Raises:
        GanTheoryError: for an unknown language.
    """
    if language not in LANGUAGES:
        raise GanTheoryError(f"unknown language {language!r}; choose {' or '.join(LANGUAGES)}")
    return source(language)


def strings(part: Any, above: str = "") -> dict[str, str]:
    """Every string of a table, by its place: "slide.game.points.0"."""
    if isinstance(part, str):
        return {above: part}
    items = part.items() if isinstance(part, dict) else enumerate(part)
    found: dict[str, str] = {}
    for key, value in items:
        found |= strings(value, f"{above}.{key}" if above else str(key))
    return found


def filled(written: str, values: dict[str, str]) -> str:
    """A text with its values.

    Raises:
        GanTheoryError: if there is no such value.
    """
    missing = sorted(set(VALUE.findall(written)) - set(values))
    if missing:
        raise GanTheoryError(f"no value for {', '.join(missing)} in the slides' text {written!r}")
    return VALUE.sub(lambda match: values[match.group(1)], written)


def rich(written: str, values: dict[str, str]) -> Rich:
    """A text with its values filled in, cut at its formulas.

    Raises:
        GanTheoryError: for an unknown formula or value.
    """
    text = filled(written, values)
    parts: list[str | Maths] = []
    end = 0
    for match in REFERENCE.finditer(text):
        formula(match.group(1))  # refuses a name that is not in the registry
        parts += [text[end : match.start()], Maths(match.group(1))]
        end = match.end()
    return tuple(part for part in (*parts, text[end:]) if part)
