"""A student's own step: choose the rules, bound the time, and answer with a small witness.

This module is outside the kernel. It can only ask rules in some order; a proof is a `Theorem` that
the kernel made, and a refutation counts once `gantheory.proofs.exact` has confirmed its witness.
Everything else is `ill_formed` (some term has no value for some allowed values) or `unknown`.
"""

from __future__ import annotations

import itertools
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from types import FrameType
from typing import Any

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.exact.logq import LogQ
from gantheory.proofs.exact.recheck import has_no_value, recheck
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import apply, functionals, rcf, refute, witness
from gantheory.proofs.kernel.cells import NoValue
from gantheory.proofs.kernel.decide import rules_for
from gantheory.proofs.kernel.evaluate import Exact, Undefined, compile_term
from gantheory.proofs.kernel.functionals import Uncertified
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.parse import Parsed
from gantheory.proofs.terms import Expr, Field, Int, unfold
from gantheory.proofs.text import term_text
from gantheory.proofs.verdict import Kind, Verdict, Witness, ill_formed, unknown

SECONDS = 10.0
#: anchors tried by `mean-value`, besides the other symbols of the step
_ANCHORS = (1, 0, sp.Rational(1, 2), -1, 2)
_ATTEMPTS = 24
_RECHECKS = 400

#: what sympy raises where it meets something like Max(zoo, b)
_SYMPY_FAILS: tuple[type[Exception], ...] = (
    ArithmeticError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    sp.PolynomialError,
)

Value = Fraction | tuple[Fraction, ...]
Weights = tuple[int | None, ...]


@dataclass(frozen=True)
class Answer:
    """What became of a step.

    Attributes:
        goal: the sequent that was asked about.
        verdict: with a theorem if proved, with a confirmed witness if refuted.
        rule: the rule that proved it, or "".
        seconds: how long it took.
    """

    goal: Goal
    verdict: Verdict
    rule: str
    seconds: float


def check(parsed: Parsed, seconds: float = SECONDS) -> Answer:
    """Decide a step that `gantheory.proofs.parse` has read.

    Args:
        parsed: the step.
        seconds: time after which the answer is "unknown". It is kept in the main thread of a
            process with signals; z3 bounds its own work in units of its own.

    Returns:
        The answer; `proved` always carries a theorem and `refuted` a confirmed witness.
    """
    started = time.perf_counter()
    try:
        with _deadline(seconds):
            verdict = _decide(parsed)
    except _OutOfTime:
        verdict = unknown(f"no answer within {seconds:g} s")
    rule = verdict.theorem.rule if verdict.theorem is not None else ""
    return Answer(parsed.goal, verdict, rule, time.perf_counter() - started)


#: destructors and callbacks of the garbage collector: an exception in them is printed and lost
_DEAF = ("__del__", "gc_callback")


class _OutOfTime(BaseException):  # past every `except Exception` on the way
    pass


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    usable = hasattr(signal, "setitimer")
    if not usable or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_: int, frame: FrameType | None) -> None:
        while frame is not None:
            if frame.f_code.co_name in _DEAF:
                return  # it rings again soon
            frame = frame.f_back
        raise _OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.05)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _decide(parsed: Parsed) -> Verdict:
    goal = parsed.goal
    if not _consistent(goal.hypotheses):
        return _CONTRADICTION
    doubts = _conditions(parsed)
    if doubts is not None and doubts.kind is Kind.ILL_FORMED:
        return doubts
    if parsed.outside:
        return unknown(parsed.outside)
    for term in parsed.finite:
        if not _is_finite(term, goal.hypotheses):
            return unknown(f"{term_text(term)} cancels in the step as typed; it may be infinite")
    if doubts is not None:
        # no rule reads it, but a counterexample is one all the same
        verdict = _guarded(lambda: refute(goal))
        return _confirmed(parsed, verdict) if verdict.kind is Kind.REFUTED else doubts
    verdict = unknown("no rule reads a step of this form")
    for name, args in _attempts(goal):
        verdict = _guarded(lambda name=name, args=args: apply(name, goal, **args))
        if verdict.kind is Kind.PROVED:
            return _about_something(goal, verdict)
        if verdict.kind is not Kind.UNKNOWN:
            return _confirmed(parsed, verdict)
    search = _guarded(lambda: refute(goal))
    return verdict if search.kind is Kind.UNKNOWN else _confirmed(parsed, search)


def _is_finite(term: Expr, hypotheses: tuple[Formula, ...]) -> bool:
    try:
        return not functionals.not_finite(term, hypotheses)
    except _SYMPY_FAILS:
        return False


_CONTRADICTION = ill_formed("the assumptions contradict each other: nothing satisfies them all")


