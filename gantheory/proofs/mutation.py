"""Statement mutation: change one thing in what a claim says, and no mutant may be proved.

Each mutant changes one number, sign, symbol, order of arguments or relation in the conclusion of
one step of the statement, and goes through that step's own rule. Where the rule cannot tell, exact
arithmetic looks for a counterexample. `equivalent_mutants` lists those that the kernel proves and
that are true, each with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import zip_longest

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs import kernel
from gantheory.proofs.equivalent_mutants import EQUIVALENT
from gantheory.proofs.exact.logq import Irrational, NotLogRational
from gantheory.proofs.exact.recheck import Model, has_no_value, recheck
from gantheory.proofs.exact.sample import examples
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.registry import load_claim
from gantheory.proofs.terms import Density, Expr, Notation
from gantheory.proofs.verdict import Kind, Verdict, Witness, checked, ill_formed, refuted, unknown
from gantheory.proofs.verify import by_its_rule

#: exact points that a mutant is held against when its rule cannot tell
INSTANCES = 40
#: with fewer points nothing is said
ENOUGH = 5


@dataclass(frozen=True)
class Change:
    """One thing changed in the conclusion of one step.

    Attributes:
        what: the sort of thing and how it changed, as in "number 1 -> 2".
    """

    claim_id: str
    label: str
    what: str
    conclusion: Formula

    @property
    def sort(self) -> str:
        """number, sign, symbol, arguments or relation."""
        return self.what.partition(" ")[0]


@dataclass(frozen=True)
class Mutant:
    """A change and what became of it."""

    change: Change
    kind: Kind

    @property
    def equivalent(self) -> bool:
        """Whether it is on the list of those that are true all the same."""
        changed = (self.change.label, str(self.change.conclusion))
        return any(changed in listed for listed in _listed(self.change.claim_id))

    def __str__(self) -> str:
        return f"{self.change.label}: {self.change.conclusion} ({self.change.what})"


def _listed(claim_id: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(EQUIVALENT.get(claim_id, {}).values())


def mutants_of_term(term: Expr, densities: tuple[Expr, ...]) -> Iterator[tuple[str, Expr]]:
    """Every term that differs from `term` in one place."""
    if term.is_Rational:
        yield f"number {term} -> {term + 1}", term + 1
        if term != 0:
            yield f"sign {term} -> {-term}", -term
    elif isinstance(term, Density):
        for other in densities:
            if other != term:
                yield f"symbol {term} -> {other}", other
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
                yield f"relation {op} -> {other}", f.Relation(other, lhs, rhs)
        case f.Integrable(term):
            for change, new in mutants_of_term(term, densities):
                yield change, f.Integrable(new)
        case f.Iff(a, b) | f.AlmostEverywhere(a, b):
            for change, mutant in mutants_of(a, densities):
                yield change, type(formula)(mutant, b)
            for change, mutant in mutants_of(b, densities):
                yield change, type(formula)(a, mutant)
        case f.Everywhere() | f.Iterates():
            for change, mutant in mutants_of(formula.body, densities):
                yield change, replace(formula, body=mutant)
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


def changed(claim_id: str) -> list[Change]:
    """Every mutant of a claim's statement, none twice."""
    claim = load_claim(claim_id)
    found: dict[tuple[str, Formula], Change] = {}
    for label in claim.statement:
        goal = claim.goal_of(claim.step(label))
        symbols = {s for h in (*goal.hypotheses, goal.conclusion) for s in f.free_symbols(h)}
        densities = tuple(
            sorted((s for s in symbols if isinstance(s, Density)), key=lambda s: s.name)
        )
        for what, conclusion in mutants_of(goal.conclusion, densities):
            if conclusion != goal.conclusion:
                found.setdefault((label, conclusion), Change(claim_id, label, what, conclusion))
    return list(found.values())


def spread(changes: list[Change], size: int) -> list[Change]:
    """A sample, the same every time: from every step and sort of change in turn.

    Within a step and a sort those with the smallest hash of their text come first.
    """
    strata: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        strata.setdefault((change.label, change.sort), []).append(change)
    for stratum in strata.values():
        stratum.sort(key=lambda c: sha256(f"{c.what} {c.conclusion}".encode()).digest())
    rounds = zip_longest(*strata.values())
    return [change for turn in rounds for change in turn if change is not None][:size]


def run(claim_id: str, size: int | None = None) -> Iterator[Mutant]:
    """Hold mutants of a claim's statement against the kernel and exact instances.

    Args:
        claim_id: of a claim of tier S.
        size: how many, see `spread`; None for all.
    """
    changes = changed(claim_id)
    points: dict[str, Points] = {}
    for change in changes if size is None else spread(changes, size):
        yield Mutant(change, judge(change, points.setdefault(change.label, Points())).kind)


@dataclass
class Points:
    """Exact points at which the hypotheses of a step hold; filled as they are needed."""

    met: list[Witness] = field(default_factory=list)
    drawn: bool = False


