"""The exact recheck of witnesses: what it walks through must come to an end, and be the value."""

from fractions import Fraction

import pytest
import sympy as sp

from gantheory.proofs.exact.logq import Irrational, LogQ
from gantheory.proofs.exact.recheck import Model, recheck
from gantheory.proofs.formulas import Goal, eq, gt
from gantheory.proofs.terms import BernoulliKL, OptimalDiscriminator, p_data, p_g, scalar, xlogy
from gantheory.proofs.verdict import Witness

s = scalar("s")
AT = Witness((("p_data", Fraction(1)), ("p_g", Fraction(1)), ("s", Fraction(1, 3))))


def test_a_derivative_of_a_notation_is_that_of_its_definition():
    d_star = OptimalDiscriminator(p_data, p_g)
    term = sp.Derivative(sp.log(d_star), p_g)  # once looked for its value without end
    goal = Goal(eq(term, sp.Rational(-1, 2)), (gt(p_g, 0),))
    assert not recheck(goal, AT)
    assert recheck(Goal(eq(term, 0), (gt(p_g, 0),)), AT)
    twice = sp.Derivative(d_star, p_g, p_g)
    assert Model.of(Goal(eq(twice, 0)), AT).number(twice, 0) == LogQ(Fraction(1, 4))


@pytest.mark.parametrize("term", [xlogy(s, s), BernoulliKL(s, sp.Rational(1, 2)), sp.Abs(s)])
def test_what_sympy_cannot_differentiate_is_given_up(term):
    derivative = sp.Derivative(term, s)
    with pytest.raises(Irrational):
        Model.of(Goal(eq(derivative, 0)), AT).number(derivative, 0)
    assert not recheck(Goal(eq(derivative, 5)), AT)
