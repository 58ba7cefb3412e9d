"""CIFAR-10: records are read as pixels, split as in the released code, editions never mixed."""

import dataclasses
import hashlib

import numpy as np
import pytest
from small_images import write_small_cifar10

from gantheory.datasets import CIFAR10, DataFile, load_images
from gantheory.datasets.cifar10 import encode_binary_records
from gantheory.errors import GanTheoryError


@pytest.fixture
def small(tmp_path):
    return write_small_cifar10(tmp_path), tmp_path


def test_planes_become_pixels_and_the_split_is_that_of_the_files(small):
    image_set, directory = small
    images = load_images(image_set, directory)
    assert (len(images.train), len(images.validation), len(images.test)) == (180, 120, 60)
    raw = [(directory / image_set.name / file.name).read_bytes() for file in image_set.files]
    record = np.frombuffer(raw[0], np.uint8)[:3073]
    assert images.train.labels[0] == record[0]
    picture = images.train.images[0].reshape(32, 32, 3)
    # byte 1 + 1024 c + 32 y + x of a record is channel c of pixel (y, x)
    for channel, y, x in ((0, 0, 0), (1, 5, 9), (2, 31, 30)):
        assert picture[y, x, channel] == record[1 + 1024 * channel + 32 * y + x]
    assert encode_binary_records(images.test) == raw[5]
    assert encode_binary_records(images.validation) == b"".join(raw[3:5])


def test_the_paper_trains_on_40_000_and_every_file_has_a_checksum():
    assert 50_000 - CIFAR10.held_out == 40_000
    assert len({file.sha256 for file in CIFAR10.files}) == 6
    assert {file.size for file in CIFAR10.files} == {10_000 * 3073}


def test_files_of_two_editions_are_not_mixed(small):
    image_set, directory = small
    folder = directory / image_set.name
    other = []
    for file in image_set.files:  # the same records in another order
        records = np.frombuffer((folder / file.name).read_bytes(), np.uint8).reshape(-1, 3073)
        data = records[::-1].tobytes()
        digest = hashlib.sha256(data).hexdigest()
        other.append(DataFile(file.name, file.size, file.sha256, digest))
        if file is not image_set.files[2]:
            (folder / file.name).write_bytes(data)
    both = dataclasses.replace(image_set, files=tuple(other))
    with pytest.raises(GanTheoryError, match="another edition"):
        load_images(both, directory)
    third = folder / image_set.files[2].name
    records = np.frombuffer(third.read_bytes(), np.uint8).reshape(-1, 3073)
    third.write_bytes(records[::-1].tobytes())
    images = load_images(both, directory)
    assert images.checksums["data_batch_3.bin"] == other[2].sha256_reordered


@pytest.mark.parametrize(
    ("data", "complaint"),
    [(bytes(3000), "no whole number of records"), (b"\x0a" + bytes(3072), "10 classes")],
)
def test_other_content_is_refused(small, data, complaint):
    image_set, directory = small
    file = DataFile("data_batch_2.bin", len(data), hashlib.sha256(data).hexdigest())
    (directory / image_set.name / file.name).write_bytes(data)
    files = (image_set.files[0], file, *image_set.files[2:])
    with pytest.raises(GanTheoryError, match=complaint):
        load_images(dataclasses.replace(image_set, files=files), directory)
