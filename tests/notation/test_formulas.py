"""The registry of formulas: every entry compiles in every form, and both forms say the same."""

import re

import pytest

from gantheory.errors import GanTheoryError
from gantheory.figures.style import LIGHT, Theme
from gantheory.notation import formulas
from gantheory.notation.formulas import FORMULAS, LANGUAGES, REFERENCE, latex, typst, typst_colors
from gantheory.notation.signs import SIGNS, latex_signs, typst_signs

ROLES = set(Theme.__dataclass_fields__)
COLORS = typst_colors({role: getattr(LIGHT, role) for role in ROLES})


@pytest.fixture(scope="module")
def parser():
    """matplotlib's mathtext: a strict parser of the part of LaTeX that the registry uses."""
    from matplotlib.mathtext import MathTextParser

    return MathTextParser("path")


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_compiles_as_latex(name, parser):
    parsed = parser.parse(f"${latex(name)}$")
    assert parsed.width > 0
    assert parsed.glyphs


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_compiles_as_typst(name):
    pytest.importorskip("typst", reason="the extra 'lecture' is not installed")
    from gantheory.animation.typeset import typeset

    line = typeset(f"${typst(name)}$", "en", COLORS)
    assert line.width > 0
    drawn = {color for color, _ in line.shapes}
    roles = {role for role in (FORMULAS[one].role for one in parts(name)) if role}
    assert {getattr(LIGHT, role) for role in roles} <= drawn
    assert drawn <= {getattr(LIGHT, role) for role in roles} | {"#000000"}


def parts(name):
    """A formula and all that it is made of."""
    found = {name}
    for inner in REFERENCE.findall(FORMULAS[name].typst):
        found |= parts(inner)
    return found


@pytest.mark.parametrize("name", FORMULAS)
def test_both_forms_are_made_of_the_same_parts(name):
    one = FORMULAS[name]
    assert sorted(REFERENCE.findall(one.typst)) == sorted(REFERENCE.findall(one.latex))


#: what the two forms write differently: words for signs, brackets of groups, spacing
_TYPST = {
    r'"(\w+)"': r"\1",
    r"\^\(\((\w)\)\)": r"^\1",
    r"\bop\((\w+)\)": r"\1",
    r"\bfrac\((.*), (.*)\)": r"\1/\2",
    r"\\/": "/",
    r"role\w+\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)": r"\1",
    "<-": "←",
    "->": "→",
    "<=": "≤",
    r"\bthin\b": "",
    r"([_^])\(([^()]*)\)": r"\1\2",
    r"\btilde\b": "~",
    r"\bintegral\b": "∫",
    r"\bmid\(\|\)": "|",
    r"\bmid\(\|\|\)": "‖",
    r"\bdots\.h\b": "…",
    " ": "",
}
_LATEX = {
    r"\\(?:mathrm|operatorname)\{(\w+)\}": r"\1",
    r"\\frac\{([^{}]*)\}\{([^{}]*)\}": r"\1/\2",
    r"\\frac\{(.*?)\}\{(.*)\}": r"\1/\2",
    r"\\leftarrow": "←",
    r"\\to": "→",
    r"\\leq": "≤",
    r"\^\{?\\prime\}?": "'",
    r"\\,": "",
    r"\\sqrt\{(.*)\}": r"sqrt(\1)",
    r"\^\{\((\w)\)\}": r"^\1",
    r"\\sim": "~",
    r"\\int": "∫",
    r"\\mid": "|",
    r"\\\|": "‖",
    r"\\ldots": "…",
    r"\\(log|sup|max|min|sum|nabla|lambda|theta|psi|sigma|gamma|eta|epsilon|pi)": r"\1",
    "[{} ]": "",
}


def plain(text, rules):
    for pattern, into in rules.items():
        before = None
        while before != text:  # wrappers within wrappers
            before, text = text, re.sub(pattern, into, text)
    return text


@pytest.mark.parametrize("name", FORMULAS)
def test_both_forms_say_the_same(name):
    assert plain(typst(name), _TYPST) == plain(latex(name), _LATEX)


@pytest.mark.parametrize("name", FORMULAS)
def test_every_formula_can_be_read_aloud(name):
    one = FORMULAS[name]
    for language in LANGUAGES:
        said = one.alt(language)
        assert said.strip()
        assert not re.search(r"[\\$_^{}@]", said)
    assert one.role in ROLES | {""}


def test_an_unknown_formula_is_named():
    with pytest.raises(GanTheoryError, match="@nothing"):
        formulas.typst("nothing")


def test_the_theory_writes_its_operators_as_the_registry_does():
    from gantheory.proofs.render.latex import LATEX
    from gantheory.proofs.render.typst import TYPST

    for name in SIGNS:
        assert TYPST.signs[name] == typst_signs()[name]
        assert LATEX.signs[name] == latex_signs()[name]
    assert SIGNS["JSD"].typst in formulas.typst("split")
    assert SIGNS["JSD"].latex in formulas.latex("split")
