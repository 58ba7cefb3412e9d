"""The sampler for jit draws from the mixture, in float32, the same for a key whatever else runs."""

import jax
import numpy as np
import pytest
from scipy import stats

from gantheory.errors import GanTheoryError
from gantheory.targets import TARGETS, Mixture, check_drawable, sampler

LONG = Mixture(
    (0.1, 0.6, 0.3),
    ((0.0, 5.0), (2.0, -1.0), (-6.0, 0.0)),
    (((0.5, 0.35), (0.35, 0.3)), ((0.1, -0.12), (-0.12, 0.2)), ((1.0, 0.0), (0.0, 2.0))),
)
ROUND = Mixture.isotropic([[0.0, 5.0], [2.0, -1.0], [-6.0, 0.0]], [0.5, 0.3, 1.0], LONG.weights)


def test_samples_follow_the_mixture_and_depend_on_their_key_alone():
    for mixture in (LONG, ROUND):
        draw = sampler(mixture)
        keys = jax.random.split(jax.random.key(0), 4)
        drawn = jax.jit(jax.vmap(lambda key, draw=draw: draw(key, (2, 2500))))(keys)
        assert drawn.shape == (4, 2, 2500, 2)
        assert drawn.dtype == np.float32
        if mixture is ROUND:
            alone = jax.jit(draw, static_argnums=1)(keys[2], (2, 2500))
            assert np.allclose(alone, drawn[2], rtol=1e-6, atol=1e-6)
        x = np.asarray(drawn, np.float64).reshape(-1, 2)
        # two tests per mixture, each false with probability 1e-4: 0.04 % in all
        which, _ = mixture.nearest_mode(x)
        hits = np.bincount(which, minlength=3)
        assert stats.chisquare(hits, np.array(mixture.weights) * len(x)).pvalue > 1e-4
        whitened = mixture.whitened(x)[np.arange(len(x)), which]
        squared = np.square(whitened).sum(axis=-1)
        assert stats.kstest(stats.chi2.cdf(squared, 2), "uniform").pvalue > 1e-4


def test_a_target_that_float32_is_too_coarse_for_is_refused():
    """At 1000 the numbers of float32 are 6.1e-5 apart: 16 of them are 0.00098."""
    for target in TARGETS.values():
        check_drawable(target.mixture)
    check_drawable(Mixture.isotropic([[0.0, 0.0], [1000.0, 0.0]], 0.001))
    thin = Mixture.isotropic([[0.0, 0.0], [1000.0, 0.0]], 0.0009)
    # a long component at 45 degrees, thin across only
    slanted = Mixture((1.0,), ((1000.0, 1000.0),), (((0.5, 0.4999999), (0.4999999, 0.5)),))
    beyond = Mixture.isotropic([[1e39, 0.0]], 1e38)  # float32 has no such number
    for mixture, number in ((thin, 1), (slanted, 0), (beyond, 0)):
        with pytest.raises(GanTheoryError, match=f"component {number} of the target"):
            sampler(mixture)
