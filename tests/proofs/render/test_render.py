"""What every format must be, whatever the claim: valid, escaped, short, taken from the goals."""

import json
import re
from dataclasses import replace
from xml.dom import minidom

import pytest
import sympy as sp
import typst
from unchecked_claims import unchecked

from gantheory.proofs import formulas as f
from gantheory.proofs import terms as t
from gantheory.proofs.registry import claim_ids
from gantheory.proofs.render import render
from gantheory.proofs.render.blocks import Code, Display, Items, Maths, Paragraph, Strong
from gantheory.proofs.render.graph import graph_svg, layers
from gantheory.proofs.render.html import render_html
from gantheory.proofs.render.latex import render_latex
from gantheory.proofs.render.layout import WIDTH, lines
from gantheory.proofs.render.markdown import render_markdown
from gantheory.proofs.render.text import render_text
from gantheory.proofs.render.typst import render_typst
from gantheory.proofs.render.walk import short_name
from gantheory.proofs.verdict import Kind, Verdict

RESULTS = [unchecked(claim_id) for claim_id in claim_ids()]
each_claim = pytest.mark.parametrize("result", RESULTS, ids=claim_ids())
NASTY = """<b>&"'\\{}$%#_^~*`[link](x)|@ref // /* -- - 1. + = a;(b) <- ... é ‖ µ"""


LATEX_COMMANDS = """
documentclass usepackage begin end section subsection subsubsection par noindent item textbf texttt
textbackslash textasciitilde textasciicircum ensuremath left right middle frac operatorname text
log max min int quad leq geq neq iff implies exists colon infty varepsilon lambda theta eta alpha
beta mathrm
"""


def goals(result):
    yield from (part.goal for part in result.steps)
    yield from (part.goal for part in result.false_variants)


@each_claim
def test_typst_compiles(result):
    source = render([result], "typst", graph=True).encode()
    assert typst.compile(source).startswith(b"%PDF")


def test_typst_makes_slides_too():
    pages = typst.compile(render([unchecked("T3")], "typst").encode(), format="svg")
    assert all(b"<svg" in page for page in (pages if isinstance(pages, list) else [pages]))


@each_claim
def test_html_is_well_formed_and_needs_nothing_from_elsewhere(result):
    page = render([result], "html", graph=True)
    assert page.startswith("<!DOCTYPE html>")
    body = page.removeprefix("<!DOCTYPE html>\n").replace('<meta charset="utf-8">', "")
    minidom.parseString(body.replace("&nbsp;", "&#160;"))
    assert not re.search(r"<script|<link|<img|@import|url\(|src=|href=", page)
    assert set(re.findall(r"https?://[^\"' ]*", page)) <= {"http://www.w3.org/2000/svg"}


@each_claim
def test_latex_is_balanced_and_uses_amsmath_only(result):
    source = render([result], "latex")
    depth = 0
    for match in re.finditer(r"\\[{}]|[{}]", source):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        assert depth >= 0
    assert depth == 0
    assert source.count(r"\left") == source.count(r"\right")
    assert set(re.findall(r"\\([A-Za-z]+)", source)) <= set(LATEX_COMMANDS.split())


@each_claim
def test_lines_are_short_enough_to_project(result):
    for goal in goals(result):
        assert max(line.width for line in lines(goal.conclusion)) <= WIDTH
    assert max(map(len, render([result], "text").splitlines())) <= WIDTH + 8


@each_claim
def test_short_names_stay_different(result):
    symbols = set()
    for goal in goals(result):
        symbols |= set().union(*map(f.free_symbols, (goal.conclusion, *goal.hypotheses)))
    names = {symbol.name for symbol in symbols}
    assert len({short_name(name) for name in names}) == len(names)


def test_breaking_a_formula_loses_nothing():
    for result in RESULTS:
        for goal in goals(result):
            broken = lines(goal.conclusion)
            if len(broken) < 2 or not isinstance(goal.conclusion, f.Relation):
                continue
            sides, op = [sp.Integer(0), sp.Integer(0)], goal.conclusion.op
            side = 0
            for line in broken:
                side = 1 if line.lead == op else side
                sides[side] += -line.body if line.lead == "-" else line.body
            assert sides[0] - goal.conclusion.lhs == 0
            assert sides[1] - goal.conclusion.rhs == 0


