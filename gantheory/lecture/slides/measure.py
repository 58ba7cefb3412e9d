"""How much room a text takes, for programs that are given boxes and do not grow them.

Widths are those of the slides' font, whose Latin letters are a little wider than Calibri's and
whose Hangul is as wide as Malgun Gothic's; so a box that fits here fits there.
"""

from functools import cache

from gantheory.lecture.slides.linear import Run
from gantheory.notation.fonts import korean_font

#: a line in letter sizes
LINE = 1.36
#: what a line may be short of, for fonts that are wider
_SLACK = 1.04
#: room where Hangul meets other letters, in em
_SEAM = 0.22
_SCRIPT, _MATHS = 0.66, 0.95


@cache
def _widths() -> tuple[dict[str, float], float]:
    """Advance of each letter in em, and that of a letter which is not in the font."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(str(korean_font().path), fontNumber=0, lazy=True) as font:
        units, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        cmap = font.getBestCmap()
        return {chr(code): metrics[name][0] / units for code, name in cmap.items()}, 0.6


def width(text: str, size: float) -> float:
    """Of a text on one line, in points."""
    widths, other = _widths()
    whole = sum(widths.get(letter, other) for letter in text)
    return size * (_SLACK * whole + _SEAM * sum(map(_seam, text, text[1:])))


def _seam(one: str, other: str) -> bool:
    """Whether Hangul and other letters meet, where LibreOffice puts a space."""
    return ("가" <= one <= "힣") != ("가" <= other <= "힣") and " " not in one + other


def lines(runs: tuple[Run, ...], size: float, room: float) -> int:
    """How many lines a text takes, broken between words.

    Args:
        runs: of the text.
        size: of its letters, in points.
        room: the width of a line, in points.
    """
    words: list[float] = [0.0]
    before = " "
    for run in runs:
        words[-1] += size * _SEAM * _seam(before, run.text[:1])
        before = run.text[-1:]
        scale = _SCRIPT if run.shift else _MATHS if run.maths else 1.0
        for number, part in enumerate(run.text.split(" ")):
            if number:
                words.append(0.0)
            words[-1] += scale * width(part, size)
    space = width(" ", size)
    count, used = 1, 0.0
    for word in words:
        if used and used + space + word > room:
            count, used = count + 1, word
        else:
            used += (space if used else 0.0) + word
    return count


def height(runs: tuple[Run, ...], size: float, room: float) -> float:
    """Of a text in a box of this width, in points."""
    return lines(runs, size, room) * LINE * size
