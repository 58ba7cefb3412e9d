"""An image set as data: which files it is made of, how to know them and where to get them.

Another set in a known format is one more `ImageSet`; another format is one more `decode`
function beside it. Nothing else has to change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gantheory.errors import GanTheoryError

Bytes8 = NDArray[np.uint8]

#: label of an image that nobody has labelled
UNLABELLED = 255


@dataclass(frozen=True)
class DataFile:
    """One file of an image set, known by its *unpacked* content.

    The gzip wrapping of the same content differs between mirrors, so the wrapping is never
    checked; a file may lie there packed (`name.gz`) or unpacked (`name`).

    Attributes:
        name: file name without `.gz`.
        size: bytes, unpacked; nothing longer is ever unpacked.
        sha256: hexadecimal digest of the unpacked bytes; empty where nobody has published one,
            and the content is then checked by its structure alone.
        sha256_reordered: digest of the same file in another edition of the set, which has the
            same images in another order; empty where there is none.
    """

    name: str
    size: int
    sha256: str
    sha256_reordered: str = ""


@dataclass(frozen=True)
class Archive:
    """A packed tar file that holds all files of an image set.

    Attributes:
        name: its file name.
        size: its bytes.
        sha256: hexadecimal digest of the archive.
        folder: the folder in it that has the files.
    """

    name: str
    size: int
    sha256: str
    folder: str


@dataclass(frozen=True)
class LabelledImages:
    """Images and their labels, in the order of the file.

    Attributes:
        images: (n, height * width * channels) uint8, 0 to 255.
        labels: (n,) uint8; `UNLABELLED` where an image has none.
    """

    images: Bytes8
    labels: Bytes8

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, part: slice) -> "LabelledImages":
        return LabelledImages(self.images[part], self.labels[part])


@dataclass(frozen=True)
class Fold:
    """One of several ways to choose validation and test images among the labelled ones.

    Attributes:
        validation: chooses sigma.
        test: scored.
    """

    validation: LabelledImages
    test: LabelledImages


@dataclass(frozen=True)
class Images:
    """An image set in memory, split as in the paper's experiments.

    Attributes:
        train: what both players see.
        validation: chooses sigma and the stopping point; never trained on.
        test: only ever scored.
        folds: where the set has several, all of them; `validation` and `test` are the first.
        checksums: SHA-256 of the unpacked content by file name, as found.
    """

    train: LabelledImages
    validation: LabelledImages
    test: LabelledImages
    folds: tuple[Fold, ...] = ()
    checksums: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImageSet:
    """An image set: its files, their checksums, their mirrors, and how to read them.

    Attributes:
        name: its name on command lines, and of its folder in a data directory.
        title: its name in print.
        image_shape: (height, width) or (height, width, channels).
        classes: number of labels.
        files: the files it is made of.
        mirrors: addresses ending in `/`, under which `name.gz` of every file is found, or the
            archive where there is one.
        held_out: how many of the last training images make the validation split; 0 where the
            set says itself which images are for validation.
        decode: from the unpacked bytes, by file name, to the images.
        archive: the archive that the mirrors have, where they do not have the files singly.
        folders: folders of a data directory in which the files may also lie.
        flat: whether the files may lie in the data directory itself: not where another set has
            files of the same names.
        on_request: where nothing is to be downloaded, who has the files and what to do.
    """

    name: str
    title: str
    image_shape: tuple[int, ...]
    classes: int
    files: tuple[DataFile, ...]
    mirrors: tuple[str, ...]
    held_out: int
    decode: Callable[["ImageSet", Mapping[str, bytes]], Images]
    archive: Archive | None = None
    folders: tuple[str, ...] = ()
    flat: bool = True
    on_request: str = ""

    @property
    def dimension(self) -> int:
        """Numbers per image."""
        return int(np.prod(self.image_shape))

    def split(self, train: LabelledImages, test: LabelledImages) -> Images:
        """Hold the last training images out for validation.

        Raises:
            GanTheoryError: where there are too few.
        """
        kept = len(train) - self.held_out
        if kept < 1:
            raise GanTheoryError(
                f"{self.title} has {len(train)} training images, too few to hold "
                f"{self.held_out} out for validation"
            )
        return Images(train[:kept], train[kept:], test)
