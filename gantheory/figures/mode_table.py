"""The mode-collapse table as a figure: our numbers beside the published ones, method by method.

Columns are target and convention; above modes captured, below samples of high quality. Hollow:
after half of our updates; filled: after the last one, with the 95 % t interval of the mean over
seeds; crosses are published numbers, with their 95 % interval where the table gives an error.
"""

import os
from collections.abc import Sequence
from typing import Any

from gantheory.figures.style import LIGHT, matplotlib_style, save
from gantheory.sweep.entries import METHODS, TARGETS, Entry
from gantheory.sweep.published import TABLES, Number
from gantheory.sweep.table import Line
from gantheory.sweep.table_text import METHOD_NAMES
from gantheory.sweep.verdict import Ours, reach_of
from gantheory.targets import find_target

_ROWS = (("modes", "modes captured"), ("high_quality", "% of high quality"))
#: apart from the middle of a method's place: ours after half, ours at the end, published
_HALF, _END, _PUBLISHED = -0.22, 0.0, 0.22


def write_mode_table_figure(lines: Sequence[Line], path: str | os.PathLike[str]) -> None:
    """Draw the finished lines of a table, see the module's text.

    Args:
        lines: at most one per entry is drawn, the one of most updates.
        path: of the figure; its ending says which format.
    """
    from matplotlib.figure import Figure

    finished = longest(lines)
    columns = [(convention, target) for convention in TABLES for target in TARGETS]
    with matplotlib_style():
        figure = Figure(figsize=(13, 6.4), layout="constrained")
        grid = figure.subplots(len(_ROWS), len(columns), squeeze=False)
        for column, (convention, target) in enumerate(columns):
            for row, (name, title) in enumerate(_ROWS):
                panel = grid[row][column]
                drawn = {m: finished.get(Entry(target, m, convention)) for m in METHODS}
                _panel(panel, name, drawn)
                if column == 0:
                    panel.set_ylabel(title)
            modes = find_target(f"{convention}_{target}").mixture.modes
            grid[0][column].axhline(modes, color=LIGHT.muted, linestyle=":", linewidth=1)
            grid[0][column].set_ylim(-0.05 * modes, 1.12 * modes)
            grid[0][column].set_title(f"{target}, conventions: {convention}", fontsize=10)
            grid[1][column].set_ylim(-4, 106)
        _legend(figure)
        save(figure, path, dpi=120, description=f"mode-collapse table, {len(finished)} lines")


def longest(lines: Sequence[Line]) -> dict[Entry, Line]:
    """Of the finished lines of each entry, the one of most updates."""
    ordered = sorted(lines, key=lambda line: line.updates)
    return {line.entry: line for line in ordered if line.state == "finished"}


def _panel(panel: Any, name: str, drawn: dict[str, Line | None]) -> None:
    """One measure of one target under one convention."""
    for place, line in enumerate(drawn.values()):
        if line is None or name not in line.courses:
            continue
        course = line.courses[name]
        _point(panel, place + _HALF, course.half, marker="o", hollow=True)
        _point(panel, place + _END, course.end, marker="o")
        if line.entry.published is not None:
            number: Number = getattr(line.entry.published, name)
            error = None
            if number.error is not None:
                error = reach_of(number.error, TABLES[line.entry.convention].trials)
            panel.errorbar(
                place + _PUBLISHED, number.mean, yerr=error, fmt="x", color=LIGHT.optimal, capsize=2
            )
    shares = [
        METHOD_NAMES[method] + (f"\n{100 * line.budget:.3g} %" if line and line.budget else "")
        for method, line in drawn.items()
    ]
    panel.set_xticks(range(len(shares)), shares, rotation=60, fontsize=8)
    panel.set_xlim(-0.6, len(shares) - 0.4)
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)


def _point(panel: Any, at: float, ours: Ours, *, marker: str, hollow: bool = False) -> None:
    if ours.seeds < 2:
        return
    panel.errorbar(
        at,
        ours.mean,
        yerr=reach_of(ours.error, ours.seeds),
        fmt=marker,
        color=LIGHT.discriminator,
        markerfacecolor="none" if hollow else LIGHT.discriminator,
        markersize=4.5,
        linewidth=1,
        capsize=2,
        alpha=0.6 if hollow else 1.0,
    )


def _legend(figure: Any) -> None:
    from matplotlib.lines import Line2D

    blue, red = LIGHT.discriminator, LIGHT.optimal
    handles = [
        Line2D([], [], color=blue, marker="o", mfc="none", alpha=0.6, label="ours, half-way"),
        Line2D([], [], color=blue, marker="o", label="ours, at the share of updates named"),
        Line2D([], [], color=red, marker="x", linestyle="", label="published"),
        Line2D([], [], color=LIGHT.muted, linestyle=":", label="all modes"),
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=4, frameon=False, fontsize=9)
