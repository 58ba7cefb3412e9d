"""The Helvetica scene: curves, arrows and numbers are those of the recording, to 1e-9."""

import made_recordings
import numpy as np
import pytest

pytest.importorskip("manim", reason="the extra 'anim' is not installed", exc_type=ImportError)

from stills import prepared

from gantheory.animation.scenes.helvetica import HelveticaPicture
from gantheory.animation.stage import Stage
from gantheory.errors import GanTheoryError
from gantheory.figures.labels import signed
from gantheory.figures.style import LIGHT

EXACT = {"rtol": 0, "atol": 1e-9}


def mapped(axes, x, y):
    """The axes map with its edge at the top and the bottom, written out once more."""
    y = np.clip(y, *axes.y_range)
    across = (x - axes.x_range[0]) / np.ptp(axes.x_range) * (axes.right - axes.left) + axes.left
    up = (y - axes.y_range[0]) / np.ptp(axes.y_range) * (axes.top - axes.bottom) + axes.bottom
    return np.column_stack((across, up, np.zeros(len(across))))


@pytest.fixture(scope="module")
def recording(replayed):
    return replayed["helvetica"]


@pytest.fixture(scope="module")
def picture(recording):
    return HelveticaPicture(Stage("helvetica", "en", LIGHT), recording)


@pytest.mark.parametrize("frame", [0, 2, 5])
def test_curves_arrows_and_numbers_are_those_recorded(picture, recording, frame):
    picture.show(frame)
    x, axes = recording["x"], picture.axes
    seen = (x >= axes.x_range[0]) & (x <= axes.x_range[1])
    wanted = mapped(axes, x[seen], picture.scale * recording["p_g"][frame][seen])
    np.testing.assert_allclose(picture.curves["p_g"].corners, wanted, **EXACT)
    images = recording["g_of_z"][frame]
    images = images[(images >= axes.x_range[0]) & (images <= axes.x_range[1])]
    tips = mapped(axes, images, np.zeros(len(images)))[:, 0]
    np.testing.assert_allclose(picture.arrows.tips[:, 0], tips, **EXACT)
    updates, loss = recording["g_updates"][: frame + 1], recording["loss"][: frame + 1]
    course = mapped(picture.loss_axes, updates, loss)
    np.testing.assert_allclose(picture.loss.corners, course, **EXACT)
    np.testing.assert_allclose(picture.now.centres, course[-1:], **EXACT)
    assert {name: number.text for name, number in picture.numbers.items()} == {
        "loss": signed(loss[-1]),
        "lowest": signed(np.log(1 - recording["discriminator"].max())),
        "std": signed(recording["std"][frame], 3),
        "g_updates": str(8 * frame),
    }


def test_what_stands_still_is_drawn_as_recorded(picture, recording):
    x, axes = recording["x"], picture.axes
    seen = (x >= axes.x_range[0]) & (x <= axes.x_range[1])
    for role, factor in (("discriminator", 1.0), ("p_data", picture.scale)):
        wanted = mapped(axes, x[seen], factor * recording[role][seen])
        np.testing.assert_allclose(picture.points(role, 0), wanted, **EXACT)


def test_a_density_that_is_not_exact_is_not_drawn(recording, tmp_path):
    exact, p_g = recording["p_g_exact"].copy(), recording["p_g"].copy()
    exact[-1], p_g[-1] = 0, 0.0
    last = made_recordings.helvetica(tmp_path / "run", p_g_exact=exact, p_g=p_g)
    _, play = prepared("helvetica", last)
    play.picture.show(5)
    assert len(play.picture.curves["p_g"].corners) == 0
    assert len(play.picture.arrows.tips) > 0


@pytest.mark.parametrize(
    ("name", "factor"), [("loss", 1.2), ("p_g", 1.05), ("std", 10.0), ("discriminator", 1.3)]
)
def test_a_forged_recording_is_refused(recording, tmp_path, name, factor):
    forged = made_recordings.helvetica(tmp_path / "run", **{name: factor * recording[name]})
    with pytest.raises(GanTheoryError, match="fails its audit"):
        prepared("helvetica", forged)


def test_a_run_that_did_not_collapse_is_refused(recording, tmp_path):
    arrays = ("p_g", "g_of_z", "loss", "std", "g_updates", "p_g_exact")
    start = {name: recording[name][:3] for name in arrays}
    with pytest.raises(GanTheoryError, match="does not show the Helvetica scenario"):
        prepared("helvetica", made_recordings.helvetica(tmp_path / "run", **start))
