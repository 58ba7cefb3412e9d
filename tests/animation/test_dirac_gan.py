"""The Dirac-GAN's scene: paths, field and distances are those of the recording, to 1e-9."""

import numpy as np
import pytest

pytest.importorskip("manim", reason="the extra 'anim' is not installed", exc_type=ImportError)

import made_recordings
from stills import prepared

from gantheory.animation.scenes.dirac_gan import DiracGanPicture
from gantheory.animation.stage import Stage
from gantheory.errors import GanTheoryError
from gantheory.figures.labels import signed
from gantheory.figures.style import LIGHT

EXACT = {"rtol": 0, "atol": 1e-9}
CIRCLE, STEPS = 61, 40


def mapped(axes, x, y):
    """The axes map, written out once more."""
    across = (x - axes.x_range[0]) / np.ptp(axes.x_range) * (axes.right - axes.left) + axes.left
    up = (y - axes.y_range[0]) / np.ptp(axes.y_range) * (axes.top - axes.bottom) + axes.bottom
    return np.column_stack((across, up, np.zeros(len(across))))


@pytest.fixture(scope="module")
def picture(replayed):
    return DiracGanPicture(Stage("dirac_gan", "en", LIGHT), replayed["dirac_gan"])


@pytest.mark.parametrize(
    ("frame", "counts"),
    [
        (0, (0, 0, 0)),
        (CIRCLE, (0, 0, 0)),
        (CIRCLE + 1, (1, 0, 0)),
        (CIRCLE + STEPS + 17, (STEPS, 17, 0)),
        (CIRCLE + 3 * STEPS, (STEPS, STEPS, STEPS)),
    ],
)
def test_paths_are_drawn_as_far_as_they_were_recorded(picture, replayed, frame, counts):
    recording = replayed["dirac_gan"]
    picture.show(frame)
    for name, count in zip(("simultaneous", "alternating", "r1"), counts, strict=True):
        row = recording.config["methods"].index(name)
        theta, psi = recording["theta"][row, :count], recording["psi"][row, :count]
        wanted = mapped(picture.plane, theta, psi)
        np.testing.assert_allclose(picture.curves[name].corners, wanted, **EXACT)
        np.testing.assert_allclose(picture.heads[name].centres, wanted[-1:], **EXACT)
        far = np.sqrt(theta**2 + psi**2)
        np.testing.assert_allclose(
            picture.curves[f"distance {name}"].corners,
            mapped(picture.over_steps, np.arange(count, dtype=float), far),
            **EXACT,
        )
        assert picture.numbers[name].text == (signed(far[-1]) if count else "")


def test_arrows_have_the_direction_and_the_relative_length_of_the_field(picture, replayed):
    recording = replayed["dirac_gan"]
    feet, tips = picture.arrows()
    np.testing.assert_allclose(picture.field.tips, tips, **EXACT)
    along = (tips - feet)[:, :2].reshape(4, 4, 2)
    field = np.stack([recording[n][1::2, 1::2] for n in ("field_theta", "field_psi")], axis=-1)
    unit = (picture.plane.right - picture.plane.left) / np.ptp(picture.plane.x_range)
    scale = along[0, 0, 0] / field[0, 0, 0]
    height = (picture.plane.top - picture.plane.bottom) / np.ptp(picture.plane.y_range)
    np.testing.assert_allclose(along, scale * field * [1.0, height / unit], atol=1e-9)


def test_the_circle_is_that_through_the_start(picture, replayed):
    theta, psi = picture.states.circle
    start = replayed["dirac_gan"].config["start"]
    np.testing.assert_allclose(np.hypot(theta, psi), np.hypot(*start), rtol=1e-12)
    assert (theta[0], psi[0]) == pytest.approx(start, abs=1e-12)


@pytest.mark.parametrize("name", ["theta", "psi", "field_psi"])
def test_a_forged_recording_is_refused(tmp_path, name):
    sound = made_recordings.two_player(tmp_path / "sound")
    forged = sound[name].copy()
    forged[-1, -1] += 1e-6
    recording = made_recordings.two_player(tmp_path / "forged", **{name: forged})
    with pytest.raises(GanTheoryError, match="fails its audit"):
        prepared("dirac_gan", recording)


def test_recordings_of_other_kinds_are_refused(analytic):
    with pytest.raises(GanTheoryError, match="replays recordings of kind 'two_player'"):
        prepared("dirac_gan", analytic)


@pytest.mark.parametrize("gamma", [0.1, 0.0])
def test_steps_that_the_penalty_cannot_damp_are_refused(tmp_path, gamma):
    recording = made_recordings.two_player(tmp_path / "weak", gamma=gamma)
    with pytest.raises(GanTheoryError, match=f"too long for a penalty of weight {gamma:g}"):
        prepared("dirac_gan", recording)
