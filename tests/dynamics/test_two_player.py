"""Games of two numbers: fields, steps and what is fitted to them."""

import numpy as np
import pytest

from gantheory.dynamics import lattice
from gantheory.dynamics.two_player import (
    BILINEAR,
    DIRAC,
    DIRAC_NON_SATURATING,
    eigenvalues,
    fitted_eigenvalues,
    flow,
    trajectories,
    vector_field,
)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_the_field_of_the_dirac_gan_is_that_of_its_losses_by_hand():
    theta, psi = np.array([-1.0, 0.3]), np.array([0.5, 2.0, -1.0])
    at, move = np.meshgrid(theta, psi, indexing="ij")
    slope = sigmoid(at * move)
    down, up = vector_field(DIRAC, theta, psi)
    np.testing.assert_allclose(down, move * slope, rtol=1e-12)
    np.testing.assert_allclose(up, -at * slope, rtol=1e-12)
    down, up = vector_field(DIRAC_NON_SATURATING, theta, psi)
    np.testing.assert_allclose(down, move * (1 - slope), rtol=1e-12)
    np.testing.assert_allclose(up, -at * slope, rtol=1e-12)


def test_alternating_steps_agree_with_those_written_without_autodiff():
    start, h = (0.7, -0.2), 0.3
    path = trajectories(DIRAC, "alternating", start, [h], 40)[0]
    np.testing.assert_allclose(path, lattice.parametric(start, h, 40), rtol=1e-11, atol=1e-13)


def test_fits_find_the_map_that_made_the_path():
    rng = np.random.default_rng(0)
    now, before = rng.standard_normal((2, 2, 2)) / 3
    path = [rng.standard_normal(2), rng.standard_normal(2)]
    for _ in range(30):
        path.append(now @ path[-1] + before @ path[-2])
    companion = np.block([[now, before], [np.eye(2), np.zeros((2, 2))]])
    found = np.sort_complex(fitted_eigenvalues(np.array(path), looks_back=True))
    np.testing.assert_allclose(found, np.sort_complex(np.linalg.eigvals(companion)), atol=1e-8)


def test_the_flow_of_the_bilinear_game_is_a_rotation():
    path = flow(BILINEAR, (1.0, 0.0), 0.01, 100)
    times = 0.01 * np.arange(101)
    np.testing.assert_allclose(path, np.stack([np.cos(times), np.sin(times)], -1), atol=1e-9)


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="unknown method"):
        eigenvalues(BILINEAR, "newton", 0.1)
