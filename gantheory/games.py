"""The game of the paper: its value function, and the losses that the two players descend.

A game is three functions of one logit each, so the losses of a batch are means of them. The
discriminator's output is always the logit l with D = sigmoid(l): logarithms of D and 1 - D are
then exact where D itself rounds to 0 or 1.
"""

from collections.abc import Callable
from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

Pointwise = Callable[[Float[Array, "..."]], Float[Array, "..."]]


def log_sigmoid(logits: Float[Array, "..."]) -> Float[Array, "..."]:
    """log D of each logit, in nats; log(1 - D) is `log_sigmoid(-logits)`."""
    return -jax.nn.softplus(-logits)


def value_function(
    real_logits: Float[Array, " real"], fake_logits: Float[Array, " fake"]
) -> Float[Array, ""]:
    """Minibatch estimate of V(D, G) = E log D(x) + E log(1 - D(G(z))), in nats.

    Args:
        real_logits: shape (real,), logits of D on data.
        fake_logits: shape (fake,), logits of D on samples of G.

    Source: Goodfellow et al. 2014, eq. 1.
    """
    return jnp.mean(log_sigmoid(real_logits)) + jnp.mean(log_sigmoid(-fake_logits))


@dataclass(frozen=True)
class Game:
    """What each player minimises, as functions of D's logits, elementwise and in nats.

    Attributes:
        name: the field's term for it.
        on_real: the discriminator's loss on a data point.
        on_fake: the discriminator's loss on a generated point.
        for_generator: the generator's loss on a generated point.
        slope_ratio: derivative of `for_generator` over derivative of `on_fake`, in a closed form
            that does not divide zero by zero. Where it is known, one backward pass through D
            serves both players (see `gantheory.algorithm1`).
        source: where the losses are from.
    """

    name: str
    on_real: Pointwise
    on_fake: Pointwise
    for_generator: Pointwise
    slope_ratio: Pointwise | None
    source: str

    def discriminator_loss(
        self, real_logits: Float[Array, " real"], fake_logits: Float[Array, " fake"]
    ) -> Float[Array, ""]:
        """Mean loss of the discriminator over a batch of each kind, shapes (real,), (fake,)."""
        return jnp.mean(self.on_real(real_logits)) + jnp.mean(self.on_fake(fake_logits))

    def generator_loss(self, fake_logits: Float[Array, " fake"]) -> Float[Array, ""]:
        """Mean loss of the generator over a batch of generated points, shape (fake,)."""
        return jnp.mean(self.for_generator(fake_logits))


MINIMAX = Game(
    name="minimax",
    on_real=lambda logits: -log_sigmoid(logits),
    on_fake=lambda logits: -log_sigmoid(-logits),
    for_generator=lambda logits: log_sigmoid(-logits),
    slope_ratio=lambda logits: jnp.full_like(logits, -1.0),
    source="Goodfellow et al. 2014, eq. 1 and Algorithm 1",
)

NON_SATURATING = Game(
    name="non_saturating",
    on_real=MINIMAX.on_real,
    on_fake=MINIMAX.on_fake,
    for_generator=lambda logits: -log_sigmoid(logits),
    # -(1 - D) / D = -exp(-l). Below l = -60 the discriminator's own slope, which this
    # multiplies, would underflow in float32 before the product is taken; the clip is exact to
    # 2e-7 there because both factors are then clipped (see algorithm1).
    slope_ratio=lambda logits: -jnp.exp(-logits),
    source="Goodfellow et al. 2014, section 3 (maximise log D(G(z)))",
)

#: name -> game; the names are what configurations and commands accept
GAMES = {game.name: game for game in (MINIMAX, NON_SATURATING)}
