"""Symptoms on recordings whose samples are known: a cloud that goes round, one that swings."""

import numpy as np
import pytest
from planar_recording import FRAMES, LINE, TARGET, centre_and_width, write_planar_recording

from gantheory.errors import GanTheoryError
from gantheory.recording import read_recording
from gantheory.replay.symptoms import CURVES, SYMPTOMS


def test_spread_is_that_of_the_cloud(planar):
    target = np.sqrt(np.trace(TARGET.covariance()))
    widths = np.array([centre_and_width(frame)[1] for frame in range(FRAMES)])
    # the standard deviation of 300 normal points is within 15 % but for once in 1e4
    expected = np.sqrt(2) * widths / target
    np.testing.assert_allclose(CURVES["spread"](planar), expected, rtol=0.15)
    half = np.median(expected[FRAMES // 2 :])
    assert SYMPTOMS["spread"](planar) == pytest.approx(half, rel=0.15)


def test_a_cloud_that_goes_round_is_found_turning_and_one_that_swings_is_not(planar, tmp_path):
    # two turns in all; the first fifth is not looked at, and the target's mean is off the middle
    assert SYMPTOMS["turns"](planar) == pytest.approx(1.6, abs=0.2)
    path = CURVES["angle"](planar)
    assert path[-1] - path[0] == pytest.approx(2 * (FRAMES - 1) / FRAMES, abs=0.1)
    still = np.repeat(planar["samples"][:1], FRAMES, axis=0)
    at_rest = read_recording(write_planar_recording(tmp_path / "run", samples=still))
    assert SYMPTOMS["turns"](at_rest) == 0


def test_swings_and_their_size_on_the_line(on_line):
    # sin over two periods: in the last half one period, which passes the middle once
    assert SYMPTOMS["swings"](on_line) == 1
    size = np.sqrt(LINE.covariance()[0, 0])
    path = [np.sin(4 * np.pi * f / FRAMES) / size for f in range(FRAMES // 2, FRAMES)]
    assert SYMPTOMS["amplitude"](on_line) == pytest.approx(np.std(path), abs=0.05)
    np.testing.assert_allclose(CURVES["offset"](on_line)[FRAMES // 2 :], path, atol=0.1)


def test_medians_are_of_the_last_half(planar):
    for name in ("modes_captured", "generator_gradient"):
        half = planar[name][FRAMES // 2 :]
        assert SYMPTOMS[name](planar) == np.median(half)
    quality = planar["high_quality_fraction"][FRAMES // 2 :]
    assert SYMPTOMS["high_quality"](planar) == np.median(quality)


def test_a_mode_counts_as_never_captured_only_if_no_frame_has_it(planar, tmp_path):
    counts = np.zeros((FRAMES, 4), np.int64)
    counts[: FRAMES // 2] = 9  # before the last half
    counts[-3, 1] = 1
    run = read_recording(write_planar_recording(tmp_path / "run", mode_counts=counts))
    assert SYMPTOMS["modes_never"](run) == 3


def test_turning_on_the_line_is_refused(on_line):
    with pytest.raises(GanTheoryError, match="plane"):
        SYMPTOMS["turns"](on_line)
