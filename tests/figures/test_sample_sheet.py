"""Sample sheets hold every image at its place, pixel for pixel."""

import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.figures.sample_sheet import GAP_SHADE, tile, write_sample_sheet


@pytest.mark.parametrize("shape", [(3, 4), (3, 4, 3)])
def test_every_image_is_at_its_place(shape):
    images = np.random.default_rng(0).random((5, int(np.prod(shape))))
    sheet = tile(images, shape, columns=2, gap=1)
    assert sheet.shape == (3 * 4 + 1, 2 * 5 + 1, *shape[2:])
    for index, image in enumerate(images):
        top, left = 1 + 4 * (index // 2), 1 + 5 * (index % 2)
        np.testing.assert_array_equal(sheet[top : top + 3, left : left + 4], image.reshape(shape))
    assert (sheet[0] == GAP_SHADE).all()
    assert (sheet[9:, 6:] == GAP_SHADE).all()  # the sixth place stays empty


def test_the_png_has_two_pixels_to_a_pixel_and_clips(tmp_path):
    from matplotlib.image import imread

    images = np.array([[-1.0, 0.0, 1.0, 2.0]])
    write_sample_sheet(tmp_path / "s.png", images, (2, 2), columns=1)
    png = imread(tmp_path / "s.png")[..., 0]
    assert png.shape == (12, 12)
    np.testing.assert_array_equal(np.unique(png[4:8, 4:8]), [0, 1])
    np.testing.assert_array_equal(png[4:8, 4:8], np.repeat(np.repeat([[0, 0], [1, 1]], 2, 0), 2, 1))


@pytest.mark.parametrize(
    ("images", "complaint"),
    [
        (np.zeros((2, 5)), "cannot be shown"),
        (np.zeros((0, 4)), "cannot be shown"),
        (np.full((1, 4), np.nan), "NaN"),
    ],
)
def test_what_is_no_image_is_refused(images, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        tile(images, (2, 2), columns=1)
