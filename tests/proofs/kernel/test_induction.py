"""Induction over the steps of a method, and cases: what they prove, and what they must not."""

import pytest
import sympy as sp

from gantheory.proofs import kernel
from gantheory.proofs.exact.recheck import has_no_value, recheck
from gantheory.proofs.formulas import (
    And,
    Goal,
    Iterates,
    eq,
    ge,
    gt,
    le,
    lt,
    substitute,
    unrolled,
)
from gantheory.proofs.terms import KL, Criterion, Int, density, p_data, p_g, scalar
from gantheory.proofs.verdict import Kind

a, b, c, n, r, k = (scalar(name) for name in "abcnrk")
p, g, q = p_data, p_g, density("q")


def theorem(rule, conclusion, *hypotheses, premises=(), **args):
    verdict = kernel.apply(rule, Goal(conclusion, hypotheses), premises, **args)
    assert verdict.kind is Kind.PROVED, verdict
    return verdict.theorem


def ask(goal, premises=(), invariant=()):
    return kernel.apply("induction", goal, premises, invariant=invariant)


ONE, HALF = (eq(a, 1),), (eq(b, a / 2),)


def halving(body, start=ONE, step=HALF):
    """a is halved in every step, from 1."""
    return Iterates(n, ((a, b),), (), start, step, body)


BOUND = le(a * (n + 1), 1)
STEP = theorem("rcf", le(b * (n + 2), 1), BOUND, eq(b, a / 2), ge(n, 0), gt(a, 0))
START = theorem("rcf", le(a, 1), eq(a, 1))
POSITIVE = (
    theorem("rcf", gt(a, 0), eq(a, 1)),
    theorem("rcf", gt(b, 0), gt(a, 0), eq(b, a / 2)),
)


def test_a_bound_is_proved_by_its_invariant():
    goal = Goal(halving(BOUND))
    assert ask(goal, (START, STEP, *POSITIVE), (BOUND, gt(a, 0))).kind is Kind.PROVED


@pytest.mark.parametrize("missing", range(4))
def test_every_premise_is_needed(missing):
    premises = [t for i, t in enumerate((START, STEP, *POSITIVE)) if i != missing]
    assert ask(Goal(halving(BOUND)), premises, (BOUND, gt(a, 0))).kind is Kind.UNKNOWN


def test_an_invariant_that_is_not_inductive_alone_does_not_do():
    assert ask(Goal(halving(BOUND)), (START, STEP), (BOUND,)).kind is Kind.UNKNOWN
    assert ask(Goal(halving(BOUND)), (START, STEP, *POSITIVE)).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    "body", [le(a * (n + 2), 2 - n), le(a * (n + 1), sp.Rational(1, 2)), lt(a, 1), eq(a, 1)]
)
def test_false_bounds_are_refuted_by_a_run(body):
    goal = Goal(halving(body))
    verdict = ask(goal, (START, STEP, *POSITIVE), (body, gt(a, 0)))
    assert verdict.kind is Kind.REFUTED
    assert recheck(goal, verdict.witness)


def test_the_step_must_come_from_the_invariant_not_from_the_start():
    # b = a + 1: a <= 1 at the start only
    false = halving(le(a, 1), step=(eq(b, a + 1),))
    only_first = theorem("rcf", le(b, 2), eq(a, 1), eq(b, a + 1))
    verdict = ask(Goal(false), (START, only_first), (le(a, 1),))
    assert verdict.kind is Kind.REFUTED
    assert ask(Goal(halving(le(a, 2), step=(eq(b, a + 1),))), (only_first,), (le(a, 2),)).kind in (
        Kind.REFUTED,
        Kind.UNKNOWN,
    )


def test_the_base_case_is_at_zero():
    # true after one step and then for ever, false before the first
    body = le(a, n)
    grows = halving(body, start=(eq(a, 1),), step=(eq(b, a),))
    step = theorem("rcf", le(b, n + 1), le(a, n), eq(b, a))
    at_1 = theorem("rcf", le(a, 1), eq(a, 1))
    assert ask(Goal(grows), (step, at_1), (body,)).kind is Kind.REFUTED


