"""Rules on functions of one number: what they prove, and ways to cheat that came to mind."""

from fractions import Fraction

import pytest
import sympy as sp

from gantheory.proofs import kernel
from gantheory.proofs.exact.maps import derivative_at
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import (
    Everywhere,
    Goal,
    Iff,
    eq,
    ge,
    gt,
    le,
    lt,
    ne,
    substitute,
)
from gantheory.proofs.kernel import polynomials
from gantheory.proofs.terms import At, Increase, Int, at, function, p_data, scalar, slope
from gantheory.proofs.verdict import Kind, Witness

a, b, c, x, y, z, k = (scalar(name) for name in "abcxyzk")
F, G, H, U = (function(name) for name in "FGHU")


def on(body, low=a, high=b, variable=z):
    return Everywhere(variable, low, high, body)


SAME = on(eq(at(F, at(G, z)), at(H, z)))
CHAIN = on(eq(slope(F, at(G, z)) * slope(G, z), slope(H, z)))
LONG = (lt(a, b), SAME)


def ask(rule, conclusion, hypotheses=(), premises=(), **args):
    goal = Goal(conclusion, tuple(hypotheses))
    verdict = kernel.apply(rule, goal, premises, **args)
    if verdict.kind is Kind.REFUTED:
        assert recheck(goal, verdict.witness), verdict
    return verdict.kind


def theorem(rule, conclusion, hypotheses=(), premises=(), **args):
    verdict = kernel.apply(rule, Goal(conclusion, tuple(hypotheses)), premises, **args)
    assert verdict.kind is Kind.PROVED, verdict
    return verdict.theorem


# ---------------------------------------------------------------- derivative


def test_the_chain_rule():
    assert ask("derivative", CHAIN, LONG) is Kind.PROVED
    twice = on(
        eq(
            At(F, 2, at(G, z)) * slope(G, z) ** 2 + slope(F, at(G, z)) * At(G, 2, z),
            At(H, 2, z),
        )
    )
    first = theorem("derivative", CHAIN, LONG)
    assert ask("derivative", twice, LONG, [first]) is Kind.PROVED
    assert ask("derivative", twice, LONG) is not Kind.PROVED


@pytest.mark.parametrize(
    "wrong",
    [
        on(eq(slope(F, at(G, z)), slope(H, z))),
        on(eq(slope(F, z) * slope(G, z), slope(H, z))),
        on(eq(slope(F, at(G, z)) * slope(G, z), -slope(H, z))),
        on(eq(slope(F, at(G, z)) * slope(G, z), at(H, z))),
        on(eq(slope(F, slope(G, z)), slope(H, z))),
        on(eq(slope(F, at(G, z)) * slope(G, z) + 1, slope(H, z))),
    ],
)
def test_wrong_derivatives_are_refuted(wrong):
    assert ask("derivative", wrong, LONG) is Kind.REFUTED


def test_a_point_has_no_derivative():
    for ends in ((le(a, b),), (eq(a, b),), (lt(b, a),), ()):
        assert ask("derivative", CHAIN, (*ends, SAME)) is not Kind.PROVED
    single = on(eq(slope(F, z), slope(G, z)), c, c)
    assert ask("derivative", single, (on(eq(at(F, z), at(G, z)), c, c),)) is Kind.REFUTED


def test_the_interval_must_be_the_same():
    for low, high in ((a, c), (c, b), (b, a), (a - 1, b)):
        other = Everywhere(z, low, high, CHAIN.body)
        assert ask("derivative", other, (*LONG, lt(low, high))) is not Kind.PROVED


def test_an_equation_at_one_number_is_no_equation_of_functions():
    at_one = eq(at(F, z), at(G, z))
    wanted = on(eq(slope(F, z), slope(G, z)))
    assert ask("derivative", wanted, (lt(a, b), at_one)) is not Kind.PROVED
    # z is a number of its own in the hypothesis, and the variable of the goal
    mixed = (lt(a, b), on(eq(at(F, y), at(G, z)), variable=y))
    assert ask("derivative", wanted, mixed) is not Kind.PROVED


def test_what_is_not_smooth_is_not_differentiated():
    for term in (sp.Abs(at(F, z)), 1 / at(F, z), sp.log(at(F, z)), sp.sqrt(at(F, z))):
        known = on(eq(term, at(G, z)))
        wanted = on(eq(sp.diff(term, z), slope(G, z)))
        assert ask("derivative", wanted, (lt(a, b), known)) is not Kind.PROVED


def test_other_constants_stay_constant():
    known = on(eq(at(F, k * z + c), z**3))
    assert ask("derivative", on(eq(k * slope(F, k * z + c), 3 * z**2)), (lt(a, b), known)) is (
        Kind.PROVED
    )
    assert ask("derivative", on(eq(slope(F, k * z + c), 3 * z**2)), (lt(a, b), known)) is (
        Kind.REFUTED
    )


