"""Games whose discriminator is a critic: it scores points, and G raises the score of its own."""

import jax
import jax.numpy as jnp

from gantheory.games.game import PointwiseGame
from gantheory.games.optimum import Optimum, total_variation

WASSERSTEIN = PointwiseGame(
    name="wasserstein",
    output="score",
    on_real=lambda scores: -scores,
    on_fake=lambda scores: scores,
    for_generator=lambda scores: -scores,
    slope_ratio=lambda scores: jnp.full_like(scores, -1.0),
    optimum=None,
    no_optimum=(
        "the best 1-Lipschitz critic depends on the whole of both laws, and the distance that it "
        "shows is W1 (claim G4 on the line); without a bound on slopes the loss has no minimum, so "
        "this game wants weight clipping or a gradient penalty"
    ),
    source="Arjovsky, Chintala and Bottou 2017, Wasserstein GAN, eq. 2",
)

HINGE = PointwiseGame(
    name="hinge",
    output="score",
    on_real=lambda scores: jax.nn.relu(1 - scores),
    on_fake=lambda scores: jax.nn.relu(1 + scores),
    for_generator=lambda scores: -scores,
    # on_fake is flat below -1, for_generator is not: two backward passes
    slope_ratio=None,
    optimum=Optimum(
        output=lambda p, g: jnp.sign(p - g),
        best_loss=lambda p, g: jnp.sum(p + g) - 2 * total_variation(p, g),
        divergence="2 TV(p_data, p_g)",
        descended=lambda p, g: 2 * total_variation(p, g),
        claims=("F7",),
    ),
    source="Lim and Ye 2017, Geometric GAN; Miyato et al. 2018, eq. 16 and 17",
)
