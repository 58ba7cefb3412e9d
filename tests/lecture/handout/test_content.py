"""The handout's blocks: formulas are the claims' own, and nothing unproved gets in."""

from dataclasses import replace

import pytest

from gantheory.errors import GanTheoryError
from gantheory.lecture.handout import blocks as b
from gantheory.lecture.handout import content, key
from gantheory.lecture.handout.content import build_document, named_claims
from gantheory.proofs.claim import EXACT
from gantheory.proofs.registry import load_claim
from gantheory.proofs.render.layout import lines
from gantheory.proofs.render.typst import TYPST
from gantheory.proofs.verdict import checked, unknown

STEPS = [
    block.partition(" ")[2]
    for section in content.plan()["section"]
    for block in section["blocks"]
    if block.startswith("step ")
]


def of(document, kind):
    return [block for block in document.blocks if isinstance(block, kind)]


def test_every_step_prints_the_goal_that_the_kernel_proved(document):
    shown = of(document("en"), b.Step)
    assert len(shown) == len(STEPS) > 40
    for number, (name, step) in enumerate(zip(STEPS, shown, strict=True), 1):
        claim_id, _, label = name.partition("/")
        claim = load_claim(claim_id)
        found = claim.step(label)
        assert step.number == str(number)
        assert step.source.startswith(f"proved: {name} · {found.rule} · tier {claim.tier}")
        printed = [row.text(TYPST) for row in lines(claim.goal_of(found).conclusion)]
        if not any("almost" in row for row in printed):
            assert [markup for _, markup in step.body.lines] == printed


def test_the_derivations_are_whole(document):
    """What the propositions state is among the steps."""
    assert {"A1/bound", "A1/unique", "A4/bound", "A4/unique"} <= set(STEPS)
    assert {"T1/value", "T2/split", "T3/jsd", "T4/minimum", "T4/minimiser"} <= set(STEPS)
    assert {"P1/affine", "P2/convex", "P3/subgradient", "P6/gap", "P6/rate"} <= set(STEPS)


def test_korean_shows_the_same_mathematics(document):
    for english, korean in zip(of(document("en"), b.Step), of(document("ko"), b.Step), strict=True):
        assert korean.source.startswith("증명됨: ")
        assert len(english.body.lines) == len(korean.body.lines)
        if "almost" not in english.body.spoken:
            assert english.body.lines == korean.body.lines


def test_formulas_are_said_without_signs(document):
    for language in ("en", "ko"):
        for step in of(document(language, True), b.Step):
            assert step.body.spoken
            assert not set(step.body.spoken) & set("≤≥∫=<>+−·/^_$")


def test_every_claim_that_is_named_must_be_proved(context):
    made = context("en")
    build_document(made, False)
    assert named_claims("en") <= made.materials.asked
    assert named_claims("en") == named_claims("ko")


def altered(monkeypatch, context, name, verdict, **step):
    """A context in which one step came out differently."""
    made = context("en")
    claim_id, _, label = name.partition("/")
    claims = type(made.materials).claims

    def other(self, *ids):
        found = claims(self, *ids)
        result = found[claim_id]
        parts = tuple(
            replace(one, verdict=verdict, step=replace(one.step, **step))
            if one.step.label == label
            else one
            for one in result.steps
        )
        return found | {claim_id: replace(result, steps=parts)}

    monkeypatch.setattr(type(made.materials), "claims", other)
    return made


def test_an_unproved_step_refuses_to_build(monkeypatch, context):
    made = altered(monkeypatch, context, "A1/bound", unknown("no answer"))
    with pytest.raises(GanTheoryError, match="A1/bound is not proved"):
        build_document(made, False)


def test_what_is_only_sampled_is_called_so(monkeypatch, context):
    made = altered(monkeypatch, context, "A1/gap", checked("on instances"), rule=EXACT)
    first = of(build_document(made, False), b.Step)[0]
    assert first.source == "checked on instances, not proved: A1/gap · tier E"


def test_solutions_are_there_only_if_asked_for(document):
    for language in ("en", "ko"):
        assert all(one.solution is None for one in of(document(language), b.Exercise))
        assert all(one.solution for one in of(document(language, True), b.Exercise))


def test_a_lecturer_may_leave_sections_out(context):
    made = build_document(context("en", sections=("theorem1", "mistakes")), False)
    titles = [block.anchor for block in of(made, b.Heading) if block.level == 1]
    assert titles == [
        f"section-{name}" for name in ("reading", "theorem1", "mistakes", "references")
    ]
    assert of(made, b.Step)[0].number == "1"
    assert not of(made, b.Exercise)
    text = str(made.blocks)
    assert "Code(text='A4/bound')" in text  # not here: named, not numbered


def test_the_rules_in_the_table_are_those_that_are_used(document):
    table = of(document("en"), b.Table)[0]
    used = {load_claim(n.partition("/")[0]).step(n.partition("/")[2]).rule for n in STEPS}
    assert {row[0][0].text for row in table.rows} == used


def test_numbers_of_the_caveat_come_from_results(document, context):
    anchors = context().materials.result("parzen-anchors-mnist-seed0")["anchors"]
    real = f"{anchors['random training images']['mean']:.1f}"
    assert any(real in str(block) for block in of(document("en"), b.Paragraph))


def test_the_key_tells_what_the_handout_depends_on(context):
    import json

    plain = key(context("en"))
    assert json.loads(json.dumps(plain)) == plain
    assert key(context("en")) == plain
    others = [context("ko"), context("en", "dark"), context("en", lecturer="Ada Kim")]
    assert all(key(other) != plain for other in others)


def test_a_plan_with_an_unknown_step_is_refused(monkeypatch, context):
    plan = {"section": [{"name": "theorem1", "lecture": "", "blocks": ["step A1/nothing"]}]}
    monkeypatch.setattr(content, "plan", lambda: plan)
    with pytest.raises(GanTheoryError, match="no step 'nothing'"):
        build_document(context("en"), False)
