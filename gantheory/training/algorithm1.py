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
  `PointwiseGame.slope_ratio`.

Remedies change what D sees, what it pays and how the players move (`gantheory.remedies`); without
them nothing of theirs is computed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array, Float, Int, PRNGKeyArray

from gantheory.errors import GanTheoryError
from gantheory.games import Game
from gantheory.remedies import Remedies
from gantheory.remedies.combinations import check_combination
from gantheory.training.networks import Network, Params
from gantheory.training.optimizers import optimistic
from gantheory.training.players import Draw, Noise, Players, StepInfo, norm

__all__ = ["Algorithm", "Noise", "Schedule", "StepInfo", "TrainState", "algorithm1", "run_chunk"]

Schedule = Literal["alternating", "simultaneous"]

_NO_REMEDIES = Remedies()
#: keeps the key of a mask on data apart from those of the layers, which count from 0
_REAL_MASK = 1_000_001


class TrainState(NamedTuple):
    """Everything that one iteration changes."""

    generator: Params
    discriminator: Params
    generator_optimizer: optax.OptState
    discriminator_optimizer: optax.OptState
    iteration: Int[Array, ""]


@dataclass(frozen=True)
class Algorithm:
    """Algorithm 1 for one pair of networks.

    Attributes:
        init: key -> TrainState.
        step: (key, state, real, noises=None) -> (state, StepInfo), with `real` of shape
            (k, batch, dim); `noises` may be what `draw_noise` returned for that key.
        draw_noise: (key, k) -> all the noise of the step with that key, shape
            (updates, batch, noise): the numbers that the step would draw itself. Drawn for many
            steps at once it is faster; only for minibatches of data of size `batch`.
        discriminator_step: (key, state, real) -> (state, StepInfo), with `real` of shape
            (batch, dim): one update of D alone, the inner loop of Algorithm 1.
        generator_step: (key, state) -> state: one update of G alone; (key, state, real) where
            the game or a remedy has G look at data too.
    """

    init: Callable[[PRNGKeyArray], TrainState]
    step: Callable[..., tuple[TrainState, StepInfo]]
    draw_noise: Callable[[PRNGKeyArray, int], Float[Array, "updates batch noise"]]
    discriminator_step: Callable[[PRNGKeyArray, TrainState, Array], tuple[TrainState, StepInfo]]
    generator_step: Callable[..., TrainState]


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
    remedies: Remedies = _NO_REMEDIES,
    gradient_norms: bool = False,
) -> Algorithm:
    """Build Algorithm 1.

    Args:
        generator: maps noise, shape (batch, noise), to samples, shape (batch, dim).
        discriminator: maps points, shape (batch, dim), to logits, shape (batch, 1).
        game: the losses.
        noise: (key, n) -> n draws of z, shape (n, noise): the prior p_z.
        batch: samples per generator update (the data's batch comes with `real`).
        generator_optimizer: update rule of G; two time scales are two rates.
        discriminator_optimizer: update rule of D.
        schedule: "alternating" (the paper's Algorithm 1, any k) or "simultaneous" (the paper's
            code, k = 1).
        discriminator_weight: factor on D's loss, not on penalties; the paper's code has 0.5.
        remedies: what is done against collapse and rotation.
        gradient_norms: whether StepInfo has the norms of both gradients.

    Returns:
        The pair of pure functions, and the two halves of a step.

    Raises:
        GanTheoryError: for networks, schedule and remedies that do not go together.

    Source: Goodfellow et al. 2014, Algorithm 1.
    """
    check_combination(
        remedies,
        game=game,
        generator=generator,
        discriminator=discriminator,
        batch=batch,
        schedule=schedule,
    )
    if remedies.lookahead == "optimistic":
        generator_optimizer = optimistic(generator_optimizer)
        discriminator_optimizer = optimistic(discriminator_optimizer)
    players = Players(
        generator, discriminator, game, noise, discriminator_weight, remedies
    ).with_remedies_in_the_game()

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
        if remedies.weight_clipping is not None:
            limit = remedies.weight_clipping.limit
            params = jax.tree.map(lambda leaf: jnp.clip(leaf, -limit, limit), params)
        return state._replace(discriminator=params, discriminator_optimizer=optimizer)

    def move_generator(state: TrainState, gradient: Any) -> TrainState:
        updates, optimizer = generator_optimizer.update(
            gradient, state.generator_optimizer, state.generator
        )
        params = optax.apply_updates(state.generator, updates)
        return state._replace(generator=params, generator_optimizer=optimizer)

    def discriminator_step(
        key: PRNGKeyArray,
        state: TrainState,
        real: Float[Array, "batch dim"],
        z: Float[Array, "batch noise"] | None = None,
    ) -> tuple[TrainState, StepInfo]:
        noise_key, real_mask, fake_mask = jax.random.split(key, 3)
        z = noise(noise_key, real.shape[0]) if z is None else z
        draw = Draw(z, real, real_mask, fake_mask, state.iteration)
        fake = players.samples(state.generator, draw)
        gradient, info = jax.grad(players.discriminator_loss, has_aux=True)(
            state.discriminator, fake, draw
        )
        if gradient_norms:
            info = info._replace(discriminator_gradient=norm(gradient))
        return move_discriminator(state, gradient), info

    def gradient_of_generator(state: TrainState, draw: Draw) -> Params:
        def loss(params: Params) -> Array:
            met = state.discriminator
            if remedies.unrolling is not None:
                met = unrolled(params, state, draw, remedies.unrolling.steps)
            return players.generator_loss(params, met, draw)

        gradient: Params = jax.grad(loss)(state.generator)
        return gradient

    def unrolled(generator: Params, state: TrainState, draw: Draw, steps: int) -> Params:
        """D after so many updates against this generator, as a function of it."""
        fake = players.samples(generator, draw)

        def body(state: TrainState, _: None) -> tuple[TrainState, None]:
            gradient, _ = jax.grad(players.discriminator_loss, has_aux=True)(
                state.discriminator, fake, draw
            )
            return move_discriminator(state, gradient), None

        state, _ = jax.lax.scan(body, state, None, length=steps)
        return state.discriminator

    def generator_gradient(
        key: PRNGKeyArray,
        state: TrainState,
        real: Float[Array, "batch dim"] | None,
        z: Float[Array, "batch noise"] | None = None,
    ) -> Params:
        noise_key, mask = jax.random.split(key)
        real_mask = jax.random.fold_in(mask, _REAL_MASK)
        z = noise(noise_key, batch) if z is None else z
        draw = Draw(z, real, real_mask, mask, state.iteration)
        return gradient_of_generator(state, draw)

    def generator_step(
        key: PRNGKeyArray, state: TrainState, real: Float[Array, "batch dim"] | None = None
    ) -> TrainState:
        return move_generator(state, generator_gradient(key, state, real))

    def draw_noise(key: PRNGKeyArray, k: int) -> Float[Array, "updates batch noise"]:
        if schedule == "simultaneous":
            return noise(jax.random.split(key, 3)[0], batch)[None]
        generator_key, inner_key = jax.random.split(key)
        inner_keys = jax.random.split(inner_key, k)
        keys = [
            jax.vmap(lambda key: jax.random.split(key, 3)[0])(inner_keys),
            jax.random.split(generator_key)[:1],
        ]
        return jax.vmap(lambda key: noise(key, batch))(jnp.concatenate(keys))

    def alternating(
        key: PRNGKeyArray,
        state: TrainState,
        real: Float[Array, "k batch dim"],
        noises: Float[Array, "updates batch noise"] | None = None,
    ) -> tuple[TrainState, StepInfo]:
        generator_key, inner_key = jax.random.split(key)
        inner_keys = jax.random.split(inner_key, real.shape[0])
        inner_noise, last_noise = (None, None) if noises is None else (noises[:-1], noises[-1])
        # a loop, not k copies of the body: compile time must not grow with k
        state, infos = jax.lax.scan(
            lambda state, xs: discriminator_step(xs[0], state, *xs[1:]),
            state,
            (inner_keys, real, inner_noise),
        )
        gradient = generator_gradient(generator_key, state, real[-1], last_noise)
        state = move_generator(state, gradient)
        info = jax.tree.map(lambda seen: seen[-1], infos)
        if gradient_norms:
            info = info._replace(generator_gradient=norm(gradient))
        return state._replace(iteration=state.iteration + 1), info

    def both_gradients(state: TrainState, draw: Draw) -> tuple[Params, Params, StepInfo]:
        of_generator, of_discriminator, info = players.gradients(
            state.generator, state.discriminator, draw
        )
        if remedies.unrolling is not None:
            of_generator = gradient_of_generator(state, draw)
        if remedies.consensus is not None:
            weight = remedies.consensus.weight
            of_generator, of_discriminator = jax.tree.map(
                lambda own, common: own + weight * common,
                (of_generator, of_discriminator),
                players.consensus_gradients(state.generator, state.discriminator, draw),
            )
        return of_generator, of_discriminator, info

    def simultaneous(
        key: PRNGKeyArray,
        state: TrainState,
        real: Float[Array, "k batch dim"],
        noises: Float[Array, "updates batch noise"] | None = None,
    ) -> tuple[TrainState, StepInfo]:
        if real.shape[0] != 1:
            raise GanTheoryError("the simultaneous schedule has one discriminator update, k = 1")
        noise_key, real_mask, fake_mask = jax.random.split(key, 3)
        z = noise(noise_key, batch) if noises is None else noises[0]
        draw = Draw(z, real[0], real_mask, fake_mask, state.iteration)
        of_generator, of_discriminator, info = both_gradients(state, draw)
        if gradient_norms:
            info = info._replace(
                generator_gradient=norm(of_generator), discriminator_gradient=norm(of_discriminator)
            )
        # both gradients are from the old parameters; the order of the two moves is immaterial
        moved = move_generator(move_discriminator(state, of_discriminator), of_generator)
        if remedies.lookahead == "extragradient":
            of_generator, of_discriminator, _ = both_gradients(moved, draw)
            back = moved._replace(generator=state.generator, discriminator=state.discriminator)
            moved = move_generator(move_discriminator(back, of_discriminator), of_generator)
        return moved._replace(iteration=state.iteration + 1), info

    step = simultaneous if schedule == "simultaneous" else alternating
    return Algorithm(init, step, draw_noise, discriminator_step, generator_step)


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
