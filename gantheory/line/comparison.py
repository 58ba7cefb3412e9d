"""Theory against experiment: what the paper says a recorded run should show, and what it showed."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gantheory.audit.line import LOG_4
from gantheory.audit.report import audit_recording, trapezoid
from gantheory.line.densities import parse_target
from gantheory.recording import Recording, read_recording

#: how a row's `agrees` is told, and its relation printed
WORDS = {True: "yes", False: "NO", None: "limit"}
SIGNS = {"=": "=", "<=": "≤", ">=": "≥", "->": "→"}


@dataclass(frozen=True)
class Comparison:
    """One line of the table.

    Attributes:
        quantity: what is compared, and where in the run.
        theory: the value or bound that the theory gives.
        relation: how the measured value should stand to it: "=", "<=", ">=" or "->" for a limit,
            which a finite run approaches and need not reach.
        measured: the measured value, in nats where it is a value or a divergence.
        error: what quadrature may have added to or taken from it.
        claim: the claim, as `gantheory show` knows it.
    """

    quantity: str
    theory: float
    relation: str
    measured: float
    error: float
    claim: str

    @property
    def agrees(self) -> bool | None:
        """Whether the measured value is as it must be, within `error`; None for a limit."""
        # bool: a numpy number would give a numpy truth, which `is False` does not recognise
        if self.relation == "=":
            return bool(abs(self.measured - self.theory) <= self.error)
        if self.relation == "<=":
            return bool(self.measured <= self.theory + self.error)
        if self.relation == ">=":
            return bool(self.measured >= self.theory - self.error)
        return None


def theory_against_experiment(recording: Recording) -> list[Comparison]:
    """Compare a 1-D run with Propositions 1 and 2 and Theorem 1.

    Args:
        recording: a run of kind "mixture_1d".

    Returns:
        Rows for the whole run, for the end of the last inner loop of D that was recorded update
        by update, if any (there (D - D*)^2 averages to at most (C - V) / 4), and for the end of
        the run. V is V(D, G), C is C(G), JSD is JSD(p_data || p_g). Averages of D
        over (p_data + p_g) / 2 are trapezoid sums on the recording's grid, with the bound that
        the audit has for those, and the mass beyond the grid, as their error.

    Raises:
        GanTheoryError: if the recording's configuration names no target.

    Source: Goodfellow et al. 2014, Propositions 1 and 2, Theorem 1.
    """
    value, criterion, jsd = (recording[name] for name in ("value", "criterion", "jsd"))
    value_error, criterion_error, jsd_error = (
        recording[f"{name}_error"] for name in ("value", "criterion", "jsd")
    )
    excess = value - criterion
    residual = np.abs(criterion - (2 * jsd - LOG_4))
    tolerance = criterion_error + 2 * jsd_error
    # the frame that comes closest to breaking the law, measured in its own error
    above = int(np.argmax(excess - value_error - criterion_error))
    apart = int(np.argmax(residual - tolerance))
    rows = [
        Comparison(
            "max of V - C over all frames",
            0.0,
            "<=",
            float(excess[above]),
            float(value_error[above] + criterion_error[above]),
            "A4",
        ),
        Comparison(
            "max of |C - (2 JSD - log 4)|",
            0.0,
            "=",
            float(residual[apart]),
            float(tolerance[apart]),
            "T3",
        ),
    ]
    inner = np.flatnonzero(recording["phase"] == 0)
    if inner.size:
        last = int(inner[-1])
        gap = float(criterion[last] - value[last])
        square, square_error = _mean_square_gap(recording, last)
        rows += [
            Comparison(
                "C - V after an inner loop", 0.0, "->", gap,
                float(value_error[last] + criterion_error[last]), "A1",
            ),
            Comparison(
                "mean (D - D*)^2 there", gap / 4, "<=",
                square,
                float(value_error[last] + criterion_error[last]) / 4 + square_error, "A3",
            ),
        ]  # fmt: skip
    rows += [
        Comparison("JSD at the start", 0.0, "->", float(jsd[0]), float(jsd_error[0]), "T4"),
        Comparison("JSD at the end", 0.0, "->", float(jsd[-1]), float(jsd_error[-1]), "T4"),
        Comparison(
            "C at the end",
            -LOG_4,
            "->",
            float(criterion[-1]),
            float(criterion_error[-1]),
            "T4",
        ),
        Comparison("V at the end", -LOG_4, "->", float(value[-1]), float(value_error[-1]), "T4"),
        Comparison("mean of D at the end", 0.5, "->", *_mean_discriminator(recording), "A1"),
    ]
    return rows


def cells(row: Comparison) -> tuple[str, ...]:
    """A row as text: quantity, theory, measured, error, whether it holds, claim."""
    return (
        row.quantity,
        f"{SIGNS[row.relation]} {row.theory:.5g}",
        f"{row.measured:.5g}",
        f"{row.error:.0e}",
        WORDS[row.agrees],
        row.claim,
    )


def print_comparison(rows: Sequence[Comparison], title: str) -> None:
    """Print the table of theory against experiment."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for heading in ("quantity (nats)", "theory", "measured", "error", "holds", "claim"):
        table.add_column(heading, justify="left" if heading.startswith("quantity") else "right")
    for row in rows:
        table.add_row(*cells(row))
    Console(highlight=False).print(table)


def compare_runs(folders: Sequence[str | os.PathLike[str]]) -> bool:
    """Print the table of each recording and whether it passes its audit.

    Args:
        folders: recordings of kind "mixture_1d".

    Returns:
        Whether all of them obey the theory.
    """
    good = True
    for folder in folders:
        recording = read_recording(folder)
        audit = audit_recording(recording)
        rows = theory_against_experiment(recording)
        print_comparison(rows, f"{folder} (seed {recording.manifest['seed']})")
        failed = [check.name for check in audit.checks if not check.passed]
        verdict = "every check holds" if audit.passed else f"FAILS: {'; '.join(failed)}"
        print(f"audit of {audit.frames} frames: {verdict}")
        good &= audit.passed and all(row.agrees is not False for row in rows)
    return good


def _integral(
    recording: Recording, frame: int, values: npt.NDArray[np.float64]
) -> tuple[float, float]:
    """Integral of (p_data + p_g) / 2 times `values` over the grid, and a bound for its error."""
    weight = (recording["p_data"] + recording["p_g"][frame]) / 2
    found, bound = trapezoid(recording["x"], (weight * values)[None, :])
    return float(found[0]), float(bound[0])


def _outside(recording: Recording, frame: int) -> float:
    """The mass of (p_data + p_g) / 2 beyond the grid."""
    target, x = parse_target(str(recording.config.get("target", ""))), recording["x"]
    below, above = target.cdf(np.array([x[0], x[-1]]))
    return float(below + 1 - above + recording["p_g_outside"][frame]) / 2


def _mean_square_gap(recording: Recording, frame: int) -> tuple[float, float]:
    gap = recording["discriminator"][frame] - recording["optimal_discriminator"][frame]
    square, error = _integral(recording, frame, gap**2)
    return square, error + _outside(recording, frame)  # (D - D*)^2 is at most 1


def _mean_discriminator(recording: Recording) -> tuple[float, float]:
    last = len(recording["g_updates"]) - 1
    values = recording["discriminator"][last]
    total, error = _integral(recording, last, values)
    # the grid leaves out the far tails, so the mean is taken over what it holds
    held, _ = _integral(recording, last, np.ones_like(values))
    mean = total / held
    return mean, error + abs(mean - total) + _outside(recording, last)
