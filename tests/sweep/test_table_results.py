"""The committed table is of the entries as they are, and its verdicts follow from its numbers."""

import json
from pathlib import Path

import numpy as np
import pytest

from gantheory.sweep.entries import all_entries
from gantheory.sweep.published import TABLES
from gantheory.sweep.recount import WAYS
from gantheory.sweep.table import MEASURES
from gantheory.sweep.table_results import lines_from, recounts_as_markdown
from gantheory.sweep.table_text import FORMATS, notes
from gantheory.targets import find_target

PATH = Path(__file__).resolve().parents[2] / "experiments" / "results" / "mode-collapse-table.json"
SAVED = json.loads(PATH.read_text(encoding="utf-8"))
LINES = lines_from(SAVED)


def test_every_entry_is_there_or_named_as_unfinished():
    found = {line.entry.name for line in LINES}
    assert found | set(SAVED["unfinished"]) == {entry.name for entry in all_entries()}
    assert SAVED["recounted"] == WAYS


@pytest.mark.parametrize("place", range(len(LINES)), ids=[line.entry.name for line in LINES])
def test_a_line_says_its_runs_and_its_verdict_follows_from_their_numbers(place):
    line, saved = LINES[place], SAVED["lines"][place]
    config = line.entry.config(line.budget, line.seeds)
    assert line.seeds >= 10
    assert line.updates == config.iterations == round(line.budget * saved["published_updates"])
    assert saved["published_updates"] == line.entry.published_updates
    assert line.looks == config.measured_at
    assert saved["source"] == TABLES[line.entry.convention].source
    assert saved["git"]["dirty"] is False
    assert set(saved["versions"]) >= {"jax", "jaxlib", "numpy"}
    assert saved["diverged"] == line.diverged
    for values in line.values.values():
        assert values.shape == (line.seeds - line.diverged, config.frames)
    modes = line.values["modes"]
    assert np.array_equal(modes, np.round(modes))
    assert 0 <= modes.min() <= modes.max() <= find_target(config.target).mixture.modes
    # what is printed and what is concluded, worked out again
    assert line.verdict is not None
    assert saved["verdict"] == {"kind": line.verdict.kind, "text": line.verdict.text}
    assert set(saved["ours"]) == set(line.courses)
    for name, course in line.courses.items():
        for moment, ours in saved["ours"][name].items():
            again = getattr(course, moment)
            assert ours["seeds"] == again.seeds
            assert (ours["mean"] is None) is (again.seeds < 2)
            if ours["mean"] is None:
                continue
            assert ours["mean"] == pytest.approx(again.mean, rel=1e-4, abs=1e-6)
            assert ours["error"] == pytest.approx(again.error, rel=1e-3, abs=1e-6)
    row = line.entry.published
    assert (saved["published"] is None) is (row is None)
    for name in MEASURES if row else ():
        number = getattr(row, name)
        plain = None if number is None else {"mean": number.mean, "error": number.error}
        assert saved["published"][name] == plain
    # stricter counts find no more modes, looser ones no fewer
    again = saved["recounted"]
    at_end = line.courses["modes"].end.mean
    assert again["modes_strict"]["mean"] <= at_end <= again["modes_nearest"]["mean"] + 1e-9


def test_a_kl_over_fewer_seeds_says_over_how_many():
    """A seed without a sample of high quality has no histogram over modes, and so no KL."""
    printed = FORMATS["markdown"].write(LINES).splitlines()[2:]
    partial = 0
    for line, row in zip(LINES, printed, strict=False):
        known = int(np.isfinite(line.values["reverse_kl"][:, -1]).sum())
        cell = row.split(" | ")[10]
        partial += known >= 2 and known < line.seeds
        assert (f"({known} seeds)" in cell) == (2 <= known < line.seeds), row
    assert partial
    assert any("number of seeds is a mean over these only" in note for note in notes())


def test_the_printed_table_is_of_these_lines():
    printed = PATH.with_suffix(".md").read_text(encoding="utf-8")
    rows = [row for row in FORMATS["markdown"].write(LINES).splitlines() if row.startswith("| ")]
    assert len(rows) == len(LINES) + 2
    assert set(rows) <= set(printed.splitlines())
    assert recounts_as_markdown(SAVED) in printed
    assert PATH.with_suffix(".png").stat().st_size > 10_000
