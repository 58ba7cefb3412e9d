"""Rule `gibbs`: inequalities with logarithms, from instances of log t ≤ t − 1.

The one fact about the logarithm used is: log t ≤ t − 1 for t > 0, with equality iff t = 1. An
instance with a weight w ≥ 0 bounds w·log t from above by w·(t − 1); with w ≤ 0, put 1/t for t.
What is left after the instances is a polynomial inequality, decided by `rcf`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from functools import lru_cache

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import loglin, rcf
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr, Int
from gantheory.proofs.verdict import PROVED, Kind, Verdict, unknown

Instances = tuple[tuple[Expr, Expr], ...]  # (weight, t)


def grouped(term: Expr, expand: bool) -> Instances:
    """Guess instances for `term`: one per coefficient, or per monomial of the coefficients.

    Logarithms with the same coefficient, up to sign, go into one: a·log y − a·log z becomes
    a·log(y/z). Only a guess; `residual` checks it.
    """
    groups: dict[Expr, list[tuple[Expr, int]]] = {}
    for argument, coefficient in loglin.log_form(term).logs:
        numerator, denominator = sp.fraction(sp.together(coefficient))
        numerator = sp.expand(numerator) if expand else sp.factor_terms(numerator)
        for monomial in sp.Add.make_args(numerator) if expand else (numerator,):
            number, rest = monomial.as_coeff_Mul()
            key = rest / denominator
            if number.is_Integer and abs(number) <= 8:
                groups.setdefault(key, []).append((argument, int(number)))
            else:
                groups.setdefault(sp.Abs(number) * key, []).append((argument, int(sp.sign(number))))
    merged = []
    for key, powers in groups.items():
        shared = math.gcd(*(power for _, power in powers))  # 2·log t is no log t², a worse bound
        merged.append((shared * key, sp.Mul(*(t ** (power // shared) for t, power in powers))))
    lowest = ((weight, loglin.cancel(t)) for weight, t in merged)
    return tuple((weight, t) for weight, t in lowest if t != 1)


def residual(
    term: Expr, instances: Instances, hypotheses: tuple[Formula, ...]
) -> tuple[Expr, tuple[Formula, ...], bool]:
    """Bound `term` from above by a rational function.

    Args:
        term: linear in logarithms.
        instances: weights w and arguments t with term − Σ w·log t rational.
        hypotheses: what is known of the symbols.

    Returns:
        The bound r + Σ w·(t − 1) (or w·(1 − 1/t) for w ≤ 0); the equations t = 1 at which it
        is attained; and whether every weight is known to be non-zero, so that it is attained
        there only.

    Raises:
        OutsideClass: if the logarithms do not cancel, a weight has no sign, or a t is not known
            to be positive.
    """
    form = loglin.log_form(term)
    rest = loglin.normal_form((*form.logs, *((t, -w) for w, t in instances)))
    if rest:
        raise OutsideClass("the instances of log t <= t - 1 do not cover the logarithms")
    bound, attained, strict = form.rational, list[Formula](), True
    for weight, t in instances:
        conditions = (*rcf.defined(weight), *rcf.defined(t), f.gt(t, 0))
        if not all(rcf.entails(hypotheses, condition) for condition in conditions):
            raise OutsideClass(f"{t} is not known to be positive")
        if rcf.entails(hypotheses, f.ge(weight, 0)):
            bound += weight * (t - 1)
            strict &= rcf.entails(hypotheses, f.gt(weight, 0))
        elif rcf.entails(hypotheses, f.le(weight, 0)):
            bound += weight * (1 - 1 / t)
            strict &= rcf.entails(hypotheses, f.lt(weight, 0))
        else:
            raise OutsideClass(f"the weight {weight} has no fixed sign")
        attained.append(f.eq(t, 1))
    return bound, tuple(attained), strict


@lru_cache(maxsize=20_000)
def decide(
    conclusion: Formula, hypotheses: tuple[Formula, ...], instances: Instances | None = None
) -> str:
    """Try to prove a defined relation, or relation ⟺ condition, between log-linear terms.

    Returns:
        "" when proved, else why not. The caller has checked that every term has a value.
    """
    condition: Formula | None = None
    match conclusion:
        case f.Iff(f.Relation("==", lhs, rhs), equality):
            condition = equality
        case f.Relation(("<=" | "<"), lhs, rhs):
            pass
        case f.Relation(">=" | ">"):
            return decide(conclusion.mirrored(), hypotheses, instances)
        case _:
            return "gibbs decides <=, <, and (==) ⟺ condition"
    values = loglin.equations(hypotheses)
    try:
        left, right = (
            loglin.substituted(loglin.resolve(side, hypotheses), values) for side in (lhs, rhs)
        )
        orders = [left - right] if condition is None else [left - right, right - left]
        guesses = (
            [instances]
            if instances is not None
            else [guess for expand in (True, False) for guess in [grouped(orders[0], expand)]]
        )
    except OutsideClass as outside:
        return str(outside)
    reasons = []
    for term, guess in itertools.product(orders, dict.fromkeys(guesses)):
        signed = guess if term is orders[0] else tuple((-w, t) for w, t in guess)
        try:
            reason = _bounded(term, conclusion, condition, hypotheses, signed)
        except OutsideClass as outside:
            reason = str(outside)
        if not reason:
            return ""
        reasons.append(reason)
    return "; ".join(dict.fromkeys(reasons))


def _bounded(
    term: Expr,
    conclusion: Formula,
    condition: Formula | None,
    hypotheses: tuple[Formula, ...],
    instances: Instances,
) -> str:
    """Whether `term` ≤ 0 (and < 0, or = 0 iff `condition`, as the conclusion asks)."""
    bound, attained, strict = residual(term, instances, hypotheses)
    if not rcf.entails(hypotheses, f.le(bound, 0)):
        return f"what the instances leave, {bound}, is not known to be at most 0"
    touching = f.And((*attained, f.eq(bound, 0)))
    if condition is not None:
        if not strict:
            return "a weight may be zero, so equality tells nothing about its t"
        if not rcf.entails(hypotheses, f.Iff(touching, condition)):
            return "equality does not come down to the condition"
    elif isinstance(conclusion, f.Relation) and conclusion.op == "<":
        if rcf.entails(hypotheses, f.lt(bound, 0)):
            return ""
        if not strict or not rcf.entails(hypotheses, f.Not(touching)):
            return "the bound is attained"
    return ""


@rule("gibbs")
def gibbs(
    goal: Goal, premises: tuple[Theorem, ...] = (), instances: Sequence[Sequence[Expr]] = ()
) -> Verdict:
    """Prove an inequality between log-linear terms from instances of log t ≤ t − 1.

    Input class: `lhs <= rhs` (or <, >=, >), and `lhs == rhs` ⟺ condition where one side is
    never the greater and the condition is a formula between rational terms.
    Args: `instances`, pairs (weight, t); without them a guess is made from the coefficients.
    Sound: every t is proved positive, every weight's sign is proved, lhs − rhs − Σ w·log t is
    proved rational by the normal form of `loglin`, and what is left is decided by `rcf`.
    Not complete: an inequality that needs other bounds on the logarithm is `unknown`.
    Witness: from an exact search over small rational points.
    """
    conclusion = f.map_terms(goal.conclusion, rcf.differentiate)
    terms = tuple(f.terms_of(conclusion))
    if any(term.has(Int) for term in terms):
        return unknown("gibbs does not look inside integrals")
    undefined = rcf.check_defined(goal.hypotheses, f.terms_of(goal.conclusion))
    if undefined is not None:
        return undefined
    chosen = tuple((sp.sympify(w), sp.sympify(t)) for w, t in instances) or None
    reason = decide(conclusion, goal.hypotheses, chosen)
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else unknown(reason)
