"""Laws: statements about channels, couplings, runs or batches, as functions over exact numbers.

A law is checked on instances drawn at random and never proved. Its text is the docstring of the
function that checks it, so the two are read together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from random import Random
from typing import Any

from gantheory.proofs.exact.finite import Extended
from gantheory.proofs.exact.logq import LogQ, NotLogRational
from gantheory.proofs.formulas import Law
from gantheory.proofs.verdict import ExactValue

#: what a side of a comparison may be; tuples and truth values only with == and !=
Side = ExactValue | Extended

Draw = Callable[[Random, int], Mapping[str, Any]]


@dataclass(frozen=True)
class Comparison:
    """`lhs op rhs` between exact values."""

    lhs: Side
    op: str
    rhs: Side

    def holds(self) -> bool:
        """Decide it exactly.

        Raises:
            NotLogRational: for an order between values that have none.
        """
        if self.op in ("==", "!="):
            return (self.lhs == self.rhs) is (self.op == "==")
        sides = (self.lhs, self.rhs)
        if any(isinstance(side, tuple) for side in sides):
            raise NotLogRational("an order between tuples")
        if any(isinstance(side, float) for side in sides):  # infinities only
            x, y = (side if isinstance(side, float) else 0.0 for side in sides)
            sign = (x > y) - (x < y)
        else:
            sign = (LogQ() + sides[0] - sides[1]).sign()  # type: ignore[operator]
        return {"<=": sign <= 0, "<": sign < 0, ">=": sign >= 0, ">": sign > 0}[self.op]

    def __str__(self) -> str:
        return f"left side {_shown(self.lhs)}, right side {_shown(self.rhs)}"


def _shown(side: Side) -> str:
    if isinstance(side, LogQ) and not side.is_rational():
        return format(float(side), ".6g")
    return str(side.rational_value()) if isinstance(side, LogQ) else str(side)


def law(draw: Draw) -> Callable[[Callable[..., Any]], Law]:
    """Make a `Law` of a function that returns a `Comparison`, or several in a tuple.

    Args:
        draw: (dice, size) -> the function's arguments by name, every one within the hypotheses
            that the docstring states.

    Returns:
        A decorator; the docstring becomes the statement.
    """

    def make(check: Callable[..., Any]) -> Law:
        return Law(" ".join(cleandoc(check.__doc__ or "").split()), draw, check)

    return make


def comparisons(law: Law, values: Mapping[str, ExactValue]) -> tuple[Comparison, ...]:
    """What a law asks for at an instance."""
    found = law.check(**values)
    return found if isinstance(found, tuple) else (found,)


def failing(law: Law, values: Mapping[str, ExactValue]) -> Comparison | None:
    """The first comparison of a law that is false at an instance; None if all hold.

    Raises:
        NotLogRational: where a side has no value.
    """
    return next((c for c in comparisons(law, values) if not c.holds()), None)
