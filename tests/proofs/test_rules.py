"""Each rule: what it proves, what it refutes, and what it must not claim."""

import pytest
import sympy as sp

from gantheory.proofs import kernel
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import (
    AlmostEverywhere,
    And,
    Exists,
    Goal,
    Iff,
    Integrable,
    eq,
    ge,
    gt,
    le,
    lt,
    ne,
)
from gantheory.proofs.terms import (
    KL,
    Criterion,
    Int,
    OptimalDiscriminator,
    Value,
    density,
    discriminator,
    p_data,
    p_g,
    scalar,
    xlogy,
)
from gantheory.proofs.verdict import Kind

a, b, x, y, t = (scalar(name) for name in "abxyt")
p, g, D = p_data, p_g, discriminator
log = sp.log
POSITIVE = (gt(a, 0), gt(b, 0))
DENSITIES = (ge(p, 0), ge(g, 0), eq(Int(p), 1), eq(Int(g), 1))


def ask(rule, conclusion, hypotheses=(), premises=(), **args):
    goal = Goal(conclusion, tuple(hypotheses))
    verdict = kernel.apply(rule, goal, premises, **args)
    if verdict.kind is Kind.REFUTED:
        assert recheck(goal, verdict.witness), verdict
    return verdict


def kind(*args, **more):
    return ask(*args, **more).kind


# ---------------------------------------------------------------- loglin


def test_loglin_knows_the_laws_of_logarithms_and_their_limits():
    assert kind("loglin", eq(log(a * b), log(a) + log(b)), POSITIVE) is Kind.PROVED
    assert kind("loglin", eq(log(a + b), log(a) + log(b)), POSITIVE) is Kind.REFUTED
    # log(uv) = log u + log v fails to make sense for u = v = -1, where log(uv) has a value
    assert kind("loglin", eq(log(a * b), log(a) + log(b)), [gt(a * b, 0)]) is Kind.ILL_FORMED


def test_loglin_does_not_mind_the_signs_of_factors():
    assert kind("loglin", eq(log((a - b) ** 2), 2 * log(b - a)), [gt(b, a)]) is Kind.PROVED
    assert kind("loglin", eq(log((a - b) ** 2), 2 * log(b - a)), [ne(b, a)]) is Kind.ILL_FORMED


def test_loglin_refutes_a_perturbation_that_floats_cannot_see():
    m = (a + b) / 2
    lhs = a * log(a / (a + b)) + b * log(b / (a + b))
    rhs = a * log(a / m) + b * log(b / m) - (a + b) * log(2)
    assert kind("loglin", eq(lhs, rhs), POSITIVE) is Kind.PROVED
    tiny = sp.Rational(1, 10**30)
    verdict = ask("loglin", eq(lhs, rhs + tiny * a * log(a + 1)), POSITIVE)
    assert verdict.kind is Kind.REFUTED


def test_loglin_uses_equations_between_symbols():
    assert kind("loglin", eq(log(a * b), 2 * log(b)), [*POSITIVE, eq(a, b)]) is Kind.PROVED


def test_loglin_checks_what_stands_under_a_derivative():
    derivative = eq(sp.Derivative(log(x), x), 1 / x)
    assert kind("loglin", derivative, [gt(x, 0)]) is Kind.PROVED
    assert kind("loglin", derivative, [ne(x, 0)]) is Kind.ILL_FORMED


def test_loglin_says_unknown_outside_its_class():
    square = log(a) ** 2 + log(b) ** 2 + 2 * log(a) * log(b)
    assert kind("loglin", eq(log(a * b) ** 2, square), POSITIVE) is Kind.UNKNOWN
    assert kind("loglin", eq(sp.exp(a + b), sp.exp(b) * sp.exp(a / 2) ** 2)) is Kind.UNKNOWN
    assert kind("loglin", eq(sp.sqrt(a**2), a), POSITIVE) is Kind.UNKNOWN
    assert kind("loglin", le(a, a + 1), POSITIVE) is Kind.UNKNOWN


