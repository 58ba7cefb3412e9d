"""Films for slides where manim is missing, and what decides that a part is up to date."""

import pytest

from gantheory.animation.catalogue import SCENES
from gantheory.lecture import films, freshness
from gantheory.lecture.config import LectureConfig
from gantheory.lecture.films import written_captions
from gantheory.lecture.slides.deck import scenes
from gantheory.notation.formulas import LANGUAGES


@pytest.fixture(scope="module")
def stills(lecture_context):
    """The film of a scene that only manim draws, made without it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(films, "manim_missing", lambda: "manim is not installed")
        return lecture_context().materials.film("saturation")


def test_without_manim_the_captions_stand_still(stills):
    import av

    assert stills.engine == "stills"
    assert [section.name for section in stills.sections] == ["early", "flat", "learning"]
    for section in stills.sections:
        assert section.caption == written_captions("saturation", "en")[section.name]
        assert section.poster.read_bytes().startswith(b"\x89PNG")
        with av.open(str(section.path)) as film:
            pictures = [frame.to_ndarray(format="gray") for frame in film.decode(video=0)]
        assert len(pictures) / 2 == section.seconds
        assert pictures[0].std() > 10


def test_every_scene_of_the_lecture_says_something_in_each_language():
    assert set(scenes(LectureConfig())) == set(SCENES)
    for language in LANGUAGES:
        for scene in SCENES:
            assert all(written_captions(scene, language).values())


def test_only_films_of_chosen_sections_are_wanted():
    assert scenes(LectureConfig(sections=("theorem1",))) == ["theorem1"]


def test_a_part_depends_on_its_code_and_on_the_data_beside_it(monkeypatch):
    monkeypatch.setattr(freshness, "hash_of", lambda paths: {path.name for path in paths})
    found = freshness.source_of.__wrapped__("gantheory.lecture.notebook.write")
    assert {"write.py", "cells.toml", "en.toml", "ko.toml", "words.py"} <= found
    # what makes the materials is told by the hash of what it made
    assert "materials.py" not in found
    assert "scene.py" not in found
