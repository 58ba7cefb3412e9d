"""The report: one file that opens offline and lets nothing in or out."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from gantheory.errors import GanTheoryError
from gantheory.report import Mark, Picture, Table, provenance_table, write_report

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
NASTY = '<script>alert("1")</script> & "quoted" \'single\' $title ${style}'


class Page(HTMLParser):
    """Collects tags with their attributes, and the visible text."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def page_text(analytic, tmp_path):
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (tmp_path / "a.mp4").write_bytes(b"not really a film")
    sections = [
        Table(
            "Claims", ("id", "verdict"), [("A1", Mark("proved", True)), (NASTY, "x")], note=NASTY
        ),
        Table("Numbers", ("what", "value"), [("V", "−1.3863")], numeric=(1,)),
        Picture("Figure 1", tmp_path / "a.svg", NASTY, NASTY),
        Picture("Film", tmp_path / "a.mp4", "a film", poster=tmp_path / "a.png"),
        Table("Audit", ("check", "result"), [("mass", Mark("FAILED", False))]),
        provenance_table(analytic, extra={"film drawn by": "manim"}),
    ]
    path = write_report(tmp_path / "report.html", f"Title {NASTY}", [NASTY], sections)
    return path.read_text()


def test_it_asks_nothing_of_the_network(page_text):
    page = Page(page_text)
    for tag, attributes in page.tags:
        assert tag not in ("script", "link", "iframe", "object", "embed", "base", "form")
        for name, value in attributes.items():
            assert not name.startswith("on")
            if name in ("src", "href", "poster", "srcset", "action", "data"):
                assert value.startswith(("data:", "#")), value
    assert not re.search(r"url\(|@import|https?://", page_text)


def test_its_policy_forbids_requests_and_scripts_and_allows_its_own_style(page_text):
    page = Page(page_text)
    policy = next(
        meta["content"]
        for meta in page.all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == rules["media-src"] == "data:"
    assert "unsafe-inline" not in policy
    [style] = re.findall(r"<style>(.*?)</style>", page_text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert rules["style-src"] == f"'sha256-{digest}'"
    assert not any("style" in attributes for _, attributes in page.tags)


def test_text_from_outside_stays_text(page_text):
    page = Page(page_text)
    assert not page.all("script")
    shown = "".join(page.text)
    assert shown.count(NASTY) >= 5
    assert page.all("img")[0]["alt"] == NASTY


def test_it_can_be_read_without_seeing(page_text):
    page = Page(page_text)
    assert page.all("html")[0]["lang"] == "en"
    assert all(image["alt"] for image in page.all("img"))
    assert all(film["aria-label"] for film in page.all("video"))
    assert all("scope" in heading for heading in page.all("th"))
    names = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    targets = {link["href"][1:] for link in page.all("a")}
    assert targets <= names
    assert len(targets) == 6


def test_verdicts_are_told_by_marks_and_words_not_by_colour_alone(page_text):
    shown = " ".join(Page(page_text).text)
    assert re.search(r"✓\s+proved", shown)
    assert re.search(r"✗\s+FAILED", shown)


def test_pictures_are_inside(page_text):
    page = Page(page_text)
    assert page.all("img")[0]["src"].startswith("data:image/svg+xml;base64,")
    film = page.all("video")[0]
    assert base64.b64decode(film["src"].split(",", 1)[1]) == b"not really a film"
    assert base64.b64decode(film["poster"].split(",", 1)[1]) == PNG


def test_it_says_where_the_run_comes_from(page_text, analytic):
    shown = " ".join(Page(page_text).text)
    assert analytic.manifest["sha256"]["arrays.npz"] in shown
    assert analytic.manifest["gantheory_version"] in shown
    for library, version in analytic.manifest["versions"].items():
        assert f"{library}: {version}" in shown
    assert "film drawn by" in shown


def test_a_row_of_another_length_is_refused(tmp_path):
    with pytest.raises(GanTheoryError, match="row 1"):
        write_report(tmp_path / "r.html", "t", [], [Table("T", ("a", "b"), [("only one",)])])
    assert not (tmp_path / "r.html").exists()


def test_a_picture_of_unknown_type_is_refused(tmp_path):
    with pytest.raises(GanTheoryError, match=r"\.bmp"):
        write_report(tmp_path / "r.html", "t", [], [Picture("P", tmp_path / "a.bmp", "alt")])
