"""Rules about maps, functions of one real number: their values, derivatives, antiderivatives.

`values` reads equations and inequalities between values of maps at numbers; `derivative` goes from
an equation on an interval to that of the derivatives, with the chain rule; `antiderivative` goes
back, from equal derivatives to equal increases. Terms are polynomials in values of maps, whose
arguments are such terms again; where nothing is divided, everything has a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import loglin, rcf
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import At, Expr, Increase, Map, fields_of, unfold
from gantheory.proofs.verdict import PROVED, Kind, Verdict, unknown

#: rewriting with equations stops here; they may go round in a circle
PASSES = 20


def _answer(goal: Goal, reason: str) -> Verdict:
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else unknown(reason)


@rule("values")
def values(goal: Goal, premises: tuple[Theorem, ...] = (), points: Sequence[Expr] = ()) -> Verdict:
    """Prove a formula about values of maps at numbers, or the same for all numbers of an interval.

    Lemma: equal arguments give equal values, so an equation l = r among the known formulas, l a
    value of a map, lets r be written for l, inside arguments too. What then still is a value of a
    map is some real number: if a formula holds with any real number in its place, it holds.
    Checked here: known are the goal's hypotheses; conclusions of premises all of whose hypotheses
    are among the goal's; and, of those that hold on an interval, the instances at `points` that
    are shown to lie in it. For a goal on an interval its variable is a new symbol that lies in
    it. Every value of a map, after rewriting, is a symbol of its own, the same for the same
    argument only; what is left is decided by `rcf`, denominators included.
    Input class: formulas about numbers, rational in values of maps; `Everywhere` of such a one.
    Args: `points`, terms at which to use what holds on intervals; the variable of the goal may
    occur in them.
    Witness: polynomials for the maps, from an exact search.
    """
    try:
        reason = _values(goal, premises, tuple(map(sp.sympify, points)))
    except (OutsideClass, ValueError) as outside:
        reason = str(outside)
    return _answer(goal, reason)


def _values(goal: Goal, premises: tuple[Theorem, ...], points: tuple[Expr, ...]) -> str:
    wanted = goal.conclusion
    known = [*goal.hypotheses]
    if isinstance(wanted, f.Everywhere):
        variable = wanted.variable
        if any(variable in f.free_symbols(h) for h in goal.hypotheses):
            return f"{variable} has a meaning in the hypotheses"
        known += [f.le(wanted.low, variable), f.le(variable, wanted.high)]
        wanted = wanted.body
    if f.is_functional(wanted):
        return "values proves statements about numbers, or about all numbers of an interval"
    for premise in premises:
        if not all(h in known for h in premise.goal.hypotheses):
            return f"a premise has another hypothesis than those at hand: {premise.goal}"
        known.append(premise.goal.conclusion)
    numbers = [h for h in known if not f.is_functional(h)]
    ranges = tuple(_plain(numbers))
    # an argument is gone once its value is a symbol, so it is asked for a value before
    asked = [a for h in (*numbers, wanted) for term in f.terms_of(h) for a in _arguments(term)]
    if not _have_values((*points, *asked), ranges):
        return "an argument of a map may have no value"
    for fact in known:
        if isinstance(fact, f.Everywhere) and not f.is_functional(fact.body):
            for point in points:
                inside = f.And((f.le(fact.low, point), f.le(point, fact.high)))
                if rcf.entails(ranges, _abstract([inside], {})[0]):
                    numbers.append(f.substitute(fact.body, {fact.variable: point}))
    *facts, last = _abstract([*numbers, *_rewritten([*numbers, wanted])], {})
    if any(fields_of(s) for h in (*facts, last) for s in f.free_symbols(h)):
        return "values is about numbers, not about functions of x"
    unclear = rcf.check_defined(tuple(facts), f.terms_of(last)) is not None
    if unclear or not _have_values(f.terms_of(wanted), tuple(facts)):
        return "something may have no value"
    return "" if rcf.entails(tuple(facts), last) else f"{wanted} does not follow"


def _have_values(terms: Iterable[Expr], known: tuple[Formula, ...]) -> bool:
    """Whether terms have values, as written: notations may lose a denominator when unfolded."""
    conditions = [condition for term in terms for condition in rcf.defined(term)]
    return all(rcf.entails(known, condition) for condition in _abstract(conditions, {}))


def _arguments(term: Expr) -> Iterator[Expr]:
    """The arguments at which a term asks for values of maps."""
    for node in sp.preorder_traversal(term):
        if isinstance(node, At):
            yield node.args[2]
        elif isinstance(node, Increase):
            yield from node.args[:2]


def _plain(formulas: Iterable[Formula]) -> list[Formula]:
    """Those about numbers that always have values, with symbols for values of maps."""
    about = [h for h in formulas if not any(fields_of(s) for s in f.free_symbols(h))]
    shown = _abstract(about, {})
    return [h for h in shown if all(not rcf.defined(t) for t in f.terms_of(h))]


def _abstract(formulas: Sequence[Formula], names: dict[Expr, Expr]) -> list[Formula]:
    """The formulas with a symbol for every value of a map; `names` is filled.

    The same term gets the same symbol in every call, so that formulas can be put together later.
    """

    def change(term: Expr) -> Expr:
        term = unfold(term)
        for node in sp.preorder_traversal(term):
            if isinstance(node, At) and node not in names:
                names[node] = _symbol(node)
        plain = term.xreplace(names)
        if plain.has(Map, sp.Derivative, sp.Integral):
            raise OutsideClass(f"{term} is not made of values of maps")
        return plain

    return [f.map_terms(formula, change) for formula in formulas]


_SYMBOLS: dict[Expr, Expr] = {}


def _symbol(node: Expr) -> Expr:
    return _SYMBOLS.setdefault(node, sp.Dummy("value", real=True))


def _rewritten(formulas: Sequence[Formula]) -> list[Formula]:
    """Write the right side for the left of every equation between numbers, in all the others."""
    shown = [f.map_terms(formula, unfold) for formula in formulas]
    equations = {
        formula.lhs: formula.rhs
        for formula in shown[:-1]
        if isinstance(formula, f.Relation) and formula.op == "==" and isinstance(formula.lhs, At)
    }
    for _ in range(PASSES):
        changed = []
        for formula in shown:
            own = formula.lhs if formula in shown[:-1] and isinstance(formula, f.Relation) else None
            others = {old: new for old, new in equations.items() if old != own}
            changed.append(f.map_terms(formula, lambda term, put=others: term.xreplace(put)))
        if changed == shown:
            break
        shown = changed
    return shown


def is_smooth(term: Expr) -> bool:
    """Whether a term is a polynomial in symbols and values of maps at such terms."""
    if isinstance(term, At):
        return is_smooth(term.args[2])
    if isinstance(term, sp.Symbol):
        return not isinstance(term, Map) and not fields_of(term)
    if isinstance(term, sp.Add | sp.Mul):
        return all(map(is_smooth, term.args))
    if isinstance(term, sp.Pow):
        return bool(term.exp.is_Integer and term.exp > 0) and is_smooth(term.base)
    return bool(term.is_Rational)


def _smooth(term: Expr) -> Expr:
    """A term with its notations unfolded, if it is smooth and none of them needs a condition.

    Raises:
        OutsideClass: if it is not.
    """
    unfolded = unfold(term)
    if not is_smooth(unfolded) or rcf.defined(term):
        raise OutsideClass(f"{term} is no polynomial in values of maps")
    return unfolded


def _vanishes(term: Expr) -> bool:
    """Whether a smooth term is zero as a polynomial in its values of maps."""
    names = {node: _symbol(node) for node in term.atoms(At)}
    return bool(loglin.cancel(term.xreplace(names)) == 0)


def _same_equation(first: Expr, second: Expr) -> bool:
    """Whether first = 0 and second = 0 say the same: equal terms, up to the sign."""
    return _vanishes(first - second) or _vanishes(first + second)


def _on_interval(
    goal: Goal, premises: tuple[Theorem, ...], low: Expr, high: Expr, variable: Expr
) -> list[tuple[Expr, Expr]]:
    """The sides of the equations that are known from `low` to `high`, in `variable`."""
    known = [*goal.hypotheses]
    for premise in premises:
        if not all(h in goal.hypotheses for h in premise.goal.hypotheses):
            raise OutsideClass("a premise has another hypothesis than the goal")
        known.append(premise.goal.conclusion)
    found = []
    for fact in known:
        match fact:
            case f.Everywhere(z, a, b, f.Relation("==", lhs, rhs)) if (a, b) == (low, high):
                sides = _smooth(lhs), _smooth(rhs)
                if z != variable and any(variable in side.free_symbols for side in sides):
                    continue
                found.append((sides[0].xreplace({z: variable}), sides[1].xreplace({z: variable})))
    return found


@rule("derivative")
def derivative(goal: Goal, premises: tuple[Theorem, ...] = ()) -> Verdict:
    """Prove that two functions have equal derivatives on an interval on which they are equal.

    Textbook lemma: functions that are differentiable and equal on a closed interval of positive
    length have equal derivatives there, at its ends by the one-sided limits. The derivatives are
    those of polynomials and, by the chain rule, of maps.
    Checked here: an equation A = B is known on the very same interval, as a hypothesis of the goal
    or the conclusion of a premise whose hypotheses are among the goal's; the hypotheses give that
    the interval has positive length (`rcf`); the sides of the goal differ by A′ − B′, as
    polynomials in values of maps.
    Input class: `Everywhere` of an equation between polynomials in values of maps. Complete
    relative to the equation that it starts from.
    Witness: polynomials for the maps, from an exact search.
    """
    match goal.conclusion:
        case f.Everywhere(z, low, high, f.Relation("==", lhs, rhs)):
            pass
        case _:
            return unknown("derivative proves equations on an interval")
    try:
        reason = "no equation on this interval has these derivatives"
        left, right = _smooth(lhs), _smooth(rhs)
        if any(z in f.free_symbols(h) for h in goal.hypotheses):
            reason = f"{z} has a meaning in the hypotheses"
        elif not _known(goal, f.lt(low, high)):
            reason = "the interval may be a single point, or empty"
        else:
            for a, b in _on_interval(goal, premises, low, high, z):
                if _same_equation(left - right, sp.diff(a - b, z)):
                    reason = ""
    except OutsideClass as outside:
        reason = str(outside)
    return _answer(goal, reason)


def _known(goal: Goal, relation: Formula) -> bool:
    """Whether a relation follows from the hypotheses about numbers."""
    numbers = [h for h in goal.hypotheses if not f.is_functional(h)]
    return rcf.entails(tuple(_plain(numbers)), _abstract([relation], {})[0])


@rule("antiderivative")
def antiderivative(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    potential: Expr = None,
    variable: Expr = None,
    low: Expr = None,
    high: Expr = None,
) -> Verdict:
    """Prove an equation from a function whose derivative is zero on an interval.

    Textbook lemma (mean value theorem): a function that is continuously differentiable on [a, b]
    with derivative zero has equal values at a and b.
    Checked here: P = `potential` is a polynomial in values of maps; an equation M = N is known on
    [`low`, `high`], as a hypothesis of the goal or the conclusion of a premise whose hypotheses are
    among the goal's, and M − N is P′ by the chain rule; `low` ≤ `high` follows from the
    hypotheses (`rcf`); P(high) − P(low) is the difference of the sides of the goal.
    Input class: equations between polynomials in values of maps at numbers.
    Args: as named above; P is a term in `variable`.
    Witness: polynomials for the maps, from an exact search.
    """
    match goal.conclusion:
        case f.Relation("==", lhs, rhs) if None not in (potential, variable, low, high):
            pass
        case _:
            return unknown("antiderivative proves equations, by a potential")
    try:
        reason = "no equation on this interval says that the derivative of the potential is 0"
        start, end = (sp.sympify(e) for e in (low, high))
        p = _smooth(sp.sympify(potential))
        at_ends = p.xreplace({variable: end}) - p.xreplace({variable: start})
        free = {s for h in (*goal.hypotheses, goal.conclusion) for s in f.free_symbols(h)}
        if variable in free | start.free_symbols | end.free_symbols:
            reason = f"{variable} has a meaning in the goal"
        elif not (is_smooth(start) and is_smooth(end)):
            reason = "the ends are no polynomials in values of maps"
        elif not _known(goal, f.le(start, end)):
            reason = "the ends may stand the wrong way round"
        elif not _same_equation(at_ends, _smooth(lhs) - _smooth(rhs)):
            reason = "the sides are not the increase of the potential"
        else:
            slope = sp.diff(p, variable)
            for m, n in _on_interval(goal, premises, start, end, variable):
                if _same_equation(slope, m - n):
                    reason = ""
    except OutsideClass as outside:
        reason = str(outside)
    return _answer(goal, reason)
