"""Table 1 of the paper with our own rows, and what each configuration costs, from records."""

import sys
from pathlib import Path
from typing import Literal

import tyro

from gantheory.errors import guard

DESCRIPTION = """\
Print Table 1: the paper's rows, ours with their seeds and spread, and the anchors; then what a
step of each configuration costs and what was trained of it. Examples:
  python experiments/table1.py                       the runs kept in experiments/results
  python experiments/table1.py runs/mnist runs/mnist-seed1 runs/faces48_train
  python experiments/table1.py --format latex > table1.tex
  python experiments/table1.py runs/mnist --figure curve.png

Before, `gantheory quality RUN/samples.npy` adds the class histogram of a run's samples.
"""

RESULTS = Path(__file__).resolve().parent / "results"


def step_records() -> list[Path]:
    """Kept results of the benchmark of one training step."""
    return sorted((RESULTS / "benchmarks").glob("*step*.json"))


def main(
    runs: tyro.conf.Positional[tuple[Path, ...]] = (),
    format: Literal["text", "markdown", "latex", "all"] = "text",
    figure: Path | None = None,
) -> int:
    """Print the table.

    Args:
        runs: folders of runs, or kept result.json files; by default those in experiments/results.
        format: of the table.
        figure: also draw the Parzen score of the MNIST runs against the epoch, into this file.
    """
    import json

    from gantheory.figures.parzen_curve import write_parzen_curve
    from gantheory.parzen.anchor_table import record_name
    from gantheory.parzen.configurations import configuration_table
    from gantheory.parzen.run_records import kept_runs, read_run_record
    from gantheory.parzen.table1 import COLUMNS, table1
    from gantheory.parzen.table_text import FORMATS

    records = [read_run_record(path) for path in runs or kept_runs(RESULTS)]
    anchors = {}
    for dataset, _, _ in COLUMNS:
        path = RESULTS / record_name(dataset, "unit", 10_000)
        if path.exists():
            anchors[dataset] = json.loads(path.read_text(encoding="utf-8"))
    steps = [json.loads(path.read_text(encoding="utf-8")) for path in step_records()]
    tables = [table1(records, anchors), configuration_table(steps, records)]
    for name in FORMATS if format == "all" else (format,):
        print("\n\n".join(map(FORMATS[name], tables)))
        if format == "all":
            print()
    if figure:
        of_mnist = [record for record in records if record.config.dataset == "mnist"]
        write_parzen_curve(of_mnist, figure, anchors.get("mnist"))
        print(f"written: {figure}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION)))
