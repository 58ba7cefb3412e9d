"""Figures of the recorded 1-D run: Figure 1 and its panels, D* from two densities, V and C."""

import math
from typing import TYPE_CHECKING

import numpy as np

from gantheory.figures.labels import readouts, signed
from gantheory.figures.layout import density_scale, visible_range
from gantheory.figures.panels import choose_panels
from gantheory.figures.plot import StatePlot
from gantheory.lecture.figures.desk import DASHES, DOTS, LARGE, NORMAL, SMALL, Desk, Drawn
from gantheory.notation.texts import as_mathtext, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: so many marks are drawn on a curve, evenly on its logarithmic axis
_MARKS = 28


def draw_figure1(desk: Desk) -> Drawn:
    """The four panels side by side."""
    recording = desk.materials.line
    panels = choose_panels(recording)
    frames = [frame for _, frame in panels.items()]
    figure = desk.figure(12.0, 4.1)
    axes = figure.subplots(
        1, 4,
        gridspec_kw={"left": 0.035, "right": 0.985, "top": 0.84, "bottom": 0.1, "wspace": 0.09},
    )  # fmt: skip
    x_range, scale = visible_range(recording, frames), density_scale(recording, frames)
    for ax, (letter, frame) in zip(axes, panels.items(), strict=True):
        StatePlot(ax, recording, x_range, scale, desk.theme, desk.language).show(frame)
        _head(desk, ax, letter, frame, NORMAL)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="lower center", bbox_to_anchor=(0.5, 0.0), ncols=4, frameon=False,
        fontsize=SMALL + 1, handlelength=3.2, columnspacing=2.6, labelcolor=desk.theme.ink,
    )  # fmt: skip
    return Drawn(figure, _moments(desk))


def draw_panel(desk: Desk, letter: str) -> Drawn:
    """One panel, as large as a figure of its own."""
    recording = desk.materials.line
    panels = dict(choose_panels(recording).items())
    frames = list(panels.values())
    figure = desk.figure(6.0, 4.6)
    ax = figure.add_axes((0.06, 0.12, 0.9, 0.72))
    x_range, scale = visible_range(recording, frames), density_scale(recording, frames)
    StatePlot(ax, recording, x_range, scale, desk.theme, desk.language).show(panels[letter])
    _head(desk, ax, letter, panels[letter], LARGE)
    desk.legend(
        ax, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=2, handlelength=3.2,
        columnspacing=2.0,
    )  # fmt: skip
    return Drawn(figure, _moments(desk))


def _head(desk: Desk, ax: "Axes", letter: str, frame: int, size: float) -> None:
    """What a panel is, and its numbers."""
    heading = as_mathtext(text(f"figure1.heading.{letter}", desk.language))
    ax.set_title(f"({letter})  {heading}", fontsize=size, color=desk.theme.ink, pad=24)
    numbers = readouts(desk.materials.line, frame)
    ax.text(
        0.5, 1.03, f"$V(D,G)$ = {numbers['V']}    JSD = {numbers['JSD']}",
        transform=ax.transAxes, ha="center", fontsize=size - 2, color=desk.theme.ink,
    )  # fmt: skip


def _moments(desk: Desk) -> dict[str, str]:
    """V and JSD of the four panels, by names such as "v_a"."""
    found = {"run": desk.materials.line.sha256}
    for letter, frame in choose_panels(desk.materials.line).items():
        numbers = readouts(desk.materials.line, frame)
        found |= {f"v_{letter}": numbers["V"], f"jsd_{letter}": numbers["JSD"]}
    return found


