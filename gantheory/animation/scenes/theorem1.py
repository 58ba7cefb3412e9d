"""Theorem 1 in motion: C(G) = -log 4 + 2 JSD as areas between curves, p_g moving to p_data.

C(G) is the integral of p_data log D* + p_g log(1 - D*), and -log 4 that of -(p_data + p_g) log 2,
so the area between these two curves is 2 JSD. The numbers come from `gantheory.line.divergences`:
C by expectations under p_data and p_g, JSD by an integral of its own; that they agree is claim T3.
"""

import math
from dataclasses import dataclass

import numpy as np

from gantheory.animation.axes import Array, AxesMap
from gantheory.animation.claims import proved
from gantheory.animation.curves import Band, Curve
from gantheory.animation.evidence import as_source
from gantheory.animation.plotting import axes_lines
from gantheory.animation.scene import Play, ReplayScene
from gantheory.animation.stage import DASHED, DOTTED, SOLID, Picture, Stage
from gantheory.animation.timeline import Segment, Timeline
from gantheory.figures.labels import signed
from gantheory.line.densities import Mixture1D
from gantheory.line.divergences import (
    compare,
    game_value,
    log_sigmoid,
    optimal_logit,
)

P_DATA = Mixture1D((0.5, 0.5), (-1.3, 1.6), (0.6, 0.8))
#: where p_g starts: its parameters move to those of p_data on a straight line
_START = Mixture1D((0.5, 0.5), (-3.2, -2.0), (0.6, 0.7))
_MOVES = 60
_COLUMN, _NUMBERS = 2.9, 5.4
#: the gauge's left, right, bottom and top
_GAUGE = (6.1, 6.7, -2.55, -0.4)


@dataclass(frozen=True)
class States:
    """What the scene shows, frame by frame (T frames, X grid points).

    Attributes:
        x, p_data: (X,).
        p_g: (T, X) the moving density.
        integrand: (T, X) p_data log D* + p_g log(1 - D*).
        floor: (T, X) -(p_data + p_g) log 2.
        criterion, jsd: (T,) C(G) and JSD in nats.
        error: (T,) the quadrature's estimate of the error of C + log 4 - 2 JSD.
    """

    x: Array
    p_data: Array
    p_g: Array
    integrand: Array
    floor: Array
    criterion: Array
    jsd: Array
    error: Array


def path(share: float) -> Mixture1D:
    """The generator's density after a share of its way; p_data itself after all of it."""

    def between(start: tuple[float, ...], end: tuple[float, ...]) -> tuple[float, ...]:
        return tuple((1 - share) * a + share * b for a, b in zip(start, end, strict=True))

    return Mixture1D(
        P_DATA.weights, between(_START.means, P_DATA.means), between(_START.stds, P_DATA.stds)
    )


def states() -> States:
    """Compute the scene."""
    x = np.linspace(-5.2, 4.6, 393)
    log_p = P_DATA.log_pdf(x)
    rows: list[tuple[Array, Array, Array]] = []
    numbers = []
    for share in np.linspace(0.0, 1.0, _MOVES):
        p_g = path(float(share))
        log_g = p_g.log_pdf(x)

        def best(t: Array, p_g: Mixture1D = p_g) -> Array:
            return optimal_logit(P_DATA.log_pdf(t), p_g.log_pdf(t))

        logit = optimal_logit(log_p, log_g)
        p, g = np.exp(log_p), np.exp(log_g)
        integrand = p * log_sigmoid(logit) + g * log_sigmoid(-logit)
        rows.append((g, integrand, -(p + g) * math.log(2.0)))
        game, split = game_value(P_DATA, p_g, best), compare(P_DATA, p_g)
        error = game.criterion.error + 2 * split.jsd.error
        numbers.append((game.criterion.value, split.jsd.value, error))
    p_g_all, integrands, floors = (np.array(column) for column in zip(*rows, strict=True))
    criterion, jsd, errors = np.array(numbers).T
    return States(x, np.exp(log_p), p_g_all, integrands, floors, criterion, jsd, errors)