def test_what_is_shown_is_the_goal_and_nothing_beside_it():
    """Change the goal of one step, and that very line changes, in every format."""
    result = unchecked("A1")
    other = f.Goal(f.eq(t.scalar("a") ** 7, 5), result.steps[0].goal.hypotheses)
    changed = replace(result, steps=(replace(result.steps[0], goal=other), *result.steps[1:]))
    expected = {
        "text": "a⁷ = 5",
        "markdown": "{a}^{7} = 5",
        "latex": "{a}^{7} = 5",
        "typst": "attach(a, t: 7) = 5",
        "html": "<msup><mi>a</mi><mn>7</mn></msup><mo>=</mo><mn>5</mn>",
        "json": "a⁷ = 5",
    }
    for form, text in expected.items():
        before, after = render([result], form), render([changed], form)
        assert text not in before
        assert text in after


def test_a_claim_that_falls_short_says_so():
    result = unchecked("A1")
    assert "Falls short: unknown: not run" in render([result], "text")
    proved = replace(result, verdict=Verdict(Kind.PROVED))
    assert "Falls short" not in render([proved], "text")
    assert "proved; tier S" in render([proved], "text", times=False)


def test_hypotheses_that_a_step_does_not_have_are_not_shown_with_it():
    shown = render([unchecked("A2")], "text")
    assert "Let a = 0, b > 0, y ≥ 0, y < 1. Then" in shown
    assert not re.search(r"Let [^.]*a > 0[^.]*a = 0", shown)


def test_text_is_escaped_in_every_format():
    blocks = [
        Paragraph((NASTY, Strong(NASTY), Code("rule"))),
        Items(((NASTY,), (Strong("1. x"), "(y)"))),
    ]
    page = render_html(blocks)
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page
    source = render_typst(blocks)
    assert typst.compile(source.encode()).startswith(b"%PDF")
    assert r"\textbackslash{}\{\}\$\%\#\_" in render_latex(blocks)
    assert r"\<b\>" in render_markdown(blocks)
    assert NASTY.split()[-3] in render_text(blocks)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("(a+b)/2", "(a + b)/2"),
        ("a/(b*y)", "a/(b·y)"),
        ("a/b*y", "a·y/b"),
        ("-(a-b)", "b − a"),
        ("(a+b)**2", "(a + b)²"),
        ("(a/b)**2*3", "3·a²/b²"),
        ("1-y", "1 − y"),
        ("y-1", "y − 1"),
        ("2*log(a)/3", "2/3·log(a)"),
        ("-a*log(y)", "−a·log(y)"),
        ("log(a)/b", "1/b·log(a)"),
    ],
)
def test_brackets_where_they_are_needed(term, text):
    from gantheory.proofs.parse import parse_goal
    from gantheory.proofs.render.plain import PLAIN
    from gantheory.proofs.render.walk import term_text

    assert term_text(parse_goal(term, "0").goal.conclusion.lhs, PLAIN) == text


def test_json_has_every_formula_in_every_language():
    data = json.loads(render([unchecked("T3")], "json"))
    assert data["schema_version"] == 1
    (claim,) = data["claims"]
    assert claim["id"] == "T3"
    assert {"text", "latex", "typst", "mathml", "step"} == set(claim["statement"][0])
    assert len(claim["steps"]) == len(unchecked("T3").steps)
    assert "seconds" not in json.dumps(json.loads(render([unchecked("T3")], "json", times=False)))


def test_the_graph_puts_every_claim_below_what_it_uses():
    uses = {result.claim.id: result.claim.uses for result in RESULTS}
    rows = layers(uses)
    depth = {name: index for index, row in enumerate(rows) for name in row}
    assert set(depth) == set(uses)
    for name, others in uses.items():
        assert all(depth[other] < depth[name] for other in others)


def test_the_graph_says_the_tier_in_words_and_what_is_not_proved():
    proved = [replace(result, verdict=Verdict(Kind.PROVED)) for result in RESULTS]
    proved[0] = RESULTS[0]
    svg = graph_svg(proved)
    document = minidom.parseString(svg)
    texts = [node.firstChild.data for node in document.getElementsByTagName("text")]
    assert texts.count("not proved") == 1
    for tier in ("S", "E", "B"):
        assert texts.count(f"tier {tier}") == sum(r.claim.tier == tier for r in RESULTS[1:])
    edges = sum(len(result.claim.uses) for result in RESULTS)
    assert len(document.getElementsByTagName("path")) == edges


def test_a_display_of_several_lines_keeps_them():
    goal = next(g for g in goals(unchecked("A1")) if len(lines(g.conclusion)) > 1)
    count = len(lines(goal.conclusion))
    block = [Display(tuple(lines(goal.conclusion)))]
    assert render_text(block).count("\n") == count
    assert render_latex(block).count(r"\\" + "\n") == count - 1
    assert render_html(block).count("<mtr>") == count
    assert Maths(goal.conclusion).body is goal.conclusion
