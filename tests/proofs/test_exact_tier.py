"""Evidence tier E: exact on instances, said as it is, and never taken for a proof."""

from fractions import Fraction
from random import Random

import pytest
from sympy import log

from gantheory.proofs import kernel
from gantheory.proofs.claim import EXACT, Claim, FalseVariant, Step
from gantheory.proofs.claims.vocabulary import DENSITIES, g, p
from gantheory.proofs.exact import draw
from gantheory.proofs.exact.law import Comparison, law
from gantheory.proofs.exact.logq import LogQ, NotLogRational
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.exact.sample import sample
from gantheory.proofs.formulas import And, Goal, Not, eq, gt, le, lt, ne
from gantheory.proofs.kernel import RULES, apply
from gantheory.proofs.render import FORMATS, render
from gantheory.proofs.terms import JSD, TV, scalar
from gantheory.proofs.verdict import Kind
from gantheory.proofs.verify import verify_claim

PAIR = tuple(h.formula for h in DENSITIES)


@law(draw.pair)
def symmetric(p, g):
    """TV is symmetric."""
    tv = [sum(abs(a - b) for a, b in zip(x, y, strict=True)) for x, y in ((p, g), (g, p))]
    return Comparison(tv[0], "==", tv[1])


@law(draw.pair)
def never_equal(p, g):
    """Distributions differ."""
    return Comparison(p, "!=", g)


@law(draw.pair)
def undefined(p, g):
    """A logarithm of 0."""
    return Comparison(LogQ.log(min(p)), "<=", 0)


def test_a_true_goal_is_checked_and_no_theorem():
    verdict = sample(Goal(le(TV(p, g) ** 2 / 2, JSD(p, g)), PAIR), 60)
    assert verdict.kind is Kind.CHECKED
    assert verdict.theorem is None
    assert "60 random instances" in verdict.reason
    assert "seed 0" in verdict.reason


def test_a_false_goal_is_refuted_and_the_witness_holds():
    goal = Goal(le(JSD(p, g), TV(p, g) * log(2) * Fraction(99, 100)), PAIR)
    verdict = sample(goal)
    assert verdict.kind is Kind.REFUTED
    assert recheck(goal, verdict.witness)


def test_zeros_are_among_the_instances():
    assert sample(Goal(And((gt(p, 0), gt(g, 0))), PAIR)).kind is Kind.REFUTED


def test_hypotheses_that_nothing_satisfies_check_nothing():
    x = scalar("x")
    verdict = sample(Goal(eq(x, x), (gt(x, 1), lt(x, 1))), 10)
    assert verdict.kind is Kind.UNKNOWN
    assert "only 0 of 10" in verdict.reason


def test_a_side_without_a_value_is_ill_formed():
    x = scalar("x")
    assert sample(Goal(ne(1 / x, 0))).kind is Kind.ILL_FORMED
    assert sample(Goal(undefined)).kind is Kind.ILL_FORMED


def test_laws():
    assert sample(Goal(symmetric)).kind is Kind.CHECKED
    verdict = sample(Goal(never_equal))
    assert verdict.kind is Kind.REFUTED
    assert len(verdict.witness.values[0][1]) == 2, "the smallest alphabet"
    assert recheck(Goal(never_equal), verdict.witness)
    assert not recheck(Goal(symmetric), verdict.witness)
    assert str(Goal(symmetric)) == "⊢ TV is symmetric."


@pytest.mark.parametrize("name", sorted(RULES))
def test_no_rule_proves_a_law(name):
    for conclusion in (symmetric, And((symmetric,)), Not(never_equal)):
        try:
            verdict = apply(name, Goal(conclusion))
        except TypeError:  # such as int-linear, which wants two sides
            continue
        assert verdict.kind is not Kind.PROVED


def claim(**changes):
    given = {
        "id": "Z1",
        "title": "a trial",
        "statement": ("all",),
        "hypotheses": (),
        "steps": (Step("all", symmetric, EXACT, args={"draws": 12}),),
        "false_variants": (
            FalseVariant("one", never_equal, "all"),
            FalseVariant("two", never_equal, "all"),
        ),
        "references": ("none",),
        "tier": "E",
    }
    return Claim(**(given | changes))


def test_a_claim_with_exact_steps_cannot_call_itself_symbolic():
    claim()
    with pytest.raises(ValueError, match="tier is E"):
        claim(tier="S")
    with pytest.raises(ValueError, match="tier is S"):
        claim(steps=(Step("all", symmetric, "rcf"),))
    with pytest.raises(ValueError, match="premises"):
        claim(
            steps=(
                Step("first", symmetric, EXACT),
                Step("all", symmetric, EXACT, uses=("first",)),
            )
        )


def test_nothing_can_be_proved_from_what_was_checked():
    with pytest.raises(TypeError, match="theorems"):
        kernel.apply("conjunction", Goal(symmetric), (sample(Goal(symmetric)).theorem,))


def test_the_tier_is_shown_with_the_claim():
    result = verify_claim("M1")
    assert result.passed
    assert result.verdict.kind is Kind.CHECKED
    for form in FORMATS:
        shown = render([result], form, times=False)
        assert "proved" not in shown.lower().replace("not proved", "")
        assert "300 random instances" in shown


def test_a_comparison_knows_no_order_of_tuples():
    with pytest.raises(NotLogRational):
        Comparison((Fraction(1),), "<", (Fraction(2),)).holds()


def test_draws_are_distributions_with_zeros_and_the_same_every_time():
    first = [draw.channel(Random(3), 4, 3, 2) for _ in range(2)]
    assert first[0] == first[1]
    rows = [row for k in range(50) for row in draw.channel(Random(k), 4, 3, 2)]
    assert all(sum(row) == 1 and min(row) >= 0 for row in rows)
    assert any(0 in row for row in rows)
    assert all(0 < draw.proportion(Random(k), 3, ends=False) < 1 for k in range(50))
