"""Choosing a rule by the form of a goal, for goals that come without a derivation."""

from __future__ import annotations

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Goal
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import apply
from gantheory.proofs.verdict import Kind, Verdict


def decide(goal: Goal) -> Verdict:
    """Try the rules that can read `goal`, then a search for a counterexample.

    Args:
        goal: any goal; its conclusion decides which rules are tried.

    Returns:
        The first verdict that is not "unknown"; else the reason of the last rule.
    """
    verdict = Verdict(Kind.UNKNOWN, "no rule reads goals of this form")
    for name in rules_for(goal):
        verdict = apply(name, goal)
        if verdict.kind is not Kind.UNKNOWN:
            return verdict
    search = refute(goal)
    return verdict if search.kind is Kind.UNKNOWN else search


def rules_for(goal: Goal) -> tuple[str, ...]:
    """The names of the rules whose input class the form of the goal suggests, cheapest first."""
    if f.is_functional(goal.conclusion):
        match goal.conclusion:
            case f.Integrable():
                return ("int-finite",)
            case f.Relation("=="):
                return ("int-linear",)
            case f.Relation("<=" | ">="):
                return ("int-mono",)
            case f.Iff():
                return ("int-equality",)
        return ()
    if isinstance(goal.conclusion, f.Relation) and goal.conclusion.op == "==":
        return ("loglin", "rcf")
    return ("rcf", "gibbs")
