"""Random identities true by construction are proved, perturbed ones refuted, down to 1e-30."""

from fractions import Fraction

import sympy as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gantheory.proofs import kernel
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import Goal, eq, gt, le
from gantheory.proofs.terms import scalar
from gantheory.proofs.verdict import Kind

a, b = scalar("a"), scalar("b")
POSITIVE = (gt(a, 0), gt(b, 0))
#: positive for positive a, b
ATOMS = (a, b, a + b, a + 2 * b, a * b + 1, a / b, 2 * a / (a + b), sp.Rational(3, 7) * b)
WEIGHTS = (a, b, a + b, sp.Integer(1), sp.Rational(-2, 3), 1 / (a + b), -a)

atoms, weights = st.sampled_from(ATOMS), st.sampled_from(WEIGHTS)
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def identities(draw):
    """A log-linear term, and the same rewritten by laws of logarithms and of fields."""
    left = right = sp.Integer(0)
    for _ in range(draw(st.integers(1, 3))):
        weight, u, v = draw(weights), draw(atoms), draw(atoms)
        way = draw(st.integers(0, 3))
        left += weight * sp.log(u * v)
        if way == 0:
            right += weight * sp.log(u) + weight * sp.log(v)
        elif way == 1:
            right += weight * sp.log(u / v) + 2 * weight * sp.log(v)
        elif way == 2:
            right += weight * (sp.log(u**3 * v**3) / 3)
        else:
            right += (weight * a + weight * b) / (a + b) * sp.log(sp.expand(u * v))
    return left, right


@slow
@given(identities())
def test_true_identities_are_proved(identity):
    left, right = identity
    assert kernel.apply("loglin", Goal(eq(left, right), POSITIVE)).kind is Kind.PROVED


@slow
@given(identities(), weights, atoms, st.sampled_from([1, 10**3, 10**9, 10**30]))
def test_perturbed_identities_are_refuted(identity, weight, atom, scale):
    left, right = identity
    goal = Goal(eq(left, right + weight * sp.log(atom + 1) / scale), POSITIVE)
    verdict = kernel.apply("loglin", goal)
    assert verdict.kind is Kind.REFUTED
    assert recheck(goal, verdict.witness)


@slow
@given(identities(), st.sampled_from([1, 10**3, 10**9, 10**30]))
def test_inequalities_with_the_wrong_sign_are_refuted(identity, scale):
    left, right = identity
    goal = Goal(le(left + sp.Rational(1, scale), right), POSITIVE)
    verdict = kernel.apply("gibbs", goal)
    assert verdict.kind is Kind.REFUTED
    assert recheck(goal, verdict.witness)


@slow
@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 2), st.integers(0, 2)), max_size=5),
    st.fractions(min_value=-2, max_value=2, max_denominator=5),
    st.fractions(min_value=-2, max_value=2, max_denominator=5),
)
def test_rcf_never_contradicts_a_value(monomials, at_a, at_b):
    term = sum((c * a**i * b**j for c, i, j in monomials), sp.Integer(0))
    value = sum((Fraction(c) * at_a**i * at_b**j for c, i, j in monomials), Fraction(0))
    verdict = kernel.apply("rcf", Goal(le(term, 0)))
    if value > 0:
        assert verdict.kind is Kind.REFUTED
    if verdict.kind is Kind.REFUTED:
        assert recheck(Goal(le(term, 0)), verdict.witness)
