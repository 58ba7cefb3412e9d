"""Figures of formulas: two losses of the generator, and three divergences of two Gaussians."""

import math

import numpy as np

from gantheory.figures.labels import signed
from gantheory.lecture.figures.desk import DASHES, DOTS, NORMAL, SMALL, Desk, Drawn
from gantheory.line.densities import Mixture1D
from gantheory.line.divergences import compare, kl, log_sigmoid, sigmoid

#: the range of the logit of D, and where its axis is marked in values of D
_LOGITS = (-7.5, 3.0)
_MARKED = (0.001, 0.01, 0.1, 0.5, 0.9)
#: a D that rejects a sample with confidence
_REJECTED = 0.001
#: the second Gaussian's standard deviation; the first has mean 0 and standard deviation 1
_WIDTH = 0.5
_SHIFTS = np.linspace(-4.0, 4.0, 49)


def draw_saturation(desk: Desk) -> Drawn:
    """Both losses of one sample over what D says of it, and the sizes of their slopes."""
    theme = desk.theme
    s = np.linspace(*_LOGITS, 300)
    figure = desk.figure(7.8, 3.7)
    left, right = figure.subplots(
        1, 2, gridspec_kw={"left": 0.08, "right": 0.98, "top": 0.9, "bottom": 0.15, "wspace": 0.22}
    )
    looks = (
        ("saturating", theme.optimal, {"linewidth": 2.2}),
        ("non_saturating", theme.discriminator, {"linewidth": 2.2, "dashes": DASHES}),
    )
    losses = {"saturating": log_sigmoid(-s), "non_saturating": -log_sigmoid(s)}
    slopes = {"saturating": sigmoid(s), "non_saturating": sigmoid(-s)}
    for ax, curves, title in ((left, losses, "title.losses"), (right, slopes, "title.slopes")):
        desk.dress(ax, x="axis.d_of_g")
        ax.set_title(desk.say(title), fontsize=NORMAL, color=theme.ink)
        for name, color, look in looks:
            ax.plot(s, curves[name], color=color, label=desk.say(f"label.{name}"), **look)
        at = math.log(_REJECTED / (1 - _REJECTED))
        ax.axvline(at, color=theme.faint, linewidth=0.9, zorder=0)
        ax.axvline(0.0, color=theme.faint, linewidth=0.9, zorder=0)
        ax.set_xticks(
            [math.log(d / (1 - d)) for d in _MARKED],
            ["1/2" if d == 0.5 else f"{d:g}" for d in _MARKED],
        )
        ax.set_xlim(*_LOGITS)
    desk.legend(left, loc="upper right", fontsize=NORMAL)
    values = {"rejected": f"{_REJECTED:g}", "flat": f"{_REJECTED:g}", "steep": f"{1 - _REJECTED:g}"}
    return Drawn(figure, values)


def draw_jsd(desk: Desk) -> Drawn:
    """KL, reverse KL and JSD of N(0, 1) and a narrower Gaussian that moves past it."""
    theme = desk.theme
    p = Mixture1D((1.0,), (0.0,), (1.0,))
    moved = [Mixture1D((1.0,), (float(shift),), (_WIDTH,)) for shift in _SHIFTS]
    forward = [kl(p, q).value for q in moved]
    backward = [kl(q, p).value for q in moved]
    jsd = [compare(p, q).jsd.value for q in moved]
    figure = desk.figure(7.8, 4.1)
    left, right = figure.subplots(
        1, 2, gridspec_kw={"left": 0.08, "right": 0.98, "top": 0.92, "bottom": 0.23, "wspace": 0.24}
    )
    for ax, title in ((left, "title.all_three"), (right, "title.jsd_alone")):
        desk.dress(ax, x="axis.shift", y="axis.nats")
        ax.set_title(desk.say(title), fontsize=NORMAL, color=theme.ink)
        ax.plot(_SHIFTS, jsd, color=theme.p_g, linewidth=2.4, label=desk.say("label.jsd"))
        ax.set_xlim(_SHIFTS[0], _SHIFTS[-1])
    left.plot(
        _SHIFTS, forward, color=theme.discriminator, linewidth=2.0, dashes=DASHES,
        label=desk.say("label.kl"),
    )  # fmt: skip
    left.plot(
        _SHIFTS, backward, color=theme.optimal, linewidth=2.2, linestyle=DOTS,
        dash_capstyle="round", label=desk.say("label.reverse_kl"),
    )  # fmt: skip
    left.set_ylim(0, 9)
    right.axhline(
        math.log(2.0), color=theme.ink, linewidth=1.5, linestyle=DOTS, dash_capstyle="round"
    )
    right.annotate(
        desk.say("label.log_2", value=signed(math.log(2.0))), (0, math.log(2.0)), xytext=(0, 4),
        textcoords="offset points", ha="center", fontsize=SMALL, color=theme.ink,
    )  # fmt: skip
    right.set_ylim(0, 0.8)
    figure.legend(
        *left.get_legend_handles_labels(), loc="lower center", ncols=3, frameon=False,
        fontsize=NORMAL, labelcolor=theme.ink, handlelength=2.8,
    )  # fmt: skip
    middle = len(_SHIFTS) // 2
    values = {
        "width": f"{_WIDTH:g}",
        "kl": f"{forward[middle]:.3f}",
        "reverse": f"{backward[middle]:.3f}",
        "jsd": f"{jsd[middle]:.3f}",
        "far": f"{jsd[-1]:.3f}",
        "shift": f"{_SHIFTS[-1]:g}",
        "log_two": signed(math.log(2.0)),
    }
    return Drawn(figure, values)
