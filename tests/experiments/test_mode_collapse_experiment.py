"""The command starts from a preset and answers a user's mistakes in one line."""

import runpy
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "mode_collapse.py"


def answer(monkeypatch, capsys, *words):
    """The exit code of the command and what it says on stderr."""
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), *words])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    return end.value.code, capsys.readouterr()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--preset", "dcgan"), "unknown preset 'dcgan'"),
        (("--preset=pacgan", "--target", "ring9"), "ring9"),
        (("--k", "0"), "k must be at least 1"),
        (("--seeds", "1000000000"), "more seeds than memory"),
    ],
)
def test_mistakes_get_one_line_and_code_2(monkeypatch, capsys, tmp_path, words, complaint):
    monkeypatch.setenv("GANTHEORY_COMPILE_CACHE", "off")
    code, said = answer(monkeypatch, capsys, *words, "--out", str(tmp_path / "out"))
    assert code == 2
    assert complaint in said.err
    assert said.err.count("\n") == 1


def test_help_shows_the_presets_settings_as_defaults(monkeypatch, capsys):
    code, said = answer(monkeypatch, capsys, "--preset", "pacgan", "--help")
    assert code == 0
    assert "400000" in said.out
    assert "pacgan_ring8" in said.out