def test_nothing_outside_may_speak_of_the_states():
    for hypothesis in (eq(a, 5), eq(n, 0), eq(b, 0)):
        goal = Goal(halving(BOUND), (hypothesis,))
        assert ask(goal, (START, STEP, *POSITIVE), (BOUND, gt(a, 0))).kind is not Kind.PROVED


def test_an_invariant_about_the_next_state_is_refused():
    tricky = (BOUND, gt(a, 0), le(b, 7))
    assert ask(Goal(halving(BOUND)), (START, STEP, *POSITIVE), tricky).kind is not Kind.PROVED


def test_a_step_that_every_run_must_take_cannot_mention_the_number_of_steps():
    with pytest.raises(ValueError, match="every step is alike"):
        halving(BOUND, step=(eq(b, a / (n + 1)),))
    with pytest.raises(ValueError, match="`start` is about the state alone"):
        halving(BOUND, start=(eq(a, b),))
    with pytest.raises(ValueError, match="`body` is about the state"):
        halving(le(b, 1))
    with pytest.raises(ValueError, match="of one kind"):
        Iterates(n, ((g, b),), (), (), (), gt(n, 0))


def test_zero_times_infinity_is_not_hidden_by_putting_zero_for_the_index():
    # at 0 steps "n·KL <= 0" would read 0·∞ <= 0 where KL = ∞
    body = le(n * KL(p, g), n * KL(p, g))
    known = (ge(p, 0), ge(g, 0), eq(Int(p), 1))
    run = Iterates(n, ((g, q),), (), (ge(g, 0),), (eq(q, g),), body)
    zero = theorem("rcf", le(0, 0))
    verdict = ask(Goal(run, known[:1]), (zero,), (body,))
    assert verdict.kind is not Kind.PROVED
    # and a quotient by the number of steps has no value before the first
    divided = halving(le(a / n, a / n))
    same = theorem("rcf", le(b / (n + 1), b / (n + 1)), ge(n, 0))
    verdict = ask(Goal(divided), (same,), (le(a / n, a / n),))
    assert verdict.kind is not Kind.PROVED


def test_choices_may_differ_in_every_step():
    # each step multiplies by some k of at least 0 and at most 1
    step = (ge(k, 0), le(k, 1), eq(b, k * a))
    run = Iterates(n, ((a, b),), (k,), (ge(a, 0), le(a, r)), step, le(a, r))
    invariant = (ge(a, 0), le(a, r))
    moves = (
        theorem("rcf", ge(b, 0), ge(a, 0), *step),
        theorem("rcf", le(b, r), *invariant, *step),
    )
    assert ask(Goal(run), moves, invariant).kind is Kind.PROVED
    free = Iterates(n, ((a, b),), (k,), (ge(a, 0), le(a, r)), (eq(b, k * a),), le(a, r))
    verdict = ask(Goal(free), moves, invariant)
    assert verdict.kind is Kind.REFUTED
    assert recheck(Goal(free), verdict.witness)


def test_runs_of_densities_are_searched_and_rechecked():
    average = (gt(q, 0), eq(Int(q), 1), eq(q, (p + g) / 2))
    start = (gt(g, 0), eq(Int(g), 1))
    known = (ge(p, 0), eq(Int(p), 1))
    stays = Iterates(n, ((g, q),), (), start, average, eq(Int(g), 1))
    assert ask(Goal(stays, known), (), start).kind is Kind.PROVED
    stands = Iterates(n, ((g, q),), (), start, average, ge(Criterion(p, g), -sp.log(3)))
    verdict = ask(Goal(stands, known), (), start)
    assert verdict.kind is Kind.REFUTED
    assert recheck(Goal(stands, known), verdict.witness)
    valueless = Iterates(n, ((a, b),), (), (ge(a, 0),), (eq(b, a),), ge(1 / a, 0))
    verdict = ask(Goal(valueless), (), (ge(a, 0),))
    assert verdict.kind is Kind.ILL_FORMED
    assert has_no_value(Goal(valueless), verdict.witness)


