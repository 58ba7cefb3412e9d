"""One clock for several recordings: at every time each shows what it knew then."""

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording
from gantheory.replay.clock import common_clock


def run(g, d=None):
    g = np.array(g, np.int64)
    return Recording({}, {"g_updates": g, "d_updates": g if d is None else np.array(d, np.int64)})


INCREASING = st.lists(st.integers(0, 30), min_size=1, max_size=9, unique=True).map(sorted)


@given(st.lists(INCREASING, min_size=1, max_size=3))
def test_every_run_shows_its_latest_frame_that_is_not_of_the_future(paths):
    clock, frames = common_clock([run(path) for path in paths])
    assert clock.tolist() == sorted({time for path in paths for time in path})
    for path, own in zip(paths, frames, strict=True):
        for time, frame in zip(clock, own, strict=True):
            known = [at for at in path if at <= time]
            assert path[frame] == (max(known) if known else path[0])


def test_different_k_does_not_pull_the_runs_apart():
    clock, frames = common_clock([run([0, 1, 2]), run([0, 1, 2], [0, 5, 10])])
    assert clock.tolist() == [0, 1, 2]
    assert [own.tolist() for own in frames] == [[0, 1, 2], [0, 1, 2]]


def test_frames_of_an_inner_loop_have_times_of_their_own():
    clock, [frames] = common_clock([run([0, 0, 0, 1], [0, 1, 2, 2])])
    assert clock.tolist() == [0, 0, 0, 1]
    assert frames.tolist() == [0, 1, 2, 3]


def test_of_several_frames_at_one_time_the_last_counts():
    clock, [frames] = common_clock([run([0, 0, 1], [0, 0, 1])])
    assert clock.tolist() == [0, 1]
    assert frames.tolist() == [1, 2]


def test_nothing_to_show_is_refused():
    with pytest.raises(GanTheoryError, match="at least one"):
        common_clock([])
