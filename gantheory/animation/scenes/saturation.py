"""Why the paper trains G on -log D: log(1 - D) is flat where D wins, -log D is not.

Both losses of one sample over the logit s of D(G(z)), and the sizes of their slopes by s, which
are D and 1 - D (claim H1); they meet at D = 1/2 (claim H2). The axis is marked in values of D.
"""

from dataclasses import dataclass

import numpy as np

from gantheory.animation.axes import Array, AxesMap
from gantheory.animation.claims import proved
from gantheory.animation.curves import Curve, Dots
from gantheory.animation.evidence import as_source
from gantheory.animation.plotting import axes_lines
from gantheory.animation.scene import Play, ReplayScene
from gantheory.animation.stage import DASHED, SOLID, Picture, Stage
from gantheory.animation.timeline import Segment, Timeline
from gantheory.figures.labels import signed
from gantheory.line.divergences import log_sigmoid, sigmoid

#: the range of the logit, and where a sample starts that D rejects with confidence
_S_RANGE, _START, _REJECTED, _SURE, _EQUAL = (-7.5, 3.0), -2.0, -7.0, 24, 48
#: half the length of a tangent, in units of s
_TANGENT = 1.3
_NAMES = ("saturating", "non_saturating")


@dataclass(frozen=True)
class States:
    """What the scene shows, frame by frame (T frames, S grid points).

    Attributes:
        s: (S,) the grid of logits.
        at: (T,) the logit of the sample shown.
    """

    s: Array
    at: Array


def losses(s: Array) -> dict[str, Array]:
    """The two losses of a sample with the logit s: log(1 - D) and -log D."""
    return {"saturating": log_sigmoid(-s), "non_saturating": -log_sigmoid(s)}


def slopes(s: Array) -> dict[str, Array]:
    """Their derivatives by s: -D and -(1 - D)."""
    return {"saturating": -sigmoid(s), "non_saturating": -sigmoid(-s)}


def states() -> States:
    """Compute the scene: D grows sure, then the sample improves until D = 1/2."""
    down = np.linspace(_START, _REJECTED, _SURE)
    up = np.linspace(_REJECTED, 0.0, _EQUAL)
    return States(np.linspace(*_S_RANGE, 300), np.concatenate((down, up)))


class SaturationPicture(Picture):
    """The losses with tangents on the left, the sizes of their slopes on the right.

    Attributes:
        loss_axes, slope_axes: the maps of the two plots.
        curves: by the losses' names, with "tangent" or "slope" before it.
        marks: the sample, on every curve, likewise.
    """

    def __init__(self, stage: Stage, shown: States) -> None:
        super().__init__(stage)
        self.states = shown
        self.loss_axes = AxesMap(_S_RANGE, (-3.2, 7.8), -6.4, -0.35, -2.1, 1.9)
        self.slope_axes = AxesMap(_S_RANGE, (0.0, 1.05), 0.85, 6.55, -0.9, 1.9)
        ticks = ((0.001, "0.001"), (0.01, "0.01"), (0.1, "0.1"), (0.5, "1/2"), (0.9, "0.9"))
        x_ticks = [(float(np.log(d / (1 - d))), written) for d, written in ticks]
        self.fixed.add(
            *axes_lines(
                stage,
                self.loss_axes,
                x_ticks=x_ticks,
                y_ticks=((0.0, "0"), (7.0, "7")),
                guides=True,
                size=22,
            ),
            *axes_lines(
                stage,
                self.slope_axes,
                x_ticks=x_ticks,
                y_ticks=((0.0, "0"), (0.5, "1/2"), (1.0, "1")),
                guides=True,
                size=22,
            ),
        )
        roles = {"saturating": ("optimal", SOLID), "non_saturating": ("discriminator", DASHED)}
        self.curves = {}
        self.marks = {}
        for name, (role, pattern) in roles.items():
            color = getattr(stage.theme, role)
            for axes, key, heights in (
                (self.loss_axes, name, losses(shown.s)[name]),
                (self.slope_axes, f"slope {name}", -slopes(shown.s)[name]),
            ):
                curve = Curve(color, 5.0, pattern)
                curve.show(axes.points(shown.s, heights))
                self.fixed.add(curve.mobject)
                self.curves[key] = curve
            self.curves[f"tangent {name}"] = self.curve("ink", 3.0, SOLID)
            for key in (name, f"slope {name}"):
                self.marks[key] = Dots(color, 17)
                self.moving.add(self.marks[key].mobject)
        rows = (("D", "D_G_z"), ("saturating", "saturating"), ("non_saturating", "non_saturating"))
        for row, (name, formula) in enumerate(rows):
            self.readout(name, formula, -1.85 - 0.5 * row, 0.85, 6.55, 32)
            if row:
                word = stage.write(
                    stage.say("slope_of"), 5.05, -1.85 - 0.5 * row, 24,
                    side="right", color=stage.theme.muted,
                )  # fmt: skip
                self.fixed.add(word)
        titles = ((self.loss_axes, "losses"), (self.slope_axes, "slopes"))
        self.fixed.add(
            *(stage.write(stage.say(key), a.left, 2.25, 28, width=6.2) for a, key in titles),
            self._name("non_saturating", self.loss_axes, -4.6, 5.4),
            self._name("saturating", self.loss_axes, -6.9, -1.5),
            self._name("non_saturating", self.slope_axes, -6.9, 0.78),
            self._name("saturating", self.slope_axes, -6.9, 0.2),
            stage.write(stage.say("axis"), -3.4, -2.86, 26, side="center"),
            *stage.kernel(stage.say("note")),
        )

    def show(self, frame: int) -> None:
        """Show a frame of `states`."""
        s = self.states.at[frame : frame + 1]
        loss, slope = losses(s), slopes(s)
        near = s + np.array([-_TANGENT, _TANGENT])
        for name in _NAMES:
            tangent = loss[name] + slope[name] * (near - s)
            self.curves[f"tangent {name}"].show(self.loss_axes.line(near, tangent))
            self.marks[name].show(self.loss_axes.points(s, loss[name]))
            self.marks[f"slope {name}"].show(self.slope_axes.points(s, -slope[name]))
            self.numbers[name].show(signed(float(slope[name][0])))
        self.numbers["D"].show(signed(float(sigmoid(s)[0])))

    def _name(self, formula: str, axes: AxesMap, s: float, height: float) -> object:
        point = axes.points(np.array([s]), np.array([height]))[0]
        return self.stage.formula(formula, point[0], point[1], 28)


class SaturationScene(ReplayScene):
    """Sections early, flat and learning."""

    name = "saturation"

    def prepare(self, stage: Stage) -> Play:
        """Hold the claims proved, compute the frames and make the picture."""
        found = proved("H1/saturating", "H1/non-saturating", "H2/equal slopes")
        shown = states()
        up = tuple(range(_SURE, _SURE + _EQUAL))
        timeline = Timeline(
            (
                Segment(
                    "early", tuple(range(_SURE)), 2.4, 0.4, "caption.early", claim="H1/saturating"
                ),
                Segment("flat", (_SURE,), 0.2, 2.6, "caption.flat", claim="H1/non-saturating"),
                Segment("learning", up, 3.6, 2.2, "caption.learning", claim="H2/equal slopes"),
            )
        )
        return Play(SaturationPicture(stage, shown), timeline, as_source(found.values()), found)
