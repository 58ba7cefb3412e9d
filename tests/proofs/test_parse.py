"""The reader of students' steps: what it accepts, what it refuses, and that it never computes."""

import ast
import contextlib
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from gantheory.proofs import terms as t
from gantheory.proofs.formulas import Relation, ge, gt, lt, ne
from gantheory.proofs.parse import parse_goal, split_relation
from gantheory.proofs.typed_text import ParseError

a, b, x = (t.scalar(name) for name in "abx")


def term(text):
    return parse_goal(text, "0").goal.conclusion.lhs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/3", sp.Rational(1, 3)),
        ("0.1 + 0.2", sp.Rational(3, 10)),
        ("1e-30", sp.Rational(1, 10**30)),
        ("-a + +b", b - a),
        ("a - b - 1", a - b - 1),
        ("a / b / 2", a / (2 * b)),
        ("-a**2", -(a**2)),
        ("2**-1", sp.Rational(1, 2)),
        ("ln(a)", sp.log(a)),
        ("Rational(2, 3)*a", sp.Rational(2, 3) * a),
        ("abs(a)", sp.Abs(a)),
        ("λ", t.scalar("λ")),
        ("p_data", t.scalar("p_data")),
    ],
)
def test_terms_mean_what_they_say(text, expected):
    assert term(text) == expected


def test_assumptions_may_be_chained():
    read = parse_goal("a", "b", "<=", ["0 < a <= 1", "a != b"])
    assert read.goal.conclusion == Relation("<=", a, b)
    zero, one = sp.Integer(0), sp.Integer(1)
    assert read.goal.hypotheses == (lt(zero, a), Relation("<=", a, one), ne(a, b))


def test_a_step_may_come_in_one_text():
    assert split_relation("log(a) <= a - 1") == ("log(a)", "<=", "a - 1")
    assert split_relation("log(a)") is None
    with pytest.raises(ParseError, match="one relation"):
        split_relation("a < b < 1")


def test_what_cancels_leaves_its_condition_behind():
    assert ne(x, 0) in [condition for condition, _ in parse_goal("x/x", "1").conditions]
    assert gt(a, 0) in [c for c, _ in parse_goal("log(a) - log(a)", "0").conditions]
    assert "cancels" in parse_goal("Integral(p*q/q, x)", "1").outside


def test_names_inside_integrals_are_functions_and_normalised_ones_densities():
    read = parse_goal("Integral(p*log(p/m) + c*p, x)", "c", "==", ["Integral(p, x) == 1"])
    p, m, c = t.density("p"), t.field("m"), t.scalar("c")
    assert read.goal.conclusion.lhs == t.Int(t.xlogy(p, p / m) + c * p)
    assert read.goal.hypotheses == (Relation("==", t.Int(p), 1),)


def test_densities_of_the_notations_are_assumed_to_be_densities():
    read = parse_goal("C(p, g)", "-log(4) + 2*JSD(p, g)", "==", ["p > 0"])
    p, g = t.density("p"), t.density("g")
    assert read.goal.conclusion.lhs == t.Criterion(p, g)
    assert set(read.goal.hypotheses) == {
        gt(p, 0),
        ge(g, 0),
        Relation("==", t.Int(p), 1),
        Relation("==", t.Int(g), 1),
    }


