"""The published mode-collapse table again: every method, under the conventions of two papers."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import tyro

from gantheory.errors import guard

DESCRIPTION = """\
Train ring of 8 and grid of 25 with the vanilla GAN, unrolling, PacGAN2-4 and WGAN-GP, under
PacGAN's and under VEEGAN's conventions, and set the numbers beside the published ones with a
verdict. Killed at any moment, the same command goes on. At the full budget that is some 560
core-hours, 550 for PacGAN's lines (23 days of one core) and ten for VEEGAN's, from measured times
of an update; every line says its share of the published updates. Examples:
  python experiments/mode_collapse_table.py --budget least
  python experiments/mode_collapse_table.py --only ring8/vanilla '*/pacgan2/pacgan' --budget 0.1
  python experiments/mode_collapse_table.py --only '*/*/veegan' --seeds 20 --out runs/veegan
  python experiments/mode_collapse_table.py --print-only --format markdown
  python experiments/mode_collapse_table.py --print-only --results mode-collapse-table.json
"""


@dataclass(frozen=True)
class Options:
    """What to run and what to print.

    Attributes:
        only: entries, target/method/convention from the left, with * for any; all if left out.
        budget: share of the published number of updates, above 0 and at most 1; or a share of its
            own for each line: "least" takes about 45 core-minutes, "two-hours" two core-hours.
        seeds: runs per entry.
        out: folder of the records and of table.txt, table.md, table.tex.
        print_only: train nothing; print the table from the records, and how far the rest is.
        format: what is printed; all three are written.
        results: also write the finished lines here as JSON, with every seed's numbers, and beside
            it the table as .md and a figure as .png.
        seeds_at_once: seeds in memory at once; 0 for as many as fit.
        memory_gb: memory that may be used, in GiB; 0 for half of what is free.
    """

    only: tuple[str, ...] = ()
    budget: float | Literal["least", "two-hours"] = 1.0
    seeds: int = 10
    out: Path = Path("runs/mode_collapse_table")
    print_only: bool = False
    format: Literal["text", "markdown", "latex"] = "text"
    results: Path | None = None
    seeds_at_once: int = 0
    memory_gb: float = 0.0


def main() -> int:
    """Run what the command line describes."""
    options = tyro.cli(
        Options,
        description=DESCRIPTION,
        config=(tyro.conf.FlagCreatePairsOff,),
    )
    from gantheory.sweep.entries import chosen

    entries = chosen(options.only)
    for entry in entries:
        entry.config(entry.share(options.budget), options.seeds)
    if not options.print_only:
        from gantheory.sweep.devices import use_all_cores

        use_all_cores()
        from gantheory.compile_cache import use_compile_cache

        use_compile_cache()
        from gantheory.sweep.table_run import run_entries

        run_entries(
            entries,
            options.out,
            budget=options.budget,
            seeds=options.seeds,
            seeds_at_once=options.seeds_at_once,
            memory_gb=options.memory_gb,
        )
    from gantheory.sweep.table import read_lines
    from gantheory.sweep.table_text import FORMATS

    lines = read_lines(options.out, entries)
    print(FORMATS[options.format].write(lines), end="")
    if options.results is not None:
        from gantheory.atomic import write_text
        from gantheory.figures.mode_table import write_mode_table_figure
        from gantheory.sweep.table_results import as_json, recounts_as_markdown, results, settled

        lines = settled(lines)
        saved = results(options.out, lines)
        write_text(options.results, as_json(saved))
        written = FORMATS["markdown"].write(lines) + recounts_as_markdown(saved)
        write_text(options.results.with_suffix(".md"), written)
        write_mode_table_figure(lines, options.results.with_suffix(".png"))
    return 0


if __name__ == "__main__":
    sys.exit(guard(main))
