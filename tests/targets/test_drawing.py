"""The sampler for jit draws from the mixture, in float32, the same for a key whatever else runs."""

import jax
import numpy as np
from scipy import stats

from gantheory.targets import Mixture, sampler

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
