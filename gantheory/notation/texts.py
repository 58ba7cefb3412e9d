"""What pictures say, in each language: a table of texts with formulas named `@like_this`.

The tables are en.toml and ko.toml beside this module, with the same keys and, key by key, the same
formulas and values. `{value}` is filled in when a text is asked for; a formula is set by whoever
draws: as Typst, as matplotlib's mathtext, or in words for the ear.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.notation import formulas
from gantheory.notation.formulas import LANGUAGES, REFERENCE

#: a value to be filled in
VALUE = re.compile(r"{([a-z_]+)}")


@cache
def table(language: str) -> dict[str, str]:
    """All texts of a language by their keys, such as "figure1.caption.a".

    Raises:
        GanTheoryError: for an unknown language.
    """
    if language not in LANGUAGES:
        raise GanTheoryError(f"unknown language {language!r}; choose {' or '.join(LANGUAGES)}")
    source = files("gantheory.notation").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat("", tomllib.loads(source)))


def _flat(above: str, part: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in part.items():
        key = f"{above}.{name}" if above else name
        found += _flat(key, value) if isinstance(value, dict) else [(key, str(value))]
    return found


def text(key: str, language: str = "en", **values: object) -> str:
    """A text, its values filled in, its formulas still named.

    Args:
        key: as in the table.
        language: "en" or "ko".
        values: by the names that stand in braces in the text.

    Raises:
        GanTheoryError: if the language has no such text, or a value is missing.
    """
    found = table(language).get(key)
    if found is None:
        raise GanTheoryError(
            f"there is no text {key!r} in {language}.toml; add it to each language"
        )
    missing = set(VALUE.findall(found)) - set(values)
    if missing:
        raise GanTheoryError(f"the text {key!r} needs values for {', '.join(sorted(missing))}")
    return VALUE.sub(lambda match: str(values[match.group(1)]), found)


def split(written: str, formula: Callable[[str], str], words: Callable[[str], str]) -> str:
    """Put a text together again, its formulas and the words between them each set in their way.

    Args:
        written: words with `@name`.
        formula: sets a formula, given its name.
        words: sets the words between formulas; not called with nothing.
    """
    parts, end = [], 0
    for match in REFERENCE.finditer(written):
        before = written[end : match.start()]
        parts += [words(before) if before else "", formula(match.group(1))]
        end = match.end()
    rest = written[end:]
    return "".join([*parts, words(rest) if rest else ""])


def as_typst(written: str) -> str:
    """A text as Typst markup; `formulas.typst_colors` must stand before it."""
    return split(written, lambda name: f"${formulas.typst(name)}$", typst_string)


def as_mathtext(written: str) -> str:
    """A text for matplotlib."""
    return split(
        written,
        lambda name: f"${formulas.latex(name)}$",
        lambda words: words.replace("$", r"\$"),
    )


def spoken(written: str, language: str = "en") -> str:
    """A text for the ear: descriptions of pictures for readers who cannot see them."""
    return split(written, lambda name: formulas.formula(name).alt(language), lambda words: words)


def typst_string(words: str) -> str:
    """Plain words as a Typst string, so that none of their characters is markup."""
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{quoted}";'
