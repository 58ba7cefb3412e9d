"""Proposition 2 in motion: C is a supremum of straight lines, and averaging halves its gap.

Two letters A and B, p_data = (q, 1 - q), p_g = (t, 1 - t). V(D, p_g) is affine in t for each D
(claim P1), so C(p_g) = sup_D V is convex (claim P2). A mirror step of size 1 with D* replaces p_g
by (p_data + p_g)/2, and the gap C + log 4 falls to at most a half (claim P6). The steps are exact:
fractions t, and C as an exact combination of logarithms, rounded only to be drawn.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from manim import VGroup

from gantheory.animation.axes import Array, AxesMap
from gantheory.animation.claims import proved
from gantheory.animation.curves import Band, Curve, Dots
from gantheory.animation.evidence import as_source
from gantheory.animation.plotting import axes_lines
from gantheory.animation.scene import Play, ReplayScene
from gantheory.animation.stage import DASHED, DOTTED, SOLID, Picture, Stage
from gantheory.animation.timeline import Segment, Timeline
from gantheory.errors import GanTheoryError
from gantheory.figures.labels import signed

Q = Fraction(3, 4)
#: the letter A of the first p_g, the number of steps, and the frames from one step to the next
_START, STEPS, _BETWEEN = Fraction(0), 4, 12
#: of how many p_g the best D gives a line
_LINES, _GRID = 15, 161


@dataclass(frozen=True)
class States:
    """What the scene shows (T frames, L lines, X grid points, K + 1 steps).

    Attributes:
        t: (X,) the grid of p_g(A).
        criterion: (X,) C there.
        lines: (L, 2) V of each line's D at t = 0 and t = 1.
        exact: (K + 1) the exact t of every step.
        gaps: (K + 1,) C + log 4 there, rounded from the exact value.
        shown_lines: (T,) int, how many lines are drawn.
        traced: (T,) int, how many grid points of C are drawn.
        at: (T,) p_g(A) of the dot; nan while there is none.
        steps: (T,) int, how many steps are done; -1 before the first.
    """

    t: Array
    criterion: Array
    lines: Array
    exact: tuple[Fraction, ...]
    gaps: Array
    shown_lines: Array
    traced: Array
    at: Array
    steps: Array


def criterion(t: Array) -> Array:
    """C(p_g) for p_g = (t, 1 - t), in nats, by the values of D* letter by letter."""
    q = float(Q)
    total = np.zeros_like(t)
    for p, g in ((q, t), (1 - q, 1 - t)):
        with np.errstate(divide="ignore", invalid="ignore"):
            fake = np.where(g > 0, g * np.log(g / (p + g)), 0.0)
        total = total + p * np.log(p / (p + g)) + fake
    return total


def exact_steps() -> tuple[tuple[Fraction, ...], Array]:
    """The steps t <- (q + t)/2 as fractions, and their gaps, each held against half the last.

    Raises:
        GanTheoryError: if a gap is more than half of the one before, which P6 excludes.
    """
    from gantheory.proofs.exact.finite import criterion as exact_criterion
    from gantheory.proofs.exact.logq import LogQ

    t, gap = [_START], []
    for step in range(STEPS + 1):
        value = exact_criterion((Q, 1 - Q), (t[step], 1 - t[step]), (1, 1))
        if not isinstance(value, LogQ):
            raise GanTheoryError("C of a finite example must be a finite number")
        gap.append(value + LogQ.log(4))
        if step and not (gap[step] * 2 - gap[step - 1]).sign() <= 0:
            raise GanTheoryError(f"step {step} does not halve the gap, against claim P6")
        t.append((Q + t[step]) / 2)
    return tuple(t[:-1]), np.array([float(one) for one in gap])


def states() -> States:
    """Compute the scene: lines one by one, C from left to right, then the steps."""
    t = np.linspace(0.0, 1.0, _GRID)
    q = float(Q)
    s = np.linspace(1.0, 0.0, _LINES + 2)[1:-1]
    d_a, d_b = q / (q + s), (1 - q) / (2 - q - s)
    real = q * np.log(d_a) + (1 - q) * np.log(d_b)
    lines = np.column_stack((real + np.log1p(-d_b), real + np.log1p(-d_a)))
    exact, gaps = exact_steps()
    sweep = np.linspace(1, _GRID, 45).round().astype(int)
    at, steps = [float(exact[0])], [0]
    for step in range(STEPS):
        # from p_g to the average with p_data, along the segment that the claim speaks of
        share = np.linspace(0.0, 0.5, _BETWEEN + 1)[1:]
        at += list(float(exact[step]) * (1 - share) + q * share)
        steps += [step] * (_BETWEEN - 1) + [step + 1]
    n = len(at)
    return States(
        t,
        criterion(t),
        lines,
        exact,
        gaps,
        np.concatenate((np.arange(1, _LINES + 1), np.full(len(sweep) + n, _LINES))),
        np.concatenate((np.zeros(_LINES, dtype=int), sweep, np.full(n, _GRID))),
        np.concatenate((np.full(_LINES + len(sweep), np.nan), at)),
        np.concatenate((np.full(_LINES + len(sweep), -1), steps)),
    )


class Proposition2Picture(Picture):
    """The lines with their supremum on the left, the gap after each step on the right.

    Attributes:
        axes: the map of the left plot, t across and values upwards.
        bar_axes: the map of the bars, steps across and gaps upwards.
        lines: each D's line.
        curve_of_c: C as far as it is drawn.
        tangent: the line of the D that is best where C is being drawn.
        dot: the present p_g on C.
        gap: from -log 4 up to the dot.
        bars: the gap after each step.
        halves: half of the gap before, over each bar.
    """

    def __init__(self, stage: Stage, shown: States) -> None:
        super().__init__(stage)
        self.states = shown
        theme = stage.theme
        self.axes = AxesMap((0.0, 1.0), (-1.62, -0.5), -5.75, 0.7, -2.5, 2.2)
        self.bar_axes = AxesMap((-0.5, STEPS + 0.5), (0.0, 0.8), 2.2, 6.6, -1.1, 1.6)
        self.lines = [self.curve("discriminator", 2.0) for _ in shown.lines]
        self.tangent = self.curve("discriminator", 4.5, DASHED)
        self.curve_of_c = self.curve("optimal", 6.0, SOLID)
        self.gap = self.curve("ink", 3.0, (0.08, 0.08))
        self.dot = Dots(theme.p_g, 20)
        self.moving.add(self.dot.mobject)
        self.bars = [Band(theme.optimal) for _ in shown.gaps]
        for bar in self.bars:
            self.moving.add(bar.fill, bar.hatch)
        self.halves = [self.curve("ink", 3.0, (0.08, 0.08)) for _ in shown.gaps]
        steps_part = VGroup()
        self.later["averaging"] = steps_part
        self.readout("t", "p_g_A", -2.25, 2.2, 6.6, 32, steps_part)
        self.readout("gap", "gap", -2.8, 2.2, 6.6, 32, steps_part)
        floor = float(-np.log(4.0))
        sample = Curve(theme.ink, 3.0, (0.08, 0.08))
        sample.show(np.array([[4.3, 1.2, 0.0], [4.9, 1.2, 0.0]]))
        q_at = self.axes.points(np.array([float(Q)]), np.array([floor]))
        here = Dots(theme.p_data, 16)
        here.show(q_at)
        upright = Curve(theme.p_data, 3.0, DOTTED)
        upright.show(
            self.axes.points(np.full(2, float(Q)), np.array([self.axes.y_range[0], floor]))
        )
        steps = [(float(step), str(step)) for step in range(STEPS + 1)]
        self.fixed.add(
            *axes_lines(
                stage,
                self.axes,
                x_ticks=((0.0, "0"), (float(Q), "3/4"), (1.0, "1")),
                y_ticks=((floor, "@minus_log_4"), (-1.0, "−1")),
                guides=True,
            ),
            stage.formula("p_g_A", -2.5, -2.95, 28, side="center"),
            upright.mobject,
            here.mobject,
            *self._legend(),
            stage.write(stage.say("example"), -5.75, 2.4, 24, color=theme.muted, width=6.6),
            *stage.kernel(stage.say("note")),
        )
        steps_part.add(
            *axes_lines(stage, self.bar_axes, x_ticks=steps),
            stage.write(stage.say("steps"), 6.6, -1.72, 22, side="right", color=theme.muted),
            stage.write(stage.say("gap_after"), 2.2, 1.85, 28, width=4.6),
            sample.mobject,
            stage.write(stage.say("half_of_last"), 5.0, 1.12, 22, width=1.85),
        )

    def _legend(self) -> list[object]:
        """A sample of each kind of line, where the plot is empty."""
        stage, rows = self.stage, []
        for row, (written, role, width) in enumerate(
            ((stage.say("one_line"), "discriminator", 2.0), ("@supremum", "optimal", 6.0))
        ):
            y = 1.95 - 0.5 * row
            sample = Curve(getattr(stage.theme, role), width, SOLID)
            sample.show(np.array([[-3.0, y, 0.0], [-2.4, y, 0.0]]))
            rows += [sample.mobject, stage.write(written, -2.25, y - 0.08, 25, width=3.6)]
        return rows

    def show(self, frame: int) -> None:
        """Show a frame of `states`."""
        shown, over = self.states, self.axes.points
        ends = np.array([0.0, 1.0])
        for number, (line, values) in enumerate(zip(self.lines, shown.lines, strict=True)):
            line.show(
                self.axes.line(ends, values) if number < shown.shown_lines[frame] else _NOTHING
            )
        traced = int(shown.traced[frame])
        self.curve_of_c.show(over(shown.t[:traced], shown.criterion[:traced]))
        moving = 1 < traced < len(shown.t)
        best = self.axes.line(ends, tangent(shown.t[traced - 1])) if moving else _NOTHING
        self.tangent.show(best)
        at, step = shown.at[frame : frame + 1], int(shown.steps[frame])
        there = step >= 0
        height = criterion(at) if there else at
        floor = np.array([-np.log(4.0)])
        self.dot.show(over(at, height) if there else _NOTHING)
        self.gap.show(
            over(np.repeat(at, 2), np.concatenate((floor, height))) if there else _NOTHING
        )
        for number, (bar, half) in enumerate(zip(self.bars, self.halves, strict=True)):
            sides = number + np.array([-0.3, 0.3])
            done = number <= step
            upper = self.bar_axes.points(sides, np.full(2, shown.gaps[number]))
            bar.show(*((upper, self.bar_axes.points(sides, np.zeros(2))) if done else _EMPTY))
            bound = np.full(2, shown.gaps[max(number - 1, 0)] / 2)
            half.show(self.bar_axes.points(sides, bound) if done and number else _NOTHING)
        exact = there and float(shown.exact[step]) == at[0]
        t = str(shown.exact[step]) if exact else signed(float(at[0])) if there else ""
        self.numbers["t"].show(t)
        self.numbers["gap"].show(signed(float((height - floor)[0])) if there else "")


def tangent(s: float) -> Array:
    """The values at t = 0 and t = 1 of the line of the D that is best for p_g = (s, 1 - s)."""
    q = float(Q)
    d_a, d_b = q / (q + s), (1 - q) / (2 - q - s)
    real = q * np.log(d_a) + (1 - q) * np.log(d_b)
    return np.array([real + np.log1p(-d_b), real + np.log1p(-d_a)])


_NOTHING: Array = np.zeros((0, 3))
_EMPTY = (_NOTHING, _NOTHING)


class Proposition2Scene(ReplayScene):
    """Sections affine, supremum and averaging."""

    name = "proposition2"

    def prepare(self, stage: Stage) -> Play:
        """Hold the claims proved, compute the frames and make the picture."""
        found = proved("P1/affine", "P2/convex", "P6/gap")
        shown = states()
        total = len(shown.at)
        averaging = int(np.flatnonzero(shown.steps >= 0)[0])
        lines, sweep, steps = (
            tuple(range(start, end))
            for start, end in ((0, _LINES), (_LINES, averaging), (averaging, total))
        )
        timeline = Timeline(
            (
                Segment("affine", lines, 3.0, 0.8, "caption.affine", claim="P1/affine"),
                Segment("supremum", sweep, 3.0, 1.2, "caption.supremum", claim="P2/convex"),
                Segment("averaging", steps, 4.8, 2.2, "caption.averaging", claim="P6/gap"),
            )
        )
        return Play(Proposition2Picture(stage, shown), timeline, as_source(found.values()), found)
