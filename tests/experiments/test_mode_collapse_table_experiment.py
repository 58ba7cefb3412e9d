"""The command of the table: mistakes get one line, and it prints what there is without training."""

import runpy
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "mode_collapse_table.py"


def answer(monkeypatch, capsys, *words):
    """The exit code of the command and what it says."""
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), *map(str, words)])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    return end.value.code, capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--only", "ring9"), "--only ring9: no such entry"),
        (("--budget", "2"), "0 < budget <= 1"),
        (("--seeds", "1"), "at least 2 seeds"),
    ],
)
def test_mistakes_get_one_line_and_code_2(monkeypatch, capsys, tmp_path, words, complaint):
    code, said = answer(monkeypatch, capsys, *words, "--out", tmp_path / "out")
    assert code == 2
    assert complaint in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_without_records_the_published_rows_are_printed(monkeypatch, capsys, tmp_path):
    words = ("--print-only", "--out", tmp_path, "--only", "ring8", "--format", "markdown")
    code, said = answer(monkeypatch, capsys, *words)
    assert code == 0
    rows = [line for line in said.out.splitlines() if line.startswith("| ring8")]
    assert len(rows) == 12
    assert all(row.endswith("| not run |") for row in rows)
    assert "6.3 +- 0.5" in rows[0]
    assert not any(tmp_path.iterdir())
