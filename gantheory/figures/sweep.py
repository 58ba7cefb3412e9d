"""The figure of a sweep: what its seeds did over time, and where they ended.

Above: modes captured, high quality, how long each mode survives, modes captured at the end. Below:
JSD with its certified lower bound, D against D*, gradient norms, and how often the seeds went
round. Bold lines are means over seeds, bands their 95 % bootstrap intervals.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.figures.style import LIGHT, matplotlib_style, save
from gantheory.measures.bootstrap import summarise
from gantheory.sweep.records import read_curves, read_rows, read_summary

#: curves of single seeds that are drawn; more would only blacken the panel
_DRAWN = 60


def write_sweep_figure(folder: str | os.PathLike[str], path: str | os.PathLike[str]) -> None:
    """Draw a sweep over time and at its end, see the module's text.

    Args:
        folder: of the sweep.
        path: of the figure; its ending says which format.

    Raises:
        GanTheoryError: where `folder` holds no finished sweep.
    """
    from matplotlib.figure import Figure

    curves, summary = read_curves(folder), read_summary(folder)
    sound = curves["broken"] == 0
    at, modes = curves["iteration"], summary["target"]["modes"]
    with matplotlib_style():
        figure = Figure(figsize=(13, 6.6), layout="constrained")
        upper, lower = figure.subplots(2, 4)
        axes = (upper[0], upper[1], upper[3])
        panels = (("modes_captured", "modes captured"), ("high_quality_fraction", "high quality"))
        for panel, (name, title) in zip(axes, panels, strict=False):
            _over_time(panel, at, curves[name][sound])
            panel.set_title(title)
            panel.set_xlabel("iteration")
        _survival(figure, upper[2], at, curves["mode_counts"][sound])
        _divergences(lower[0], lower[1], at, curves, sound)
        _gradients(lower[2], at, curves, sound)
        _turns(lower[3], Path(folder))
        axes[0].set_ylim(-0.3, modes + 0.3)
        axes[1].axhline(
            summary["perfect_generator"]["high_quality_fraction"],
            color=LIGHT.p_data,
            linestyle=":",
            linewidth=1,
        )
        axes[1].set_ylim(-0.03, 1.03)
        ends = curves["modes_captured"][sound, -1]
        axes[2].hist(ends, bins=np.arange(modes + 2) - 0.5, color=LIGHT.p_g, rwidth=0.9)
        axes[2].set_title("seeds by modes captured at the end")
        axes[2].set_xlabel(f"of {modes} modes")
        config = summary["config"]
        figure.suptitle(
            f"{config['target']}, {config['game']}, {summary['finished']} of {summary['seeds']} "
            "seeds finished",
            fontsize=11,
        )
        save(figure, path, dpi=150, description=f"sweep over {summary['seeds']} seeds")


def _over_time(
    panel: Any,
    at: npt.NDArray[np.int64],
    values: npt.NDArray[Any],
    color: str = LIGHT.discriminator,
    label: str = "",
) -> None:
    """Single seeds thin, their mean bold, its 95 % bootstrap interval as a band.

    Only frames at which all seeds have a value are drawn.
    """
    known = np.isfinite(values).all(axis=0) if len(values) else np.zeros(len(at), dtype=bool)
    at, values = at[known], values[:, known]
    if at.size == 0:
        return
    dots = "o" if at.size < 8 else ""
    for curve in values[:_DRAWN]:
        panel.plot(at, curve, color=LIGHT.faint, linewidth=0.5, marker=dots, markersize=2)
    if len(values) > 1:
        found = summarise(values)
        panel.fill_between(at, found.low, found.high, color=color, alpha=0.3)
    panel.plot(
        at, values.mean(axis=0), color=color, linewidth=1.8, marker=dots, label=label or None
    )


def _survival(
    figure: Any, panel: Any, at: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]
) -> None:
    """Which share of the seeds has samples of high quality at each mode, over time."""
    panel.set_title("% of seeds at each mode")
    panel.set_xlabel("look")
    panel.set_ylabel("mode")
    if len(counts):
        share = 100 * (counts > 0).mean(axis=0).T
        image = panel.imshow(
            share,
            aspect="auto",
            origin="lower",
            cmap="cividis",
            vmin=0,
            vmax=100,
            interpolation="nearest",
        )
        figure.colorbar(image, ax=panel)
    panel.set_xlim(-0.5, len(at) - 0.5)


def _divergences(
    left: Any,
    right: Any,
    at: npt.NDArray[np.int64],
    curves: dict[str, npt.NDArray[Any]],
    sound: npt.NDArray[np.bool_],
) -> None:
    """JSD with its certified lower bound, and D against D*, each with its mean error."""
    named = ((left, "jsd", "JSD (nats)"), (right, "discriminator_distance", "D to D* (tot. var.)"))
    for panel, name, title in named:
        panel.set_title(title)
        panel.set_xlabel("iteration")
        panel.set_xlim(0, at[-1] * 1.03)
        values, errors = curves[name][sound], curves[f"{name}_error"][sound]
        known = np.isfinite(values).all(axis=0) & (len(values) > 0)
        if not known.any():
            panel.text(0.5, 0.5, "not measured", ha="center", transform=panel.transAxes)
            continue
        _over_time(panel, at, values, label="mean of the estimates")
        panel.errorbar(
            at[known],
            values[:, known].mean(axis=0),
            errors[:, known].mean(axis=0),
            fmt="none",
            ecolor=LIGHT.muted,
            elinewidth=0.8,
            capsize=2,
            label="mean of their errors",
        )
        panel.set_ylim(bottom=0)
    _over_time(left, at, curves["jsd_lower"][sound], LIGHT.p_g, "mean of the certified bounds")
    left.axhline(np.log(2), color=LIGHT.muted, linestyle=":", linewidth=1)
    for panel in (left, right):
        if panel.get_legend_handles_labels()[0]:
            panel.legend(fontsize=7)


def _gradients(
    panel: Any,
    at: npt.NDArray[np.int64],
    curves: dict[str, npt.NDArray[Any]],
    sound: npt.NDArray[np.bool_],
) -> None:
    """Medians over seeds of both gradient norms, with the middle half as a band."""
    panel.set_title("gradient norms")
    panel.set_xlabel("iteration")
    positive = False
    for name, color, label in (
        ("generator_gradient", LIGHT.p_g, "of G"),
        ("discriminator_gradient", LIGHT.discriminator, "of D"),
    ):
        values = curves[name][sound]
        if not len(values) or not np.isfinite(values).all():
            continue
        low, middle, high = np.quantile(values, [0.25, 0.5, 0.75], axis=0)
        panel.fill_between(at, low, high, color=color, alpha=0.25)
        panel.plot(at, middle, color=color, linewidth=1.8, label=label)
        positive |= bool(low.min() > 0)
    if positive:
        panel.set_yscale("log")
    if panel.get_legend_handles_labels()[0]:
        panel.legend(fontsize=7)


def _turns(panel: Any, folder: Path) -> None:
    """How often the dominating mode of each seed went round the centre of the target."""
    turns = [row["turns"] for row in read_rows(folder) if row["turns"] is not None]
    panel.set_title("seeds by turns of the dominating mode")
    panel.set_xlabel("turns")
    if turns:
        panel.hist(turns, bins=15, color=LIGHT.p_g, rwidth=0.9)
    else:
        panel.text(0.5, 0.5, "not measured", ha="center", transform=panel.transAxes)
