"""The page: what a browser, a screen reader and a content policy make of it."""

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser

import pytest

from gantheory.figures.style import DARK, LIGHT
from gantheory.lecture.handout import write_handout_html
from gantheory.lecture.handout.html import page
from gantheory.lecture.handout.mathml import mathml

pytest.importorskip("typst", reason="the extra 'lecture' is not installed")

VOID = {"meta", "img", "br", "hr", "mspace", "input", "link"}


class Elements(HTMLParser):
    """All elements with their attributes and what they stand in; refuses bad nesting."""

    def __init__(self, text):
        super().__init__()
        self.found, self.open, self.texts = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    def of(self, *tags):
        return [(tag, attrs, within) for tag, attrs, within in self.found if tag in tags]


@pytest.fixture(scope="module", params=["en", "ko"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def pages(document):
    """Each page once: by language and whether solutions are in it."""
    made = {}

    def get(language, solutions=False):
        if (language, solutions) not in made:
            made[language, solutions] = page(document(language, solutions))
        return made[language, solutions]

    return get


@pytest.fixture(scope="module")
def elements(pages, language):
    return Elements(pages(language, True))


def test_it_names_its_language_and_title(elements, pages, language):
    assert elements.of("html")[0][1]["lang"] == language
    assert re.search("<title>[^<]{10,}</title>", pages(language))


def test_headings_are_in_order(elements):
    levels = [int(tag[1]) for tag, _, _ in elements.of("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_landmarks_and_a_skip_link_that_leads_to_the_text(elements):
    for tag in ("header", "nav", "main", "footer"):
        assert len(elements.of(tag)) == 1
    first = elements.of("a")[0][1]
    assert first["class"] == "skip"
    assert elements.of("main")[0][1]["id"] == first["href"].removeprefix("#")


def test_every_link_leads_to_a_place_on_the_page(elements):
    places = [attrs["id"] for _, attrs, _ in elements.found if "id" in attrs]
    assert len(places) == len(set(places))
    for _, attrs, _ in elements.of("a"):
        assert attrs["href"].startswith("#")
        assert attrs["href"][1:] in places
    for _, attrs, _ in elements.found:
        if "aria-labelledby" in attrs:
            assert attrs["aria-labelledby"] in places


def test_every_picture_and_formula_is_in_words(elements):
    pictures = elements.of("img", "svg")
    assert len(pictures) == 5
    assert all(attrs.get("alt") for _, attrs, _ in pictures)
    formulas = elements.of("math")
    assert len(formulas) > 200
    assert all(attrs.get("alttext") for _, attrs, _ in formulas)


def test_tables_have_headers(elements):
    tables = elements.of("table")
    assert len(tables) == 3
    assert len(elements.of("caption")) == 3
    headers = elements.of("th")
    assert {attrs["scope"] for _, attrs, _ in headers} == {"col", "row"}


def test_letters_are_plain_for_those_who_listen(elements, language):
    whole = "".join(elements.texts)
    assert not re.search("[\U0001d400-\U0001d7ff]", whole)
    assert ("최적 판별자" if language == "ko" else "optimal discriminator") in whole


def test_nothing_comes_from_elsewhere_and_nothing_runs(elements, pages, language):
    text = pages(language, True)
    assert not re.search(
        r"<script|javascript:|\son\w+=|\sstyle=|@import|https?://(?!www\.w3\.org)", text
    )
    for _, attrs, _ in elements.found:
        for name in ("src", "href"):
            assert attrs.get(name, "#").startswith(("#", "data:"))


def test_the_policy_allows_the_one_style_sheet_by_its_hash(pages, language):
    text = pages(language)
    [style] = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    [policy] = re.findall('Content-Security-Policy" content="([^"]*)"', text)
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_solutions_are_there_only_if_asked_for(pages, language):
    assert 'class="solution"' not in pages(language)
    assert pages(language, True).count('class="solution"') == 15


def test_paper_and_page_have_the_same_formulas(document, pages, language):
    """The page's mathematics is Typst's own, formula by formula."""
    from gantheory.lecture.handout import blocks as b

    steps = [block for block in document(language).blocks if isinstance(block, b.Step)]
    formulas, _ = mathml([(step.body.lines, True) for step in steps], language)
    text = pages(language)
    for step in steps:
        inner = formulas[step.body.lines, True].partition(">")[2]
        assert inner in text
        assert f'id="{step.anchor}"' in text


def test_brackets_around_a_line_do_not_grow():
    low, high = (((0, text),) for text in ("f(x)", "f(x/y)"))
    formulas, _ = mathml([(low, False), (high, False)], "en")
    assert formulas[low, False].count('stretchy="false"') == 2
    assert "stretchy" not in formulas[high, False]


def contrast(one, other):
    def luminance(color):
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_from_what_is_behind_it(pages, language):
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    found = re.findall(r":root \{[^}]*?(--background[^}]*)\}", pages(language))
    assert len(found) == 3
    for rule in found:
        color = dict(re.findall(r"--(\w[\w-]*): (#\w{6});", rule))
        for text in ("ink", "muted", "accent"):
            for behind in ("background", "tint"):
                assert contrast(color[text], color[behind]) >= 4.5, (text, behind)
    assert LIGHT.background in found[0]
    assert DARK.background in found[1]


def test_text_is_never_markup(context, tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    made = context(
        "en", "dark", sections=("figure1",), lecturer="<b>&", affiliation='"x', logo=logo
    )
    write_handout_html(made, tmp_path / "a.html", False)
    write_handout_html(made, tmp_path / "b.html", False)
    text = (tmp_path / "a.html").read_text("utf-8")
    assert text == (tmp_path / "b.html").read_text("utf-8")
    assert "&lt;b&gt;&amp;" in text
    assert 'alt="&quot;x"' in text
    assert "prefers-color-scheme" not in text


@pytest.mark.parametrize("width", [390, 1000])
def test_a_browser_shows_it_without_a_complaint(browser, pages, language, tmp_path, width):
    path = tmp_path / "handout.html"
    path.write_text(pages(language, True), encoding="utf-8")
    with browser.visit(path, (width, 800), java_script_enabled=True) as visit:
        visit.assert_quiet()
        assert visit.too_wide() == []
        loaded = visit.page.evaluate("document.fonts.ready.then(() => [...document.fonts].length)")
        assert loaded == (1 if language == "ko" else 0)
        assert visit.page.evaluate("[...document.images].every((one) => one.naturalWidth > 0)")
