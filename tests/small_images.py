"""Image sets for tests: the real MNIST where this machine has it, else small files like it.

Nothing here is skipped or downloaded: every test runs either way.
"""

import contextlib
import dataclasses
import gzip
import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from gantheory.datasets import CIFAR10, FACES48, MNIST, DataFile, ImageSet, LabelledImages
from gantheory.datasets.cifar10 import encode_binary_records
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


def write_small_cifar10(directory: Path, name: str = "small-cifar", batch: int = 60) -> ImageSet:
    """Write six files of 32 x 32 x 3 gradients in CIFAR-10's binary format, and describe them."""
    rng = np.random.default_rng(20090408)
    files = []
    (directory / name).mkdir(parents=True, exist_ok=True)
    for file in CIFAR10.files:
        labels = rng.integers(0, 10, batch, dtype=np.uint8)
        corners = rng.integers(0, 256, (batch, 2, 2, 3))
        weight = np.linspace(0, 1, 32)
        ends = np.stack([1 - weight, weight])
        images = np.einsum("pi,npqc,qj->nijc", ends, corners, ends).astype(np.uint8)
        data = encode_binary_records(LabelledImages(images.reshape(batch, -1), labels))
        files.append(DataFile(file.name, len(data), hashlib.sha256(data).hexdigest()))
        (directory / name / file.name).write_bytes(data)
    small = {"name": name, "title": "small gradients", "files": tuple(files), "mirrors": ()}
    return dataclasses.replace(CIFAR10, **small, held_out=2 * batch, archive=None, folders=())


def small_faces(unlabelled: int = 240, labelled: int = 100) -> dict[str, np.ndarray]:
    """Draw ovals, and arrays beside them, in the layout of `TFD_48x48.mat`."""
    rng = np.random.default_rng(20101231)
    count = unlabelled + labelled
    row, column = np.mgrid[:48, :48]
    centre, width = 24 + rng.normal(0, 2, (2, count)), rng.uniform(8, 16, (2, count))
    squared = sum(
        ((axis - middle[:, None, None]) / half[:, None, None]) ** 2
        for axis, middle, half in zip((row, column), centre, width, strict=True)
    )
    folds = np.zeros((count, 5), np.uint8)
    for fold in range(5):
        codes = np.repeat([1, 2, 3], [labelled * 7 // 10, labelled // 10, labelled])[:labelled]
        folds[unlabelled:, fold] = rng.permutation(codes)
    labels = np.where(folds[:, 0] > 0, rng.integers(1, 8, count), -1).astype(np.int16)
    return {
        "images": (255 * np.exp(-(squared**2))).astype(np.uint8),
        "labs_ex": labels[:, None],
        "labs_id": rng.integers(1, 9, (count, 1)),
        "folds": folds,
    }


def mat_file(arrays: dict[str, np.ndarray]) -> bytes:
    """Write arrays as a MATLAB file."""
    file = io.BytesIO()
    savemat(file, arrays, do_compression=True)
    return file.getvalue()


def write_small_faces(directory: Path, name: str = "small-faces") -> ImageSet:
    """Write a file of ovals in the layout of `TFD_48x48.mat`, and describe it."""
    data = mat_file(small_faces())
    (directory / name).mkdir(parents=True, exist_ok=True)
    (directory / name / "ovals.mat").write_bytes(data)
    file = DataFile("ovals.mat", len(data), hashlib.sha256(data).hexdigest())
    return dataclasses.replace(FACES48, name=name, title="small ovals", files=(file,))


@contextlib.contextmanager
def models_built_once():
    """Let runs of one configuration share a model: compiling is most of what a tiny run costs."""
    import gantheory.images.run as image_run
    from gantheory.images.config import RESUMABLE

    built = {}
    build_model = image_run.build_model

    def build(config, images, image_shape):
        training = (dataclasses.replace(config, **dict.fromkeys(RESUMABLE, 1)), len(images))
        if training not in built:
            built[training] = build_model(config, images, image_shape)
        return built[training]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(image_run, "build_model", build)
        yield