def test_unrolling_names_every_state():
    goal = unrolled(Goal(halving(BOUND), (gt(r, 0),)), 2)
    a0, a1, a2 = (scalar(f"a[{i}]") for i in range(3))
    assert goal.conclusion == le(3 * a2, 1)
    assert goal.hypotheses == (gt(r, 0), eq(a0, 1), eq(a1, a0 / 2), eq(a2, a1 / 2))


def test_substitution_leaves_bound_names_alone():
    run = Iterates(n, ((a, b),), (), (le(a, r),), (eq(b, a),), le(a, r))
    assert substitute(run, {a: c, r: c + 1}).body == le(a, c + 1)
    for caught in (a, b, n):
        with pytest.raises(ValueError, match="captures"):
            substitute(run, {r: caught + 1})


# ---------------------------------------------------------------- cases


UP = theorem("rcf", ge(a**2 - a * b, 0), ge(a, b), ge(a, 0))
DOWN = theorem("rcf", ge(a**2 - a * b, 0), le(b, 0), ge(a, 0))
SQUARE = ge(a**2 - a * b, 0)


def cases(goal, *premises):
    return kernel.apply("cases", goal, premises)


def test_cases_that_cover_everything_prove():
    covered = Goal(SQUARE, (ge(a, 0), And((le(b, 5), ge(a, 5)))))
    left, right = (
        theorem("rcf", SQUARE, ge(a, 0), h) for h in (ge(a, b), And((le(b, 5), ge(a, 5))))
    )
    assert cases(covered, left, right).kind is Kind.PROVED


def test_cases_with_a_gap_do_not_prove():
    verdict = cases(Goal(SQUARE, (ge(a, 0),)), UP, DOWN)
    assert verdict.kind is Kind.REFUTED  # a = 1, b = 2
    assert cases(Goal(SQUARE, (ge(a, 0),))).kind is not Kind.PROVED
    other = theorem("rcf", ge(a**2, 0))
    assert cases(Goal(SQUARE, (ge(a, 0), ge(a, b))), other).kind is not Kind.PROVED


def test_a_case_at_some_x_proves_nothing_about_whole_functions():
    known = (ge(p, 0), ge(g, 0), eq(Int(p), 1), eq(Int(g), 1))
    true = le(Int(p), Int(p) + 1)
    more, less = (theorem("int-mono", true, case, *known) for case in (ge(p, g), ge(g, p)))
    assert cases(Goal(true, known), more, less).kind is Kind.UNKNOWN
    # nor is a number at one x one for each x, if a premise needs whole functions
    one, other = (theorem("rcf", ge(p**2, 0), case, eq(Int(p), 1)) for case in (ge(p, g), ge(g, p)))
    assert cases(Goal(ge(p**2, 0), (eq(Int(p), 1),)), one, other).kind is Kind.UNKNOWN
    alone = [theorem("rcf", ge(p**2, 0), case) for case in (ge(p, g), ge(g, p))]
    assert cases(Goal(ge(p**2, 0)), *alone).kind is Kind.PROVED


# ------------------------------------------------- what `chain` and `modulo` learnt for it


def test_a_chain_may_multiply_by_zero_what_is_finite():
    masses = (ge(p, 0), gt(g, 0), eq(Int(p), 1), eq(Int(g), 1), ge(n, 0))
    smaller = theorem("int-mono", le(Criterion(p, g), 0), *masses[:4])
    goal = Goal(le(n * Criterion(p, g), 0), masses)
    assert kernel.apply("chain", goal, (smaller,), multipliers=(n,)).kind is Kind.PROVED
    unsigned = Goal(le(n * Criterion(p, g), 0), masses[:4])
    assert kernel.apply("chain", unsigned, (smaller,), multipliers=(n,)).kind is not Kind.PROVED
    infinite = theorem("int-mono", le(0, KL(p, g)), *masses[:4], normalise={p: -1, g: 1})
    open_end = Goal(le(0, n * KL(p, g)), masses)
    assert kernel.apply("chain", open_end, (infinite,), multipliers=(n,)).kind is not Kind.PROVED


LOG = sp.log