# ------------------------------------------------------------------- rcf


def test_rcf_decides_polynomials_and_quotients():
    assert kind("rcf", le(2 * a * b, a**2 + b**2)) is Kind.PROVED
    assert kind("rcf", lt(2 * a * b, a**2 + b**2)) is Kind.REFUTED
    assert kind("rcf", eq(a / (a + b) + b / (a + b), 1), POSITIVE) is Kind.PROVED
    assert kind("rcf", le(sp.Abs(a + b), sp.Abs(a) + sp.Abs(b))) is Kind.PROVED


def test_rcf_does_not_believe_in_division_by_zero():
    # z3's x/0 is a number like any other, so x * (1/x) = 1 would be refuted and 0/x = 0 proved
    assert kind("rcf", eq(a * b * (1 / (a * b + b)), a * b / (a * b + b))) is Kind.ILL_FORMED
    assert kind("rcf", eq((a + b) / a, 1 + b / a)) is Kind.ILL_FORMED
    assert kind("rcf", eq((a + b) / a, 1 + b / a), [ne(a, 0)]) is Kind.PROVED


def test_rcf_makes_irrational_counterexamples_rational_or_says_unknown():
    assert kind("rcf", ge(x**2, 2), [gt(x, 0)]) is Kind.REFUTED
    assert kind("rcf", ne(x**2, 2)) is Kind.UNKNOWN


def test_a_hypothesis_without_a_value_is_ill_formed():
    assert kind("rcf", gt(x, 0), [gt(1 / x, 0)]) is Kind.ILL_FORMED


# ----------------------------------------------------------------- gibbs


def test_gibbs_proves_tangent_bounds_and_no_more():
    assert kind("gibbs", le(log(t), t - 1), [gt(t, 0)]) is Kind.PROVED
    assert kind("gibbs", ge(log(t), 1 - 1 / t), [gt(t, 0)]) is Kind.PROVED
    assert kind("gibbs", lt(log(t), t - 1), [gt(t, 0)]) is Kind.REFUTED
    assert kind("gibbs", lt(log(t), t - 1), [gt(t, 1)]) is Kind.PROVED
    assert kind("gibbs", le(log(t), (t - 1) / 2), [gt(t, 0)]) is Kind.REFUTED


def test_gibbs_says_unknown_where_the_tangent_is_not_enough():
    # true, but log t <= t - 1 alone does not give log t <= sqrt-like bounds
    assert kind("gibbs", le(log(t), (t**2 - 1) / (2 * t)), [gt(t, 1)]) is Kind.UNKNOWN


def test_gibbs_rejects_instances_that_do_not_fit():
    wrong = {"instances": ((a, t), (b, t))}
    assert kind("gibbs", le(a * log(t), a * (t - 1)), [gt(a, 0), gt(t, 0)], **wrong) is Kind.UNKNOWN


def test_gibbs_equality_needs_weights_that_do_not_vanish():
    claim = Iff(eq(a * log(t), a * (t - 1)), eq(t, 1))
    assert kind("gibbs", claim, [gt(a, 0), gt(t, 0)]) is Kind.PROVED
    assert kind("gibbs", claim, [ge(a, 0), gt(t, 0)]) is Kind.REFUTED


# ------------------------------------------------------------ mean-value


def test_mean_value_wants_the_anchor_in_the_domain():
    about = {"variable": t, "anchor": sp.Integer(1)}
    claim = le(log(t), t - 1)
    assert kind("mean-value", claim, [gt(t, 0)], **about) is Kind.PROVED
    assert kind("mean-value", claim, [gt(t, 2)], **about) is Kind.UNKNOWN
    # two intervals: the segment from the anchor leaves the domain
    assert kind("mean-value", le(1 / t, t), [gt(t**2, 0), gt(t, -5)], **about) is not Kind.PROVED


def test_mean_value_refutes():
    about = {"variable": t, "anchor": sp.Integer(1)}
    assert kind("mean-value", le(log(t), 2 * (t - 1)), [gt(t, 0)], **about) is Kind.REFUTED