# ---------------------------------------------------------------- values


def test_equals_are_put_for_equals_inside_arguments():
    known = (eq(at(G, y), x), eq(at(F, x), 3))
    assert ask("values", eq(at(F, at(G, y)), 3), known) is Kind.PROVED
    assert ask("values", gt(at(F, at(G, y)), 2), known) is Kind.PROVED
    assert ask("values", eq(at(F, y), 3), known) is not Kind.PROVED
    assert ask("values", eq(slope(F, at(G, y)), slope(F, x)), known) is Kind.PROVED
    assert ask("values", eq(slope(F, at(G, y)), 0), known) is not Kind.PROVED


def test_different_arguments_are_different_numbers():
    assert ask("values", eq(at(F, x), at(F, y))) is Kind.REFUTED
    assert ask("values", eq(at(F, x), at(G, x))) is Kind.REFUTED
    assert ask("values", eq(at(F, x), slope(F, x))) is Kind.REFUTED
    # equal arguments that are not written alike are not seen; that is incomplete, not wrong
    assert ask("values", eq(at(F, x), at(F, y)), (eq(x, y),)) is not Kind.REFUTED


def test_equations_in_a_circle_end():
    known = (eq(at(F, x), at(G, x)), eq(at(G, x), at(F, x)))
    assert ask("values", eq(at(F, x) - at(G, x), 0), known) is Kind.PROVED
    growing = (eq(at(F, x), at(F, at(F, x)) + 1),)
    assert ask("values", eq(at(F, x), 0), growing) is not Kind.PROVED


def test_a_fact_on_an_interval_is_used_only_inside():
    fact = on(ge(at(F, z), 1))
    for hypotheses, kind in (
        ((le(a, y), le(y, b)), Kind.PROVED),
        ((le(a, y),), Kind.REFUTED),
        ((le(y, b),), Kind.REFUTED),
        ((), Kind.REFUTED),
    ):
        found = ask("values", gt(at(F, y), 0), (fact, *hypotheses), points=(y,))
        assert found is kind or (kind is Kind.REFUTED and found is Kind.UNKNOWN)
    inside = (fact, le(a, y), le(y, b))
    assert ask("values", gt(at(F, y), 0), inside, points=()) is not Kind.PROVED


def test_the_variable_of_a_goal_on_an_interval_is_new():
    fact = on(ge(at(F, z), 1))
    assert ask("values", on(gt(at(F, z), 0)), (fact,), points=(z,)) is Kind.PROVED
    wider = Everywhere(z, a, b + 1, gt(at(F, z), 0))
    assert ask("values", wider, (fact,), points=(z,)) is not Kind.PROVED
    assert ask("values", on(eq(at(F, z), 1)), (eq(z, 0), eq(at(F, z), 1))) is not Kind.PROVED


def test_quotients_need_denominators():
    known = (eq(at(F, y) * k, 1),)
    assert ask("values", eq(k / at(F, y), k / at(F, y) + 0), ()) is not Kind.PROVED
    assert ask("values", eq(k, 1 / at(F, y)), (*known, ne(at(F, y), 0))) is Kind.PROVED
    # an equation whose right side may have no value is no definition
    assert ask("values", eq(k, 1 / at(F, y)), (eq(k, 1 / at(F, y)),)) is not Kind.PROVED


def test_premises_need_their_hypotheses():
    premise = theorem("values", gt(at(F, y), 0), (gt(at(F, y), 1),))
    assert ask("values", gt(2 * at(F, y), 0), (), [premise]) is not Kind.PROVED
    assert ask("values", gt(2 * at(F, y), 0), (gt(at(F, y), 1),), [premise]) is Kind.PROVED


def test_functions_of_x_are_not_numbers():
    assert ask("values", ge(p_data**2, 0)) is not Kind.PROVED
    assert ask("values", gt(at(F, y), 0), (gt(at(F, y), p_data), gt(p_data, 0))) is not Kind.PROVED
    assert ask("values", eq(Int(p_data), Int(p_data))) is not Kind.PROVED


# ---------------------------------------------------------------- antiderivative

RATE = on(eq(slope(F, z), 2 * z), variable=z)
BY = {"potential": at(F, z) - z**2, "variable": z, "low": a, "high": b}
SQUARES = eq(Increase(a, b, F), b**2 - a**2)


def test_equal_rates_give_equal_increases():
    assert ask("antiderivative", SQUARES, (le(a, b), RATE), **BY) is Kind.PROVED
    assert ask("antiderivative", SQUARES, (RATE,), **BY) is not Kind.PROVED  # b < a
    assert ask("antiderivative", SQUARES, (le(a, b),), **BY) is Kind.REFUTED
    wrong = eq(Increase(a, b, F), b**2 - a**2 + 1)
    assert ask("antiderivative", wrong, (le(a, b), RATE), **BY) is Kind.REFUTED
    assert ask("antiderivative", eq(at(F, b), b**2), (le(a, b), RATE), **BY) is Kind.REFUTED


