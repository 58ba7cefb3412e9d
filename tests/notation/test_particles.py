"""Korean particles agree with the sound before them, in the rule and in every text."""

import re
from importlib.resources import files

import pytest

from gantheory.lecture.words import lecture_table
from gantheory.notation.formulas import FORMULAS
from gantheory.notation.particles import PAIRS, agreed, particle

PACKAGES = sorted(
    ".".join(("gantheory", *path.parent.relative_to(files("gantheory")).parts))
    for path in files("gantheory").rglob("ko.toml")
)
ALL = "|".join(sorted((one for pair in PAIRS for one in pair), key=len, reverse=True))
FOLLOWED = re.compile(rf"@([A-Za-z][A-Za-z0-9_]*)({ALL})(?=[\s,.:;)]|$)")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("판별자(은/는)", "판별자는"),
        ("발산(은/는)", "발산은"),
        ("로그 D G z(을/를)", "로그 D G z를"),
        ("p 데이터(와/과)", "p 데이터(와/과)"),
        ("상한(으로/로)", "상한으로"),
        ("2분의 1(으로/로)", "2분의 1로"),
        ("0.17(과/와) 3(이/가)", "0.17과 3이"),
        ("n(은/는) m(이/가)", "n은 m이"),
        ("(1 − y)(은/는) (p + g)(이/가)", "(1 − y)는 (p + g)가"),
        ("없다", "없다"),
    ],
)
def test_the_particle_that_agrees_is_kept(before, after):
    assert agreed(before) == after


def test_korean_texts_are_found():
    assert {"gantheory.notation", "gantheory.lecture.handout"} <= set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_particles_after_formulas_agree_with_how_they_are_read(package):
    for key, text in lecture_table(package, "ko").items():
        for name, said in FOLLOWED.findall(text):
            closed, opened = next(pair for pair in PAIRS if said in pair)
            assert said == particle(FORMULAS[name].ko, closed, opened), (key, name)


@pytest.mark.parametrize("package", PACKAGES)
def test_after_a_value_no_particle_is_guessed(package):
    """A number that a program prints ends in any sound."""
    for key, text in lecture_table(package, "ko").items():
        assert not re.search(rf"{{[a-z_]+}}({ALL})(?=[\s,.:;)]|$)", text), key
