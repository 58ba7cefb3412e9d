"""Figure 1 of the paper, drawn from a recorded run: four panels, every curve a recorded array.

Each panel shows p_data (dotted), p_g (solid), D (dashed) and D* (thin) over x, and below them the
lines of x and of z with arrows z -> x = G(z). The densities share one scale in all panels, which
puts the highest of them just under D = 1.
"""

import os
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gantheory.audit import require_audited
from gantheory.figures.labels import HEADINGS, LEGEND, accuracy, mathtext, provenance, readouts
from gantheory.figures.panels import RULE, choose_panels
from gantheory.figures.style import LIGHT, Theme, matplotlib_style, save
from gantheory.recording import Recording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: heights of the lines of x and of z in a panel, where D = 0 and D = 1 are 0 and 1
X_LINE, Z_LINE = -0.14, -0.56
#: the share of the panel's height that the highest density takes
DENSITY_HEIGHT = 0.92
#: part of the density's height below which a curve counts as zero when the range of x is chosen
_INVISIBLE = 2e-3
_PNG_DPI = 200


def write_figure1(recording: Recording, directory: str | os.PathLike[str]) -> tuple[Path, Path]:
    """Draw Figure 1 and write it as figure1.png and figure1.svg.

    Args:
        recording: a run of kind "mixture_1d" that passes the audit.
        directory: where to write.

    Returns:
        The paths of the PNG and of the SVG.

    Raises:
        GanTheoryError: if the recording fails the audit or has no such panels.
        OSError: if the files cannot be written.
    """
    figure = draw_figure1(recording)
    paths = Path(directory) / "figure1.png", Path(directory) / "figure1.svg"
    for path in paths:
        save(
            figure, path, dpi=_PNG_DPI, description=f"{alt_text(recording)} {provenance(recording)}"
        )
    return paths


def draw_figure1(recording: Recording, theme: Theme = LIGHT) -> "Figure":
    """Draw Figure 1 from an audited recording (see `write_figure1`)."""
    from matplotlib.figure import Figure

    require_audited(recording)
    panels = choose_panels(recording)
    frames = [frame for _, frame in panels.items()]
    x_range = visible_range(recording, frames)
    scale = density_scale(recording, frames)
    with matplotlib_style():
        figure = Figure(figsize=(12.0, 5.1), facecolor=theme.background)
        axes = figure.subplots(
            1,
            4,
            gridspec_kw={
                "left": 0.035,
                "right": 0.985,
                "top": 0.88,
                "bottom": 0.235,
                "wspace": 0.06,
            },
        )
        for ax, (letter, frame) in zip(axes, panels.items(), strict=True):
            _draw_panel(ax, recording, frame, x_range, scale, theme)
            heading = mathtext(HEADINGS[letter])
            ax.set_title(f"({letter})  {heading}", fontsize=13, color=theme.ink, pad=22)
            ax.text(
                0.5,
                1.025,
                _readout(recording, frame),
                transform=ax.transAxes,
                ha="center",
                fontsize=10.5,
                color=theme.ink,
            )
        _draw_legend(figure, axes[0], theme)
        notes = [*_lines(RULE), *_lines(accuracy(recording)), *_lines(provenance(recording))]
        figure.text(
            0.5,
            0.012,
            "\n".join(notes),
            ha="center",
            va="bottom",
            fontsize=7.5,
            color=theme.muted,
            linespacing=1.3,
        )
    return figure


def alt_text(recording: Recording) -> str:
    """Describe the figure for readers who cannot see it, with the numbers of each panel."""
    panels = choose_panels(recording)
    moments = {
        "a": "near convergence; the generator's density is displaced from the data's and the "
        "discriminator is only partly accurate",
        "b": "after the inner loop; the discriminator lies on the optimal one",
        "c": "after the generator's update; its density is nearer to the data's",
        "d": "at the end; both densities coincide and the discriminator is flat at one half",
    }
    parts = [
        f"({letter}) {moments[letter]} (V = {numbers['V(D,G)']}, JSD = {numbers['JSD']} nats)"
        for letter, frame in panels.items()
        for numbers in [readouts(recording, frame)]
    ]
    return f"Figure 1 redrawn from a recorded training run, in four panels: {'; '.join(parts)}."


def visible_range(recording: Recording, frames: "list[int] | range") -> tuple[float, float]:
    """The range of x outside which p_data and the p_g of `frames` are too low to be seen.

    The tips G(z) of the arrows of these frames lie inside as well.
    """
    x = recording["x"]
    p_g = recording["p_g"][frames].max(axis=0)
    p_data = recording["p_data"]
    seen = x[(p_data > _INVISIBLE * p_data.max()) | (p_g > _INVISIBLE * p_g.max())]
    tips = recording["g_of_z"][frames]
    low, high = min(seen[0], tips.min()), max(seen[-1], tips.max())
    return max(float(low), float(x[0])), min(float(high), float(x[-1]))


