"""What a check answers: proved, checked, refuted with a witness, ill-formed, unknown; no bool."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from gantheory.proofs.kernel.theorem import Theorem


class Kind(StrEnum):
    """The five answers; `checked` (exact on instances) is less than `proved`."""

    PROVED = "proved"
    CHECKED = "checked"
    REFUTED = "refuted"
    ILL_FORMED = "ill_formed"
    UNKNOWN = "unknown"


#: rationals, whole numbers and truth values, in tuples of any depth
ExactValue = Fraction | int | tuple["ExactValue", ...]

#: an infinite amount of copies of a letter, in `Witness.weights`
INFINITE = None


@dataclass(frozen=True)
class Witness:
    """Exact values at which the hypotheses of a goal hold and its conclusion fails.

    Attributes:
        values: name -> a rational, or for a function of x one rational per letter of a finite
            alphabet; for a law outside the formula language whatever it is about, such as the
            rows of a channel.
        weights: how often each letter counts in an integral (the base measure); `None` stands for
            infinitely often. Empty for a goal without integrals.
        says: the failing relation at these values, in words and numbers; for reading only.
    """

    values: tuple[tuple[str, ExactValue], ...]
    weights: tuple[int | None, ...] = ()
    says: str = ""

    def __str__(self) -> str:
        parts = [f"{name} = {_number(value)}" for name, value in self.values]
        if INFINITE in self.weights:
            shown = ", ".join("∞" if w is INFINITE else str(w) for w in self.weights)
            parts.append(f"copies of each letter = ({shown})")
        return ", ".join(parts) + (f": {self.says}" if self.says else "")


def _number(value: ExactValue) -> str:
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_number, value)) + ")"
    return str(value)


@dataclass(frozen=True)
class Verdict:
    """The answer of a rule. Compare `kind`; a verdict has no truth value.

    Attributes:
        kind: which of the answers.
        reason: why, for `ill_formed` and `unknown`; on how much, for `checked`.
        witness: the exact counterexample, always there for `refuted`; for `ill_formed` a point
            at which a term has no value, where one was found.
        theorem: what was proved; put there by the kernel, never by a rule.
    """

    kind: Kind
    reason: str = ""
    witness: Witness | None = None
    theorem: Theorem | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.kind is Kind.REFUTED and self.witness is None:
            raise ValueError("a refutation needs a witness")

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict has five values: compare `verdict.kind`, do not test its truth")

    def __str__(self) -> str:
        detail = self.witness if self.witness is not None else self.reason
        return f"{self.kind.value}: {detail}" if detail else self.kind.value


PROVED = Verdict(Kind.PROVED)


def checked(how: str) -> Verdict:
    """Exactly true on the instances that `how` tells of; no theorem."""
    return Verdict(Kind.CHECKED, how)


def refuted(witness: Witness) -> Verdict:
    """The conclusion fails at `witness`, where every hypothesis holds."""
    return Verdict(Kind.REFUTED, witness=witness)


def ill_formed(reason: str, witness: Witness | None = None) -> Verdict:
    """A term of the goal has no value for some values that the hypotheses allow."""
    return Verdict(Kind.ILL_FORMED, reason, witness)


def unknown(reason: str) -> Verdict:
    """The rule cannot tell: the goal is outside its class, or the search ended empty-handed."""
    return Verdict(Kind.UNKNOWN, reason)
