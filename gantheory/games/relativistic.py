"""Relativistic games: D says how much more real a data point looks than a sample.

In the standard form D sees independent pairs (x, y) of a data point and a sample and bets on
which is which. The Bayes-optimal log-odds of that bet are log p_data(x) p_g(y) / (p_g(x)
p_data(y)), a difference of log-ratios, so a critic c = log p_data/p_g + constant is optimal and
the least loss is log 2 - JSD of the two products p_data x p_g and p_g x p_data.
"""

import jax.numpy as jnp
from jaxtyping import Array, Float

from gantheory.games.game import PairwiseGame, log_sigmoid
from gantheory.games.optimum import Masses, Optimum, jsd


def _products(p: Masses, g: Masses) -> Float[Array, ""]:
    """JSD of p x g and g x p."""
    return jsd(jnp.outer(p, g).ravel(), jnp.outer(g, p).ravel())


RELATIVISTIC = PairwiseGame(
    name="relativistic",
    output="score",
    of_discriminator=lambda real, fake: -jnp.mean(log_sigmoid(real - fake)),
    of_generator=lambda real, fake: -jnp.mean(log_sigmoid(fake - real)),
    optimum=Optimum(
        output=lambda p, g: jnp.log(p) - jnp.log(g),
        best_loss=lambda p, g: jnp.log(2.0) - _products(p, g),
        divergence="not a known one; D's optimum measures JSD(p_data x p_g, p_g x p_data)",
        descended=None,
    ),
    source="Jolicoeur-Martineau 2019, The relativistic discriminator, RSGAN",
)


def _against_means(above: Float[Array, " a"], below: Float[Array, " b"]) -> Float[Array, ""]:
    """Each of `above` against the mean of `below`, and the other way round."""
    return -jnp.mean(log_sigmoid(above - jnp.mean(below))) - jnp.mean(
        log_sigmoid(jnp.mean(above) - below)
    )


RELATIVISTIC_AVERAGE = PairwiseGame(
    name="relativistic_average",
    output="score",
    of_discriminator=_against_means,
    of_generator=lambda real, fake: _against_means(fake, real),
    optimum=None,
    no_optimum=(
        "the best output at x depends on the mean outputs under both laws, which solve a "
        "transcendental equation"
    ),
    source="Jolicoeur-Martineau 2019, The relativistic discriminator, RaSGAN",
)
