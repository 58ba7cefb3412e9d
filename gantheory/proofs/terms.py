"""The terms that goals are made of: sympy expressions over scalars, fields and integrals.

A *field* is a function of x, written without its argument: the symbol `p_data` is p_data(x) at
the running point x. Statements about fields without an integral hold at almost every x, so a
pointwise lemma about numbers a, b is used for densities by putting a := p_data, b := p_g.

Two readings are fixed here, for the whole package:

* `xlogy(c, t)` is c·log t, and 0 where c = 0, whatever t is there: the part of an expectation
  E_{x∼p} log t(x) = ∫ p log t dx that lies outside the support of p counts nothing. It is −∞
  where c > 0 and t = 0.
* `Int(f)` is ∫ f dx over the points where at least one of the densities that f mentions is
  positive (elsewhere f is read as 0), so that D* = p/(p+g) needs no value where p = g = 0. The
  base measure is any σ-finite one: Lebesgue on R^d, or counting on an alphabet.

All logarithms are natural; values are in nats.

Beside fields there are *maps*: functions of one real number, such as a generator on the line, of
which values at several points occur in one statement. `At(G, n, z)` is the n-th derivative of G
at z. A map is taken to be defined on the whole line and as often continuously differentiable as a
statement differentiates it; as such a function on a closed interval can be continued beyond it,
what is assumed on an interval is assumed there only.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import sympy as sp

Expr = Any  # a sympy expression; sympy ships no types


class Field(sp.Symbol):  # type: ignore[misc]
    """A measurable function of x, standing for its value at the running point."""

    __slots__ = ()


class Density(Field):
    """A field that is a density (or an unnormalised one); `Int` looks at its support."""

    __slots__ = ()


class Map(sp.Symbol):  # type: ignore[misc]
    """The name of a smooth function of one real number; see `At`."""

    __slots__ = ()


class At(sp.Function):  # type: ignore[misc]
    """The value of the n-th derivative of a map at a number: At(G, n, z)."""

    nargs = 3

    @classmethod
    def eval(cls, function: Expr, order: Expr, argument: Expr) -> Expr:
        """Nothing to compute; only whole orders of derivatives of maps make sense."""
        if not (isinstance(function, Map) and order.is_Integer and order >= 0):
            raise ValueError(f"no derivative of order {order} of {function}")
        return None

    def _eval_is_real(self) -> bool:
        return True

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative by the argument; sympy's chain rule asks for it."""
        function, order, argument = self.args
        if argindex != 3:
            raise ValueError("a map is differentiated by its argument only")
        return At(function, order + 1, argument)


def scalar(name: str) -> Expr:
    """A real number; what else is known of it must be said by a hypothesis."""
    return sp.Symbol(name, real=True)


def field(name: str) -> Expr:
    """A real function of x; what else is known of it must be said by a hypothesis."""
    return Field(name, real=True)


def density(name: str) -> Expr:
    """A density; that it is non-negative or normalised must be said by hypotheses."""
    return Density(name, real=True)


def function(name: str) -> Expr:
    """A smooth function of one real number; write `at(G, z)` for its value."""
    return Map(name, real=True)


def at(function: Expr, argument: Any) -> Expr:
    """The value of a map at a number."""
    return At(function, 0, argument)


def slope(function: Expr, argument: Any) -> Expr:
    """The derivative of a map at a number."""
    return At(function, 1, argument)


p_data = density("p_data")
p_g = density("p_g")
discriminator = field("D")


class xlogy(sp.Function):  # type: ignore[misc]
    """c·log t, read as 0 where c = 0 and as −∞ where c > 0 = t."""

    nargs = 2

    @classmethod
    def eval(cls, c: Expr, t: Expr) -> Expr:
        """Collapse only what the definition itself says."""
        return sp.Integer(0) if c.is_zero else None


class Int(sp.Function):  # type: ignore[misc]
    """∫ f dx over the union of the supports of the densities that f mentions."""

    nargs = 1

    @classmethod
    def eval(cls, integrand: Expr) -> Expr:
        """Collapse only the integral of the zero term."""
        return sp.Integer(0) if integrand.is_zero else None


