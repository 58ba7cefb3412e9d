"""Rule `induction`: what holds after every number of steps, from a start and one generic step."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import functionals, logic, rcf
from gantheory.proofs.kernel.cells import NoValue
from gantheory.proofs.kernel.functionals import Uncertified
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr
from gantheory.proofs.verdict import PROVED, Kind, Verdict, unknown


@rule("induction")
def induction(
    goal: Goal, premises: tuple[Theorem, ...] = (), invariant: Sequence[Formula] = ()
) -> Verdict:
    """Prove what holds after every number of steps of a method, by an invariant.

    Lemma: induction over the natural numbers. Let `invariant` follow from `start` with 0 for the
    index; let it follow for the successors, with index + 1, from itself and `step`; and let
    `body` follow from it. Then `body` holds after every number of steps. The index is any real
    number ≥ 0 in the last two, which is more than is needed.
    The parts of the invariant are shown one after the other, each with those before it at hand.
    Checked here: index, state, successors and choices do not occur in the goal's hypotheses, nor
    successors and choices in the invariant; each part that must follow is at hand as it stands,
    or is the conclusion of a premise all of whose hypotheses follow from what is at hand: the
    goal's, and `start`; or the invariant, `step` and index ≥ 0. A premise that does not mention
    the successors may be read with their names for those of the state. That putting 0 for the
    index makes something cancel must not hide that it has no value: what is multiplied by the
    index is finite.
    Input class: `Iterates`. Complete relative to the invariant and the premises.
    Args: `invariant`, its parts; like a hypothesis each holds at almost every x.
    Witness: the states of a short run, from an exact search on the unrolled goal.
    """
    if not isinstance(goal.conclusion, f.Iterates):
        return unknown("induction proves what holds after every number of steps")
    try:
        reason = _reason(goal, goal.conclusion, tuple(invariant), premises)
    except (OutsideClass, NoValue, Uncertified, ValueError) as outside:
        reason = str(outside)
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else unknown(reason)


def _reason(
    goal: Goal,
    run: f.Iterates,
    invariant: tuple[Formula, ...],
    premises: tuple[Theorem, ...],
) -> str:
    if any(run.bound & f.free_symbols(h) for h in goal.hypotheses):
        return "a hypothesis speaks of the states, or of the number of steps"
    after = {symbol for _, symbol in run.state}
    if any((after | set(run.choices)) & f.free_symbols(part) for part in invariant):
        return "the invariant is about the state and the number of steps alone"
    index = run.index
    first = (*goal.hypotheses, *run.start)
    given = [premise.goal for premise in premises]
    for part in invariant:
        unclear = _valueless_at_0(part, index, first)
        if unclear:
            return unclear
        wanted = f.substitute(part, {index: sp.Integer(0)})
        if not _follows(wanted, first, given):
            return f"at the start, {wanted} is not proved"
        first = (*first, wanted)
    here = (*goal.hypotheses, *invariant, f.ge(index, 0))
    there = (*here, *run.step)
    given += [_of_the_next(goal, run) for goal in given if not after & _symbols(goal)]
    for part in invariant:
        wanted = f.substitute(part, {index: index + 1, **dict(run.state)})
        if not _follows(wanted, there, given):
            return f"after one more step, {wanted} is not proved"
        there = (*there, wanted)
    for part in run.body.parts if isinstance(run.body, f.And) else (run.body,):
        unclear = _valueless_at_0(part, index, here)
        if unclear:
            return unclear
        if not _follows(part, here, given):
            return f"{part} is not proved"
    return ""


def _symbols(goal: Goal) -> set[Expr]:
    return set().union(*map(f.free_symbols, (goal.conclusion, *goal.hypotheses)))


def _of_the_next(goal: Goal, run: f.Iterates) -> Goal:
    """A theorem about a state with the names of the state after one more step, new in it."""
    names = dict(run.state)
    known = tuple(f.substitute(h, names) for h in goal.hypotheses)
    return Goal(f.substitute(goal.conclusion, names), known)


def _follows(wanted: Formula, known: tuple[Formula, ...], given: Sequence[Goal]) -> bool:
    return wanted in known or any(
        goal.conclusion == wanted and not logic.unmet(goal, known) for goal in given
    )


def _valueless_at_0(part: Formula, index: sp.Symbol, known: tuple[Formula, ...]) -> str:
    """Whether a part may lack a value at index 0, which putting 0 there would hide; "" if not.

    Raises:
        NoValue, OutsideClass, Uncertified: likewise.
    """
    if index not in f.free_symbols(part):
        return ""
    at_0 = (*known, f.eq(index, 0))
    if not f.is_functional(part):
        undefined = rcf.check_defined(at_0, f.terms_of(part))
        return "" if undefined is None else undefined.reason
    if not isinstance(part, f.Relation):
        return f"{part} mentions the number of steps and is no relation"
    functionals.require_values((part.lhs, part.rhs), at_0)
    for side in (part.lhs, part.rhs):
        # an atom whose coefficient vanishes has no fixed sign, so it must be certified as finite
        functionals.admit(functionals.functional(side), at_0)
    return ""
