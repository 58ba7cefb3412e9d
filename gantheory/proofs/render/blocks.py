"""A checked claim as a short list of blocks, the same for every output language.

All that is mathematics in it comes from the goals that the kernel was given in this run; the
prose of a claim stands beside them as comment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs import terms as t
from gantheory.proofs.claim import Claim, Step
from gantheory.proofs.formulas import Formula, Goal, eq
from gantheory.proofs.render.layout import Line, lines
from gantheory.proofs.render.walk import short_name
from gantheory.proofs.terms import Expr
from gantheory.proofs.verdict import Kind, Verdict, Witness
from gantheory.proofs.verify import ClaimResult, StepResult

#: what a tier means, in words that promise no more than it holds
TIERS = {
    "K": "kernel: checked by a proof assistant",
    "S": "symbolic: decided for all values under the hypotheses",
    "E": "exact: exact arithmetic on instances, not a proof for all",
    "B": "ball: rigorous enclosures, for the densities named",
    "N": "numeric: sampled, not a proof",
}


@dataclass(frozen=True)
class Strong:
    """Text that stands out."""

    text: str


@dataclass(frozen=True)
class Code:
    """The name of a rule."""

    text: str


@dataclass(frozen=True)
class Maths:
    """A formula or term within text."""

    body: Formula | Expr


Inline = str | Strong | Code | Maths
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title of a claim."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Text."""

    parts: Inlines


@dataclass(frozen=True)
class Display:
    """A formula on lines of its own."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[Inlines, ...]


@dataclass(frozen=True)
class Figure:
    """A picture as SVG, with the text that stands for it where there are no pictures."""

    svg: str
    caption: str


Block = Heading | Paragraph | Display | Items | Figure


def joined(formulas: Sequence[Formula]) -> Inlines:
    """Formulas with commas between."""
    return tuple(x for formula in formulas for x in (", ", Maths(formula)))[1:]


def claim_blocks(result: ClaimResult, times: bool = True) -> list[Block]:
    """A checked claim as blocks.

    Args:
        result: from `gantheory.proofs.verify.verify_claim`, or kept from an earlier run.
        times: whether to say how long it took, and when.
    """
    claim = result.claim
    took = f" in {result.seconds:.2f} s" if times else ""
    kept = " by an earlier run of the same source" if times and result.cached else ""
    blocks: list[Block] = [
        Heading(1, f"{claim.id}. {claim.title}"),
        Paragraph(
            (
                Strong(f"{result.verdict.kind.value}{took}{kept}"),
                f"; tier {claim.tier} ({TIERS.get(claim.tier, claim.tier)})",
                *((". Uses ", ", ".join(claim.uses)) if claim.uses else ()),
                ".",
            )
        ),
    ]
    if result.verdict.kind is Kind.CHECKED:
        without = "Not by the kernel alone:" if claim.tier == "B" else "Not proved:"
        blocks.append(Paragraph((Strong(without), f" {result.verdict.reason}.")))
    elif result.verdict.kind is not Kind.PROVED:
        blocks.append(Paragraph((Strong("Falls short:"), f" {result.verdict}")))
    if claim.gloss:
        blocks.append(Paragraph((claim.gloss,)))
    blocks += [Heading(2, "Statement"), *_statement(result)]
    blocks += _legend(result)
    blocks.append(Heading(2, "Proof" if claim.tier == "S" else "Checks"))
    for number, step in enumerate(result.steps, 1):
        blocks += _step_blocks(claim, number, step, times)
    blocks.append(Heading(2, "False variants, refuted"))
    for part in result.false_variants:
        blocks.append(Paragraph((Strong(part.name), f": {part.prose}." if part.prose else "")))
        blocks += _sequent(claim, part.goal)
        blocks.append(Paragraph(_fate(part.verdict, part.rechecked)))
    if result.dropped:
        blocks.append(Heading(2, "Every hypothesis is needed"))
        formulas = {h.name: h.formula for h in claim.hypotheses}
        blocks.append(
            Items(
                tuple(
                    (
                        "without ",
                        Maths(formulas[part.name]),
                        ": ",
                        *((f"{part.kept}.",) if part.kept else _fate(part.verdict, part.rechecked)),
                    )
                    for part in result.dropped
                )
            )
        )
    if claim.notes:
        blocks += [Heading(2, "Notes"), Items(tuple((note,) for note in claim.notes))]
    blocks += [Heading(2, "References"), Items(tuple((ref,) for ref in claim.references))]
    return blocks


def _statement(result: ClaimResult) -> list[Block]:
    """The steps that are the claim, each under the hypotheses that its own goal has."""
    goals = {part.step.label: part.goal for part in result.steps}
    blocks: list[Block] = []
    known: tuple[Formula, ...] | None = None
    for goal in (goals[label] for label in result.claim.statement):
        if goal.hypotheses != known:
            known = goal.hypotheses
            blocks.append(Paragraph(("Let ", *joined(known), ". Then") if known else ("Always",)))
        blocks.append(Display(tuple(lines(goal.conclusion))))
    return blocks


def _step_blocks(claim: Claim, number: int, result: StepResult, times: bool) -> list[Block]:
    step = result.step
    took = f", {1000 * result.seconds:.0f} ms" if times else ""
    head: list[Inline] = [Strong(f"{number}. {step.label}"), " by ", Code(step.rule)]
    if step.uses:
        head.append(f" from {', '.join(step.uses)}")
    head += _arguments(step)
    if result.verdict.kind is not Kind.PROVED:
        head += [" — ", Strong(str(result.verdict))]
    head.append(f"{took}.")
    if step.prose:
        head.append(f" {step.prose}")
    return [Paragraph(tuple(head)), *_sequent(claim, result.goal)]


def _sequent(claim: Claim, goal: Goal) -> list[Block]:
    """A goal as its rule was given it; the hypotheses only where they are not the claim's."""
    blocks: list[Block] = []
    if goal.hypotheses != tuple(h.formula for h in claim.hypotheses):
        given = joined(goal.hypotheses)
        blocks.append(Paragraph(("For ", *given, ":") if given else ("Without hypotheses:",)))
    return [*blocks, Display(tuple(lines(goal.conclusion)))]


