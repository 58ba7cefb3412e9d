"""A student's step as text -> the goal that the kernel checks.

The text is read by Python's own grammar into a syntax tree, and of that tree only what the
whitelist below names is built: nothing is evaluated, looked up or imported. Sizes are bounded
before anything is computed, so that 9**9**9 is an error and not a wait.

sympy cancels as it builds (x/x becomes 1), so the reader also collects the conditions under which
the text *as typed* has a value: denominators not zero, arguments of logarithms positive,
integrals that cancel finite.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import sympy as sp

from gantheory.proofs import terms as t
from gantheory.proofs.formulas import Formula, Goal, Relation, ge, gt, ne
from gantheory.proofs.terms import Expr
from gantheory.proofs.typed_text import MAX_DEPTH, TypedText

MAX_DEGREE = 100
MAX_BITS = 4096

_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.LtE: "<=",
    ast.Lt: "<",
    ast.GtE: ">=",
    ast.Gt: ">",
}
_CONSTANTS = {"pi": sp.pi, "E": sp.E}
_NOT_REAL = {"I", "oo", "zoo", "nan", "inf", "j"}
_ALIASES = {"ln": "log", "abs": "Abs", "min": "Min", "max": "Max", "S": "Rational"}
#: notation -> (its class, how many of its arguments are densities)
_NOTATIONS: dict[str, tuple[type[t.Notation], int]] = {
    "KL": (t.KL, 2),
    "JSD": (t.JSD, 2),
    "TV": (t.TV, 2),
    "C": (t.Criterion, 2),
    "V": (t.Value, 2),
    "Dstar": (t.OptimalDiscriminator, 2),
}
#: functions of sympy that may be written, and that no rule reads: the answer is "unknown"
_UNREAD = {"sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "erf", "erfc"}
_UNREAD |= {"gamma", "loggamma", "sign", "floor", "ceiling"}
_ARITY = dict.fromkeys(_UNREAD, (1, 1))
_ARITY |= {"log": (1, 1), "exp": (1, 1), "sqrt": (1, 1), "Abs": (1, 1), "Rational": (1, 2)}
_ARITY |= {"Min": (1, 8), "Max": (1, 8), "Integral": (2, 2)}
_ARITY |= dict.fromkeys(_NOTATIONS, (2, 2)) | {"V": (3, 3)}


@dataclass(frozen=True)
class Parsed:
    """A step that was read.

    Attributes:
        goal: what the kernel is asked.
        conditions: when the text as typed has a value; (condition, the hypothesis that it comes
            from, or None for the two sides).
        outside: why the kernel cannot be asked at all, or "".
        finite: integrals of which the text as typed takes away what it has added, or that it
            multiplies by 0: no ∞ − ∞ and no 0·∞ may be among them.
    """

    goal: Goal
    conditions: tuple[tuple[Formula, Formula | None], ...] = ()
    outside: str = ""
    finite: tuple[Expr, ...] = ()


def parse_goal(lhs: str, rhs: str, relation: str = "==", assume: Sequence[str] = ()) -> Parsed:
    """Read `lhs relation rhs` under assumptions.

    Names are real numbers. A name inside `Integral(…, x)`, or that stands as `p(x)`, is a function
    of x, unless it occurs outside integrals in the step too; one that is normalised by an
    assumption `Integral(p, x) == 1`, or stands alone where KL, JSD, TV, C, V or Dstar expect a
    density, is a density. The latter are assumed to be non-negative and normalised.

    Args:
        lhs: a term in sympy's syntax.
        rhs: another.
        relation: one of ==, !=, <=, <, >=, >.
        assume: relations, also chained as in "0 < y < 1".

    Raises:
        ParseError: if a text is not of the accepted form.
    """
    sides = [TypedText("left side", lhs), TypedText("right side", rhs)]
    given = [TypedText(f"assumption {i}", text) for i, text in enumerate(assume, 1)]
    names = _Names.collect(sides, given)
    left, right = (_Reader(text, names) for text in sides)
    conclusion = Relation(relation, left.term(), right.term())
    conditions: list[tuple[Formula, Formula | None]] = [
        (condition, None) for reader in (left, right) for condition in reader.conditions
    ]
    outside = [*left.outside, *right.outside]
    finite = [*left.finite, *right.finite]
    hypotheses: list[Formula] = []
    for text in given:
        reader = _Reader(text, names)
        found = reader.relations()
        hypotheses += found
        conditions += [(condition, found[0]) for condition in reader.conditions]
        outside += reader.outside
        finite += reader.finite
    for density in sorted(names.normalised):
        symbol = t.density(density)
        signs = {ge(symbol, 0), gt(symbol, 0)}
        if not signs & set(hypotheses):
            hypotheses.append(ge(symbol, 0))
        hypotheses.append(Relation("==", t.Int(symbol), 1))
    return Parsed(
        Goal(conclusion, tuple(dict.fromkeys(hypotheses))),
        tuple(dict.fromkeys(conditions)),
        outside[0] if outside else "",
        tuple(dict.fromkeys(finite)),
    )


def split_relation(text: str) -> tuple[str, str, str] | None:
    """Cut "lhs op rhs" into (lhs, op, rhs); None if `text` is a term.

    Raises:
        ParseError: if `text` cannot be read, or has more than one relation sign.
    """
    read = TypedText("the step", text)
    if not isinstance(read.tree, ast.Compare):
        return None
    if len(read.tree.ops) != 1 or type(read.tree.ops[0]) not in _OPERATORS:
        raise read.error(read.tree, "a step is one relation between two sides")
    sides = [ast.get_source_segment(read.text, n) for n in (read.tree.left, *read.tree.comparators)]
    return str(sides[0]), _OPERATORS[type(read.tree.ops[0])], str(sides[1])


def is_relation(text: str) -> bool:
    """Whether `text` holds a relation sign, right or wrong otherwise."""
    return re.search(r"[<>=!≤≥≠]", text) is not None


@dataclass
class _Names:
    """What each name stands for, found out from all texts before any is built."""

    variables: set[str] = field(default_factory=set)  # of integration
    inside: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    applied: set[str] = field(default_factory=set)
    densities: set[str] = field(default_factory=set)
    normalised: set[str] = field(default_factory=set)  # and not said to be so by the user

    @classmethod
    def collect(cls, sides: Sequence[TypedText], given: Sequence[TypedText]) -> _Names:
        names, said = cls(), set[str]()
        for text in (*sides, *given):
            for call in _calls(text.tree):
                name = _function(call)
                if name == "Integral" and len(call.args) == 2:
                    names.variables |= {_plain(call.args[1])} - {""}
                if name in _NOTATIONS:
                    names.normalised |= set(map(_plain, call.args[: _NOTATIONS[name][1]])) - {""}
        for text in sides:
            names._walk(text.tree, inside=False, goal=True)
        for text in given:
            names._walk(text.tree, inside=False, goal=False)
            match text.tree:
                case ast.Compare(
                    left=ast.Call(args=[integrand, _]) as call, ops=[ast.Eq()], comparators=[one]
                ) if _function(call) == "Integral":
                    if isinstance(one, ast.Constant) and one.value == 1:
                        said.add(names.plain(integrand))
        names.normalised -= names.outside
        said -= {"", *names.outside}
        names.densities = names.normalised | said
        names.normalised -= said
        return names

    def plain(self, node: ast.expr) -> str:
        """The name that `node` is, as `p` or `p(x)`; or ""."""
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Name(id=variable)]):
                return name if variable in self.variables else ""
        return _plain(node)

    def _walk(self, root: ast.expr, inside: bool, goal: bool) -> None:
        pending: list[tuple[ast.AST, bool]] = [(root, inside)]
        while pending:
            node, within = pending.pop()
            if isinstance(node, ast.Name):
                (self.inside if within else self.outside if goal else set()).add(node.id)
                continue
            if isinstance(node, ast.Call):
                name = _function(node)
                if name not in _ARITY and isinstance(node.func, ast.Name):
                    self.applied.add(node.func.id)
                    continue
                if name == "Integral":
                    pending += [(arg, True) for arg in node.args[:1]]
                else:
                    pending += [(arg, within or name in _NOTATIONS) for arg in node.args]
                continue
            pending += [(child, within) for child in ast.iter_child_nodes(node)]

    def symbol(self, name: str) -> Expr:
        """The symbol that a name stands for."""
        if name in self.densities:
            return t.density(name)
        if name in self.applied or (name in self.inside and name not in self.outside):
            return t.field(name)
        return t.scalar(name)


def _calls(tree: ast.expr) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _function(call: ast.Call) -> str:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return _ALIASES.get(name, name)


def _plain(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


class _Reader:
    """Builds the terms of one text."""

    def __init__(self, text: TypedText, names: _Names) -> None:
        self._text, self._names = text, names
        self.conditions: list[Formula] = []
        self.outside: list[str] = []
        self.finite: list[Expr] = []
        self._integral = False

    def term(self) -> Expr:
        """The text as a term."""
        return self._build(self._text.tree, 0)[0]

    def relations(self) -> list[Formula]:
        """The text as a chain of relations."""
        tree = self._text.tree
        if not isinstance(tree, ast.Compare):
            raise self._text.error(tree, "an assumption is a relation, such as p > 0 or 0 < y < 1")
        signs = [_OPERATORS.get(type(op), "") for op in tree.ops]
        if "" in signs:
            raise self._text.error(tree, "only ==, !=, <=, <, >=, > relate two terms")
        values = [self._build(node, 0)[0] for node in (tree.left, *tree.comparators)]
        return [Relation(op, a, b) for op, a, b in zip(signs, values[:-1], values[1:], strict=True)]

    def _build(self, node: ast.expr, depth: int) -> tuple[Expr, int]:
        """The term of a node and a bound for its degree."""
        if depth > MAX_DEPTH:
            raise self._text.error(node, f"nested more than {MAX_DEPTH} deep")
        match node:
            case ast.Constant():
                return self._number(node), 0
            case ast.Name(id=name):
                return self._name(node, name), 1
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                value, degree = self._build(operand, depth + 1)
                return (-value if isinstance(sign, ast.USub) else value), degree
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
                return self._chain(node, depth)
            case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
                return self._power(node, self._build(base, depth + 1), exponent, depth)
            case ast.BinOp(op=ast.BitXor()):
                raise self._text.error(
                    node, "write ** for powers; ^ means something else in Python"
                )
            case ast.Call(func=ast.Name(), keywords=[]):
                return self._call(node, depth)
            case ast.Compare():
                raise self._text.error(node, "a relation where a term is needed; see --relation")
        raise self._text.error(
            node, "only numbers, names, + - * / **, brackets and known functions"
        )

    def _number(self, node: ast.Constant) -> Expr:
        source = ast.get_source_segment(self._text.text, node) or ""
        if type(node.value) is int:
            value = Fraction(node.value)
        elif type(node.value) is float:
            exponent = re.search(r"[eE]([+-]?[0-9_]+)$", source)
            if exponent is not None and (len(exponent[1]) > 5 or abs(int(exponent[1])) > 1000):
                raise self._text.error(node, "a number too large or too small to write out")
            value = Fraction(source)  # 0.1 is one tenth, not its float
        else:
            raise self._text.error(node, "only real numbers, and no strings")
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
            raise self._text.error(node, "a number too large or too small to write out")
        return sp.Rational(value.numerator, value.denominator)

    def _name(self, node: ast.expr, name: str) -> Expr:
        if name in _NOT_REAL or name.startswith("_") or len(name) > 40:
            raise self._text.error(node, f"{name[:40]} is not a name for a real number")
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if name in self._names.variables:
            self.outside.append(f"{name} is the variable of an integral; use functions of it only")
        return self._names.symbol(name)

    def _chain(self, node: ast.expr, depth: int) -> tuple[Expr, int]:
        """A sum or product of any length; the tree leans left, so this walks it in a loop."""
        sums = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)
        wanted = (ast.Add, ast.Sub) if sums else (ast.Mult, ast.Div)
        parts: list[tuple[ast.operator, ast.expr]] = []
        while isinstance(node, ast.BinOp) and isinstance(node.op, wanted):
            parts.append((node.op, node.right))
            node = node.left
        first, degree = self._build(node, depth + 1)
        values = [first]
        for op, part in reversed(parts):
            value, more = self._build(part, depth + 1)
            degree = max(degree, more) if sums else degree + more
            if degree > MAX_DEGREE:
                raise self._text.error(part, f"a degree above {MAX_DEGREE}")
            match op:
                case ast.Sub():
                    value = -value
                case ast.Div():
                    self.conditions.append(ne(value, 0))
                    if value == 0:
                        self.outside.append("division by zero")
                        value = sp.Integer(1)
                    value = 1 / value
            values.append(value)
        if sums:
            self.finite += _taken_away(values)
            return sp.Add(*values), degree
        product = sp.Mul(*values)
        self.finite += _gone(values, product)
        return product, degree

    def _power(
        self, node: ast.expr, base: tuple[Expr, int], exponent: ast.expr, depth: int
    ) -> tuple[Expr, int]:
        value, degree = base
        power, _ = self._build(exponent, depth + 1)
        if not power.is_Integer:
            return self._opaque("power", gt(value, 0), value, power), degree
        size = abs(int(power))
        digits = max((abs(n.p) | n.q).bit_length() for n in value.atoms(sp.Rational) | {sp.S.One})
        if size > MAX_DEGREE or size * max(degree, 1) > MAX_DEGREE or size * digits > MAX_BITS:
            raise self._text.error(node, f"a power too large: degrees up to {MAX_DEGREE}, please")
        if power < 0:
            self.conditions.append(ne(value, 0))
            if value == 0:
                self.outside.append("division by zero")
                return sp.Integer(1), degree
        self.finite += _gone([value], value ** int(power))
        return value ** int(power), size * degree

    def _opaque(self, name: str, condition: Formula | None, *args: Expr) -> Expr:
        """A function that no rule reads; undefined, so that sympy computes nothing with it."""
        if condition is not None:
            self.conditions.append(condition)
        self.outside.append(
            f"no rule reads {'powers that are not whole' if name == 'power' else name}"
        )
        return sp.Function(name, real=True)(*args)

    def _call(self, node: ast.Call, depth: int) -> tuple[Expr, int]:
        name = _function(node)
        if name not in _ARITY:
            return self._applied(node)
        low, high = _ARITY[name]
        if not low <= len(node.args) <= high:
            wanted = str(low) if low == high else f"{low} to {high}"
            raise self._text.error(node, f"{name} takes {wanted} argument{'s' * (wanted != '1')}")
        if name == "Integral":
            return self._integrate(node, depth)
        built = [self._build(arg, depth + 1) for arg in node.args]
        args, degree = [value for value, _ in built], max(d for _, d in built)
        if name in _NOTATIONS:
            return _NOTATIONS[name][0](*args), degree
        return self._builder(name, node, args), degree

    def _builder(self, name: str, node: ast.Call, args: list[Expr]) -> Expr:
        build: dict[str, Callable[..., Expr]] = {
            "Abs": lambda x: sp.Abs(x, evaluate=False),
            "Min": lambda *xs: sp.Min(*xs, evaluate=False) if len(xs) > 1 else xs[0],
            "Max": lambda *xs: sp.Max(*xs, evaluate=False) if len(xs) > 1 else xs[0],
            "exp": lambda x: self._opaque("exp", None, x),
            "sqrt": lambda x: self._opaque("sqrt", ge(x, 0), x),
        }
        if name in build:
            return build[name](*args)
        if name in _UNREAD:
            return self._opaque(name, None, *args)
        if name == "Rational":
            if not all(arg.is_Rational for arg in args) or args[1:] == [0]:
                raise self._text.error(node, "Rational takes two whole numbers")
            return args[0] / args[1] if args[1:] else args[0]
        self.conditions.append(gt(args[0], 0))
        if args[0].is_Rational and not args[0].is_positive:
            self.outside.append(f"log({args[0]}) has no value")
            return sp.Integer(0)
        return sp.log(args[0])

    def _applied(self, node: ast.Call) -> tuple[Expr, int]:
        """p(x), where x is the variable of an integral."""
        name = _function(node)
        match node.args:
            case [ast.Name(id=variable)] if variable in self._names.variables:
                return self._name(node, name), 1
        raise self._text.error(
            node, f"no function {name[:40]}; there are {', '.join(sorted(set(_ARITY) - _UNREAD))}"
        )

    def _integrate(self, node: ast.Call, depth: int) -> tuple[Expr, int]:
        if self._integral:
            raise self._text.error(node, "an integral in an integral")
        if not isinstance(node.args[1], ast.Name):
            self.outside.append("only integrals over all x are read, as Integral(f, x)")
        before, self._integral = len(self.conditions), True
        integrand, degree = self._build(node.args[0], depth + 1)
        self._integral = False
        for condition in self.conditions[before:]:
            if not _survives(condition, integrand):
                self.outside.append(f"in an integral a term cancels that needs {condition}")
        # the kernel asks for the value of what is left, at every x of the support
        del self.conditions[before:]
        return t.Int(_weighted(integrand)), degree


def _taken_away(summands: Sequence[Expr]) -> list[Expr]:
    """The terms with integrals that a sum has with both signs, so that sympy takes them together.

    ∫f − ∫f is 0 only if ∫f is finite; ∫f + ∫f is 2·∫f in any case.
    """
    signs: dict[Expr, set[bool]] = {}
    for summand in summands:
        for part in sp.Add.make_args(summand):
            if t.has_integral(part):
                number, rest = part.as_coeff_Mul()
                signs.setdefault(rest, set()).add(bool(number > 0))
    return [rest for rest, found in signs.items() if len(found) > 1]


def _gone(factors: Sequence[Expr], product: Expr) -> list[Expr]:
    """The factors with integrals of which nothing is left in a product, or a power."""
    return [f for f in factors if t.has_integral(f) and not t.has_integral(product)]


def _survives(condition: Formula, integrand: Expr) -> bool:
    """Whether the denominator or logarithm that a condition is about is left in the integrand."""
    match condition:
        case Relation("!=", lhs, _):
            under = {n.base for n in sp.preorder_traversal(integrand) if _divides(n)}
            factors = [f.base if f.is_Pow else f for f in sp.Mul.make_args(lhs)]
            return all(f in under or f.is_Rational for f in factors)
        case Relation(">", lhs, _):
            return bool(integrand.has(sp.log(lhs)))
    return False


def _divides(node: Expr) -> bool:
    return bool(node.is_Pow and node.exp.is_Rational and node.exp.is_negative)


def _weighted(term: Expr) -> Expr:
    """Read weight · log t in an integrand as an expectation does: 0 where the weight is 0."""
    if isinstance(term, sp.Add):
        return sp.Add(*map(_weighted, term.args))
    if isinstance(term, sp.Mul):
        logs = [arg for arg in term.args if arg.has(sp.log)]
        number, rest = sp.Mul(*(arg for arg in term.args if arg not in logs)).as_coeff_Mul()
        if len(logs) == 1 and isinstance(logs[0], sp.Add):
            return sp.Add(*(_weighted(term / logs[0] * arg) for arg in logs[0].args))
        if len(logs) == 1 and isinstance(logs[0], sp.log) and rest != 1:
            return number * t.xlogy(rest, logs[0].args[0])
    return term
