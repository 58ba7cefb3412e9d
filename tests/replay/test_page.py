"""The page: one file that asks nothing of the network, runs one known script, shows its runs."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from importlib.resources import files

import numpy as np
import pytest
from planar_recording import FRAMES, SAMPLES, write_planar_recording

from gantheory.errors import GanTheoryError
from gantheory.figures.style import THEMES
from gantheory.recording import Recording, read_recording
from gantheory.replay.colours import field_colours
from gantheory.replay.packing import unpacked
from gantheory.replay.page import BUDGET, SCRIPTS, Side, script, write_page
from gantheory.replay.words import LANGUAGES, VALUE, table

NASTY = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)> & \"q\" 'a' $title {updates}"
)
EMPTY = {"meta", "img", "br", "link", "input"}


class Page(HTMLParser):
    """Collects tags with their attributes, what stands in scripts, and the visible text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.open, self.scripts, self.styles = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        inside = self.open[-1] if self.open else ""
        {"script": self.scripts, "style": self.styles}.get(inside, self.text).append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def data(self):
        return json.loads(self.scripts[0])


@pytest.fixture(scope="module")
def page(planar, on_line, analytic, tmp_path_factory):
    sides = [Side(planar, NASTY, NASTY), Side(on_line), Side(analytic)]
    path = tmp_path_factory.mktemp("page") / "page.html"
    return Page(write_page(path, sides, title=NASTY, lead=[NASTY]).read_text(encoding="utf-8"))