def _guarded(attempt: Any) -> Verdict:
    """Run a rule on a goal that nobody has looked at: what it cannot read is `unknown`."""
    try:
        verdict: Verdict = attempt()
    except (OutsideClass, NoValue, Uncertified) as reason:
        return unknown(str(reason))
    except _SYMPY_FAILS as reason:
        return unknown(f"the rules cannot read this: {type(reason).__name__}")
    return verdict


def _attempts(goal: Goal) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rules to try, with their arguments; cheapest first."""
    for name in rules_for(goal):
        yield name, {}
    if not isinstance(goal.conclusion, f.Relation):
        return
    if f.is_functional(goal.conclusion):
        for name, shares in itertools.product(rules_for(goal), _shares(goal)):
            yield name, {"normalise": shares}
        return
    if goal.conclusion.op not in ("<=", ">="):
        return
    symbols = sorted(f.free_symbols(goal.conclusion), key=lambda s: s.name)
    pairs = [(s, sp.sympify(a)) for s in symbols for a in _ANCHORS]
    pairs += list(itertools.permutations(symbols, 2))
    for variable, anchor in pairs[:_ATTEMPTS]:
        if _meets(goal.conclusion, variable, anchor):
            yield "mean-value", {"variable": variable, "anchor": anchor}


def _shares(goal: Goal) -> Iterator[dict[Expr, Expr]]:
    """Ways to write the constant of a step about integrals by densities of mass 1.

    With KL >= 0 in mind, where p log(p/q) >= p - q: a multiple of a difference is put in.
    """
    less, more = f.terms_of(goal.conclusion)
    if isinstance(goal.conclusion, f.Relation) and goal.conclusion.op in (">=", ">"):
        less, more = more, less
    try:
        left, right = functionals.functional(less), functionals.functional(more)
    except OutsideClass:
        return
    constant = sp.expand(right.constant - left.constant)
    known, _ = functionals.masses(goal.hypotheses)
    units = sorted((d for d, mass in known.items() if mass == 1), key=str)
    sizes = {abs(c) for _, c in (*left.atoms, *right.atoms) if c.is_Rational} | {sp.Integer(1)}
    for unit in units:
        yield {unit: constant}
    for size, (u, v) in itertools.product(sorted(sizes), itertools.permutations(units, 2)):
        yield {u: constant - size, v: size}


def _meets(relation: f.Relation, variable: Expr, anchor: Expr) -> bool:
    """Whether the two sides look equal at the anchor: spares the rule hopeless attempts."""
    try:
        difference = (relation.lhs - relation.rhs).xreplace({variable: anchor})
        return bool(
            rcf.differentiate(difference).is_zero is not False
            and not difference.has(sp.nan, sp.zoo)
        )
    except _SYMPY_FAILS:
        return False


def _consistent(hypotheses: tuple[Formula, ...]) -> bool:
    return rcf.consistent(tuple(h for h in hypotheses if not f.is_functional(h)))


def _about_something(goal: Goal, verdict: Verdict) -> Verdict:
    """A proof, unless the assumptions contradict each other; with a warning if they may.

    What is assumed of numbers was found consistent before; this is about integrals too.
    """
    if not any(map(f.is_functional, goal.hypotheses)):
        return verdict
    nothing = Goal(f.Or(()), goal.hypotheses)
    example = _guarded(lambda: refute(nothing))
    if example.witness is not None and recheck(nothing, example.witness):
        return verdict
    for hypothesis in goal.hypotheses:
        others = tuple(h for h in goal.hypotheses if h != hypothesis)
        match hypothesis:
            case f.Relation("==", Int() as mass, rhs) if rhs.is_Rational and rhs != 0:
                bound = f.Relation("<=" if rhs > 0 else ">=", mass, sp.Integer(0))
                masses, _ = functionals.masses(others)
                other = masses.get(mass.args[0], rhs)
                if rcf.entails(others, f.ne(other, rhs)):
                    return _CONTRADICTION
                against = Goal(bound, others)
                if _guarded(lambda goal=against: apply("int-mono", goal)).kind is Kind.PROVED:
                    return _CONTRADICTION
    return replace(
        verdict, reason="but no example of the assumptions was found: can they all hold?"
    )


def _conditions(parsed: Parsed) -> Verdict | None:
    """None if the step as typed always has a value; else ill-formed, or unknown if open."""
    doubts = None
    for condition, source in parsed.conditions:
        known = tuple(h for h in parsed.goal.hypotheses if h != source)
        try:
            if any(term.has(Int) for term in map(unfold, f.terms_of(condition))):
                raise OutsideClass(str(condition))
            answer, model = rcf.find(known, f.Not(condition))
        except OutsideClass:
            answer, model = "unknown", None
        if answer == "sat":
            if not f.free_symbols(condition):
                return ill_formed(parsed.outside or f"{condition} is needed")
            at = rcf.model_witness(model, known, f.Not(condition))
            return ill_formed(f"a term has no value unless {condition}; assume that", at)
        if answer == "unknown":
            doubts = unknown(f"cannot tell whether {condition}") if doubts is None else doubts
    return doubts


def _confirmed(parsed: Parsed, verdict: Verdict) -> Verdict:
    """Hold a witness against the exact path, after making it as small as it can be."""
    goal = parsed.goal
    if verdict.kind is Kind.ILL_FORMED:
        if verdict.witness is not None and not has_no_value(goal, verdict.witness):
            # by convention it has one, such as KL = +∞, but no rule works with that
            return unknown(f"{verdict.reason}; assume that")
        return verdict
    if verdict.kind is not Kind.REFUTED or verdict.witness is None:
        return verdict
    # where the text as typed has no value it is not false
    typed = f.And(tuple(condition for condition, _ in parsed.conditions))
    asked = Goal(f.Or((goal.conclusion, f.Not(typed))), goal.hypotheses)
    if not recheck(asked, verdict.witness):
        return unknown(f"a counterexample that the exact path does not confirm: {verdict.witness}")
    found = witness.explain(goal, _smaller(asked, verdict.witness))
    return replace(verdict, witness=replace(found, says=found.says + _difference(goal, found)))


def _difference(goal: Goal, found: Witness) -> str:
    """By how much two sides differ that print alike."""
    left, _, right = found.says.removeprefix("left side ").partition(", right side ")
    if left != right or not isinstance(goal.conclusion, f.Relation):
        return ""
    names = {s.name: s for s in f.free_symbols(goal.conclusion)}
    at: dict[Any, Any] = {names[n]: v for n, v in found.values if n in names}
    if not found.weights:
        at = {s: (v,) if isinstance(s, Field) else v for s, v in at.items()}
    try:
        term = goal.conclusion.lhs - goal.conclusion.rhs
        value = compile_term(term, Exact)(at, 0, found.weights or (1,))
    except Undefined:
        return ""
    return f", and they differ by {float(LogQ(value.rational, value.logs).ball(4096).mid()):.3g}"


def _smaller(goal: Goal, found: Witness) -> Witness:
    """Replace the values of a witness by simpler ones, as long as it refutes."""
    tries = iter(range(_RECHECKS))

    def refutes(values: Mapping[str, Value], weights: Weights) -> bool:
        return next(tries, None) is not None and recheck(
            goal, Witness(tuple(sorted(values.items())), weights)
        )

    values: dict[str, Any] = dict(found.values)
    weights = found.weights
    if weights and None not in weights:
        functions = [name for name, value in values.items() if isinstance(value, tuple)]
        normalised = {str(d) for d in functionals.masses(goal.hypotheses)[0]}
        sums = [name in normalised for name in functions]
        for letters, chosen in _simple_alphabets(sums, len(weights)):
            simpler = dict(values)
            simpler.update(zip(functions, chosen, strict=True))
            if refutes(simpler, (1,) * letters):
                values, weights = simpler, (1,) * letters
                break
    changed = True
    while changed:
        changed = False
        for name, value in list(values.items()):
            if isinstance(value, Fraction):
                for candidate in _simpler(value):
                    simpler = dict(values)
                    simpler[name] = candidate
                    if refutes(simpler, weights):
                        values, changed = simpler, True
                        break
    return Witness(tuple(sorted(values.items())), weights)


def _simpler(value: Fraction) -> Iterator[Fraction]:
    """Numbers to try in place of `value`, the simplest first."""
    simple = witness.SIMPLE
    yield from simple[: simple.index(value)] if value in simple else simple
    for k in range(1, 5):
        rounded = value.limit_denominator(10**k)
        if value not in simple and rounded.denominator < value.denominator:
            yield rounded


def _simple_alphabets(
    sums: Sequence[bool], most: int
) -> Iterator[tuple[int, tuple[tuple[Fraction, ...], ...]]]:
    """Values for functions on alphabets of up to `most` letters, small numbers first.

    Args:
        sums: for each function, whether its values must add up to 1.
        most: how many letters there may be.
    """
    for letters in range(1, most + 1):
        rows = {
            tuple(Fraction(k, n) for k in counts)
            for n in (1, 2, 3, 4)
            for counts in itertools.product(range(n + 1), repeat=letters)
        }
        ordered = sorted(rows, key=lambda row: (sum(x.denominator for x in row), row))
        choices = [[row for row in ordered if sum(row) == 1 or not one] for one in sums]
        most_rows = int(_RECHECKS ** (1 / max(len(sums), 1)))
        for chosen in itertools.product(*(choice[:most_rows] for choice in choices)):
            yield letters, chosen
