"""The anchors are in the order that the literature knows, and exact where they are not drawn."""

import dataclasses

import numpy as np
import pytest
from small_images import mnist_or_small, write_small_cifar10, write_small_faces

from gantheory.datasets import MNIST, Images, LabelledImages, load_images
from gantheory.images.pixel_scale import CONTRAST_NORM
from gantheory.parzen.anchors import ANCHORS, Draw, anchor_names
from gantheory.parzen.estimator import parzen_log_likelihood, parzen_score


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    image_set, directory = mnist_or_small(tmp_path_factory.mktemp("data"))
    images = load_images(image_set, directory)
    return image_set, images, images.validation.images[:1000] / 255.0, images.test.images / 255.0


def drawn(name, images, count, seed=0, shape=(28, 28), scale="unit"):
    return ANCHORS[name](Draw(images, shape, count, np.random.RandomState(seed), scale))


def test_the_anchors_that_are_not_drawn_have_their_known_scores(data):
    """Measured with an independent implementation: -59.14 +- 0.96 at sigma 0.2783 on MNIST."""
    image_set, images, validation, test = data
    score = parzen_score(drawn("mean training image", images, 10_000), validation, test)
    # one kernel is a Gaussian: its score is known without any sum over samples
    mean = images.train.images.mean(axis=0) / 255.0
    squared = ((test - mean) ** 2).sum(axis=1) / (2 * score.sigma**2)
    gaussian = -squared.mean() - 784 * np.log(score.sigma * np.sqrt(2 * np.pi))
    assert score.mean == pytest.approx(gaussian, abs=1e-9)
    if image_set is MNIST:
        assert round(score.sigma, 4) == 0.2783
        assert score.mean == pytest.approx(-59.14, abs=0.005)
        assert score.standard_error == pytest.approx(0.96, abs=0.005)


def test_a_thousand_training_images_score_what_another_implementation_measured(data):
    """120.41 +- 1.60 at sigma 0.2154 on MNIST, RandomState(0); on other images, only finite."""
    image_set, images, validation, test = data
    samples = drawn("a tenth as many training images", images, 10_000)
    score = parzen_score(samples, validation, test)
    assert np.isfinite(score.test.means).all()
    if image_set is MNIST:
        assert round(score.sigma, 4) == 0.2154
        assert score.mean == pytest.approx(120.41, abs=0.005)
        assert score.standard_error == pytest.approx(1.60, abs=0.005)


def test_centroids_beat_real_images_which_beat_their_mean_which_beats_noise(data):
    _, images, validation, _ = data
    few = dataclasses.replace(images, train=images.train[:2000])
    means = {}
    for name in (
        "k-means centroids",
        "random training images",
        "mean training image",
        "uniform noise",
    ):
        samples = drawn(name, few, 250, seed=1)
        assert samples.dtype == np.float64
        assert samples.min() >= 0
        assert samples.max() <= 1
        means[name] = max(parzen_log_likelihood(samples, validation[:200]).means)
    assert sorted(means, key=means.__getitem__, reverse=True) == list(means)


def test_each_anchor_is_what_its_name_says(data):
    _, images, _, _ = data
    first = drawn("first training images", images, 30)
    np.testing.assert_array_equal(first, images.train.images[:30] / 255.0)
    assert len(drawn("a tenth as many training images", images, 30)) == 3
    assert drawn("training images, blurred 3x3", images, 5).shape == (5, 784)
    last = images.train.labels.max()
    kept = drawn("training images without the last class", images, 10**6)
    assert len(kept) == (images.train.labels != last).sum()


def test_blurring_spreads_a_dot_binomially_within_its_channel():
    dot = np.zeros((1, 5, 4, 3), np.uint8)
    dot[0, 1, 2, 1] = 255
    split = LabelledImages(dot.reshape(1, 60), np.zeros(1, np.uint8))
    images = Images(split, split, split)
    blurred = drawn("training images, blurred 3x3", images, 1, shape=(5, 4, 3))
    expected = np.zeros((5, 4, 3))
    expected[:3, 1:4, 1] = np.outer([1, 2, 1], [1, 2, 1]) / 16
    np.testing.assert_allclose(blurred.reshape(5, 4, 3), expected)


def test_centroids_are_the_means_of_their_images():
    """Two groups far apart, one centre in each: a step of Lloyd's algorithm ends it."""
    rng = np.random.default_rng(0)
    groups = np.concatenate([rng.integers(0, 40, (30, 9)), rng.integers(200, 250, (10, 9))])
    split = LabelledImages(groups.astype(np.uint8), np.zeros(40, np.uint8))
    means = [groups[:30].mean(axis=0) / 255, groups[30:].mean(axis=0) / 255]
    for seed in range(50):
        draw = Draw(Images(split, split, split), (3, 3), 2, np.random.RandomState(seed))
        chosen = np.random.RandomState(seed).permutation(40)[:2]
        found = ANCHORS["k-means centroids"](draw)
        if (chosen < 30).sum() == 1:
            np.testing.assert_allclose(sorted(found.tolist()), means, atol=1e-6)
            break
    else:
        pytest.fail("no seed of 50 puts a centre in each group")
    # half as many as there are images at most
    many = Draw(Images(split, split, split), (3, 3), 1000, np.random.RandomState(0))
    assert len(ANCHORS["k-means centroids"](many)) <= 20


def test_in_the_contrast_scale_images_have_their_norm(tmp_path):
    image_set = write_small_cifar10(tmp_path)
    images = load_images(image_set, tmp_path)
    for name in ("random training images", "training images, blurred 3x3", "uniform noise"):
        samples = drawn(name, images, 7, shape=image_set.image_shape, scale="contrast")
        np.testing.assert_allclose(np.linalg.norm(samples, axis=1), CONTRAST_NORM)
        np.testing.assert_allclose(samples.mean(axis=1), 0, atol=1e-9)
    mean = drawn("mean training image", images, 7, shape=image_set.image_shape, scale="contrast")
    assert np.linalg.norm(mean) < CONTRAST_NORM  # the mean of images is no image


def test_a_class_is_left_out_only_where_training_images_have_any(data, tmp_path):
    _, images, _, _ = data
    assert anchor_names(images) == list(ANCHORS)
    faces = write_small_faces(tmp_path)
    names = anchor_names(load_images(faces, tmp_path))
    assert set(ANCHORS) - set(names) == {"training images without the last class"}
