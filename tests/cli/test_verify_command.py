"""`gantheory verify`: the table, the JSON, the exit codes."""

import dataclasses
import json

import pytest

import gantheory.proofs.verify as verify_module
from gantheory.cli import main
from gantheory.proofs import runs
from gantheory.proofs.verdict import unknown


def test_it_prints_a_table_and_writes_json(tmp_path, capsys):
    target = tmp_path / "claims.json"
    assert main(["verify", "T1", "a1", "--json", str(target)]) == 0
    printed = capsys.readouterr().out
    assert "A1" in printed
    assert "proved" in printed
    document = json.loads(target.read_text())
    assert document["passed"] is True
    assert [claim["id"] for claim in document["claims"]] == ["T1", "A1"]
    for claim in document["claims"]:
        assert claim.keys() >= {"id", "title", "verdict", "tier", "seconds", "false_variants"}
        assert claim["verdict"] == "proved"
        for variant in claim["false_variants"]:
            assert variant["verdict"] == "refuted"
            assert variant["rechecked"] is True
            assert variant["witness"]
    assert document["versions"].keys() >= {"python", "sympy", "z3-solver", "python-flint"}


def test_it_exits_with_1_when_a_claim_falls_short(monkeypatch, capsys):
    honest = runs.verify_claim

    def short(claim_id):
        return dataclasses.replace(honest(claim_id), verdict=unknown("for the test"))

    monkeypatch.setattr(runs, "verify_claim", short)
    assert main(["verify", "T1", "--no-cache"]) == 1
    assert "falls short: T1: unknown: for the test" in capsys.readouterr().out


def test_an_unknown_claim_is_one_line_and_exit_code_2(capsys):
    assert main(["verify", "A9"]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "no claim 'A9'; did you mean" in error


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_code_2(tmp_path, capsys):
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert main(["verify", "T1", "--json", str(blocked / "claims.json")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_it_lists_the_claims(capsys):
    assert main(["verify", "--list"]) == 0
    printed = capsys.readouterr().out
    assert "Proposition 1" in printed
    assert "T3" in printed


@pytest.mark.parametrize("rule", ["gibbs", "int-linear", "chain", "loglin"])
def test_a_rule_that_proves_everything_turns_the_suite_red(rule, monkeypatch):
    from gantheory.proofs.kernel.theorem import RULES
    from gantheory.proofs.verdict import PROVED

    claim_id = {"gibbs": "A1", "int-linear": "T2", "chain": "T3", "loglin": "P6"}[rule]
    verify_module.check_steps.cache_clear()
    monkeypatch.setitem(RULES, rule, lambda goal, premises=(), **args: PROVED)
    try:
        result = verify_module.verify_claim(claim_id)
    finally:
        verify_module.check_steps.cache_clear()
    assert not result.passed
    assert any("proved" in line for line in result.shortfalls)
