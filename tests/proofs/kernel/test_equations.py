"""Rule `modulo`: what it proves from equations with logarithms, and what it must not prove."""

import pytest
from sympy import Rational, log

from gantheory.proofs import kernel
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import Goal, Iff, eq, ge, gt, le, lt
from gantheory.proofs.kernel.solving import is_equation
from gantheory.proofs.terms import Int, p_data, p_g, scalar
from gantheory.proofs.verdict import Kind

a, b, c, eta = (scalar(name) for name in ("a", "b", "c", "eta"))
POSITIVE = (gt(a, 0), gt(b, 0), gt(c, 0))
STEP = eq(log(b), log(a) - eta * log(c))


def ask(conclusion, hypotheses=(*POSITIVE, STEP), **args):
    goal = Goal(conclusion, tuple(hypotheses))
    verdict = kernel.apply("modulo", goal, **args)
    if verdict.kind is Kind.REFUTED:
        assert recheck(goal, verdict.witness), verdict
    return verdict


def test_an_equation_is_used_as_often_as_its_multiplier_says():
    conclusion = eq(a * log(b / a), -eta * a * log(c))
    assert ask(conclusion, multipliers=(-a,)).kind is Kind.PROVED
    assert ask(conclusion, multipliers=(-b,)).kind is not Kind.PROVED


def test_a_false_consequence_is_refuted_by_a_point_on_the_equation():
    verdict = ask(eq(log(b), log(a) + eta * log(c)), multipliers=(-1,))
    assert verdict.kind is Kind.REFUTED


def test_inequalities_need_their_equation():
    # b = a·c^(−eta), so log b <= log a exactly where c^eta >= 1
    larger = (*POSITIVE, gt(eta, 0), gt(c, 1))
    conclusion = lt(log(b), log(a))
    instances = ((eta, 1 / c),)
    verdict = ask(conclusion, (*larger, STEP), multipliers=(-1,), instances=instances)
    assert verdict.kind is Kind.PROVED
    assert ask(conclusion, larger, instances=instances).kind is Kind.REFUTED
    assert ask(ge(log(b), log(a)), (*larger, STEP), multipliers=(-1,)).kind is Kind.REFUTED


def test_one_multiplier_for_each_equation():
    conclusion = eq(log(b), log(a) - eta * log(c))
    assert ask(conclusion).kind is Kind.UNKNOWN
    assert ask(conclusion, multipliers=(-1, 1)).kind is Kind.UNKNOWN
    assert ask(conclusion, multipliers=(-1,)).kind is Kind.PROVED


def test_an_equation_that_is_not_a_hypothesis_is_not_used():
    assert ask(eq(log(b), log(a)), POSITIVE).kind is Kind.REFUTED


def test_a_multiplier_without_a_value_is_refused():
    verdict = ask(eq(log(b), log(a)), multipliers=(1 / (a - 1),))
    assert verdict.kind in (Kind.ILL_FORMED, Kind.UNKNOWN)


@pytest.mark.parametrize("conclusion", [eq(log(b), 0), le(log(a - 1), 0)])
def test_an_equation_without_a_value_is_ill_formed(conclusion):
    verdict = ask(conclusion, (gt(a, 0), gt(c, 0), STEP), multipliers=(-1,))
    assert verdict.kind is Kind.ILL_FORMED


def test_equality_conditions_pass_through():
    conclusion = Iff(eq(log(b), log(a)), eq(c, 1))
    hypotheses = (*POSITIVE, eq(log(b), log(a) - log(c)))
    assert ask(conclusion, hypotheses, multipliers=(-1,)).kind is not Kind.REFUTED
    bound = Iff(eq(log(b), log(a) + 1 - c), eq(c, 1))
    assert ask(bound, hypotheses, multipliers=(-1,)).kind is Kind.PROVED


def test_integrals_and_rational_equations_are_left_to_other_rules():
    assert ask(eq(Int(p_data), 1)).kind is Kind.UNKNOWN
    assert not is_equation(eq(a, b + Rational(1, 2)))
    assert not is_equation(eq(Int(p_g), log(2)))
    assert is_equation(STEP)
    assert not is_equation(le(log(a), 0))
