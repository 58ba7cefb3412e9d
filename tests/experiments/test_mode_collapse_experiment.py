"""The command starts from a preset and answers a user's mistakes in one line."""

import json
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
        (("--memory-gb", "nan"), "memory-gb must be 0 or a positive number"),
        (("--iterations", "3000000000"), "iterations must be below 2^31"),
        (("--schedule", "simultaneous", "--k", "2"), "k = 1, not 2"),
        (("--record", "-1"), "seeds to record"),
        (("--record", "0", "0"), "seeds to record"),
        (("--record", "0", "--record-every", "-1"), "record-every"),
        (("--target", "0.5*N(0,1)+0.5*N(1e9,1)"), "component 1 of the target"),
    ],
)
def test_mistakes_get_one_line_and_code_2(monkeypatch, capsys, tmp_path, words, complaint):
    monkeypatch.setenv("GANTHEORY_COMPILE_CACHE", "off")
    code, said = answer(monkeypatch, capsys, *words, "--out", str(tmp_path / "out"))
    assert code == 2
    assert complaint in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())


def test_a_presets_origin_is_printed_recorded_and_held_against_the_target(
    monkeypatch, capsys, tmp_path
):
    monkeypatch.setenv("GANTHEORY_COMPILE_CACHE", "off")
    small = ["--generator-hidden", "4", "--discriminator-hidden", "4", "--batch", "8"]
    small += ["--iterations", "2", "--seeds", "2", "--samples", "32", "--noise", "2"]
    out = tmp_path / "out"
    code, said = answer(
        monkeypatch, capsys, "--preset", "veegan", "--target", "ring8", *small, "--out", str(out)
    )
    assert code == 0
    wrong = "preset veegan were used for veegan_ring8 and veegan_grid25, not for ring8"
    assert wrong in said.err
    assert "Srivastava et al. 2017 (VEEGAN), quoted from memory" in said.out
    assert "not established" in said.out
    saved = json.loads((out / "summary.json").read_text())["preset"]
    assert saved["preset"] == "veegan"
    assert wrong in saved["warning"]
    assert "batch was 500, now 8" in saved["changed"]
    assert not any(words.startswith("seeds ") for words in saved["changed"])


def test_help_shows_the_presets_settings_as_defaults(monkeypatch, capsys):
    code, said = answer(monkeypatch, capsys, "--preset", "pacgan", "--help")
    assert code == 0
    assert "400000" in said.out
    assert "pacgan_ring8" in said.out