def density_scale(recording: Recording, frames: "list[int] | range") -> float:
    """The factor from densities to panel heights that fits p_data and the p_g of `frames`."""
    highest = max(float(recording["p_data"].max()), float(recording["p_g"][frames].max()))
    return DENSITY_HEIGHT / highest


def _draw_panel(
    ax: "Axes",
    recording: Recording,
    frame: int,
    x_range: tuple[float, float],
    scale: float,
    theme: Theme,
) -> None:
    """Draw the curves and arrows of one frame."""
    x = recording["x"]
    low, high = x_range
    ax.set_xlim(low, high)
    ax.set_ylim(Z_LINE - 0.12, 1.04)
    ax.set_axis_off()
    for height in (0.0, 0.5, 1.0):
        ax.plot([low, high], [height, height], color=theme.faint, linewidth=0.7, zorder=0)
    ax.plot(
        x,
        recording["optimal_discriminator"][frame],
        color=theme.optimal,
        linewidth=1.1,
        label=mathtext(LEGEND["optimal"]),
        zorder=2,
    )
    ax.plot(
        x,
        recording["discriminator"][frame],
        color=theme.discriminator,
        linewidth=2.2,
        dashes=(4.2, 2.0),
        label=mathtext(LEGEND["discriminator"]),
        zorder=3,
    )
    ax.plot(
        x,
        scale * recording["p_g"][frame],
        color=theme.p_g,
        linewidth=2.4,
        label=mathtext(LEGEND["p_g"]),
        zorder=4,
    )
    ax.plot(
        x,
        scale * recording["p_data"],
        color=theme.p_data,
        linewidth=2.2,
        linestyle=(0, (0.1, 1.9)),
        dash_capstyle="round",
        label=mathtext(LEGEND["p_data"]),
        zorder=5,
    )
    _draw_map(ax, recording, frame, x_range, theme)
    for height, text in ((0.0, "0"), (0.5, "½"), (1.0, "1")):
        ax.annotate(
            text,
            (low, height),
            xytext=(-3, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=9,
            color=theme.discriminator,
            annotation_clip=False,
        )


def _draw_map(
    ax: "Axes", recording: Recording, frame: int, x_range: tuple[float, float], theme: Theme
) -> None:
    """Draw the lines of z and x and the arrows z -> G(z)."""
    low, high = x_range
    for height, name in ((X_LINE, "x"), (Z_LINE, "z")):
        ax.plot([low, high], [height, height], color=theme.ink, linewidth=1.0, zorder=1)
        ax.annotate(
            f"${name}$",
            (low, height),
            xytext=(-3, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=12,
            color=theme.ink,
            annotation_clip=False,
        )
    feet = arrow_feet(recording["z"], x_range)
    for foot, tip in zip(feet, recording["g_of_z"][frame], strict=True):
        ax.annotate(
            "",
            xy=(tip, X_LINE),
            xytext=(foot, Z_LINE),
            arrowprops={
                "arrowstyle": "-|>,head_length=0.35,head_width=0.13",
                "shrinkA": 0,
                "shrinkB": 0,
                "linewidth": 0.75,
                "color": theme.ink,
            },
            zorder=1,
        )


def arrow_feet(
    z: "np.ndarray[tuple[int], np.dtype[np.float64]]", x_range: tuple[float, float]
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Where the arrows start: the range of z spread evenly under the range of x, with a margin."""
    low, high = x_range
    margin = 0.04 * (high - low)
    unit = (z - z[0]) / (z[-1] - z[0])
    return np.asarray(low + margin + unit * (high - low - 2 * margin), dtype=np.float64)


def _draw_legend(figure: "Figure", ax: "Axes", theme: Theme) -> None:
    """One legend for all panels, with samples of the lines."""
    handles, labels = ax.get_legend_handles_labels()
    order = [3, 2, 1, 0]
    figure.legend(
        [handles[i] for i in order],
        [labels[i] for i in order],
        loc="lower center",
        bbox_to_anchor=(0.5, 0.14),
        ncols=4,
        frameon=False,
        fontsize=11.5,
        handlelength=3.2,
        columnspacing=2.6,
        labelcolor=theme.ink,
    )


def _readout(recording: Recording, frame: int) -> str:
    """V and JSD of a frame, as the line over its panel."""
    numbers = readouts(recording, frame)
    return f"$V(D,G)$ = {numbers['V(D,G)']}    JSD = {numbers['JSD']}"


def _lines(text: str) -> list[str]:
    """Wrap a note; a dollar sign in it is not mathematics."""
    return textwrap.wrap(text.replace("$", r"\$"), width=190)
