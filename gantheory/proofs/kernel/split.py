"""Rule `int-split`: integrals of absolute values, one case for each sign of what stands inside."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs.formulas import Goal
from gantheory.proofs.kernel import cells, functionals, integral, loglin, rcf
from gantheory.proofs.kernel.cells import Cell, Side
from gantheory.proofs.kernel.rcf import OutsideClass
from gantheory.proofs.kernel.theorem import Theorem, rule
from gantheory.proofs.terms import Expr, densities_of
from gantheory.proofs.verdict import Verdict

#: more would mean too many cases
MOST = 3


@rule("int-split")
def int_split(
    goal: Goal,
    premises: tuple[Theorem, ...] = (),
    normalise: Mapping[Expr, Expr] | None = None,
) -> Verdict:
    """Prove an inequality between linear functionals whose integrands contain absolute values.

    Textbook lemma: monotonicity of the integral, as for `int-mono`; and |e| is e where e > 0 and
    −e elsewhere, so that an inequality at every x may be proved in these two cases.
    Checked here: certificates as for `int-mono`; in every cell, and in it for every choice of
    e > 0 or e ≤ 0 for each absolute value |e| that is not ruled out (`rcf`), the inequality of the
    integrands with ±e for |e|, from the premises or by `loglin`, `rcf` and `gibbs`.
    Input class: `<=` or `>=` between functionals that are linear in integrals of terms that are
    log-linear once the absolute values are resolved; at most three different |e|, e rational.
    Not complete, like `int-mono`.
    Args: `normalise`, density -> its share of the constant.
    Witness: a finite alphabet, from an exact search.
    """

    def attempt() -> str:
        match goal.conclusion:
            case f.Relation("<=", lhs, rhs) | f.Relation(">=", rhs, lhs):
                pass
            case _:
                return "int-split proves <= and >="
        left, right, f_left, f_right = integral.sides(lhs, rhs, goal.hypotheses, normalise)
        for side in (left, right):
            functionals.admit(side, goal.hypotheses, premises)
        for cell in cells.cells(goal.hypotheses, cells.supports_of(f_left, f_right)):
            for case, less, more in _cases(f_left, f_right, cell):
                reason = cells.compare(less, "<=", more, case, premises)
                if reason:
                    return f"where {', '.join(map(str, case))}: {reason}"
        return ""

    return integral.answer(goal, attempt)


def _cases(left: Side, right: Side, cell: Cell) -> Iterator[tuple[Cell, Side, Side]]:
    """The cell cut by the signs of all absolute values, and the sides without them there.

    Raises:
        OutsideClass: for nested absolute values, or too many, or if a density cancels.
    """
    terms = [term for side in (left, right) for pair in side for term in pair]
    sizes = sorted({size for term in terms for size in term.atoms(sp.Abs)}, key=str)
    if len(sizes) > MOST or not all(loglin.is_rational_function(size.args[0]) for size in sizes):
        raise OutsideClass("too many absolute values, or not of rational terms")
    for positive in itertools.product((True, False), repeat=len(sizes)):
        pairs = list(zip((size.args[0] for size in sizes), positive, strict=True))
        signs = tuple((f.gt if sign else f.le)(inner, 0) for inner, sign in pairs)
        case = (*cell, *signs)
        if not rcf.consistent(case):
            continue
        values = {
            size: inner if sign else -inner
            for size, (inner, sign) in zip(sizes, pairs, strict=True)
        }
        yield case, _put(left, values), _put(right, values)


def _put(side: Side, values: Mapping[Expr, Expr]) -> Side:
    """The side with ±e for |e|; each integrand must keep the densities that say where it counts."""
    new = tuple((atom.xreplace(dict(values)), c.xreplace(dict(values))) for atom, c in side)
    if any(densities_of(a) != densities_of(b) for (a, _), (b, _) in zip(side, new, strict=True)):
        raise OutsideClass("a density cancels when the absolute values are resolved")
    return new
