"""Rule `int-split`: monotonicity of the integral, with absolute values taken case by case."""

import sympy as sp

from gantheory.proofs import kernel
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import Goal, Integrable, eq, ge, gt, le
from gantheory.proofs.terms import JSD, TV, Int, field, p_data, p_g
from gantheory.proofs.verdict import Kind

p, g, h = p_data, p_g, field("h")
log = sp.log
DENSITIES = (ge(p, 0), ge(g, 0), eq(Int(p), 1), eq(Int(g), 1))


def ask(conclusion, hypotheses=DENSITIES, premises=(), **args):
    goal = Goal(conclusion, tuple(hypotheses))
    verdict = kernel.apply("int-split", goal, premises, **args)
    if verdict.kind is Kind.REFUTED:
        assert recheck(goal, verdict.witness), verdict
    return verdict.kind


def lemma(low, high):
    """p_data log(2 p_data/(p_data + p_g)) + ... <= |difference| log 2 where high >= low > 0."""
    m = (p + g) / 2
    loss = p * log(p / m) / 2 + g * log(g / m) / 2
    goal = Goal(le(loss, log(2) * (high - low) / 2), (gt(low, 0), ge(high, low)))
    verdict = kernel.apply("taylor", goal, variable=high, anchor=low, order=1)
    assert verdict.kind is Kind.PROVED
    return verdict.theorem


def test_both_signs_need_a_lemma():
    below, above = lemma(g, p), lemma(p, g)
    bound = le(JSD(p, g), log(2) * TV(p, g))
    assert ask(bound, premises=(below, above)) is Kind.PROVED
    assert ask(bound, premises=(below,)) is Kind.UNKNOWN
    assert ask(bound) is Kind.UNKNOWN


def test_false_bounds_are_refuted():
    premises = (lemma(g, p), lemma(p, g))
    assert ask(le(JSD(p, g), log(2) * TV(p, g) / 2), premises=premises) is Kind.REFUTED
    assert ask(le(TV(p, g), JSD(p, g)), premises=premises) is Kind.REFUTED


def test_elementary_facts_on_absolute_values():
    assert ask(le(TV(p, g), 1), normalise={p: sp.Rational(1, 2), g: sp.Rational(1, 2)}) is (
        Kind.PROVED
    )
    finite = (ge(p, 0), Integrable(p), Integrable(p * h), Integrable(p * sp.Abs(h)))
    assert ask(le(Int(p * h), Int(p * sp.Abs(h))), finite) is Kind.PROVED
    assert ask(le(Int(p * sp.Abs(h)), Int(p * h)), finite) is Kind.REFUTED


def test_integrals_must_exist():
    loose = (ge(p, 0),)
    assert ask(le(Int(p * h), Int(p * sp.Abs(h))), loose) is not Kind.PROVED


def test_a_density_that_cancels_is_refused():
    # where p_g = 0 < p_data the integrand is 2 p_data; read with p_g alone it would be 0
    finite = (ge(p, 0), ge(g, 0), Integrable(p + g))
    goal = le(Int(sp.Abs(p + g) + p - g), Int(2 * p))
    assert ask(goal, finite) is not Kind.REFUTED
    wrong = le(Int(sp.Abs(p - g) + p + g), Int(2 * g))
    assert ask(wrong, finite) is Kind.REFUTED
