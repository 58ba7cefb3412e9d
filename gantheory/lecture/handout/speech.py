"""The kernel's formulas in the words of a language: mathematics for the ear, and words in it.

`Spoken` is one more output language of the walk that prints claims, so a description can never
say another formula than the one that is shown. `TypstWords` is the theory's Typst with the few
words that occur in formulas said in the reader's language.
"""

from collections.abc import Sequence

from gantheory.errors import GanTheoryError
from gantheory.lecture.words import say
from gantheory.notation.particles import agreed
from gantheory.proofs.formulas import And, Formula
from gantheory.proofs.render.typst import TypstLanguage
from gantheory.proofs.render.walk import ALMOST, Language

PACKAGE = "gantheory.lecture.handout"


def quoted(text: str) -> str:
    """A string of Typst."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


#: signs of the walk -> keys of the texts
_SIGNS = {
    "+": "plus", "-": "minus", "iff": "iff", "implies": "implies",
    "exists": "exists", ":": "such", ",": "comma", "||": "from", "integral": "integral",
    "dx": "dx", "infinity": "infinity", "max": "max", "min": "min", "V": "V", "C": "C",
    "D*": "D_star", "KL": "KL", "JSD": "JSD", "TV": "TV", "prime": "prime",
}  # fmt: skip


#: relations -> keys of the texts that say two terms with it
_RELATIONS = {
    "==": "equals", "!=": "differs", "<=": "at_most", ">=": "at_least", "<": "less", ">": "greater",
}  # fmt: skip


def _words_of(text: str, language: str) -> str:
    """The words that occur within a formula, in a language."""
    if text != ALMOST:
        raise GanTheoryError(
            f"a formula of the handout says {text!r}, which is not translated; add it to the texts"
        )
    return say(PACKAGE, "document.almost", language)


def statements(formula: Formula) -> tuple[Formula, ...]:
    """What a formula states: its parts, if it is several statements."""
    return formula.parts if isinstance(formula, And) else (formula,)


class Spoken(Language):
    """Formulas as they are read aloud."""

    flat = True

    def __init__(self, language: str) -> None:
        self.language = language
        self.signs = {sign: self._say(key) for sign, key in _SIGNS.items()} | {"log": ""}

    def _say(self, key: str, **values: str) -> str:
        return say(PACKAGE, f"speech.{key}", self.language, **values)

    def name(self, base: str, index: str) -> str:
        """Name and index one after the other."""
        return f"{base} {index}".strip()

    def relation(self, left: str, sign: str, right: str) -> str:
        """In the order of the language; Korean particles agree with the left side."""
        return agreed(self._say(_RELATIONS[sign], a=left, b=right))

    def fraction(self, top: str, bottom: str) -> str:
        """A over b, in the order of the language."""
        return self._say("fraction", a=top, b=bottom)

    def power(self, base: str, exponent: str) -> str:
        """A raised exponent."""
        return self._say("power", a=base, b=exponent)

    def call(self, function: str, arguments: Sequence[str], separator: str) -> str:
        """A function and its arguments; the separator of KL says which is compared with which."""
        between = ", " if separator == "," else f" {self.signs[separator]} "
        return self._say("call", a=self.signs[function], b=between.join(arguments))

    def logarithm(self, argument: str, bare: bool) -> str:
        """Always with brackets around more than a letter."""
        return self._say("log", a=argument if bare else self.brackets(argument))

    def absolute(self, body: str) -> str:
        """A size."""
        return self._say("absolute", a=body)

    def derivative(self, variable: str, body: str) -> str:
        """By what, and of what."""
        return self._say("derivative", a=variable, b=body)

    def words(self, text: str) -> str:
        """Said in the language."""
        return _words_of(text, self.language).replace("$", "")


class TypstWords(TypstLanguage):
    """Typst's mathematics with words of a language in it."""

    def __init__(self, language: str) -> None:
        self.language = language

    def words(self, text: str) -> str:
        """Roman text, with mathematics between dollar signs."""
        # MathML drops spaces at the ends of words, but not those that do not break
        parts = _words_of(text, self.language).replace(" ", "\u00a0").split("$")
        shown = [x if i % 2 else quoted(x) for i, x in enumerate(parts) if x]
        return "space " + "".join(shown) + " space"
