"""Still figures: in three formats and two languages, with words, the same bytes every time."""

import re

import pytest

from gantheory.errors import GanTheoryError
from gantheory.lecture.figures.catalogue import FIGURES, FORMATS
from gantheory.lecture.figures.desk import PACKAGE
from gantheory.lecture.words import lecture_table
from gantheory.notation.fonts import korean_font
from gantheory.notation.formulas import LANGUAGES

#: one figure of the run, one of formulas, one of results
DRAWN = ("criterion", "saturation", "parzen_anchors")


@pytest.fixture(scope="module")
def drawn(lecture_context):
    """Figures in both languages, and the English ones once more in another folder."""
    contexts = {
        "en": lecture_context("en"),
        "again": lecture_context("en"),
    }
    try:
        korean_font()
        contexts["ko"] = lecture_context("ko", "dark")
    except GanTheoryError:
        pass
    return {
        name: {figure: context.materials.figure(figure) for figure in DRAWN}
        for name, context in contexts.items()
    }


@pytest.mark.parametrize("name", DRAWN)
def test_two_drawings_are_the_same_bytes(drawn, name):
    for kind in FORMATS:
        one, two = (getattr(drawn[which][name], kind) for which in ("en", "again"))
        assert one != two
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_carries_its_description(drawn, name):
    figure = drawn["en"][name]
    assert len(figure.alt) > 40
    start = figure.alt[:30].encode()
    assert start in figure.svg.read_bytes()
    assert start in figure.png.read_bytes()
    assert figure.pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", DRAWN)
def test_both_languages_tell_the_same_numbers(drawn, name):
    if "ko" not in drawn:
        pytest.skip("no font with Korean letters is here")
    english, korean = drawn["en"][name], drawn["ko"][name]
    assert re.search("[가-힣]", korean.caption)
    for part in ("alt", "caption"):
        numbers = [sorted(re.findall(r"\d+\.\d+", getattr(one, part))) for one in (english, korean)]
        assert numbers[0] == numbers[1]


def test_every_figure_has_its_words_in_every_language():
    for language in LANGUAGES:
        table = lecture_table(PACKAGE, language)
        for name in FIGURES:
            assert table[f"{name}.alt"]
            assert table[f"{name}.caption"]


def test_an_unknown_figure_is_refused(lecture_context):
    with pytest.raises(GanTheoryError, match="no figure 'figure9'; there are figure1"):
        lecture_context().materials.figure("figure9")


def test_captions_say_that_panel_a_is_near_convergence():
    assert "near convergence" in lecture_table(PACKAGE, "en")["figure1.caption"].lower()
    assert "수렴에 가까울 때" in lecture_table(PACKAGE, "ko")["figure1.caption"]


def test_scores_above_real_images_are_not_better_images(drawn):
    caption = drawn["en"]["parzen_anchors"].caption
    k_means, blurred, real = map(float, re.findall(r"\d+\.\d", caption))
    assert k_means > blurred > real
