"""Scales of pixels: what the networks see, what is scored and what is shown agree."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp

from gantheory.images.pixel_scale import (
    PIXEL_SCALES,
    ScaledImages,
    scaled,
    scaled_on_device,
    shown,
    unit_to_scale,
)

images = hnp.arrays(np.uint8, (3, 12))


@given(images)
def test_every_image_that_is_not_flat_has_mean_0_and_norm_55(pixels):
    values = scaled(pixels, "contrast")
    np.testing.assert_allclose(values.mean(axis=1), 0, atol=1e-10)
    flat = pixels.max(axis=1) == pixels.min(axis=1)
    np.testing.assert_allclose(np.linalg.norm(values, axis=1), np.where(flat, 0, 55), atol=1e-9)


@pytest.mark.parametrize("scale", PIXEL_SCALES)
def test_networks_and_scores_see_the_same(scale):
    pixels = np.random.default_rng(0).integers(0, 256, (4, 3072), dtype=np.uint8)
    pixels[3] = 77
    ours = scaled_on_device(jnp.asarray(pixels), scale)
    assert ours.dtype == jnp.float32
    np.testing.assert_allclose(ours, scaled(pixels, scale), rtol=1e-5, atol=1e-5)


def test_pictures_are_from_0_to_1_with_0_in_the_middle():
    samples = np.array([[0.0, 2.0], [-4.0, 1.0]])
    np.testing.assert_allclose(shown(samples, "contrast"), [[0.5, 0.75], [0.0, 0.625]])
    assert shown(samples, "unit") is samples


@pytest.mark.parametrize("scale", PIXEL_SCALES)
def test_images_kept_as_bytes_are_scaled_row_by_row(scale):
    images = np.random.default_rng(1).integers(0, 256, (9, 12), dtype=np.uint8)
    kept = ScaledImages(images, scale)
    whole = scaled(images, scale)
    assert (len(kept), kept.shape, kept.ndim) == (9, (9, 12), 2)
    np.testing.assert_array_equal(kept[2:5], whole[2:5])
    np.testing.assert_array_equal(kept[np.array([7, 0])], whole[[7, 0]])
    np.testing.assert_allclose(unit_to_scale(images / 255.0, scale), whole, atol=1e-12)


def test_other_images_are_shown_on_the_range_of_the_samples():
    samples = np.array([[-2.0, 1.0]])
    np.testing.assert_allclose(shown(samples, "contrast"), [[0.0, 0.75]])
    np.testing.assert_allclose(shown(samples, "contrast", 4.0), [[0.25, 0.625]])
    assert shown(samples, "unit", 4.0) is samples
