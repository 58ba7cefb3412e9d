"""The presentation: opens, has notes, films and words for pictures, stays on its slides."""

import io
import shutil
import subprocess
import zipfile

import pytest

from gantheory.errors import GanTheoryError
from gantheory.lecture.config import ExtraSlide
from gantheory.lecture.slides import blocks as b
from gantheory.lecture.slides.deck import build_deck
from gantheory.lecture.slides.linear import Run
from gantheory.lecture.slides.measure import lines, width
from gantheory.lecture.slides.pptx import timeless, write_slides_pptx
from gantheory.lecture.slides.raster import picture_size, rastered


@pytest.fixture(scope="module", params=["en", "ko"])
def made(request, deck_of, tmp_path_factory):
    """A deck, and its presentation as bytes."""
    deck = deck_of(request.param, "dark" if request.param == "ko" else "light")
    path = tmp_path_factory.mktemp("pptx") / "slides.pptx"
    write_slides_pptx(deck, path)
    return deck, path.read_bytes()


@pytest.fixture(scope="module")
def opened(made):
    from pptx import Presentation

    return Presentation(io.BytesIO(made[1]))


def test_slides_titles_and_notes(made, opened):
    deck, _ = made
    assert len(opened.slides) == len(deck.slides)
    assert opened.core_properties.title == deck.title
    for page, slide in zip(opened.slides, deck.slides, strict=True):
        assert page.shapes.title.text == slide.title
        assert page.notes_slide.notes_text_frame.text == slide.notes
        assert deck.footer in [shape.text for shape in page.shapes if shape.has_text_frame]


def test_films_have_posters_and_pictures_have_words(made, opened):
    deck, _ = made
    films = [block for block in b.blocks_of(deck) if isinstance(block, b.FilmBlock)]
    shown = [
        shape
        for page in opened.slides
        for shape in page.shapes
        if shape._element.xpath(".//a:videoFile")
    ]
    assert len(shown) == len(films) > 10
    for shape in shown:
        assert shape.poster_frame is not None
    pictures = [
        shape for page in opened.slides for shape in page.shapes if hasattr(shape, "crop_left")
    ]
    assert len(pictures) > len(films)
    for shape in pictures:
        assert shape._element.xpath(".//p:cNvPr")[0].get("descr")


def test_everything_stands_on_its_slide(opened):
    for page in opened.slides:
        for shape in page.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= opened.slide_width
            assert shape.top + shape.height <= opened.slide_height


def test_tables_are_tables(opened, made):
    tables = [shape for page in opened.slides for shape in page.shapes if shape.has_table]
    wanted = [block for block in b.blocks_of(made[0]) if isinstance(block, b.Table)]
    assert [len(shape.table.rows) for shape in tables] == [len(table.rows) for table in wanted]


def test_two_builds_are_byte_equal(context_of, tmp_path):
    deck = build_deck(context_of(sections=("figure1", "proposition1", "trade_offs")))
    for name in ("one", "two"):
        write_slides_pptx(deck, tmp_path / f"{name}.pptx")
    assert (tmp_path / "one.pptx").read_bytes() == (tmp_path / "two.pptx").read_bytes()


def test_no_time_is_left_in_the_package(made):
    with zipfile.ZipFile(io.BytesIO(made[1])) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert "2026" not in core
    assert timeless(made[1]) == made[1]


def test_a_slide_that_is_too_full_is_refused(context_of, tmp_path):
    long = ExtraSlide("end", "Too long", tuple(f"line {number}" for number in range(60)))
    deck = build_deck(context_of(sections=("mistakes",), extra=(long,)))
    with pytest.raises(GanTheoryError, match="'Too long' is too full"):
        write_slides_pptx(deck, tmp_path / "slides.pptx")


def test_text_takes_more_lines_in_less_room():
    text = (Run("one two three four five"),)
    assert lines(text, 20.0, 1000.0) == 1
    assert lines(text, 20.0, width("one two", 20.0) + 0.1) == 4
    assert lines(text, 20.0, 1.0) == 5
    assert width("가나", 20.0) > width("ab", 20.0) > width("il", 20.0)


def test_pictures_of_any_kind_have_a_size(materials):
    drawn = rastered(materials.folder / "figure.svg")
    across, down = picture_size(drawn)
    assert across / down == pytest.approx(160 / 90, rel=0.02)
    jpeg = bytes.fromhex("ffd8ffe000044a46ffc0000b08005a00a0010111000000")
    assert picture_size(jpeg) == (160, 90)
    with pytest.raises(GanTheoryError, match="no PNG"):
        picture_size(b"GIF89a")


def test_libreoffice_opens_it(context_of, tmp_path):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no LibreOffice")
    deck = build_deck(context_of("ko", sections=("game", "trade_offs")))
    write_slides_pptx(deck, tmp_path / "slides.pptx")
    subprocess.run(
        [
            program, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless",
            "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "slides.pptx"),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pypdf = pytest.importorskip("pypdf")
    assert len(pypdf.PdfReader(tmp_path / "slides.pdf").pages) == len(deck.slides)
