"""What a package of the lecture says: en.toml and ko.toml beside it, as flat tables.

`@name` in a text is a formula of `gantheory.notation.formulas`, `{name}` a value to be filled in.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.notation.formulas import LANGUAGES, latex
from gantheory.notation.texts import VALUE, split

#: signs of the registry's LaTeX in plain characters; what is not here keeps its name
_SIGNS = {
    "leq": "≤", "leftarrow": "←", "to": "→", "sim": "∼", "mid": "|", "nabla": "∇", "sum": "∑",
    "int": "∫", "ldots": "…", "theta": "θ", "psi": "ψ", "sigma": "σ", "gamma": "γ", "pi": "π",
    "epsilon": "ε", "eta": "η",
}  # fmt: skip
#: LaTeX of the registry in characters of plain text, applied from first to last
_PLAIN = (
    (r"\\(?:operatorname|mathrm)\{(\w+)\}", r"\1"),
    (r"\^\{\\prime\}", "′"),
    (r"\\,", " "),
    (r"\\\|", "‖"),
    (r"\^\*", "*"),
    (r"\\([a-z]+)(?![a-z{])", lambda match: _SIGNS.get(match.group(1), match.group(1))),
    (r"\^2", "²"),
    (r"_\{(\w+)\}", r"_\1"),
    (r"\\sqrt\{([^{}]*)\}", r"√(\1)"),
    (r"\\frac\{([^{}]+)\}\{([^{}]+)\}", r"(\1)/(\2)"),
    (r"(?<![\w)])\((\w+(?:\([^()]*\))?)\)/", r"\1/"),
    (r"/\((\w)\)", r"/\1"),
    (r"[{}\\]", ""),
    (r"-", "−"),
)


@cache
def lecture_table(package: str, language: str) -> dict[str, str]:
    """All texts of a package in a language by their keys, such as "figure.jsd.caption".

    Args:
        package: such as "gantheory.lecture".
        language: "en" or "ko".

    Raises:
        GanTheoryError: for an unknown language.
    """
    if language not in LANGUAGES:
        raise GanTheoryError(f"unknown language {language!r}; choose {' or '.join(LANGUAGES)}")
    source = files(package).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flat("", tomllib.loads(source)))


@dataclass(frozen=True)
class Term:
    """A term of the lecture.

    Attributes:
        en: in English.
        ko: in Korean.
        rivals: Korean words that the lecture does not use for it.
        strict: whether every Korean text has it where the English one does.
    """

    en: str
    ko: str
    rivals: tuple[str, ...]
    strict: bool


@cache
def terms() -> tuple[Term, ...]:
    """The table of terms."""
    source = files("gantheory.lecture").joinpath("terms.toml").read_text(encoding="utf-8")
    return tuple(
        Term(one["en"], one["ko"], tuple(one["not"]), one.get("strict", False))
        for one in tomllib.loads(source)["term"]
    )


def say(package: str, key: str, language: str, **values: object) -> str:
    """A text with its values filled in, its formulas still named.

    Raises:
        GanTheoryError: if the language has no such text, or a value is missing.
    """
    found = lecture_table(package, language).get(key)
    if found is None:
        raise GanTheoryError(f"{package} has no text {key!r} in {language}.toml; add it to both")
    missing = set(VALUE.findall(found)) - set(values)
    if missing:
        raise GanTheoryError(f"the text {key!r} needs values for {', '.join(sorted(missing))}")
    return VALUE.sub(lambda match: str(values[match.group(1)]), found)


def _flat(above: str, part: Any) -> list[tuple[str, str]]:
    if not isinstance(part, dict | list):
        return [(above, str(part))]
    named = part.items() if isinstance(part, dict) else enumerate(part)
    prefix = f"{above}." if above else ""
    return [found for name, inner in named for found in _flat(f"{prefix}{name}", inner)]


def written(text: str) -> str:
    """A text with its formulas in plain characters, as in "p_data" and "−log 4 + 2 JSD"."""
    return " ".join(split(text, _plain, lambda words: words).split())


def _plain(name: str) -> str:
    form = latex(name)
    for pattern, replacement in _PLAIN:
        form = re.sub(pattern, replacement, form)
    return form
