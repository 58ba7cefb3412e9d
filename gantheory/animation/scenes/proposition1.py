"""Proposition 1 in motion: at each x the best D(x), and D* traced from one x to the next.

On the left a log y + b log(1 - y) over y for a = p_data(x), b = p_g(x); on the right the densities
and D*. All numbers are computed from two densities of `gantheory.line.densities`; that the
maximiser is a / (a + b) is claim A1, that D* so maximises V is claim A4, both proved by the kernel.
"""

from dataclasses import dataclass

import numpy as np

from gantheory.animation.axes import Array, AxesMap
from gantheory.animation.claims import proved
from gantheory.animation.curves import Dots
from gantheory.animation.evidence import as_source
from gantheory.animation.plotting import axes_lines
from gantheory.animation.scene import Play, ReplayScene
from gantheory.animation.stage import DASHED, DOTTED, SOLID, Picture, Stage
from gantheory.animation.timeline import Segment, Timeline
from gantheory.figures.labels import signed
from gantheory.line.densities import Mixture1D
from gantheory.line.divergences import optimal_logit, sigmoid

P_DATA = Mixture1D((0.45, 0.55), (-1.3, 1.4), (0.6, 0.7))
P_G = Mixture1D((1.0,), (-0.2,), (1.2,))
#: the x of the first section and of the last, and how many frames each section has
_FIRST_X, _LAST_X, _CHOICES, _SWEEP = -1.3, 1.5, 30, 72
_DENSITY_HEIGHT = 0.92


@dataclass(frozen=True)
class States:
    """What the scene shows, frame by frame (T frames, X grid points, Y choices of y).

    Attributes:
        x, p_data, p_g, optimal: (X,) the grid and the curves over it; optimal is D*.
        y_grid: (Y,) the grid of y.
        at: (T,) int, the grid point shown.
        y: (T,) the y marked on the curve.
        traced: (T,) int, how many grid points of D* are drawn.
    """

    x: Array
    p_data: Array
    p_g: Array
    optimal: Array
    y_grid: Array
    at: Array
    y: Array
    traced: Array

    def gain(self, frame: int, y: Array) -> Array:
        """a log y + b log(1 - y) at a frame's x; 0 log 0 does not occur: y is inside (0, 1)."""
        a, b = self.p_data[int(self.at[frame])], self.p_g[int(self.at[frame])]
        return np.asarray(a * np.log(y) + b * np.log1p(-y))


def states() -> States:
    """Compute the scene: y moves up to the maximiser at one x, then x sweeps the line."""
    x = np.linspace(-4.0, 4.0, 321)
    optimal = sigmoid(optimal_logit(P_DATA.log_pdf(x), P_G.log_pdf(x)))
    first, last = (int(np.argmin(np.abs(x - one))) for one in (_FIRST_X, _LAST_X))
    sweep = np.unique(np.linspace(0, len(x) - 1, _SWEEP).round().astype(int))
    at = np.concatenate((np.full(_CHOICES, first), sweep, [last]))
    y = np.concatenate(
        (np.linspace(0.04, optimal[first], _CHOICES), optimal[sweep], [optimal[last]])
    )
    traced = np.concatenate((np.zeros(_CHOICES, dtype=int), sweep + 1, [len(x)]))
    y_grid = np.linspace(0.002, 0.998, 250)
    return States(x, P_DATA.pdf(x), P_G.pdf(x), optimal, y_grid, at, y, traced)


