"""From the name of an image set to its images in memory, found or fetched, and verified."""

import os

from gantheory.datasets.download import download
from gantheory.datasets.image_set import Images, ImageSet
from gantheory.datasets.locate import (
    data_directories,
    download_directory,
    find_file,
    read_verified,
)
from gantheory.datasets.mnist import MNIST
from gantheory.errors import GanTheoryError

#: every image set, by name
IMAGE_SETS = {MNIST.name: MNIST}


def image_set_named(name: str) -> ImageSet:
    """Look an image set up by its name.

    Raises:
        GanTheoryError: for an unknown name; lists the known ones.
    """
    if name not in IMAGE_SETS:
        raise GanTheoryError(f"unknown image set {name!r}; known: {', '.join(sorted(IMAGE_SETS))}")
    return IMAGE_SETS[name]


def load_images(image_set: ImageSet, data_dir: str | os.PathLike[str] | None = None) -> Images:
    """Load an image set, fetching the files that are nowhere to be found.

    Args:
        image_set: which.
        data_dir: where to look and where to put downloads; by default see
            `data_directories` and `download_directory`.

    Returns:
        The images split into train, validation and test.

    Raises:
        GanTheoryError: where a file is truncated, altered or of the wrong shape, or is missing
            and cannot be fetched.
    """
    directories = data_directories(data_dir)
    contents = {}
    for file in image_set.files:
        path = find_file(image_set, file, directories)
        if path is None:
            path = download(image_set, file, download_directory(data_dir))
        contents[file.name] = read_verified(path, file)
    train, test = image_set.decode(image_set, contents)
    kept = len(train) - image_set.held_out
    if kept < 1:
        raise GanTheoryError(
            f"{image_set.title} has {len(train)} training images, too few to hold "
            f"{image_set.held_out} out for validation"
        )
    return Images(train[:kept], train[kept:], test)
