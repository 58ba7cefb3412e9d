"""Tier B: a statement holds only if its balls are certain, and M4's bounds against quadrature."""

from fractions import Fraction

import flint
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gantheory.line import divergences
from gantheory.line.densities import parse_target
from gantheory.proofs.balls import best_fit
from gantheory.proofs.balls.best_fit import Box, beats, best_fits_lie_in, covers_everything, excess
from gantheory.proofs.balls.mixture import ball
from gantheory.proofs.balls.statement import Certain, Undecided, certify, statement
from gantheory.proofs.claim import BALL, Claim, FalseVariant, Step
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import Goal
from gantheory.proofs.registry import load_claim
from gantheory.proofs.verdict import Kind
from gantheory.proofs.verify import verify_claim

FOUR = Fraction(4)


def wide(low, high):
    return flint.arb(low).union(flint.arb(high))


@statement
def true(bits):
    """1/3 < 1/2."""
    return Certain(ball(Fraction(1, 3)), "<", ball(Fraction(1, 2)))


@statement
def false(bits):
    """1/3 > 1/2."""
    return Certain(ball(Fraction(1, 3)), ">", ball(Fraction(1, 2)))


@statement
def open_question(bits):
    """Balls that overlap: x < y for some x in [0, 2] and y in [1, 3]."""
    return Certain(wide(0, 2), "<", wide(1, 3))


def test_only_what_is_certain_is_decided():
    assert certify(true).kind is Kind.CHECKED
    assert certify(true).theorem is None
    refuted = certify(false)
    assert refuted.kind is Kind.REFUTED
    assert recheck(Goal(false), refuted.witness)
    assert not recheck(Goal(true), refuted.witness)
    assert certify(open_question).kind is Kind.UNKNOWN
    assert not recheck(Goal(open_question), refuted.witness)
    for overlapping in (wide(1, 2), flint.arb("nan"), wide(0, 1)):
        with pytest.raises(Undecided):
            Certain(wide(0, 1), "<", overlapping).holds()
    for op in ("<=", "==", ">="):
        with pytest.raises(ValueError, match="compared by"):
            Certain(wide(0, 1), op, wide(2, 3))
    assert certify(statement(lambda bits: ())).kind is Kind.UNKNOWN


def test_the_tier_is_that_of_the_weakest_step():
    steps = (Step("one", true, BALL),)
    variants = (FalseVariant("a", false, "one"), FalseVariant("b", false, "one"))
    whole = {"id": "M0", "title": "", "statement": ("one",), "hypotheses": (), "steps": steps}
    whole |= {"false_variants": variants, "references": ("none",)}
    assert Claim(**whole, tier="B").tier == "B"
    for tier in ("S", "E"):
        with pytest.raises(ValueError, match="the tier is B"):
            Claim(**whole, tier=tier)


def test_what_is_enclosed_is_not_called_proved():
    result = verify_claim("M4")
    assert result.passed, result.shortfalls
    assert result.verdict.kind is Kind.CHECKED
    assert result.verdict.theorem is None


@pytest.mark.parametrize(
    ("p", "g", "quantity", "variant"),
    [
        ("N(0,2)", "0.5*N(-2,0.5)+0.5*N(2,0.5)", "kl", "g||p covers"),
        ("0.5*N(-2,0.5)+0.5*N(2,0.5)", "N(2,0.5)", "kl", "p||g seeks"),
        ("0.5*N(-4,0.5)+0.5*N(4,0.5)", "N(0,4)", "jsd", "JSD always covers"),
    ],
)
def test_the_numbers_of_m4_by_float64_quadrature(p, g, quantity, variant):
    """The left sides of M4's false variants, on a path that shares nothing with balls."""
    densities = parse_target(p), parse_target(g)
    number = divergences.kl(*densities) if quantity == "kl" else divergences.compare(*densities).jsd
    conclusion = next(v for v in load_claim("M4").false_variants if v.name == variant).conclusion
    assert abs(number.value - float(conclusion.check(bits=40).lhs.mid())) <= number.error + 1e-9


@given(st.floats(0, 6), st.floats(0.3, 6))
def test_the_bound_is_below_the_divergence(mean, std):
    """excess - overlap <= KL - log 2, and the box at a point says no more than that."""
    mixture = parse_target("0.5*N(-4,1)+0.5*N(4,1)")
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    x = mean + std * nodes
    log_g = -0.5 * nodes**2 - np.log(std * np.sqrt(2 * np.pi))
    estimate = float(weights @ (log_g - mixture.log_pdf(x)) / np.sqrt(2 * np.pi))
    here = Box((Fraction(mean),) * 2, (Fraction(std),) * 2)
    bound = excess(FOUR, flint.arb(mean), flint.arb(std)) - best_fit.overlap(FOUR, here)
    # 60 nodes: off by less than 0.03 for integrands with a kink of slope 4
    assert float(bound.mid()) <= estimate - np.log(2) + 0.03 * (1 + std)
    if beats(FOUR, here):
        assert estimate > np.log(2) - 0.03 * (1 + std)


def near(d):
    return Box((FOUR - d, FOUR + d), (1 - d, 1 + d))


def test_branch_and_bound_does_not_find_what_is_not_so():
    assert best_fits_lie_in(FOUR, near(Fraction(1, 4)))
    # a box without the mode, or much smaller than what the bound can tell
    assert not best_fits_lie_in(FOUR, Box((Fraction(0), Fraction(3)), (Fraction(1), Fraction(6))))
    assert not best_fits_lie_in(FOUR, near(Fraction(1, 100)))
    # modes so near each other that one Gaussian over both fits better
    assert not best_fits_lie_in(Fraction(1, 2), near(Fraction(1, 4)))


def test_what_lies_outside_the_box_is_not_forgotten():
    assert covers_everything(FOUR, Box((Fraction(0), FOUR + 4), (Fraction(3, 10), FOUR + 4)))
    for mean, std in (
        ((Fraction(1), FOUR + 4), (Fraction(3, 10), FOUR + 4)),
        ((Fraction(0), FOUR + 4), (Fraction(1, 2), FOUR + 4)),
        ((Fraction(0), FOUR), (Fraction(3, 10), FOUR + 4)),
        ((Fraction(0), FOUR + 4), (Fraction(3, 10), FOUR + 1)),
    ):
        assert not covers_everything(FOUR, Box(mean, std))
