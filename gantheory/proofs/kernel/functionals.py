"""Linear functionals: finite sums of coefficient · ∫ atom, over atoms known to have an integral.

sympy's own integrals are never asked anything. A functional is a dict from integrand to
coefficient plus a constant, and an atom is admitted only with a certificate: that its integral is
finite, or at least that it is not +∞ or not −∞. The extended reals do the rest: a sum in which +∞
could meet −∞ is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula
from gantheory.proofs.kernel import cells, rcf
from gantheory.proofs.kernel.cells import NoValue
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.theorem import Theorem
from gantheory.proofs.terms import (
    Expr,
    Int,
    Notation,
    densities_of,
    fields_of,
    has_integral,
    unfold,
)
from gantheory.proofs.verdict import Kind


class Uncertified(Exception):
    """An atom without a certificate that its integral exists."""


@dataclass(frozen=True)
class Functional:
    """constant + Σ coefficient · ∫ atom.

    Attributes:
        atoms: (integrand, coefficient), each integrand once.
        constant: what is not under an integral.
        parts: the same as written, before equal integrands were collected: ∫f − ∫f has none left
            in `atoms`, but it has a value only if ∫f is finite.
        written: the integrands with their notations folded, in which nothing has cancelled.
    """

    atoms: tuple[tuple[Expr, Expr], ...]
    constant: Expr
    parts: tuple[tuple[Expr, Expr], ...]
    written: tuple[Expr, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """What is known of ∫ atom: `below` says that it is not −∞, `above` that it is not +∞."""

    below: bool
    above: bool

    @property
    def finite(self) -> bool:
        """Whether the atom is integrable."""
        return self.below and self.above


@lru_cache(maxsize=5000)
def functional(term: Expr) -> Functional:
    """Read a term as a linear functional.

    Raises:
        OutsideClass: if it is not linear in its integrals, or a coefficient depends on x.
    """
    atoms: dict[Expr, Expr] = {}
    constant: list[Expr] = []
    parts: list[tuple[Expr, Expr]] = []
    written: list[Expr] = []

    def walk(node: Expr, factor: Expr) -> None:
        # unfolded one by one: sympy would cancel C − V(D*) to 0 before anyone asks if C is finite,
        # and in V(p, g; D*·(p + g)) what has no value where p + g = 0
        if isinstance(node, Notation) and has_integral(node):
            walk(node.definition(), factor)
        elif isinstance(node, Int):
            atom = _integrand(node.args[0])
            written.append(node.args[0])
            parts.append((atom, factor))
            atoms[atom] = atoms.get(atom, sp.Integer(0)) + factor
        elif not has_integral(node):
            if fields_of(node):
                raise OutsideClass(f"{node} depends on x outside an integral")
            constant.append(factor * node)
        elif isinstance(node, sp.Add):
            for arg in node.args:
                walk(arg, factor)
        elif isinstance(node, sp.Mul):
            inner = [arg for arg in node.args if has_integral(arg)]
            outer = sp.Mul(*(arg for arg in node.args if not has_integral(arg)))
            if len(inner) != 1 or fields_of(outer):
                raise OutsideClass(f"{node} is not linear in its integrals")
            walk(inner[0], factor * outer)
        else:
            raise OutsideClass(f"{node} is not linear in its integrals")

    walk(term, sp.Integer(1))
    return Functional(
        tuple((atom, c) for atom, c in atoms.items() if sp.cancel(c) != 0),
        sp.Add(*constant),
        tuple(parts),
        tuple(written),
    )


def _integrand(term: Expr) -> Expr:
    """An integrand with its notations unfolded.

    Raises:
        OutsideClass: if that makes a density cancel: it decides where the integrand counts.
    """
    atom = unfold(term)
    if densities_of(atom) != densities_of(term):
        raise OutsideClass(f"{term} mentions a density that cancels")
    return atom


def require_values(terms: Iterable[Expr], hypotheses: tuple[Formula, ...]) -> None:
    """Make sure that functionals have a value as far as that is no matter of integrability.

    What stands outside the integrals must be defined, and each integrand, as written, in every
    cell in which it counts.

    Raises:
        NoValue: if something has none.
        OutsideClass: if that is open.
    """
    for term in terms:
        outer = _skeleton(term)
        undefined = rcf.check_defined(hypotheses, (outer,))
        if undefined is not None:
            if undefined.kind is Kind.ILL_FORMED:
                raise NoValue(undefined.reason, undefined.witness)
            raise OutsideClass(undefined.reason)
        for integrand in functional(term).written:
            for cell in cells.cells(hypotheses, frozenset(densities_of(integrand))):
                if cells.counts(integrand, cell):
                    cells.value(integrand, cell)


def _skeleton(term: Expr) -> Expr:
    """A term with a number in place of every integral, and of every notation that has one."""
    whole = [n for n in sp.preorder_traversal(term) if isinstance(n, Int | Notation)]
    numbers = {n: sp.Symbol(f"integral {i}", real=True) for i, n in enumerate(whole)}
    return term.xreplace({n: s for n, s in numbers.items() if has_integral(n)})


@lru_cache(maxsize=5000)
def masses(hypotheses: tuple[Formula, ...]) -> tuple[dict[Expr, Expr], tuple[Expr, ...]]:
    """What the hypotheses say of total masses.

    Returns:
        Integrand -> its integral, from hypotheses ∫ f == constant; and all integrands that the
        hypotheses say to be integrable, these included.
    """
    known: dict[Expr, Expr] = {}
    integrable: list[Expr] = []
    for hypothesis in hypotheses:
        match hypothesis:
            case f.Integrable(term):
                if densities_of(unfold(term)) == densities_of(term):
                    integrable.append(unfold(term))
            case f.Relation("==", lhs, rhs) if (
                isinstance(lhs, Int) and not has_integral(rhs) and not fields_of(rhs)
            ):
                known[lhs.args[0]] = rhs
                integrable.append(lhs.args[0])
    return known, tuple(integrable)


def certify(
    atom: Expr, hypotheses: tuple[Formula, ...], premises: tuple[Theorem, ...] = ()
) -> Certificate:
    """Find out whether ∫ atom exists, and on which side it is bounded.

    Used are: domination, |atom| or one side of it at most K·(sum of the integrable densities)
    in every cell (K = 0 or 4), or by another integrable term; hypotheses and premises that
    say it is integrable; and the squeeze that an inequality between functionals among the
    hypotheses gives.
    """
    certificate = _certify(atom, hypotheses)
    if not certificate.finite:
        for premise in premises:
            match premise.goal.conclusion:
                # a density that cancels takes its support with it: that is another integrand
                case f.Integrable(term) if (
                    unfold(term) == atom
                    and densities_of(term) == densities_of(atom)
                    and all(h in hypotheses for h in premise.goal.hypotheses)
                ):
                    return Certificate(True, True)
    return certificate


@lru_cache(maxsize=5000)
def _certify(atom: Expr, hypotheses: tuple[Formula, ...]) -> Certificate:
    _, integrable = masses(hypotheses)
    if atom in integrable:
        return Certificate(True, True)
    dominating = [
        term
        for term in integrable
        if densities_of(term) == term.free_symbols and rcf.entails(hypotheses, f.ge(term, 0))
    ]
    one: cells.Side = ((atom, sp.Integer(1)),)
    below = above = False
    for k in (0, 4):
        floor, roof = (
            tuple((term, sp.Integer(sign * k)) for term in dominating) for sign in (-1, 1)
        )
        below = below or _everywhere(floor, one, hypotheses)
        above = above or _everywhere(one, roof, hypotheses)
        if (below and above) or not dominating:
            break
    for term in integrable:
        if term not in dominating:
            other: cells.Side = ((term, sp.Integer(1)),)
            below = below or _everywhere(other, one, hypotheses)
            above = above or _everywhere(one, other, hypotheses)
    if above and not below:
        below = _squeezed(atom, hypotheses)
    return Certificate(below, above)


def _everywhere(less: cells.Side, more: cells.Side, hypotheses: tuple[Formula, ...]) -> bool:
    supports = cells.supports_of(less, more)
    relation = f.le(sp.Add(*(a * c for a, c in less)), sp.Add(*(a * c for a, c in more)))
    # cells of hypotheses about other symbols would ask the same again and again
    known = rcf.concerning(hypotheses, relation)
    try:
        return all(
            not cells.compare(less, "<=", more, cell, ()) for cell in cells.cells(known, supports)
        )
    except (OutsideClass, NoValue):
        return False


def _squeezed(atom: Expr, hypotheses: tuple[Formula, ...]) -> bool:
    """Whether a hypothesis L ≤ R keeps ∫ atom from −∞.

    It does if L is finite, R = k·∫v + finite terms with k > 0, and v ≤ atom everywhere: then
    −∞ < ∫v ≤ ∫ atom.
    """
    for hypothesis in hypotheses:
        match hypothesis:
            case f.Relation("<=", lhs, rhs) | f.Relation(">=", rhs, lhs):
                pass
            case _:
                continue
        if not f.is_functional(hypothesis):
            continue
        others = tuple(h for h in hypotheses if h is not hypothesis)
        low, high = functional(lhs), functional(rhs)
        if not all(_certify(a, others).finite for a, _ in low.atoms):
            continue
        loose = [(a, c) for a, c in high.atoms if not _certify(a, others).finite]
        if (
            len(loose) == 1
            and rcf.entails(hypotheses, f.gt(loose[0][1], 0))
            and _everywhere(((loose[0][0], sp.Integer(1)),), ((atom, sp.Integer(1)),), hypotheses)
        ):
            return True
    return False


def admit(
    form: Functional, hypotheses: tuple[Formula, ...], premises: tuple[Theorem, ...] = ()
) -> Certificate:
    """Certify a whole functional; +∞ must not be able to meet −∞ in it.

    Raises:
        Uncertified: if an atom has no integral, an infinite one has a coefficient of unknown
            sign, or infinities of both signs are possible.
    """
    may_be = {1: False, -1: False}
    for atom, coefficient in form.parts:
        certificate = certify(atom, hypotheses, premises)
        if certificate.finite:
            continue
        if not (certificate.below or certificate.above):
            raise Uncertified(f"∫[{atom}] is not certified to exist")
        sign = 1 if certificate.below else -1
        if rcf.entails(hypotheses, f.lt(coefficient, 0)):
            sign = -sign
        elif not rcf.entails(hypotheses, f.gt(coefficient, 0)):
            raise Uncertified(f"∫[{atom}] may be infinite and {coefficient} has no fixed sign")
        may_be[sign] = True
    if may_be[1] and may_be[-1]:
        raise Uncertified("the sum may be ∞ − ∞")
    return Certificate(below=not may_be[-1], above=not may_be[1])


def not_finite(term: Expr, hypotheses: tuple[Formula, ...]) -> str:
    """Why a term with integrals is not certified to be a finite number; "" if it is."""
    try:
        require_values((term,), hypotheses)
        if not admit(functional(term), hypotheses).finite:
            return f"{term} may be infinite"
    except (OutsideClass, NoValue, Uncertified) as reason:
        return str(reason)
    return ""


def all_but_one_finite(
    left: Functional,
    right: Functional,
    hypotheses: tuple[Formula, ...],
    premises: tuple[Theorem, ...],
) -> bool:
    """Whether both sides together have at most one atom that is not certified to be integrable.

    In an equation between integrands that atom is a linear combination of integrable functions,
    and so it is integrable too, if it occurs once and its coefficient is not zero.
    """
    parts = (*left.parts, *right.parts)
    loose = [c for atom, c in parts if not certify(atom, hypotheses, premises).finite]
    return not loose or (len(loose) == 1 and rcf.entails(hypotheses, f.ne(loose[0], 0)))