# -------------------------------------------------------------- integrals


def test_an_atom_without_a_certificate_is_not_admitted():
    # entropies may be infinite: for a heavy-tailed p this reads infinity minus infinity
    m = (p + g) / 2
    claim = eq(
        Criterion(p, g),
        Int(xlogy(p, p)) + Int(xlogy(g, g)) - 2 * Int(xlogy(m, m)) - log(4),
    )
    verdict = ask("int-linear", claim, DENSITIES)
    assert verdict.kind is Kind.UNKNOWN
    assert "not certified" in verdict.reason


def test_constants_need_masses():
    claim = eq(Int(p + g), 2)
    assert kind("int-linear", claim, DENSITIES) is Kind.PROVED
    assert kind("int-linear", claim, DENSITIES[:3]) is Kind.REFUTED
    assert kind("int-linear", eq(Int(p + g), 2), DENSITIES, normalise={p: 1, g: 2}) is Kind.UNKNOWN


def test_infinitely_many_letters_refute_what_needs_finite_mass():
    verdict = ask("int-finite", Integrable(xlogy(p, p / (p + g))), DENSITIES[:2])
    assert verdict.kind is Kind.REFUTED
    assert verdict.witness.weights == (None,)


def test_equality_of_integrals_is_weaker_than_equality_of_integrands():
    where = gt(p + g, 0)
    claim = Iff(eq(Int(p), Int(g)), AlmostEverywhere(eq(p, g), where))
    assert kind("int-equality", claim, DENSITIES) is Kind.REFUTED


def test_monotonicity_needs_the_inequality_on_every_support():
    claim = le(Value(p, g, D), Value(p, g, OptimalDiscriminator(p, g)))
    hypotheses = [*DENSITIES[:2], ge(D, 0), le(D, 1)]
    assert kind("int-mono", claim, hypotheses) is Kind.PROVED
    other = le(Value(p, g, D), Value(p, g, g / (p + g)))
    assert kind("int-mono", other, hypotheses) is Kind.REFUTED


# ------------------------------------------------------------------ logic


def test_an_instance_must_say_what_the_theorem_says():
    theorem = ask("gibbs", le(log(t), t - 1), [gt(t, 0)]).theorem
    put = {"substitution": {t: a / b}}
    assert kind("instance", le(log(a / b), a / b - 1), POSITIVE, [theorem], **put) is Kind.PROVED
    assert kind("instance", le(log(a / b), a / b - 1), (), [theorem], **put) is not Kind.PROVED
    assert kind("instance", le(log(a / b), a / b - 2), POSITIVE, [theorem], **put) is Kind.REFUTED


def test_a_number_in_an_integral_is_not_replaced_by_a_function():
    c = scalar("c")
    theorem = ask("int-linear", eq(Int(c * p), c * Int(p)), [ge(p, 0), Integrable(p)]).theorem
    wrong = eq(Int(D * p), D * Int(p))
    hypotheses = [ge(p, 0), Integrable(p)]
    verdict = ask("instance", wrong, hypotheses, [theorem], substitution={c: D})
    assert verdict.kind is not Kind.PROVED


def test_an_instance_keeps_the_region_of_an_integral():
    q = density("q")
    theorem = ask("int-mono", le(0, Int(p * D)), [ge(p, 0), ge(D, 0)]).theorem
    # D := D*(p, q): where p = 0 < q the integrand is 0, so nothing changes
    fine = le(0, Int(p * OptimalDiscriminator(p, q)))
    put = {"substitution": {D: OptimalDiscriminator(p, q)}}
    assert kind("instance", fine, [ge(p, 0), ge(q, 0)], [theorem], **put) is Kind.PROVED


