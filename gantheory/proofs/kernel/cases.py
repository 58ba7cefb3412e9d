"""Rule `cases`: a statement about numbers, proved once for each of several cases."""

from __future__ import annotations

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import rcf
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import fields_of
from gantheory.proofs.verdict import PROVED, Kind, Verdict, unknown


@rule("cases")
def cases(goal: Goal, premises: tuple[Theorem, ...] = ()) -> Verdict:
    """Prove a goal from theorems that state it under more hypotheses, which cover everything.

    Checked here: each premise states the conclusion as it stands; what it assumes beyond the
    goal's hypotheses, its case, is about numbers, and if it mentions functions of x (so that it
    may hold at some x only) neither the conclusion nor any hypothesis of that premise is about
    whole functions; the goal's hypotheses give that one of the cases holds (`rcf`).
    Input class: any conclusion. Complete relative to its premises.
    Witness: from an exact search.
    """
    reason = _reason(goal, premises)
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else unknown(reason)


def _reason(goal: Goal, premises: tuple[Theorem, ...]) -> str:
    found: list[Formula] = []
    for premise in premises:
        given = premise.goal
        if given.conclusion != goal.conclusion:
            return f"a premise says something else: {given.conclusion}"
        case = tuple(h for h in given.hypotheses if h not in goal.hypotheses)
        if any(map(f.is_functional, case)):
            return "a case is about whole functions"
        at_some_x = any(fields_of(s) for h in case for s in f.free_symbols(h))
        if at_some_x and any(map(f.is_functional, (given.conclusion, *given.hypotheses))):
            return "a case holds at some x only, and its premise is about whole functions"
        if rcf.check_defined((*goal.hypotheses, *case), ()) is not None:
            return "a case may have no value"
        found.append(f.And(case))
    if not found or not rcf.entails(goal.hypotheses, f.Or(tuple(found))):
        return "the cases do not cover everything"
    return ""
