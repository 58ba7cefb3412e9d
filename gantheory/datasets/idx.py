"""The idx format of the MNIST files: a big-endian header, then unsigned bytes.

Header: two zero bytes, a type byte (0x08 = unsigned byte), the number of dimensions, then one
32-bit size per dimension (Y. LeCun's description of the MNIST files).
"""

import struct
from collections.abc import Mapping

import numpy as np

from gantheory.datasets.image_set import Bytes8, Images, ImageSet, LabelledImages
from gantheory.errors import GanTheoryError

UNSIGNED_BYTE = 0x08


def decode_idx(data: bytes, name: str) -> Bytes8:
    """Read the bytes of an idx file of unsigned bytes.

    Args:
        data: the whole file, unpacked.
        name: what to call it in complaints.

    Returns:
        The array, shaped as the header says; read-only.

    Raises:
        GanTheoryError: for another magic number or element type, or where header and length
            disagree (a truncated file, or trailing bytes).
    """
    if len(data) < 4 or data[:2] != b"\0\0":
        raise GanTheoryError(f"{name} is not an idx file (wrong magic number); fetch it again")
    kind, n_dims = data[2], data[3]
    if kind != UNSIGNED_BYTE:
        raise GanTheoryError(f"{name} holds idx type 0x{kind:02x}, not unsigned bytes (0x08)")
    start = 4 + 4 * n_dims
    if n_dims == 0 or len(data) < start:
        raise GanTheoryError(f"{name} ends inside its idx header; fetch it again")
    shape = struct.unpack(f">{n_dims}I", data[4:start])
    expected = start + int(np.prod(shape, dtype=object))
    if len(data) != expected:
        raise GanTheoryError(
            f"{name} has {len(data)} bytes where its header {shape} asks for {expected}; "
            "it is truncated or altered: fetch it again"
        )
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape)


def encode_idx(array: Bytes8) -> bytes:
    """Write an array of unsigned bytes as an idx file: the inverse of `decode_idx`."""
    header = bytes([0, 0, UNSIGNED_BYTE, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return header + np.ascontiguousarray(array, np.uint8).tobytes()


def decode_mnist_layout(image_set: ImageSet, contents: Mapping[str, bytes]) -> Images:
    """Read the four files of a set in the MNIST layout.

    Args:
        image_set: whose files are, in this order, training images, training labels, test
            images, test labels.
        contents: unpacked bytes by file name.

    Raises:
        GanTheoryError: where a file is no idx file, images have another shape, labels do not
            fit the images, a label is out of range, or there are too few images to split.
    """
    names = [file.name for file in image_set.files]
    train, train_labels, test, test_labels = (decode_idx(contents[name], name) for name in names)
    for images, labels, name in ((train, train_labels, names[0]), (test, test_labels, names[2])):
        if images.shape[1:] != image_set.image_shape or len(images) == 0:
            raise GanTheoryError(
                f"{name} holds an array {images.shape} where (n, "
                f"{', '.join(map(str, image_set.image_shape))}) was expected"
            )
        if labels.shape != images.shape[:1]:
            raise GanTheoryError(f"{name} has {len(images)} images but labels {labels.shape}")
        if int(labels.max()) >= image_set.classes:
            raise GanTheoryError(
                f"the labels of {name} reach {labels.max()} but {image_set.title} has "
                f"{image_set.classes} classes"
            )
    return image_set.split(
        LabelledImages(train.reshape(len(train), -1), train_labels),
        LabelledImages(test.reshape(len(test), -1), test_labels),
    )