def judge(change: Change, points: Points) -> Verdict:
    """What becomes of a mutant: its step's rule, then exact points, then the search.

    Args:
        change: the mutant.
        points: of the step; a witness against this mutant is put there, for the next ones.

    Returns:
        `checked` if neither the rule nor the search can tell and no point speaks against it.
    """
    claim = load_claim(change.claim_id)
    step = claim.step(change.label)
    goal = Goal(change.conclusion, claim.goal_of(step).hypotheses)
    verdict = by_its_rule(claim, step, goal, step.args)
    if verdict.kind is Kind.UNKNOWN:
        if _imaginary(change.conclusion):
            return ill_formed("the logarithm of a negative number")
        if not points.drawn:
            points.drawn = True
            points.met += examples(claim.goal_of(step), INSTANCES)
        verdict = _at(goal, points.met)
        if verdict.kind not in (Kind.REFUTED, Kind.ILL_FORMED):
            searched = kernel.refute(goal)
            verdict = verdict if searched.kind is Kind.UNKNOWN else searched
    found = verdict.witness
    more = len(points.met) < 2 * INSTANCES and verdict.kind is Kind.REFUTED
    if more and found is not None and found not in points.met and recheck(goal, found):
        points.met.append(found)
    return verdict


def _at(goal: Goal, points: list[Witness]) -> Verdict:
    """What exact points, at which the hypotheses hold, say of a conclusion."""
    agreeing, without_value = 0, None
    for point in points:
        try:
            if not Model.of(goal, point).holds(goal.conclusion):
                return refuted(point)
            agreeing += 1
        except Irrational:
            continue
        except NotLogRational:
            if without_value is None and has_no_value(goal, point):
                without_value = point
        except KeyError:  # the point of another mutant, without a symbol of this one
            continue
    if without_value is not None:
        return ill_formed("a side has no value", without_value)
    if agreeing < ENOUGH:
        return unknown(f"only {agreeing} instances to look at")
    return checked(f"true at {agreeing} exact instances")


def _imaginary(formula: Formula) -> bool:
    """Whether sympy has written the logarithm of a negative number as log + πi."""
    return any(term.has(sp.I) for term in f.terms_of(formula))


def survivors(mutants: list[Mutant]) -> list[Mutant]:
    """Mutants that were proved and are not known to be true."""
    return [m for m in mutants if m.kind is Kind.PROVED and not m.equivalent]


@dataclass(frozen=True)
class Score:
    """What became of the mutants of one claim.

    Attributes:
        refuted: false at an exact point where the hypotheses hold.
        ill_formed: without a value at such a point.
        agreeing: neither proved nor caught, and true at all exact instances tried: most say
            something true, a weaker bound or a symmetry, that the rule of the step cannot tell.
        unknown: nothing found out.
        equivalent: true, and listed with the reason.
        survivors: those proved that are not listed; there must be none.
        stale: how many listed ones are no mutants, or are not proved; there must be none.
    """

    claim_id: str
    refuted: int
    ill_formed: int
    agreeing: int
    unknown: int
    equivalent: int
    survivors: tuple[str, ...]
    stale: int

    @property
    def counts(self) -> dict[str, int]:
        """How many came to what."""
        return {
            "refuted": self.refuted,
            "ill_formed": self.ill_formed,
            "agreeing": self.agreeing,
            "unknown": self.unknown,
            "equivalent": self.equivalent,
            "proved": len(self.survivors),
        }

    @property
    def mutants(self) -> int:
        """How many there were."""
        return sum(self.counts.values())

    @property
    def caught(self) -> int:
        """How many were caught by a witness."""
        return self.refuted + self.ill_formed

    @property
    def score(self) -> float:
        """The mutation score: the share caught of those that are not listed as true."""
        counted = self.mutants - self.equivalent
        return self.caught / counted if counted else 1.0

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What falls short, one line each."""
        lines = [f"{self.claim_id}: a mutant is proved: {text}" for text in self.survivors]
        if self.stale:
            lines.append(f"{self.claim_id}: {self.stale} entries of the list are not needed")
        if 2 * self.caught <= self.mutants - self.equivalent:
            lines.append(f"{self.claim_id}: half of the mutants or more are not caught")
        return tuple(lines)


def score_of(claim_id: str) -> Score:
    """Mutate a claim's statement in every place and count."""
    mutants = list(run(claim_id))
    proved = [m for m in mutants if m.kind is Kind.PROVED]
    equivalent = [m for m in proved if m.equivalent]
    kinds = Counter(mutant.kind for mutant in mutants)
    return Score(
        claim_id,
        refuted=kinds[Kind.REFUTED],
        ill_formed=kinds[Kind.ILL_FORMED],
        agreeing=kinds[Kind.CHECKED],
        unknown=kinds[Kind.UNKNOWN],
        equivalent=len(equivalent),
        survivors=tuple(map(str, survivors(mutants))),
        stale=sum(map(len, _listed(claim_id))) - len(equivalent),
    )
