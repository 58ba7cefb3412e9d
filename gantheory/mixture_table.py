"""Theory against experiment for recorded 1-D runs: one table, from the recordings alone."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table

from gantheory.audit import LOG_4, audit_recording
from gantheory.recording import Recording, read_recording


@dataclass(frozen=True)
class Row:
    """One line of the table: what theory says, what the run shows."""

    quantity: str
    theory: str
    experiment: str


def theory_against_experiment(recording: Recording) -> list[Row]:
    """Compare a run with the paper's Proposition 1 and Theorem 1.

    Args:
        recording: a run of kind "mixture_1d".

    Returns:
        The rows; all values in nats, of the last whole iteration unless the row says otherwise.
    """
    r = recording
    end = int(np.flatnonzero(r["phase"] == 1)[-1])
    gap = r["criterion"] - r["value"]
    identity = np.abs(r["criterion"] + LOG_4 - 2 * r["jsd"])
    identity_error = r["criterion_error"] + 2 * r["jsd_error"]
    weight = (r["p_data"] + r["p_g"][end]) / 2
    doubt = np.average(np.abs(r["discriminator"][end] - 0.5), weights=weight)
    return [
        Row("C - V, least over frames (Prop. 1)", ">= 0", f"{gap.min():.2e}"),
        Row(
            "|C + log 4 - 2 JSD|, largest over frames (Thm. 1)",
            "0",
            f"{identity.max():.1e} (stated error {identity_error.max():.1e})",
        ),
        Row(
            "|mass of p_g - 1|, largest over frames",
            "0",
            f"{np.abs(r['p_g_mass'] - 1).max():.1e} (stated error {r['p_g_mass_error'].max():.1e})",
        ),
        Row("JSD at the start", "-> 0", f"{r['jsd'][0]:.4f}"),
        Row("JSD at the end", "0 at the optimum", f"{r['jsd'][end]:.4f}"),
        Row("C(G) at the end", f"{-LOG_4:.4f} at the optimum", f"{r['criterion'][end]:.4f}"),
        Row("V(D,G) at the end", f"{-LOG_4:.4f} at the optimum", f"{r['value'][end]:.4f}"),
        Row("mean |D - 1/2| at the end", "0 at the optimum", f"{doubt:.4f}"),
    ]


def print_table(folders: Sequence[str | os.PathLike[str]]) -> bool:
    """Print the table of each recording and whether it passes its audit.

    Returns:
        Whether all of them pass.
    """
    console = Console(soft_wrap=True, highlight=False)
    passed = True
    for folder in folders:
        recording = read_recording(folder)
        report = audit_recording(recording)
        table = Table(title=f"{folder} (seed {recording.manifest['seed']})", title_justify="left")
        for name in ("quantity, in nats", "theory", "experiment"):
            table.add_column(name)
        for row in theory_against_experiment(recording):
            table.add_row(row.quantity, row.theory, row.experiment)
        console.print(table)
        failed = [check.name for check in report.checks if not check.passed]
        verdict = "every check holds" if report.passed else f"FAILS: {'; '.join(failed)}"
        console.print(f"audit of {report.frames} frames: {verdict}")
        passed &= report.passed
    return passed
