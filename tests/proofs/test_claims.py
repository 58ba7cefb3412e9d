"""One test per claim, per false variant and per dropped hypothesis, generated from the registry."""

import pytest

from gantheory.proofs.claim import BESIDE_THE_KERNEL
from gantheory.proofs.formulas import Implies, Law
from gantheory.proofs.registry import GROUPS, RANKING, claim_ids, in_order_of_use, load_claim
from gantheory.proofs.verdict import Kind
from gantheory.proofs.verify import (
    check_dropped,
    check_steps,
    check_variant,
    example_of,
    theorem_of,
)

CLAIMS = [load_claim(claim_id) for claim_id in claim_ids()]


@pytest.mark.parametrize("claim_id", [claim.id for claim in CLAIMS])
def test_claim(claim_id):
    claim = load_claim(claim_id)
    for result in check_steps(claim_id):
        if result.step.rule in BESIDE_THE_KERNEL:
            assert result.verdict.kind is Kind.CHECKED, f"{result.step.label}: {result.verdict}"
            assert result.verdict.theorem is None
            continue
        assert result.verdict.kind is Kind.PROVED, f"{result.step.label}: {result.verdict}"
        assert result.verdict.theorem.goal is result.goal
    verdict = theorem_of(claim_id)
    if claim.tier != "S":
        assert verdict.kind is Kind.CHECKED, verdict
        assert verdict.theorem is None
        return
    assert verdict.kind is Kind.PROVED, verdict
    assert verdict.theorem.goal == claim.goal


@pytest.mark.parametrize(
    ("claim_id", "name"),
    [
        pytest.param(claim.id, variant.name, id=f"{claim.id}/{variant.name}")
        for claim in CLAIMS
        for variant in claim.false_variants
    ],
)
def test_false_variant(claim_id, name):
    result = check_variant(claim_id, name)
    assert result.verdict.kind is Kind.REFUTED, result.verdict
    assert result.rechecked, f"the exact path does not confirm {result.verdict.witness}"


@pytest.mark.parametrize(
    ("claim_id", "name"),
    [
        pytest.param(claim.id, hypothesis.name, id=f"{claim.id}/{hypothesis.name}")
        for claim in CLAIMS
        for hypothesis in claim.hypotheses
    ],
)
def test_dropped(claim_id, name):
    result = check_dropped(claim_id, name)
    if result.kept:
        assert result.verdict.kind is not Kind.PROVED
    else:
        assert result.verdict.kind in (Kind.REFUTED, Kind.ILL_FORMED), result.verdict
        assert result.rechecked, f"the exact path does not confirm {result.verdict.witness}"


@pytest.mark.parametrize("claim_id", [claim.id for claim in CLAIMS])
def test_no_step_is_vacuous(claim_id):
    claim = load_claim(claim_id)
    for step in claim.steps:
        if not isinstance(step.conclusion, Law):
            assert example_of(claim, step) is not None, step.label


def test_cases_that_exclude_each_other_are_not_assumed_together():
    goal = load_claim("A2").goal
    assert goal.hypotheses == ()
    assert all(isinstance(part, Implies) for part in goal.conclusion.parts)
    assert load_claim("A1").goal.hypotheses == tuple(h.formula for h in load_claim("A1").hypotheses)


def test_the_table_lists_every_claim_once():
    listed = [claim_id for _, ids in GROUPS.values() for claim_id in ids]
    assert sorted(listed) == sorted(RANKING)
    assert len(set(listed)) == len(listed)
    for letter, (_, ids) in GROUPS.items():
        assert all(load_claim(claim_id).id == claim_id for claim_id in ids)
        assert all(claim_id.startswith(letter) for claim_id in ids)


def test_uses_edges_exist_and_form_no_circle():
    order = in_order_of_use(claim_ids())
    assert sorted(order) == sorted(RANKING)
    for claim in CLAIMS:
        named = {used.rpartition("/")[0] for step in claim.steps for used in step.uses} - {""}
        assert named == set(claim.uses), claim.id
        for used in (used for step in claim.steps for used in step.uses if "/" in used):
            other, _, label = used.rpartition("/")
            assert label in [step.label for step in load_claim(other).steps]
        assert all(order.index(used) < order.index(claim.id) for used in claim.uses)


def test_own_derivations_say_so():
    for claim_id in ("P3", "P6", "P8", "H5"):
        assert any("own derivation" in reference for reference in load_claim(claim_id).references)
