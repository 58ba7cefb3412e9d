"""Words of the pictures: the languages say the same things, and say them in letters that exist."""

import re
import tomllib
from importlib.resources import files

import pytest

from gantheory.errors import GanTheoryError
from gantheory.notation import texts
from gantheory.notation.fonts import korean_font
from gantheory.notation.formulas import FORMULAS, LANGUAGES, REFERENCE
from gantheory.notation.texts import VALUE, as_mathtext, as_typst, spoken, table, text

KEYS = sorted(table("en"))


def test_every_language_has_the_same_keys():
    for language in LANGUAGES:
        assert sorted(table(language)) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_every_language_names_the_same_formulas_and_values(key):
    english = table("en")[key]
    for language in LANGUAGES:
        other = table(language)[key]
        assert set(REFERENCE.findall(other)) == set(REFERENCE.findall(english))
        assert set(VALUE.findall(other)) == set(VALUE.findall(english))
        assert set(REFERENCE.findall(other)) <= set(FORMULAS)


@pytest.mark.parametrize("key", KEYS)
def test_mathematics_is_not_typed_as_words(key):
    for language in LANGUAGES:
        words = REFERENCE.sub("", table(language)[key])
        assert not re.search(r"p_|[$\\^]|\*", words)


def test_korean_is_korean():
    same = [key for key in KEYS if table("ko")[key] == table("en")[key]]
    hangul = [key for key in KEYS if re.search("[가-힣]", table("ko")[key])]
    for key in same:  # formulas and names alone
        assert not re.search("[a-z]{3}", REFERENCE.sub("", table("ko")[key]))
    assert set(hangul) | set(same) == set(KEYS)


def test_lecturers_terms_are_used():
    whole = " ".join(table("ko").values())
    for term in ("생성자", "판별자", "가치 함수", "명제", "정리", "볼록", "손실", "최솟값"):
        assert term in whole


def test_the_paper_calls_panel_a_near_convergence():
    assert "near convergence" in table("en")["figure1.caption.a"]
    assert "near convergence" in table("en")["figure1.heading.a"]
    assert "수렴에 가까운" in table("ko")["figure1.caption.a"]


def test_a_text_is_set_as_typst_mathtext_and_speech():
    written = "@D와 @p_g, 100%"
    assert as_typst(written) == '$rolediscriminator(D)$#"와 ";$rolepg(p_g)$#", 100%";'
    assert as_mathtext("@D costs 5$") == r"$D$ costs 5\$"
    assert spoken("@D_half.") == "D of x equals one half."
    assert spoken("@D_half", "ko") == "D x는 2분의 1"


def test_values_are_filled_in_and_missed():
    assert text("common.claim", id="A1", verdict="proved") == "Claim A1, proved:"
    with pytest.raises(GanTheoryError, match="verdict"):
        text("common.claim", id="A1")
    with pytest.raises(GanTheoryError, match=r"no\.such"):
        text("no.such")
    with pytest.raises(GanTheoryError, match="en or ko"):
        table("fr")


def test_the_tables_are_plain_toml():
    for language in LANGUAGES:
        source = files(texts.__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
        assert tomllib.loads(source)


def test_every_korean_letter_is_in_the_font():
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(str(korean_font().path))
    except GanTheoryError as error:
        pytest.skip(str(error))
    letters = set(re.findall("[가-힣]", "".join(table("ko").values())))
    assert len(letters) > 100
    assert [letter for letter in letters if not font.get_char_index(ord(letter))] == []
