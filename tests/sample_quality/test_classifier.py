"""The classifier learns what can be learned, is kept whole, and its accuracy is what it says."""

import dataclasses

import numpy as np
import pytest
from small_images import write_small_cifar10, write_small_faces, write_small_set

from gantheory.datasets import load_images
from gantheory.datasets.image_set import LabelledImages
from gantheory.errors import GanTheoryError
from gantheory.sample_quality.classifier import (
    ClassifierConfig,
    StridedConvolution,
    build_classifier,
    cached_classifier,
    train_classifier,
    usual_config,
)

CONFIG = ClassifierConfig(
    dataset="small", channels=(4, 6), hidden=24, epochs=25, batch=25, learning_rate=5e-3
)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    image_set = write_small_set(folder, side=12)
    return image_set, load_images(image_set, folder)


@pytest.fixture(scope="module")
def trained(small, tmp_path_factory):
    cache = tmp_path_factory.mktemp("cache")
    return cache, cached_classifier(CONFIG, *small, cache)


def test_it_learns_blobs_and_its_accuracy_is_that_of_its_guesses(small, trained):
    _, images = small
    _, classifier = trained
    probabilities = classifier.probabilities(images.test.images / 255.0)
    assert probabilities.shape == (len(images.test), 10)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
    right = (probabilities.argmax(axis=1) == images.test.labels).mean()
    assert right == classifier.accuracy == classifier.record["accuracy"]
    assert right > 0.8  # guessing is 0.1
    assert classifier.features(images.test.images / 255.0).shape == (len(images.test), 24)


def test_labels_that_say_nothing_cannot_be_learned(small):
    """The accuracy is of images that it has not seen: 1/10 on labels drawn at random."""
    image_set, images = small
    rng = np.random.default_rng(0)
    splits = {
        name: LabelledImages(split.images, rng.integers(0, 10, len(split), dtype=np.uint8))
        for name, split in (
            ("train", images.train),
            ("validation", images.validation),
            ("test", images.test),
        )
    }
    few = dataclasses.replace(CONFIG, epochs=3)
    found = train_classifier(few, image_set, dataclasses.replace(images, **splits))
    # Binomial(120, 1/10): more than 30 % has probability 1e-9
    assert found.accuracy < 0.3


def test_it_is_read_again_to_the_bit_and_altered_ones_are_refused(small, trained):
    image_set, images = small
    cache, classifier = trained
    again = cached_classifier(CONFIG, image_set, images, cache)
    x = images.test.images / 255.0
    np.testing.assert_array_equal(again.probabilities(x), classifier.probabilities(x))
    assert again.record == classifier.record
    assert again.record["data"] == dict(images.checksums)
    (folder,) = cache.iterdir()
    (arrays,) = folder.glob("*.safetensors")
    whole = arrays.read_bytes()
    arrays.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(GanTheoryError, match=f"altered.*delete {folder} to train it again"):
        cached_classifier(CONFIG, image_set, images, cache)
    arrays.write_bytes(whole)


def test_its_convolution_is_a_cross_correlation_with_stride_two():
    import jax
    import jax.numpy as jnp

    layer = StridedConvolution((7, 6, 2), 3)
    params = layer.init(jax.random.key(0), 84)
    params["bias"] = jnp.array([0.1, -0.2, 0.3], jnp.float32)
    x = np.random.default_rng(0).normal(size=(4, 7, 6, 2)).astype(np.float32)
    ours = np.asarray(layer.apply(params, jnp.asarray(x.reshape(4, -1))))
    padded = np.pad(x, ((0, 0), (2, 2), (2, 2), (0, 0)))
    kernel = np.asarray(params["weight"]).reshape(5, 5, 2, 3)
    expected = np.zeros((4, 4, 3, 3))
    for row in range(4):
        for column in range(3):
            patch = padded[:, 2 * row : 2 * row + 5, 2 * column : 2 * column + 5]
            expected[:, row, column] = np.einsum("nhwc,hwco->no", patch, kernel)
    expected = np.maximum(expected + np.array([0.1, -0.2, 0.3]), 0)
    np.testing.assert_allclose(ours, expected.reshape(4, -1), atol=1e-5)
    assert layer.outputs(84) == 36


def test_colour_images_fit_and_faces_without_labels_are_refused(tmp_path):
    cifar = write_small_cifar10(tmp_path)
    config = usual_config(cifar, "contrast")
    assert (config.dataset, config.scale, config.channels) == (cifar.name, "contrast", (32, 64))
    assert build_classifier(config, cifar).outputs == 10
    faces = write_small_faces(tmp_path)
    assert usual_config(faces, "unit") == ClassifierConfig(dataset=faces.name)
    with pytest.raises(GanTheoryError, match="no labels"):
        train_classifier(CONFIG, faces, load_images(faces, tmp_path))


def test_too_few_images_are_refused(small):
    image_set, images = small
    with pytest.raises(GanTheoryError, match="do not fill a batch of 1000"):
        train_classifier(dataclasses.replace(CONFIG, batch=1000), image_set, images)
