"""Texts of the lecture: both languages say the same, in letters that the fonts have."""

import re
from pathlib import Path

import pytest

import gantheory.lecture
from gantheory.errors import GanTheoryError
from gantheory.lecture.words import lecture_table, say, terms, written
from gantheory.notation.fonts import korean_font
from gantheory.notation.formulas import FORMULAS, LANGUAGES, REFERENCE
from gantheory.notation.texts import VALUE

ROOT = Path(gantheory.lecture.__file__).parent
PACKAGES = [
    ".".join(("gantheory", "lecture", *path.parent.relative_to(ROOT).parts))
    for path in sorted(ROOT.rglob("en.toml"))
]


@pytest.mark.parametrize("package", PACKAGES)
def test_both_languages_have_the_same_keys_formulas_and_values(package):
    english, korean = (lecture_table(package, language) for language in LANGUAGES)
    assert sorted(english) == sorted(korean)
    for key, text in english.items():
        for pattern in (REFERENCE, VALUE):
            assert set(pattern.findall(text)) == set(pattern.findall(korean[key])), key


@pytest.mark.parametrize("package", ["gantheory.lecture", "gantheory.lecture.figures"])
def test_every_formula_is_in_the_registry(package):
    for text in lecture_table(package, "ko").values():
        assert set(REFERENCE.findall(text)) <= set(FORMULAS)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_letter_is_in_the_fonts(package):
    from fontTools.ttLib import TTFont
    from matplotlib import get_data_path

    try:
        korean = korean_font()
    except GanTheoryError as error:
        pytest.skip(str(error))
    stix = Path(get_data_path()) / "fonts" / "ttf" / "STIXGeneral.ttf"
    letters = set()
    for path, number in ((korean.path, 0), (stix, -1)):
        with TTFont(path, fontNumber=number if path.suffix == ".ttc" else -1, lazy=True) as font:
            letters |= set(font.getBestCmap())
    for language in LANGUAGES:
        said = "".join(lecture_table(package, language).values())
        assert {letter for letter in said if ord(letter) not in letters} <= {"\n"}


def test_formulas_are_written_in_plain_characters():
    assert written("@p_g near @p_data, @D_star_x = @ratio") == (
        "p_g near p_data, D*(x) = p_data(x)/(p_data(x) + p_g(x))"
    )
    assert written("@split") == "C(G) = −log 4 + 2 JSD"
    for name in FORMULAS:
        assert not re.search(r"[\\{}$]", written(f"@{name}"))


def test_a_text_needs_its_values():
    with pytest.raises(GanTheoryError, match="needs values for captured, modes, seed"):
        say("gantheory.lecture.figures", "title.seed", "en")
    with pytest.raises(GanTheoryError, match="has no text 'nothing'"):
        say("gantheory.lecture", "nothing", "en")


def test_korean_texts_use_the_terms_of_the_table():
    # films and replays are part of a lecture
    packages = [*PACKAGES, "gantheory.notation", "gantheory.replay"]
    tables = [[lecture_table(package, language) for language in LANGUAGES] for package in packages]
    whole = " ".join(text for _, korean in tables for text in korean.values())
    for term in terms():
        assert term.ko in whole
        assert [rival for rival in term.rivals if rival in whole] == []
        for english, korean in tables if term.strict else ():
            for key, text in english.items():
                named = re.search(rf"\b{term.en}s?\b", text, re.IGNORECASE)
                assert not named or term.ko in korean[key], key
