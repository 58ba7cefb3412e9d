"""The PDF: one page for each slide, text that can be read, fonts inside, the same bytes twice."""

import io

import pytest

from gantheory.errors import GanTheoryError
from gantheory.lecture.config import ExtraSlide
from gantheory.lecture.slides.deck import build_deck
from gantheory.lecture.slides.pdf import write_slides_pdf

pypdf = pytest.importorskip("pypdf")


@pytest.fixture(scope="module")
def pdf_of(deck_of, tmp_path_factory):
    made = {}

    def read(language, theme="light"):
        if (language, theme) not in made:
            path = tmp_path_factory.mktemp("pdf") / "slides.pdf"
            write_slides_pdf(deck_of(language, theme), path)
            made[language, theme] = path.read_bytes()
        return made[language, theme]

    return read


@pytest.mark.parametrize("language", ["en", "ko"])
def test_one_page_for_each_slide_with_its_title_and_footer(language, pdf_of, deck_of):
    deck = deck_of(language)
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(language)))
    assert len(reader.pages) == len(deck.slides)
    assert reader.metadata.title == deck.title
    assert reader.trailer["/Root"]["/Lang"] == language
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for page, slide in zip(reader.pages, deck.slides, strict=True):
        text = "".join(page.extract_text().split())
        assert "".join(slide.title.split()) in text
        assert "".join(deck.footer.split()) in text


def test_korean_can_be_copied_out(pdf_of):
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf_of("ko"))).pages)
    for words in ("판별 모델과 생성 모델", "가치 함수", "마르코프 연쇄", "옌센-섀넌 발산의 두 배"):
        assert words in text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_font_is_inside(language, pdf_of):
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(language)))
    fonts = {
        font.indirect_reference.idnum: font.get_object()
        for page in reader.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert len(fonts) >= 2
    for font in fonts.values():
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def test_two_builds_are_byte_equal_and_themes_are_not(pdf_of, deck_of, tmp_path):
    write_slides_pdf(deck_of("ko"), tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == pdf_of("ko")
    assert pdf_of("en", "dark") != pdf_of("en")


def test_a_slide_that_does_not_fit_is_refused(context_of, tmp_path):
    long = ExtraSlide("end", "Too long", tuple(f"line {number}" for number in range(60)))
    deck = build_deck(context_of(sections=("mistakes",), extra=(long,)))
    with pytest.raises(GanTheoryError, match="does not fit a page"):
        write_slides_pdf(deck, tmp_path / "slides.pdf")
    assert not (tmp_path / "slides.pdf").exists()
