"""Which recorded frame is shown when."""

import pytest

from gantheory.animation.timeline import Segment, figure1_timeline
from gantheory.figures.panels import choose_panels


@pytest.fixture(scope="module")
def timeline(analytic):
    return figure1_timeline(analytic, choose_panels(analytic))


def test_each_segment_ends_in_its_panel(analytic, timeline):
    chosen = [(f"panel_{letter}", frame) for letter, frame in choose_panels(analytic).items()]
    ends = [(segment.name, segment.frames[-1]) for segment in timeline.segments]
    assert ends == chosen


def test_frames_are_shown_in_the_order_recorded_and_only_once(timeline):
    assert list(timeline.frames) == sorted(set(timeline.frames))


def test_slow_motion_is_kept_for_the_one_inner_loop(analytic, timeline):
    approach, inner, update, rest = timeline.segments
    for segment in (approach, update, rest):
        assert all(analytic["phase"][list(segment.frames)] == 1)
    assert all(analytic["phase"][list(inner.frames)] == 0)


@pytest.mark.parametrize("rate", [15, 30, 60])
def test_a_film_has_whole_pictures_at_every_rate(timeline, rate):
    film = timeline.pictures(rate)
    assert len(film) == pytest.approx(timeline.seconds * rate, abs=1e-6)
    shown = [frame for _, frame, _ in film]
    assert shown == sorted(shown)
    # the same frame is on the screen at the same time, whatever the rate
    at_fifteen = [frame for _, frame, _ in timeline.pictures(15)]
    assert shown[:: rate // 15] == at_fifteen


def test_every_frame_is_seen_where_there_is_time_for_all(timeline):
    for segment in timeline.segments:
        if len(segment.frames) <= segment.seconds * 60:
            seen = {frame for one, frame, _ in timeline.pictures(60) if one is segment}
            assert seen == set(segment.frames)


def test_a_segment_shares_its_time_evenly():
    segment = Segment("a", (7, 8, 9), seconds=0.6, hold=0.0, caption="a")
    assert [segment.frame_at(0.1 * step) for step in range(7)] == [7, 7, 8, 8, 9, 9, 9]
