"""The handout on paper: read back as a reader, a printer and a screen reader see it."""

import io
import re

import pytest
from pypdf import PdfReader

from gantheory.errors import GanTheoryError
from gantheory.lecture.handout import blocks as b
from gantheory.lecture.handout import write_handout_pdf
from gantheory.lecture.handout.pdf import compile_document

pytest.importorskip("typst", reason="the extra 'lecture' is not installed")

RUN = "0123456789ab"


@pytest.fixture(scope="module")
def written(context, tmp_path_factory):
    """Both languages, without and with solutions, as they are written to disk."""
    folder = tmp_path_factory.mktemp("pdf")
    found = {}
    for language in ("en", "ko"):
        for solutions in (False, True):
            path = folder / f"{language}-{solutions}.pdf"
            write_handout_pdf(context(language), path, solutions)
            found[language, solutions] = path.read_bytes()
    return found


@pytest.fixture(scope="module")
def text(written):
    """The text of each, page by page, its spaces made even."""
    return {
        name: [
            re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages
        ]
        for name, data in written.items()
    }


def test_it_is_as_long_as_a_handout(text):
    for (_, solutions), pages in text.items():
        assert (9 if solutions else 6) <= len(pages) <= (16 if solutions else 10)


def test_pages_are_a4(written):
    for data in written.values():
        for page in PdfReader(io.BytesIO(data)).pages:
            assert [round(float(x)) for x in page.mediabox[2:]] == [595, 842]


def test_every_page_names_the_run_and_its_number(text):
    for pages in text.values():
        for number, page in enumerate(pages, 1):
            assert f"run {RUN}" in page
            assert f"{number} / {len(pages)}" in page


def test_korean_can_be_searched_and_copied(text):
    whole = " ".join(text["ko", False])
    for words in (
        "최적 판별자",
        "옌센-섀넌 발산",
        "쿨백-라이블러 발산",
        "명제 2",
        "연습문제",
        "증명됨: A1/bound",
    ):
        assert words in whole
    assert "\ufffd" not in whole


def test_solutions_are_there_only_if_asked_for(text):
    for language, words in {
        "en": ("Solution.", "A common answer"),
        "ko": ("풀이.", "흔한 오답"),
    }.items():
        for said in words:
            assert said not in " ".join(text[language, False])
            assert " ".join(text[language, True]).count(said) == 15


def test_all_fonts_are_embedded(written):
    for data in written.values():
        fonts = {}
        for page in PdfReader(io.BytesIO(data)).pages:
            for one in page["/Resources"].get("/Font", {}).values():
                font = one.get_object()
                fonts[str(font["/BaseFont"])] = font
        assert len(fonts) >= 3
        for font in fonts.values():
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            described = inner["/FontDescriptor"].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)
            assert "/ToUnicode" in font
    assert any("KR" in name for name in fonts)


def test_it_is_tagged_for_screen_readers(written):
    for (language, _), data in written.items():
        root = PdfReader(io.BytesIO(data)).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == language
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
        kinds = set(_kinds(root["/StructTreeRoot"]))
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/Figure", "/Formula", "/L"} <= kinds
        alts = list(_alts(root["/StructTreeRoot"]))
        assert len(alts) > 40
        assert all(alts)


def _elements(one):
    one = one.get_object()
    if isinstance(one, list):
        for inner in one:
            yield from _elements(inner)
    elif isinstance(one, dict):
        yield one
        if "/K" in one:
            yield from _elements(one["/K"])


def _kinds(root):
    return (str(one["/S"]) for one in _elements(root) if "/S" in one)


def _alts(root):
    return (one.get("/Alt") for one in _elements(root) if one.get("/S") in ("/Figure", "/Formula"))


def test_two_builds_are_byte_equal_and_without_a_date(context, written, tmp_path):
    for language in ("en", "ko"):
        write_handout_pdf(context(language), tmp_path / "again.pdf", False)
        assert (tmp_path / "again.pdf").read_bytes() == written[language, False]
        reader = PdfReader(io.BytesIO(written[language, False]))
        assert not {"/CreationDate", "/ModDate"} & set(reader.metadata or {})


def test_the_lecturers_name_and_logo(context, tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    settings = {"lecturer": "김에이다", "affiliation": 'A & B "C" #D', "logo": logo, "date": "2026"}
    made = context("ko", "dark", sections=("theorem1",), **settings)
    write_handout_pdf(made, tmp_path / "own.pdf", False)
    first = PdfReader(tmp_path / "own.pdf").pages[0].extract_text()
    assert 'A & B "C" #D' in first
    assert "2026" in first


def small(*blocks):
    words = {"skip": "", "contents": "", "page": "{page} / {pages}"}
    return b.Document("en", "light", "Title", "", (), None, "footer", words, blocks)


def test_a_picture_without_words_refuses_to_build(context):
    figure = context().materials.figure("figure1")
    shown = b.Figure(figure.svg, "", "Figure 1", (b.Words("caption"),), 50, "figure-1")
    heading = b.Heading(1, "Heading", "top")
    with pytest.raises(GanTheoryError, match="alt"):
        compile_document(small(heading, shown), "pdf")


def test_a_letter_without_a_glyph_refuses_to_build():
    with pytest.raises(GanTheoryError, match="could not be displayed"):
        compile_document(
            small(b.Heading(1, "Heading", "top"), b.Paragraph((b.Words("한글"),))), "pdf"
        )


def test_text_is_never_markup():
    hostile = '#panic("no") *bold* $x$ `code` <label> @ref \\ "'
    block = b.Paragraph((b.Words(hostile), b.Code(hostile)))
    data = compile_document(small(b.Heading(1, hostile, "top"), block), "pdf")[0]
    assert "panic" in PdfReader(io.BytesIO(data)).pages[0].extract_text()
