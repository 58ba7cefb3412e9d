"""Enclosures against closed forms, identities, float64 quadrature and each other."""

import json
from fractions import Fraction

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gantheory.cli import main
from gantheory.errors import GanTheoryError
from gantheory.line import divergences
from gantheory.line.densities import TARGETS, parse_target
from gantheory.proofs.balls.divergences import QUANTITIES, enclose
from gantheory.proofs.balls.mixture import ball, density, parse_mixture, tail

TWO = "0.5*N(-2,0.5)+0.5*N(2,0.5)"
ONE = "N(0,1)"


def closed_kl(m1, s1, m2, s2):
    """KL of two Gaussians."""
    log = (ball(s2) / ball(s1)).log()
    return log + ball((s1**2 + (m1 - m2) ** 2) / (2 * s2**2)) - flint.arb(1) / 2


@settings(max_examples=8, deadline=None)
@given(
    st.fractions(-3, 3, max_denominator=10),
    st.fractions(Fraction(1, 5), 3, max_denominator=10),
    st.fractions(-3, 3, max_denominator=10),
    st.fractions(Fraction(1, 5), 3, max_denominator=10),
)
def test_kl_of_two_gaussians(m1, s1, m2, s2):
    found = enclose("kl", parse_mixture(f"N({m1},{s1})"), parse_mixture(f"N({m2},{s2})"), 40)
    with flint.ctx.workprec(120):
        assert found.ball.overlaps(closed_kl(m1, s1, m2, s2))
    assert found.reached


def test_the_same_number_at_every_precision_and_any_interval():
    p, g = parse_mixture(TWO), parse_mixture("0.3*N(-1,0.7)+0.7*N(1.5,1.1)")
    for quantity in QUANTITIES:
        fine = enclose(quantity, p, g, 80)
        assert fine.reached
        coarse = enclose(quantity, p, g, 24)
        # with a short interval the analytic tails carry much of the value
        short = [enclose(quantity, p, g, 24, reach=reach) for reach in (0, 1, 3)]
        for other in (coarse, *short):
            assert other.ball.contains(fine.ball)
        radii = [other.radius for other in (*short, coarse, fine)]
        assert radii == sorted(radii, reverse=True)
        assert radii[1] > 1e-3


def test_criterion_is_twice_the_jsd_minus_log_4():
    p, g = parse_mixture(TWO), parse_mixture(ONE)
    criterion, jsd = (enclose(name, p, g, 64).ball for name in ("criterion", "jsd"))
    with flint.ctx.workprec(120):
        assert criterion.overlaps(2 * jsd - flint.arb(4).log())
        assert not criterion.overlaps(jsd - flint.arb(4).log())


def test_equal_mixtures():
    p = parse_mixture(TWO)
    assert enclose("jsd", p, p, 40).ball.contains(0)
    assert enclose("kl", p, p, 40).ball.contains(0)


@pytest.mark.parametrize(("p", "g"), [(TWO, ONE), ("skewed", "gaussian"), ("unequal", "narrow")])
def test_float64_quadrature_is_within_its_stated_error(p, g):
    exact = parse_mixture(p), parse_mixture(g)
    floats = parse_target(p), parse_target(g)
    kl, jsd = divergences.kl(*floats), divergences.compare(*floats).jsd
    criterion = divergences.game_value(*floats, np.zeros_like).criterion
    for estimate, quantity in ((kl, "kl"), (jsd, "jsd"), (criterion, "criterion")):
        certain = enclose(quantity, *exact, 60)
        assert abs(estimate.value - float(certain.ball.mid())) <= estimate.error + 1e-15
        assert estimate.error < 1e-6


@pytest.mark.parametrize("centre", [None, Fraction(-1, 3), Fraction(2)])
@pytest.mark.parametrize("reach", [0, 1, 3])
def test_tails_and_inside_make_the_whole(centre, reach):
    (c,) = parse_mixture("N(-1,0.7)").components
    low, high = c.mean - reach * c.std, c.mean + reach * c.std

    def integrand(z, analytic):
        return density((c,), z) * (1 if centre is None else (z - ball(centre)) ** 2)

    inside = flint.acb.integral(integrand, flint.acb(ball(low)), flint.acb(ball(high))).real
    whole = 1 if centre is None else c.std**2 + (c.mean - centre) ** 2
    tails = tail((c,), reach, centre)
    assert (inside + tails).overlaps(ball(Fraction(whole)))
    assert float((inside + tails).rad()) < 1e-9


def test_modes_that_are_far_apart_or_very_narrow():
    p, far = parse_mixture(ONE), parse_mixture("N(1e6,1)")
    with flint.ctx.workprec(120):
        assert enclose("jsd", p, far, 40).ball.overlaps(flint.arb(2).log())
        assert enclose("kl", p, far, 40).ball.overlaps(flint.arb(10) ** 12 / 2)
    narrow = parse_mixture("N(0,1e-9)")
    closed = closed_kl(Fraction(0), Fraction(1, 10**9), Fraction(0), Fraction(1))
    assert enclose("kl", narrow, p, 40).ball.overlaps(closed)


def test_decimals_are_rationals():
    p = parse_mixture("0.1*N(-1.5,2e-1) + 9/10*N(1/3,.7)")
    assert [c.weight for c in p.components] == [Fraction(1, 10), Fraction(9, 10)]
    assert [c.mean for c in p.components] == [Fraction(-3, 2), Fraction(1, 3)]
    assert [c.std for c in p.components] == [Fraction(1, 5), Fraction(7, 10)]
    for name, known in TARGETS.items():
        read = parse_mixture(name)
        assert [float(c.weight) for c in read.components] == list(known.weights)
        assert [float(c.std) for c in read.components] == list(known.stds)


@pytest.mark.parametrize(
    "text",
    [
        *("", "N(0)", "N(0,0)", "N(0,-1)", "N(0,1)+", "+N(0,1)", "0.5*N(0,1)", "N(0,1)x"),
        *("0.333*N(0,1)+0.667001*N(1,1)", "N(0,1e99999)", "N(nan,1)", "-1*N(0,1)+2*N(0,1)"),
        "1/0*N(0,1)",
    ],
)
def test_what_cannot_be_read(text):
    with pytest.raises(GanTheoryError):
        parse_mixture(text)


def test_what_cannot_be_asked_for():
    p = parse_mixture(ONE)
    with pytest.raises(GanTheoryError, match="bits"):
        enclose("kl", p, p, 8)
    with pytest.raises(GanTheoryError, match="quantity"):
        enclose("tv", p, p, 64)


def test_the_command(capsys, tmp_path):
    file = tmp_path / "balls.json"
    assert main(["certify", TWO, ONE, "--bits", "40", "--json", str(file)]) == 0
    printed = capsys.readouterr().out
    assert "JSD(p, g)          [0.36629495" in printed
    data = json.loads(file.read_text())
    assert [e["quantity"] for e in data["enclosures"]] == list(QUANTITIES)
    assert all(e["radius"] <= 2**-40 for e in data["enclosures"])
    assert main(["certify", "N(0,1", ONE]) == 2
    assert "cannot read" in capsys.readouterr().err
