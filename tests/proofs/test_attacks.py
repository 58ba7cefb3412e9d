"""Wrong proofs that were once possible, or nearly: each rests on one gap between text and check."""

import pytest
import sympy as sp

from gantheory.proofs import kernel
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import (
    AlmostEverywhere,
    And,
    Everywhere,
    Exists,
    Goal,
    Iff,
    Implies,
    Integrable,
    eq,
    ge,
    gt,
    le,
    lt,
    ne,
    substitute,
)
from gantheory.proofs.kernel.evaluate import Exact, LogSum
from gantheory.proofs.terms import (
    BernoulliKL,
    Criterion,
    Increase,
    Int,
    OptimalDiscriminator,
    Value,
    at,
    density,
    discriminator,
    field,
    function,
    p_data,
    p_g,
    scalar,
    slope,
    xlogy,
)
from gantheory.proofs.verdict import Kind

a, c, x, y = map(scalar, "acxy")
p, g, D, q, E = p_data, p_g, discriminator, density("q"), field("E")
NONNEGATIVE = (ge(p, 0), ge(g, 0))
LOG = sp.log


def ask(rule, conclusion, hypotheses=(), premises=(), **args):
    return kernel.apply(rule, Goal(conclusion, tuple(hypotheses)), premises, **args)


def proved(*args, **more):
    verdict = ask(*args, **more)
    assert verdict.kind is Kind.PROVED, verdict
    return verdict.theorem


def test_a_derivative_does_not_catch_what_is_put_under_it():
    slope = proved("loglin", eq(sp.Derivative(a * sp.log(x), x), a / x), [gt(x, 0)])
    wrong = eq(sp.Derivative(x * sp.log(x), x), 1)
    verdict = ask("instance", wrong, [gt(x, 0)], [slope], substitution={a: x})
    assert verdict.kind is not Kind.PROVED
    for put in ({x: a}, {x: sp.Integer(1)}, {a: 2 * x}):
        with pytest.raises(ValueError, match="under a derivative"):
            substitute(slope.goal.conclusion, put)
    fine = eq(sp.Derivative(2 * a * sp.log(y), y), 2 * a / y)
    put = {"substitution": {x: y, a: 2 * a}}
    assert ask("instance", fine, [gt(y, 0)], [slope], **put).kind is Kind.PROVED


def test_a_pointwise_instance_holds_where_densities_vanish_too():
    theorem = proved("rcf", gt(q + 1, 1), [gt(q, 0)])
    verdict = ask("instance", gt(p + 1, 1), [ge(p, 0)], [theorem], substitution={q: p})
    assert verdict.kind is Kind.REFUTED


def test_an_instance_may_leave_open_what_no_integral_sees():
    # D* has no value where p = g = 0, and no integral below looks there
    bound = proved("int-mono", le(Value(p, g, D), 0), [*NONNEGATIVE, ge(D, 0), le(D, 1)])
    put = {"substitution": {D: OptimalDiscriminator(p, g)}}
    best = le(Value(p, g, OptimalDiscriminator(p, g)), 0)
    assert ask("instance", best, NONNEGATIVE, [bound], **put).kind is Kind.PROVED
    # here one does: the integral of D alone is over all x
    bound = proved("int-mono", le(0, Int(D)), [ge(D, 0)])
    whole = le(0, Int(OptimalDiscriminator(p, g)))
    assert ask("instance", whole, NONNEGATIVE, [bound], **put).kind is not Kind.PROVED


@pytest.mark.parametrize("tiny", [1, sp.Rational(1, 10**40)])
def test_each_integrand_is_read_by_its_own_supports(tiny):
    # the first integral is over p > 0, the second over p + g > 0, where it adds `tiny`
    alone, together = tiny / (p + 1), tiny / (p + 1) + g
    finite = [Integrable(alone), Integrable(g), Integrable(together)]
    claim = eq(Int(alone) + Int(g), Int(together))
    assert ask("int-linear", claim, [*NONNEGATIVE, *finite]).kind is not Kind.PROVED
    narrow = [gt(p + g, 0), lt(p, sp.Rational(1, 10**6)), lt(g, sp.Rational(1, 10**6))]
    assert ask("int-linear", claim, [*NONNEGATIVE, *finite, *narrow]).kind is not Kind.PROVED


def test_bounds_for_integrability_are_read_by_their_own_supports():
    # 1/(p+1) is integrable over p > 0 only; it is no bound where p = 0 < g
    small = [lt(g, 1), Integrable(1 / (p + 1))]
    claim = Integrable(g / (1 + g))
    assert ask("int-finite", claim, [*NONNEGATIVE, *small]).kind is not Kind.PROVED


