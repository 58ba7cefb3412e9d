"""Run claims through the kernel: steps, false variants, dropped hypotheses, exact rechecks.

A claim passes only if every step and the conjunction of its statement are proved, every false
variant is refuted by a witness that the exact path confirms, and dropping any hypothesis leaves a
statement that is refuted or ill-formed (or the claim says why that one stays). Of a claim of
tier E the steps that ask for it are checked exactly on random instances instead, of one of tier B
they are certified by enclosures; then the whole is checked, not proved, and there is no theorem
that another claim could use.
"""

from __future__ import annotations

import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from gantheory import __version__
from gantheory.proofs import kernel
from gantheory.proofs.balls.statement import certify
from gantheory.proofs.claim import BALL, EXACT, Claim, Step
from gantheory.proofs.exact.recheck import has_no_value, recheck
from gantheory.proofs.exact.sample import sample
from gantheory.proofs.formulas import Goal, Law, eq
from gantheory.proofs.kernel import Theorem
from gantheory.proofs.registry import load_claim
from gantheory.proofs.verdict import Kind, Verdict, Witness, checked, unknown

#: a step or a claim with one of these answers does not fall short
_HOLDS = (Kind.PROVED, Kind.CHECKED)


@dataclass(frozen=True)
class StepResult:
    """One step as the kernel saw it."""

    step: Step
    goal: Goal
    verdict: Verdict
    seconds: float


@dataclass(frozen=True)
class VariantResult:
    """A false variant: the sequent, what the kernel said, and whether the witness holds exactly."""

    name: str
    goal: Goal
    verdict: Verdict
    rechecked: bool
    prose: str = ""

    @property
    def passed(self) -> bool:
        """Refuted, by a witness that the exact path confirms."""
        return self.verdict.kind is Kind.REFUTED and self.rechecked


@dataclass(frozen=True)
class DroppedResult:
    """A hypothesis taken away: the sequent that suffers, or why the hypothesis stays."""

    name: str
    goal: Goal
    verdict: Verdict
    rechecked: bool
    kept: str = ""

    @property
    def passed(self) -> bool:
        """Refuted or ill-formed without it and confirmed exactly; or not proved, with a reason."""
        if self.kept:
            return self.verdict.kind is not Kind.PROVED
        return self.verdict.kind in (Kind.REFUTED, Kind.ILL_FORMED) and self.rechecked


