"""Exact log-rational numbers, against floats, balls and the laws of logarithms."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gantheory.proofs.exact.logq import LogQ, NotLogRational, refine

positive = st.fractions(min_value=Fraction(1, 10**6), max_value=10**6, max_denominator=10**6)
rationals = st.fractions(min_value=-100, max_value=100, max_denominator=1000)


@st.composite
def log_rationals(draw):
    total = LogQ(draw(rationals))
    for _ in range(draw(st.integers(0, 4))):
        total = total + LogQ.log(draw(positive)) * draw(rationals)
    return total


@given(st.lists(st.integers(1, 10**12), max_size=8))
def test_the_refined_basis_is_coprime_and_factors_every_number(numbers):
    basis = refine(numbers)
    assert all(math.gcd(a, b) == 1 for i, a in enumerate(basis) for b in basis[:i])
    for number in numbers:
        for base in basis:
            while number % base == 0:
                number //= base
        assert number == 1


@given(positive, positive)
def test_log_of_a_product(x, y):
    assert LogQ.log(x * y) == LogQ.log(x) + LogQ.log(y)
    assert LogQ.log(x / y) == LogQ.log(x) - LogQ.log(y)


@given(log_rationals(), log_rationals())
def test_order_agrees_with_floats_where_they_can_tell(a, b):
    difference = float(a) - float(b)
    if abs(difference) > 1e-6 * (1 + abs(float(a))):
        assert (a > b) == (difference > 0)


@given(log_rationals())
def test_a_number_equals_itself_and_no_neighbour(a):
    tiny = Fraction(1, 10**30)
    assert a - a == 0
    assert a != a + tiny
    assert a < a + tiny
    assert (a + tiny - a).sign() == 1


@given(positive)
def test_a_tiny_change_inside_a_logarithm_is_seen(x):
    near = x * (1 + Fraction(1, 10**30))
    assert LogQ.log(near) > LogQ.log(x)


def test_irrational_numbers_are_not_rational():
    assert not LogQ.log(2).is_rational()
    assert (LogQ.log(4) - 2 * LogQ.log(2)).is_rational()
    with pytest.raises(NotLogRational):
        LogQ.log(2).rational_value()
    with pytest.raises(NotLogRational):
        LogQ.log(2) * LogQ.log(3)
    with pytest.raises(NotLogRational):
        LogQ.log(0)
    with pytest.raises(NotLogRational):
        LogQ(1) / 0
