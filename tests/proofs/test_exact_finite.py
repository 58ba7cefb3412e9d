"""The finite sums against each other, against floats, and against the kernel's definitions."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from gantheory.proofs.exact import finite
from gantheory.proofs.exact.logq import LogQ
from gantheory.proofs.exact.strategies import answers, pairs
from gantheory.proofs.kernel.evaluate import Exact, compile_term
from gantheory.proofs.terms import JSD, KL, TV, Criterion, Value, discriminator, p_data, p_g


@given(pairs())
def test_theorem_1_exactly(pair):
    p, g = pair
    ones = (1,) * len(p)
    assert finite.criterion(p, g, ones) == 2 * finite.jsd(p, g, ones) - LogQ.log(4)


@given(pairs())
def test_jsd_lies_between_0_and_log_2_with_the_right_equalities(pair):
    p, g = pair
    jsd = finite.jsd(p, g, (1,) * len(p))
    assert 0 <= jsd <= LogQ.log(2)
    assert (jsd == 0) == (p == g)
    disjoint = all(a * b == 0 for a, b in zip(p, g, strict=True))
    assert (jsd == LogQ.log(2)) == disjoint


@given(pairs(), st.data())
def test_no_discriminator_beats_the_optimal_one(pair, data):
    p, g = pair
    d = data.draw(answers(len(p)))
    ones = (1,) * len(p)
    value, best = finite.value(p, g, d, ones), finite.criterion(p, g, ones)
    assert value == -math.inf or value <= best


@settings(max_examples=50)
@given(pairs(), st.data())
def test_textbook_sums_agree_with_the_unfolded_definitions(pair, data):
    p, g = pair
    d = data.draw(answers(len(p)))
    ones = (1,) * len(p)
    at = {p_data: p, p_g: g, discriminator: d}
    middle = (p_data + p_g) / 2
    m = tuple((a + b) / 2 for a, b in zip(p, g, strict=True))
    for term, value in (
        (Criterion(p_data, p_g), finite.criterion(p, g, ones)),
        (JSD(p_data, p_g), finite.jsd(p, g, ones)),
        (TV(p_data, p_g), finite.tv(p, g, ones)),
        (KL(p_g, middle), finite.kl(g, m, ones)),
        (Value(p_data, p_g, discriminator), finite.value(p, g, d, ones)),
    ):
        unfolded = compile_term(term, Exact)(at, 0, ones)
        if value == -math.inf:
            assert unfolded.infinite == -1
            continue
        again = LogQ(unfolded.rational)
        for n, c in unfolded.logs.items():
            again = again + LogQ.log(n) * c
        assert again == value
