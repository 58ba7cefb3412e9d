"""Image sets on disk: found where they are looked for, and refused unless genuine."""

import dataclasses
import gzip
import hashlib

import numpy as np
import pytest
from small_images import HELD_OUT, N_TEST, N_TRAIN, mnist_or_small, write_small_set

from gantheory.datasets import MNIST, DataFile, image_set_named, load_images
from gantheory.datasets.idx import decode_idx, encode_idx
from gantheory.datasets.locate import data_directories, download_directory
from gantheory.errors import GanTheoryError


@pytest.fixture
def small(tmp_path):
    return write_small_set(tmp_path), tmp_path


def path_of(image_set, directory, index=0):
    return directory / image_set.name / f"{image_set.files[index].name}.gz"


def test_mnist_or_its_like_is_split_as_the_released_code_splits_it(tmp_path):
    image_set, directory = mnist_or_small(tmp_path)
    images = load_images(image_set, directory)
    sizes = (len(images.train), len(images.validation), len(images.test))
    real = image_set is MNIST
    assert sizes == ((50_000, 10_000, 10_000) if real else (500, HELD_OUT, N_TEST))
    assert images.train.images.shape[1] == image_set.dimension
    assert images.train.images.dtype == np.uint8
    assert set(np.unique(images.test.labels)) == set(range(10))
    if real:  # the first five labels of the training file, known to everybody
        assert images.train.labels[:5].tolist() == [5, 0, 4, 1, 9]


def test_validation_is_the_end_of_the_training_file(small):
    image_set, directory = small
    images = load_images(image_set, directory)
    whole = decode_idx(gzip.decompress(path_of(image_set, directory).read_bytes()), "f")
    np.testing.assert_array_equal(
        np.concatenate([images.train.images, images.validation.images]),
        whole.reshape(N_TRAIN, -1),
    )


def test_unpacked_files_and_other_layouts_are_found(small, tmp_path):
    image_set, directory = small
    flat = tmp_path / "flat"
    raw = tmp_path / "vision" / image_set.title / "raw"
    flat.mkdir()
    raw.mkdir(parents=True)
    for index, file in enumerate(image_set.files):
        data = gzip.decompress(path_of(image_set, directory, index).read_bytes())
        (flat / file.name).write_bytes(data)
        (raw / file.name).write_bytes(data)
    expected = load_images(image_set, directory)
    for place in (flat, tmp_path / "vision"):
        found = load_images(image_set, place)
        np.testing.assert_array_equal(found.test.images, expected.test.images)


def test_another_gzip_wrapping_of_the_same_content_is_accepted(small):
    image_set, directory = small
    path = path_of(image_set, directory)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()), compresslevel=1, mtime=7))
    assert len(load_images(image_set, directory).train) == N_TRAIN - HELD_OUT


def flip_a_pixel(data):
    content = bytearray(gzip.decompress(data))
    content[1000] ^= 1
    return gzip.compress(bytes(content))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda data: data[: len(data) // 2], "truncated"),
        (lambda data: data[:-4], "truncated"),
        (lambda data: data[:200] + bytes([data[200] ^ 0xFF]) + data[201:], "truncated or altered"),
        (flip_a_pixel, "altered"),
        (lambda data: gzip.compress(gzip.decompress(data) + b"\0"), "more than"),
        (lambda data: gzip.decompress(data)[:-1], "truncated"),
        (lambda data: b"", "truncated"),
        (lambda data: b"<html>not found</html>", "truncated or altered"),
    ],
)
def test_truncated_and_altered_files_are_refused_by_name(small, change, complaint):
    image_set, directory = small
    path = path_of(image_set, directory)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(GanTheoryError, match=complaint) as refusal:
        load_images(image_set, directory)
    assert path.name in str(refusal.value)


def described_as_genuine(image_set, directory, index, array):
    """Put another array in place of a file, with a checksum that vouches for it."""
    data = encode_idx(array)
    files = list(image_set.files)
    digest = hashlib.sha256(data).hexdigest()
    files[index] = DataFile(files[index].name, len(data), digest)
    path_of(image_set, directory, index).write_bytes(gzip.compress(data))
    return dataclasses.replace(image_set, files=tuple(files))


@pytest.mark.parametrize(
    ("index", "array", "complaint"),
    [
        (0, np.zeros((N_TRAIN, 27, 28), np.uint8), "27, 28"),
        (0, np.zeros((0, 28, 28), np.uint8), "0, 28, 28"),
        (1, np.zeros(N_TRAIN - 1, np.uint8), "labels"),
        (3, np.full(N_TEST, 10, np.uint8), "10 classes"),
    ],
)
def test_wrong_shapes_and_labels_are_refused(small, index, array, complaint):
    image_set, directory = small
    changed = described_as_genuine(image_set, directory, index, array)
    with pytest.raises(GanTheoryError, match=complaint):
        load_images(changed, directory)


def test_too_few_images_to_hold_any_out(small):
    image_set, directory = small
    with pytest.raises(GanTheoryError, match="too few"):
        load_images(dataclasses.replace(image_set, held_out=N_TRAIN), directory)


def test_a_named_directory_is_the_only_one(tmp_path, monkeypatch):
    monkeypatch.setenv("GANTHEORY_DATA", str(tmp_path / "env"))
    assert data_directories(tmp_path / "named") == [tmp_path / "named"]
    assert download_directory(tmp_path / "named") == tmp_path / "named"


def test_the_environment_comes_before_the_neighbourhood_and_the_cache(tmp_path, monkeypatch):
    (tmp_path / "shared" / "data").mkdir(parents=True)
    (tmp_path / "checkout").mkdir()
    monkeypatch.chdir(tmp_path / "checkout")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("GANTHEORY_DATA", str(tmp_path / "env"))
    places = data_directories()
    assert places[0] == tmp_path / "env" == download_directory()
    assert tmp_path / "shared" / "data" in places[1:-1]
    monkeypatch.delenv("GANTHEORY_DATA")
    assert tmp_path / "env" not in data_directories()
    assert data_directories()[-1] == download_directory()


def test_unknown_names_are_answered_with_the_known_ones():
    with pytest.raises(GanTheoryError, match="mnist"):
        image_set_named("imagenet")