class Notation(sp.Function):  # type: ignore[misc]
    """A name for a longer term; the kernel unfolds it, the reader is shown both."""

    def definition(self) -> Expr:
        """The term that the name stands for."""
        raise NotImplementedError


class OptimalDiscriminator(Notation):
    """D*(p, g) = p / (p + g): Goodfellow et al. 2014, eq. 2."""

    nargs = 2

    def definition(self) -> Expr:
        """P / (p + g)."""
        p, g = self.args
        return p / (p + g)


class Value(Notation):
    """V(p, g; D) = ∫ p log D + g log(1 − D): Goodfellow et al. 2014, eq. 3."""

    nargs = 3

    def definition(self) -> Expr:
        """The integral."""
        p, g, d = self.args
        return Int(xlogy(p, d) + xlogy(g, 1 - d))


class Criterion(Notation):
    """C(p, g) = V(p, g; D*), which is max_D V by claim A4: Goodfellow et al. 2014, eq. 4."""

    nargs = 2

    def definition(self) -> Expr:
        """V at D*."""
        p, g = self.args
        return Value(p, g, OptimalDiscriminator(p, g))


class KL(Notation):
    """KL(p ‖ q) = ∫ p log(p/q)."""

    nargs = 2

    def definition(self) -> Expr:
        """The integral."""
        p, q = self.args
        return Int(xlogy(p, p / q))


class JSD(Notation):
    """JSD(p, g) = ½ KL(p ‖ m) + ½ KL(g ‖ m) with m = (p + g)/2."""

    nargs = 2

    def definition(self) -> Expr:
        """Half the sum of the two divergences from the average."""
        p, g = self.args
        m = (p + g) / 2
        return KL(p, m) / 2 + KL(g, m) / 2


class TV(Notation):
    """TV(p, g) = ½ ∫ |p − g|."""

    nargs = 2

    def definition(self) -> Expr:
        """The integral."""
        p, g = self.args
        return Int(sp.Abs(p - g)) / 2


class BernoulliKL(Notation):
    """KL(Bernoulli(s) ‖ Bernoulli(y)), a number at each x."""

    nargs = 2

    def definition(self) -> Expr:
        """The sum over the two outcomes."""
        s, y = self.args
        return xlogy(s, s / y) + xlogy(1 - s, (1 - s) / (1 - y))


class Increase(Notation):
    """Increase(a, b, F) = F(b) − F(a); with F′ = f the integral of f from a to b."""

    nargs = 3

    @classmethod
    def eval(cls, a: Expr, b: Expr, function: Expr) -> Expr:
        """Nothing to compute; only maps can increase."""
        if not isinstance(function, Map):
            raise ValueError(f"{function} is no function of a number")
        return None

    def definition(self) -> Expr:
        """The difference of the two values."""
        a, b, function = self.args
        return At(function, 0, b) - At(function, 0, a)


#: every notation, in the order in which a text introduces them
NOTATIONS: tuple[type[Notation], ...] = (
    Value,
    OptimalDiscriminator,
    Criterion,
    KL,
    JSD,
    TV,
    BernoulliKL,
    Increase,
)


@cache
def unfold(term: Expr) -> Expr:
    """Replace every notation in `term` by its definition."""
    if not term.args:
        return term
    args = [unfold(arg) for arg in term.args]
    if isinstance(term, Notation):
        return unfold(term.func(*args).definition())
    return term if all(a is b for a, b in zip(args, term.args, strict=True)) else term.func(*args)


def subterms(term: Expr) -> Iterator[Expr]:
    """Every node of `term`, outermost first."""
    yield from sp.preorder_traversal(term)


@cache
def has_integral(term: Expr) -> bool:
    """Whether `term` is a functional: whether an integral is in it, by itself or in a notation."""
    if isinstance(term, Notation):
        return has_integral(term.definition())
    return isinstance(term, Int) or any(has_integral(arg) for arg in term.args)


def fields_of(term: Expr) -> set[Expr]:
    """The functions of x that `term` mentions."""
    return {symbol for symbol in term.free_symbols if isinstance(symbol, Field)}


def densities_of(term: Expr) -> set[Expr]:
    """The densities that `term` mentions."""
    return {symbol for symbol in term.free_symbols if isinstance(symbol, Density)}
