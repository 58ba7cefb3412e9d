"""What the figures share: colours that colour-blind readers tell apart, patterns, plain axes."""

from typing import TYPE_CHECKING, NamedTuple

from gantheory.figures.style import LIGHT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase


class Look(NamedTuple):
    """How a curve looks: it differs from every other in pattern and marker, not only in colour."""

    color: str
    linestyle: str | tuple[int, tuple[int, ...]]
    marker: str


#: colours of Okabe and Ito's palette; theory is always drawn as THEORY
LOOKS = (
    Look(LIGHT.discriminator, "-", "o"),
    Look(LIGHT.optimal, (0, (5, 2)), "s"),
    Look(LIGHT.p_g, (0, (1, 1)), "^"),
    Look("#cc79a7", (0, (5, 1, 1, 1)), "D"),
    Look("#e69f00", (0, (3, 1, 1, 1, 1, 1)), "v"),
    Look("#56b4e9", (0, (8, 2)), "P"),
)
THEORY = Look(LIGHT.ink, (0, (2, 2)), "")

#: of a figure of its own, in inches
SIZE = (7.2, 3.6)


def panels(figure: "FigureBase", count: int = 2) -> "list[Axes]":
    """Lay out axes side by side and give them quiet frames."""
    axes = figure.subplots(1, count, squeeze=False)[0]
    for ax in axes:
        quiet(ax)
    return list(axes)


def quiet(ax: "Axes") -> None:
    """Take away the box, keep the axes."""
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(LIGHT.muted)
    ax.tick_params(colors=LIGHT.muted, labelcolor=LIGHT.ink, labelsize=9)
    ax.xaxis.label.set_fontsize(10)
    ax.yaxis.label.set_fontsize(10)


def legend(ax: "Axes", *, title: str | None = None, size: float = 8.5) -> None:
    """A legend without a box, where it hides least."""
    ax.legend(frameon=False, fontsize=size, title=title, title_fontsize=size, handlelength=2.6)
