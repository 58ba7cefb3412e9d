"""Figure 1 of the paper, drawn from a recorded run: four panels, every curve a recorded array.

Each panel shows p_data (dotted), p_g (solid), D (dashed) and D* (thin) over x, and below them the
lines of x and of z with arrows z -> x = G(z). The densities share one scale in all panels, which
puts the highest of them just under D = 1 unless it is a narrow peak, which is cut off.
"""

import os
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from gantheory.audit.report import require_audited
from gantheory.figures.labels import accuracy, provenance, readouts
from gantheory.figures.layout import density_scale, visible_range
from gantheory.figures.panels import RULE, choose_panels
from gantheory.figures.plot import StatePlot
from gantheory.figures.style import LIGHT, Theme, matplotlib_style, save
from gantheory.notation.texts import as_mathtext, text
from gantheory.recording import Recording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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
        figure = Figure(figsize=(12.0, 5.2), facecolor=theme.background)
        axes = figure.subplots(
            1,
            4,
            gridspec_kw={
                "left": 0.035,
                "right": 0.985,
                "top": 0.88,
                "bottom": 0.25,
                "wspace": 0.09,
            },
        )
        for ax, (letter, frame) in zip(axes, panels.items(), strict=True):
            StatePlot(ax, recording, x_range, scale, theme).show(frame)
            heading = as_mathtext(text(f"figure1.heading.{letter}"))
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
        f"({letter}) {moments[letter]} (V = {numbers['V']}, JSD = {numbers['JSD']} nats)"
        for letter, frame in panels.items()
        for numbers in [readouts(recording, frame)]
    ]
    return f"Figure 1 redrawn from a recorded training run, in four panels: {'; '.join(parts)}."


def _draw_legend(figure: "Figure", ax: "Axes", theme: Theme) -> None:
    """One legend for all panels, with samples of the lines."""
    handles, labels = ax.get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="lower center",
        bbox_to_anchor=(0.5, 0.15),
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
    return f"$V(D,G)$ = {numbers['V']}    JSD = {numbers['JSD']}"


def _lines(text: str) -> list[str]:
    """Wrap a note; a dollar sign in it is not mathematics."""
    return textwrap.wrap(text.replace("$", r"\$"), width=205)
