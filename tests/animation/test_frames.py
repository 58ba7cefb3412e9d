"""Decoded frames of every scene against stored ones, by a comparison that can fail."""

import os

import av
import numpy as np
import pytest

pytest.importorskip("manim", reason="the extra 'anim' is not installed", exc_type=ImportError)

from film_comparer import blocks, difference, read, store
from stills import prepared, still

from gantheory.animation import render
from gantheory.animation.catalogue import SCENES
from gantheory.figures.style import THEMES

#: five pictures a second are the fewest that show every tick of the timetable
QUALITY = render.Quality(854, 480, 5)


@pytest.fixture(scope="module")
def film(replayed, tmp_path_factory):
    """Render a scene once; give the film and its decoded pictures."""
    folder = tmp_path_factory.mktemp("films")
    made = {}

    def render_once(name):
        if name not in made:
            recording = replayed[name]
            path = folder / f"{name}.mp4"
            rendered = render.render_scene(name, recording, path, "t", sections=folder / name)
            with av.open(str(path)) as container:
                made[name] = (
                    rendered,
                    [one.to_ndarray(format="rgb24") for one in container.decode(video=0)],
                )
        return made[name]

    patch = pytest.MonkeyPatch()
    patch.setitem(render.QUALITIES, "t", QUALITY)
    yield render_once
    patch.undo()


def ends(film, pictures):
    """The last picture of each section."""
    seconds = np.cumsum([section.seconds for section in film.sections])
    return [pictures[round(end * QUALITY.rate) - 1] for end in seconds]


@pytest.mark.parametrize("name", SCENES)
def test_the_end_of_each_section_looks_as_it_did(name, film):
    shown = ends(*film(name))
    if os.environ.get("GANTHEORY_STORE_FRAMES"):
        store(name, shown)
    stored = read(name)
    assert len(stored) == len(shown)
    for number, (now, then) in enumerate(zip(shown, stored, strict=True)):
        found = difference(blocks(now), then)
        assert found.same, f"section {number + 1} of {name}: {found}"


@pytest.mark.parametrize("name", SCENES)
def test_a_film_is_as_long_as_its_timetable_and_so_are_its_sections(name, film):
    rendered, pictures = film(name)
    assert len(pictures) == round(rendered.seconds * QUALITY.rate)
    for section in rendered.sections:
        with av.open(str(section.path)) as container:
            count = sum(1 for _ in container.decode(video=0))
        assert count == round(section.seconds * QUALITY.rate)


def test_posters_are_the_ends_of_sections(film):
    from PIL import Image

    rendered, pictures = film("saturation")
    for section, end in zip(rendered.sections, ends(rendered, pictures), strict=True):
        poster = np.asarray(Image.open(section.poster))
        assert difference(blocks(poster), blocks(end)).same
    whole = np.asarray(Image.open(rendered.poster))
    np.testing.assert_array_equal(whole, poster)


@pytest.fixture(scope="module")
def saturation():
    return prepared("saturation")


def test_another_rasterising_is_the_same_picture(saturation, film):
    stage, play = saturation
    rendered, pictures = film("saturation")
    segment = play.timeline.segments[-1]
    photographed, decoded = still(stage, play, segment), ends(rendered, pictures)[-1]
    assert not np.array_equal(photographed, decoded)  # the codec has changed something
    assert difference(blocks(photographed), blocks(decoded)).same


@pytest.mark.parametrize("by", [0.06, -0.1])
def test_a_moved_curve_is_caught(saturation, by):
    stage, play = saturation
    segment = play.timeline.segments[-1]
    before = blocks(still(stage, play, segment))
    curve = play.picture.curves["non_saturating"].mobject
    curve.shift((0.0, by, 0.0))
    moved = blocks(still(stage, play, segment))
    curve.shift((0.0, -by, 0.0))
    assert not difference(before, moved).same
    assert difference(before, blocks(still(stage, play, segment))).same


def test_a_missing_word_and_another_theme_are_caught(saturation):
    stage, play = saturation
    segment = play.timeline.segments[-1]
    before = blocks(still(stage, play, segment))
    dark = prepared("saturation", theme="dark")
    assert not difference(before, blocks(still(*dark, dark[1].timeline.segments[-1]))).same
    stage.say = lambda key, **values: "@D" if "caption" in key else "x"
    changed = blocks(still(stage, play, segment))
    del stage.say
    assert not difference(before, changed).same
    assert THEMES["dark"].background != THEMES["light"].background
