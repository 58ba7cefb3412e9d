"""Table 1 of the paper, our own numbers beside it, and what they are to be read by.

The paper's rows are quoted. Ours are of finished runs of the paper's configuration over its whole
schedule. Where there is none, the longest shorter run stands in a row of its own, with its epochs;
other runs are named in the notes, and what is missing is said. faces48 is not TFD and has a column
of its own.

Source: Goodfellow et al. 2014, table 1.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gantheory.images.paper_configs import PAPER_CONFIGS, departures
from gantheory.parzen.published import TABLE1
from gantheory.parzen.run_records import RunRecord, plain_quality

#: columns: the data set, its heading, and the experiment whose runs count
COLUMNS = (
    ("mnist", "MNIST", "mnist"),
    ("tfd", "TFD", "tfd_train"),
    ("faces48", "faces48 (not TFD)", "faces48_train"),
)
#: seeds of MNIST below which the table says that some are missing
SEEDS = 3
_SHOWN_ANCHORS = (
    "k-means centroids",
    "training images, blurred 3x3",
    "random training images",
    "training images without the last class",
    "mean training image",
)
_NOTHING = "-"


@dataclass(frozen=True)
class Table:
    """A table as text.

    Attributes:
        title: what it is.
        header: names of the columns.
        groups: rows, in groups that a rule separates; each row has a cell per column.
        notes: what is to be known with it, a sentence each.
    """

    title: str
    header: tuple[str, ...]
    groups: tuple[tuple[tuple[str, ...], ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Spread:
    """The scores of several seeds.

    Attributes:
        mean: over the seeds, in nats.
        over_seeds: standard error over the seeds; None for a single one.
        over_examples: root of the mean square of the standard errors of the single runs, which
            are over test images (or folds).
        seeds: the seeds.
    """

    mean: float
    over_seeds: float | None
    over_examples: float
    seeds: tuple[int, ...]


def spread(runs: Sequence[RunRecord]) -> Spread:
    """Summarise finished runs that differ in their seed only."""
    scores = [run.score for run in runs if run.score is not None]
    means = [score["mean"] for score in scores]
    errors = [score["standard_error"] for score in scores]
    count = len(means)
    return Spread(
        mean=float(np.mean(means)),
        over_seeds=float(np.std(means, ddof=1) / math.sqrt(count)) if count > 1 else None,
        over_examples=float(np.sqrt(np.mean(np.square(errors)))),
        seeds=tuple(sorted(run.config.seed for run in runs)),
    )


def counted(runs: Sequence[RunRecord], experiment: str) -> list[RunRecord]:
    """Choose the runs that count for a column: one of each seed, of the whole schedule.

    Of several runs of a seed the one trained longest counts.
    """
    best: dict[int, RunRecord] = {}
    for run in runs:
        if run.config.experiment == experiment and run.whole_schedule:
            before = best.get(run.config.seed)
            if before is None or run.epochs > before.epochs:
                best[run.config.seed] = run
    return [best[seed] for seed in sorted(best)]


def cut_short(runs: Sequence[RunRecord], experiment: str) -> RunRecord | None:
    """Choose what stands in for a column without whole runs: the longest of shorter schedules."""
    if counted(runs, experiment):
        return None
    shorter = [
        run
        for run in runs
        if run.config.experiment == experiment
        and run.finished
        and not departures(run.config)
        and not run.first_stage_departs
    ]
    return max(shorter, key=lambda run: (run.epochs, run.first_stage_epochs), default=None)


def table1(runs: Sequence[RunRecord], anchors: Mapping[str, Mapping[str, Any]]) -> Table:
    """Make the table.

    Args:
        runs: all runs that are there; those that do not count are named in the notes.
        anchors: records of anchors by the name of their set.
    """
    published = tuple(
        (f"{model} (paper)", str(row.mnist), str(row.tfd), _NOTHING)
        for model, row in TABLE1.items()
    )
    ours = ["Adversarial nets (this code)"]
    shorter = ["Adversarial nets (this code), cut short"]
    notes: list[str] = []
    for dataset, _, experiment in COLUMNS:
        chosen = counted(runs, experiment)
        stand_in = cut_short(runs, experiment)
        ours.append(_cell(chosen))
        shorter.append(_cell([stand_in]) if stand_in else _NOTHING)
        notes.extend(_notes(dataset, experiment, chosen, stand_in))
    notes.extend(_left_out(runs))
    of_this_code = [tuple(ours)]
    if any(cell != _NOTHING for cell in shorter[1:]):
        of_this_code.append(tuple(shorter))
    rows = []
    for name in _SHOWN_ANCHORS:
        cells = [_anchor_cell(anchors.get(dataset), name) for dataset, _, _ in COLUMNS]
        if any(cell != _NOTHING for cell in cells):
            rows.append((name, *cells))
    notes.append(
        "the last rows are anchors: samples that no generator made. k-means centroids score above "
        "real training images, so a number above those is not better than data"
    )
    if sizes := _other_sizes(anchors):
        notes.append(f"{sizes}; scores of different numbers of samples are not comparable")
    return Table(
        title="Table 1: Parzen window log-likelihood, nats, of 10,000 samples of each model",
        header=("model", *(heading for _, heading, _ in COLUMNS)),
        groups=(published, tuple(of_this_code), tuple(rows)),
        notes=tuple(notes),
    )


def _cell(runs: Sequence[RunRecord]) -> str:
    if not runs:
        return "not run"
    found = spread(runs)
    error = found.over_examples if found.over_seeds is None else found.over_seeds
    return f"{found.mean:.1f} ± {error:.1f}"


def _anchor_cell(record: Mapping[str, Any] | None, name: str) -> str:
    anchor = (record or {}).get("anchors", {}).get(name)
    return f"{anchor['mean']:.1f} ± {anchor['standard_error']:.1f}" if anchor else _NOTHING


def _other_sizes(anchors: Mapping[str, Mapping[str, Any]]) -> str:
    """Say where an anchor has another number of samples than 10,000."""
    found = [
        f"{anchor['n_samples']:,} {name} of {record['title']}"
        for record in anchors.values()
        for name, anchor in record["anchors"].items()
        if name in _SHOWN_ANCHORS and anchor["n_samples"] not in (1, 10_000)
    ]
    return f"there are only {', '.join(found)}" if found else ""


def _notes(
    dataset: str, experiment: str, runs: Sequence[RunRecord], stand_in: RunRecord | None
) -> list[str]:
    title = {name: heading for name, heading, _ in COLUMNS}[dataset]
    if not runs:
        if dataset == "tfd":
            return ["TFD: not run; its owners give it out on request (gantheory data status)"]
        missing = f"{title}: no run of {experiment} over its whole schedule is among the records"
        if stand_in is not None:
            missing += f"; cut short: {_length(stand_in)}, seed {stand_in.config.seed}"
        return [missing, *_edge(stand_in)]
    found = spread(runs)
    single = ", ".join(
        f"seed {run.config.seed}: {run.score['mean']:.1f} (sigma {run.score['sigma']:.3f}, "
        f"epoch {run.scored_epoch} of {run.epochs})"
        for run in runs
        if run.score is not None
    )
    over = "the test images" if dataset == "mnist" else "the folds"
    text = f"{title}: {single}. Standard error over {over} {found.over_examples:.2f}"
    if found.over_seeds is None:
        text += "; one seed, so none over seeds, and the table has the former"
    else:
        text += f", over {len(runs)} seeds {found.over_seeds:.2f}, which the table has"
    if dataset == "mnist" and len(runs) < SEEDS:
        text += f"; {SEEDS - len(runs)} of {SEEDS} seeds are missing"
    notes = [text]
    for run in runs:
        notes += [*_edge(run), _flatness(run)]
    return [note for note in notes if note]


def _length(run: RunRecord) -> str:
    """How much of its schedule a run has behind it."""
    paper = PAPER_CONFIGS[run.config.experiment]
    text = f"{run.epochs} of {paper.config.epochs} epochs"
    if paper.after:
        before = PAPER_CONFIGS[paper.after].config.epochs
        text += f" after {run.first_stage_epochs} of {before} of the first stage"
        if run.first_stage and run.first_stage.departures is None:
            text += ", whose settings are not recorded"
    return text


def _edge(run: RunRecord | None) -> list[str]:
    """A warning, where the score of a run wants one."""
    if run is None or run.score is None or not run.score["at_edge"]:
        return []
    return [f"{run.name}: sigma is at the edge of its grid; not to be trusted"]


def _flatness(run: RunRecord) -> str:
    """The class histogram of a run's samples, in one sentence."""
    name = f"{run.config.dataset} seed {run.config.seed}, class histogram"
    if run.config.dataset in ("faces48", "tfd"):
        return ""
    found = plain_quality(run)
    if found is None:
        return f"{name}: not measured; gantheory quality {run.name}/samples.npy"
    total = sum(found["counts"])
    shares = " ".join(f"{100 * count / total:.1f}" for count in found["counts"])
    return (
        f"{name}: {shares} %; chi-square distance to the test images' {found['chi_square']:.4f}, "
        f"KL {found['kl']:.4f} nats, rarest class at {found['smallest']:.2f} of its share "
        f"(classifier {100 * found['accuracy']:.2f} % right)"
    )


def _left_out(runs: Sequence[RunRecord]) -> list[str]:
    """Say of every run that does not count why."""
    kept = {id(run) for _, _, experiment in COLUMNS for run in counted(runs, experiment)}
    kept |= {id(cut_short(runs, experiment)) for _, _, experiment in COLUMNS}
    notes = []
    for run in runs:
        if id(run) in kept:
            continue
        if not run.finished:
            last = f", {run.curve[-1].mean:.1f} at epoch {run.curve[-1].epoch}" if run.curve else ""
            why = f"unfinished: {run.epochs} of {run.config.epochs} epochs{last}"
        elif run.config.experiment not in {experiment for _, _, experiment in COLUMNS}:
            why = f"{run.config.experiment} has no column in this table"
        elif departs := departures(run.config):
            why = f"not the paper's configuration: {', '.join(departs)}"
        elif departs := run.first_stage_departs:
            why = f"its first stage is not the paper's: {', '.join(departs)}"
        elif not run.whole_schedule:
            why = f"{_length(run)} only"
        else:
            why = f"another run of seed {run.config.seed} counts"
        notes.append(f"not counted: {run.name}, {why}")
    return notes
