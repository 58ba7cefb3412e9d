"""Formulas as MathML, made by Typst from the very markup that paper shows.

All formulas of a document go through one compilation. Typst writes letters as mathematical
alphanumerics; browsers slant a single letter by themselves, and a reader that speaks knows "a"
better than "MATHEMATICAL ITALIC SMALL A", so letters become plain ones.
"""

import re
import unicodedata
from collections.abc import Iterable
from html import escape
from xml.etree import ElementTree

from gantheory.errors import GanTheoryError
from gantheory.notation.fonts import korean_font

#: a formula: its lines, each (indentation, markup), and whether it stands on lines of its own
Key = tuple[tuple[tuple[int, str], ...], bool]
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_LETTER = re.compile(r"<mi>(.)</mi>")
_OPEN = re.compile(r"<math\b([^>]*)>")
_BRACKETS = ("(", ")", "[", "]", "|")
_HIGH = ("mfrac", "mtable", "munder", "munderover", "mroot", "msqrt")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def mathml(keys: Iterable[Key], language: str) -> tuple[dict[Key, str], str]:
    """Compile formulas.

    Args:
        keys: formulas, each as often as it likes to come.
        language: "en" or "ko", for words in formulas.

    Returns:
        The MathML of each formula, and the style sheet that goes with it.

    Raises:
        GanTheoryError: if Typst cannot set one of them.
    """
    import typst

    wanted = list(dict.fromkeys(keys))
    source = f'#set text(lang: "{language}")\n\n' + "\n\n".join(map(_typst, wanted))
    compiler = typst.Compiler(
        source.encode(),  # type: ignore[misc]
        font_paths=[str(korean_font().path.parent)] if language == "ko" else [],
        ignore_system_fonts=True,
    )
    try:
        page = compiler.compile(format="html")
    except typst.TypstError as error:
        raise GanTheoryError(f"Typst cannot set the formulas: {error}") from error
    text = (page[0] if isinstance(page, list) else page or b"").decode()
    found = _MATH.findall(text)
    if len(found) != len(wanted):
        raise GanTheoryError(f"Typst made {len(found)} formulas out of {len(wanted)}")
    style = "".join(_STYLE.findall(text))
    return {key: _plain(one) for key, one in zip(wanted, found, strict=True)}, style


def spoken(formula: str, words: str) -> str:
    """The MathML with words for programs that cannot read it."""
    return _OPEN.sub(rf'<math\1 alttext="{escape(words)}">', formula, count=1)


def _typst(key: Key) -> str:
    lines, display = key
    rows = [f"&{'quad ' * indent}{markup}" for indent, markup in lines]
    body = " \\\n ".join(rows) if len(rows) > 1 else lines[0][1]
    return f"$ {body} $" if display else f"${body}$"


def _plain(formula: str) -> str:
    letters = _LETTER.sub(lambda one: f"<mi>{unicodedata.normalize('NFKC', one[1])}</mi>", formula)
    root = ElementTree.fromstring(letters)
    for row in root.iter():
        _close_brackets(row)
    return ElementTree.tostring(root, encoding="unicode")


def _close_brackets(row: ElementTree.Element) -> None:
    """Brackets around what is no higher than a line stay as they are.

    Without a font for mathematics a browser stretches them for every letter that hangs down.
    """
    inner = list(row)
    if len(inner) < 3 or any(one.tag != "mo" for one in (inner[0], inner[-1])):
        return
    if inner[0].text not in _BRACKETS or inner[-1].text not in _BRACKETS:
        return
    if not any(one.tag in _HIGH for one in row.iter()):
        inner[0].set("stretchy", "false")
        inner[-1].set("stretchy", "false")
