"""The sheet that every scene is drawn on: language, colours, title, captions, footer.

A scene is a `Picture`, which can show any of its frames, and a timetable of them. Frames are rows
of arrays that were recorded or computed beforehand, so a test can hold what is drawn against them.
"""

from dataclasses import asdict
from typing import Any

from manim import VGroup

from gantheory.animation.curves import Curve
from gantheory.animation.evidence import ALMOST_EVERYWHERE, Evidence
from gantheory.animation.text import Readout, fitting, placed
from gantheory.animation.typeset import Typeset, typeset
from gantheory.figures.style import Theme
from gantheory.notation import formulas
from gantheory.notation.texts import as_typst, text

#: manim's frame is 14.2 by 8; what is drawn stays within these
LEFT, RIGHT, TOP, BOTTOM = -6.85, 6.85, 3.9, -3.9
_TITLE, _CAPTION, _FOOTER, _STATEMENT = 3.62, 3.05, -3.84, -3.44
#: the most curves that a legend can tell apart have these patterns: (dash, gap), None is solid
DOTTED, DASHED, SOLID = (0.0, 0.115), (0.2, 0.11), None


class Stage:
    """How one scene is staged: its texts in a language, in the colours of a theme.

    Attributes:
        scene: the scene's name, under which the tables of texts keep its own.
        language: "en" or "ko".
        theme: the colours.
    """

    def __init__(self, scene: str, language: str, theme: Theme) -> None:
        self.scene = scene
        self.language = language
        self.theme = theme
        self._colors = formulas.typst_colors(asdict(theme))

    def say(self, key: str, **values: object) -> str:
        """A text of this scene; a key that starts with "common." is one for all scenes."""
        whole = key if key.startswith("common.") else f"{self.scene}.{key}"
        return text(whole, self.language, **values)

    def write(
        self,
        written: str,
        x: float,
        y: float,
        size: float = 26,
        *,
        side: str = "left",
        color: str = "",
        middle: bool = False,
        width: float = 13.7,
    ) -> Any:
        """Put words with `@formulas` on the sheet.

        Args:
            written: the words.
            x: their left or right edge or centre, as `side` says.
            y: their baseline, or with `middle` the middle of their height.
            size: font size in manim's units; 24 is the least that the back of a room can read.
            side: "left", "right" or "center".
            color: of what has no colour of its own; the theme's ink if empty.
            middle: whether `y` is the middle.
            width: words that are wider than this are made smaller.
        """
        return self._place(as_typst(written), x, y, size, side, color, middle, width)

    def formula(
        self,
        name: str,
        x: float,
        y: float,
        size: float = 30,
        *,
        side: str = "left",
        color: str = "",
        middle: bool = False,
        width: float = 13.7,
    ) -> Any:
        """Put a formula of the registry on the sheet, with built-up fractions (see `write`)."""
        markup = f"$display({formulas.typst(name)})$"
        return self._place(markup, x, y, size, side, color, middle, width)

    def title(self) -> Any:
        """The scene's name, over everything."""
        return self.write(self.say("title"), LEFT, _TITLE, 22, color=self.theme.muted)

    def caption(self, written: str) -> Any:
        """What is happening now, in one line under the title."""
        return self.write(written, LEFT, _CAPTION, 32)

    def statement(self, one: Evidence) -> Any:
        """A claim that the scene shows, as the kernel proved it: at the foot of the sheet."""
        verdict = self.say(f"common.{one.verdict}")
        claim = as_typst(self.say("common.claim", id=one.claim, verdict=verdict))
        almost = f'quad "{self.say("common.almost")}" quad'
        line = f"{claim}#h(0.6em)${one.statement.replace(ALMOST_EVERYWHERE, almost)}$"
        return self._place(line, LEFT, _STATEMENT, 27, "left", "", False, RIGHT - LEFT)

    def kernel(self, note: str = "") -> list[Any]:
        """Who checked the claims, and on the left what their letters mean, if that needs saying."""
        from gantheory import __version__

        muted = self.theme.muted
        kernel = self.say("common.kernel", version=f"gantheory {__version__}")
        parts = [self.write(kernel, RIGHT, _FOOTER, 18, side="right", color=muted)]
        if note:
            parts.append(self.write(note, LEFT, _FOOTER, 18, color=muted, width=9.5))
        return parts

    def footer(self, written: str) -> Any:
        """Where the picture comes from, at the foot of the sheet."""
        return self.write(written, RIGHT, _FOOTER, 18, side="right", color=self.theme.muted)

    def typeset(self, markup: str, color: str = "") -> Typeset:
        """Compile markup in this language and these colours."""
        fill = f'#set text(fill: rgb("{color or self.theme.ink}"))\n'
        return typeset(markup, self.language, self._colors + fill)

    def _place(
        self,
        markup: str,
        x: float,
        y: float,
        size: float,
        side: str,
        color: str,
        middle: bool,
        width: float,
    ) -> Any:
        line = self.typeset(markup, color)
        return placed(line, x, y, fitting(line, size, width), side, middle)


class Picture:
    """A drawing that is made once and then shows any of its frames.

    Subclasses add to `fixed` and `moving` in their `__init__` and define `show`.

    Attributes:
        stage: language and colours.
        fixed: what never moves.
        later: by the name of a segment, what never moves but comes with that segment only.
        moving: what `show` changes, in the order drawn: later parts lie over earlier ones.
        numbers: live numbers by name.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.fixed: Any = VGroup()
        self.later: dict[str, Any] = {}
        self.moving: Any = VGroup()
        self.numbers: dict[str, Readout] = {}

    def show(self, frame: int) -> None:
        """Show a frame, whatever was shown before."""
        raise NotImplementedError

    def curve(
        self, role: str, width: float = 5.0, pattern: tuple[float, float] | None = None
    ) -> Curve:
        """A curve in a colour of the theme that `show` will move."""
        made = Curve(getattr(self.stage.theme, role), width, pattern)
        self.moving.add(made.mobject)
        return made

    def readout(
        self,
        name: str,
        formula: str,
        y: float,
        left: float,
        right: float,
        size: float = 34,
        group: Any = None,
    ) -> Readout:
        """A live number at the right of a row, with the formula that it is the value of.

        The formula goes into `group`, by default into what is always there.
        """
        label = self.stage.formula(formula, left, y, size - 2)
        number = Readout(right, y, size, self.stage.theme.ink)
        (self.fixed if group is None else group).add(label)
        self.moving.add(number.mobject)
        self.numbers[name] = number
        return number