@dataclass(frozen=True)
class ClaimResult:
    """All that was checked of one claim.

    Attributes:
        cached: whether an earlier run of the same source checked it; there is no theorem then.
    """

    claim: Claim
    verdict: Verdict
    steps: tuple[StepResult, ...]
    false_variants: tuple[VariantResult, ...]
    dropped: tuple[DroppedResult, ...]
    seconds: float
    cached: bool = False

    @property
    def passed(self) -> bool:
        """Proved (tiers E and B: checked), every variant refuted, every hypothesis needed."""
        wanted = Kind.PROVED if self.claim.tier == "S" else Kind.CHECKED
        refuted = all(part.passed for part in self.false_variants)
        needed = all(part.passed for part in self.dropped)
        return self.verdict.kind is wanted and refuted and needed

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What fell short, one line each."""
        name = self.claim.id
        lines = [
            f"{name}/{result.step.label}: {result.verdict}"
            for result in self.steps
            if result.verdict.kind not in _HOLDS
        ]
        if not lines and self.verdict.kind not in _HOLDS:
            lines = [f"{name}: {self.verdict}"]
        tried: list[tuple[str, VariantResult | DroppedResult]] = [
            *(("variant", part) for part in self.false_variants),
            *(("without", part) for part in self.dropped),
        ]
        for what, part in tried:
            if not part.passed:
                unsure = "" if part.rechecked else " (not confirmed by the exact path)"
                lines.append(f"{name}, {what} {part.name!r}: {part.verdict}{unsure}")
        return tuple(lines)


@cache
def check_steps(claim_id: str) -> tuple[StepResult, ...]:
    """Run the derivation of a claim, and first those of the claims that it uses."""
    claim = load_claim(claim_id)
    results: list[StepResult] = []
    for step in claim.steps:
        goal = claim.goal_of(step)
        started = time.perf_counter()
        premises = _premises(claim, step, {r.step.label: r for r in results})
        if premises is None:
            verdict = unknown("a step that it uses is not proved")
        elif step.rule == EXACT:
            verdict = sample(goal, **step.args)
        elif step.rule == BALL and isinstance(goal.conclusion, Law):
            verdict = certify(goal.conclusion)
        else:
            verdict = kernel.apply(step.rule, goal, premises, **step.args)
        results.append(StepResult(step, goal, verdict, time.perf_counter() - started))
    return tuple(results)


def _premises(claim: Claim, step: Step, earlier: Mapping[str, StepResult]) -> list[Theorem] | None:
    theorems = []
    for used in step.uses:
        other, _, label = used.rpartition("/")
        results = {r.step.label: r for r in check_steps(other)} if other else earlier
        if label not in results or results[label].verdict.theorem is None:
            return None
        theorems.append(results[label].verdict.theorem)
    return theorems  # type: ignore[return-value]


def theorem_of(claim_id: str) -> Verdict:
    """Prove the conjunction of a claim's statement from the theorems of its steps.

    The hypotheses of each statement step must have an exact example, so that none is vacuous.
    Where a step of the statement was only checked, so is the claim.
    """
    claim = load_claim(claim_id)
    results = {result.step.label: result for result in check_steps(claim.id)}
    for result in results.values():
        if result.verdict.kind not in _HOLDS:
            return Verdict(
                result.verdict.kind,
                f"step {result.step.label!r}: {result.verdict.reason}",
                result.verdict.witness,
            )
    stated = [results[label].verdict for label in claim.statement]
    exact = [verdict.reason for verdict in stated if verdict.kind is Kind.CHECKED]
    if exact:
        return checked("; ".join(dict.fromkeys(exact)))
    for label in claim.statement:
        if example_of(claim, claim.step(label)) is None:
            return unknown(f"step {label!r}: no exact example satisfies its hypotheses")
    theorems = [results[label].verdict.theorem for label in claim.statement]
    premises = [theorem for theorem in theorems if theorem is not None]
    return kernel.apply("conjunction", claim.goal, premises)


def example_of(claim: Claim, step: Step) -> Witness | None:
    """Exact values at which all hypotheses of a step hold, or None if the search finds none."""
    nothing = Goal(eq(0, 1), claim.goal_of(step).hypotheses)
    verdict = kernel.refute(nothing)
    if verdict.witness is None:
        verdict = attempt(claim, step, nothing, step.args)
    witness = verdict.witness
    return witness if witness is not None and recheck(nothing, witness) else None


def attempt(claim: Claim, step: Step, goal: Goal, args: Mapping[str, Any]) -> Verdict:
    """Let a step's own rule decide another sequent; search where the rule cannot tell."""
    if step.rule == EXACT:  # the search first, for its small witnesses
        if not isinstance(goal.conclusion, Law):
            found = kernel.refute(goal)
            if found.kind is not Kind.UNKNOWN:
                return found
        return sample(goal, **args)
    if step.rule == BALL and isinstance(goal.conclusion, Law):
        return certify(goal.conclusion)
    verdict = by_its_rule(claim, step, goal, args)
    return kernel.refute(goal) if verdict.kind is Kind.UNKNOWN else verdict


def by_its_rule(claim: Claim, step: Step, goal: Goal, args: Mapping[str, Any]) -> Verdict:
    """Let a step's own rule decide another sequent, with the step's premises."""
    premises = _premises(claim, step, {r.step.label: r for r in check_steps(claim.id)})
    return kernel.apply(step.rule, goal, premises or (), **args)


