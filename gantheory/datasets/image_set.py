"""An image set as data: which files it is made of, how to know them and where to get them.

Another set in a known format (Fashion-MNIST) is one more `ImageSet`; another format (CIFAR-10,
the `.mat` file of TFD) is one more `decode` function beside it. Nothing else has to change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bytes8 = NDArray[np.uint8]


@dataclass(frozen=True)
class DataFile:
    """One file of an image set, known by its *unpacked* content.

    The gzip wrapping of the same content differs between mirrors, so the wrapping is never
    checked; a file may lie there packed (`name.gz`) or unpacked (`name`).

    Attributes:
        name: file name without `.gz`.
        size: bytes, unpacked; nothing longer is ever unpacked.
        sha256: hexadecimal digest of the unpacked bytes.
    """

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class LabelledImages:
    """Images and their labels, in the order of the file.

    Attributes:
        images: (n, height * width * channels) uint8, 0 to 255.
        labels: (n,) uint8.
    """

    images: Bytes8
    labels: Bytes8

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, part: slice) -> "LabelledImages":
        return LabelledImages(self.images[part], self.labels[part])


@dataclass(frozen=True)
class Images:
    """An image set in memory, split as in the paper's experiments.

    Attributes:
        train: what both players see.
        validation: chooses sigma and the stopping point; never trained on.
        test: only ever scored.
    """

    train: LabelledImages
    validation: LabelledImages
    test: LabelledImages


@dataclass(frozen=True)
class ImageSet:
    """An image set: its files, their checksums, their mirrors, and how to read them.

    Attributes:
        name: its name on command lines, and of its folder in a data directory.
        title: its name in print.
        image_shape: (height, width) or (height, width, channels).
        classes: number of labels.
        files: the files it is made of.
        mirrors: addresses ending in `/` under which `name.gz` of every file is found.
        held_out: how many of the last training images make the validation split.
        decode: from the unpacked bytes, by file name, to (train with validation, test).
    """

    name: str
    title: str
    image_shape: tuple[int, ...]
    classes: int
    files: tuple[DataFile, ...]
    mirrors: tuple[str, ...]
    held_out: int
    decode: Callable[["ImageSet", Mapping[str, bytes]], tuple[LabelledImages, LabelledImages]]

    @property
    def dimension(self) -> int:
        """Numbers per image."""
        return int(np.prod(self.image_shape))