class Theorem1Picture(Picture):
    """The densities, the two integrands with the area between them, and a gauge of C(G).

    Attributes:
        density_axes, area_axes: the maps of the two plots.
        gauge: the map of the gauge, from -log 4 to 0.
        curves: by what they show.
        band: the area between the integrands, 2 JSD.
        level: the filled part of the gauge, from -log 4 to C(G).
    """

    def __init__(self, stage: Stage, shown: States) -> None:
        super().__init__(stage)
        self.states = shown
        theme = stage.theme
        x_range = (float(shown.x[0]), float(shown.x[-1]))
        highest = float(max(shown.p_data.max(), shown.p_g.max())) * 1.02
        low = float(shown.floor.min()) * 1.02
        self.density_axes = AxesMap(x_range, (0.0, highest), -6.6, 2.2, 0.35, 2.6)
        self.area_axes = AxesMap(x_range, (low, 0.0), -6.6, 2.2, -2.95, -0.15)
        self.gauge = AxesMap(
            (0.0, 1.0), (-math.log(4.0), 0.0), _GAUGE[0], _GAUGE[1], _GAUGE[2], _GAUGE[3]
        )
        self.band = Band(theme.optimal)
        self.level = Band(theme.optimal)
        for band in (self.band, self.level):
            self.moving.add(band.fill, band.hatch)
        self.curves = {
            "integrand": self.curve("optimal", 6.0, SOLID),
            "floor": self.curve("ink", 3.0, DASHED),
            "p_g": self.curve("p_g", 5.5, SOLID),
            "p_data": self.curve("p_data", 5.5, DOTTED),
        }
        for row, (name, formula) in enumerate((("C", "C"), ("JSD", "two_JSD"))):
            self.readout(name, formula, -0.75 - 0.6 * row, _COLUMN, _NUMBERS)
        log_4 = stage.formula("minus_log_4", _COLUMN, -1.95, 32)
        value = stage.write(signed(-math.log(4.0)), _NUMBERS, -1.95, 34, side="right")
        left, right, bottom, top = _GAUGE
        corners = np.array([[left, top, 0], [left, bottom, 0], [right, bottom, 0], [right, top, 0]])
        frame = Curve(theme.ink, 2.0)
        frame.show(np.vstack((corners, corners[:1])))
        self.fixed.add(
            *axes_lines(stage, self.density_axes),
            *axes_lines(stage, self.area_axes, x_name="@x", floor=0.0),
            log_4,
            value,
            frame.mobject,
            stage.write("0", left - 0.1, top, 24, side="right", middle=True),
            stage.formula("minus_log_4", 6.8, bottom - 0.38, 26, side="right"),
            stage.formula("C", 0.5 * (left + right), top + 0.18, 26, side="center"),
            stage.write(
                stage.say("common.in_nats"), _NUMBERS, -2.45, 22, side="right", color=theme.muted
            ),
            *self._legend(),
            *stage.kernel(stage.say("note")),
        )

    def show(self, frame: int) -> None:
        """Show a frame of `states`."""
        shown = self.states
        densities, areas = self.density_axes.points, self.area_axes.points
        self.curves["p_data"].show(densities(shown.x, shown.p_data))
        self.curves["p_g"].show(densities(shown.x, shown.p_g[frame]))
        upper, lower = areas(shown.x, shown.integrand[frame]), areas(shown.x, shown.floor[frame])
        self.curves["integrand"].show(upper)
        self.curves["floor"].show(lower)
        self.band.show(upper, lower)
        ends = np.array([0.0, 1.0])
        level = self.gauge.points(ends, np.full(2, shown.criterion[frame]))
        self.level.show(level, self.gauge.points(ends, np.full(2, self.gauge.y_range[0])))
        self.numbers["C"].show(signed(float(shown.criterion[frame])))
        self.numbers["JSD"].show(signed(2 * float(shown.jsd[frame])))

    def _legend(self) -> list[object]:
        """A sample of each line with its name."""
        stage, theme = self.stage, self.stage.theme
        rows = []
        for row, (written, role, width, pattern) in enumerate(
            (
                ("@p_data", "p_data", 5.5, DOTTED),
                ("@p_g", "p_g", 5.5, SOLID),
                (stage.say("above"), "optimal", 6.0, SOLID),
                (stage.say("below"), "ink", 3.0, DASHED),
            )
        ):
            y = 2.45 - 0.45 * row
            sample = Curve(getattr(theme, role), width, pattern)
            sample.show(np.array([[_COLUMN - 0.2, y, 0.0], [_COLUMN + 0.5, y, 0.0]]))
            rows += [sample.mobject, stage.write(written, _COLUMN + 0.65, y - 0.08, 24, width=3.2)]
        y = 2.45 - 0.45 * 4
        area = Band(theme.optimal)
        ends = np.array([[_COLUMN - 0.2, y + 0.12, 0.0], [_COLUMN + 0.5, y + 0.12, 0.0]])
        area.show(ends, ends - (0.0, 0.24, 0.0))
        rows += [area.fill, area.hatch]
        rows.append(stage.write(stage.say("band"), _COLUMN + 0.65, y - 0.08, 24, width=3.2))
        return rows


class Theorem1Scene(ReplayScene):
    """Sections areas, path and equal."""

    name = "theorem1"

    def prepare(self, stage: Stage) -> Play:
        """Hold the claims proved, compute the frames and make the picture."""
        found = proved("T3/jsd", "T4/minimum", "T4/minimiser")
        shown = states()
        last = len(shown.criterion) - 1
        timeline = Timeline(
            (
                Segment("areas", (0,), 0.2, 2.6, "caption.areas", claim="T3/jsd"),
                Segment("path", tuple(range(last)), 4.8, 0.2, "caption.path", claim="T4/minimum"),
                Segment("equal", (last,), 0.2, 2.6, "caption.equal", claim="T4/minimiser"),
            )
        )
        return Play(Theorem1Picture(stage, shown), timeline, as_source(found.values()), found)
