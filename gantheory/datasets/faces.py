"""Faces, 48 x 48 grey, in the layout of `TFD_48x48.mat`: most of them unlabelled, five folds.

The Toronto Face Database itself (TFD: Susskind, Anderson and Hinton 2010) is given out by its
authors only. `faces48` is another set of photographs in the same layout; no number measured on
it is a TFD result.

The layout: `images` (n, 48, 48) bytes; `labs_ex` (n, 1) the expression, 1 to 7, or -1; `folds`
(n, 5) with 0 for unlabelled, 1 train, 2 validation, 3 test. As in the paper's experiments the
unlabelled images, the same in all folds, are trained on; validation and test are those of each
fold (pylearn2 datasets/tfd.py; goodfeli/adversarial, tfd_pretrain and parzen_ll.py).
"""

import io
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gantheory.datasets.image_set import (
    UNLABELLED,
    DataFile,
    Fold,
    Images,
    ImageSet,
    LabelledImages,
)
from gantheory.errors import GanTheoryError

_UNLABELLED_CODE, _VALIDATION_CODE, _TEST_CODE = 0, 2, 3
N_FOLDS = 5
#: what SciPy raises at a damaged file depends on where the damage is
_DAMAGED = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    OSError,
    EOFError,
    MemoryError,
    zlib.error,
)
#: images of the Toronto Face Database: all of them, and the unlabelled ones
TFD_IMAGES, TFD_UNLABELLED = 102_236, 98_058


def decode_faces(image_set: ImageSet, contents: Mapping[str, bytes]) -> Images:
    """Read a file in the layout of `TFD_48x48.mat`.

    Raises:
        GanTheoryError: where it is no such file, or arrays do not fit each other.
    """
    return _decode(image_set, contents)[0]


def decode_tfd(image_set: ImageSet, contents: Mapping[str, bytes]) -> Images:
    """Read the Toronto Face Database: nobody has published its checksum, so its size tells.

    Raises:
        GanTheoryError: see `decode_faces`; also where the numbers of images are not TFD's.
    """
    images, count = _decode(image_set, contents)
    if (count, len(images.train)) != (TFD_IMAGES, TFD_UNLABELLED):
        raise GanTheoryError(
            f"{image_set.files[0].name} holds {count} images, {len(images.train)} of them "
            f"unlabelled, where the Toronto Face Database has {TFD_IMAGES} and {TFD_UNLABELLED}: "
            "it is another set"
        )
    return images


def _decode(image_set: ImageSet, contents: Mapping[str, bytes]) -> tuple[Images, int]:
    """Read the images, and say how many the file has in all."""
    (file,) = image_set.files
    arrays = _read_mat(contents[file.name], file.name)
    images, expressions, folds = arrays["images"], arrays["labs_ex"], arrays["folds"]
    count = len(images)
    if images.shape != (count, *image_set.image_shape) or count == 0:
        raise GanTheoryError(f"images of {file.name} have shape {images.shape}, not (n, 48, 48)")
    images = _as_bytes(images, file.name)
    if expressions.size != count or folds.shape != (count, N_FOLDS):
        raise GanTheoryError(
            f"{file.name} has {count} images but labels {expressions.shape} and folds {folds.shape}"
        )
    expressions = expressions.reshape(-1).astype(np.int64)
    if not np.isin(expressions, (-1, *range(1, image_set.classes + 1))).all():
        raise GanTheoryError(f"labs_ex of {file.name} are not all -1 or 1 to {image_set.classes}")
    if not np.isin(folds, (0, 1, 2, 3)).all():
        raise GanTheoryError(f"folds of {file.name} are not all 0, 1, 2 or 3")
    unlabelled = folds == _UNLABELLED_CODE
    if (unlabelled.any(axis=1) != unlabelled.all(axis=1)).any():
        raise GanTheoryError(f"the unlabelled images of {file.name} differ between folds")
    whole = LabelledImages(
        images.reshape(count, -1),
        np.where(expressions < 0, UNLABELLED, expressions - 1).astype(np.uint8),
    )

    def chosen(mask: NDArray[np.bool_], what: str) -> LabelledImages:
        if not mask.any():
            raise GanTheoryError(f"{file.name} has no {what} images")
        return LabelledImages(whole.images[mask], whole.labels[mask])

    parts = tuple(
        Fold(
            chosen(folds[:, fold] == _VALIDATION_CODE, f"validation (fold {fold})"),
            chosen(folds[:, fold] == _TEST_CODE, f"test (fold {fold})"),
        )
        for fold in range(N_FOLDS)
    )
    train = chosen(unlabelled[:, 0], "unlabelled")
    return Images(train, parts[0].validation, parts[0].test, parts), count


def _read_mat(data: bytes, name: str) -> dict[str, NDArray[Any]]:
    """Read the three arrays from a MATLAB file (version 5; plain numbers only)."""
    from scipy.io import loadmat
    from scipy.io.matlab import MatReadError

    names = ["images", "labs_ex", "folds"]
    try:
        # the stubs know of paths only
        content = loadmat(io.BytesIO(data), variable_names=names)  # type: ignore[arg-type]
    except NotImplementedError:
        raise GanTheoryError(
            f"{name} is a MATLAB 7.3 file; save it as version 5 (save -v7) and import it again"
        ) from None
    except _DAMAGED as error:
        raise GanTheoryError(f"{name} is no whole MATLAB file ({error})") from None
    except MatReadError as error:
        raise GanTheoryError(f"{name} is no whole MATLAB file ({error})") from None
    for wanted in names:
        if wanted not in content:
            raise GanTheoryError(f"{name} has no array {wanted!r}; it is no file like TFD's")
        array = content[wanted]
        if not isinstance(array, np.ndarray) or array.dtype.kind not in "iuf":
            raise GanTheoryError(f"{wanted} of {name} is no array of numbers")
    return {wanted: content[wanted] for wanted in names}


def _as_bytes(images: NDArray[Any], name: str) -> NDArray[np.uint8]:
    if images.dtype == np.uint8:
        return images
    if not (np.isfinite(images).all() and images.min() >= 0 and images.max() <= 255):
        raise GanTheoryError(f"images of {name} are not from 0 to 255")
    rounded = images.astype(np.uint8)
    if (rounded != images).any():
        raise GanTheoryError(f"images of {name} are not whole numbers from 0 to 255")
    return rounded


TFD = ImageSet(
    name="tfd",
    title="TFD",
    image_shape=(48, 48),
    classes=7,
    # size 0: only the structure is known
    files=(DataFile("TFD_48x48.mat", 0, ""),),
    mirrors=(),
    held_out=0,
    decode=decode_tfd,
    folders=("faces/TFD",),
    on_request=(
        "the Toronto Face Database has no public download: ask its authors for TFD_48x48.mat "
        "(J. Susskind, A. Anderson and G. Hinton, University of Toronto, technical report "
        "UTML TR 2010-001)"
    ),
)

FACES48 = ImageSet(
    name="faces48",
    title="faces48",
    image_shape=(48, 48),
    classes=7,
    files=(
        DataFile(
            "faces48.mat",
            26_788_976,
            "0e80b2d70581256f84d38ed66732eb6bf0e9b1a5ce3448a751ff14fe03eee94f",
        ),
    ),
    mirrors=(),
    held_out=0,
    decode=decode_faces,
    on_request="faces48 has no public download: take faces48.mat from whoever has it",
)