def _arguments(step: Step) -> list[Inline]:
    """What a rule was told, such as where to use log t <= t - 1."""
    found: list[Inline] = []
    for name, value in step.args.items():
        match name:
            case "instances":
                for weight, at in value:
                    found += [", t = ", Maths(at), " with weight ", Maths(weight)]
            case "substitution" | "normalise":
                sign = "put for" if name == "substitution" else "times"
                for symbol, term in value.items():
                    found += [", ", Maths(_term(term)), f" {sign} ", Maths(symbol)]
            case "multipliers":
                for index, k in enumerate(value):
                    found += [", " if index else ", multiplied by ", Maths(_term(k))]
            case "weights":
                for index, k in enumerate(value):
                    found += [", " if index else ", inequalities times ", Maths(_term(k))]
            case "invariant":
                for index, part in enumerate(value):
                    found += [", " if index else ", with the invariant ", Maths(part)]
            case "points" if step.rule == "values":
                for index, point in enumerate(value):
                    found += [", " if index else ", at ", Maths(_term(point))]
            case "potential":
                found += [", with the potential ", Maths(_term(value))]
            case "low":
                found += [" from ", Maths(_term(value))]
            case "high":
                found += [" to ", Maths(_term(value))]
            case "draws":
                pass  # the verdict says it
            case "variable":
                found += [", in ", Maths(value)]
            case "anchor":
                found += [" from ", Maths(_term(value))]
            case "order":
                found += [f" to order {value}"]
            case "points":
                for index, point in enumerate(value):
                    found += [", " if index else ", for the points ", Maths(point)]
            case "weight":
                found += [" with weight ", Maths(value)]
            case "example":
                found += [", with ", Maths(_term(value))]
            case _:
                raise ValueError(f"no words for the argument {name!r} of a rule")
    return found


def _term(value: Any) -> Expr:
    return sp.sympify(value)


def _fate(verdict: Verdict, rechecked: bool) -> Inlines:
    """The verdict on something false, with its witness."""
    witness = verdict.witness
    if witness is None:
        return (Strong(verdict.kind.value), f": {verdict.reason}.")
    how = "" if rechecked else " (not confirmed by the exact path)"
    return (Strong(verdict.kind.value), f" at {_shortened(witness)}{how}.")


def _shortened(witness: Witness) -> Witness:
    """The witness with the names that the formulas are shown with."""
    values = tuple((_shown_name(name), v) for name, v in witness.values)
    return Witness(values, witness.weights, witness.says)


def _shown_name(name: str) -> str:
    """The name of a symbol, or that of a state of a run, such as p_g[0]."""
    base, bracket, steps = name.partition("[")
    return "_".join(filter(None, short_name(base))) + bracket + steps


def _legend(result: ClaimResult) -> list[Block]:
    """The notations that occur in a claim, by their definitions, and how integrals are read."""
    goals = [result.claim.goal, *(part.goal for part in result.steps)]
    goals += [part.goal for part in result.false_variants]
    terms = [term for g in goals for h in (*g.hypotheses, g.conclusion) for term in f.terms_of(h)]
    used = {type(node) for term in terms for node in t.subterms(term)}
    if t.Criterion in used:
        used |= {t.Value, t.OptimalDiscriminator}
    if t.JSD in used:
        used |= {t.KL}
    p, g = t.p_data, t.p_g
    found: list[Inlines] = []
    if {p.name, g.name} & {symbol.name for term in terms for symbol in term.free_symbols}:
        found.append((Maths(p), " is the density of the data, ", Maths(g), " the generator's"))
    for notation in t.NOTATIONS:
        if notation in used:
            example = _example(notation)
            found.append((Maths(eq(example, example.definition())),))
    if used & {t.Int, t.Value, t.Criterion, t.KL, t.JSD, t.TV}:
        found.append(("integrals are over the x at which a density under them is positive",))
    if t.xlogy in used or used & {t.Value, t.Criterion, t.KL, t.JSD}:
        found.append(("0 log t is read as 0",))
    if t.At in used or t.Increase in used:
        found.append(("a prime is a derivative; functions of a number are smooth",))
        found.append(("a witness gives the coefficients of polynomials, lowest first",))
    return [Paragraph(("Notation:",)), Items(tuple(found))] if found else []


def _example(notation: type[t.Notation]) -> Expr:
    """A notation with the arguments that a reader expects in its definition."""
    p, g = t.p_data, t.p_g
    if notation is t.Value:
        return t.Value(p, g, t.discriminator)
    if notation is t.Increase:
        return t.Increase(t.scalar("a"), t.scalar("b"), t.function("F"))
    if notation is t.BernoulliKL:
        return t.BernoulliKL(t.scalar("s"), t.scalar("y"))
    return notation(p, t.density("q") if notation is t.KL else g)
