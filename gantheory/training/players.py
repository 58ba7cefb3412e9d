"""The two players before they move: what each pays, and the gradients of that.

`Players` is Algorithm 1 without its order of moves: networks, losses, and what the remedies make
of them. Randomness comes in as keys, so that two losses at one key see the same samples.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array, Float, Int, PRNGKeyArray

from gantheory.errors import GanTheoryError
from gantheory.games import Game, PairwiseGame, PointwiseGame, value_function
from gantheory.remedies import Remedies
from gantheory.remedies.labels import smoothed
from gantheory.remedies.penalties import penalises, total_penalty
from gantheory.remedies.views import pack, with_noise
from gantheory.training.networks import Network, Params

Noise = Callable[[PRNGKeyArray, int], Float[Array, "batch noise"]]

#: keeps keys drawn from a dropout mask's key apart from those of its layers, which count from 0
_INSTANCE_NOISE = 1_000_000


class StepInfo(NamedTuple):
    """What was seen during one iteration, on the minibatch of its last discriminator update.

    Attributes:
        value: minibatch estimate of what D maximises, before the update: V(D, G) in nats for
            games with logits, minus D's loss without penalties for the others.
        d_real: mean of D on data: of sigmoid(output) for games with logits, else of the output.
        d_fake: mean of D on samples, in the same sense.
        discriminator_gradient: Euclidean norm of D's gradient, penalties and all, if asked for.
        generator_gradient: Euclidean norm of G's gradient, if asked for.
    """

    value: Float[Array, ""]
    d_real: Float[Array, ""]
    d_fake: Float[Array, ""]
    discriminator_gradient: Float[Array, ""] | None = None
    generator_gradient: Float[Array, ""] | None = None


class Draw(NamedTuple):
    """The samples that a loss is taken on: noise, data, keys of dropout masks, and when."""

    z: Float[Array, "batch noise"]
    real: Float[Array, "batch dim"] | None
    real_mask: PRNGKeyArray
    fake_mask: PRNGKeyArray
    iteration: Int[Array, ""]


@dataclass(frozen=True)
class Players:
    """Networks, losses and remedies.

    Attributes:
        generator: maps noise to samples.
        discriminator: maps what it sees to one output.
        game: the losses.
        noise: (key, n) -> n draws of z.
        discriminator_weight: factor on D's loss in the game, not on penalties.
        remedies: what is done against collapse and rotation.
    """

    generator: Network
    discriminator: Network
    game: Game
    noise: Noise
    discriminator_weight: float
    remedies: Remedies

    def with_remedies_in_the_game(self) -> "Players":
        """The same players with those remedies that are another game put into the game."""
        game = self.game
        if self.remedies.label_smoothing is not None:
            assert isinstance(game, PointwiseGame)
            game = smoothed(game, self.remedies.label_smoothing)
        if isinstance(game, PointwiseGame) and self.discriminator.mixes_batch:
            # an output then depends on other samples, whose scalars differ: two backward passes
            game = replace(game, slope_ratio=None)
        return replace(self, game=game)

    def seen(
        self, x: Float[Array, "batch dim"], mask: PRNGKeyArray, iteration: Int[Array, ""]
    ) -> Float[Array, "packs inputs"]:
        """What D sees of a batch."""
        if self.remedies.instance_noise is not None:
            key = jax.random.fold_in(mask, _INSTANCE_NOISE)
            x = with_noise(self.remedies.instance_noise, x, iteration, key)
        if self.remedies.packing is not None:
            x = pack(self.remedies.packing, x)
        return x

    def outputs(self, params: Params, seen: Array, mask: PRNGKeyArray) -> Float[Array, " batch"]:
        """D's outputs on what it sees."""
        return self.discriminator.apply(params, seen, mask)[:, 0]

    def samples(self, params: Params, draw: Draw) -> Float[Array, "packs inputs"]:
        """What D sees of G's samples."""
        return self.seen(self.generator.apply(params, draw.z), draw.fake_mask, draw.iteration)

    def discriminator_loss(
        self, params: Params, fake: Float[Array, "packs inputs"], draw: Draw
    ) -> tuple[Float[Array, ""], StepInfo]:
        """What D pays, penalties included.

        Args:
            params: D's.
            fake: what D sees of the samples.
            draw: the rest of what the loss is taken on.
        """
        real = self.seen(_data(draw), draw.real_mask, draw.iteration)
        self._refuse_unequal(real, fake)
        on_real = self.outputs(params, real, draw.real_mask)
        on_fake = self.outputs(params, fake, draw.fake_mask)
        loss = self.discriminator_weight * self.game.discriminator_loss(on_real, on_fake)
        return loss + self.penalty(params, real, fake, draw), self.info(on_real, on_fake)

    def penalty(
        self, params: Params, real: Array, fake: Array, draw: Draw
    ) -> Float[Array, ""] | float:
        """What D pays for its slopes."""
        return total_penalty(
            self.remedies,
            lambda x, mask: self.outputs(params, x, mask),
            real,
            fake,
            draw.real_mask,
            draw.fake_mask,
        )

    def generator_loss(self, params: Params, discriminator: Params, draw: Draw) -> Float[Array, ""]:
        """What G pays against a discriminator.

        Args:
            params: G's.
            discriminator: D's parameters.
            draw: what the loss is taken on; only pairwise games look at the data.
        """
        on_fake = self.outputs(discriminator, self.samples(params, draw), draw.fake_mask)
        if isinstance(self.game, PointwiseGame):
            return self.game.generator_loss(on_fake)
        real = self.seen(_data(draw), draw.real_mask, draw.iteration)
        on_real = self.outputs(discriminator, real, draw.real_mask)
        self._refuse_unequal(on_real, on_fake)
        return self.game.generator_loss(on_fake, on_real)

    def _refuse_unequal(self, real: Array, fake: Array) -> None:
        """Refuse minibatches of two sizes where each data point is paired with a sample."""
        pairs = self.remedies.gradient_penalty is not None or isinstance(self.game, PairwiseGame)
        if pairs and len(real) != len(fake):
            raise GanTheoryError(
                f"this game or remedy pairs data with samples, and there are {len(real)} and "
                f"{len(fake)} of them; take minibatches of one size"
            )

    def info(self, on_real: Float[Array, " real"], on_fake: Float[Array, " fake"]) -> StepInfo:
        """What is reported of a minibatch."""
        if self.game.output == "logit":
            value = value_function(on_real, on_fake)
            on_real, on_fake = jax.nn.sigmoid(on_real), jax.nn.sigmoid(on_fake)
        else:
            value = -self.game.discriminator_loss(on_real, on_fake)
        return StepInfo(value, jnp.mean(on_real), jnp.mean(on_fake))

    def gradients(
        self, generator: Params, discriminator: Params, draw: Draw
    ) -> tuple[Params, Params, StepInfo]:
        """Both players' gradients at one point, on the same samples: of G, of D, and the info."""
        game = self.game
        if isinstance(game, PointwiseGame) and game.slope_ratio is not None:
            return self._gradients_in_one_pass(game, generator, discriminator, draw)
        fake = self.samples(generator, draw)
        of_discriminator, info = jax.grad(self.discriminator_loss, has_aux=True)(
            discriminator, fake, draw
        )
        return jax.grad(self.generator_loss)(generator, discriminator, draw), of_discriminator, info

    def consensus_gradients(
        self, generator: Params, discriminator: Params, draw: Draw
    ) -> tuple[Params, Params]:
        """Gradients of |v|^2/2, v being both players' gradients: in G's parameters, in D's."""

        def half_square(generator: Params, discriminator: Params) -> Array:
            of_generator = jax.grad(self.generator_loss)(generator, discriminator, draw)
            fake = self.samples(generator, draw)
            of_discriminator, _ = jax.grad(self.discriminator_loss, has_aux=True)(
                discriminator, fake, draw
            )
            square: Array = optax.tree.norm((of_generator, of_discriminator), squared=True)
            return square / 2

        both: tuple[Params, Params] = jax.grad(half_square, (0, 1))(generator, discriminator)
        return both

    def _gradients_in_one_pass(
        self, game: PointwiseGame, generator: Params, discriminator: Params, draw: Draw
    ) -> tuple[Params, Params, StepInfo]:
        """As `gradients`, with one backward pass through D on samples for both players."""
        fake, pull_generator = jax.vjp(lambda p: self.samples(p, draw), generator)
        real = self.seen(_data(draw), draw.real_mask, draw.iteration)

        def on_real_loss(params: Params) -> tuple[Array, Array]:
            out = self.outputs(params, real, draw.real_mask)
            return self.discriminator_weight * jnp.mean(game.on_real(out)), out

        real_gradient, on_real = jax.grad(on_real_loss, has_aux=True)(discriminator)
        on_fake, pull = jax.vjp(
            lambda p, x: self.outputs(p, x, draw.fake_mask), discriminator, fake
        )
        fake_gradient, sample_gradient = _pull_once(game, self.discriminator_weight, on_fake, pull)
        (of_generator,) = pull_generator(sample_gradient)
        of_discriminator = jax.tree.map(jnp.add, real_gradient, fake_gradient)
        if penalises(self.remedies):
            self._refuse_unequal(real, fake)
            penalty_gradient = jax.grad(self.penalty)(discriminator, real, fake, draw)
            of_discriminator = jax.tree.map(jnp.add, of_discriminator, penalty_gradient)
        return of_generator, of_discriminator, self.info(on_real, on_fake)


