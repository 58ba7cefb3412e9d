"""`gantheory show`: files, exit codes and complaints."""

import json
from dataclasses import replace

import pytest
from unchecked_claims import unchecked

from gantheory.cli import main
from gantheory.cli.show import FORMATS
from gantheory.proofs import render, runs
from gantheory.proofs.registry import claim_ids


@pytest.fixture
def verified(monkeypatch):
    """Claims that count as verified; how they are is not the matter here."""
    from gantheory.proofs.verdict import Kind, Verdict

    def instead(ids=(), jobs=1, use_cache=False):
        for claim_id in ids:
            result = unchecked(claim_id)
            kind = Kind.PROVED if result.claim.tier == "S" else Kind.CHECKED
            yield replace(result, verdict=Verdict(kind), false_variants=(), dropped=())

    monkeypatch.setattr(runs, "verify_all", instead)


def test_the_formats_are_those_of_the_renderer():
    assert FORMATS == render.FORMATS


def test_a_claim_is_verified_and_shown(capsys):
    assert main(["show", "t3"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("T3. C(G) = -log 4 + 2 JSD\n")
    assert "\nproved in " in shown
    assert shown.count("refuted at ") >= 3


def test_what_an_earlier_run_checked_is_shown_as_such(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(runs.platformdirs, "user_cache_path", lambda _: tmp_path)
    assert main(["show", "A1"]) == 0
    first = capsys.readouterr().out
    assert "earlier run" not in first
    assert main(["show", "A1"]) == 0
    again = capsys.readouterr().out
    assert "earlier run of the same source" in again
    assert main(["show", "A1", "--no-cache"]) == 0
    assert "earlier run" not in capsys.readouterr().out
    # a change of the source is a change of the key
    monkeypatch.setattr(runs, "source_hash", lambda: "0" * 64)
    assert main(["show", "A1"]) == 0
    assert "earlier run" not in capsys.readouterr().out


@pytest.mark.usefixtures("verified")
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_written(tmp_path, form, capsys):
    path = tmp_path / "new" / "claims"
    assert main(["show", "A1", "T1", "--format", form, "--out", str(path)]) == 0
    assert capsys.readouterr().out == ""
    text = path.read_text(encoding="utf-8")
    assert "A1" in text
    assert "T1" in text


@pytest.mark.usefixtures("verified")
def test_all_claims_in_one_document_with_the_graph(tmp_path, capsys):
    graph = tmp_path / "uses.svg"
    assert main(["show", "--all", "--format", "html", "--graph", str(graph)]) == 0
    page = capsys.readouterr().out
    assert page.count("<h1>") == len(claim_ids())
    assert page.count("<svg") == 1
    assert graph.read_text().startswith("<svg ")


@pytest.mark.usefixtures("verified")
def test_json_is_json(capsys):
    assert main(["show", "A1", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["claims"][0]["id"] == "A1"


def test_a_claim_that_falls_short_exits_with_1(monkeypatch, capsys):
    monkeypatch.setattr(runs, "verify_all", lambda *args, **options: iter([unchecked("A1")]))
    assert main(["show", "A1"]) == 1
    assert "Falls short" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["A9"], "there is no claim 'A9'; did you mean"),
        ([], "name a claim, or --all"),
        (["A1", "--out", "/proc/nowhere/file"], "/proc/nowhere"),
    ],
)
def test_complaints_are_one_line(capsys, verified, words, says):
    assert main(["show", *words]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""