def check_variant(claim_id: str, name: str) -> VariantResult:
    """Hold one false variant against the kernel and the exact path."""
    claim = load_claim(claim_id)
    variant = next(v for v in claim.false_variants if v.name == name)
    step, goal = claim.varied(variant)
    verdict = attempt(claim, step, goal, step.args)
    rechecked = verdict.witness is not None and recheck(goal, verdict.witness)
    return VariantResult(name, goal, verdict, rechecked, variant.prose)


def check_dropped(claim_id: str, name: str) -> DroppedResult:
    """Take one hypothesis away and see what becomes of the statement."""
    claim = load_claim(claim_id)
    kept = next(h.kept for h in claim.hypotheses if h.name == name)
    worst: DroppedResult | None = None
    for step, goal in claim.dropped(name):
        verdict = attempt(claim, step, goal, step.args)
        witness = verdict.witness
        confirm = recheck if verdict.kind is Kind.REFUTED else has_no_value
        rechecked = witness is not None and confirm(goal, witness)
        result = DroppedResult(name, goal, verdict, rechecked, kept)
        if result.passed and not kept:
            return result
        if worst is None or verdict.kind is Kind.PROVED:
            worst = result
    if worst is None:
        verdict = unknown("no step of the statement uses this hypothesis")
        return DroppedResult(name, claim.goal, verdict, False, "")
    return worst


def verify_claim(claim_id: str) -> ClaimResult:
    """Check one claim and everything around it.

    Raises:
        GanTheoryError: for an unknown id.
    """
    claim = load_claim(claim_id)
    for used in claim.uses:  # not on this claim's clock
        check_steps(used)
    started = time.perf_counter()
    verdict = theorem_of(claim.id)
    variants = tuple(check_variant(claim.id, v.name) for v in claim.false_variants)
    dropped = tuple(check_dropped(claim.id, h.name) for h in claim.hypotheses)
    return ClaimResult(
        claim, verdict, check_steps(claim.id), variants, dropped, time.perf_counter() - started
    )


def as_json(result: ClaimResult) -> dict[str, Any]:
    """A result as JSON-able data."""
    return {
        "id": result.claim.id,
        "title": result.claim.title,
        "verdict": result.verdict.kind.value,
        **({"how": result.verdict.reason} if result.verdict.kind is Kind.CHECKED else {}),
        "tier": result.claim.tier,
        "passed": result.passed,
        "seconds": round(result.seconds, 4),
        **({"cached": True} if result.cached else {}),
        "statement": [str(result.claim.step(s).conclusion) for s in result.claim.statement],
        "hypotheses": [str(h.formula) for h in result.claim.hypotheses],
        "steps": [
            {
                "label": part.step.label,
                "rule": part.step.rule,
                "goal": str(part.goal),
                "verdict": part.verdict.kind.value,
                "seconds": round(part.seconds, 4),
            }
            for part in result.steps
        ],
        "false_variants": [
            {
                "name": part.name,
                "statement": str(part.goal.conclusion),
                "verdict": part.verdict.kind.value,
                "witness": None if part.verdict.witness is None else str(part.verdict.witness),
                "rechecked": part.rechecked,
                "passed": part.passed,
            }
            for part in result.false_variants
        ],
        "dropped_hypotheses": [
            {
                "name": part.name,
                "verdict": part.verdict.kind.value,
                "witness": None if part.verdict.witness is None else str(part.verdict.witness),
                "rechecked": part.rechecked,
                "kept": part.kept,
                "passed": part.passed,
            }
            for part in result.dropped
        ],
        "references": list(result.claim.references),
        "uses": list(result.claim.uses),
    }


def as_document(results: Sequence[ClaimResult]) -> dict[str, Any]:
    """All results as one JSON-able object, with the versions that they come from."""
    libraries = ("sympy", "z3-solver", "python-flint", "mpmath")
    return {
        "kind": "gantheory-claims",
        "gantheory_version": __version__,
        "versions": {"python": platform.python_version()} | {n: version(n) for n in libraries},
        "passed": all(result.passed for result in results),
        "claims": [as_json(result) for result in results],
    }
