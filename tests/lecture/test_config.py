"""A lecturer's settings: read as written, and every mistake named."""

from pathlib import Path

import pytest

from gantheory.errors import GanTheoryError
from gantheory.lecture.config import DEFAULTS, SECTIONS, ExtraSlide, read_config

FULL = """
lecturer = {en = "Ada Kim", ko = "김에이다"}
affiliation = "A University"
date = "Spring term"
logo = "logo.png"
theme = "dark"
sections = ["theorem1", "game"]

[[extra]]
after = "theorem1"
title = {en = "Ours", ko = "우리 결과"}
bullets = ["one", {en = "two", ko = "둘"}]
notes = "say it"
image = "logo.png"
image_alt = "a logo"
"""


@pytest.fixture
def written(tmp_path):
    (tmp_path / "logo.png").write_bytes(b"")

    def write(text):
        path = tmp_path / "lecture.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_without_a_file_nothing_is_set_and_every_section_is_shown():
    assert read_config(None, "en") == DEFAULTS
    assert DEFAULTS.date == ""
    assert all(DEFAULTS.shows(section) for section in SECTIONS)


def test_a_name_that_no_path_can_have_is_refused(written):
    with pytest.raises(GanTheoryError, match="'logo' is no path"):
        read_config(written('logo = "a\\u0000b.png"'), "en")


def test_settings_are_read_in_the_language(written):
    config = read_config(written(FULL), "ko")
    logo = written(FULL).parent / "logo.png"
    assert config.lecturer == "김에이다"
    assert config.affiliation == "A University"
    assert config.logo == logo.resolve()
    assert config.extra == (
        ExtraSlide("theorem1", "우리 결과", ("one", "둘"), "say it", logo.resolve(), "a logo"),
    )
    assert read_config(written(FULL), "en").extra[0].bullets == ("one", "two")


def test_sections_keep_the_order_of_the_lecture(written):
    config = read_config(written(FULL), "en")
    assert config.sections == ("game", "theorem1")
    assert config.shows("game")
    assert not config.shows("models")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("lecturer = ", "not valid TOML"),
        ("lecturers = 'x'", "'lecturers' is no key; there are lecturer"),
        ("lecturer = 3", "'lecturer' must be text in quotes"),
        ("lecturer = {en = 'x'}", "a text per language"),
        ("lecturer = {en = 'x', ko = 3}", "'lecturer' must be text"),
        ("logo = 'none.png'", "'logo' names no file"),
        ("logo = 'lecture.toml'", "'logo' must end in .png"),
        ("theme = 'blue'", "'theme' is 'blue'; choose light or dark"),
        ("sections = 'game'", "'sections' must be a list"),
        ("sections = ['games']", "no section 'games'; there are models"),
        ("extra = 3", "'extra' must be tables"),
        ("[[extra]]\nafter = 'game'", "extra slide 1: 'title' is missing"),
        ("[[extra]]\ntitle = 'x'\nafter = 'nowhere'", "'after' is 'nowhere'"),
        ("[[extra]]\ntitle = 'x'\nimage = 'logo.png'", "'image_alt' is missing"),
        ("[[extra]]\ntitle = 'x'\nbullet = []", "'bullet' is no key"),
    ],
)
def test_a_mistake_is_named(written, text, complaint):
    with pytest.raises(GanTheoryError) as raised:
        read_config(written(text), "en")
    assert complaint in str(raised.value)


def test_a_missing_file_is_named():
    with pytest.raises(GanTheoryError, match=r"no configuration file .*missing\.toml"):
        read_config(Path("missing.toml"), "en")
