"""Survival of modes, rotation and gradient norms along the frames of a run."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gantheory.errors import GanTheoryError
from gantheory.measures.gradients import gradient_norms
from gantheory.measures.rotation import FALSE_ALARM, rotation, rotation_of_modes
from gantheory.measures.survival import survival
from gantheory.targets import TARGETS

RING = TARGETS["ring8"].mixture


def test_a_life_by_hand():
    held = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [1, 1, 0]], dtype=bool)
    lives = survival(held, [0, 10, 20, 40])
    assert np.array_equal(lives.first, [0, 10, np.nan], equal_nan=True)
    assert np.array_equal(lives.last, [40, 40, np.nan], equal_nan=True)
    assert lives.alive.tolist() == [0.75, 0.75, 0]
    assert lives.longest.tolist() == [10, 30, 0]
    assert lives.deaths.tolist() == [1, 0, 0]
    assert lives.at_end.tolist() == [True, True, False]
    assert lives.never_lost.tolist() == [False, True, False]


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_survival_agrees_with_reading_the_frames_one_by_one(held):
    times = np.arange(len(held)) * 3.0
    lives = survival(np.array(held)[None, :, None], times)
    longest = best = 0.0
    for i, now in enumerate(held):
        longest = longest + 3.0 if now and i > 0 and held[i - 1] else 0.0
        best = max(best, longest)
    assert lives.longest[0, 0] == best
    assert lives.deaths[0, 0] == sum(a and not b for a, b in pairwise(held))
    assert lives.alive[0, 0] == np.mean(held)


def circle(turns, frames, radius=1.0):
    angle = np.linspace(0, 2 * np.pi * turns, frames)
    return radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)


@given(st.floats(1.0, 9.0), st.sampled_from([1, -1]), st.integers(40, 200), st.floats(0.1, 9))
@settings(max_examples=40)
def test_the_period_of_a_circle_is_found(turns, sign, frames, duration):
    found = rotation(circle(sign * turns, frames) + 5.0, np.linspace(0, duration, frames), 5.0)
    assert found.turns == pytest.approx(sign * turns)
    assert found.period == pytest.approx(duration / turns)
    assert found.steadiness == pytest.approx(1.0)


def test_less_than_a_turn_is_no_rotation():
    assert rotation(circle(0.95, 100), np.arange(100)).period is None


def test_swinging_and_standing_still_are_no_rotation():
    angle = 2.5 * np.sin(np.linspace(0, 40, 400))
    swing = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    assert rotation(swing, np.arange(400)).period is None
    assert rotation(np.ones((5, 2)), np.arange(5)).period is None
    assert rotation(np.zeros((5, 2)), np.arange(5)).period is None


def test_random_hops_are_hardly_ever_called_a_rotation():
    # 2000 walks with steps of random sign; each alarms with probability at most FALSE_ALARM, so
    # more than 8 alarms (expected: at most 1.4) have probability below 1e-4; the seed is fixed
    rng = np.random.default_rng(0)
    assert FALSE_ALARM < 7e-4
    alarms = 0
    for _ in range(2000):
        angle = np.cumsum(rng.choice([-1, 1], 60) * rng.uniform(0, 2, 60))
        path = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        alarms += rotation(path, np.arange(60)).period is not None
    assert alarms <= 8


def test_the_dominating_mode_going_round_the_ring():
    order = np.arange(33) % 8  # four turns and back to the start
    histograms = 0.9 * np.eye(8)[order] + 0.1 / 8
    found = rotation_of_modes(histograms, RING, np.arange(33) * 10)
    assert found.turns == pytest.approx(4.0)
    assert found.period == pytest.approx(80.0)
    # frames in which no sample is at any mode are passed over
    gappy = histograms.copy()
    gappy[[0, 5, 6]] = np.nan
    assert rotation_of_modes(gappy, RING, np.arange(33) * 10).turns == pytest.approx(4 - 1 / 8)
    nothing = rotation_of_modes(np.full((3, 8), np.nan), RING, np.arange(3))
    assert nothing.period is None


def test_gradient_norms_in_short():
    norms = np.array([[1.0] * 10 + [2.0] * 80 + [4.0] * 10, [1e-9] * 50 + [np.inf] * 50])
    found = gradient_norms(norms)
    assert found.median == pytest.approx([2.0, 1e-9])
    assert found.vanished == pytest.approx([0.0, 0.5])
    assert found.burst == pytest.approx([0.0, 0.5])
    assert found.trend[0] == pytest.approx(4.0)
    assert np.isnan(found.trend[1])
    assert np.isnan(gradient_norms([np.nan, np.nan]).median)


def test_bad_input_is_refused():
    with pytest.raises(GanTheoryError, match="increase"):
        survival(np.ones((2, 3), bool), [1, 1])
    with pytest.raises(GanTheoryError, match="do not fit"):
        survival(np.ones((2, 3), bool), [1, 2, 3])
    with pytest.raises(GanTheoryError, match="in the plane"):
        rotation(np.ones((3, 3)), np.arange(3))
    with pytest.raises(GanTheoryError, match="not finite"):
        rotation(np.full((3, 2), np.nan), np.arange(3))
    with pytest.raises(GanTheoryError, match="only in the plane"):
        rotation_of_modes(np.ones((3, 2)), TARGETS["bimodal"].mixture, np.arange(3))
    with pytest.raises(GanTheoryError, match="frames, 8"):
        rotation_of_modes(np.ones((3, 7)), RING, np.arange(3))
    with pytest.raises(GanTheoryError, match="do not fit"):
        rotation_of_modes(np.ones((3, 8)), RING, np.arange(4))
    with pytest.raises(GanTheoryError, match="negative"):
        gradient_norms([-1.0])
    with pytest.raises(GanTheoryError, match="no gradient"):
        gradient_norms([])
