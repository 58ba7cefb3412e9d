"""experiments/theory.py: what a user types, and what comes of it."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "experiments" / "theory.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("theory_experiment", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_two_comparisons_give_results_figures_and_an_overview(script, tmp_path, capsys):
    assert script.main(["mirror-steps", "tabular-gan", "--seed", "2", "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "mirror-steps: agrees with the theory" in out
    assert "tabular-gan: agrees with the theory" in out
    both = json.loads((tmp_path / "theory.json").read_text())
    assert both["holds"]
    assert [run["name"] for run in both["runs"]] == ["mirror-steps", "tabular-gan"]
    assert all(check["because"] for run in both["runs"] for check in run["checks"])
    single = json.loads((tmp_path / "tabular-gan" / "result.json").read_text())
    assert single["runs"] == [both["runs"][1]]
    assert single["runs"][0]["seed"] == 2
    for stem in ("overview", "mirror-steps/figure", "tabular-gan/figure"):
        assert (tmp_path / f"{stem}.png").stat().st_size > 10_000
        assert "<dc:description>" in (tmp_path / f"{stem}.svg").read_text()


def test_a_false_theory_exits_with_1_and_says_what_contradicts_it(script, tmp_path, capsys):
    words = ["tabular-gan", "--against", "rate-doubled", "--out", str(tmp_path)]
    assert script.main(words) == 1
    assert "CONTRADICTED uniform data on 2 points" in capsys.readouterr().out
    result = json.loads((tmp_path / "tabular-gan" / "result.json").read_text())
    assert result["holds"] is False
    assert result["runs"][0]["theory"] == "rate-doubled"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "name a comparison, or all"),
        (["rotaton"], "invalid choice: 'rotaton'"),
        (["rotation", "--seed", "x"], "invalid int value"),
        (["all", "--against", "gap-quarters"], "--against is for one comparison"),
    ],
)
def test_mistakes_get_one_line(script, capsys, words, complaint):
    with pytest.raises(SystemExit) as stop:
        script.main(words)
    assert stop.value.code == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1


def test_an_unknown_theory_and_a_bad_folder_exit_with_2(tmp_path):
    def typed(*words):
        command = [sys.executable, str(SCRIPT), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=120)

    answer = typed("tabular-gan", "--against", "flat")
    assert answer.returncode == 2
    assert answer.stderr.startswith("gantheory: error: tabular-gan has no theory 'flat'")
    assert answer.stderr.count("\n") == 1
    (tmp_path / "file").write_text("")
    answer = typed("tabular-gan", "--out", str(tmp_path / "file"))
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1


def test_names_complete_and_the_list_is_whole(script, capsys):
    from gantheory.theory_runs import NAMES

    assert script.main(["--completion", "bash"]) == 0
    completion = capsys.readouterr().out
    assert script.main(["--list"]) == 0
    listed = capsys.readouterr().out
    for name in NAMES:
        assert name in completion
        assert name in listed


def test_the_committed_results_are_of_these_comparisons():
    from gantheory.theory_runs import NAMES
    from gantheory.theory_runs.command import find_run

    kept = json.loads((SCRIPT.parent / "results" / "theory.json").read_text())
    assert kept["git"]["dirty"] is False
    assert [run["name"] for run in kept["runs"]] == list(NAMES)
    for run in kept["runs"]:
        assert run["claims"] == list(find_run(run["name"]).claims)
        assert run["theory"] == find_run(run["name"]).proved
        assert run["holds"]
        assert run["cpu_seconds"] < 180
