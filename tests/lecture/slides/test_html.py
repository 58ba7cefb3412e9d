"""The page in a real browser, off the network, under its policy: every slide, every film."""

import base64
import hashlib
import io
import re
from html import unescape

import pytest

from gantheory.lecture.config import ExtraSlide
from gantheory.lecture.slides import blocks as b
from gantheory.lecture.slides.deck import build_deck
from gantheory.lecture.slides.html import slides_html, without_print, write_slides_html

#: what reaches out of the slide, or into its footer
SPILLS = """() => {
  const slide = Reveal.getCurrentSlide(), box = slide.getBoundingClientRect();
  const foot = slide.querySelector(".foot").getBoundingClientRect();
  const found = [];
  for (const one of slide.querySelectorAll("*")) {
    if (one.closest("svg") && one.tagName !== "svg" || one.closest(".foot")) continue;
    const own = one.getBoundingClientRect();
    if (!own.width) continue;
    if (own.left < box.left || own.right > box.right || own.bottom > foot.top + 1)
      found.push(`${one.tagName} ${one.getAttribute("class")} ${own.right} ${own.bottom}`);
    if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth && one.tagName !== "VIDEO")
      found.push(`${one.tagName} ${one.getAttribute("class")} is cut at the side`);
  }
  return found;
}"""


def until(page, condition):
    """Wait in the page: playwright's own waiting needs `eval`, which the policy forbids."""
    met = page.evaluate(
        """(() => new Promise((done) => {
          const end = performance.now() + 10000;
          const ask = () => (CONDITION) ? done(true)
            : performance.now() > end ? done(false) : setTimeout(ask, 15);
          ask();
        }))""".replace("CONDITION", condition)
    )
    assert met, condition


@pytest.fixture(scope="module")
def page_of(deck_of, tmp_path_factory):
    """The path of the page in a language."""
    made = {}

    def write(language, theme="light"):
        if (language, theme) not in made:
            made[language, theme] = tmp_path_factory.mktemp("html") / "slides.html"
            write_slides_html(deck_of(language, theme), made[language, theme])
        return made[language, theme]

    return write


@pytest.fixture(scope="module", params=["en", "ko"])
def shown(request, browser, page_of, deck_of):
    """A deck and its page, open."""
    theme = "dark" if request.param == "ko" else "light"
    path = page_of(request.param, theme)
    with browser.visit(path, viewport=(1280, 720)) as visit:
        until(visit.page, "Reveal.isReady()")
        yield deck_of(request.param, theme), visit


def test_every_slide_fits_and_every_film_plays(shown):
    deck, visit = shown
    page = visit.page
    assert page.evaluate("document.documentElement.lang") == deck.language
    assert page.evaluate("Reveal.getTotalSlides()") == len(deck.slides)
    page.evaluate("document.fonts.ready")
    for number, slide in enumerate(deck.slides):
        page.evaluate("(number) => Reveal.slide(number)", number)
        assert page.evaluate("Reveal.getCurrentSlide().id") == slide.name
        assert page.evaluate(SPILLS) == [], slide.name
        if any(isinstance(block, b.FilmBlock) for block in slide.blocks):
            until(page, "Reveal.getCurrentSlide().querySelector('video').currentTime > 0")
    visit.assert_quiet()


def test_pictures_load_and_have_words(shown):
    _, visit = shown
    wordless = visit.page.evaluate(
        """() => [...document.querySelectorAll("img, video, section svg:not([aria-hidden])")]
          .filter((one) => !(one.getAttribute("alt") || one.getAttribute("aria-label"))).length"""
    )
    assert wordless == 0
    broken = visit.page.evaluate(
        """async () => { const all = [...document.querySelectorAll("img")];
          await Promise.all(all.map((one) => one.decode()));
          return all.filter((one) => !one.naturalWidth).length; }"""
    )
    assert broken == 0
    assert visit.page.evaluate("document.fonts.check('20px Lecture', '가치 함수')") is True
    visit.assert_quiet()


def test_keys_and_the_speakers_window(shown):
    deck, visit = shown
    page = visit.page
    page.evaluate("Reveal.slide(0)")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getCurrentSlide().id") == deck.slides[1].name
    until(page, f"location.hash === '#/{deck.slides[1].name}'")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    window = opened.value
    window.wait_for_selector("#next:not(:empty)")
    assert window.locator("#text").text_content() == deck.slides[1].notes
    assert deck.slides[2].title in window.locator("#next").text_content()
    assert "1:00" in window.locator("#time").text_content()  # minutes of the first two slides
    loaded = "[...document.fonts].filter((one) => one.status === 'loaded').length"
    assert window.evaluate(f"document.fonts.ready.then(() => {loaded})") >= 1
    window.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getCurrentSlide().id") == deck.slides[2].name
    assert window.locator("#text").text_content() == deck.slides[2].notes
    window.close()
    visit.assert_quiet()


def test_a_finger_turns_the_slides(browser, page_of, deck_of):
    deck = deck_of("en")
    with browser.visit(page_of("en"), viewport=(800, 450), has_touch=True) as visit:
        until(visit.page, "Reveal.isReady()")
        session = visit.page.context.new_cdp_session(visit.page)
        for kind, x in (("touchStart", 600), ("touchMove", 400), ("touchMove", 200)):
            points = [{"x": x, "y": 200}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        until(visit.page, f"Reveal.getCurrentSlide().id === '{deck.slides[1].name}'")
        visit.assert_quiet()


@pytest.mark.parametrize("shown", ["ko"], indirect=True)
def test_it_prints_one_page_for_each_slide(shown):
    pypdf = pytest.importorskip("pypdf")
    deck, visit = shown
    printed = visit.page.pdf(prefer_css_page_size=True, print_background=True)
    reader = pypdf.PdfReader(io.BytesIO(printed))
    assert len(reader.pages) == len(deck.slides)
    assert "흔한 오해" in reader.pages[-3].extract_text()


def test_two_builds_are_byte_equal(deck_of, page_of):
    assert slides_html(deck_of("ko", "dark")) == page_of("ko", "dark").read_text(encoding="utf-8")


def test_the_policy_lets_in_this_script_and_style_alone(page_of):
    text = page_of("en").read_text(encoding="utf-8")
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1])
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        inner = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(inner) == 1
        packed = base64.b64encode(hashlib.sha256(inner[0].encode()).digest()).decode()
        assert f"{rule} 'sha256-{packed}'" in policy
    assert "style=" not in text.split("</style>")[1].split("<script")[0]


def test_what_the_lecturer_wrote_is_no_markup(context_of):
    own = ExtraSlide("end", "<b>x</b>", ("a </section><script>alert(1)</script>",), "</script> &")
    deck = build_deck(context_of(sections=("mistakes",), extra=(own,), lecturer="<i>Ada</i>"))
    text = slides_html(deck)
    assert text.count("<script") == 2
    assert "&lt;b&gt;x&lt;/b&gt;" in text
    assert "&lt;i&gt;Ada&lt;/i&gt;" in text
    assert "<script>alert" not in text


def test_rules_for_print_are_cut_out_whole():
    css = "a{b:c}@media print{html{d:e}f{g:h}}i{j:k}@media print{l{m:n}}"
    assert without_print(css) == "a{b:c}i{j:k}"
    assert without_print("a{}") == "a{}"


def test_the_licence_of_reveal_travels_with_it(page_of):
    from importlib.resources import files

    folder = files("gantheory.lecture.slides") / "vendor" / "reveal"
    assert "Permission is hereby granted" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert "MIT licensed" in page_of("en").read_text(encoding="utf-8")
