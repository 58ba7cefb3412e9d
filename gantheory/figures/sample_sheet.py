"""Sample sheets: images side by side in one PNG, pixel for pixel."""

import os

import numpy as np
from jaxtyping import Float
from numpy.typing import NDArray

from gantheory.atomic import replacing
from gantheory.errors import GanTheoryError

#: grey between the images, 0 = black, 1 = white
GAP_SHADE = 0.35


def tile(
    images: Float[np.ndarray, "n pixels"], image_shape: tuple[int, ...], columns: int, gap: int = 2
) -> NDArray[np.float64]:
    """Lay images out row by row.

    Args:
        images: shape (n, pixels), from 0 to 1; values outside are clipped.
        image_shape: (height, width) or (height, width, channels).
        columns: images per row; the last row may be short.
        gap: pixels between images and around them.

    Returns:
        Shape (rows, columns) or (rows, columns, channels), in pixels.

    Raises:
        GanTheoryError: where the images do not have that shape, or hold NaN.
    """
    count = len(images)
    if images.ndim != 2 or images.shape[1] != int(np.prod(image_shape)) or count == 0:
        raise GanTheoryError(f"images {images.shape} cannot be shown as {image_shape}")
    if not np.isfinite(images).all():
        raise GanTheoryError("images to show hold NaN or infinity")
    height, width = image_shape[:2]
    rows = -(-count // columns)
    shape = (rows * (height + gap) + gap, columns * (width + gap) + gap, *image_shape[2:])
    sheet = np.full(shape, GAP_SHADE)
    for index, image in enumerate(np.clip(images, 0.0, 1.0).reshape(count, *image_shape)):
        top = gap + (index // columns) * (height + gap)
        left = gap + (index % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = image
    return sheet


def write_sample_sheet(
    path: str | os.PathLike[str],
    images: Float[np.ndarray, "n pixels"],
    image_shape: tuple[int, ...],
    columns: int = 10,
) -> None:
    """Write images as one PNG, two screen pixels to an image pixel.

    Args:
        path: the file; written whole or not at all.
        images: as for `tile`.
        image_shape: as for `tile`.
        columns: as for `tile`.

    Raises:
        GanTheoryError: see `tile`.
        OSError: where the file cannot be written.
    """
    from matplotlib.image import imsave

    sheet = tile(images, image_shape, columns)
    enlarged = np.repeat(np.repeat(sheet, 2, axis=0), 2, axis=1)
    with replacing(path) as temporary:
        imsave(temporary, enlarged, cmap="gray", vmin=0.0, vmax=1.0, format="png")
