"""Break each kernel rule, and see the checks go red: they would notice if a rule went wrong.

A rule is made to always prove, then to always refute. Red is: a step of a claim that uses the rule
is not proved, its opposite is, or a false variant falls short. Rules that only connect steps are
held to the controls below, one true and one false statement each.
"""

from fractions import Fraction
from pathlib import Path

import pytest

from gantheory.proofs import kernel, verify
from gantheory.proofs.claim import BESIDE_THE_KERNEL
from gantheory.proofs.formulas import And, Exists, Goal, ge, gt, lt
from gantheory.proofs.kernel.theorem import RULES
from gantheory.proofs.mutation import opposite
from gantheory.proofs.registry import claim_ids, load_claim
from gantheory.proofs.terms import p_data, scalar
from gantheory.proofs.verdict import PROVED, Kind, Witness, refuted

a, y = scalar("a"), scalar("y")


def always_proves(goal, premises=(), **args):
    return PROVED


def always_refutes(goal, premises=(), **args):
    return refuted(Witness((("a", Fraction(0)),)))


def uses_of(rule):
    """The claims with a step by the rule, the shortest first."""
    claims = [load_claim(claim_id) for claim_id in claim_ids()]
    using = [claim for claim in claims if any(step.rule == rule for step in claim.steps)]
    return sorted(using, key=lambda claim: len(claim.steps))


def first_red(claim, rule):
    """What falls short in a claim, looking only where the rule has a part."""
    for result in verify.check_steps(claim.id):
        if result.step.rule == rule and result.verdict.kind is not Kind.PROVED:
            return f"step {result.step.label}"
    for step in without_variant(claim):
        if step.rule == rule and proves_the_opposite(claim, step):
            return f"the opposite of {step.label}"
    for variant in claim.false_variants:
        through = claim.step(variant.of).rule == rule
        if through and not verify.check_variant(claim.id, variant.name).passed:
            return f"variant {variant.name}"
    return ""


def without_variant(claim):
    """For each rule that no false variant of the claim goes through, its first step."""
    covered = {claim.step(variant.of).rule for variant in claim.false_variants}
    first = {step.rule: step for step in reversed(claim.steps)}
    return [step for rule, step in first.items() if rule not in covered]


def proves_the_opposite(claim, step):
    goal = Goal(opposite(step.conclusion), claim.goal_of(step).hypotheses)
    return verify.by_its_rule(claim, step, goal, step.args).kind is Kind.PROVED


@pytest.mark.parametrize("claim_id", claim_ids())
def test_no_rule_proves_the_opposite_of_a_step(claim_id):
    claim = load_claim(claim_id)
    for step in without_variant(claim):
        if step.rule not in BESIDE_THE_KERNEL:
            assert not proves_the_opposite(claim, step), step.label


def theorem(conclusion, *hypotheses):
    return kernel.apply("rcf", Goal(conclusion, hypotheses)).theorem


def controls(rule):
    """Whether a rule proves what it should and does not prove what is false or missing."""
    positive = theorem(gt(a + 1, 1), gt(a, 0))
    true, false, premises, args = {
        "assumption": (
            Goal(gt(a, 0), (gt(a, 0),)),
            Goal(gt(a, 1), (gt(a, 0),)),
            [],
            {},
        ),
        "conjunction": (
            Goal(And((gt(a + 1, 1),)), (gt(a, 0),)),
            Goal(And((gt(a + 1, 1), lt(a, 0))), (gt(a, 0),)),
            [positive],
            {},
        ),
        "exists": (
            Goal(Exists(y, gt(y, a))),
            Goal(Exists(y, And((gt(y, a), lt(y, a))))),
            [],
            {"example": a + 1},
        ),
        "instance": (
            Goal(gt(p_data + 1, 1), (gt(p_data, 0),)),
            Goal(gt(p_data + 1, 1), (ge(p_data, 0),)),
            [positive],
            {"substitution": {a: p_data}},
        ),
    }[rule]
    right = kernel.apply(rule, true, premises, **args).kind is Kind.PROVED
    return right and kernel.apply(rule, false, premises, **args).kind is not Kind.PROVED


#: rules that connect steps, of which few claims have more than one
CONTROLLED = ("assumption", "conjunction", "exists", "instance")
#: rules that claims use
USED = {step.rule for claim_id in claim_ids() for step in load_claim(claim_id).steps} - set(
    BESIDE_THE_KERNEL
)


@pytest.mark.parametrize("rule", CONTROLLED)
def test_the_controls_hold(rule):
    assert controls(rule)


@pytest.mark.parametrize("sabotage", [always_proves, always_refutes])
@pytest.mark.parametrize("rule", sorted(USED | set(CONTROLLED)))
def test_a_broken_rule_turns_the_checks_red(rule, sabotage, monkeypatch):
    verify.check_steps.cache_clear()
    monkeypatch.setitem(RULES, rule, sabotage)
    try:
        if rule in CONTROLLED:
            assert not controls(rule)
        else:
            assert any(first_red(claim, rule) for claim in uses_of(rule))
    finally:
        verify.check_steps.cache_clear()


def test_a_rule_that_no_claim_uses_has_tests_of_its_own():
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("*.py")]
    for rule in set(RULES) - USED - set(CONTROLLED):
        assert any(f'"{rule}"' in text for text in texts), rule


def test_a_claim_needs_the_conjunction(monkeypatch):
    monkeypatch.setitem(RULES, "conjunction", always_refutes)
    assert verify.theorem_of("A1").kind is Kind.REFUTED
