"""What a figure is drawn with: colours, words, materials; and the axes that they all share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gantheory.figures.style import THEMES, Theme
from gantheory.lecture.materials import Materials
from gantheory.lecture.words import say
from gantheory.notation.texts import as_mathtext, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PACKAGE = "gantheory.lecture.figures"
#: sizes of words in points, for figures about 7 inches wide
SMALL, NORMAL, LARGE = 10.0, 12.0, 14.0
DASHES = (4.2, 2.0)
DOTS = (0, (0.1, 1.9))


@dataclass(frozen=True)
class Drawn:
    """A figure and the numbers that its words need.

    Attributes:
        figure: of matplotlib.
        values: fill the braces of its caption and description.
    """

    figure: "Figure"
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """What a figure is drawn with."""

    materials: Materials

    @property
    def language(self) -> str:
        """Of all words in the figure."""
        return self.materials.language

    @property
    def theme(self) -> Theme:
        """The colours."""
        return THEMES[self.materials.theme]

    def say(self, key: str, **values: object) -> str:
        """A text of this package's table, for matplotlib."""
        return as_mathtext(say(PACKAGE, key, self.language, **values))

    def markup(self, key: str, **values: object) -> str:
        """A text of this package's table, its formulas still named."""
        return say(PACKAGE, key, self.language, **values)

    def tell(self, key: str, **values: object) -> str:
        """A text of this package's table, for the ear."""
        return spoken(say(PACKAGE, key, self.language, **values), self.language)

    def figure(self, width: float, height: float) -> "Figure":
        """An empty figure, in inches."""
        from matplotlib.figure import Figure

        return Figure(figsize=(width, height), facecolor=self.theme.background)

    def dress(self, ax: "Axes", x: str = "", y: str = "") -> None:
        """Give axes the theme's colours, names, and no frame above and on the right."""
        theme = self.theme
        ax.set_facecolor(theme.background)
        ax.spines[["top", "right"]].set_visible(False)
        ax.spines[["left", "bottom"]].set_color(theme.muted)
        ax.tick_params(colors=theme.ink, labelsize=SMALL)
        for name, write in ((x, ax.set_xlabel), (y, ax.set_ylabel)):
            if name:
                write(self.say(name), color=theme.ink, fontsize=NORMAL)

    def legend(self, ax: "Axes", **options: Any) -> None:
        """A legend without a frame."""
        chosen = {"frameon": False, "fontsize": SMALL, "handlelength": 2.8, **options}
        ax.legend(labelcolor=self.theme.ink, **chosen)
