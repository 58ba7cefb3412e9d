"""One state of training, drawn by matplotlib: made once, then shown for any recorded frame.

p_data is dotted, p_g solid, D dashed and D* thin over x; below them are the lines of x and of z
with arrows z -> x = G(z).
"""

from typing import TYPE_CHECKING

import numpy as np

from gantheory.figures.layout import arrow_feet, pushes, recorded_heights
from gantheory.figures.style import Theme
from gantheory.notation.texts import as_mathtext, text
from gantheory.recording import Recording

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: heights of the lines of x and of z, where D = 0 and D = 1 are 0 and 1
X_LINE, Z_LINE = -0.14, -0.56
_TOP = 1.06
#: heights of the arrows of the slope, in rows so that neighbours do not overlap
_PUSH_ROWS = (-0.115, -0.08, -0.045)


class StatePlot:
    """Curves and arrows on matplotlib axes.

    Attributes:
        curves: matplotlib lines by their roles in a `Theme`.
        arrows: matplotlib annotations, one per recorded z.
        pushes: a quiver of the slopes of D at G(z), empty where they are not asked for.
    """

    def __init__(
        self,
        ax: "Axes",
        recording: Recording,
        x_range: tuple[float, float],
        scale: float,
        theme: Theme,
        language: str = "en",
        push: float = 0.0,
    ) -> None:
        """Make the axes and the curves, without data.

        Args:
            ax: empty axes.
            recording: the run.
            x_range: the shown range of x.
            scale: the factor from densities to heights.
            theme: colours.
            language: of the legend.
            push: the factor from slopes of D to lengths along x of the arrows that show them;
                0 draws none.
        """
        self._recording = recording
        self._scale = scale
        ax.set_xlim(*x_range)
        ax.set_ylim(Z_LINE - 0.1, _TOP)
        ax.set_axis_off()
        _draw_guides(ax, x_range, theme)
        patterns = {
            "p_data": {"linewidth": 2.2, "linestyle": (0, (0.1, 1.9)), "dash_capstyle": "round"},
            "p_g": {"linewidth": 2.4},
            "discriminator": {"linewidth": 2.2, "dashes": (4.2, 2.0)},
            "optimal": {"linewidth": 1.1},
        }
        self.curves = {
            role: ax.plot(
                [],
                [],
                color=getattr(theme, role),
                label=as_mathtext(text(f"figure1.legend.{role}", language)),
                zorder=5 - depth,
                **pattern,  # type: ignore[arg-type]
            )[0]
            for depth, (role, pattern) in enumerate(patterns.items())
        }
        feet = arrow_feet(recording["z"], x_range)
        style = {
            "arrowstyle": "-|>,head_length=0.35,head_width=0.13",
            "shrinkA": 0,
            "shrinkB": 0,
            "linewidth": 0.75,
            "color": theme.ink,
        }
        self.arrows = [
            ax.annotate("", (foot, X_LINE), xytext=(foot, Z_LINE), arrowprops=style, zorder=1)
            for foot in feet
        ]
        self._x_range = x_range
        self._push = push
        count = len(recording["z"])
        self.pushes = ax.quiver(
            *(np.zeros((4, count)) if push else np.zeros((4, 0))),
            angles="xy",
            scale_units="x",
            scale=1.0,
            width=0.0035,
            color=theme.discriminator,
            zorder=2,
        )
        self._push_heights = np.resize(_PUSH_ROWS, count)

    def show(self, frame: int) -> None:
        """Show a recorded frame."""
        recording, x = self._recording, self._recording["x"]
        heights = recorded_heights(recording, frame, self._scale)
        for role, curve in self.curves.items():
            curve.set_data(x, heights[role])
        low, high = self._x_range
        for arrow, tip in zip(self.arrows, recording["g_of_z"][frame], strict=True):
            arrow.xy = (tip, X_LINE)
            arrow.set_visible(bool(low <= tip <= high))
        if self._push:
            tips = recording["g_of_z"][frame]
            seen = (tips >= low) & (tips <= high)
            lengths = np.where(seen, pushes(recording, frame, self._push, self._x_range), 0.0)
            self.pushes.set_offsets(np.column_stack((tips, self._push_heights)))
            self.pushes.set_UVC(lengths, np.zeros(len(tips)))


def _draw_guides(ax: "Axes", x_range: tuple[float, float], theme: Theme) -> None:
    """The heights 0, 1/2 and 1 of D, and the lines of x and of z, with their names."""
    ends = np.array(x_range)
    for height, name in ((0.0, "0"), (0.5, "½"), (1.0, "1")):
        ax.plot(ends, np.full(2, height), color=theme.faint, linewidth=0.7, zorder=0)
        _name(ax, name, (ends[0], height), 9, theme.discriminator)
    for height, name in ((X_LINE, "$x$"), (Z_LINE, "$z$")):
        ax.plot(ends, np.full(2, height), color=theme.ink, linewidth=1.0, zorder=1)
        _name(ax, name, (ends[0], height), 12, theme.ink)


def _name(ax: "Axes", text: str, point: tuple[float, float], size: float, color: str) -> None:
    """Write a name to the left of a line."""
    ax.annotate(
        text,
        point,
        xytext=(-3, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=size,
        color=color,
        annotation_clip=False,
    )