def test_a_potential_must_have_the_known_rate():
    for potential in (at(F, z), at(F, z) + z**2, at(G, z), sp.Abs(at(F, z)), at(F, z) - a * z):
        args = BY | {"potential": potential}
        difference = potential.xreplace({z: b}) - potential.xreplace({z: a})
        assert ask("antiderivative", eq(difference, 0), (le(a, b), RATE), **args) is not (
            Kind.PROVED
        )


def test_the_variable_of_a_potential_is_new():
    args = BY | {"low": z}
    assert ask("antiderivative", SQUARES, (le(a, b), RATE), **args) is not Kind.PROVED
    # with z = a among the hypotheses "F' = 2z" is not "F'(z) = 2z for all z"
    fixed = on(eq(slope(F, y), 2 * z), variable=y)
    assert ask("antiderivative", SQUARES, (le(a, b), fixed), **BY) is not Kind.PROVED
    assert ask("antiderivative", SQUARES, (le(a, b), eq(z, a), RATE), **BY) is not Kind.PROVED


def test_a_rate_on_a_part_is_not_enough():
    shorter = Everywhere(z, a, c, RATE.body)
    known = (le(a, c), le(c, b), le(a, b), shorter)
    assert ask("antiderivative", SQUARES, known, **BY) is not Kind.PROVED


# ---------------------------------------------------- terms, substitution, other rules


def test_maps_and_numbers_do_not_mix():
    with pytest.raises(ValueError, match="no derivative"):
        at(scalar("F"), y)
    with pytest.raises(ValueError, match="no derivative"):
        At(F, -1, y)
    for values in ({F: y}, {F: y + 1}, {y: F}):
        with pytest.raises(ValueError, match=r"no number|no derivative"):
            substitute(eq(at(F, y), 0), values)
    assert substitute(eq(at(F, y), 0), {F: G, y: at(F, z)}) == eq(at(G, at(F, z)), 0)


def test_substitution_does_not_catch_the_variable():
    with pytest.raises(ValueError, match="captures"):
        substitute(on(eq(at(F, z), k)), {k: z})
    assert substitute(on(eq(at(F, z), k)), {z: k}) == on(eq(at(F, z), k))
    with pytest.raises(ValueError, match="depends on"):
        Everywhere(z, z, b, eq(z, 0))


def test_an_instance_of_a_theorem_about_numbers():
    square = theorem("rcf", ge(y**2, 0))
    assert ask("instance", ge(at(F, x) ** 2, 0), (), [square], substitution={y: at(F, x)}) is (
        Kind.PROVED
    )
    renamed = CHAIN.body
    moved = theorem("derivative", CHAIN, LONG)
    other = substitute(CHAIN, {F: U})
    known = tuple(substitute(h, {F: U}) for h in LONG)
    assert ask("instance", other, known, [moved], substitution={F: U}) is Kind.PROVED
    assert ask("instance", other, LONG, [moved], substitution={F: U}) is not Kind.PROVED
    assert renamed == CHAIN.body


@pytest.mark.parametrize("rule", ["rcf", "loglin", "gibbs", "modulo", "mean-value", "taylor"])
def test_the_other_rules_do_not_read_maps(rule):
    args = {"variable": y, "anchor": sp.Integer(1)} if rule in ("mean-value", "taylor") else {}
    for conclusion in (eq(at(F, y), at(F, 1)), ge(at(F, y), at(F, 1)), eq(F, G)):
        assert ask(rule, conclusion, (gt(y, 0),), **args) is not Kind.PROVED


def test_two_evaluators_agree_on_polynomials():
    coefficients = tuple(map(Fraction, ("1/2", "-3", "0", "2")))
    point = {F: coefficients, G: (Fraction(1), Fraction(2)), y: Fraction(3, 7)}
    values = tuple((s.name, v) for s, v in point.items())
    for conclusion in (
        eq(at(F, at(G, y)), at(F, 1 + 2 * y)),
        gt(slope(F, y), At(F, 2, y)),
        on(eq(at(F, at(G, z)), 8 * z**3), sp.Integer(0), y),
        on(eq(slope(F, z), 6 * z**2 - 3), sp.Integer(0), y),
        on(lt(at(G, z), 1), sp.Integer(-2), sp.Integer(-1)),
        on(lt(at(G, z), 1), sp.Integer(-2), sp.Integer(0)),
        on(eq(at(G, z), 3), sp.Integer(1), sp.Integer(1)),
        on(eq(at(G, z), 4), sp.Integer(1), sp.Integer(0)),
        Iff(gt(at(G, y), 1), lt(at(F, y), 0)),
    ):
        holds = polynomials.holds(conclusion, point)
        assert holds is not recheck(Goal(conclusion), Witness(values)), str(conclusion)
    assert derivative_at(coefficients, 2, Fraction(1, 3)) == 4
