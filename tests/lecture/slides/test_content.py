"""The lecture's words: both languages say the same, in letters that exist, for 45 minutes."""

import re

import pytest

from gantheory.errors import GanTheoryError
from gantheory.lecture.config import SECTIONS
from gantheory.lecture.slides.content import VALUE, filled, plan, rich, source, strings, words
from gantheory.lecture.slides.faces import SIGN_LETTERS
from gantheory.lecture.slides.values import scores, values_for
from gantheory.notation.formulas import FORMULAS, LANGUAGES, REFERENCE
from gantheory.parzen.published import TABLE1

EN, KO = (strings(words(language)) for language in ("en", "ko"))


def test_every_language_has_the_same_keys():
    assert sorted(EN) == sorted(KO)


def test_every_language_names_the_same_formulas_and_values():
    for key, english in EN.items():
        assert set(REFERENCE.findall(KO[key])) == set(REFERENCE.findall(english)), key
        assert set(VALUE.findall(KO[key])) == set(VALUE.findall(english)), key
        assert set(REFERENCE.findall(english)) <= set(FORMULAS), key


def test_the_lecture_takes_45_minutes():
    assert sum(one["minutes"] for one in plan()) == 45
    assert all(one["minutes"] <= 2 for one in plan())  # nobody listens longer to one slide


def test_the_sections_are_the_lectures_in_its_order():
    order = list(dict.fromkeys(one["section"] for one in plan()))
    assert order == ["start", *SECTIONS, "end"]
    assert set(words("en")["section"]) == {*order, "own"}


def test_every_slide_has_a_title_and_notes_of_its_own():
    for language in LANGUAGES:
        said = words(language)["slide"]
        assert sorted(said) == sorted(one["name"] for one in plan())
        for name, slide in said.items():
            assert slide["title"], name
            assert len(slide["notes"]) > (60 if language == "ko" else 120), name
        assert len({slide["notes"] for slide in said.values()}) == len(said)


def test_what_is_said_fits_the_minutes():
    """Nobody speaks faster than 160 English words or 350 Hangul letters in a minute."""
    for one in plan():
        if not one["minutes"]:
            continue
        notes = {lang: words(lang)["slide"][one["name"]]["notes"] for lang in LANGUAGES}
        assert len(notes["en"].split()) <= 160 * one["minutes"], one["name"]
        assert len(re.findall("[가-힣]", notes["ko"])) <= 350 * one["minutes"], one["name"]


def test_korean_is_korean():
    for key, korean in KO.items():
        if korean == EN[key]:  # names, formulas and values alone
            plain = REFERENCE.sub("", VALUE.sub("", korean)).replace("Stacked CAE", "")
            assert not re.search("[a-z]{4}", plain), key
        else:
            assert re.search("[가-힣]", korean), key


def test_lecturers_terms_are_used():
    whole = " ".join(KO.values())
    for term in (
        "생성자", "판별자", "가치 함수", "옌센-섀넌 발산", "쿨백-라이블러 발산", "모드 붕괴",
        "최적 판별자", "기울기 소실", "파르젠 창", "데이터 분포", "명제", "정리", "볼록",
    ):  # fmt: skip
        assert term in whole, term
    for wrong in ("감별자", "제네레이터", "디스크리미네이터", "젠슨"):
        assert wrong not in whole


def test_mathematics_is_not_typed_as_words():
    for language, table in (("en", EN), ("ko", KO)):
        for key, text in table.items():
            if key.endswith(".notes"):
                continue  # read by the speaker, as plain text
            plain = VALUE.sub("", REFERENCE.sub("", text))
            assert not re.search(r"p_|D\*|[$\\^]", plain), (language, key)


def test_no_measured_number_is_typed():
    """Numbers of three digits or more are years, 1-D facts or values."""
    for table in (EN, KO):
        for key, text in table.items():
            if ".notes" in key:
                continue  # spoken; the slides beside them have the numbers
            assert set(re.findall(r"\d{3,}", VALUE.sub("", text))) <= {"2014"}, key


def test_figure_1_a_is_near_convergence():
    assert "near convergence" in EN["slide.figure1_a.title"]
    assert "수렴에 가까운" in KO["slide.figure1_a.title"]
    mistakes = {lang: strings(words(lang)["slide"]["mistakes"]["rows"]) for lang in LANGUAGES}
    assert "near convergence" in " ".join(mistakes["en"].values())
    assert "수렴에 가깝다" in " ".join(mistakes["ko"].values())


def test_table_1_says_who_is_first_on_tfd():
    assert max(TABLE1, key=lambda model: float(TABLE1[model].tfd.mean)) == "Stacked CAE"
    assert max(TABLE1, key=lambda model: float(TABLE1[model].mnist.mean)) == "Adversarial nets"
    for table in (EN, KO):
        reading = table["slide.table1.reading"]
        assert {"cae_tfd", "gan_tfd"} == set(VALUE.findall(reading))
    assert "is above" in EN["slide.table1.reading"]


def test_every_value_is_said_and_every_reference_listed(context_of):
    named = {name for text in EN.values() for name in VALUE.findall(text)}
    from_the_page = {"id", "statement", "seconds", "alt", "number", "count"}
    values = values_for(context_of())
    assert named - from_the_page <= set(values)
    in_bars = {f"{name}_score" for name in scores(context_of())}
    assert set(values) - named - in_bars <= {"version"}
    published = source("references")
    assert set(published["names"]) <= set(published["references"])


def test_values_come_from_results(context_of):
    values = values_for(context_of())
    assert values["ours_score"].startswith("183.1")
    assert values["real_score"].startswith("243.6")
    assert values["g_mnist"] == "100 – 1200 – 1200 – 784"
    assert values["d_tfd"] == "1200×5 – 1200×5 – 1"
    assert values["minus_log_4"] == "−1.3863"


def test_every_letter_is_in_the_fonts(font):
    from fontTools.ttLib import TTFont

    with TTFont(str(font.path), fontNumber=0, lazy=True) as opened:
        held = set(map(chr, opened.getBestCmap()))
    said = set("".join([*EN.values(), *KO.values(), *strings(source("references")).values()]))
    assert len({letter for letter in said if "가" <= letter <= "힣"}) > 300
    assert said - held - set(SIGN_LETTERS) - {"\n"} == set()


def test_a_missing_value_and_an_unknown_formula_are_named():
    with pytest.raises(GanTheoryError, match="no value for who"):
        filled("{who} was it", {})
    with pytest.raises(GanTheoryError, match="@nothing"):
        rich("@nothing is", {})
    with pytest.raises(GanTheoryError, match="en or ko"):
        words("fr")


def test_the_command_of_the_exercises_is_proved(capsys):
    import shlex

    from gantheory.cli import main

    lines = next(block["code"] for one in plan() for block in one["blocks"] if "code" in block)
    arguments = shlex.split(" ".join(line.rstrip("\\") for line in lines))
    assert arguments[0] == "gantheory"
    assert main(arguments[1:]) == 0
    assert capsys.readouterr().out.startswith("proved")
