"""The figure of a sweep: what its seeds did over time, and where they ended."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.figures.style import LIGHT, matplotlib_style, save
from gantheory.measures.bootstrap import summarise

#: curves of single seeds that are drawn; more would only blacken the panel
_DRAWN = 60


def write_sweep_figure(folder: str | os.PathLike[str], path: str | os.PathLike[str]) -> None:
    """Draw a sweep: modes captured and high quality over time, and modes captured at the end.

    Args:
        folder: of the sweep.
        path: of the figure; its ending says which format.

    Raises:
        GanTheoryError: where `folder` holds no finished sweep.
    """
    from matplotlib.figure import Figure

    curves, summary = _read(Path(folder))
    sound = curves["broken"] == 0
    at, modes = curves["iteration"], summary["target"]["modes"]
    with matplotlib_style():
        figure = Figure(figsize=(10, 3.4), layout="constrained")
        axes = figure.subplots(1, 3)
        panels = (("modes_captured", "modes captured"), ("high_quality_fraction", "high quality"))
        for panel, (name, title) in zip(axes, panels, strict=False):
            _over_time(panel, at, curves[name][sound])
            panel.set_title(title)
            panel.set_xlabel("iteration")
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


def _over_time(panel: Any, at: npt.NDArray[np.int64], values: npt.NDArray[Any]) -> None:
    """Single seeds thin, their mean bold, its 95 % bootstrap interval as a band."""
    for curve in values[:_DRAWN]:
        panel.plot(at, curve, color=LIGHT.faint, linewidth=0.5)
    if len(values) > 1:
        found = summarise(values)
        panel.fill_between(at, found.low, found.high, color=LIGHT.discriminator, alpha=0.3)
    if len(values):
        panel.plot(at, values.mean(axis=0), color=LIGHT.discriminator, linewidth=1.8)


def _read(folder: Path) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Any]]:
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        with np.load(folder / "curves.npz", allow_pickle=False) as archive:
            curves = {name: archive[name] for name in archive.files}
    except FileNotFoundError:
        raise GanTheoryError(f"{folder} holds no finished sweep; run it with --resume") from None
    except ValueError:
        raise GanTheoryError(f"the sweep in {folder} is damaged; run it again") from None
    return curves, summary
