"""Statement mutation: change one thing in what a claim says, and no mutant may be proved.

Each mutant changes one number, sign, symbol, order of arguments or relation in the conclusion of
one step of the statement, and goes through that step's own rule. `equivalent_mutants` lists those
that say something true, each with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from gantheory.proofs import formulas as f
from gantheory.proofs.equivalent_mutants import EQUIVALENT
from gantheory.proofs.formulas import Formula
from gantheory.proofs.registry import load_claim
from gantheory.proofs.terms import Density, Expr, Notation
from gantheory.proofs.verdict import Kind
from gantheory.proofs.verify import attempt


@dataclass(frozen=True)
class Mutant:
    """One changed conclusion and what became of it."""

    claim_id: str
    label: str
    change: str
    conclusion: Formula
    kind: Kind


def mutants_of_term(term: Expr, densities: tuple[Expr, ...]) -> Iterator[tuple[str, Expr]]:
    """Every term that differs from `term` in one place."""
    if term.is_Rational:
        yield f"{term} -> {term + 1}", term + 1
        if term != 0:
            yield f"{term} -> {-term}", -term
    elif isinstance(term, Density):
        for other in densities:
            if other != term:
                yield f"{term} -> {other}", other
    elif isinstance(term, Notation) and len(term.args) >= 2 and term.args[0] != term.args[1]:
        first, second, *rest = term.args
        yield f"arguments of {type(term).__name__}", term.func(second, first, *rest)
    for index, arg in enumerate(term.args):
        for change, new in mutants_of_term(arg, densities):
            args = (*term.args[:index], new, *term.args[index + 1 :])
            try:
                yield change, term.func(*args)
            except (TypeError, ValueError, ZeroDivisionError):
                continue


def mutants_of(formula: Formula, densities: tuple[Expr, ...]) -> Iterator[tuple[str, Formula]]:
    """Every formula that differs from `formula` in one place."""
    match formula:
        case f.Relation(op, lhs, rhs):
            for change, new in mutants_of_term(lhs, densities):
                yield change, f.Relation(op, new, rhs)
            for change, new in mutants_of_term(rhs, densities):
                yield change, f.Relation(op, lhs, new)
            for other in {"==": ("<", ">"), "<=": ("<", ">="), "<": (">",)}.get(op, ()):
                yield f"{op} -> {other}", f.Relation(other, lhs, rhs)
        case f.Integrable(term):
            for change, new in mutants_of_term(term, densities):
                yield change, f.Integrable(new)
        case f.Iff(a, b) | f.AlmostEverywhere(a, b):
            for change, mutant in mutants_of(a, densities):
                yield change, type(formula)(mutant, b)
            for change, mutant in mutants_of(b, densities):
                yield change, type(formula)(a, mutant)
        case f.And(parts):
            for index, part in enumerate(parts):
                for change, mutant in mutants_of(part, densities):
                    yield change, f.And((*parts[:index], mutant, *parts[index + 1 :]))


def opposite(formula: Formula) -> Formula:
    """A formula near `formula` that is false wherever `formula` is true."""
    match formula:
        case f.Relation("==", lhs, rhs):
            return f.eq(lhs + 1, rhs)
        case f.Relation("<=" | "<" as op, lhs, rhs):
            return f.Relation(op, rhs + 1, lhs)
        case f.Relation(">=" | ">"):
            return opposite(formula.mirrored())
        case f.Iff(a, b):
            return f.Iff(a, f.Not(b))
        case f.Exists(symbol, body):
            return f.Exists(symbol, f.And((body, f.Or(()))))
    return f.And((formula, f.Or(())))


def run(claim_id: str) -> Iterator[Mutant]:
    """Send every mutant of a claim's statement through the kernel."""
    claim = load_claim(claim_id)
    for label in claim.statement:
        step = claim.step(label)
        goal = claim.goal_of(step)
        symbols = {s for h in (*goal.hypotheses, goal.conclusion) for s in f.free_symbols(h)}
        densities = tuple(
            sorted((s for s in symbols if isinstance(s, Density)), key=lambda s: s.name)
        )
        seen = {goal.conclusion}
        for change, conclusion in mutants_of(goal.conclusion, densities):
            if conclusion in seen:
                continue
            seen.add(conclusion)
            verdict = attempt(claim, step, f.Goal(conclusion, goal.hypotheses), step.args)
            yield Mutant(claim_id, label, change, conclusion, verdict.kind)


def survivors(mutants: list[Mutant]) -> list[Mutant]:
    """Mutants that were proved and are not known to be true."""
    return [
        mutant for mutant in mutants if mutant.kind is Kind.PROVED and not is_equivalent(mutant)
    ]


def is_equivalent(mutant: Mutant) -> bool:
    """Whether a mutant is on the list of those that are true all the same."""
    reasons = EQUIVALENT.get(mutant.claim_id, {})
    changed = (mutant.label, str(mutant.conclusion))
    return any(changed in listed for listed in reasons.values())


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one claim.

    Attributes:
        refuted, ill_formed, unknown: how many got that verdict.
        equivalent: how many say something true, and are listed with the reason.
        survivors: those proved that are not listed; there must be none.
    """

    claim_id: str
    refuted: int
    ill_formed: int
    unknown: int
    equivalent: int
    survivors: tuple[str, ...]

    @property
    def mutants(self) -> int:
        """How many there were."""
        return self.refuted + self.ill_formed + self.unknown + self.equivalent + len(self.survivors)

    @property
    def caught(self) -> float:
        """The mutation score: the share of mutants, without the equivalent, with a witness."""
        counted = self.mutants - self.equivalent
        return (self.refuted + self.ill_formed) / counted if counted else 1.0


def score_of(claim_id: str) -> Score:
    """Mutate a claim's statement and count."""
    mutants = list(run(claim_id))
    other = Counter(mutant.kind for mutant in mutants if not is_equivalent(mutant))
    return Score(
        claim_id,
        other[Kind.REFUTED],
        other[Kind.ILL_FORMED],
        other[Kind.UNKNOWN],
        sum(map(is_equivalent, mutants)),
        tuple(f"{m.label}: {m.conclusion} ({m.change})" for m in survivors(mutants)),
    )
