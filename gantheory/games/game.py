"""What a game is: the losses that the two players descend, as functions of D's output.

The discriminator's last layer is linear, one number per point. In the games of the paper it is
the logit l with D = sigmoid(l): logarithms of D and 1 - D are then exact where D itself rounds to
0 or 1. Most games are *pointwise*: three functions of one output each, so that the losses of a
batch are means of them. *Pairwise* games compare outputs on data with outputs on samples.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from gantheory.errors import GanTheoryError
from gantheory.games.optimum import Optimum

Pointwise = Callable[[Float[Array, "..."]], Float[Array, "..."]]
#: (outputs on data, outputs on samples) -> a loss
Pairwise = Callable[[Float[Array, " real"], Float[Array, " fake"]], Float[Array, ""]]

#: what D's output means: log-odds of being data, a label regressed onto, or a score
Output = Literal["logit", "label", "score"]


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


@dataclass(frozen=True, kw_only=True)
class Game:
    """What the two players minimise: a `PointwiseGame` or a `PairwiseGame`.

    Attributes:
        name: the field's term for it.
        output: what D's output means; "logit" where D = sigmoid(output).
        optimum: the best discriminator and what it does, in closed form; None where there is
            none, and `no_optimum` then says why.
        no_optimum: why there is no `optimum`; empty where there is one.
        source: where the losses are from.
    """

    name: str
    output: Output
    optimum: Optimum | None
    no_optimum: str = ""
    source: str

    def discriminator_loss(
        self, real_logits: Float[Array, " real"], fake_logits: Float[Array, " fake"]
    ) -> Float[Array, ""]:
        """Mean loss of the discriminator over a batch of each kind, shapes (real,), (fake,)."""
        raise NotImplementedError

    def generator_loss(
        self,
        fake_logits: Float[Array, " fake"],
        real_logits: Float[Array, " real"] | None = None,
    ) -> Float[Array, ""]:
        """Mean loss of the generator over a batch of generated points, shape (fake,).

        Args:
            fake_logits: shape (fake,), D's outputs on samples.
            real_logits: shape (real,), D's outputs on data; only pairwise games look at them.
        """
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class PointwiseGame(Game):
    """A game whose losses are means of functions of one output of D.

    Attributes:
        on_real: the discriminator's loss on a data point.
        on_fake: the discriminator's loss on a generated point.
        for_generator: the generator's loss on a generated point.
        slope_ratio: derivative of `for_generator` over derivative of `on_fake`, in a closed form
            that does not divide zero by zero. Where it is known, one backward pass through D
            serves both players (see `gantheory.training.algorithm1`).
        lowest_logit: that one pass takes its slopes at outputs clipped to no less than this.
    """

    on_real: Pointwise
    on_fake: Pointwise
    for_generator: Pointwise
    slope_ratio: Pointwise | None = None
    lowest_logit: float | None = None

    def discriminator_loss(
        self, real_logits: Float[Array, " real"], fake_logits: Float[Array, " fake"]
    ) -> Float[Array, ""]:
        """Mean loss of the discriminator over a batch of each kind, shapes (real,), (fake,)."""
        return jnp.mean(self.on_real(real_logits)) + jnp.mean(self.on_fake(fake_logits))

    def generator_loss(
        self,
        fake_logits: Float[Array, " fake"],
        real_logits: Float[Array, " real"] | None = None,
    ) -> Float[Array, ""]:
        """Mean loss of the generator over a batch of generated points, shape (fake,)."""
        del real_logits
        return jnp.mean(self.for_generator(fake_logits))


@dataclass(frozen=True, kw_only=True)
class PairwiseGame(Game):
    """A game whose losses look at data and samples together.

    Attributes:
        of_discriminator: (outputs on data, outputs on samples) -> D's loss.
        of_generator: (outputs on data, outputs on samples) -> G's loss.
    """

    of_discriminator: Pairwise
    of_generator: Pairwise

    def discriminator_loss(
        self, real_logits: Float[Array, " real"], fake_logits: Float[Array, " fake"]
    ) -> Float[Array, ""]:
        """Loss of the discriminator on a batch of each kind, shapes (real,), (fake,)."""
        return self.of_discriminator(real_logits, fake_logits)

    def generator_loss(
        self,
        fake_logits: Float[Array, " fake"],
        real_logits: Float[Array, " real"] | None = None,
    ) -> Float[Array, ""]:
        """Loss of the generator on a batch of each kind.

        Raises:
            GanTheoryError: without outputs on data.
        """
        if real_logits is None:
            raise GanTheoryError(f"the generator of the {self.name} game needs data too")
        return self.of_generator(real_logits, fake_logits)
