"""The Parzen score against the epoch, a line per run, beside the anchors and the paper's score."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.figures.style import LIGHT, matplotlib_style, save
from gantheory.images.paper_configs import departures
from gantheory.parzen.published import ADVERSARIAL
from gantheory.parzen.run_records import RunRecord
from gantheory.parzen.table1 import COLUMNS

_COLORS = (LIGHT.discriminator, LIGHT.p_g, LIGHT.optimal, LIGHT.ink, LIGHT.muted)
_PATTERNS = ("-", "--", "-.", ":")
_ANCHORS = ("k-means centroids", "random training images", "training images without the last class")


def label_of(run: RunRecord) -> str:
    """Name a curve: its seed, where its configuration is not the paper's, and whether it ended."""
    words = [f"seed {run.config.seed}", *departures(run.config)]
    words += [f"first stage: {what}" for what in run.first_stage_departs]
    return ", ".join(words if run.finished else [*words, "unfinished"])


def write_parzen_curve(
    runs: Sequence[RunRecord],
    path: str | os.PathLike[str],
    anchors: Mapping[str, Any] | None = None,
) -> None:
    """Draw the curves of the runs on one set.

    Args:
        runs: their records, all on one set.
        path: of the figure; its ending says which format.
        anchors: the record of the anchors of that set, if there is one.

    Raises:
        GanTheoryError: where there is no run with scores, or the runs are on several sets.
        OSError: where the file cannot be written.
    """
    from matplotlib.figure import Figure

    runs = [run for run in runs if run.curve]
    sets = sorted({run.config.dataset for run in runs})
    if len(sets) != 1:
        what = f"runs on {', '.join(sets)}" if sets else "no run with Parzen scores"
        raise GanTheoryError(f"a curve is of runs on one set; there are {what}")
    title = {name: heading for name, heading, _ in COLUMNS}.get(sets[0], sets[0])
    with matplotlib_style():
        figure = Figure(figsize=(7.2, 4.4), layout="constrained")
        axes = figure.subplots()
        for number, run in enumerate(sorted(runs, key=lambda run: (run.config.seed, run.name))):
            axes.errorbar(
                [point.epoch for point in run.curve],
                [point.mean for point in run.curve],
                [point.standard_error for point in run.curve],
                color=_COLORS[number % len(_COLORS)],
                linestyle=_PATTERNS[number % len(_PATTERNS)],
                linewidth=1.3,
                capsize=1.5,
                label=label_of(run),
            )
        right = max(point.epoch for run in runs for point in run.curve)
        for name in _ANCHORS if anchors else ():
            anchor = (anchors or {})["anchors"].get(name)
            if anchor:
                axes.axhline(anchor["mean"], color=LIGHT.muted, linewidth=0.8, linestyle=":")
                axes.annotate(
                    f"{name}, {anchor['mean']:.1f}",
                    (right, anchor["mean"]),
                    xytext=(0, 2),
                    textcoords="offset points",
                    ha="right",
                    fontsize=8,
                    color=LIGHT.muted,
                )
        if sets[0] in ("mnist", "tfd"):
            mean, error = map(float, getattr(ADVERSARIAL, sets[0]))
            axes.axhspan(mean - error, mean + error, color=LIGHT.optimal, alpha=0.25)
            axes.annotate(
                f"the paper, {mean:g} ± {error:g}", (0, mean + error), fontsize=8, va="bottom"
            )
        axes.set_xlabel("epoch")
        axes.set_ylabel("test log-likelihood (nats)")
        axes.set_title(f"{title}: Parzen window score while training, bars are standard errors")
        axes.legend(loc="lower right", frameon=False)
        names = ", ".join(run.name for run in runs)
        save(figure, path, dpi=150, description=f"Parzen score against epoch of {names}")
