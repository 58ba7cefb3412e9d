"""Theorems, LCF style: opaque values that `apply` alone can make, from rules alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from gantheory.errors import GanTheoryError
from gantheory.proofs.formulas import Goal
from gantheory.proofs.verdict import Kind, Verdict

Rule = Callable[..., Verdict]

#: name -> rule; filled by the modules of the kernel when the package is imported
RULES: dict[str, Rule] = {}

_KEY = object()


class Theorem:
    """A goal that a rule has proved. Immutable; `Theorem(...)` outside the kernel raises.

    Attributes:
        goal: what was proved, the very object that the rule looked at.
        rule: the name of the rule.
        premises: the theorems that the rule was given.
    """

    __slots__ = ("goal", "premises", "rule")
    goal: Goal
    rule: str
    premises: tuple[Theorem, ...]

    def __init__(self, key: object, goal: Goal, rule: str, premises: tuple[Theorem, ...]) -> None:
        if key is not _KEY:
            raise TypeError("only the kernel makes theorems: use gantheory.proofs.kernel.apply")
        object.__setattr__(self, "goal", goal)
        object.__setattr__(self, "rule", rule)
        object.__setattr__(self, "premises", premises)

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError("a theorem cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a theorem cannot be changed")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a theorem cannot be pickled or copied: prove it again")

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("Theorem has no subclasses")

    def __repr__(self) -> str:
        return f"<Theorem by {self.rule}: {self.goal}>"


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a function as the kernel rule `name`."""

    def register(function: Rule) -> Rule:
        if name in RULES:
            raise ValueError(f"two rules are called {name!r}")
        RULES[name] = function
        return function

    return register


def apply(name: str, goal: Goal, premises: Sequence[Theorem] = (), **args: Any) -> Verdict:
    """Let the rule `name` decide `goal`, and make the theorem if it proves it.

    Args:
        name: a rule of `RULES`.
        goal: the sequent to decide.
        premises: theorems that the rule may use.
        **args: what the rule asks for (see its docstring), such as a substitution.

    Returns:
        The rule's verdict; with `theorem` set exactly when it is "proved".

    Raises:
        GanTheoryError: for an unknown rule.
        TypeError: for a premise that is no theorem.
    """
    if name not in RULES:
        raise GanTheoryError(f"no kernel rule {name!r}; there are {', '.join(sorted(RULES))}")
    if not all(type(premise) is Theorem for premise in premises):
        raise TypeError("premises must be theorems")
    verdict = RULES[name](goal, tuple(premises), **args)
    if verdict.kind is not Kind.PROVED:
        return verdict
    return replace(verdict, theorem=Theorem(_KEY, goal, name, tuple(premises)))
