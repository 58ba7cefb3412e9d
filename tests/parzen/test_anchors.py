"""The anchors are in the order that the literature knows, and exact where they are not drawn."""

import numpy as np
import pytest
from small_images import mnist_or_small

from gantheory.datasets import MNIST, Images, LabelledImages, load_images
from gantheory.parzen.anchors import ANCHORS
from gantheory.parzen.estimator import parzen_log_likelihood, parzen_score


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    image_set, directory = mnist_or_small(tmp_path_factory.mktemp("data"))
    images = load_images(image_set, directory)
    return image_set, images, images.validation.images[:1000] / 255.0, images.test.images / 255.0


def test_the_anchors_that_are_not_drawn_have_their_known_scores(data):
    """Measured with an independent implementation: -59.14 +- 0.96 at sigma 0.2783 on MNIST."""
    image_set, images, validation, test = data
    samples = ANCHORS["mean training image"](images, 10_000, np.random.RandomState(0))
    score = parzen_score(samples, validation, test)
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
    name = "a tenth as many training images"
    samples = ANCHORS[name](images, 10_000, np.random.RandomState(0))
    score = parzen_score(samples, validation, test)
    assert np.isfinite(score.test.means).all()
    if image_set is MNIST:
        assert round(score.sigma, 4) == 0.2154
        assert score.mean == pytest.approx(120.41, abs=0.005)
        assert score.standard_error == pytest.approx(1.60, abs=0.005)


def test_real_images_beat_their_mean_which_beats_noise(data):
    _, images, validation, _ = data
    means = {}
    for name in (
        "random training images",
        "mean training image",
        "uniform noise",
    ):
        samples = ANCHORS[name](images, 400, np.random.RandomState(1))
        assert samples.dtype == np.float64
        assert samples.min() >= 0
        assert samples.max() <= 1
        means[name] = max(parzen_log_likelihood(samples, validation).means)
    assert sorted(means, key=means.__getitem__, reverse=True) == list(means)


def test_each_anchor_is_what_its_name_says(data):
    _, images, _, _ = data
    rng = np.random.RandomState(2)
    first = ANCHORS["first training images"](images, 30, rng)
    np.testing.assert_array_equal(first, images.train.images[:30] / 255.0)
    assert len(ANCHORS["a tenth as many training images"](images, 30, rng)) == 3
    blurred = ANCHORS["training images, blurred 3x3"](images, 5, rng)
    assert blurred.shape == (5, 784)
    last = images.train.labels.max()
    kept = ANCHORS["training images without the last class"](images, 10**6, rng)
    assert len(kept) == (images.train.labels != last).sum()


def test_blurring_spreads_a_dot_binomially():
    dot = np.zeros((1, 5, 5), np.uint8)
    dot[0, 1, 2] = 255
    split = LabelledImages(dot.reshape(1, 25), np.zeros(1, np.uint8))
    images = Images(split, split, split)
    blurred = ANCHORS["training images, blurred 3x3"](images, 1, np.random.RandomState(0))
    expected = np.zeros((5, 5))
    expected[:3, 1:4] = np.outer([1, 2, 1], [1, 2, 1]) / 16
    np.testing.assert_allclose(blurred.reshape(5, 5), expected)
