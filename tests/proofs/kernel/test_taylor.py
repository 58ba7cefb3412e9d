"""Rule `taylor`: contact of order n and the sign of the n-th derivative, and nothing else."""

import sympy as sp

from gantheory.proofs import kernel
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import Goal, Iff, eq, ge, gt, le, lt
from gantheory.proofs.terms import scalar
from gantheory.proofs.verdict import Kind

x, a = scalar("x"), scalar("a")
log = sp.log
POSITIVE = (gt(x, 0),)


def kind(conclusion, hypotheses=POSITIVE, **args):
    goal = Goal(conclusion, tuple(hypotheses))
    verdict = kernel.apply("taylor", goal, **{"variable": x, "anchor": 1, "order": 2} | args)
    if verdict.kind is Kind.REFUTED:
        assert recheck(goal, verdict.witness), verdict
    return verdict.kind


def test_the_tangent_of_the_logarithm_touches_to_second_order():
    assert kind(le(log(x), x - 1)) is Kind.PROVED
    assert kind(Iff(eq(log(x), x - 1), eq(x, 1))) is Kind.PROVED


def test_the_sign_of_an_odd_derivative_turns_with_the_side():
    third = x - 1 - (x - 1) ** 2 / 2
    # log x = third + (x - 1)^3/3 - ...: above it to the right of 1, below it to the left
    assert kind(le(third, log(x)), (ge(x, 1),), order=3) is Kind.PROVED
    assert kind(le(log(x), third), (gt(x, 0), le(x, 1)), order=3) is Kind.PROVED
    assert kind(le(third, log(x)), order=3) is Kind.REFUTED


def test_false_bounds_are_refuted():
    assert kind(le(x - 1, log(x))) is Kind.REFUTED
    assert kind(le(log(x), x - 1 - (x - 1) ** 2)) is Kind.REFUTED
    assert kind(Iff(eq(log(x), x - 1), eq(x, 2))) is Kind.REFUTED


def test_a_contact_of_lower_order_is_not_enough():
    # true (x > 0 keeps it so), but the first derivatives differ at 1
    assert kind(le(log(x), 2 * x)) is Kind.UNKNOWN
    assert kind(le((x - 1) ** 2, (x - 1) ** 2 * (x + 1)), order=3) is Kind.UNKNOWN


def test_the_segment_must_stay_in_the_hypotheses():
    # log |x| is not differentiable at 0, between the anchor and x
    apart = (eq(x**2 - 1, 3),)
    assert kind(le(log(x**2), x**2 - 1), apart) is not Kind.PROVED
    assert kind(le(1 / x, 2 - x), (lt(x, 0),)) is not Kind.PROVED


def test_arguments_are_not_trusted():
    assert kind(le(log(x), x - 1), anchor=2) is Kind.UNKNOWN
    assert kind(le(log(x), x - 1), anchor=x) is Kind.UNKNOWN
    assert kind(le(log(x), x - 1), variable=None) is Kind.UNKNOWN
    assert kind(le(log(x), x - 1), order=0) is Kind.UNKNOWN
    assert kind(le(log(x), x - 1), order=-2) is Kind.UNKNOWN
    assert kind(le(log(x), x - 1), order=True + 99) is Kind.UNKNOWN
    assert kind(le(log(x), x - 1), anchor=1 / a) is not Kind.PROVED


def test_a_kink_is_outside_the_class():
    assert kind(le(-sp.Abs(x - 1), 0), order=1) is not Kind.PROVED
    assert kind(le(0, sp.Abs(x - 1) - (x - 1)), order=2) is not Kind.PROVED
