"""Which real images stand against samples: as many, and not those that happen to come first."""

import numpy as np
import pytest
from small_images import write_small_set

from gantheory.datasets import load_images
from gantheory.sample_quality import measure


@pytest.fixture
def measured(tmp_path, monkeypatch):
    """Measure the first samples of a set; give what its manifolds were made of."""
    image_set = write_small_set(tmp_path, side=6)
    images = load_images(image_set, tmp_path)
    seen = []
    whole = measure.manifolds
    monkeypatch.setattr(
        measure,
        "manifolds",
        lambda real, points: seen.append((real, points)) or whole(real, points),
    )

    def of(count, seed=0):
        seen.clear()
        samples = images.train.images[:count] / 255.0
        measure.sample_quality(samples, image_set, images, None, seed=seed)
        return list(seen), samples, images

    return of


def places(rows, images):
    """Where rows lie among images, each the first of its like."""
    return [int((images / 255.0 == row).all(axis=1).argmax()) for row in rows]


def test_few_samples_meet_as_many_real_images_from_all_over_their_files(measured):
    ((points, first), (again, beside)), samples, images = measured(40)
    np.testing.assert_array_equal(points, again)
    np.testing.assert_array_equal(first, samples)
    assert len(points) == len(beside) == 40
    # images in file order would be the first 40 of 120 test and 200 held-out ones
    assert max(places(points, images.test.images)) > 80
    assert max(places(beside, images.validation.images)) > 130
    ((other, _), _), _, _ = measured(40, seed=1)
    assert not np.array_equal(points, other)


def test_more_samples_than_test_images_meet_real_ones_from_all_over_their_file(measured):
    ((points, first), (_, beside)), samples, images = measured(190)
    np.testing.assert_array_equal(points, images.test.images / 255.0)
    np.testing.assert_array_equal(first, samples[:120])
    assert len(beside) == 120
    assert max(places(beside, images.validation.images)) > 170


def test_as_many_samples_as_images_meet_all_of_them_in_order(measured, monkeypatch):
    monkeypatch.setattr(measure, "MOST", 120)
    ((points, _), (_, beside)), _, images = measured(500)
    np.testing.assert_array_equal(points, images.test.images / 255.0)
    np.testing.assert_array_equal(beside, images.validation.images[:120] / 255.0)
