"""Rule `rcf`: polynomial and rational (in)equalities over the reals, decided by z3's nlsat.

z3's division is total (x/0 is some number), so every denominator is proved non-zero under the
hypotheses before its verdict on a quotient counts. Its counter-models may be irrational; they are
made rational and evaluated again exactly before they are called witnesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import sympy as sp
import z3

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import witness
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr, Map, Notation, unfold, xlogy
from gantheory.proofs.verdict import PROVED, Verdict, Witness, ill_formed, refuted, unknown

#: nlsat's own unit of work; deterministic, unlike seconds on a shared machine
RESOURCE_LIMIT = 3_000_000


class OutsideClass(Exception):
    """A term or formula is not one that the rule at hand can read."""


def variable(symbol: Expr) -> Any:
    """The z3 variable of a symbol; symbols that sympy tells apart stay apart.

    The kind comes first in every name: without it the number "density p" would be the density p.

    Raises:
        OutsideClass: for a symbol with assumptions beyond "real"; a goal must state them.
    """
    if symbol._assumptions_orig != {"real": True}:
        raise OutsideClass(f"{symbol} is no plain real symbol")
    kind = type(symbol).__name__.lower()
    number = f" {symbol.dummy_index}" if isinstance(symbol, sp.Dummy) else ""
    return z3.Real(f"{kind} {symbol.name}{number}")


@lru_cache(maxsize=100_000)
def to_z3(term: Expr) -> Any:
    """Translate a rational term with absolute values, minima and maxima.

    Raises:
        OutsideClass: for logarithms, roots, symbolic exponents, integrals.
    """
    if isinstance(term, sp.Symbol):
        return variable(term)
    if term.is_Rational:
        return z3.Q(int(term.p), int(term.q))
    if isinstance(term, sp.Add):
        return z3.Sum([to_z3(arg) for arg in term.args])
    if isinstance(term, sp.Mul):
        return z3.Product([to_z3(arg) for arg in term.args])
    if isinstance(term, sp.Pow) and term.exp.is_Integer:
        power = z3.Product([to_z3(term.base)] * abs(int(term.exp)))
        return power if term.exp > 0 else 1 / power
    if isinstance(term, sp.Abs):
        inner = to_z3(term.args[0])
        return z3.If(inner >= 0, inner, -inner)
    if isinstance(term, sp.Max | sp.Min):
        best, *others = [to_z3(arg) for arg in term.args]
        for other in others:
            takes = other > best if isinstance(term, sp.Max) else other < best
            best = z3.If(takes, other, best)
        return best
    raise OutsideClass(f"{term} is not rational in its symbols")


@lru_cache(maxsize=100_000)
def formula_to_z3(formula: Formula) -> Any:
    """Translate a formula without integrals and quantifiers.

    Raises:
        OutsideClass: as `to_z3`, and for integrals, "almost everywhere" and "exists".
    """
    match formula:
        case f.Relation(op, lhs, rhs):
            a, b = to_z3(unfold(lhs)), to_z3(unfold(rhs))
            return {
                "==": a == b,
                "!=": a != b,
                "<=": a <= b,
                "<": a < b,
                ">=": a >= b,
                ">": a > b,
            }[op]
        case f.Not(body):
            return z3.Not(formula_to_z3(body))
        case f.And(parts):
            return z3.And([formula_to_z3(part) for part in parts])
        case f.Or(parts):
            return z3.Or([formula_to_z3(part) for part in parts])
        case f.Implies(a, b):
            return z3.Implies(formula_to_z3(a), formula_to_z3(b))
        case f.Iff(a, b):
            return formula_to_z3(a) == formula_to_z3(b)
    raise OutsideClass(f"{formula} is not a formula about numbers")


def readable(hypotheses: Iterable[Formula]) -> Iterator[Any]:
    """The hypotheses that z3 can read. Leaving others out is sound for proving."""
    for hypothesis in hypotheses:
        try:
            yield formula_to_z3(hypothesis)
        except OutsideClass:
            continue


@lru_cache(maxsize=100_000)
def find(hypotheses: tuple[Formula, ...], formula: Formula) -> tuple[str, Any]:
    """Ask z3 for real numbers with the (readable) hypotheses and `formula`.

    Returns:
        ("sat", model), ("unsat", None) or ("unknown", None).

    Raises:
        OutsideClass: if `formula` is not readable.
    """
    question = [*readable(hypotheses), formula_to_z3(formula)]
    # nlsat alone is twice as fast on small questions; z3's own choice of tactics is the fallback
    for solver in (z3.Tactic("qfnra-nlsat").solver(), z3.SolverFor("QF_NRA")):
        solver.set("rlimit", RESOURCE_LIMIT)
        solver.add(*question)
        answer = solver.check()
        if answer != z3.unknown:
            break
    if answer == z3.sat:
        return "sat", solver.model()
    return ("unsat" if answer == z3.unsat else "unknown"), None


def entails(hypotheses: tuple[Formula, ...], formula: Formula) -> bool:
    """Whether z3 proves `formula` from the hypotheses; denominators are the caller's care."""
    known = _at_sight(hypotheses, formula)
    if known is not None:
        return known
    try:
        return find(concerning(hypotheses, formula), f.Not(formula))[0] == "unsat"
    except OutsideClass:
        return False


