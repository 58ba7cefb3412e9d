"""Rule `hilbert`: the triangle inequality for the root of the Jensen-Shannon integrand alone."""

import itertools
import math

import pytest

from gantheory.proofs import kernel
from gantheory.proofs.exact.recheck import recheck
from gantheory.proofs.formulas import Goal, ge, gt, le
from gantheory.proofs.terms import scalar, xlogy
from gantheory.proofs.verdict import Kind

x, y, z, t = (scalar(name) for name in "xyzt")
HYPOTHESES = (ge(x, 0), ge(y, 0), ge(z, 0), gt(t, 0))


def loss(u, v):
    return xlogy(u, 2 * u / (u + v)) + xlogy(v, 2 * v / (u + v))


def triangle(distance, first=1 + t, second=1 + 1 / t):
    return le(distance(x, z), first * distance(x, y) + second * distance(y, z))


def kind(conclusion, hypotheses=HYPOTHESES, points=(x, y, z), weight=t):
    goal = Goal(conclusion, tuple(hypotheses))
    verdict = kernel.apply("hilbert", goal, points=points, weight=weight)
    if verdict.kind is Kind.REFUTED:
        assert recheck(goal, verdict.witness), verdict
    return verdict.kind


def test_the_jensen_shannon_integrand_is_a_squared_distance():
    assert kind(triangle(loss)) is Kind.PROVED
    assert kind(triangle(lambda u, v: 3 * loss(u, v) / 7)) is Kind.PROVED
    mirrored = le(loss(x, z), (1 + t) * loss(y, x) + (1 + 1 / t) * loss(z, y))
    assert kind(mirrored) is Kind.PROVED


def test_the_lemma_itself_the_integral_of_squares_is_the_integrand():
    # a Riemann sum against the closed form: 2 L(u, v) = the integral of ((e^-lu - e^-lv)/l)^2,
    # for L with mixed derivative -1/(u + v); cut off at l = 20, within 5e-3
    for u, v in itertools.product((0.2, 1.0, 3.0), repeat=2):
        step = 1e-3
        total = 0.0
        for k in range(20_000):
            at = (k + 0.5) * step
            total += step * ((math.exp(-at * u) - math.exp(-at * v)) / at) ** 2
        exact = u * math.log(2 * u / (u + v)) + v * math.log(2 * v / (u + v))
        assert total == pytest.approx(2 * exact, abs=5e-3)


def test_other_shares_are_refuted():
    assert kind(triangle(loss, 1, 1)) is Kind.REFUTED
    assert kind(triangle(loss, 1 + t, 1)) is Kind.REFUTED
    assert kind(triangle(loss, t, 1 / t)) is Kind.REFUTED


def test_other_divergences_are_not_distances():
    def kl(u, v):
        return xlogy(u, u / v) + v - u

    positive = (gt(x, 0), gt(y, 0), gt(z, 0), gt(t, 0))
    assert kind(triangle(kl), positive) is not Kind.PROVED
    assert kind(triangle(lambda u, v: xlogy(u, 2 * u / (u + v))), positive) is not Kind.PROVED
    assert kind(triangle(lambda u, v: -loss(u, v))) is Kind.REFUTED
    # zero on the diagonal and symmetric, but with another mixed derivative
    tilted = triangle(lambda u, v: xlogy(u, u / (u + v)) + xlogy(v, v / (u + v)))
    assert kind(tilted) is not Kind.PROVED


def test_hypotheses_are_needed():
    for missing in range(4):
        rest = HYPOTHESES[:missing] + HYPOTHESES[missing + 1 :]
        assert kind(triangle(loss), rest) is not Kind.PROVED


def test_arguments_are_not_trusted():
    assert kind(triangle(loss), points=(y, x, z)) is Kind.UNKNOWN
    assert kind(triangle(loss), points=(x, z)) is Kind.UNKNOWN
    assert kind(triangle(loss), points=(x, x, z)) is Kind.UNKNOWN
    assert kind(triangle(loss), weight=x) is Kind.UNKNOWN
    assert kind(triangle(loss), weight=None) is Kind.UNKNOWN