def _pull_once(
    game: PointwiseGame,
    discriminator_weight: float,
    fake_logits: Float[Array, " batch"],
    pull: Callable[[Array], tuple[Params, Array]],
) -> tuple[Params, Float[Array, "batch dim"]]:
    """Gradient of D's fake loss in D's parameters, and of G's loss in the samples.

    Args:
        game: the losses.
        discriminator_weight: factor on D's loss.
        fake_logits: shape (batch,), D on the samples.
        pull: transpose of (D's parameters, samples) -> logits at this point.
    """
    assert game.slope_ratio is not None
    clipped = fake_logits
    if game.lowest_logit is not None:
        clipped = jnp.maximum(fake_logits, game.lowest_logit)
    slope: Array = jax.grad(lambda x: jnp.sum(game.on_fake(x)))(clipped)
    fake_gradient, scaled = pull(discriminator_weight * (slope / fake_logits.shape[0]))
    ratio = game.slope_ratio(clipped) / discriminator_weight
    return fake_gradient, scaled * ratio[:, None]


def _data(draw: Draw) -> Float[Array, "batch dim"]:
    if draw.real is None:
        raise GanTheoryError("this game or remedy needs data, for the generator's update too")
    return draw.real


def norm(gradient: Any) -> Float[Array, ""]:
    """Euclidean norm of a whole pytree."""
    total: Array = optax.tree.norm(gradient)
    return total
