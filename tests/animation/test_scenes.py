"""What holds for every scene of the catalogue, checked on its mobjects: no film is rendered."""

import itertools

import numpy as np
import pytest

pytest.importorskip("manim", reason="the extra 'anim' is not installed", exc_type=ImportError)

from stills import on_the_sheet, prepared

from gantheory.animation.catalogue import SCENES
from gantheory.animation.text import Words
from gantheory.animation.timeline import TICK
from gantheory.notation.texts import table

#: half of manim's frame
HALF_WIDTH, HALF_HEIGHT = 64 / 9, 4.0


@pytest.fixture(scope="module", params=SCENES)
def scene(request, replayed):
    return request.param, *prepared(request.param, replayed[request.param])


def family(mobjects):
    return [one for mobject in mobjects for one in mobject.get_family() if len(one.points)]


def states(picture, frame):
    picture.show(frame)
    return [one.points.copy() for one in picture.moving.get_family()]


def boxes(stage, play, segment):
    """The corners (left, bottom, right, top) of all words and numbers on the sheet."""
    sheet = on_the_sheet(stage, play, segment)
    words = [one for mobject in sheet for one in mobject.get_family() if isinstance(one, Words)]
    numbers = [number.mobject for number in play.picture.numbers.values() if number.text]
    shown = [one for one in (*words, *numbers) if len(family([one]))]
    return [
        (one.get_left()[0], one.get_bottom()[1], one.get_right()[0], one.get_top()[1])
        for one in shown
    ]


def overlapping(found):
    """Pairs of boxes that overlap by more than the overshoot of a letter."""
    slack = 0.02
    return [
        (a, b)
        for a, b in itertools.combinations(found, 2)
        if min(a[2], b[2]) - max(a[0], b[0]) > slack and min(a[3], b[3]) - max(a[1], b[1]) > slack
    ]


def test_segments_say_what_the_tables_hold_and_all_of_it(scene):
    name, _, play = scene
    segments = play.timeline.segments
    said = {segment.caption for segment in segments}
    said |= {segment.on_the_way for segment in segments if segment.on_the_way}
    parts = ("caption.", "on_the_way.")
    keys = {
        key.removeprefix(f"{name}.")
        for key in table("en")
        if key.startswith(tuple(f"{name}.{part}" for part in parts))
    }
    assert said == keys
    assert len({segment.name for segment in segments}) == len(segments)
    assert {segment.claim for segment in segments} - {""} == set(play.claims)


def test_a_scene_stands_on_a_run_or_on_proved_claims_and_says_so(scene, replayed):
    name, _, play = scene
    assert ("run" in play.sources) == bool(SCENES[name].replays)
    if SCENES[name].replays:
        assert play.sources["run"] == replayed[name].sha256
    if "claims" in play.sources or not SCENES[name].replays:
        assert play.sources["claims"]
        assert set(play.sources["claims"].values()) == {"proved"}
        assert all(segment.claim for segment in play.timeline.segments)


def test_times_are_whole_ticks(scene):
    for segment in scene[2].timeline.segments:
        for seconds in (segment.seconds, segment.hold):
            assert seconds / TICK == pytest.approx(round(seconds / TICK), abs=1e-9)
        assert segment.seconds > 0


def test_what_a_frame_shows_does_not_depend_on_what_was_shown_before(scene):
    picture, frames = scene[2].picture, list(scene[2].timeline.frames)
    some = [frames[0], frames[len(frames) // 2], frames[-1]]
    forth = {frame: states(picture, frame) for frame in some}
    for frame in (some[1], some[0], some[2], some[1]):
        for now, before in zip(states(picture, frame), forth[frame], strict=True):
            np.testing.assert_array_equal(now, before)


def test_the_picture_moves(scene):
    picture, frames = scene[2].picture, scene[2].timeline.frames
    first, last = states(picture, frames[0]), states(picture, frames[-1])
    assert any(
        a.shape != b.shape or not np.array_equal(a, b) for a, b in zip(first, last, strict=True)
    )


def test_nothing_leaves_the_frame_at_any_time(scene):
    _, stage, play = scene
    for segment in play.timeline.segments:
        for one in family(on_the_sheet(stage, play, segment)):
            assert np.abs(one.points[:, 0]).max() < HALF_WIDTH - 0.1
            assert np.abs(one.points[:, 1]).max() < HALF_HEIGHT - 0.02
    for frame in play.timeline.frames:
        for points in states(play.picture, frame):
            if len(points):
                assert np.isfinite(points).all()
                assert np.abs(points[:, 0]).max() < HALF_WIDTH - 0.1
                assert np.abs(points[:, 1]).max() < HALF_HEIGHT - 0.02


def test_words_and_numbers_do_not_overlap(scene):
    _, stage, play = scene
    for segment in play.timeline.segments:
        assert overlapping(boxes(stage, play, segment)) == []


def test_overlaps_would_be_seen():
    assert overlapping([(0, 0, 1, 1), (0.9, 0.9, 2, 2)])
    assert not overlapping([(0, 0, 1, 1), (1.0, 0, 2, 1)])


@pytest.mark.parametrize("name", SCENES)
def test_korean_fits_as_well(name, replayed, korean):
    stage, play = prepared(name, replayed[name], "ko", "dark")
    for segment in play.timeline.segments:
        assert overlapping(boxes(stage, play, segment)) == []
        for one in family(on_the_sheet(stage, play, segment)):
            assert np.abs(one.points[:, 0]).max() < HALF_WIDTH - 0.1


def test_formulas_are_coloured_like_their_curves(analytic):
    stage, _ = prepared("figure1", analytic)
    caption = stage.write("@p_data, @p_g, @D and @D_star", 0.0, 0.0)
    colors = {str(part.get_fill_color()).lower() for part in caption.submobjects}
    theme = stage.theme
    assert colors == {theme.p_data, theme.p_g, theme.discriminator, theme.optimal, theme.ink}
