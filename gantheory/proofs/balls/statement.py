"""Evidence tier B: statements about named densities, decided by enclosures in ball arithmetic.

A statement is a `Law` whose check takes a precision in bits and returns comparisons of balls. It
is `checked` only if every comparison is certain for all numbers in the balls, and refuted only if
one is certainly false; there is no theorem, since no kernel rule has read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import cleandoc

import flint

from gantheory.proofs.exact.law import comparisons
from gantheory.proofs.exact.logq import NotLogRational
from gantheory.proofs.formulas import Law
from gantheory.proofs.verdict import Verdict, Witness, checked, refuted, unknown

#: accuracy asked of enclosures; a refuting witness is checked again with twice as many bits
BITS = 32


class Undecided(NotLogRational):
    """Balls that overlap, or a search that ended before everything was certain."""


@dataclass(frozen=True)
class Certain:
    """lhs < rhs or lhs > rhs, for all numbers in two balls.

    Raises:
        ValueError: for any other relation; overlapping balls can tell of none.
    """

    lhs: flint.arb
    op: str
    rhs: flint.arb

    def __post_init__(self) -> None:
        if self.op not in ("<", ">"):
            raise ValueError(f"balls are compared by < or >, not by {self.op}")

    def holds(self) -> bool:
        """Decide it.

        Raises:
            Undecided: if the balls overlap.
        """
        low, high = (self.lhs, self.rhs) if self.op == "<" else (self.rhs, self.lhs)
        if low < high:
            return True
        if low > high:
            return False
        raise Undecided(f"the balls overlap: {self}")

    def __str__(self) -> str:
        return f"left side {self.lhs.str(6)}, right side {self.rhs.str(6)}"


def statement(check: Callable[[int], object]) -> Law:
    """Make a statement of tier B of a function of the precision; its docstring is the text."""
    return Law(
        " ".join(cleandoc(check.__doc__ or "").split()), lambda dice, size: {"bits": BITS}, check
    )


def certify(law: Law) -> Verdict:
    """Decide a statement of tier B."""
    try:
        found = comparisons(law, {"bits": BITS})
        failing = [comparison for comparison in found if not comparison.holds()]
    except Undecided as reason:
        return unknown(str(reason))
    if not found:
        return unknown("the statement compares nothing")
    if failing:
        return refuted(Witness((("bits", 2 * BITS),), says=str(failing[0])))
    return checked(f"certified by enclosures in ball arithmetic, {BITS} bits")
