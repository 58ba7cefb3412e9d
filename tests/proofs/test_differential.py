"""Every proved identity again, in 256-bit balls at random points: 0 must lie in lhs − rhs.

This shares nothing with the kernel but sympy's trees: functionals are sums over letters, notations
are unfolded at the point, and numbers are python-flint balls, which enclose the true values.
"""

from fractions import Fraction

import flint
import pytest
import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs import terms as t
from gantheory.proofs.claim import BESIDE_THE_KERNEL
from gantheory.proofs.exact.recheck import Model
from gantheory.proofs.exact.sample import instances, satisfied
from gantheory.proofs.formulas import Goal
from gantheory.proofs.registry import claim_ids, load_claim
from gantheory.proofs.verdict import Kind
from gantheory.proofs.verify import check_steps, example_of

POINTS = 6
BITS = 256


def number(value):
    value = Fraction(value)
    return flint.arb(flint.fmpq(value.numerator, value.denominator))


def ball(term, at, x, weights):
    """The value of a term at letter x; `at` maps symbols to numbers, or to one per letter."""
    if term.is_Symbol:
        value = at[term]
        return number(value[x] if isinstance(value, tuple) else value)
    if term.is_Rational:
        return number(Fraction(int(term.p), int(term.q)))
    if isinstance(term, t.Notation):
        return ball(term.definition(), at, x, weights)
    if isinstance(term, t.Int):
        (integrand,) = term.args
        supports = [s for s in integrand.free_symbols if isinstance(s, t.Density)]
        total = flint.arb(0)
        for letter, weight in enumerate(weights):
            if not supports or any(at[s][letter] != 0 for s in supports):
                total += weight * ball(integrand, at, letter, weights)
        return total
    if isinstance(term, t.xlogy):
        coefficient = ball(term.args[0], at, x, weights)
        if coefficient == 0:
            return coefficient
        return coefficient * ball(term.args[1], at, x, weights).log()
    if isinstance(term, sp.Derivative):
        return ball(term.doit(), at, x, weights)
    if isinstance(term, t.At):
        function, order, argument = term.args
        outer = flint.arb_poly([number(c) for c in at[function]])
        for _ in range(int(order)):
            outer = outer.derivative()
        return outer(ball(argument, at, x, weights))
    parts = [ball(arg, at, x, weights) for arg in term.args]
    match term:
        case sp.Add():
            return sum(parts, flint.arb(0))
        case sp.Mul():
            product = flint.arb(1)
            for part in parts:
                product *= part
            return product
        case sp.Pow():
            return parts[0] ** int(term.exp)
        case sp.log():
            return parts[0].log()
        case sp.exp():
            return parts[0].exp()
        case sp.Abs():
            return abs(parts[0])
        case sp.Max():
            return max(parts)
        case sp.Min():
            return min(parts)
    raise NotImplementedError(type(term).__name__)


def identities(claim):
    """The steps of a claim that state an equation, as they stand or as one half of a ⟺."""
    for result in check_steps(claim.id):
        if result.step.rule not in BESIDE_THE_KERNEL and result.verdict.kind is Kind.PROVED:
            match result.step.conclusion:
                case f.Relation("==", lhs, rhs):
                    yield result, lhs, rhs
                case f.Everywhere(_, _, _, f.Relation("==", lhs, rhs)):
                    yield result, lhs, rhs


def points(claim, result):
    """Random exact points at which the hypotheses hold; else the one that the search finds."""
    goal = Goal(
        f.eq(sum(f.free_symbols(result.goal.conclusion), sp.Integer(0)), 0), result.goal.hypotheses
    )
    found = []
    for witness in instances(goal, 20):
        if not satisfied(Model.of(goal, witness), goal.hypotheses):
            continue
        on_interval = isinstance(result.step.conclusion, f.Everywhere)
        if not on_interval or numbers_inside(result.step.conclusion, dict(witness.values)):
            found.append(witness)
        if len(found) == POINTS:
            return found
    example = example_of(claim, result.step)
    return found or [example]


def numbers_inside(conclusion, values):
    """For an equation on an interval, a number of it, as the value of its variable."""
    match conclusion:
        case f.Everywhere(variable, low, high, _) if not low.args and not high.args:
            ends = [Fraction(values[end.name]) for end in (low, high)]
            if ends[0] <= ends[1]:
                return {variable.name: (2 * ends[0] + ends[1]) / 3}
    return {}


CASES = [claim_id for claim_id in claim_ids() if load_claim(claim_id).tier == "S"]


@pytest.mark.parametrize("claim_id", CASES)
def test_zero_lies_in_the_difference_of_the_sides(claim_id):
    claim = load_claim(claim_id)
    for result, lhs, rhs in identities(claim):
        evaluated = 0
        for witness in points(claim, result):
            values = dict(witness.values)
            symbols = f.free_symbols(result.goal.conclusion)
            inside = numbers_inside(result.goal.conclusion, values)
            values |= inside
            symbols |= lhs.free_symbols | rhs.free_symbols
            if not {s.name for s in symbols} <= values.keys():
                continue
            at = {s: values[s.name] for s in symbols}
            weights = witness.weights or (1,)
            with flint.ctx.workprec(BITS):
                for x in range(len(weights)):
                    difference = ball(lhs - rhs, at, x, weights)
                    if not difference.is_finite():
                        continue  # −∞ on both sides: equal, but not to be subtracted
                    assert difference.contains(0), (result.step.label, str(witness), difference)
                    assert difference.rad() < 1e-50
                    evaluated += 1
        assert evaluated, result.step.label


def test_the_balls_see_a_perturbation_of_1e_30():
    (result, lhs, rhs), *_ = identities(load_claim("T3"))
    witness = next(iter(points(load_claim("T3"), result)))
    at = {s: dict(witness.values)[s.name] for s in f.free_symbols(result.goal.conclusion)}
    with flint.ctx.workprec(BITS):
        tiny = sp.Rational(1, 10**30)
        assert ball(lhs - rhs, at, 0, witness.weights).contains(0)
        assert not ball(lhs - rhs + tiny, at, 0, witness.weights).contains(0)
