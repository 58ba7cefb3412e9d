"""Grey images in manim's pictures, every pixel a sharp square.

The camera here draws them itself: manim's own way asks Pillow for what newer versions refuse, and
goes through a perspective transformation that an upright image does not need.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from manim import Camera, ImageMobject

Image = npt.NDArray[np.uint8]


class Grey:
    """A grey image.

    Attributes:
        mobject: what manim draws, under a `PixelCamera`.
        image: (H, W) as last shown.
    """

    def __init__(self, image: Image, middle: tuple[float, float], height: float) -> None:
        """Make the image.

        Args:
            image: (H, W), 0 is black.
            middle: where its middle is.
            height: in manim's units.
        """
        opaque = np.full_like(image, 255)
        self.mobject: Any = ImageMobject(np.dstack((image, image, image, opaque)))
        self.mobject.height = height
        self.mobject.move_to((*middle, 0.0))
        self.image = image

    def show(self, image: Image) -> None:
        """Show another image of the same size."""
        self.image = image
        self.mobject.pixel_array[..., :3] = image[..., None]


class PixelCamera(Camera):  # type: ignore[misc]
    """Draws upright images pixel by pixel: a point of the film has the colour it lies on."""

    def display_image_mobject(self, image_mobject: Any, pixel_array: Any) -> None:
        """Put an image into the picture, an array (height, width, 4)."""
        image = image_mobject.get_pixel_array()
        corners = self.points_to_subpixel_coords(image_mobject, image_mobject.points)
        across, columns = _cells(corners[:, 0], image.shape[1], pixel_array.shape[1])
        down, rows = _cells(corners[:, 1], image.shape[0], pixel_array.shape[0])
        pixel_array[down[:, None], across] = image[rows[:, None], columns]


def _cells(
    corners: npt.NDArray[np.float64], cells: int, pixels: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Which pixels of the film an image covers along one side, and which of its own each shows."""
    low, high = float(corners.min()), float(corners.max())
    first, last = np.ceil([low - 0.5, high - 0.5]).astype(int)
    film = np.arange(max(first, 0), min(last, pixels))
    own = np.floor((film + 0.5 - low) / (high - low) * cells).astype(int)
    return film, np.clip(own, 0, cells - 1)
