"""Kept results and other processes: the same answers, marked as what they are, and no theorems."""

import json

import pytest

from gantheory.cli import main
from gantheory.proofs import runs
from gantheory.proofs.records import from_record, to_record
from gantheory.proofs.registry import load_claim
from gantheory.proofs.runs import keep, recall, verify_all
from gantheory.proofs.verify import as_json, verify_claim


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(runs.platformdirs, "user_cache_path", lambda _: tmp_path)


def without_times(result):
    data = as_json(result)
    data.pop("seconds")
    data.pop("cached", None)
    for step in data["steps"]:
        step.pop("seconds")
    return data


@pytest.mark.parametrize("claim_id", ["A1", "A2", "J1", "M1", "M3"])
def test_a_record_says_what_the_result_said(claim_id):
    result = verify_claim(claim_id)
    record = json.loads(json.dumps(to_record(result)))
    again = from_record(load_claim(claim_id), record, cached=True)
    assert as_json(again) == as_json(result) | {"cached": True}
    witnesses = [v.verdict.witness for v in result.false_variants]
    assert [v.verdict.witness for v in again.false_variants] == witnesses
    assert again.passed
    assert again.shortfalls == result.shortfalls == ()


def test_a_kept_result_makes_no_theorem():
    keep(verify_claim("A1"))
    result = recall("A1")
    assert result.cached
    assert result.passed
    assert result.verdict.theorem is None
    assert all(step.verdict.theorem is None for step in result.steps)


def test_the_second_run_takes_what_the_first_has_kept():
    first = list(verify_all(["A1", "T1"], use_cache=True))
    second = list(verify_all(["T1", "A1", "A2"], use_cache=True))
    assert [result.cached for result in first] == [False, False]
    assert [result.cached for result in second] == [True, True, False]
    assert [result.claim.id for result in second] == ["T1", "A1", "A2"]
    assert not any(result.cached for result in verify_all(["A1"]))


def test_another_source_is_another_key(monkeypatch):
    keep(verify_claim("A1"))
    assert recall("A1") is not None
    before = runs.folder()
    monkeypatch.setattr(runs, "source_hash", lambda: "0" * 64)
    assert runs.folder() != before
    assert recall("A1") is None


def test_every_file_and_every_library_counts(tmp_path, monkeypatch):
    package = tmp_path / "proofs"
    (package / "kernel").mkdir(parents=True)
    monkeypatch.setattr(runs, "__file__", str(package / "runs.py"))
    seen = set()
    for name, text in (("a.py", "x"), ("a.py", "y"), ("kernel/b.py", "x"), ("c.py", "")):
        (package / name).write_text(text, encoding="utf-8")
        seen.add(runs.source_hash.__wrapped__())
    monkeypatch.setattr(runs, "version", lambda name: "another")
    seen.add(runs.source_hash.__wrapped__())
    assert len(seen) == 5


@pytest.mark.parametrize("damage", ["", "[]", "{}", "nonsense", '{"source": 1}'])
def test_a_damaged_file_is_passed_over(damage):
    keep(verify_claim("A1"))
    (runs.folder() / "A1.json").write_text(damage, encoding="utf-8")
    assert recall("A1") is None


def test_a_result_that_fell_short_is_not_believed():
    keep(verify_claim("A1"))
    path = runs.folder() / "A1.json"
    for old, new in (('"refuted"', '"unknown"'), ('"rechecked": true', '"rechecked": false')):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert recall("A1") is None
        path.write_text(text, encoding="utf-8")


def test_few_old_versions_stay(monkeypatch, tmp_path):
    for digit in "123456":
        monkeypatch.setattr(runs, "source_hash", lambda digit=digit: digit * 64)
        keep(verify_claim("A1"))
    assert len(list((tmp_path / "claims").iterdir())) == runs.VERSIONS
    assert recall("A1") is not None


def test_two_processes_find_what_one_finds():
    alone = [without_times(result) for result in verify_all(["A1", "T1"])]
    shared = list(verify_all(["A1", "T1"], jobs=2))
    assert [without_times(result) for result in shared] == alone
    assert not any(result.cached for result in shared)
    assert all(result.verdict.theorem is None for result in shared)


def test_the_command_says_what_is_kept(capsys):
    assert main(["verify", "A1"]) == 0
    assert "cached" not in capsys.readouterr().out
    assert main(["verify", "A1"]) == 0
    assert "cached" in capsys.readouterr().out
    assert main(["verify", "A1", "--no-cache"]) == 0
    assert "cached" not in capsys.readouterr().out


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "1000"])
def test_a_wrong_number_of_processes_is_refused(jobs, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["verify", "A1", "-j", jobs])
    assert stopped.value.code == 2
    capsys.readouterr()


def test_the_command_prints_the_mutation_score(capsys, tmp_path):
    path = tmp_path / "mutants.json"
    assert main(["verify", "T1", "M1", "--mutants", "--json", str(path)]) == 0
    assert "0 proved that should not be" in capsys.readouterr().out
    data = json.loads(path.read_text(encoding="utf-8"))
    (claim,) = data["claims"]  # M1 is checked on instances only, and has no mutants
    assert claim["id"] == "T1"
    assert claim["proved"] == data["all"]["proved"] == 0
    assert claim["mutants"] == data["all"]["mutants"] >= 10
    assert claim["score"] == data["all"]["score"] > 0.9
    assert claim["shortfalls"] == []