@lru_cache(maxsize=100_000)
def concerning(hypotheses: tuple[Formula, ...], formula: Formula) -> tuple[Formula, ...]:
    """The hypotheses that share symbols with `formula`, directly or through each other.

    The others cannot matter unless they are contradictory; to leave hypotheses out is sound.
    """
    symbols, chosen = set(f.free_symbols(formula)), set[int]()
    found = True
    while found:
        found = False
        for index, hypothesis in enumerate(hypotheses):
            own = f.free_symbols(hypothesis)
            if index not in chosen and own & symbols and not f.is_functional(hypothesis):
                chosen.add(index)
                symbols |= own
                found = True
    return tuple(h for index, h in enumerate(hypotheses) if index in chosen)


#: relation known between two terms -> relations that follow; the others do not
_FOLLOWS = {"==": ("==", "<=", ">="), "<": ("<", "<=", "!="), ">": (">", ">=", "!=")}


def _at_sight(hypotheses: tuple[Formula, ...], formula: Formula) -> bool | None:
    """Answers that need no solver: most questions are about the sign of one density in a cell."""
    if formula in hypotheses:
        return True
    match formula:
        case f.Relation(op, lhs, rhs):
            for hypothesis in hypotheses:
                match hypothesis:
                    case f.Relation(known, a, b) if known in _FOLLOWS and (a, b) == (lhs, rhs):
                        return op in _FOLLOWS[known]
    return None


def consistent(hypotheses: tuple[Formula, ...]) -> bool:
    """False only if z3 proves that no numbers satisfy the hypotheses."""
    return all(
        find(concerning(hypotheses, hypothesis), f.And(()))[0] != "unsat"
        for hypothesis in hypotheses
    )


@cache
def _blank(place: int) -> Expr:
    return sp.Dummy(f"argument {place}", real=True)


def defined(term: Expr) -> tuple[Formula, ...]:
    """Conditions under which `term` (without integrals) has a finite value."""
    if isinstance(term, Notation):
        # with a name for each argument: sympy would make 1/2 of D*(p, p) = p/(p + p)
        blanks = [a if isinstance(a, Map) else _blank(i) for i, a in enumerate(term.args)]
        put = dict(zip(blanks, term.args, strict=True))
        own = defined(term.func(*blanks).definition())
        of_arguments = (condition for arg in term.args for condition in defined(arg))
        return (*of_arguments, *(f.substitute(condition, put) for condition in own))
    if isinstance(term, xlogy):
        c, t = term.args
        inner = f.And((*defined(t), f.gt(t, 0)))
        return (*defined(c), f.Or((f.eq(c, 0), inner)))
    conditions = tuple(condition for arg in term.args for condition in defined(arg))
    if isinstance(term, sp.Pow) and not (term.exp.is_Integer and term.exp.is_positive):
        if not term.exp.is_Integer:
            raise OutsideClass(f"the exponent of {term} is not an integer")
        return (*conditions, f.ne(term.base, 0))
    if isinstance(term, sp.log):
        return (*conditions, f.gt(term.args[0], 0))
    if term.has(sp.zoo, sp.nan, sp.oo, -sp.oo):
        return (f.Or(()),)
    return conditions


