"""What the handout says: the same in both languages, and nothing of it is in vain."""

import re

import pytest
from fontTools.ttLib import TTFont

from gantheory.lecture.handout.content import plan
from gantheory.lecture.handout.exercises import all_exercises
from gantheory.lecture.handout.inline import TOKEN, inlines
from gantheory.lecture.handout.speech import PACKAGE
from gantheory.lecture.words import lecture_table
from gantheory.notation.fonts import korean_font
from gantheory.notation.formulas import FORMULAS
from gantheory.notation.texts import VALUE
from gantheory.proofs.registry import load_claim

EN, KO = lecture_table(PACKAGE, "en"), lecture_table(PACKAGE, "ko")


def tokens(text):
    """Formulas, code and references of a text; those inside of emphasis too."""
    found = set()
    for match in TOKEN.finditer(text):
        if match["strong"]:
            found |= tokens(match["strong"])
        else:
            found |= {(kind, body) for kind, body in match.groupdict().items() if body}
    return {(kind, body) for kind, body in found if kind != "open"}


REFERENCES = {body for text in EN.values() for kind, body in tokens(text) if kind == "step"}
BLOCKS = [
    (section["name"], *block.partition(" ")[::2])
    for section in plan()["section"]
    for block in section["blocks"]
]


def test_both_languages_have_the_same_keys():
    assert sorted(KO) == sorted(EN)


@pytest.mark.parametrize("key", [key for key in EN if not key.startswith("speech.")])
def test_both_languages_name_the_same_formulas_steps_and_values(key):
    assert tokens(KO[key]) == tokens(EN[key])
    assert set(VALUE.findall(KO[key])) == set(VALUE.findall(EN[key]))


def test_every_formula_is_in_the_registry_or_can_be_read():
    for language, table in (("en", EN), ("ko", KO)):
        for key, text in table.items():
            assert {body for kind, body in tokens(text) if kind == "formula"} <= set(FORMULAS), key
            inlines(VALUE.sub("1", text), language, {})


def test_every_reference_leads_somewhere():
    figures = {f"figure {rest.split()[0]}" for _, kind, rest in BLOCKS if kind == "figure"}
    assert {body for body in REFERENCES if body.startswith("figure ")} == figures
    for body in REFERENCES - figures:
        claim_id, _, label = body.partition("/")
        claim = load_claim(claim_id)
        assert claim.tier == "S"
        assert not label or claim.step(label)


def test_mathematics_is_not_typed_as_words():
    for table in (EN, KO):
        for key, text in table.items():
            words = TOKEN.sub(
                "", text.replace("**", "").replace("(은/는)", "").replace("(이/가)", "")
            )
            assert not re.search(r"p_|[\\^$]|[≤≥∫]|\w[*/]\w", words), key


def test_korean_is_korean():
    for key, text in KO.items():
        said = VALUE.sub("", TOKEN.sub("", text))
        if re.search(r"[a-z]{4}", VALUE.sub("", TOKEN.sub("", EN[key]))):
            assert re.search("[가-힣]", said), key


def test_a_lecturers_terms_are_used():
    whole = " ".join(KO.values())
    for term in ("생성자", "판별자", "가치 함수", "최소최대 게임", "옌센-섀넌 발산", "파르젠 창",
                 "쿨백-라이블러 발산", "최적 판별자", "확률밀도함수", "미니배치"):  # fmt: skip
        assert term in whole


def test_the_korean_font_has_every_letter():
    with TTFont(korean_font().path, fontNumber=0, lazy=True) as font:
        known = font.getBestCmap()
    letters = set("".join(KO.values())) - {"\n"}
    assert {letter for letter in letters if ord(letter) not in known} == set()


def test_no_text_is_in_vain_and_none_is_missing():
    wanted = {f"{section}.title" for section, _, _ in BLOCKS}
    wanted |= {f"{section}.{rest}" for section, kind, rest in BLOCKS
               if kind in ("text", "statement")}  # fmt: skip
    wanted |= {f"{section}.heading.{rest}" for section, kind, rest in BLOCKS if kind == "heading"}
    for one in all_exercises():
        keys = ["title", "task", "hint", *(f"step_{n}" for n in range(1, len(one.steps) + 1))]
        wanted |= {f"exercise.{one.name}.{key}" for key in keys}
    assert wanted <= set(EN)
    by_code = ("document.", "step.", "speech.", "rule.", "setting.", "algorithm1.", "reading.",
               "exercises.", "table1.")  # fmt: skip
    rest = {key for key in set(EN) - wanted if not key.startswith(by_code)}
    assert all(".items." in key for key in rest)


def test_content_traps_are_told_as_the_paper_has_them():
    said = " ".join(value for key, value in EN.items() if key.startswith("mistakes."))
    assert "near convergence" in said
    assert "convexity" in said
    assert "depends on @x" in said
