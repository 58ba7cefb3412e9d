"""No mutant of a statement is proved, but for those that are true and listed with a reason.

Here a sample of each claim's mutants, the same every time: `SAMPLE` of them, from every step and
every sort of change in turn. All of them: `gantheory verify --mutants`.
"""

import pytest
from sympy import log

from gantheory.proofs import mutation
from gantheory.proofs.equivalent_mutants import EQUIVALENT
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import Goal, ge, le
from gantheory.proofs.kernel.theorem import RULES
from gantheory.proofs.mutation import Change, changed, judge, run, score_of, spread, survivors
from gantheory.proofs.registry import claim_ids, load_claim
from gantheory.proofs.terms import Criterion, p_data, p_g
from gantheory.proofs.verdict import PROVED, Kind

SYMBOLIC = [claim_id for claim_id in claim_ids() if load_claim(claim_id).tier == "S"]
SAMPLE = 4


@pytest.mark.parametrize("claim_id", SYMBOLIC)
def test_mutants(claim_id):
    mutants = list(run(claim_id, SAMPLE))
    print(f"{claim_id}: a sample of {len(mutants)} mutants")
    assert len(mutants) == SAMPLE
    assert not survivors(mutants)


def test_every_step_and_sort_of_change_is_in_the_sample():
    changes = changed("T4")
    assert len(set(changes)) == len(changes) >= 40
    strata = {(c.label, c.sort) for c in changes}
    assert {sort for _, sort in strata} == {"number", "sign", "symbol", "arguments", "relation"}
    assert {(c.label, c.sort) for c in spread(changes, len(strata))} == strata
    assert set(spread(changes, len(changes))) == set(changes)


def test_what_becomes_of_a_mutant():
    def verdict(conclusion):
        return judge(Change("T4", "minimum", "", conclusion), mutation.Points())

    assert verdict(le(-2 * log(2), Criterion(p_data, p_g))).kind is Kind.PROVED
    refuted = verdict(ge(-log(4), Criterion(p_data, p_g)))
    assert refuted.kind is Kind.REFUTED
    goal = load_claim("T4").goal_of(load_claim("T4").step("minimum"))
    assert recheck(Goal(ge(-log(4), Criterion(p_data, p_g)), goal.hypotheses), refuted.witness)
    assert verdict(le(log(-4), Criterion(p_data, p_g))).kind is Kind.ILL_FORMED
    # true, but more than the rule can see
    assert verdict(le(-log(5), Criterion(p_data, p_g))).kind is Kind.CHECKED


def test_the_score_adds_up():
    score = score_of("T1")
    assert score.mutants == len(changed("T1"))
    assert score.shortfalls == ()
    assert 0.9 < score.score <= 1


def test_a_rule_that_proves_everything_falls_short(monkeypatch):
    claim = load_claim("T1")
    (step,) = map(claim.step, claim.statement)
    monkeypatch.setitem(RULES, step.rule, lambda goal, premises=(), **args: PROVED)
    score = score_of("T1")
    assert len(score.survivors) == score.mutants == len(score.shortfalls) - 1


def test_an_entry_that_is_not_needed_falls_short(monkeypatch):
    monkeypatch.setitem(EQUIVALENT, "T1", {"no mutant says this": (("split", "0 = 0"),)})
    score = score_of("T1")
    assert score.stale == 1
    assert "not needed" in score.shortfalls[0]
