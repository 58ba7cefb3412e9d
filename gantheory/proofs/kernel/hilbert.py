"""Rule `hilbert`: the triangle inequality of a squared distance in a Hilbert space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.kernel import loglin, rcf
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.refute import refute
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr, unfold, xlogy
from gantheory.proofs.verdict import PROVED, Kind, Verdict, unknown

#: an `xlogy` -> its coefficient
Atoms = Mapping[Expr, Expr]


@rule("hilbert")
def hilbert(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    points: Sequence[Expr] = (),
    weight: Expr = None,
) -> Verdict:
    """Prove L(x, z) ≤ (1 + t)·L(x, y) + (1 + 1/t)·L(y, z) for a squared Hilbert distance L.

    Lemma: let L be twice continuously differentiable for u, v > 0, symmetric, zero on the
    diagonal, with −∂²L/∂u∂v = c/(u + v), c > 0. As 1/(u + v) = ∫_0^∞ e^{−λu} e^{−λv} dλ, the
    double integral of ∂²L/∂u∂v over [u, v]² gives 2 L(u, v) = c ∫_0^∞ ((e^{−λu} − e^{−λv})/λ)² dλ.
    So √L is a distance in L²(dλ), and (α + β)² ≤ (1 + t)·α² + (1 + 1/t)·β² for t > 0 turns its
    triangle inequality into the goal. Both sides are continuous for x, y, z ≥ 0 (below), so the
    goal holds there too.
    Checked here: the left side is a sum of rational multiples of xlogy(k·s, s/w) with k > 0, s one
    of the two points and w = αx + βz a form with rational coefficients ≥ 0, that of s positive;
    such a term is w·φ(s/w), φ(r) = r log r up to a factor on a bounded interval, and tends to 0
    with w: it is continuous on the closed quadrant. Symmetry, diagonal and mixed derivative by
    `loglin`. The right side is the named combination of the same L, `xlogy` by `xlogy`. The
    hypotheses give x, y, z ≥ 0 and t > 0, and that both sides have a value (`rcf`).
    Input class: as in the goal above, L unfolded to `xlogy`s. Complete on it up to the form of L.
    Args: `points`, the three symbols x, y, z; `weight`, the symbol t. Neither is trusted: they
    only say how the goal is to be read.
    Witness: from an exact search over small rational points.
    """
    undefined = rcf.check_defined(goal.hypotheses, f.terms_of(goal.conclusion))
    if undefined is not None:
        return undefined
    try:
        reason = _reason(goal.conclusion, goal.hypotheses, tuple(points), weight)
    except OutsideClass as outside:
        reason = str(outside)
    if not reason:
        return PROVED
    search = refute(goal)
    return search if search.kind is not Kind.UNKNOWN else unknown(reason)


def _reason(
    conclusion: Formula, hypotheses: tuple[Formula, ...], points: tuple[Expr, ...], t: Expr
) -> str:
    match conclusion:
        case f.Relation("<=", lhs, rhs) | f.Relation(">=", rhs, lhs):
            pass
        case _:
            return "hilbert proves <= and >="
    symbols = (*points, t)
    if len(points) != 3 or not all(isinstance(s, sp.Symbol) for s in symbols):
        return "hilbert needs three points and a weight, all of them symbols"
    if len(set(symbols)) != 4:
        return "points and weight must be four different symbols"
    x, y, z = points
    for relation in (f.ge(x, 0), f.ge(y, 0), f.ge(z, 0), f.gt(t, 0)):
        if not rcf.entails(hypotheses, relation):
            return f"{relation} does not follow from the hypotheses"
    squared = _atoms(unfold(lhs))
    if not all(_is_continuous(atom, c, x, z) for atom, c in squared.items()):
        return "the left side is not of the form of which continuity is known"
    if not _is_squared_distance(squared, x, z):
        return "the left side is not a squared distance of the known form"
    first = _put(squared, {z: y})
    second = _put(squared, {x: y})
    wanted: dict[Expr, Expr] = {}
    for part, share in ((first, 1 + t), (second, 1 + 1 / t)):
        for atom, c in part.items():
            wanted[atom] = wanted.get(atom, sp.Integer(0)) + share * c
    right = _atoms(unfold(rhs))
    for atom in wanted.keys() | right.keys():
        difference = wanted.get(atom, sp.Integer(0)) - right.get(atom, sp.Integer(0))
        if loglin.cancel(difference) != 0:
            return f"the right side has another share of {atom}"
    return ""


def _atoms(term: Expr) -> dict[Expr, Expr]:
    """Read a term as a sum of coefficient · xlogy, the coefficients rational functions.

    Raises:
        OutsideClass: if it is not one.
    """
    names = {atom: sp.Dummy("xlogy", real=True) for atom in term.atoms(xlogy)}
    flat = term.xreplace(names)
    if any(arg.has(xlogy) for atom in names for arg in atom.args):
        raise OutsideClass("one c·log t within another")
    if not loglin.is_rational_function(flat):
        raise OutsideClass(f"{term} is not made of c·log t and rational functions")
    found = {atom: loglin.cancel(sp.diff(flat, name)) for atom, name in names.items()}
    rest = flat - sp.Add(*(c * names[atom] for atom, c in found.items()))
    linear = not any(c.has(*names.values()) for c in found.values())
    if not names or not linear or loglin.cancel(rest) != 0:
        raise OutsideClass(f"{term} is not linear in c·log t")
    return {atom: c for atom, c in found.items() if c != 0}


def _put(atoms: Atoms, values: Mapping[Expr, Expr]) -> dict[Expr, Expr]:
    return {atom.xreplace(dict(values)): c for atom, c in atoms.items()}


def _is_continuous(atom: Expr, coefficient: Expr, x: Expr, z: Expr) -> bool:
    """Whether a rational multiple of k·s·log(s/w) with a form w as the rule's lemma asks."""
    factor, ratio = atom.args
    size, s = factor.as_coeff_Mul()
    if not (coefficient.is_Rational and size.is_Rational and size > 0 and s in (x, z)):
        return False
    if not loglin.is_rational_function(ratio) or not ratio.free_symbols <= {x, z}:
        return False
    form = loglin.cancel(s / ratio)
    if not form.is_polynomial(x, z):
        return False
    polynomial = sp.Poly(form, x, z)
    linear = all(sum(powers) == 1 for powers, _ in polynomial.terms())
    signs = all(c.is_Rational and c >= 0 for c in polynomial.coeffs())
    return bool(linear and signs and polynomial.coeff_monomial(s) > 0)


def _is_squared_distance(squared: Atoms, x: Expr, z: Expr) -> bool:
    """Symmetry, diagonal and mixed derivative for positive arguments."""
    u, v = (sp.Dummy(name, real=True) for name in "uv")
    at = sp.Add(*(c * atom.args[0] * sp.log(atom.args[1]) for atom, c in squared.items()))
    value = at.xreplace({x: u, z: v})
    if not loglin.vanishes(value - at.xreplace({x: v, z: u})):
        return False
    if not loglin.vanishes(at.xreplace({x: u, z: u})):
        return False
    form = loglin.log_form(-sp.diff(value, u, v))
    if loglin.normal_form(form.logs):
        return False
    constant = loglin.cancel(form.rational * (u + v))
    return bool(constant.is_Rational and constant > 0)
