"""From the name of an image set to its images in memory, found or fetched, and verified."""

import dataclasses
import os
from pathlib import Path

from gantheory.datasets.cifar10 import CIFAR10
from gantheory.datasets.download import download
from gantheory.datasets.faces import FACES48, TFD
from gantheory.datasets.fashion_mnist import FASHION_MNIST
from gantheory.datasets.image_set import Images, ImageSet
from gantheory.datasets.locate import (
    canonical_path,
    data_directories,
    download_directory,
    find_file,
    read_verified,
)
from gantheory.datasets.mnist import MNIST
from gantheory.errors import GanTheoryError

#: every image set, by name
IMAGE_SETS = {
    image_set.name: image_set for image_set in (MNIST, FASHION_MNIST, CIFAR10, TFD, FACES48)
}


def image_set_named(name: str) -> ImageSet:
    """Look an image set up by its name.

    Raises:
        GanTheoryError: for an unknown name; lists the known ones.
    """
    if name not in IMAGE_SETS:
        raise GanTheoryError(f"unknown image set {name!r}; known: {', '.join(IMAGE_SETS)}")
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
    return read_images(image_set, fetch_files(image_set, data_dir))


def fetch_files(
    image_set: ImageSet, data_dir: str | os.PathLike[str] | None = None
) -> dict[str, Path]:
    """Find the files of an image set, fetching those that are nowhere to be found.

    Returns:
        The path of each file by its name; verified where any had to be fetched.

    Raises:
        GanTheoryError: where a file is missing and cannot be fetched, or another is damaged.
    """
    paths = find_files(image_set, data_dir)
    missing = [file for file in image_set.files if file.name not in paths]
    if missing:
        for file in image_set.files:
            if file.name in paths:  # no fetching beside what is damaged
                read_verified(paths[file.name], file)
    if missing and not image_set.mirrors:
        place = canonical_path(image_set, missing[0], download_directory(data_dir))
        raise GanTheoryError(
            f"{image_set.title} is not here, and {image_set.on_request}; then "
            f"`gantheory data import FOLDER`, or put it at {place}"
        )
    if missing:
        paths |= download(image_set, missing, download_directory(data_dir))
    return paths


def find_files(
    image_set: ImageSet, data_dir: str | os.PathLike[str] | None = None
) -> dict[str, Path]:
    """Find the files of an image set on this machine; those that are missing are left out."""
    directories = data_directories(data_dir)
    found = {file.name: find_file(image_set, file, directories) for file in image_set.files}
    return {name: path for name, path in found.items() if path is not None}


def read_images(image_set: ImageSet, paths: dict[str, Path]) -> Images:
    """Read and verify the files of an image set.

    Args:
        image_set: which.
        paths: where each of its files lies, by name.

    Raises:
        GanTheoryError: where a file is truncated, altered or of the wrong shape, or where files
            of two editions are mixed, which would repeat some images and lack others.
    """
    contents, checksums = {}, {}
    for file in image_set.files:
        contents[file.name], checksums[file.name] = read_verified(paths[file.name], file)
    reordered = [
        file.name for file in image_set.files if checksums[file.name] == file.sha256_reordered
    ]
    if reordered and len(reordered) < len(image_set.files):
        raise GanTheoryError(
            f"{paths[reordered[0]]} is of another edition of {image_set.title} than the other "
            "files: delete the files of one of the two"
        )
    return dataclasses.replace(image_set.decode(image_set, contents), checksums=checksums)