def test_inequalities_with_logarithms_help_to_prove_inequalities():
    known = (gt(a, 0), gt(b, 0), le(LOG(a), LOG(b)))
    assert proves(le(a, b), known, weights=(b,), instances=((b, a / b),)) is False  # wrong side
    assert proves(le(a, b), known, weights=(a,), instances=((a, b / a),))
    assert proves(ge(b, a), known, weights=(a,), instances=((-a, b / a),)) or proves(
        ge(b, a), known, weights=(a,), instances=((a, b / a),)
    )
    assert proves(le(LOG(a), LOG(b) + 1), known, weights=(1,))
    assert not proves(le(LOG(a), LOG(b) - 1), known, weights=(1,))
    assert not proves(le(b, a), known, weights=(-a,), instances=((a, b / a),))
    assert not proves(le(LOG(a), 2 * LOG(b)), known, weights=(2,))
    assert not proves(eq(LOG(a), LOG(b)), known, weights=(1,))
    assert not proves(le(LOG(a), LOG(b)), known[:2], weights=(1,))


def proves(conclusion, hypotheses, **args):
    verdict = kernel.apply("modulo", Goal(conclusion, hypotheses), **args)
    return verdict.kind is Kind.PROVED


# ------------------------------------------------- parts one after the other, other names

SQUARES = (ge(a, 1), ge(a**2, 1))
ONE_UP = (eq(b, a + 1),)
LARGER = theorem("rcf", ge(a**2, 1), ge(a, 1))


def test_a_premise_about_a_state_is_one_about_the_next():
    run = Iterates(n, ((a, b),), (), (ge(a, 1),), ONE_UP, And(SQUARES))
    grows = theorem("rcf", ge(b, 1), ge(a, 1), *ONE_UP)
    assert ask(Goal(run), (LARGER, grows), SQUARES).kind is Kind.PROVED
    assert ask(Goal(run), (grows,), SQUARES).kind is not Kind.PROVED


def test_parts_may_not_prove_each_other_in_a_circle():
    run = Iterates(n, ((a, b),), (), (eq(a, 0),), (eq(b, a),), And((ge(a, 1), ge(a**2, 1))))
    there = theorem("rcf", ge(a**2, 1), ge(a, 1))
    back = theorem("rcf", ge(a, 1), ge(a**2, 1), ge(a, 0))
    verdict = ask(Goal(run), (there, back), (ge(a, 0), ge(a, 1), ge(a**2, 1)))
    assert verdict.kind is Kind.REFUTED


def test_a_premise_that_mentions_the_next_state_keeps_its_names():
    # "b >= 1 where a >= 1 and b >= a" with the names of the next state would be about b alone
    run = Iterates(n, ((a, b),), (), (ge(a, 1),), (ge(b, a - 1),), ge(a, 1))
    kept = theorem("rcf", ge(b, 1), ge(a, 1), ge(b, a))
    verdict = ask(Goal(run), (kept,), (ge(a, 1),))
    assert verdict.kind is Kind.REFUTED
    assert recheck(Goal(run), verdict.witness)


def test_every_part_of_a_body_must_follow():
    run = Iterates(n, ((a, b),), (), (ge(a, 1),), ONE_UP, And((ge(a, 1), ge(a, 2))))
    grows = theorem("rcf", ge(b, 1), ge(a, 1), *ONE_UP)
    verdict = ask(Goal(run), (grows,), (ge(a, 1),))
    assert verdict.kind is Kind.REFUTED
    assert recheck(Goal(run), verdict.witness)


def test_modulo_needs_the_hypotheses_of_its_premises():
    known = (gt(a, 0), gt(b, 0), le(LOG(b), LOG(a)))
    small = theorem("gibbs", le(LOG(a), LOG(2)), gt(a, 0), le(a, 2))
    args = {"weights": (1, 1)}
    goal = Goal(le(LOG(b), LOG(2)), (*known, le(a, 1)))
    assert kernel.apply("modulo", goal, (small,), **args).kind is Kind.PROVED
    wide = Goal(goal.conclusion, known)
    assert kernel.apply("modulo", wide, (small,), **args).kind is not Kind.PROVED
    whole = theorem("int-mono", le(Int(p), Int(p)), ge(p, 0), eq(Int(p), 1))
    assert kernel.apply("modulo", goal, (whole,), **args).kind is not Kind.PROVED