def check_defined(hypotheses: tuple[Formula, ...], terms: Iterable[Expr]) -> Verdict | None:
    """None if every term has a value wherever the hypotheses hold; else the verdict that says so.

    What stands under a derivative must have a value too. The terms of each hypothesis are held to
    the same, under the other hypotheses.

    Returns:
        None, `ill_formed` with a point where a denominator is 0 or the argument of a logarithm
        is not positive, or `unknown` where z3 cannot tell.
    """
    both = [version for term in terms for version in (term, differentiate(term))]
    wanted = [(hypotheses, term) for term in dict.fromkeys(both)]
    for index, hypothesis in enumerate(hypotheses):
        if not f.is_functional(hypothesis):
            others = hypotheses[:index] + hypotheses[index + 1 :]
            wanted += [(others, term) for term in f.terms_of(hypothesis)]
    for known, term in wanted:
        try:
            conditions = defined(term)
            for condition in dict.fromkeys(conditions):
                if condition in known:
                    continue
                answer, model = find(known, f.Not(condition))
                if answer == "unsat":
                    continue
                reason = f"{term} has no value unless {condition}"
                if answer == "unknown":
                    return unknown(f"cannot tell whether {condition}")
                return ill_formed(reason, model_witness(model, known, f.Not(condition)))
        except OutsideClass as outside:
            return unknown(str(outside))
    return None


def model_witness(model: Any, hypotheses: tuple[Formula, ...], formula: Formula) -> Witness | None:
    """Turn a z3 model into a rational point at which hypotheses and `formula` hold, exactly.

    Rational points near an irrational model are tried by rounding; where the constraints leave
    no room (an equation with irrational solutions) there is none and None is returned.
    """
    symbols = sorted(
        set().union(*(f.free_symbols(h) for h in (*hypotheses, formula))), key=lambda s: s.name
    )
    simple = witness.search((*hypotheses, formula), symbols)
    if simple is not None:
        return simple
    for digits in (2, 4, 8, 16, 32):
        point = {s: _rational(model, variable(s), digits) for s in symbols}
        if witness.holds((*hypotheses, formula), point):
            return witness.of_point(point)
    return None


@lru_cache(maxsize=20_000)
def somewhere(hypotheses: tuple[Formula, ...], formula: Formula) -> Witness | None:
    """A rational point at which the hypotheses and `formula` hold, if z3 finds one."""
    answer, model = find(hypotheses, formula)
    return model_witness(model, hypotheses, formula) if answer == "sat" else None


def _rational(model: Any, name: Any, digits: int) -> Fraction:
    value = model.eval(name, model_completion=True)
    if z3.is_algebraic_value(value):
        value = value.approx(digits)
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


@rule("rcf")
def rcf(goal: Goal, premises: tuple[Theorem, ...] = ()) -> Verdict:
    """Decide a goal whose relations are between rational terms, |·|, min and max.

    Input class: conclusions built with and, or, not, ⟹, ⟺ from relations between rational
    functions over Q of the goal's symbols. Hypotheses outside the class are not used.
    Sound: denominators are proved non-zero first. Complete on the class up to z3's resource
    limit, where all hypotheses are in it.
    Witness: a rational point where all hypotheses hold and the conclusion fails, evaluated
    exactly; `ill_formed` comes with a point where a denominator vanishes.
    """
    conclusion = f.map_terms(goal.conclusion, differentiate)
    undefined = check_defined(goal.hypotheses, f.terms_of(goal.conclusion))
    if undefined is not None:
        return undefined
    try:
        answer, model = find(goal.hypotheses, f.Not(conclusion))
    except OutsideClass as outside:
        return unknown(str(outside))
    if answer == "unsat":
        return PROVED
    if answer == "unknown":
        return unknown("z3 gave up")
    found = model_witness(model, goal.hypotheses, f.Not(conclusion))
    if found is None:
        return unknown("z3 found an irrational counterexample only, or one outside a hypothesis")
    return refuted(witness.explain(goal, found))


@lru_cache(maxsize=10_000)
def differentiate(term: Expr) -> Expr:
    """Unfold notations and carry out the derivatives that a term asks for."""
    unfolded = unfold(term)
    return unfolded.doit(integrals=False) if unfolded.has(sp.Derivative) else unfolded
