"""The deck: the plan filled in, sections and slides of the lecturer's own, refusals."""

import json
from dataclasses import replace

import pytest

from gantheory.errors import GanTheoryError
from gantheory.lecture.config import SECTIONS, ExtraSlide
from gantheory.lecture.slides import blocks as b
from gantheory.lecture.slides.blocks import Maths, blocks_of, displays_of, texts_of
from gantheory.lecture.slides.claimed import claimed
from gantheory.lecture.slides.content import plan
from gantheory.lecture.slides.deck import build_deck, key
from gantheory.lecture.slides.linear import runs
from gantheory.lecture.slides.wording import grouped


def test_the_deck_is_the_plan_with_no_hole(deck_of):
    for language in ("en", "ko"):
        deck = deck_of(language)
        assert [slide.name for slide in deck.slides] == [one["name"] for one in plan()]
        assert sum(slide.minutes for slide in deck.slides) == 45
        for block in blocks_of(deck):
            for text in texts_of(block):
                assert not any("{" in part or "@" in part for part in text if isinstance(part, str))
        assert all("{" not in slide.title + slide.notes for slide in deck.slides)


def test_both_languages_have_the_same_blocks(deck_of):
    english, korean = (blocks_of(deck_of(language)) for language in ("en", "ko"))
    assert [type(block) for block in english] == [type(block) for block in korean]
    for one, other in zip(english, korean, strict=True):
        assert [shown.markup for shown in displays_of(one)] == [
            shown.markup.replace("거의 모든 x에서, 단", "for almost every x with")
            for shown in displays_of(other)
        ]


def test_every_picture_film_and_formula_has_words(deck_of):
    for language in ("en", "ko"):
        for block in blocks_of(deck_of(language)):
            if isinstance(block, b.Picture | b.FilmBlock):
                assert block.alt.strip()
            assert all(shown.words.strip() for shown in displays_of(block))


def test_slides_with_a_theorem_name_claims_that_are_proofs(deck_of):
    from gantheory.proofs.registry import load_claim

    proved = {
        slide.name: [block for block in slide.blocks if isinstance(block, b.Proved)]
        for slide in deck_of("en").slides
    }
    for name in ("proof1", "criterion", "minimum", "proposition2", "left_open", "two_losses"):
        assert proved[name], name
    for blocks in proved.values():
        for block in blocks:
            assert "0." in block.label  # which version proved them
            assert all(load_claim(one).tier == "S" for one in block.ids)


def test_a_claim_is_shown_in_the_slides_letters(context_of):
    shown = claimed(context_of().materials.claims("T3")["T3"], "jsd", "{id}: {statement}", "en")
    assert 'rolepdata(p_"data")' in shown.markup
    assert "rolepg(p_g)" in shown.markup
    assert shown.words == "T3: C(p_g) = −log(4) + 2·JSD(p_data, p_g)"
    minimiser = claimed(context_of().materials.claims("T4")["T4"], "minimiser", "{id}", "ko")
    assert "거의 모든 x에서" in minimiser.markup
    with pytest.raises(GanTheoryError, match="no step 'nothing'"):
        claimed(context_of().materials.claims("T3")["T3"], "nothing", "{id}", "en")


def test_a_slide_of_ones_own_is_never_lost(context_of):
    own = ExtraSlide("theorem1", "Ours")
    assert "Ours" in {slide.title for slide in build_deck(context_of(extra=(own,))).slides}
    with pytest.raises(GanTheoryError, match="'Ours' stands after 'theorem1', a section that is"):
        build_deck(context_of(sections=("game",), extra=(own,)))


def test_sections_can_be_chosen(context_of):
    deck = build_deck(context_of(sections=("game", "theorem1")))
    assert list(dict.fromkeys(slide.section for slide in deck.slides)) == [
        "start", "game", "theorem1", "end",
    ]  # fmt: skip


def test_own_slides_stand_where_they_were_put_and_are_no_markup(context_of, materials):
    own = (
        ExtraSlide("game", "Our lab", ("write to me@here.org, {now}",), "Say hello."),
        ExtraSlide("end", "Thanks", image=materials.folder / "figure.png", image_alt="A picture"),
        ExtraSlide("start", "Before all"),
    )
    deck = build_deck(context_of("ko", extra=own))
    names = [slide.name for slide in deck.slides]
    assert names.index("own_1") == names.index("value_function") + 1
    assert names[-1] == "own_2"
    assert names.index("own_3") == names.index("outline") + 1
    mine = deck.slides[names.index("own_1")]
    assert mine.blocks == (b.Bullets((("write to me@here.org, {now}",),)),)
    assert (mine.title, mine.notes, mine.minutes) == ("Our lab", "Say hello.", 0.0)


def test_every_section_can_stand_alone(context_of):
    for section in SECTIONS:
        names = {slide.section for slide in build_deck(context_of(sections=(section,))).slides}
        assert names == {"start", section, "end"}


def test_the_lecturer_is_on_the_first_slide(context_of, materials):
    logo = materials.folder / "figure.svg"
    settings = {"lecturer": "Ada Kim", "affiliation": "A University", "logo": logo}
    page = build_deck(context_of(**settings)).slides[0].blocks[0]
    assert (page.lecturer, page.affiliation, page.date, page.logo) == (
        "Ada Kim", "A University", "", logo,
    )  # fmt: skip


def test_a_film_without_the_section_is_refused(context_of, monkeypatch):
    context = context_of()
    whole = type(context.materials).film
    monkeypatch.setattr(
        type(context.materials),
        "film",
        lambda self, scene: replace(whole(self, scene), sections=()),
    )
    with pytest.raises(GanTheoryError, match="no section 'panel_a'"):
        build_deck(context)


def test_the_key_changes_with_what_the_slides_show(context_of):
    first = key(context_of())
    json.dumps(first)
    assert key(context_of()) == first
    assert key(context_of("ko")) != first
    assert key(context_of(lecturer="Ada")) != first
    assert key(replace(context_of(), footer="another run")) != first


def test_formulas_in_a_line_become_runs():
    text = ("so ", Maths("D_star_x"), " = ", Maths("ratio"))
    shown = runs(text)
    assert "".join(run.text for run in shown).replace("\u00a0", " ") == (
        "so D*(x) = pdata(x)/(pdata(x) + pg(x))"
    )
    star = next(run for run in shown if run.text == "*")
    assert (star.shift, star.role) == (1, "optimal")
    low = [run for run in shown if run.shift == -1]
    assert [(run.text, run.role, run.italic) for run in low][:1] == [("data", "p_data", False)]


def test_every_formula_in_a_text_can_stand_in_a_line(deck_of):
    for block in blocks_of(deck_of("en")):
        for text in texts_of(block):
            assert "\\" not in "".join(run.text for run in runs(text))


def test_a_formula_and_its_particle_are_one_word():
    words = list(grouped(("이 ", Maths("G"), "는 잡음 ", Maths("z"), ".")))
    assert words == [("이",), (Maths("G"), "는"), ("잡음",), (Maths("z"), ".")]
