"""What replays say, in each language: en.toml and ko.toml beside this module, as flat tables."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from gantheory.errors import GanTheoryError

LANGUAGES = ("en", "ko")

#: a value to be filled in
VALUE = re.compile(r"{([a-z_0-9]+)}")


@cache
def table(language: str) -> dict[str, str]:
    """All texts of a language by their keys, such as "page.play".

    Raises:
        GanTheoryError: for an unknown language.
    """
    if language not in LANGUAGES:
        raise GanTheoryError(f"unknown language {language!r}; choose {' or '.join(LANGUAGES)}")
    source = files("gantheory.replay").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    parts = tomllib.loads(source)
    return {f"{part}.{key}": text for part, texts in parts.items() for key, text in texts.items()}


def words(key: str, language: str, **values: object) -> str:
    """A text with its values filled in.

    Raises:
        KeyError: if there is no such text, or a value is missing.
    """
    return VALUE.sub(lambda match: str(values[match.group(1)]), table(language)[key])
