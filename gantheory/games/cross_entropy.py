"""The paper's game, with either of its two losses for the generator."""

import jax.numpy as jnp

from gantheory.games.game import PointwiseGame, log_sigmoid
from gantheory.games.optimum import Optimum, jsd, kl

#: The discriminator's slope on a fake underflows in float32 when its logit is far below this;
#: the one-pass gradient divides by that slope, so logits are clipped here first.
_LOWEST_LOGIT = -60.0

MINIMAX = PointwiseGame(
    name="minimax",
    output="logit",
    on_real=lambda logits: -log_sigmoid(logits),
    on_fake=lambda logits: -log_sigmoid(-logits),
    for_generator=lambda logits: log_sigmoid(-logits),
    slope_ratio=lambda logits: jnp.full_like(logits, -1.0),
    lowest_logit=_LOWEST_LOGIT,
    optimum=Optimum(
        output=lambda p, g: jnp.log(p) - jnp.log(g),
        best_loss=lambda p, g: jnp.log(4.0) - 2 * jsd(p, g),
        divergence="2 JSD(p_data, p_g)",
        descended=lambda p, g: 2 * jsd(p, g),
        claims=("A1", "T3", "P4"),
        log_odds=lambda logits: logits,
    ),
    source="Goodfellow et al. 2014, eq. 1 and Algorithm 1",
)

NON_SATURATING = PointwiseGame(
    name="non_saturating",
    output="logit",
    on_real=MINIMAX.on_real,
    on_fake=MINIMAX.on_fake,
    for_generator=lambda logits: -log_sigmoid(logits),
    # -(1 - D) / D = -exp(-l). Below l = -60 the discriminator's own slope, which this
    # multiplies, would underflow in float32 before the product is taken; the clip is exact to
    # 2e-7 there because both factors are then clipped (see algorithm1).
    slope_ratio=lambda logits: -jnp.exp(-logits),
    lowest_logit=_LOWEST_LOGIT,
    optimum=Optimum(
        output=lambda p, g: jnp.log(p) - jnp.log(g),
        best_loss=lambda p, g: jnp.log(4.0) - 2 * jsd(p, g),
        divergence="KL(p_g || p_data) - 2 JSD(p_data, p_g)",
        descended=lambda p, g: kl(g, p) - 2 * jsd(p, g),
        claims=("A1", "H3", "H4"),
        log_odds=lambda logits: logits,
    ),
    source="Goodfellow et al. 2014, section 3 (maximise log D(G(z)))",
)
