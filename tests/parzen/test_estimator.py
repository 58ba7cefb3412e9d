"""The Parzen log-likelihood equals its formula, evaluated directly, in every corner."""

import dataclasses
import json
import math
import warnings

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp

import gantheory.parzen.estimator as parzen_module
from gantheory.errors import GanTheoryError
from gantheory.parzen.estimator import (
    PAPER_SIGMAS,
    parzen_log_likelihood,
    parzen_score,
    pointwise_log_likelihood,
)

NATS = 1e-9


def direct(samples, points, sigmas):
    """The formula, difference by difference, in float64."""
    samples, points = np.asarray(samples, np.float64), np.asarray(points, np.float64)
    distances = np.stack([((point - samples) ** 2).sum(axis=1) for point in points])
    dim = samples.shape[1]
    return np.stack(
        [
            logsumexp(-distances / (2 * s * s), axis=1)
            - math.log(len(samples))
            - dim * math.log(s * math.sqrt(2 * math.pi))
            for s in sigmas
        ],
        axis=1,
    )


def assert_agree(got, wanted):
    # 1e-9 nats, or rounding of the value itself: at sigma = 0.001 it is some 1e7 nats
    allowed = NATS + 8 * np.finfo(np.float64).eps * np.abs(wanted)
    assert (np.abs(got - wanted) <= allowed).all(), np.abs(got - wanted).max()


def image_like(rng, n, dim=784):
    """Pixels as in MNIST: four in five black, the others k/255."""
    pixels = rng.integers(0, 256, (n, dim)) * (rng.random((n, dim)) < 0.2)
    return pixels / 255.0


def test_the_grid_is_that_of_the_released_script():
    rounded = [round(s, 4) for s in PAPER_SIGMAS]
    expected = [0.1, 0.1292, 0.1668, 0.2154, 0.2783, 0.3594, 0.4642, 0.5995, 0.7743, 1.0]
    assert rounded == expected


@pytest.mark.parametrize("smallest", [1.0, 0.1, 0.05, 0.01, 0.001])
def test_images_with_exact_duplicates_agree_with_the_direct_evaluation(smallest):
    rng = np.random.default_rng(0)
    samples, points = image_like(rng, 300), image_like(rng, 70)
    samples[:40] = points[:40]  # where |x|^2 + |m|^2 - 2xm cancels completely
    samples[40:60] = points[:20] + rng.normal(0, 1e-4, (20, 784))
    sigmas = [smallest, 2 * smallest, 1.0]
    assert_agree(pointwise_log_likelihood(samples, points, sigmas), direct(samples, points, sigmas))


def test_both_ways_to_the_distances_are_taken_and_agree(monkeypatch):
    rng = np.random.default_rng(1)
    samples, points = image_like(rng, 200), image_like(rng, 30)
    taken = []
    original = parzen_module._coarse_grid
    monkeypatch.setattr(
        parzen_module, "_coarse_grid", lambda *args: taken.append(1) or original(*args)
    )
    plain = pointwise_log_likelihood(samples, points, [0.2])
    assert not taken  # one product is exact enough
    monkeypatch.setattr(parzen_module, "_TOLERANCE", 0.0)
    split = pointwise_log_likelihood(samples, points, [0.2])
    assert taken
    np.testing.assert_allclose(plain, split, rtol=0, atol=NATS)


coordinates = st.floats(-1e3, 1e3, allow_subnormal=False)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda dim: st.tuples(
            st.lists(st.lists(coordinates, min_size=dim, max_size=dim), min_size=1, max_size=6),
            st.lists(st.lists(coordinates, min_size=dim, max_size=dim), min_size=1, max_size=4),
        )
    ),
    st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=1),
)
def test_any_samples_and_points_agree_with_the_direct_evaluation(arrays, sigmas):
    samples, points = (np.array(array) for array in arrays)
    # one shape, so that JAX compiles once: samples repeated, points repeated
    samples = np.pad(np.resize(samples, (6, samples.shape[1])), ((0, 0), (0, 4 - samples.shape[1])))
    points = np.pad(np.resize(points, (4, points.shape[1])), ((0, 0), (0, 4 - points.shape[1])))
    assert_agree(pointwise_log_likelihood(samples, points, sigmas), direct(samples, points, sigmas))


def test_cutting_samples_and_points_into_blocks_changes_nothing(monkeypatch):
    rng = np.random.default_rng(2)
    samples, points = rng.normal(size=(53, 5)), rng.normal(size=(17, 5))
    whole = pointwise_log_likelihood(samples, points, [0.1, 1.0])
    # neither divides: the last block of each is padded
    monkeypatch.setattr(parzen_module, "_SAMPLES_AT_ONCE", 9)
    monkeypatch.setattr(parzen_module, "_POINTS_AT_ONCE", 4)
    np.testing.assert_allclose(
        pointwise_log_likelihood(samples, points, [0.1, 1.0]), whole, rtol=1e-13
    )
    # nearest samples last: every block moves the reference of the running sum
    far_to_near = np.linspace(1000.0, 0.0, 53)[:, None] * np.ones((1, 5))
    assert_agree(
        pointwise_log_likelihood(far_to_near, points, [1.0]), direct(far_to_near, points, [1.0])
    )


def test_samples_may_be_a_memory_map(tmp_path):
    samples = np.random.default_rng(3).normal(size=(40, 3)).astype(np.float32)
    np.save(tmp_path / "s.npy", samples)
    mapped = np.load(tmp_path / "s.npy", mmap_mode="r")
    np.testing.assert_array_equal(
        pointwise_log_likelihood(mapped, samples[:5], [1.0]),
        pointwise_log_likelihood(samples, samples[:5], [1.0]),
    )


