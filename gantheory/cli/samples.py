"""What commands about samples share: the arguments that say what they are, and their reading."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from gantheory.images.pixel_scale import PixelScale


def add_sample_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which samples, of which set, in which scale, and where a result is also written."""
    parser.add_argument("samples", metavar="SAMPLES.npy", help="array of samples, one per row")
    parser.add_argument(
        "--dataset",
        default="mnist",
        help="mnist, fashion-mnist, cifar10, tfd or faces48 (default: mnist)",
    )
    parser.add_argument("--data-dir", metavar="DIR", help="where the image sets are")
    parser.add_argument(
        "--scale",
        choices=("unit", "contrast"),
        default="unit",
        help="scale of the pixels, in which distances are taken (default: unit, 0 to 1)",
    )
    parser.add_argument("--json", metavar="FILE", help="also write the result here")


def read_samples(
    path: Path, image_shape: tuple[int, ...], scale: "PixelScale" = "unit"
) -> "np.ndarray[Any, Any]":
    """Read an array of samples and bring it to shape (n, pixels), in a scale.

    Raises:
        GanTheoryError: where it is no plain `.npy` array, has another shape, holds NaN, or
            lies so far outside its range that its scale must be another.
    """
    import zipfile

    import numpy as np

    from gantheory.errors import GanTheoryError
    from gantheory.images.pixel_scale import CONTRAST_NORM, scaled

    wanted = f"(n, {np.prod(image_shape)}) or (n, {', '.join(map(str, image_shape))})"
    try:
        # a pickle inside an .npy file would run code of whoever made it
        # (opened here, since numpy leaves a damaged archive open)
        with path.open("rb") as file:
            array = np.load(file, allow_pickle=False)
    except (ValueError, EOFError, OverflowError, zipfile.BadZipFile) as error:
        raise GanTheoryError(f"{path} is not a whole .npy array of numbers ({error})") from None
    except MemoryError as error:
        raise GanTheoryError(
            f"{path} says that it holds more than fits into memory ({error}): its header is not "
            "true, or give fewer samples"
        ) from None
    if not isinstance(array, np.ndarray):
        raise GanTheoryError(f"{path} is an archive of arrays; give a single .npy array")
    if array.dtype.kind not in "fiub":
        raise GanTheoryError(f"{path} holds {array.dtype}, not real numbers")
    if array.ndim == 0 or array.size == 0:
        raise GanTheoryError(f"{path} has shape {array.shape}; wanted {wanted}")
    if array.shape[1:] not in (image_shape, (int(np.prod(image_shape)),)):
        raise GanTheoryError(f"{path} has shape {array.shape}; wanted {wanted}")
    array = array.reshape(len(array), -1)
    if array.dtype == np.uint8:
        return scaled(array, scale)
    if not np.isfinite(array).all():
        raise GanTheoryError(f"{path} holds NaN or infinity")
    low, high = float(array.min()), float(array.max())
    if scale == "unit" and (low < -0.5 or high > 1.5):
        raise GanTheoryError(
            f"{path} ranges from {low:.4g} to {high:.4g}; pixels are wanted from 0 to 1 as "
            "floats, or from 0 to 255 as unsigned bytes; or is this --scale contrast?"
        )
    # no number of an image of norm 55 is larger; images from 0 to 1 have none below 0
    if scale == "contrast" and (low >= 0 or max(-low, high) > CONTRAST_NORM):
        raise GanTheoryError(
            f"{path} ranges from {low:.4g} to {high:.4g}; in the contrast scale images have mean "
            f"0 and norm {CONTRAST_NORM:g}; leave --scale out for pixels from 0 to 1"
        )
    return array
