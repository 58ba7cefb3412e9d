"""The gallery on one sheet: how each failure ends, how its cure ends, and what tells them apart."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gantheory.figures.style import LIGHT, matplotlib_style, save
from gantheory.recording import Recording
from gantheory.replay.contours import ellipses_of, mixture_of
from gantheory.replay.gallery_run import Shown
from gantheory.replay.symptoms import CURVES
from gantheory.replay.words import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def write_gallery_figure(
    shown: Sequence[Shown], path: str | os.PathLike[str], language: str = "en"
) -> None:
    """Draw exhibits that were carried out, one row each.

    Args:
        shown: the exhibits.
        path: ends in .png or .svg.
        language: "en" or "ko".
    """
    from matplotlib.figure import Figure

    with matplotlib_style(language):
        figure = Figure(figsize=(10, 2.6 * len(shown)), layout="constrained")
        grid: Any = figure.subplots(
            len(shown), 3, squeeze=False, gridspec_kw={"width_ratios": (1, 1, 1.6)}
        )
        for row, each in zip(grid, shown, strict=True):
            seed = each.exhibit.seed
            remedy = ", ".join(f"{key} = {value}" for key, value in each.exhibit.remedy.items())
            _ending(row[0], each.failure)
            row[0].set_title(words(f"gallery.{each.name}", language), fontsize=11, loc="left")
            _ending(row[1], each.cure)
            row[1].set_title(remedy, fontsize=11, loc="left")
            _over_time(row[2], each, language)
            row[0].set_ylabel(words("gallery.seed", language, seed=seed), fontsize=9)
        save(figure, path, dpi=110, description=_description(shown))


def _ending(axes: "Axes", recording: Recording) -> None:
    """Samples at the last frame with the modes; on the line as a histogram over p_data."""
    mixture, threshold = mixture_of(recording)
    samples = recording["samples"][-1]
    x, y = recording["x"], recording["y"]
    axes.set_yticks([])
    if mixture.dim == 1:
        edges = np.linspace(x[0], x[-1], 81)
        # of all samples: what lies outside is not made up for inside
        shares = np.histogram(samples[:, 0], edges)[0] / len(samples)
        axes.stairs(shares / (edges[1] - edges[0]), edges, fill=True, color=LIGHT.p_g)
        axes.plot(x, recording["p_data"][0], ":", color=LIGHT.p_data)
        axes.set_ylim(0, 2.5 * float(recording["p_data"].max()))
        axes.set_xlim(x[0], x[-1])
        return
    from matplotlib.patches import Ellipse

    for one in ellipses_of(mixture, threshold):
        size = [max(0.1, 2 * radius) for radius in one["radii"]]
        angle = float(np.degrees(one["angle"]))
        axes.add_patch(Ellipse(one["centre"], *size, angle=angle, fill=False, linewidth=0.8))
    axes.plot(samples[:, 0], samples[:, 1], ".", color=LIGHT.p_g, markersize=2)
    axes.set_xlim(x[0], x[-1])
    axes.set_ylim(y[0], y[-1])
    axes.set_aspect("equal")
    axes.set_xticks([])


def _over_time(axes: "Axes", shown: Shown, language: str) -> None:
    """What tells failure and cure apart, by iteration."""
    name = shown.exhibit.curve
    runs = (
        (shown.failure, LIGHT.optimal, "-", "failure"),
        (shown.cure, LIGHT.discriminator, "--", "cure"),
    )
    for recording, colour, line, key in runs:
        label = words(f"gallery.{key}", language)
        values = CURVES[name](recording)
        axes.plot(recording["g_updates"], values, line, color=colour, linewidth=1.3, label=label)
    if name == "generator_gradient":
        axes.set_yscale("log")
    axes.set_title(words(f"symptoms.{name}", language), fontsize=10, loc="left")
    axes.legend(frameon=False, fontsize=8)


def _description(shown: Sequence[Shown]) -> str:
    parts = (
        f"{each.name}, seed {each.exhibit.seed}: runs {each.failure.sha256} and {each.cure.sha256}"
        for each in shown
    )
    return "; ".join(parts)