def digest(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def test_the_policy_allows_its_own_script_and_style_and_nothing_else(page):
    [policy] = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.pop("default-src") == rules.pop("base-uri") == rules.pop("form-action") == "'none'"
    assert rules == {"script-src": digest(page.scripts[1]), "style-src": digest(page.styles[0])}


def test_it_asks_nothing_of_the_network(page):
    for tag, attributes in page.tags:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img")
        for name in attributes:
            assert name not in ("src", "href", "style", "action")
            assert not name.startswith("on")
    assert not re.search(r"url\(|@import", page.styles[0])
    assert not re.search(r"https?:|fetch|XMLHttp|WebSocket|import\s*\(|importScripts", script())


def test_its_script_never_turns_text_into_markup_or_code():
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(|setTimeout"
    assert not re.search(forbidden, script())


def test_text_from_outside_stays_text(page):
    assert len(page.all("script")) == len(page.scripts) == 2
    assert page.all("script")[0]["type"] == "application/json"
    assert "".join(page.text).count(NASTY) >= 4
    assert "<" not in page.scripts[0]


def test_the_runs_are_on_it_with_their_numbers(page, planar, on_line, analytic):
    data = page.data
    assert [run["view"]["scene"] for run in data["runs"]] == ["plane", "line", "line"]
    for run, recording in zip(data["runs"], (planar, on_line, analytic), strict=True):
        assert len(run["frames"]) == len(data["clock"])
        assert max(run["frames"]) == recording.frames - 1
        value = next(c for c in run["view"]["charts"] if c["name"] == "value")
        np.testing.assert_allclose(unpacked(value["values"]), recording["value"], rtol=1e-6)
    scrubber = next(tag for tag in page.all("input") if tag.get("type") == "range")
    assert scrubber["max"] == str(len(data["clock"]) - 1)


def test_it_says_where_each_run_comes_from(page, planar, on_line, analytic):
    shown = "".join(page.text)
    for recording in (planar, on_line, analytic):
        assert recording.manifest["sha256"]["arrays.npz"] in shown
        assert f"seed {recording.manifest['seed']}" in shown
        assert recording.manifest["gantheory_version"] in shown


def test_it_can_be_used_without_seeing_and_without_a_mouse(page):
    assert all(c["role"] == "img" for c in page.all("canvas"))
    # bars are described by the script, with their counts
    assert all("aria-label" in c or c["class"] == "bars" for c in page.all("canvas"))
    names = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert all(s["aria-labelledby"] in names for s in page.all("section") if "id" in s)
    assert page.all("output")[0]["aria-live"] == "polite"
    assert not any("tabindex" in attributes for _, attributes in page.tags)


def test_what_the_script_looks_for_is_on_the_page(page):
    code = script()
    ids = {attributes.get("id") for _, attributes in page.tags}
    assert set(re.findall(r'find\("(\w+)"\)', code)) <= ids
    layers = set(re.findall(r"show\.(\w+)", code))
    boxes = {tag["name"] for tag in page.all("input") if tag.get("type") == "checkbox"}
    assert layers <= boxes
    charts = {c["data-name"] for c in page.all("canvas") if c["class"] == "chart"}
    assert charts == {c["name"] for run in page.data["runs"] for c in run["view"]["charts"]}
    texts = page.data["texts"]
    used = set(re.findall(r'words\(texts, "(\w+)"', code)) | set(re.findall(r"texts\.(\w+)", code))
    assert used
    assert used <= set(texts)


def test_every_script_is_used_and_every_colour_is_defined(page):
    there = {f.name for f in files("gantheory.replay").iterdir() if f.name.endswith(".js")}
    assert there == set(SCRIPTS)
    names = set(re.findall(r'^    ("[^\n]*"),$', script().split("const names")[1], re.M)[0:2])
    wanted = {name for line in names for name in re.findall(r'"(\w+)"', line)}
    assert len(wanted) >= 11
    for theme in THEMES:
        rule = re.search(rf':root\[data-theme="{theme}"\] {{(.*?)}}', page.styles[0])[1]
        assert wanted <= set(re.findall(r"--(\w+):", rule))


def test_the_languages_say_the_same_things():
    english, korean = (table(language) for language in LANGUAGES)
    assert english.keys() == korean.keys()
    for key, text in english.items():
        assert set(VALUE.findall(text)) == set(VALUE.findall(korean[key])), key
        # names of the theory are the same everywhere, but no sentence was left in English
        if " " in text and not key.startswith(("layers.", "page.run", "page.noscript")):
            assert re.search("[가-힣]", korean[key]), key


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_in_korean_and_in_the_theme_asked_for(planar, tmp_path, theme):
    path = write_page(tmp_path / "p.html", [Side(planar)], language="ko", theme=theme)
    page = Page(path.read_text(encoding="utf-8"))
    assert page.all("html")[0] == {"lang": "ko", "data-theme": theme}
    assert "그림 읽는 법" in "".join(page.text)
    assert page.data["texts"]["play"] == "재생"


def luminance(colour):
    rgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_lines_stand_out_from_every_colour_of_the_field(theme):
    field = field_colours(theme)
    for ground in (field.fake, field.middle, field.real):
        assert contrast(ground, theme.ink) >= 4.5
        assert contrast(ground, theme.p_data) >= 4.5
    # the two ends differ for everybody: by hue, and blue against the rest of the channels
    fake, real = (int(c[5:7], 16) - int(c[1:3], 16) for c in (field.fake, field.real))
    assert fake > 40
    assert real < -40


def test_a_run_that_ended_early_says_so(tmp_path):
    run = write_planar_recording(tmp_path / "run", diverged="D is <b>NaN</b>")
    path = write_page(tmp_path / "p.html", [Side(read_recording(run))])
    assert "ends early: D is <b>NaN</b>" in "".join(Page(path.read_text()).text)


def test_it_tells_how_far_its_numbers_are_rounded(page):
    shown = "".join(page.text)
    view = page.data["runs"][0]["view"]
    assert f"samples to {view['samples']['error']:.1g}" in shown
    assert f"{SAMPLES} of {SAMPLES} samples are drawn" in shown


def test_a_run_of_the_usual_size_and_two_of_them_stay_below_5_mb(tmp_path, planar):
    """As many numbers as a replay has by default: 101 frames, 65 x 65 points, 2500 samples."""
    frames, points, samples = 101, 65, 2500
    rng = np.random.default_rng(0)
    times = np.minimum(np.arange(frames), FRAMES - 1)
    arrays = {name: array[times] if len(array) == FRAMES else array for name, array in
              planar.arrays.items()}  # fmt: skip
    arrays |= {name: np.arange(frames) for name in ("g_updates", "d_updates")}
    axis = np.linspace(-4, 4, points)
    more = rng.integers(0, SAMPLES, samples)
    for name in ("samples", "descent", "high_quality", "output_at_samples"):
        arrays[name] = arrays[name][:, more]
    arrays |= {"x": axis, "y": axis, "real": arrays["real"][more]}
    arrays["output"] = rng.normal(size=(frames, points, points)).astype(np.float32)
    side = Side(Recording(planar.manifest, arrays))
    for count in (1, 2):
        path = write_page(tmp_path / "p.html", [side] * count)
        assert BUDGET / 2 < path.stat().st_size < 5_000_000
        drawn = Page(path.read_text()).data["runs"][0]["view"]["samples"]["shape"][1]
        assert drawn == samples if count == 1 else drawn >= 1000


def test_nothing_too_many_and_unknown_looks_are_refused(tmp_path, planar):
    side = Side(planar)
    for sides, options, complaint in (
        ([], {}, "1 to 6 runs, not 0"),
        ([side] * 7, {}, "not 7"),
        ([side], {"theme": "pink"}, "pink"),
        ([side], {"language": "fr"}, "fr"),
    ):
        with pytest.raises(GanTheoryError, match=complaint):
            write_page(tmp_path / "p.html", sides, **options)
    assert not list(tmp_path.iterdir())
