"""What a claim is: data that the kernel checks and that every text is rendered from.

There is no statement in words beside the formal one: `Claim.statement` names the steps whose
conclusions, together, are the claim, and `Claim.goal` is the sequent that the kernel proves last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gantheory.proofs.formulas import And, Formula, Goal, Implies, Law

#: the name that steps of tier E give as their rule: exact arithmetic on random instances
EXACT = "exact"
#: the name that steps of tier B give: enclosures in ball arithmetic
BALL = "ball"
#: neither of them proves a theorem
BESIDE_THE_KERNEL = (EXACT, BALL)


@dataclass(frozen=True)
class Hypothesis:
    """One assumption of a claim.

    Attributes:
        name: short and unique in the claim; the tests and `Step.given` use it.
        formula: what is assumed.
        gloss: a few words for the reader.
        kept: empty if dropping the hypothesis makes the claim refuted or ill-formed, as it should;
            else why no check here can see the difference.
    """

    name: str
    formula: Formula
    gloss: str = ""
    kept: str = ""


@dataclass(frozen=True)
class Step:
    """One line of a derivation.

    Attributes:
        label: unique in the claim.
        conclusion: what the step states, under the hypotheses `given` and `assuming`.
        rule: the name of a kernel rule; or `EXACT`, checked on instances, or `BALL`, certified for
            the densities it names: both make no theorem.
        args: what the rule asks for, such as a substitution.
        uses: premises: labels of earlier steps, or "ID/label" for a step of another claim.
        given: names of the claim's hypotheses that the step needs; None for all.
        assuming: further hypotheses of this step alone (a case, a range of a new variable).
        prose: one or two sentences for the reader.
    """

    label: str
    conclusion: Formula
    rule: str
    args: Mapping[str, Any] = field(default_factory=dict)
    uses: tuple[str, ...] = ()
    given: tuple[str, ...] | None = None
    assuming: tuple[Formula, ...] = ()
    prose: str = ""


@dataclass(frozen=True)
class FalseVariant:
    """A statement near the claim that is false, and that the kernel must refute.

    Attributes:
        name: unique in the claim.
        conclusion: the false statement.
        of: the label of the step that it perturbs; the variant goes through the same rule with
            the same premises, hypotheses and arguments (except as below).
        without: names of the claim's hypotheses that the variant does not assume.
        assuming: further hypotheses of the variant.
        args: arguments that replace those of the step; None keeps them.
        prose: the mistake that it stands for.
    """

    name: str
    conclusion: Formula
    of: str
    without: tuple[str, ...] = ()
    assuming: tuple[Formula, ...] = ()
    args: Mapping[str, Any] | None = None
    prose: str = ""


@dataclass(frozen=True)
class Claim:
    """A claim with its derivation.

    Attributes:
        id: group letter and number, as in "A1".
        title: a few words.
        statement: labels of the steps that are the claim.
        hypotheses: what the claim assumes.
        steps: the derivation, in order.
        false_variants: at least two.
        references: where the claim comes from; "own derivation" where it is the project's.
        uses: ids of the claims that steps refer to.
        tier: the evidence tier that the statement reaches: "S" for symbolic, all values; "E" if
            a step of it is exact on random instances only, "B" if one is certified by
            enclosures, for the densities that it names. An exact step beside the statement of
            a claim of tier S is a companion: shown as checked, and no part of what is proved.
        gloss: one sentence for the reader; the statement itself is rendered from the goals.
        notes: what the claim does not say, and who proved what.
    """

    id: str
    title: str
    statement: tuple[str, ...]
    hypotheses: tuple[Hypothesis, ...]
    steps: tuple[Step, ...]
    false_variants: tuple[FalseVariant, ...]
    references: tuple[str, ...]
    uses: tuple[str, ...] = ()
    tier: str = "S"
    gloss: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        labels = [step.label for step in self.steps]
        names = [hypothesis.name for hypothesis in self.hypotheses]
        variants = [variant.name for variant in self.false_variants]
        for what, given in (("label", labels), ("hypothesis", names), ("variant", variants)):
            if len(set(given)) != len(given):
                raise ValueError(f"{self.id}: a {what} occurs twice")
        if not self.statement or not set(self.statement) <= set(labels):
            raise ValueError(f"{self.id}: the statement names steps that do not exist")
        if len(variants) < 2:
            raise ValueError(f"{self.id}: at least two false variants are needed")
        rules = {self.step(label).rule for label in self.statement}
        tier = "E" if EXACT in rules else "B" if BALL in rules else "S"
        if self.tier != tier:
            raise ValueError(f"{self.id}: the tier is {tier}, by the rules of its steps")
        if not self.references:
            raise ValueError(f"{self.id}: a reference is needed")
        for step in self.steps:
            if step.rule in BESIDE_THE_KERNEL and step.uses:
                raise ValueError(f"{self.id}/{step.label}: a step of that rule has no premises")
            if not set(step.given or ()) <= set(names):
                raise ValueError(f"{self.id}/{step.label}: an unknown hypothesis is given")
            earlier = labels[: labels.index(step.label)]
            for used in step.uses:
                other, _, label = used.rpartition("/")
                if (other and other not in self.uses) or (not other and label not in earlier):
                    raise ValueError(f"{self.id}/{step.label}: cannot use {used!r}")
        for variant in self.false_variants:
            if variant.of not in labels or not set(variant.without) <= set(names):
                raise ValueError(f"{self.id}/{variant.name}: an unknown step or hypothesis")

    def step(self, label: str) -> Step:
        """The step with this label."""
        return next(step for step in self.steps if step.label == label)

    def goal_of(self, step: Step) -> Goal:
        """The sequent of a step: the object that its rule checks and a text shows.

        A law states its own hypotheses.
        """
        if isinstance(step.conclusion, Law):
            return Goal(step.conclusion)
        chosen = [h.formula for h in self.hypotheses if step.given is None or h.name in step.given]
        return Goal(step.conclusion, tuple(dict.fromkeys((*chosen, *step.assuming))))

    @property
    def goal(self) -> Goal:
        """The whole claim: the conjunction of its statement.

        Its hypotheses are those that all statement steps share. What one of them assumes beyond
        these, a case such as b = 0, stands before its own conclusion; so cases that exclude each
        other are never assumed together.
        """
        goals = [self.goal_of(self.step(label)) for label in self.statement]
        shared = tuple(h for h in goals[0].hypotheses if all(h in g.hypotheses for g in goals))
        parts: list[Formula] = []
        for goal in goals:
            own = tuple(h for h in goal.hypotheses if h not in shared)
            parts.append(Implies(And(own), goal.conclusion) if own else goal.conclusion)
        return Goal(And(tuple(parts)), shared)

    def varied(self, variant: FalseVariant) -> tuple[Step, Goal]:
        """The step that a false variant perturbs, and the sequent that it claims."""
        step = self.step(variant.of)
        if variant.args is not None:
            step = replace(step, args=variant.args)
        goal = self.goal_of(replace(step, conclusion=variant.conclusion))
        dropped = {h.formula for h in self.hypotheses if h.name in variant.without}
        kept = tuple(h for h in goal.hypotheses if h not in dropped)
        return step, Goal(goal.conclusion, tuple(dict.fromkeys((*kept, *variant.assuming))))

    def dropped(self, name: str) -> list[tuple[Step, Goal]]:
        """The steps of the statement that use a hypothesis, and their sequents without it."""
        formula = next(h.formula for h in self.hypotheses if h.name == name)
        found = []
        for label in self.statement:
            step = self.step(label)
            goal = self.goal_of(step)
            if formula in goal.hypotheses:
                rest = tuple(h for h in goal.hypotheses if h != formula)
                found.append((step, Goal(goal.conclusion, rest)))
        return found