def test_float32_is_within_its_stated_error():
    rng = np.random.default_rng(4)
    samples, points = image_like(rng, 300), image_like(rng, 50)
    samples[:50] = points
    exact = pointwise_log_likelihood(samples, points, [0.1, 0.2])
    single = pointwise_log_likelihood(samples, points, [0.1, 0.2], dtype="float32")
    bound = 1e-6 * (points**2).sum(axis=1).max() / (2 * np.array([0.1, 0.2]) ** 2)
    assert (np.abs(single - exact) <= bound).all()
    assert (single != exact).any()


def test_double_precision_is_not_left_switched_on():
    pointwise_log_likelihood(np.zeros((1, 1)), np.zeros((1, 1)), [1.0])
    assert jax.numpy.ones(1).dtype == np.float32


def test_one_sample_gives_the_gaussian_density():
    # log N(x; 0, s^2 I) in d = 3
    value = pointwise_log_likelihood(np.zeros((1, 3)), np.array([[1.0, 2.0, 2.0]]), [2.0])
    expected = -9 / 8 - 1.5 * math.log(2 * math.pi * 4)
    np.testing.assert_allclose(value, [[expected]], rtol=1e-15)


def test_repeating_every_sample_changes_nothing():
    rng = np.random.default_rng(5)
    samples, points = rng.normal(size=(20, 4)), rng.normal(size=(6, 4))
    np.testing.assert_allclose(
        pointwise_log_likelihood(np.repeat(samples, 3, axis=0), points),
        pointwise_log_likelihood(samples, points),
        rtol=1e-13,
    )


def test_the_score_chooses_sigma_on_validation_and_reports_test():
    rng = np.random.default_rng(6)
    samples, test = rng.normal(size=(400, 2)), rng.normal(size=(100, 2))
    validation = rng.normal(size=(50, 2))
    sigmas = [0.01, 0.3, 30.0]
    result = parzen_score(samples, validation, test, sigmas)
    assert result.sigma == sigmas[int(np.argmax(direct(samples, validation, sigmas).mean(axis=0)))]
    values = direct(samples, test, [result.sigma])[:, 0]
    assert abs(result.mean - values.mean()) < NATS
    assert abs(result.standard_error - values.std() / math.sqrt(100)) < NATS
    assert (result.n_samples, result.validation.n_points, result.test.n_points) == (400, 50, 100)
    assert not result.at_edge
    assert json.loads(json.dumps(result.to_json())) == json.loads(
        json.dumps(dataclasses.asdict(result))
    )


@pytest.mark.parametrize(
    ("sigmas", "at_edge"),
    [
        ([0.3, 3.0, 30.0], True),
        ([0.001, 0.01, 0.3], True),
        ([0.01, 0.3, 3.0], False),
        ([9.0], False),
    ],
)
def test_a_sigma_at_the_edge_of_the_grid_is_reported(sigmas, at_edge):
    rng = np.random.default_rng(7)
    data = rng.normal(size=(300, 2))
    result = parzen_score(data[:200], data[200:], data[200:], sigmas)
    assert result.at_edge == at_edge
    assert ("edge" in str(result)) == at_edge


def test_the_curve_gives_the_standard_error_over_points():
    rng = np.random.default_rng(8)
    samples, points = rng.normal(size=(30, 2)), rng.normal(size=(11, 2))
    curve = parzen_log_likelihood(samples, points, [0.5, 1.0])
    values = direct(samples, points, [0.5, 1.0])
    np.testing.assert_allclose(curve.means, values.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(curve.standard_errors, values.std(axis=0) / math.sqrt(11))


GOOD = np.zeros((2, 3))


@pytest.mark.parametrize(
    ("samples", "points", "sigmas", "complaint"),
    [
        (np.zeros(3), GOOD, [1.0], "samples must have shape"),
        (np.zeros((0, 3)), GOOD, [1.0], "samples must have shape"),
        (GOOD, np.zeros((2, 2, 2)), [1.0], "points must have shape"),
        (GOOD, np.zeros((2, 4)), [1.0], "4"),
        (np.array([[0, 0, 0], [0, np.nan, 0]]), GOOD, [1.0], "row 1"),
        (GOOD, np.array([[np.inf, 0, 0]]), [1.0], "infinity"),
        (GOOD.astype(complex), GOOD, [1.0], "real numbers"),
        (GOOD, GOOD, [], "sigma"),
        (GOOD, GOOD, [0.0], "sigma"),
        (GOOD, GOOD, [0.1, -1.0], "sigma"),
        (GOOD, GOOD, [math.nan], "sigma"),
    ],
)
def test_bad_input_is_refused_in_words(samples, points, sigmas, complaint):
    with warnings.catch_warnings(), pytest.raises(GanTheoryError, match=complaint):
        pointwise_log_likelihood(samples, points, sigmas)


def test_other_precisions_are_refused():
    with pytest.raises(GanTheoryError, match="float16"):
        pointwise_log_likelihood(GOOD, GOOD, [1.0], dtype="float16")


@pytest.mark.parametrize("sigma", [1e-50, 1e50])
def test_the_outermost_widths_give_numbers(sigma):
    rng = np.random.default_rng(3)
    curve = parzen_log_likelihood(rng.random((5, 4)), rng.random((6, 4)), [sigma])
    assert np.isfinite([*curve.means, *curve.standard_errors]).all()
