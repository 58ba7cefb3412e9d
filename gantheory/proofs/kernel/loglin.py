"""Rule `loglin`: identities between sums of (rational function) · log(positive rational function).

Normal form: factor the argument of every logarithm over Q, take logarithms of absolute values
(log t = log|t| for the positive arguments that occur, so the signs of the factors do not matter),
refine the numerical factors to pairwise coprime ones, and collect one rational coefficient per
irreducible factor. Distinct irreducible polynomials and coprime numbers are multiplicatively
independent, so their logarithms are linearly independent over the rational functions, and the
identity holds on an open set iff every coefficient cancels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import rcf, witness
from gantheory.proofs.kernel.evaluate import coprime, exponent
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr, Int, xlogy
from gantheory.proofs.verdict import PROVED, Verdict, refuted, unknown


@dataclass(frozen=True)
class LogForm:
    """rational + Σ coefficient · log(argument), all of them rational functions."""

    rational: Expr
    logs: tuple[tuple[Expr, Expr], ...]  # (argument, coefficient)


@lru_cache(maxsize=50_000)
def log_form(term: Expr) -> LogForm:
    """Read a term as a linear combination of logarithms.

    Raises:
        OutsideClass: for products or quotients of logarithms, roots, exponentials, integrals.
    """
    if isinstance(term, sp.log):
        if not is_rational_function(term.args[0]):
            raise OutsideClass(f"{term} is the logarithm of something not rational")
        return LogForm(sp.Integer(0), ((term.args[0], sp.Integer(1)),))
    if is_rational_function(term):
        return LogForm(term, ())
    if isinstance(term, sp.Add):
        forms = [log_form(arg) for arg in term.args]
        return LogForm(
            sp.Add(*(form.rational for form in forms)),
            tuple(pair for form in forms for pair in form.logs),
        )
    if isinstance(term, sp.Mul):
        plain = [arg for arg in term.args if is_rational_function(arg)]
        others = [arg for arg in term.args if not is_rational_function(arg)]
        if len(others) == 1:
            form, factor = log_form(others[0]), sp.Mul(*plain)
            return LogForm(form.rational * factor, tuple((arg, c * factor) for arg, c in form.logs))
    raise OutsideClass(f"{term} is not linear in logarithms")


@lru_cache(maxsize=50_000)
def is_rational_function(term: Expr) -> bool:
    """Whether `term` is built from symbols and rationals by +, ·, / and whole powers."""
    if term.is_Symbol or term.is_Rational:
        return True
    if isinstance(term, sp.Add | sp.Mul):
        return all(map(is_rational_function, term.args))
    return isinstance(term, sp.Pow) and term.exp.is_Integer and is_rational_function(term.base)


@lru_cache(maxsize=50_000)
def factors(argument: Expr) -> tuple[int, int, tuple[tuple[Expr, int], ...]]:
    """Numerator and denominator of the content in absolute value, and irreducible factors."""
    content = sp.Rational(1)
    found: dict[Expr, int] = {}
    for part, sign in zip(sp.fraction(sp.together(argument)), (1, -1), strict=True):
        c, pieces = sp.factor_list(part)
        content *= sp.Rational(c) ** sign
        for piece, power in pieces:
            found[piece] = found.get(piece, 0) + sign * power
    return abs(int(content.p)), int(content.q), tuple((p, e) for p, e in found.items() if e)


def normal_form(logs: Iterable[tuple[Expr, Expr]]) -> dict[Expr, Expr]:
    """Collect one coefficient per irreducible factor or coprime number; zeros are left out."""
    polynomial: dict[Expr, list[Expr]] = {}
    numerical: dict[int, list[Expr]] = {}
    for argument, coefficient in logs:
        over, under, pieces = factors(argument)
        for piece, power in pieces:
            # f and −f have the same absolute value: keep one of them
            known = -piece if -piece in polynomial else piece
            polynomial.setdefault(known, []).append(power * coefficient)
        for number, sign in ((over, 1), (under, -1)):
            if number > 1:
                numerical.setdefault(number, []).append(sign * coefficient)
    collected = {piece: sp.Add(*parts) for piece, parts in polynomial.items()}
    for base in coprime(numerical):
        collected[sp.Integer(base)] = sp.Add(
            *(exponent(n, base) * c for n, parts in numerical.items() for c in parts)
        )
    cancelled = {piece: cancel(c) for piece, c in collected.items()}
    return {piece: c for piece, c in cancelled.items() if c != 0}


@lru_cache(maxsize=50_000)
def cancel(term: Expr) -> Expr:
    """The rational function `term` in lowest terms; 0 iff it is the zero function."""
    return sp.cancel(term)


@lru_cache(maxsize=50_000)
def vanishes(term: Expr) -> bool:
    """Whether `term`, where it is defined, is identically zero.

    Raises:
        OutsideClass: if it is not linear in logarithms.
    """
    form = log_form(term)
    return not normal_form(form.logs) and cancel(form.rational) == 0


def equations(hypotheses: Iterable[Formula]) -> dict[Expr, Expr]:
    """Hypotheses `symbol == term`, solved one after the other, as a substitution."""
    solved: dict[Expr, Expr] = {}
    for hypothesis in hypotheses:
        match hypothesis:
            case f.Relation("==", lhs, rhs) if not f.is_functional(hypothesis):
                lhs, rhs = lhs.xreplace(solved), rhs.xreplace(solved)
                for symbol, term in ((lhs, rhs), (rhs, lhs)):
                    if symbol.is_Symbol and is_rational_function(term):
                        if symbol not in term.free_symbols:
                            new = {symbol: term}
                            solved = {s: t.xreplace(new) for s, t in solved.items()} | new
                        break
    return solved


def resolve(term: Expr, hypotheses: tuple[Formula, ...]) -> Expr:
    """Decide every `xlogy` in `term` by the hypotheses.

    Raises:
        OutsideClass: if the hypotheses do not say whether a coefficient is zero.
    """
    if not term.has(xlogy):
        return term
    if isinstance(term, xlogy):
        c, t = term.args
        if rcf.entails(hypotheses, f.eq(c, 0)):
            return sp.Integer(0)
        certain = f.And((*rcf.defined(t), f.gt(t, 0)))
        if rcf.entails(hypotheses, certain) or rcf.entails(hypotheses, f.ne(c, 0)):
            return c * sp.log(t)
        raise OutsideClass(f"whether {c} is zero is open: split the cases")
    return term.func(*(resolve(arg, hypotheses) for arg in term.args))


def substituted(term: Expr, values: Mapping[Expr, Expr]) -> Expr:
    """Put equations into a term, all at once."""
    return term.xreplace(dict(values)) if values else term


@rule("loglin")
def loglin(goal: Goal, premises: tuple[Theorem, ...] = ()) -> Verdict:
    """Decide an identity of the class sum of (rational) · log(positive rational).

    Input class: `lhs == rhs`, both sides linear in logarithms of rational functions over Q with
    rational functions as coefficients; derivatives of such terms; hypotheses between rational
    terms, of which equations `symbol == term` are substituted.
    Sound: denominators are proved non-zero and arguments of logarithms positive before the
    normal form counts. Complete where the hypotheses, after those substitutions, leave an open
    set (multiplicative independence of distinct irreducible factors).
    Witness: a rational point where the hypotheses hold and the two sides differ, by exact
    arithmetic; `refuted` never rests on the independence theorem. Without such a point the
    answer is `unknown`.
    """
    match goal.conclusion:
        case f.Relation("==", lhs, rhs):
            pass
        case _:
            return unknown("loglin decides equations only")
    if any(side.has(Int) for side in (rcf.differentiate(lhs), rcf.differentiate(rhs))):
        return unknown("loglin does not look inside integrals")
    sides = [rcf.differentiate(side) for side in (lhs, rhs)]
    undefined = rcf.check_defined(goal.hypotheses, (lhs, rhs))
    if undefined is not None:
        return undefined
    try:
        left, right = (resolve(side, goal.hypotheses) for side in sides)
        if vanishes(substituted(left - right, equations(goal.hypotheses))):
            return PROVED
    except OutsideClass as outside:
        return unknown(str(outside))
    symbols = sorted(
        set().union(*map(f.free_symbols, (*goal.hypotheses, goal.conclusion))),
        key=lambda s: s.name,
    )
    found = witness.search((*goal.hypotheses, f.Not(goal.conclusion)), symbols)
    if found is None:
        return unknown("the normal form is not zero, but no rational point with the hypotheses")
    return refuted(witness.explain(goal, found))