def test_a_lemma_about_numbers_is_not_read_as_an_integrand():
    # where p = 0 the integrand p/(p+1) + 1 counts as 0, but the lemma says D <= 1 there
    lemma = proved("rcf", le(D * (p + 1), p + 1), [ge(p, 0), le(D, 1)])
    claim = le(Int(D), Int(p))
    assert ask("int-mono", claim, [ge(p, 0), le(D, 1)], [lemma]).kind is not Kind.PROVED


def test_the_region_of_an_integral_may_not_shrink():
    finite = [Integrable(p), Integrable(g), Integrable(p + g)]
    theorem = proved("int-linear", eq(Int(p + g), Int(p) + Int(g)), finite)
    claim = eq(Int(D + g), Int(D) + Int(g))
    finite = [Integrable(D), Integrable(g), Integrable(D + g)]
    verdict = ask("instance", claim, finite, [theorem], substitution={p: D})
    assert verdict.kind is Kind.REFUTED


def test_unfolding_may_not_hide_infinities():
    zero = proved("rcf", eq(sp.Integer(0), 0))
    difference = Criterion(p, g) - Value(p, g, OptimalDiscriminator(p, g))
    verdict = ask("instance", eq(difference, 0), NONNEGATIVE, [zero], substitution={})
    assert verdict.kind is not Kind.PROVED
    # where D = 0 < E the divergence is infinite, and its first part would cancel
    folded = eq(
        Int(p * (BernoulliKL(E, D) - xlogy(E, E / D))),
        Int(p * xlogy(1 - E, (1 - E) / (1 - D))),
    )
    inside = [ge(D, 0), lt(D, 1), gt(E, 0), lt(E, 1), ge(p, 0), Integrable(p)]
    assert ask("int-linear", folded, inside).kind is Kind.ILL_FORMED


def test_numbers_beside_integrals_need_values():
    hypotheses = [*NONNEGATIVE, Integrable(p + g)]
    added = le(Int(p) + 1 / c, Int(p + g) + 1 / c)
    assert ask("int-mono", added, hypotheses).kind is Kind.ILL_FORMED
    assert ask("chain", le(Int(p) / c, Int(p) / c), hypotheses).kind is Kind.ILL_FORMED


def test_the_mass_of_a_density_is_no_functional_that_may_be_infinite():
    infinite = eq(Int(p), Criterion(q, g))
    assert ask("int-finite", Integrable(p), [ge(p, 0), infinite]).kind is not Kind.PROVED


def test_the_weights_of_a_constant_do_not_depend_on_x():
    masses = [*NONNEGATIVE, eq(Int(p), 1), eq(Int(g), 1), ge(D, 0), le(D, 1)]
    claim = le(Int(p * D + g * (1 - D)), 1)
    verdict = ask("int-mono", claim, masses, normalise={p: D, g: 1 - D})
    assert verdict.kind is not Kind.PROVED


def test_names_that_sympy_tells_apart_stay_apart():
    between = scalar("between")  # the name that mean-value gives to its own variable
    claim = le(1 / between, between)
    verdict = ask("mean-value", claim, [gt(between**2, 0)], variable=between, anchor=sp.Integer(1))
    assert verdict.kind is not Kind.PROVED
    alike = ((scalar("p"), field("p")), (field("p"), density("p")), (scalar("density q"), q))
    for one, other in alike:
        assert ask("rcf", eq(one, other)).kind is Kind.REFUTED
    positive = sp.Symbol("a", positive=True)
    assert ask("rcf", gt(positive, 0)).kind is Kind.UNKNOWN


def test_one_number_is_not_one_for_each_x():
    whole = le(Int(p), Int(p))
    part = proved("int-mono", whole, [ge(p, 0)])
    claim = Exists(y, And((eq(y, D), whole)))
    assert ask("exists", claim, [ge(p, 0)], [part], example=D).kind is Kind.UNKNOWN


def test_no_rule_takes_an_infinite_integral_for_a_number():
    numbers = proved("rcf", lt(x, x + 1))
    claim = lt(Int(p), Int(p) + 1)
    put = {"substitution": {x: Int(p)}}
    assert ask("instance", claim, [ge(p, 0)], [numbers], **put).kind is Kind.REFUTED
    assert ask("instance", claim, [Integrable(p)], [numbers], **put).kind is Kind.PROVED
    assert ask("instance", claim, [eq(Int(p), c)], [numbers], **put).kind is Kind.PROVED
    # c > 0 may be the mass of all x, and then no number t is as large
    whole = proved("int-mono", ge(Int(c), Int(c)), [ge(c, 0)])
    above = Exists(y, ge(y, Int(c)))
    assert ask("exists", above, [ge(c, 0)], [whole], example=Int(c)).kind is Kind.UNKNOWN
    mass = proved("int-mono", ge(Int(p), Int(p)), [ge(p, 0), Integrable(p)])
    above = Exists(y, ge(y, Int(p)))
    finite = [ge(p, 0), Integrable(p)]
    assert ask("exists", above, finite, [mass], example=Int(p)).kind is Kind.PROVED


