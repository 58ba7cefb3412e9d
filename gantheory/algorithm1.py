"""Algorithm 1 of the paper as a pair of pure functions, `init` and `step`.

`step(key, state, real)` is one iteration: k discriminator updates, then one generator update.
Nothing here is jitted, logged or saved: `run_chunk` scans over steps, and the loop around it
belongs to the experiment.

Two schedules:

- "alternating" is the text of the paper: the discriminator moves first, k times, each time on
  fresh noise and fresh data; then the generator moves against the new discriminator.
- "simultaneous" is the code that the paper's numbers come from: with k = 1, both gradients are
  taken at the same parameters, on the same samples and the same dropout mask, and applied
  together. One backward pass through D then serves both players: D gives one number per
  sample, so the two gradients with respect to a sample differ by a scalar,
  `Game.slope_ratio`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array, Float, Int, PRNGKeyArray

from gantheory.games import Game, value_function
from gantheory.networks import Network, Params

Schedule = Literal["alternating", "simultaneous"]
Noise = Callable[[PRNGKeyArray, int], Float[Array, "batch noise"]]

#: The discriminator's slope on a fake underflows in float32 when its logit is far below this;
#: the one-pass gradient divides by that slope, so logits are clipped here first.
_LOWEST_LOGIT = -60.0


class TrainState(NamedTuple):
    """Everything that one iteration changes."""

    generator: Params
    discriminator: Params
    generator_optimizer: optax.OptState
    discriminator_optimizer: optax.OptState
    iteration: Int[Array, ""]


class StepInfo(NamedTuple):
    """What was seen during one iteration, on the minibatch of its last discriminator update.

    Attributes:
        value: minibatch estimate of V(D, G), in nats, before the update.
        d_real: mean of D on data.
        d_fake: mean of D on samples.
    """

    value: Float[Array, ""]
    d_real: Float[Array, ""]
    d_fake: Float[Array, ""]


@dataclass(frozen=True)
class Algorithm:
    """Algorithm 1 for one pair of networks.

    Attributes:
        init: key -> TrainState.
        step: (key, state, real) -> (state, StepInfo), with `real` of shape (k, batch, dim).
        discriminator_step: (key, state, real) -> (state, StepInfo), with `real` of shape
            (batch, dim): one update of D alone, the inner loop of Algorithm 1.
        generator_step: (key, state) -> state: one update of G alone.
    """

    init: Callable[[PRNGKeyArray], TrainState]
    step: Callable[[PRNGKeyArray, TrainState, Array], tuple[TrainState, StepInfo]]
    discriminator_step: Callable[[PRNGKeyArray, TrainState, Array], tuple[TrainState, StepInfo]]
    generator_step: Callable[[PRNGKeyArray, TrainState], TrainState]


def algorithm1(
    *,
    generator: Network,
    discriminator: Network,
    game: Game,
    noise: Noise,
    batch: int,
    generator_optimizer: optax.GradientTransformation,
    discriminator_optimizer: optax.GradientTransformation,
    schedule: Schedule = "alternating",
    discriminator_weight: float = 1.0,
) -> Algorithm:
    """Build Algorithm 1.

    Args:
        generator: maps noise, shape (batch, noise), to samples, shape (batch, dim).
        discriminator: maps points, shape (batch, dim), to logits, shape (batch, 1).
        game: the losses.
        noise: (key, n) -> n draws of z, shape (n, noise): the prior p_z.
        batch: samples per generator update (the data's batch comes with `real`).
        generator_optimizer: update rule of G.
        discriminator_optimizer: update rule of D.
        schedule: "alternating" (the paper's Algorithm 1, any k) or "simultaneous" (the paper's
            code, k = 1).
        discriminator_weight: factor on D's loss; the paper's code has 0.5.

    Returns:
        The pair of pure functions, and the two halves of a step.

    Source: Goodfellow et al. 2014, Algorithm 1.
    """

    def logits(params: Params, x: Array, key: PRNGKeyArray) -> Float[Array, " batch"]:
        return discriminator.apply(params, x, key)[:, 0]

    def init(key: PRNGKeyArray) -> TrainState:
        generator_key, discriminator_key = jax.random.split(key)
        g_params = generator.init(generator_key)
        d_params = discriminator.init(discriminator_key)
        return TrainState(
            g_params,
            d_params,
            generator_optimizer.init(g_params),
            discriminator_optimizer.init(d_params),
            jnp.zeros((), jnp.int32),
        )

    def move_discriminator(state: TrainState, gradient: Any) -> TrainState:
        updates, optimizer = discriminator_optimizer.update(
            gradient, state.discriminator_optimizer, state.discriminator
        )
        params = optax.apply_updates(state.discriminator, updates)
        return state._replace(discriminator=params, discriminator_optimizer=optimizer)

    def move_generator(state: TrainState, gradient: Any) -> TrainState:
        updates, optimizer = generator_optimizer.update(
            gradient, state.generator_optimizer, state.generator
        )
        params = optax.apply_updates(state.generator, updates)
        return state._replace(generator=params, generator_optimizer=optimizer)

    def discriminator_step(
        key: PRNGKeyArray, state: TrainState, real: Float[Array, "batch dim"]
    ) -> tuple[TrainState, StepInfo]:
        noise_key, real_mask, fake_mask = jax.random.split(key, 3)
        fake = generator.apply(state.generator, noise(noise_key, real.shape[0]))

        def loss(params: Params) -> tuple[Array, StepInfo]:
            on_real, on_fake = logits(params, real, real_mask), logits(params, fake, fake_mask)
            weighted = discriminator_weight * game.discriminator_loss(on_real, on_fake)
            return weighted, _info(on_real, on_fake)

        gradient, info = jax.grad(loss, has_aux=True)(state.discriminator)
        return move_discriminator(state, gradient), info

    def generator_step(key: PRNGKeyArray, state: TrainState) -> TrainState:
        noise_key, mask = jax.random.split(key)
        z = noise(noise_key, batch)

        def loss(params: Params) -> Array:
            return game.generator_loss(
                logits(state.discriminator, generator.apply(params, z), mask)
            )

        return move_generator(state, jax.grad(loss)(state.generator))

    def alternating(
        key: PRNGKeyArray, state: TrainState, real: Float[Array, "k batch dim"]
    ) -> tuple[TrainState, StepInfo]:
        generator_key, inner_key = jax.random.split(key)
        inner_keys = jax.random.split(inner_key, real.shape[0])
        # a loop, not k copies of the body: compile time must not grow with k
        state, infos = jax.lax.scan(
            lambda state, xs: discriminator_step(xs[0], state, xs[1]), state, (inner_keys, real)
        )
        state = generator_step(generator_key, state)
        info = jax.tree.map(lambda seen: seen[-1], infos)
        return state._replace(iteration=state.iteration + 1), info

    def simultaneous(
        key: PRNGKeyArray, state: TrainState, real: Float[Array, "k batch dim"]
    ) -> tuple[TrainState, StepInfo]:
        if real.shape[0] != 1:
            raise ValueError("the simultaneous schedule has one discriminator update, k = 1")
        noise_key, real_mask, fake_mask = jax.random.split(key, 3)
        z = noise(noise_key, batch)
        fake, pull_generator = jax.vjp(lambda p: generator.apply(p, z), state.generator)

        def on_real_loss(params: Params) -> tuple[Array, Array]:
            out = logits(params, real[0], real_mask)
            return discriminator_weight * jnp.mean(game.on_real(out)), out

        real_gradient, real_logits = jax.grad(on_real_loss, has_aux=True)(state.discriminator)
        fake_logits, pull = jax.vjp(lambda p, x: logits(p, x, fake_mask), state.discriminator, fake)
        fake_gradient, sample_gradient = _both_gradients(
            game, discriminator_weight, fake_logits, pull
        )
        (generator_gradient,) = pull_generator(sample_gradient)
        discriminator_gradient = jax.tree.map(jnp.add, real_gradient, fake_gradient)
        # both gradients are from the old parameters; the order of the two moves is immaterial
        state = move_generator(
            move_discriminator(state, discriminator_gradient), generator_gradient
        )
        return state._replace(iteration=state.iteration + 1), _info(real_logits, fake_logits)

    step = simultaneous if schedule == "simultaneous" else alternating
    return Algorithm(init, step, discriminator_step, generator_step)


def _info(real_logits: Float[Array, " batch"], fake_logits: Float[Array, " batch"]) -> StepInfo:
    return StepInfo(
        value_function(real_logits, fake_logits),
        jnp.mean(jax.nn.sigmoid(real_logits)),
        jnp.mean(jax.nn.sigmoid(fake_logits)),
    )


def _both_gradients(
    game: Game,
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
    count = fake_logits.shape[0]

    def slope(loss: Callable[[Array], Array], at: Array) -> Array:
        gradient: Array = jax.grad(lambda x: jnp.sum(loss(x)))(at)
        return gradient / count

    if game.slope_ratio is None:
        fake_gradient, _ = pull(discriminator_weight * slope(game.on_fake, fake_logits))
        _, sample_gradient = pull(slope(game.for_generator, fake_logits))
        return fake_gradient, sample_gradient
    clipped = jnp.maximum(fake_logits, _LOWEST_LOGIT)
    fake_gradient, scaled = pull(discriminator_weight * slope(game.on_fake, clipped))
    ratio = game.slope_ratio(clipped) / discriminator_weight
    return fake_gradient, scaled * ratio[:, None]


def run_chunk(
    algorithm: Algorithm,
    minibatch: Callable[[PRNGKeyArray, Array], Float[Array, "k batch dim"]],
    key: PRNGKeyArray,
    state: TrainState,
    xs: Array,
) -> tuple[TrainState, StepInfo]:
    """Run one iteration per entry of `xs` inside one `lax.scan`.

    Randomness is a function of (key, iteration), so a run cut into chunks of any length, or
    resumed from a saved state, gives the same numbers. The caller jits this, and may donate
    `state`.

    Args:
        algorithm: what `algorithm1` returned.
        minibatch: (key, x) -> the data of one iteration, shape (k, batch, dim).
        key: the run's key.
        state: where to start.
        xs: handed to `minibatch` entry by entry: indices into a data set, or any counter.

    Returns:
        The state after the last iteration, and StepInfo with a leading axis of len(xs).
    """

    def body(state: TrainState, x: Array) -> tuple[TrainState, StepInfo]:
        data_key, step_key = jax.random.split(jax.random.fold_in(key, state.iteration))
        return algorithm.step(step_key, state, minibatch(data_key, x))

    return jax.lax.scan(body, state, xs)
