"""The one walk over terms and formulas that every output language shares.

It decides what is a fraction, what needs brackets and what is written short; a `Language` says how
each of these looks. Names are shortened for the blackboard: p for p_data, g for p_g, C(g) for
C(p_data, p_g), D* for p/(p + g). The legend of a rendered claim says so, from the definitions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sympy as sp

from gantheory.proofs import formulas as f
from gantheory.proofs import terms as t
from gantheory.proofs.formulas import Formula
from gantheory.proofs.terms import Expr

# how strongly a piece holds together, weakest first
SUM, PRODUCT, FRACTION, POWER, ATOM = range(5)

#: names that a lecture writes shorter
SHORT = {"p_data": "p", "p_g": "g"}
GREEK = {"epsilon": "ε", "lambda": "λ", "theta": "θ", "eta": "η", "alpha": "α", "beta": "β"}


class Piece(NamedTuple):
    """A printed term and how strongly it binds."""

    text: str
    binds: int


class Language:
    """How one output language writes each construct; text in, text out."""

    #: signs and words by key; see the subclasses
    signs: dict[str, str]
    #: whether a/b stays on one line, so that its parts need brackets
    flat = False

    def name(self, base: str, index: str) -> str:
        """A symbol, with an index or "" below."""
        raise NotImplementedError

    def number(self, digits: str) -> str:
        """A whole number."""
        return digits

    def brackets(self, body: str) -> str:
        """Round brackets."""
        return f"({body})"

    def row(self, parts: Sequence[str]) -> str:
        """Parts one after the other."""
        return " ".join(part for part in parts if part)

    def relation(self, left: str, sign: str, right: str) -> str:
        """Two terms and a relation by its key of `signs`."""
        return self.row([left, self.signs[sign], right])

    def times(self, factors: Sequence[str]) -> str:
        """A product."""
        return self.row(factors)

    def fraction(self, top: str, bottom: str) -> str:
        """A fraction."""
        raise NotImplementedError

    def power(self, base: str, exponent: str) -> str:
        """A power."""
        raise NotImplementedError

    def call(self, function: str, arguments: Sequence[str], separator: str) -> str:
        """A function by its key of `signs`, applied to arguments."""
        body = self.row([x for arg in arguments for x in (self.signs[separator], arg)][1:])
        return self.signs[function] + self.brackets(body)

    def logarithm(self, argument: str, bare: bool) -> str:
        """A logarithm; `bare` if the argument needs no brackets in two dimensions."""
        return self.row([self.signs["log"], argument if bare else self.brackets(argument)])

    def absolute(self, body: str) -> str:
        """An absolute value."""
        return f"|{body}|"

    def integral(self, body: str) -> str:
        """∫ body dx."""
        return self.row([self.signs["integral"], body, self.signs["dx"]])

    def derivative(self, variable: str, body: str) -> str:
        """d/d(variable) of a bracketed body."""
        raise NotImplementedError

    def applied(self, function: str, primes: int, argument: str) -> str:
        """The value of a derivative of a map."""
        return function + self.signs["prime"] * primes + self.brackets(argument)

    def increase(self, function: str, low: str, high: str) -> str:
        """How much a map grows between two numbers."""
        raise NotImplementedError

    def words(self, text: str) -> str:
        """Words within a formula."""
        return text


def short_name(name: str) -> tuple[str, str]:
    """The name to print for a symbol: base and index."""
    base, _, index = SHORT.get(name, name).partition("_")
    return GREEK.get(base, base), index


def term_text(term: Expr, language: Language) -> str:
    """A term in a language."""
    return _term(term, language).text


def _term(term: Expr, lang: Language) -> Piece:
    if isinstance(term, sp.Symbol):
        return Piece(lang.name(*short_name(term.name)), ATOM)
    if term.is_Integer and term >= 0:
        return Piece(lang.number(str(term)), ATOM)
    if isinstance(term, sp.Add):
        size, rest = term.primitive()
        even = all(abs(part.as_coeff_Mul()[0]) == 1 for part in sp.Add.make_args(rest))
        if size.q != 1 and even and not _heavy(rest):  # (p + g)/2 rather than p/2 + g/2
            return _fraction([size.p * rest], [sp.Integer(size.q)], lang)
        return Piece(lang.row([x for pair in summands(term, lang) for x in pair]), SUM)
    if term.is_Rational or isinstance(term, sp.Mul):
        return _product(term, lang)
    if isinstance(term, sp.Pow):
        return _power(term, lang)
    if isinstance(term, t.xlogy):
        weight, argument = term.args
        factors = [_tight(weight, lang, PRODUCT), _logarithm(argument, lang)]
        return Piece(lang.times(factors), PRODUCT)
    if isinstance(term, sp.log):
        return Piece(_logarithm(term.args[0], lang), PRODUCT)
    if isinstance(term, t.Int):
        return Piece(lang.integral(_tight(term.args[0], lang, PRODUCT)), PRODUCT)
    if isinstance(term, sp.Abs):
        return Piece(lang.absolute(_term(term.args[0], lang).text), ATOM)
    if isinstance(term, sp.Derivative):
        shown = _term(term.expr, lang).text
        for variable in term.variables:
            shown = lang.derivative(_term(variable, lang).text, lang.brackets(shown))
        return Piece(shown, PRODUCT)
    if isinstance(term, t.At):
        function, order, argument = term.args
        shown = lang.name(*short_name(function.name))
        return Piece(lang.applied(shown, int(order), _term(argument, lang).text), ATOM)
    if isinstance(term, t.Increase):
        low, high, grows = (_term(arg, lang).text for arg in term.args)
        return Piece(lang.increase(grows, low, high), ATOM)
    return Piece(_notation(term, lang), ATOM)


def _tight(term: Expr, lang: Language, level: int) -> str:
    piece = _term(term, lang)
    return piece.text if piece.binds >= level else lang.brackets(piece.text)


def summands(term: Expr, lang: Language) -> list[tuple[str, str]]:
    """The parts of a sum with their signs; the first sign is "" or a minus."""
    found: list[tuple[str, str]] = []
    for part in in_reading_order(term):
        negative = part.as_coeff_Mul()[0].is_negative
        sign = lang.signs["-"] if negative else lang.signs["+"] if found else ""
        found.append((sign, _tight(-part if negative else part, lang, PRODUCT)))
    return found


def in_reading_order(term: Expr) -> list[Expr]:
    """The parts of a sum: constants, then C or V, then the rest, then integrals; plus first."""
    parts = list(sp.Add.make_args(term))

    def negative(part: Expr) -> bool:
        return bool(part.as_coeff_Mul()[0].is_negative)

    def group(part: Expr) -> tuple[int, bool]:
        if not part.free_symbols:
            return 0, False
        if part.has(t.Int):
            return 3, negative(part)
        return (1 if part.has(*_FUNCTIONALS) else 2), negative(part)

    if any(part.has(t.Int, *_FUNCTIONALS) for part in parts):
        return sorted(parts, key=group)
    if negative(parts[0]):
        return sorted(parts, key=negative)
    return parts


_FUNCTIONALS = (t.Value, t.Criterion, t.KL, t.JSD, t.TV)


def _heavy(term: Expr) -> bool:
    return bool(term.has(sp.log, t.xlogy, t.Int, t.Notation, sp.Derivative))


def _product(term: Expr, lang: Language) -> Piece:
    number, rest = term.as_coeff_Mul()
    if number.is_negative:
        return Piece(lang.row([lang.signs["-"], _tight(-term, lang, PRODUCT)]), SUM)
    top: list[Expr] = [sp.Integer(number.p)] if number.p != 1 else []
    bottom: list[Expr] = [sp.Integer(number.q)] if number.q != 1 else []
    heavy: list[Expr] = []
    for factor in sp.Mul.make_args(rest):
        if factor == 1:
            continue
        if factor.is_Pow and factor.exp.is_Integer and factor.exp.is_negative:
            bottom.append(sp.Pow(factor.base, -factor.exp))
        else:
            (heavy if _heavy(factor) else top).append(factor)
    if bottom == [number.q] and heavy and len(top) > (number.p != 1):
        # ½ · a log y, not (a/2) log y
        heavy = [*top[number.p != 1 :], *heavy]
        top = top[: number.p != 1]
    if not bottom:
        factors = [_factor(x, lang, i, len(top) + len(heavy)) for i, x in enumerate(top + heavy)]
        return Piece(lang.times(factors), PRODUCT) if len(factors) > 1 else _term(term, lang)
    if not top and heavy and not (lang.flat or bottom == [number.q]):
        top, heavy = heavy, []
    fraction = _fraction(top, bottom, lang)
    if not heavy:
        return fraction
    parts = [_factor(x, lang, i, len(heavy)) for i, x in enumerate(heavy)]
    return Piece(lang.times([fraction.text, *parts]), PRODUCT)


def _factor(term: Expr, lang: Language, index: int, count: int) -> str:
    """A factor; an integral or a sum of them runs to the end, so it is bracketed unless last."""
    level = PRODUCT if index == count - 1 or isinstance(term, t.Notation) else FRACTION
    return _tight(term, lang, level if count > 1 else PRODUCT)


def _fraction(top: list[Expr], bottom: list[Expr], lang: Language) -> Piece:
    level = (PRODUCT, POWER) if lang.flat else (SUM, SUM)

    def side(factors: list[Expr], alone: int) -> str:
        if len(factors) == 1:
            return _tight(factors[0], lang, alone)
        text = lang.times([_tight(factor, lang, FRACTION) for factor in factors])
        return lang.brackets(text) if alone > PRODUCT else text

    over = side(top, level[0]) if top else lang.number("1")
    return Piece(lang.fraction(over, side(bottom, level[1])), PRODUCT if lang.flat else FRACTION)


def _power(term: Expr, lang: Language) -> Piece:
    if term.exp.is_negative:
        return _fraction([], [sp.Pow(term.base, -term.exp)], lang)
    exponent = _term(term.exp, lang).text
    return Piece(lang.power(_tight(term.base, lang, ATOM), exponent), POWER)


def _logarithm(argument: Expr, lang: Language) -> str:
    piece = _term(argument, lang)
    return lang.logarithm(piece.text, piece.binds == ATOM or piece.binds == FRACTION)


def _notation(term: Expr, lang: Language) -> str:
    name, args = type(term).__name__, term.args
    key = {"Value": "V", "Criterion": "C", "OptimalDiscriminator": "D*"}.get(name, name)
    if key in ("V", "C") and args[0] == t.p_data:
        args = args[1:]
    if key == "D*" and args[0] == t.p_data:
        if args[1] == t.p_g:
            return lang.signs["D*"]
        args = args[1:]
    if key not in lang.signs:
        key = {"Max": "max", "Min": "min"}.get(name, "")
    if not key:
        raise TypeError(f"no way to print {name}")
    separator = "||" if key in ("KL", "BernoulliKL") else ","
    return lang.call(key, [_term(arg, lang).text for arg in args], separator)


def formula_text(formula: Formula, language: Language) -> str:
    """A formula in a language, on one line."""
    lang = language

    def inner(part: Formula) -> str:
        text = formula_text(part, lang)
        return text if isinstance(part, f.Relation | f.Integrable) else lang.brackets(text)

    match formula:
        case f.Relation(op, lhs, rhs):
            return lang.relation(term_text(lhs, lang), op, term_text(rhs, lang))
        case f.Not(body):
            return lang.row([lang.words("not"), inner(body)])
        case f.And(parts) | f.Or(parts):
            word = lang.words("and" if isinstance(formula, f.And) else "or")
            return lang.row([x for part in parts for x in (word, inner(part))][1:])
        case f.Implies(a, b):
            return lang.row([inner(a), lang.signs["implies"], inner(b)])
        case f.Iff(a, b):
            right = b if isinstance(b, f.AlmostEverywhere) else None
            return lang.row(
                [inner(a), lang.signs["iff"], formula_text(right, lang) if right else inner(b)]
            )
        case f.AlmostEverywhere(body, where):
            return lang.row([inner(body), lang.words(ALMOST), inner(where)])
        case f.Integrable(term):
            size = lang.integral(lang.absolute(term_text(term, lang)))
            return lang.relation(size, "<", lang.signs["infinity"])
        case f.Exists(symbol, body):
            shown = lang.row([lang.signs["exists"], term_text(symbol, lang)])
            return lang.row([shown, lang.signs[":"], formula_text(body, lang)])
        case f.Everywhere(_, _, _, body):
            return lang.row([inner(body), interval(formula, lang)])
        case f.Iterates(index, _, _, start, step, body):
            pieces = [inner(body), lang.words(AFTER), term_text(index, lang)]
            for word, known in ((lang.words(START), start), (moves(formula, lang), step)):
                listed = [x for part in known for x in (lang.signs[","], formula_text(part, lang))]
                pieces += [lang.words(";"), word, *listed[1:]]
            return lang.row(pieces)
        case f.Law(statement):
            return lang.words(statement)
    raise TypeError(f"not a formula: {formula!r}")


def interval(formula: f.Everywhere, lang: Language) -> str:
    """The numbers at which something holds."""
    ends = (formula.variable, formula.low, formula.high)
    words = ("for all", "from", "to")
    return lang.row(
        [x for w, e in zip(words, ends, strict=True) for x in (lang.words(w), term_text(e, lang))]
    )


def moves(run: f.Iterates, lang: Language) -> str:
    """What a step changes, and what it is free to choose."""
    shown: list[str] = []
    for before, after in run.state:
        shown += [lang.signs[","] * bool(shown), lang.words("from") if not shown else ""]
        shown += [term_text(before, lang), lang.words("to"), term_text(after, lang)]
    for index, choice in enumerate(run.choices):
        shown += [lang.signs[","] if index else lang.words("for some"), term_text(choice, lang)]
    return lang.row([lang.words(STEPS), *shown, lang.words("with")])


#: what the text of `Iterates` says
AFTER = "after every number of steps"
START = "start:"
STEPS = "each step"


#: what the text of "almost everywhere" says
ALMOST = "for almost every x with"
