"""Random finite instances in exact rationals: distributions with zeros, channels, maps.

Every function takes the dice and a size; larger sizes have larger denominators. Zeros come often:
most mistakes about supports show nowhere else.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

#: one rational per letter
Vector = tuple[Fraction, ...]


def rational(dice: Random, size: int) -> Fraction:
    """Any rational, often 0."""
    return Fraction(dice.randint(-size - 1, size + 1), dice.randint(1, size + 1))


def proportion(dice: Random, size: int, ends: bool = True) -> Fraction:
    """A rational in [0, 1], or in (0, 1) without its ends."""
    below = dice.randint(1, size + 1) if ends else dice.randint(2, size + 2)
    return Fraction(dice.randint(0 if ends else 1, below if ends else below - 1), below)


def distribution(dice: Random, letters: int, size: int, zeros: bool = True) -> Vector:
    """A distribution on `letters` letters; each probability is 0 about one time in four."""
    counts = [0] * letters
    while not sum(counts):
        counts = [
            0 if zeros and dice.random() < 0.25 else dice.randint(1, 2 * size + 1)
            for _ in range(letters)
        ]
    return tuple(Fraction(count, sum(counts)) for count in counts)


def channel(dice: Random, letters: int, outputs: int, size: int) -> tuple[Vector, ...]:
    """A stochastic matrix: for each letter a distribution on the outputs."""
    return tuple(distribution(dice, outputs, size) for _ in range(letters))


def mapping(dice: Random, letters: int, outputs: int) -> tuple[int, ...]:
    """Any map from letters to outputs."""
    return tuple(dice.randrange(outputs) for _ in range(letters))


def permutation(dice: Random, letters: int) -> tuple[int, ...]:
    """A bijection of the letters."""
    return tuple(dice.sample(range(letters), letters))


def letters(dice: Random, size: int) -> int:
    """How many letters: at least two, seldom more than six."""
    return dice.randint(2, min(size + 1, 6))


def pair(dice: Random, size: int) -> dict[str, Vector]:
    """Two distributions p and g on one alphabet."""
    count = letters(dice, size)
    return {name: distribution(dice, count, size) for name in ("p", "g")}
