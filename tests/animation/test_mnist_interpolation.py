"""The walk's scene: images bit by bit, D's opinions to 1e-9, and a camera that draws them sharp."""

import numpy as np
import pytest

pytest.importorskip("manim", reason="the extra 'anim' is not installed", exc_type=ImportError)

from stills import prepared

from gantheory.animation.pixels import Grey, PixelCamera
from gantheory.animation.scenes.mnist_interpolation import MnistInterpolationPicture
from gantheory.animation.stage import Stage
from gantheory.errors import GanTheoryError
from gantheory.figures.style import LIGHT
from gantheory.recording import read_recording, write_recording

EXACT = {"rtol": 0, "atol": 1e-9}


def mapped(axes, x, y):
    """The axes map, written out once more."""
    across = (x - axes.x_range[0]) / np.ptp(axes.x_range) * (axes.right - axes.left) + axes.left
    up = (y - axes.y_range[0]) / np.ptp(axes.y_range) * (axes.top - axes.bottom) + axes.bottom
    return np.column_stack((across, up, np.zeros(len(across))))


@pytest.fixture(scope="module")
def recording(replayed):
    return replayed["mnist_interpolation"]


@pytest.fixture(scope="module")
def picture(recording):
    return MnistInterpolationPicture(Stage("mnist_interpolation", "en", LIGHT), recording)


@pytest.mark.parametrize("frame", [0, 1, 77, 128])
def test_image_course_and_number_are_those_recorded(picture, recording, frame):
    picture.show(frame)
    shown = picture.image.mobject.pixel_array
    assert shown.dtype == np.uint8
    for channel in range(3):
        np.testing.assert_array_equal(shown[..., channel], recording["images"][frame])
    d = 1 / (1 + np.exp(-recording["output"][: frame + 1].astype(float)))
    steps = np.arange(frame + 1.0)
    wanted = mapped(picture.axes, steps, d)
    np.testing.assert_allclose(picture.course.corners, wanted, **EXACT)
    np.testing.assert_allclose(picture.now.centres, wanted[-1:], **EXACT)
    np.testing.assert_allclose(
        picture.here.centres, mapped(picture.track, steps[-1:], np.zeros(1)), **EXACT
    )
    assert picture.numbers["D"].text == f"{d[-1]:.3f}"


def test_the_row_is_of_the_drawn_points_at_their_places(picture, recording):
    assert len(picture.row) == len(recording["anchor"])
    for one, at in zip(picture.row, recording["anchor"], strict=True):
        np.testing.assert_array_equal(one.image, recording["images"][at])
        place = mapped(picture.track, np.array([float(at)]), np.zeros(1))[0, 0]
        assert one.mobject.get_center()[0] == pytest.approx(place, abs=1e-9)


def test_the_ranges_hold_eighty_percent_of_what_d_says(picture, recording):
    for name, array in (("real", "output_at_real"), ("samples", "output_at_samples")):
        d = 1 / (1 + np.exp(-recording[array].astype(float)))
        line, dot = picture.ranges[name]
        low, high = (
            (y - picture.axes.bottom) / (picture.axes.top - picture.axes.bottom)
            for y in line.corners[:, 1]
        )
        assert np.mean((d >= low) & (d <= high)) == pytest.approx(0.8, abs=0.005)
        middle = mapped(picture.axes, np.zeros(1), np.array([np.median(d)]))[0, 1]
        assert dot.centres[0, 1] == pytest.approx(middle, abs=1e-9)


def test_the_camera_draws_every_pixel_as_a_square():
    camera = PixelCamera(pixel_width=64, pixel_height=64, frame_width=8.0, frame_height=8.0)
    camera.reset()
    image = np.arange(16, dtype=np.uint8).reshape(4, 4) * 15 + 5
    # a quarter of the frame: 32 pixels, 8 of the film to one of its own
    camera.capture_mobjects([Grey(image, (0.0, 0.0), 4.0).mobject])
    np.testing.assert_array_equal(
        camera.pixel_array[16:48, 16:48, 0], np.kron(image, np.ones((8, 8)))
    )
    outside = camera.pixel_array.copy()
    outside[16:48, 16:48] = outside[0, 0]
    assert (outside == outside[0, 0]).all()


def test_an_image_that_leaves_the_frame_is_cut():
    camera = PixelCamera(pixel_width=64, pixel_height=64, frame_width=8.0, frame_height=8.0)
    camera.reset()
    camera.capture_mobjects([Grey(np.full((4, 4), 200, np.uint8), (4.0, 4.0), 4.0).mobject])
    assert (camera.pixel_array[:16, 48:, 0] == 200).all()
    assert (camera.pixel_array[17:, :, 0] != 200).all()


@pytest.mark.parametrize("what", ["z", "anchor", "images"])
def test_a_forged_walk_is_refused(recording, tmp_path, what):
    arrays = {name: array.copy() for name, array in recording.arrays.items()}
    if what == "images":
        arrays["images"][5] = arrays["images"][4]
    else:
        arrays[what][3] += 1
    folder = write_recording(
        tmp_path / "walk", "z_walk", recording.config, 0, arrays,
        checkpoint=recording.manifest["checkpoint"],
    )  # fmt: skip
    with pytest.raises(GanTheoryError, match="fails its audit"):
        prepared("mnist_interpolation", read_recording(folder))


def test_recordings_of_other_kinds_are_refused(replayed):
    with pytest.raises(GanTheoryError, match="replays recordings of kind 'z_walk'"):
        prepared("mnist_interpolation", replayed["helvetica"])
