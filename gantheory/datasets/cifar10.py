"""CIFAR-10: 60,000 small colour photographs, 32 x 32 x 3, the binary version.

A record is one byte for the label and then the red, green and blue plane, row by row; a file
holds 10,000 of them (A. Krizhevsky 2009, "Learning multiple layers of features from tiny
images", and the description beside the archive). Split as in the released code of the paper:
the first 40,000 training images are trained on, the last 10,000 are for validation
(goodfeli/adversarial, cifar10_convolutional.yaml).

Besides the original files there is an edition with the same images in another order. Its split
is another draw of 40,000 of the same 50,000 images.
"""

from collections.abc import Mapping

import numpy as np

from gantheory.datasets.image_set import Archive, DataFile, Images, ImageSet, LabelledImages
from gantheory.errors import GanTheoryError

_SIDE, _CHANNELS = 32, 3
_RECORD = 1 + _CHANNELS * _SIDE * _SIDE


def decode_binary_records(image_set: ImageSet, contents: Mapping[str, bytes]) -> Images:
    """Read files of labelled records; the last file has the test images.

    The planes of an image are interleaved: pixels come out as (height, width, channel).

    Raises:
        GanTheoryError: where a file is no whole number of records, or a label is out of range.
    """
    parts = []
    for file in image_set.files:
        data = contents[file.name]
        if len(data) == 0 or len(data) % _RECORD:
            raise GanTheoryError(
                f"{file.name} has {len(data)} bytes, no whole number of records of {_RECORD}; "
                "it is truncated or of another version of the set: the binary one is wanted"
            )
        records = np.frombuffer(data, np.uint8).reshape(-1, _RECORD)
        if int(records[:, 0].max()) >= image_set.classes:
            raise GanTheoryError(
                f"the labels of {file.name} reach {records[:, 0].max()} but {image_set.title} "
                f"has {image_set.classes} classes"
            )
        parts.append(records)
    train, test = (_interleaved(np.concatenate(part)) for part in (parts[:-1], parts[-1:]))
    return image_set.split(train, test)


def encode_binary_records(images: LabelledImages) -> bytes:
    """Write images of (32, 32, 3) as records: the inverse of `decode_binary_records`."""
    planes = images.images.reshape(-1, _SIDE, _SIDE, _CHANNELS).transpose(0, 3, 1, 2)
    return np.concatenate([images.labels[:, None], planes.reshape(len(planes), -1)], 1).tobytes()


def _interleaved(records: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> LabelledImages:
    planes = records[:, 1:].reshape(-1, _CHANNELS, _SIDE, _SIDE)
    pixels = np.ascontiguousarray(planes.transpose(0, 2, 3, 1)).reshape(len(records), -1)
    return LabelledImages(pixels, records[:, 0].copy())


CIFAR10 = ImageSet(
    name="cifar10",
    title="CIFAR-10",
    image_shape=(_SIDE, _SIDE, _CHANNELS),
    classes=10,
    files=(
        DataFile(
            "data_batch_1.bin",
            30_730_000,
            "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
            "81d1b4a53cfd55129ef7b34fc6523df1dda7c7ccc7271a811f553986f055d45b",
        ),
        DataFile(
            "data_batch_2.bin",
            30_730_000,
            "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
            "ee83a592cc3e55d0d3c02d0db34374366400b80490fe3714a5bb1693e4f183c2",
        ),
        DataFile(
            "data_batch_3.bin",
            30_730_000,
            "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
            "e774ef6b98cbca7c609a75bdcc7872c1356d0fc07efb857731a0e9606fe8aee0",
        ),
        DataFile(
            "data_batch_4.bin",
            30_730_000,
            "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
            "047ffbc040bdbc9d5bd2f434f9f8eb9e3aa086c17b2392251928e2326bd8ea7d",
        ),
        DataFile(
            "data_batch_5.bin",
            30_730_000,
            "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
            "81cdc735321eebda7294a5a3936777f412d9bfa1724439dd8ff58cea8ea87abf",
        ),
        DataFile(
            "test_batch.bin",
            30_730_000,
            "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
            "84a50d32aab429f79fd1cc9b6bb94c975d643563633f137cf39092d99f4b6c1e",
        ),
    ),
    mirrors=(
        "https://www.cs.toronto.edu/~kriz/",
        "https://cave.cs.toronto.edu/kriz/",
        "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/",
    ),
    held_out=10_000,
    decode=decode_binary_records,
    archive=Archive(
        "cifar-10-binary.tar.gz",
        170_052_171,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        "cifar-10-batches-bin",
    ),
    folders=("cifar-10-batches-bin",),
)