@pytest.mark.parametrize("term", [1 / a, LOG(a), xlogy(sp.Integer(1), a)])
def test_what_is_put_into_a_theorem_has_a_value(term):
    numbers = proved("rcf", lt(x, x + 1))
    put = {"substitution": {x: term}}
    assert ask("instance", lt(term, term + 1), [], [numbers], **put).kind is Kind.ILL_FORMED
    assert ask("instance", lt(term, term + 1), [gt(a, 0)], [numbers], **put).kind is Kind.PROVED


def test_what_is_put_in_has_a_value_even_if_nothing_of_it_is_left():
    # x·y = 1 becomes 1 = 1 for y = 1/x
    theorem = proved("rcf", ne(x, 0), [eq(x * y, 1)])
    put = {"substitution": {x: a, y: 1 / a}}
    assert ask("instance", ne(a, 0), [], [theorem], **put).kind is Kind.REFUTED
    inverse = Exists(y, eq(a * y, 1))
    assert ask("exists", inverse, example=1 / a).kind is Kind.UNKNOWN
    assert ask("exists", inverse, [ne(a, 0)], example=1 / a).kind is Kind.PROVED


def test_what_is_assumed_of_numbers_is_assumed_where_densities_vanish_too():
    sign = proved("assumption", gt(a, 0), [gt(a, 0)])
    mass = proved("int-mono", ge(Int(p), 0), [ge(p, 0), Integrable(p)])
    hypotheses = [gt(a, 0), ge(p, 0), Integrable(p)]
    both = And((gt(a, 0), ge(Int(p), 0)))
    theorem = proved("conjunction", both, hypotheses, [sign, mass])
    # a·p >= p says that a >= 1 only if p > 0 somewhere
    weaker = [ge(a * p, p), ge(p, 0), Integrable(p)]
    verdict = ask("instance", both, weaker, [theorem], substitution={})
    assert verdict.kind is Kind.REFUTED


def test_an_integrand_whose_densities_cancel_is_another_integrand():
    # the first is read over p + g > 0, the second is the length of the whole line
    one = OptimalDiscriminator(p, g) * (p + g) / p
    finite = [Integrable(one), *NONNEGATIVE]
    premise = proved("assumption", Integrable(one), finite)
    claim = Integrable(sp.Integer(1))
    assert ask("int-finite", claim, finite, [premise]).kind is not Kind.PROVED


def test_a_notation_has_a_value_only_if_each_one_in_it_has():
    # sympy makes p of D*·(p + g), and 1/2 of D*(p, p)
    inside = Value(p, g, OptimalDiscriminator(p, g) * (p + g))
    bare = Int(xlogy(p, p) + xlogy(g, 1 - p))
    finite = [gt(p, 0), lt(p, 1), Integrable(xlogy(p, p)), Integrable(xlogy(g, 1 - p))]
    assert ask("int-linear", eq(inside, bare), finite).kind is Kind.ILL_FORMED
    half = eq(OptimalDiscriminator(p, p), sp.Rational(1, 2))
    assert ask("rcf", half).kind is Kind.ILL_FORMED
    assert ask("rcf", half, [gt(p, 0)]).kind is Kind.PROVED
    weighted = eq(Int(q * OptimalDiscriminator(E, E)), Int(q) / 2)
    masses = [gt(q, 0), Integrable(q)]
    assert ask("int-linear", weighted, masses).kind is Kind.ILL_FORMED
    assert ask("int-linear", weighted, [*masses, gt(E, 0)]).kind is Kind.PROVED


@pytest.mark.parametrize(
    ("integrand", "equation"),
    [
        (p * (1 / a - 1 / c), eq(a, c)),
        (p * (LOG(a) - LOG(c)), eq(a, c)),
        (xlogy(p * (1 / a - 1 / c), E), eq(a, c)),
        (p * (1 / D - 1 / E), eq(D, E)),
    ],
)
def test_an_equation_does_not_give_a_value_to_what_has_none(integrand, equation):
    known = [equation, ge(p, 0), eq(Int(p), 1)]
    assert ask("int-linear", eq(Int(integrand), 0), known).kind is Kind.ILL_FORMED
    positive = [gt(s, 0) for s in (a, c, D, E)]
    assert ask("int-linear", eq(Int(integrand), 0), [*known, *positive]).kind is Kind.PROVED


