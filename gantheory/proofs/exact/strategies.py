"""Hypothesis strategies for finite probability in exact rationals: for tests, here and elsewhere.

Distributions have zeros often, since most mistakes about supports show nowhere else; and
everything shrinks: to fewer letters, to zeros, to small numbers. So the smallest counterexample is
one for the blackboard. Needs the package `hypothesis`, which the rest of `gantheory` does not.

    from hypothesis import given
    from gantheory.proofs.exact import finite, strategies

    @given(strategies.pairs())
    def test_jsd_is_at_most_log_2(pair):
        p, g = pair
        assert finite.jsd(p, g, (1,) * len(p)) <= LogQ.log(2)
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from gantheory.proofs.exact.draw import Vector

#: the most letters of an alphabet, and the largest count that a probability is made of
LETTERS, LARGEST = 5, 9


def proportions(ends: bool = True, largest: int = 20) -> SearchStrategy[Fraction]:
    """Rationals in [0, 1], or in (0, 1); `largest` is the largest denominator."""
    inside = st.fractions(0, 1, max_denominator=largest)
    return inside if ends else inside.filter(lambda x: 0 < x < 1)


@st.composite
def distributions(
    draw: DrawFn, letters: int | None = None, zeros: bool = True, largest: int = LARGEST
) -> Vector:
    """Distributions on an alphabet.

    Args:
        draw: given by hypothesis.
        letters: how many; by default 1 to `LETTERS`.
        zeros: whether probabilities may be 0.
        largest: probabilities are counts up to this, normalised.
    """
    size = draw(st.integers(1, LETTERS)) if letters is None else letters
    counts = st.lists(st.integers(0 if zeros else 1, largest), min_size=size, max_size=size)
    found = draw(counts.filter(any))
    return tuple(Fraction(count, sum(found)) for count in found)


@st.composite
def pairs(
    draw: DrawFn, letters: int | None = None, zeros: bool = True, largest: int = LARGEST
) -> tuple[Vector, Vector]:
    """Two distributions on one alphabet, such as p_data and p_g."""
    size = draw(st.integers(1, LETTERS)) if letters is None else letters
    first, second = (draw(distributions(size, zeros, largest)) for _ in range(2))
    return first, second


@st.composite
def answers(draw: DrawFn, letters: int, ends: bool = True) -> Vector:
    """A discriminator: for each letter a number in [0, 1], or in (0, 1)."""
    return tuple(draw(proportions(ends)) for _ in range(letters))


@st.composite
def channels(
    draw: DrawFn, letters: int, outputs: int | None = None, zeros: bool = True
) -> tuple[Vector, ...]:
    """Stochastic matrices: for each letter a distribution on the outputs."""
    size = draw(st.integers(1, LETTERS)) if outputs is None else outputs
    return tuple(draw(distributions(size, zeros)) for _ in range(letters))


def maps(letters: int, outputs: int) -> SearchStrategy[tuple[int, ...]]:
    """Any maps from letters to outputs: generators on a finite space of noise."""
    return st.tuples(*(st.integers(0, outputs - 1) for _ in range(letters)))


def permutations(letters: int) -> SearchStrategy[tuple[int, ...]]:
    """Bijections of the letters."""
    return st.permutations(range(letters)).map(tuple)


@st.composite
def couplings(draw: DrawFn, p: Vector, g: Vector) -> tuple[Vector, ...]:
    """Couplings of two distributions: matrices with row sums p and column sums g.

    Every coupling of small masses can come: pairs of letters are visited in any order, and each
    takes any share of what both have left; what remains at the end is matched greedily.
    """
    rows, columns = list(p), list(g)
    joint = [[Fraction(0)] * len(g) for _ in p]
    cells = [(i, j) for i in range(len(p)) for j in range(len(g))]
    for again in (False, True):
        for i, j in cells if again else draw(st.permutations(cells)):
            room = min(rows[i], columns[j])
            share = Fraction(1) if again or not room else draw(proportions(largest=4))
            joint[i][j] += share * room
            rows[i] -= share * room
            columns[j] -= share * room
    return tuple(map(tuple, joint))
