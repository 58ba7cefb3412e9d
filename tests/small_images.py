"""Image sets for tests: the real MNIST where this machine has it, else small files like it.

Nothing here is skipped or downloaded: every test runs either way.
"""

import gzip
import hashlib
from pathlib import Path

import numpy as np

from gantheory.datasets import MNIST, DataFile, ImageSet
from gantheory.datasets.idx import decode_mnist_layout, encode_idx
from gantheory.datasets.locate import data_directories, find_file

N_TRAIN, N_TEST, HELD_OUT = 700, 120, 200


def write_small_set(directory: Path, name: str = "small", side: int = 28) -> ImageSet:
    """Write four packed idx files of blurred blobs, one position a class, and describe them."""
    rng = np.random.default_rng(20140610)
    row, column = np.mgrid[:side, :side]

    def draw(count):
        labels = rng.integers(0, 10, count, dtype=np.uint8)
        angle = 2 * np.pi * labels / 10 + rng.normal(0, 0.1, count)
        centre = side / 2 + side / 4 * np.stack([np.cos(angle), np.sin(angle)])
        distance2 = (row - centre[0, :, None, None]) ** 2 + (column - centre[1, :, None, None]) ** 2
        images = 255 * np.exp(-distance2 / (2 * (side / 12) ** 2))
        return images.astype(np.uint8), labels

    train, train_labels = draw(N_TRAIN)
    test, test_labels = draw(N_TEST)
    arrays = (train, train_labels, test, test_labels)
    files = []
    (directory / name).mkdir(parents=True, exist_ok=True)
    for file, array in zip(MNIST.files, arrays, strict=True):
        data = encode_idx(array)
        files.append(DataFile(file.name, len(data), hashlib.sha256(data).hexdigest()))
        (directory / name / f"{file.name}.gz").write_bytes(gzip.compress(data))
    return ImageSet(
        name=name,
        title="small blobs",
        image_shape=(side, side),
        classes=10,
        files=tuple(files),
        mirrors=(),
        held_out=HELD_OUT,
        decode=decode_mnist_layout,
    )


def mnist_or_small(directory: Path) -> tuple[ImageSet, Path | None]:
    """Give MNIST and None if all its files are found here, else a small set and its directory."""
    places = data_directories()
    if all(find_file(MNIST, file, places) for file in MNIST.files):
        return MNIST, None
    return write_small_set(directory), directory