def test_chain_carries_only_what_may_be_carried():
    q = density("q")
    first = ask("int-mono", le(Int(p), Int(p + q)), [ge(p, 0), ge(q, 0), Integrable(p + q)])
    hypotheses = [ge(p, 0), ge(q, 0), Integrable(p + q)]
    end = le(Int(p), Int(p + q))
    assert kind("chain", end, hypotheses, [first.theorem]) is Kind.PROVED
    assert kind("chain", le(Int(p), Int(p)), hypotheses, [first.theorem]) is not Kind.PROVED
    assert (
        kind("chain", le(-Int(p), -Int(p + q)), hypotheses, [first.theorem], multipliers=(-1,))
        is not Kind.PROVED
    )


def test_existence_is_proved_by_an_example_only():
    claim = Exists(y, And((gt(y, x), lt(y, x + 1))))
    half = sp.Rational(1, 2)
    assert kind("exists", claim, example=x + half) is Kind.PROVED
    assert kind("exists", claim, example=x + 2) is Kind.UNKNOWN
    assert kind("exists", claim) is Kind.UNKNOWN


def test_a_conjunction_needs_all_its_parts():
    one, two = le(0, x**2), le(0, y**2)
    theorem = ask("rcf", one).theorem
    assert kind("conjunction", And((one,)), (), [theorem]) is Kind.PROVED
    assert kind("conjunction", And((one, two)), (), [theorem]) is Kind.UNKNOWN


def test_an_assumption_is_one_of_the_hypotheses():
    assert kind("assumption", gt(x, 0), [gt(x, 0)]) is Kind.PROVED
    assert kind("assumption", gt(x, 0), [gt(y, 0)]) is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("conclusion", "hypotheses", "expected"),
    [
        (eq(log(a * b), log(a) + log(b)), POSITIVE, Kind.PROVED),
        (le(a * b, (a**2 + b**2) / 2), (), Kind.PROVED),
        (le(log(a), a), [gt(a, 0)], Kind.PROVED),
        (le(0, KL(p, (p + g) / 2)), DENSITIES, Kind.UNKNOWN),
        (eq(sp.Abs(a), a), [gt(a, 0)], Kind.PROVED),
        (le(log(a), a - 2), [gt(a, 0)], Kind.REFUTED),
    ],
)
def test_decide_finds_the_rule(conclusion, hypotheses, expected):
    assert kernel.decide(Goal(conclusion, tuple(hypotheses))).kind is expected


def test_what_cancels_must_be_finite():
    # with infinite mass C = V(D*) may be -infinity, and C - V(D*) has no value
    difference = eq(Criterion(p, g) - Int(xlogy(p, p / (p + g)) + xlogy(g, 1 - p / (p + g))), 0)
    best = OptimalDiscriminator(p, g)
    written = eq(Criterion(p, g) - Value(p, g, best), 0)
    for claim in (difference, written):
        assert kind("int-linear", claim, [*DENSITIES[:2], Integrable(p + g)]) is Kind.PROVED
        assert kind("int-linear", claim, DENSITIES[:2]) is not Kind.PROVED


def test_chain_does_not_cancel_infinities():
    hypotheses = (ge(p, 0), ge(D, 0), le(D, 1))
    loose = Int(xlogy(p, D))  # anything in [-infinity, 0]
    bound = ask("int-mono", le(loose, 0), hypotheses).theorem
    assert kind("chain", le(2 * loose, loose), hypotheses, [bound]) is Kind.PROVED
    # 0 = loose - loose would need loose to be finite, and -loose - 0 <= ... would follow
    assert kind("chain", le(0, -loose), hypotheses, [bound]) is not Kind.PROVED
    assert kind("chain", le(-loose, -2 * loose), hypotheses, [bound]) is not Kind.PROVED


def test_infinities_do_not_cancel_inside_an_integrand():
    # where D = 0 < p the first is -infinity + infinity; with D > 0 it is 0
    claim = eq(Int(xlogy(p, D) - xlogy(p, D**2) / 2), 0)
    assert kind("int-linear", claim, (ge(p, 0), ge(D, 0), le(D, 1))) is Kind.ILL_FORMED
    assert kind("int-linear", claim, (ge(p, 0), gt(D, 0), le(D, 1))) is not Kind.REFUTED