HOSTILE = [
    "__import__('os').system('true')",
    "__import__('os')",
    "lambda: 0",
    "(lambda x: x)(1)",
    "a.__class__.__mro__",
    "a.b",
    "[c for c in a]",
    "{c: 1 for c in a}",
    "(c for c in a)",
    "f'{a}'",
    "'a'",
    "b'a'",
    "a[0]",
    "a if b else 1",
    "a := 1",
    "(a := 1)",
    "a and b",
    "not a",
    "a, b",
    "*a",
    "log(*a)",
    "log(x=1)",
    "log(a, 2)",
    "log()",
    "eval('1')",
    "exec(a)",
    "open(a)",
    "await a",
    "yield",
    "1j",
    "True",
    "None",
    "...",
    "9**9**9",
    "((9**64)**64)**64",
    "(a**99)**99",
    "a**101",
    "1e99999999999",
    "1e5000",
    "10**9999",
    "a^2",
    "a // b",
    "a % b",
    "a @ b",
    "~a",
    "a << 9",
    "a = b",
    "a == b == 1",
    "a # b",
    "a\0b",
    "\0",
    "",
    "   ",
    "a +",
    "+*",
    "(" * 10_000 + "a" + ")" * 10_000,
    "(" * 200 + "a" + ")" * 200,
    "-" * 1500 + "a",
    "log(" * 300 + "a" + ")" * 300,
    "a" * 5000,
    "a**" * 400 + "a",
    "oo",
    "nan",
    "I",
    "_a",
    "__a",
    "a" * 50,
    "Integral(p)",
    "Integral(Integral(p, x), x)",
    "p(y)",
    "\ud800",
    "2a",
    "a b",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("place", ["left", "right", "assumption"])
def test_anything_else_is_one_clear_complaint(text, place):
    sides = {"left": (text, "a"), "right": ("a", text), "assumption": ("a", "a")}[place]
    assume = [f"{text} > 0"] if place == "assumption" and text.strip() not in ("", "a +") else []
    if place == "assumption":
        assume = assume or [text]
        if text in ("a and b", "a if b else 1", "not a", "a, b", "a == b == 1", "a # b"):
            assume = [text]  # with "> 0" behind them these would be something else
    if text == "a == b == 1" and place == "assumption":
        return  # a chain is a fair assumption
    with pytest.raises(ParseError) as caught:
        parse_goal(*sides, assume=assume)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(("left side", "right side", "assumption 1"))
    assert message.isprintable()
    assert len(message) < 400


def test_complaints_point_at_the_place():
    with pytest.raises(ParseError, match='left side, character 7, near "foo'):
        parse_goal("a*λ + foo(b)", "1")


@given(st.text(max_size=60) | st.text("ab01+-*/()., <>=^logexpKLx'\"[]{}:_\\λ", max_size=60))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(ParseError):  # and no other error
        assert isinstance(parse_goal(text, "1").goal.conclusion, Relation)
    with contextlib.suppress(ParseError):
        assert parse_goal("1", "1", "==", [text]).goal.hypotheses


ATOMS = st.sampled_from(["a", "b", "2", "0.3", "0.5"])
TEXTS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda s: f"({s[0]}{s[1]}{s[2]})"),
        inner.map(lambda s: f"(-{s})"),
        st.tuples(inner, st.integers(0, 3)).map(
            lambda s: f"{s[0]}**{s[1]}" if s[0] in "ab" else s[0]
        ),
    ),
    max_leaves=8,
)


def value(node, names):
    """What a tree of Python's is worth, in exact fractions."""
    match node:
        case ast.BinOp(left, op, right):
            u, v = value(left, names), value(right, names)
            match op:
                case ast.Add():
                    return u + v
                case ast.Sub():
                    return u - v
                case ast.Mult():
                    return u * v
                case ast.Pow():
                    return u ** int(v)
        case ast.UnaryOp(_, operand):
            return -value(operand, names)
        case ast.Constant(number):
            return Fraction(str(number))
        case ast.Name(name):
            return names[name]
    raise AssertionError(ast.dump(node))


@given(TEXTS, st.integers(-9, 9), st.integers(-9, 9))
def test_terms_have_the_value_that_python_gives_them(text, at_a, at_b):
    names = {"a": Fraction(at_a), "b": Fraction(at_b)}
    expected = value(ast.parse(text, mode="eval").body, names)
    read = term(text).subs({a: at_a, b: at_b})
    assert read == sp.Rational(expected.numerator, expected.denominator)