def test_the_argument_of_a_map_has_a_value():
    G = function("G")
    square = ge(at(G, 1 / a) ** 2, 0)
    assert ask("values", square).kind is Kind.ILL_FORMED
    assert ask("values", square, [gt(a, 0)]).kind is Kind.PROVED
    # the two values of the increase cancel, and with them the arguments
    nothing = eq(Increase(1 / a, 1 / a, G), 0)
    assert ask("values", nothing).kind is not Kind.PROVED
    assert ask("values", nothing, [gt(a, 0)]).kind is Kind.PROVED


def test_no_rule_lets_a_notation_lose_its_denominator():
    # D*(a, a) is a/(a + a): 1/2, but only for a != 0
    half, G = OptimalDiscriminator(a, a), function("G")
    sum_ = eq(at(G, 0) + half, at(G, 0) + sp.Rational(1, 2))
    assert ask("values", sum_).kind is not Kind.PROVED
    assert ask("values", sum_, [gt(a, 0)]).kind is Kind.PROVED
    one = Everywhere(x, sp.Integer(0), sp.Integer(1), eq(at(G, x), x))
    slopes = Everywhere(x, sp.Integer(0), sp.Integer(1), eq(slope(G, x), 2 * half))
    assert ask("derivative", slopes, [one]).kind is not Kind.PROVED
    # where D*(p, p) = 1/2 fails to have a value, equality there says nothing
    masses = [*NONNEGATIVE, eq(Int(p), 1), eq(Int(g), 1)]
    where = gt(p + g, 0)
    same = Iff(
        eq(Int(sp.Abs(p - g)), 0),
        AlmostEverywhere(eq(p * OptimalDiscriminator(p, p), g / 2), where),
    )
    assert ask("int-equality", same, masses).kind is not Kind.PROVED


def test_cases_of_a_conjunction_stand_before_their_own_part():
    one = proved("rcf", gt(a, 0), [gt(a, 1)])
    other = proved("rcf", lt(a, 0), [lt(a, -1)])
    cases = And((Implies(And((gt(a, 1),)), gt(a, 0)), Implies(And((lt(a, -1),)), lt(a, 0))))
    assert ask("conjunction", cases, (), [one, other]).kind is Kind.PROVED
    assert ask("conjunction", And((gt(a, 0), lt(a, 0))), (), [one, other]).kind is Kind.UNKNOWN
    # "p >= 0 at almost every x implies ..." is not "at every x, p >= 0 implies ..."
    mass = proved("rcf", ge(p + 1, 1), [ge(p, 0), eq(Int(p), 1)])
    part = Implies(And((ge(p, 0),)), ge(p + 1, 1))
    assert ask("conjunction", And((part,)), [eq(Int(p), 1)], [mass]).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("conclusion", "hypotheses"),
    [
        (eq(LOG(LOG(x)), 1), [gt(x, 2)]),
        (le(LOG(x) * LOG(y), 5), [gt(x, 1), gt(y, 1)]),
        (ge(sp.exp(x), 1 + x), []),
        (gt(sp.pi, 3), []),
        (gt(sp.sqrt(x), 0), [gt(x, 0)]),
        (gt(1 / LOG(x), 0), [gt(x, 1)]),
    ],
)
def test_what_exact_numbers_cannot_hold_is_unknown(conclusion, hypotheses):
    assert kernel.refute(Goal(conclusion, tuple(hypotheses))).kind is Kind.UNKNOWN


def test_what_has_no_value_is_ill_formed_all_the_same():
    for conclusion in (gt(LOG(LOG(x)), 0), gt(1 / LOG(x), 0), ge(LOG(x), x)):
        assert kernel.refute(Goal(conclusion, (gt(x, -2), lt(x, 2)))).kind in (
            Kind.ILL_FORMED,
            Kind.REFUTED,
        )


def test_exact_numbers_see_that_logarithms_cancel():
    four, two = LogSum(0, {4: 1}), LogSum(0, {2: 2})
    assert (four + -two).sign() == 0
    assert Exact.log(LogSum(3, {4: 1, 2: -2})).logs == {3: 1}
    goal = Goal(eq(LOG(x) * 0 + x, x + 1))
    assert recheck(goal, kernel.refute(goal).witness)
