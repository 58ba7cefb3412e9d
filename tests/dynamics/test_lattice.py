"""The game in distribution space."""

import numpy as np

from gantheory.dynamics import lattice, mirror


def test_the_optimum_is_a_fixed_point():
    p = np.array([0.2, 0.3, 0.5])
    run = lattice.tabular(p, np.log(p), 0.5, 5)
    np.testing.assert_allclose(run.log_g, np.broadcast_to(np.log(p), (6, 3)), atol=1e-14)
    np.testing.assert_allclose(run.logits, 0.0, atol=1e-14)


def test_the_first_step_is_the_gradient_of_v():
    p, g, h = np.array([0.2, 0.8]), np.array([0.6, 0.4]), 0.1
    run = lattice.tabular(p, np.log(g), h, 1, alternating=False)
    # V = sum p log D + g log(1 - D): its gradient at D = 1/2 is (p - g)/2
    np.testing.assert_allclose(run.logits[1], h * (p - g) / 2, rtol=1e-12)
    # log(1 - D) is the same everywhere there, so p_g stays
    np.testing.assert_allclose(run.log_g[1], np.log(g), rtol=1e-12)
    alternating = lattice.tabular(p, np.log(g), h, 1)
    seen = -np.logaddexp(0.0, run.logits[1])
    np.testing.assert_allclose(alternating.log_g[1], mirror.mirror_step(np.log(g), seen, h))
