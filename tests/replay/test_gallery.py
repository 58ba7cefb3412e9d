"""The gallery: its exhibits make sense, and its verdicts are those of the recordings."""

import json
import runpy
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording
from gantheory.replay import gallery
from gantheory.replay.gallery import GALLERY, Exhibit, Sign, find_exhibits, judge
from gantheory.replay.gallery_run import sentence
from gantheory.replay.symptoms import CURVES, SYMPTOMS
from gantheory.replay.words import LANGUAGES, table
from gantheory.sweep.config import SweepConfig

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "experiments" / "gallery.py"
RESULTS = ROOT / "experiments" / "results" / "gallery.json"


@pytest.mark.parametrize("exhibit", GALLERY.values(), ids=GALLERY)
def test_cure_and_failure_differ_by_the_remedy_alone(exhibit):
    exhibit.config.check()
    exhibit.cured.check()
    failing, cured = asdict(exhibit.config), asdict(exhibit.cured)
    assert {key for key in failing if failing[key] != cured[key]} == set(exhibit.remedy)
    assert exhibit.remedy
    assert exhibit.config.seeds == 1
    # about a hundred frames, so that the page stays small and the film short
    assert 60 <= exhibit.config.iterations / exhibit.every <= 140


@pytest.mark.parametrize("exhibit", GALLERY.values(), ids=GALLERY)
def test_no_run_can_show_the_failure_and_the_cure(exhibit):
    def apart(one, other):
        return one.most is not None and other.least is not None and one.most < other.least

    assert any(
        bad.symptom == good.symptom and (apart(bad, good) or apart(good, bad))
        for bad in exhibit.failure
        for good in exhibit.cure
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GALLERY)
def test_every_exhibit_and_symptom_has_words(name, language):
    exhibit = GALLERY[name]
    assert exhibit.curve in CURVES
    signs = (*exhibit.failure, *exhibit.cure)
    keys = [f"gallery.{name}", f"gallery.{name}_what", f"symptoms.{exhibit.curve}"]
    assert set(keys) | {f"symptoms.{sign.symptom}" for sign in signs} <= set(table(language))
    assert {sign.symptom for sign in signs} <= set(SYMPTOMS)
    assert all((sign.least is None) != (sign.most is None) for sign in signs)


@pytest.mark.parametrize(
    ("least", "most", "holds"),
    [(1.5, None, True), (2.0, None, True), (2.1, None, False), (None, 2.0, True), (None, 1, False)],
)
def test_a_sign_holds_up_to_its_bound(planar, least, most, holds):
    frames = planar["modes_captured"] * 0 + 2
    run = Recording(planar.manifest, {**planar.arrays, "modes_captured": frames})
    [finding] = judge(run, (Sign("modes_captured", least, most),))
    assert finding.value == 2
    assert finding.holds is holds
    assert ("DOES NOT HOLD" in sentence(finding)) is not holds


def test_a_symptom_that_is_not_defined_holds_nowhere(planar):
    broken = Recording(
        planar.manifest, {**planar.arrays, "generator_gradient": planar["value"] * float("nan")}
    )
    for sign in (Sign("generator_gradient", least=0), Sign("generator_gradient", most=0)):
        assert not judge(broken, (sign,))[0].holds


def test_unknown_exhibits_are_refused():
    assert find_exhibits(()) == GALLERY
    assert list(find_exhibits(("rotation",))) == ["rotation"]
    with pytest.raises(GanTheoryError, match=r"'dance'; choose from full_collapse, rotation"):
        find_exhibits(("dance",))


TINY = SweepConfig(
    seeds=1, first_seed=4, iterations=3, batch=4, samples=20,
    generator_hidden=(3,), discriminator_hidden=(3,),
)  # fmt: skip


def tiny(cure):
    """An exhibit of three iterations; its failure is sure, its cure as told."""
    return Exhibit(
        config=TINY,
        remedy={"generator_rate": 2e-3},
        source="tests",
        failure=(Sign("spread", least=0.0),),
        cure=(cure,),
        curve="spread",
        every=1,
    )


def test_an_exhibit_is_trained_judged_and_shown_and_a_cure_that_fails_is_exit_code_1(
    tmp_path, monkeypatch, capsys
):
    exhibit = tiny(Sign("modes_captured", least=9))  # the ring has eight
    monkeypatch.setattr(gallery, "GALLERY", {"rotation": exhibit})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "argv", ["gallery.py", "rotation", "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    assert stopped.value.code == 1
    said = capsys.readouterr().out
    assert "asked for at least 9: DOES NOT HOLD" in said
    written = json.loads((tmp_path / "out" / "gallery.json").read_text())
    [entry] = written["exhibits"]
    assert entry["holds"] is False
    assert entry["failure"][0]["holds"] is True
    assert entry["seed"] == 4
    assert entry["remedy"] == {"generator_rate": 2e-3}
    # what the configuration has otherwise than the default, and no more
    assert replace(SweepConfig(), **{k: tuple(v) if isinstance(v, list) else v
                                     for k, v in entry["config"].items()}) == TINY  # fmt: skip
    page = (tmp_path / "out" / "rotation.html").read_text(encoding="utf-8")
    for digest in entry["recordings"].values():
        assert digest in page
    assert entry["recordings"]["failure"] != entry["recordings"]["cure"]
    assert (tmp_path / "out" / "gallery.png").stat().st_size > 10_000


def test_the_committed_results_are_of_the_gallery_as_it_is():
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert results["git"]["dirty"] is False
    entries = {entry["name"]: entry for entry in results["exhibits"]}
    assert list(entries) == list(GALLERY)
    plain = asdict(SweepConfig())
    for name, exhibit in GALLERY.items():
        entry = entries[name]
        assert entry["holds"] is True
        own = {key: value for key, value in asdict(exhibit.config).items() if value != plain[key]}
        assert entry["config"] == json.loads(json.dumps(own))
        assert entry["remedy"] == exhibit.remedy
        for part, signs in (("failure", exhibit.failure), ("cure", exhibit.cure)):
            for found, sign in zip(entry[part], signs, strict=True):
                assert (found["symptom"], found["least"], found["most"]) == (
                    sign.symptom, sign.least, sign.most,
                )  # fmt: skip
                assert found["least"] is None or found["value"] >= found["least"]
                assert found["most"] is None or found["value"] <= found["most"]
