"""Mode collapse on a ring of modes: seeds that collapse above, the same seeds with a remedy below.

The seeds are the first ones, not the worst; the frame is the last one.
"""

from typing import TYPE_CHECKING

from gantheory.animation.collapse import DRAWN, remedy
from gantheory.lecture.figures.desk import NORMAL, SMALL, Desk, Drawn
from gantheory.recording import Recording

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_mode_collapse(desk: Desk) -> Drawn:
    """Samples at the end of each run, circles where the data's modes are."""
    collapse = desk.materials.collapse
    columns = len(collapse.failing)
    figure = desk.figure(2.6 * columns + 0.45, 5.9)
    grid = figure.subplots(
        2, columns, squeeze=False,
        gridspec_kw={
            "left": 0.05, "right": 0.99, "top": 0.93, "bottom": 0.02, "wspace": 0.06,
            "hspace": 0.16,
        },
    )  # fmt: skip
    counts: list[list[str]] = []
    for axes, runs in zip(grid, collapse.groups, strict=True):
        counts.append([str(int(run["modes_captured"][-1])) for run in runs])
        for ax, run in zip(axes, runs, strict=True):
            _show(desk, ax, run)
    for axes, key in zip(grid, ("label.without_remedy", "label.with_remedy"), strict=True):
        axes[0].annotate(
            desk.say(key, remedy=", ".join(remedy(collapse))), (-0.05, 0.5),
            xycoords="axes fraction", rotation=90, ha="right", va="center", fontsize=NORMAL,
            color=desk.theme.ink,
        )  # fmt: skip
    values = {
        "modes": len(collapse.failing[0]["mode_weights"]),
        "seeds": columns,
        "failing": ", ".join(counts[0]),
        "cured": ", ".join(counts[1]),
        "remedy": ", ".join(remedy(collapse)),
        "updates": f"{int(collapse.failing[0]['g_updates'][-1]):,}",
        "run": collapse.sha256,
    }
    return Drawn(figure, values)


def _show(desk: Desk, ax: "Axes", run: Recording) -> None:
    """The samples of a run's last frame."""
    theme = desk.theme
    ax.set_facecolor(theme.background)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_color(theme.faint)
    means = run["mode_means"]
    ax.plot(
        means[:, 0], means[:, 1], "o", color=theme.p_data, markersize=15, markerfacecolor="none",
        markeredgewidth=1.0,
    )  # fmt: skip
    samples = run["samples"][-1][:DRAWN]
    ax.plot(
        samples[:, 0], samples[:, 1], "o", color=theme.p_g, markersize=2.2, markeredgewidth=0,
        alpha=0.8,
    )  # fmt: skip
    ax.set_xlim(run["x"][0], run["x"][-1])
    ax.set_ylim(run["y"][0], run["y"][-1])
    modes, captured = len(run["mode_weights"]), int(run["modes_captured"][-1])
    ax.set_title(
        desk.say("title.seed", seed=run.manifest["seed"], captured=captured, modes=modes),
        fontsize=SMALL, color=theme.ink,
    )  # fmt: skip
