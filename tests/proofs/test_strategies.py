"""The strategies make what they say, zeros included; laws hold on it, and mistakes shrink small."""

from fractions import Fraction

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from gantheory.proofs.exact import finite
from gantheory.proofs.exact.strategies import (
    channels,
    couplings,
    distributions,
    maps,
    pairs,
    permutations,
    proportions,
)


def jsd(p, g):
    return finite.jsd(p, g, (1,) * len(p))


def tv(p, g):
    return sum(abs(a - b) for a, b in zip(p, g, strict=True)) / 2


def sent(p, rows):
    """The law of a channel's output."""
    return tuple(
        sum(a * row[x] for a, row in zip(p, rows, strict=True)) for x in range(len(rows[0]))
    )


def pushed(p, to, outputs):
    """The law of to[z] for z drawn from p."""
    return tuple(sum(a for a, y in zip(p, to, strict=True) if y == x) for x in range(outputs))


few = settings(max_examples=40)


@few
@given(st.data(), st.booleans())
def test_distributions_and_channels_are_normalised(data, zeros):
    p = data.draw(distributions(zeros=zeros))
    rows = data.draw(channels(len(p), zeros=zeros))
    for row in (p, *rows):
        assert sum(row) == 1
        assert min(row) >= 0
        assert zeros or min(row) > 0
    assert len({len(row) for row in rows}) == 1
    assert 0 < data.draw(proportions(ends=False)) < 1


@few
@given(st.data(), pairs())
def test_couplings_have_their_margins_and_disagree_at_least_by_tv(data, pair):
    p, g = pair
    joint = data.draw(couplings(p, g))
    assert tuple(map(sum, joint)) == p
    assert tuple(map(sum, zip(*joint, strict=True))) == g
    assert min(map(min, joint)) >= 0
    assert 1 - sum(joint[x][x] for x in range(len(p))) >= tv(p, g)


@few
@given(st.data(), pairs())
def test_data_processing(data, pair):
    """J5 for channels, with equality for bijections; F1: E h(G(z)) = E h(x), x drawn from p_g."""
    p, g = pair
    rows = data.draw(channels(len(p)))
    assert jsd(sent(p, rows), sent(g, rows)) <= jsd(p, g)
    turned = data.draw(permutations(len(p)))
    assert jsd(pushed(p, turned, len(p)), pushed(g, turned, len(p))) == jsd(p, g)
    to = data.draw(maps(len(p), 3))
    h = [Fraction(data.draw(st.integers(-3, 3))) for _ in range(3)]
    mean = sum(a * h[y] for a, y in zip(p, to, strict=True))
    assert mean == sum(a * b for a, b in zip(pushed(p, to, 3), h, strict=True))


def test_zeros_point_masses_and_non_trivial_couplings_come():
    quick = settings(max_examples=300, phases=[Phase.generate], derandomize=True)
    assert find(distributions(3), lambda p: p.count(0) == 1, settings=quick)
    assert find(distributions(3), lambda p: 1 in p, settings=quick)
    assert find(distributions(), lambda p: len(p) > 3, settings=quick)
    half = (Fraction(1, 2),) * 2
    independent = ((Fraction(1, 4),) * 2,) * 2
    assert find(couplings(half, half), lambda joint: joint == independent, settings=quick)


def test_the_smallest_counterexample_is_one_for_the_blackboard():
    """JSD is no metric (J3): two point masses and the law halfway between them."""

    def longer_on_the_way(triple):
        p, q, r = triple
        return jsd(p, r) > jsd(p, q) + jsd(q, r)

    same = settings(derandomize=True)
    p, q, r = find(st.tuples(*[distributions(2)] * 3), longer_on_the_way, settings=same)
    assert {p, r} == {(0, 1), (1, 0)}
    assert q == (Fraction(1, 2),) * 2