def draw_d_star(desk: Desk) -> Drawn:
    """Two densities of the run above, the optimal D of them below, and one x followed through."""
    recording, theme = desk.materials.line, desk.theme
    frame = choose_panels(recording).a
    x, p_data, p_g = recording["x"], recording["p_data"], recording["p_g"][frame]
    best = recording["optimal_discriminator"][frame]
    at = int(np.argmax(p_data - p_g))
    low, high = visible_range(recording, [frame])
    figure = desk.figure(6.4, 4.4)
    above, below = figure.subplots(
        2, 1, sharex=True,
        gridspec_kw={"left": 0.12, "right": 0.97, "top": 0.96, "bottom": 0.13, "hspace": 0.18},
    )  # fmt: skip
    desk.dress(above, y="axis.density")
    desk.dress(below, x="axis.x", y="axis.d_star")
    above.plot(
        x, p_data, color=theme.p_data, linewidth=2.4, linestyle=DOTS, dash_capstyle="round",
        label=desk.say("label.p_data"),
    )  # fmt: skip
    above.plot(x, p_g, color=theme.p_g, linewidth=2.4, label=desk.say("label.p_g"))
    below.plot(x, best, color=theme.optimal, linewidth=2.0, label=desk.say("label.d_star"))
    below.axhline(0.5, color=theme.faint, linewidth=0.9, zorder=0)
    for ax in (above, below):
        ax.axvline(x[at], color=theme.muted, linewidth=0.9, zorder=0)
    for ax, height, role, place, side in (
        (above, p_data[at], "p_data", (6, 6), "left"),
        (above, p_g[at], "p_g", (-6, -16), "right"),
        (below, best[at], "optimal", (6, 6), "left"),
    ):
        ax.plot(x[at], height, "o", color=getattr(theme, role), markersize=6)
        ax.annotate(
            f"{height:.3f}", (x[at], height), xytext=place, textcoords="offset points", ha=side,
            fontsize=NORMAL, color=getattr(theme, role),
        )  # fmt: skip
    above.set_ylim(0, 1.12 * max(p_data.max(), p_g.max()))
    below.set_ylim(0, 1.05)
    below.set_yticks((0, 0.5, 1), ("0", "1/2", "1"))
    above.set_xlim(low, high)
    desk.legend(above, loc="upper left")
    desk.legend(below, loc="upper left")
    values = {
        "x": signed(float(x[at]), 2),
        "data": f"{p_data[at]:.3f}",
        "model": f"{p_g[at]:.3f}",
        "best": f"{best[at]:.3f}",
        "run": recording.sha256,
    }
    return Drawn(figure, values)


def draw_criterion(desk: Desk) -> Drawn:
    """V, C and -log 4 + 2 JSD over the whole run, after each iteration."""
    recording, theme = desk.materials.line, desk.theme
    whole = np.flatnonzero(recording["phase"] == 1)
    steps = recording["g_updates"][whole]
    value, criterion, jsd = (recording[name][whole] for name in ("value", "criterion", "jsd"))
    floor = -math.log(4.0)
    figure = desk.figure(7.0, 4.0)
    ax = figure.add_axes((0.12, 0.15, 0.86, 0.82))
    desk.dress(ax, x="axis.g_updates", y="axis.nats")
    ax.plot(steps, criterion, color=theme.p_g, linewidth=2.4, label=desk.say("label.criterion"))
    ax.plot(
        steps, value, color=theme.discriminator, linewidth=1.6, dashes=DASHES,
        label=desk.say("label.value"),
    )  # fmt: skip
    evenly = np.geomspace(1, steps[-1], _MARKS)
    marks = np.unique(np.abs(steps[:, None] - evenly).argmin(axis=0))
    ax.plot(
        steps[marks], (floor + 2 * jsd)[marks], "o", color=theme.optimal,
        markersize=5.5, markerfacecolor="none", markeredgewidth=1.3, label=desk.say("label.split"),
    )  # fmt: skip
    ax.axhline(
        floor, color=theme.ink, linewidth=1.6, linestyle=DOTS, dash_capstyle="round",
        label=desk.say("label.floor"),
    )  # fmt: skip
    ax.set_xscale("symlog", linthresh=10)
    ax.set_xlim(0, 1.05 * steps[-1])
    ticks = [0, 10, 100, 1000]
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.minorticks_off()
    ax.set_ylim(floor - 0.06, min(float(criterion.max()) + 0.05, floor + 0.75))
    desk.legend(ax, loc="upper right")
    split = np.abs(criterion - (floor + 2 * jsd)).max()
    values = {
        "floor": signed(floor),
        "last": signed(float(criterion[-1])),
        "updates": int(steps[-1]),
        "digits": math.floor(-math.log10(max(float(split), 1e-16))),
        "run": recording.sha256,
    }
    return Drawn(figure, values)
