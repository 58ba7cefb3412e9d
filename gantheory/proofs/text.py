"""Formulas as one line of plain text, for terminals and error messages."""

from typing import Any

from sympy.printing.str import StrPrinter

from gantheory.proofs import formulas as f
from gantheory.proofs.terms import Expr

_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
_NAMES = {"Criterion": "C", "OptimalDiscriminator": "D*", "BernoulliKL": "KL_Ber"}
_PRIME = "'"


class _Printer(StrPrinter):  # type: ignore[misc]
    """sympy's one-line printer with the package's own terms."""

    def _print_xlogy(self, term: Expr) -> str:
        c, t = term.args
        return f"{self.parenthesize(c, 50)}*log({self._print(t)})"

    def _print_Int(self, term: Expr) -> str:
        return f"∫[{self._print(term.args[0])}]"

    def _print_Value(self, term: Expr) -> str:
        p, g, d = (self._print(arg) for arg in term.args)
        return f"V({p}, {g}; {d})"

    def _print_Function(self, term: Expr) -> str:
        name = type(term).__name__
        return f"{_NAMES.get(name, name)}({self.stringify(term.args, ', ')})"

    def _print_At(self, term: Expr) -> str:
        function, order, argument = term.args
        return f"{function}{_PRIME * int(order)}({self._print(argument)})"

    def _print_Increase(self, term: Expr) -> str:
        a, b, function = (self._print(arg) for arg in term.args)
        return f"[{function}]({a}..{b})"

    def _print_Abs(self, term: Expr) -> str:
        return f"|{self._print(term.args[0])}|"

    def _print_Derivative(self, term: Expr) -> str:
        shown = str(self._print(term.expr))
        for variable in term.variables:
            shown = f"d/d{self._print(variable)}[{shown}]"
        return shown


def term_text(term: Any) -> str:
    """A term on one line."""
    return str(_Printer({"order": "none"}).doprint(term)).replace("**", "^").replace("*log", "·log")


def formula_text(formula: f.Formula) -> str:
    """A formula on one line."""
    match formula:
        case f.Relation(op, lhs, rhs):
            return f"{term_text(lhs)} {_SIGNS[op]} {term_text(rhs)}"
        case f.Not(body):
            return f"not ({body})"
        case f.And(parts):
            return " and ".join(map(str, parts))
        case f.Or(parts):
            return " or ".join(map(str, parts))
        case f.Implies(a, b):
            return f"{a} ⟹ {b}"
        case f.Iff(a, b):
            return f"{a} ⟺ {b}"
        case f.AlmostEverywhere(body, where):
            return f"{body} for almost every x with {where}"
        case f.Integrable(term):
            return f"∫|{term_text(term)}| < ∞"
        case f.Exists(symbol, body):
            return f"for some {symbol}: {body}"
        case f.Everywhere(variable, low, high, body):
            return f"{body} for all {variable} from {term_text(low)} to {term_text(high)}"
        case f.Iterates(index, state, choices, start, step, body):
            moves = ", ".join(f"{a} to {b}" for a, b in state)
            some = f" with some {', '.join(map(str, choices))}" if choices else ""
            known, moved = (", ".join(map(str, parts)) for parts in (start, step))
            return f"{body} after {index} = 0, 1, ... steps; start: {known}; {moves}{some}: {moved}"
        case f.Law(statement):
            return statement
    raise TypeError(f"not a formula: {formula!r}")
