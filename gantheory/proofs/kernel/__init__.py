"""The trusted code: rules that decide goals, and the one place where a `Theorem` is made.

A rule is a function (goal, premises, **args) -> `Verdict`, known by its name. `apply` runs it and,
when the answer is "proved", makes the theorem. Rules look at the goal only, never at what a text
says about it. `refute` searches for a counterexample to a goal of any form; `decide` picks the
rules for a goal that comes alone.
"""

from gantheory.proofs.kernel import (
    calculus,
    cases,
    equations,
    gibbs,
    hilbert,
    induction,
    integral,
    logic,
    loglin,
    maps,
    rcf,
    split,
    taylor,
)
from gantheory.proofs.kernel.decide import decide
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import RULES, Theorem, apply

__all__ = [
    "RULES",
    "Theorem",
    "apply",
    "calculus",
    "cases",
    "decide",
    "equations",
    "gibbs",
    "hilbert",
    "induction",
    "integral",
    "logic",
    "loglin",
    "maps",
    "rcf",
    "refute",
    "split",
    "taylor",
]