class Proposition1Picture(Picture):
    """Two plots: the gain over y at one x, and the densities with D* over x.

    Attributes:
        gain_axes, x_axes: the maps of the two plots.
        scale: the factor from densities to the ordinates of `x_axes`.
        curves: the curves by what they show.
        marks: dots: "a" and "b" on the densities; the y chosen, in both plots, as "chosen" and
            "D"; the best y likewise, as "best" and "optimal".
    """

    def __init__(self, stage: Stage, shown: States) -> None:
        super().__init__(stage)
        self.states = shown
        theme = stage.theme
        self.gain_axes = AxesMap((0.0, 1.0), (-1.25, 0.0), -6.3, -0.9, -2.5, 2.0)
        self.x_axes = AxesMap((-4.0, 4.0), (0.0, 1.05), 0.35, 6.4, -0.75, 2.35)
        self.scale = _DENSITY_HEIGHT / float(max(shown.p_data.max(), shown.p_g.max()))
        self.curves = {
            "a_log": self.curve("p_data", 3.5, DOTTED),
            "b_log": self.curve("p_g", 3.5, SOLID),
            "gain": self.curve("discriminator", 5.5, DASHED),
            "upright": self.curve("ink", 2.0, SOLID),
            "here": self.curve("muted", 2.0, SOLID),
            "optimal": self.curve("optimal", 4.0, SOLID),
            "p_g": self.curve("p_g", 5.5, SOLID),
            "p_data": self.curve("p_data", 5.5, DOTTED),
        }
        self.marks = {
            "chosen": Dots(theme.discriminator, 16),
            "D": Dots(theme.discriminator, 16),
            "best": Dots(theme.optimal, 16),
            "optimal": Dots(theme.optimal, 16),
            "b": Dots(theme.p_g, 13),
            "a": Dots(theme.p_data, 13),
        }
        self.moving.add(*(dots.mobject for dots in self.marks.values()))
        for row, (name, formula) in enumerate(
            (("a", "a_is"), ("b", "b_is"), ("y", "y_is"), ("gain", "pointwise"))
        ):
            self.readout(name, formula, -1.4 - 0.5 * row, 0.35, 6.4, 30)
        self.fixed.add(
            *axes_lines(
                stage,
                self.gain_axes,
                x_ticks=((0.0, "0"), (0.5, "1/2"), (1.0, "1")),
                y_ticks=((0.0, "0"), (-1.0, "−1")),
                x_name=stage.say("y_axis"),
                floor=-1.25,
                guides=True,
            ),
            stage.write(stage.say("f_at_y"), -3.6, 2.25, 30, side="center"),
            *axes_lines(
                stage,
                self.x_axes,
                y_ticks=((0.0, "0"), (0.5, "@half"), (1.0, "1")),
                x_name="@x",
                guides=True,
            ),
            *self._names(),
            *stage.kernel(stage.say("note")),
        )

    def show(self, frame: int) -> None:
        """Show a frame of `states`."""
        shown, curves = self.states, self.curves
        at, y = int(shown.at[frame]), shown.y[frame : frame + 1]
        a, b, x = shown.p_data[at], shown.p_g[at], shown.x[at : at + 1]
        grid = shown.y_grid
        over_y = self.gain_axes.points
        # cut off where the axes end, rather than drawn along their edge
        for name, heights in (
            ("a_log", a * np.log(grid)),
            ("b_log", b * np.log1p(-grid)),
            ("gain", shown.gain(frame, grid)),
        ):
            inside = heights >= self.gain_axes.y_range[0]
            curves[name].show(over_y(grid[inside], heights[inside]))
        gain = shown.gain(frame, y)
        low = np.array([self.gain_axes.y_range[0]])
        curves["upright"].show(over_y(np.repeat(y, 2), np.concatenate((low, gain))))
        over_x = self.x_axes.points
        for name, density in (("p_data", shown.p_data), ("p_g", shown.p_g)):
            curves[name].show(over_x(shown.x, self.scale * density))
        traced = int(shown.traced[frame])
        curves["optimal"].show(over_x(shown.x[:traced], shown.optimal[:traced]))
        curves["here"].show(over_x(np.repeat(x, 2), np.array([0.0, 1.0])))
        self.marks["a"].show(over_x(x, self.scale * np.array([a])))
        self.marks["b"].show(over_x(x, self.scale * np.array([b])))
        best = traced > 0
        for name, points, wanted in (
            ("chosen", over_y(y, gain), not best),
            ("D", over_x(x, y), not best),
            ("best", over_y(y, gain), best),
            ("optimal", over_x(x, y), best),
        ):
            self.marks[name].show(points if wanted else points[:0])
        for name, number in (("a", a), ("b", b), ("y", y[0]), ("gain", gain[0])):
            self.numbers[name].show(signed(float(number)))

    def _names(self) -> list[object]:
        """The curves' names, where they leave room."""
        stage = self.stage
        places = (
            ("p_data", 2.05, 0.86, "left"),
            ("p_g", -1.55, 0.13, "right"),
            ("D_star", -2.5, 0.74, "right"),
        )
        names = []
        for formula, x, y, side in places:
            point = self.x_axes.points(np.array([x]), np.array([y]))[0]
            names.append(stage.formula(formula, point[0], point[1], 30, side=side))
        return names


class Proposition1Scene(ReplayScene):
    """Sections point, sweep and whole."""

    name = "proposition1"

    def prepare(self, stage: Stage) -> Play:
        """Hold the claims proved, compute the frames and make the picture."""
        found = proved("A1/bound", "A1/unique", "A4/bound")
        shown = states()
        last = len(shown.at) - 1
        timeline = Timeline(
            (
                Segment(
                    "point", tuple(range(_CHOICES)), 2.0, 1.6, "caption.point", claim="A1/bound"
                ),
                Segment(
                    "sweep",
                    tuple(range(_CHOICES, last)),
                    4.8,
                    0.4,
                    "caption.sweep",
                    claim="A1/unique",
                ),
                Segment("whole", (last,), 0.2, 2.6, "caption.whole", claim="A4/bound"),
            )
        )
        return Play(Proposition1Picture(stage, shown), timeline, as_source(found.values()), found)
