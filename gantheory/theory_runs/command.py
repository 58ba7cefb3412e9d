"""What `experiments/theory.py` does: run comparisons, print verdicts, write results and figures."""

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gantheory.atomic import write_json
from gantheory.errors import GanTheoryError
from gantheory.figures.style import LIGHT, matplotlib_style, save
from gantheory.line.comparison import SIGNS, WORDS
from gantheory.provenance import git_state, made_by
from gantheory.seeds import check_seed
from gantheory.theory_runs import NAMES
from gantheory.theory_runs.outcome import Check, Outcome, TheoryRun, Tick, carry_out
from gantheory.theory_runs.plotting import SIZE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SCHEMA_VERSION = 1
_COLUMNS = 3
_OVERVIEW_DPI, _DPI = 75, 150


def find_run(name: str) -> TheoryRun[Any, Any]:
    """The comparison of that name.

    Raises:
        GanTheoryError: for a name that is none; lists those there are.
    """
    if name not in NAMES:
        raise GanTheoryError(f"unknown comparison {name!r}; choose of {', '.join(NAMES)}")
    run: TheoryRun[Any, Any] = import_module(f"gantheory.theory_runs.{NAMES[name]}").RUN
    return run


def list_all() -> None:
    """Print every comparison with its claims and its false theories."""
    for name in NAMES:
        run = find_run(name)
        print(f"{name:22} {run.title}")
        print(f"{'':22} claims {', '.join(run.claims)}; false: {', '.join(list(run.theories)[1:])}")


def compare_all(
    names: Sequence[str], seed: int, out: str | os.PathLike[str], against: str | None = None
) -> bool:
    """Run comparisons one after another and write everything.

    Args:
        names: keys of `NAMES`.
        seed: of each of them.
        out: folder of results and figures.
        against: name of a theory of the one comparison; None takes the proved ones.

    Returns:
        Whether nothing contradicts the theory.

    Raises:
        GanTheoryError: for unknown names and bad seeds.
        OSError: where files cannot be written.
    """
    runs = [find_run(name) for name in names]
    check_seed(seed)
    for run in runs:  # before the work, not after it
        run.theory(against or run.proved)
    out, code, outcomes = Path(out), git_state(), []
    out.mkdir(parents=True, exist_ok=True)
    for run in runs:
        with _progress(run.name) as tick:
            outcome = carry_out(run, seed, against, tick)
        _print(outcome)
        _write(outcome, out / run.name, code)
        outcomes.append(outcome)
    if len(outcomes) > 1:
        write_json(out / "theory.json", _document(outcomes, code))
        _save(draw_overview(outcomes), out / "overview", _OVERVIEW_DPI, overview_text(outcomes))
        print(f"written: {out / 'theory.json'}, {out / 'overview.png'}")
    return all(outcome.holds for outcome in outcomes)


@contextmanager
def _progress(name: str) -> Iterator[Tick]:
    """A bar on stderr while a person watches; it goes away in the end."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(name, total=1.0)
        yield lambda fraction: progress.update(task, completed=fraction)


def _print(outcome: Outcome) -> None:
    from rich.console import Console
    from rich.table import Table

    run = outcome.run
    title = f"{run.name}: {run.title} (seed {outcome.seed}, theory: {outcome.theory})"
    table = Table(title=title, title_justify="left")
    for heading in ("quantity", "theory", "measured", "tolerance", "holds", "claims"):
        table.add_column(heading, justify="left" if heading == "quantity" else "right")
    for check in outcome.checks:
        table.add_row(*_cells(check))
    # a pipe has no width: as wide as the table needs there
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=160)
    console.print(table)
    failed = [check for check in outcome.checks if check.agrees is False]
    for check in failed:
        print(f"CONTRADICTED {check.quantity}; tolerance: {check.because}")
    word = f"{len(failed)} of {len(outcome.checks)} lines contradict" if failed else "agrees with"
    print(f"{run.name}: {word} the theory; {outcome.seconds:.1f} s of processor time\n")
    sys.stdout.flush()


def _cells(check: Check) -> tuple[str, ...]:
    return (
        check.quantity,
        f"{SIGNS[check.relation]} {check.theory:.6g}",
        f"{check.measured:.6g}",
        "" if check.agrees is None else f"{check.error:.0e}",
        WORDS[check.agrees],
        check.claim,
    )


def _write(outcome: Outcome, folder: Path, code: dict[str, Any]) -> None:
    run = outcome.run
    write_json(folder / "result.json", _document([outcome], code))
    _save(draw_figure(outcome), folder / "figure", _DPI, run.describe(outcome.data))
    if run.record is not None:
        run.record(outcome.data, str(folder / "recording"), outcome.seed)


def _save(figure: "Figure", stem: Path, dpi: int, description: str) -> None:
    for ending in ("png", "svg"):
        save(figure, stem.with_suffix(f".{ending}"), dpi=dpi, description=description)


def _document(outcomes: Sequence[Outcome], code: dict[str, Any]) -> dict[str, Any]:
    """Verdicts and where they come from, as plain JSON values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "theory_runs",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **made_by(code),
        "platform": {"system": platform.system(), "machine": platform.machine()},
        "holds": all(outcome.holds for outcome in outcomes),
        "runs": [
            {
                "name": outcome.run.name,
                "title": outcome.run.title,
                "claims": list(outcome.run.claims),
                "seed": outcome.seed,
                "theory": outcome.theory,
                "holds": outcome.holds,
                "cpu_seconds": round(outcome.seconds, 1),
                "figure": outcome.run.describe(outcome.data),
                "checks": [_plain(check) for check in outcome.checks],
            }
            for outcome in outcomes
        ],
    }


def _plain(check: Check) -> dict[str, Any]:
    return {
        "quantity": check.quantity,
        "claim": check.claim,
        "relation": check.relation,
        "theory": float(f"{check.theory:.9g}"),
        "measured": float(f"{check.measured:.9g}"),
        "tolerance": check.error,
        "because": check.because,
        "holds": check.agrees,
    }


def draw_figure(outcome: Outcome) -> "Figure":
    """The figure of one comparison."""
    from matplotlib.figure import Figure

    with matplotlib_style():
        figure = Figure(figsize=SIZE, layout="constrained", facecolor=LIGHT.background)
        outcome.run.draw(figure, outcome.data)
    return figure


def draw_overview(outcomes: Sequence[Outcome]) -> "Figure":
    """All figures on one sheet, each with its verdict."""
    from matplotlib.figure import Figure

    rows = -(-len(outcomes) // _COLUMNS)
    columns = min(_COLUMNS, len(outcomes))
    with matplotlib_style():
        size = (SIZE[0] * columns, (SIZE[1] + 0.5) * rows)
        figure = Figure(figsize=size, layout="constrained", facecolor=LIGHT.background)
        cells = figure.subfigures(rows, columns, squeeze=False, wspace=0.03, hspace=0.04).ravel()
        for outcome, cell in zip(outcomes, cells, strict=False):
            outcome.run.draw(cell, outcome.data)
            verdict = "holds" if outcome.holds else "CONTRADICTED"
            cell.suptitle(f"{outcome.run.title}: {verdict}", fontsize=13, fontweight="bold")
    return figure


def overview_text(outcomes: Sequence[Outcome]) -> str:
    """Alternative text of the sheet."""
    return " ".join(f"{o.run.title}. {o.run.describe(o.data)}" for o in outcomes)
