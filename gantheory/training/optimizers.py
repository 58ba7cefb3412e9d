"""The update rules: the paper's momentum, with the schedules of its code, and Adam."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jaxtyping import Array, Float, Int


class MomentumState(NamedTuple):
    """State of `momentum`: one velocity per parameter and the number of updates done."""

    velocity: optax.Updates
    done: Int[Array, ""]


def momentum(
    learning_rate: optax.ScalarOrSchedule, decay: optax.ScalarOrSchedule
) -> optax.GradientTransformation:
    """Classical momentum: v <- m v - lr g, theta <- theta + v.

    The rate is inside the velocity, as in pylearn2, so a falling rate acts on new gradients
    only; with constant rates this equals `optax.sgd(lr, momentum=m)`.

    Args:
        learning_rate: lr, or a schedule: number of updates done -> lr.
        decay: m in [0, 1), or a schedule: number of updates done -> m.

    Source: Goodfellow et al. 2014, Algorithm 1 ("We used momentum in our experiments") and the
    paper's released code.
    """

    def init(params: optax.Params) -> MomentumState:
        return MomentumState(jax.tree.map(jnp.zeros_like, params), jnp.zeros((), jnp.int32))

    def update(
        gradients: optax.Updates, state: optax.OptState, params: optax.Params | None = None
    ) -> tuple[optax.Updates, optax.OptState]:
        del params
        assert isinstance(state, MomentumState)
        rate = learning_rate(state.done) if callable(learning_rate) else learning_rate
        m = decay(state.done) if callable(decay) else decay
        velocity = jax.tree.map(lambda v, g: m * v - rate * g, state.velocity, gradients)
        return velocity, MomentumState(velocity, state.done + 1)

    return optax.GradientTransformation(init, update)


def _root(x: Array) -> Array:
    """Square root whose derivative at 0 is 0: unrolled updates are differentiated."""
    positive = x > 0
    return jnp.where(positive, jnp.sqrt(jnp.where(positive, x, 1)), 0)


class AdamState(NamedTuple):
    """State of `adam`: both means, and the powers of the decays that correct their bias."""

    mean: optax.Updates
    square: optax.Updates
    powers: Float[Array, "2"]
    done: Int[Array, ""]


def adam(
    learning_rate: optax.ScalarOrSchedule, first: float = 0.9, second: float = 0.999
) -> optax.GradientTransformation:
    """Adam; equal to `optax.adam` up to rounding.

    The powers of the decays are kept and multiplied, where `optax` raises the decays to the
    number of updates: a power rounds differently for one seed than for several side by side, and
    a seed's numbers must not depend on its neighbours.

    Args:
        learning_rate: lr, or a schedule: number of updates done -> lr.
        first: decay of the mean of the gradients.
        second: decay of the mean of their squares.

    Source: Kingma and Ba 2015, Algorithm 1.
    """
    decays = np.array([first, second], np.float32)

    def init(params: optax.Params) -> AdamState:
        zeros = jax.tree.map(jnp.zeros_like, params)
        return AdamState(zeros, zeros, jnp.ones(2, jnp.float32), jnp.zeros((), jnp.int32))

    def update(
        gradients: optax.Updates, state: optax.OptState, params: optax.Params | None = None
    ) -> tuple[optax.Updates, optax.OptState]:
        del params
        assert isinstance(state, AdamState)
        rate = learning_rate(state.done) if callable(learning_rate) else learning_rate
        mean = jax.tree.map(lambda m, g: first * m + (1 - first) * g, state.mean, gradients)
        square = jax.tree.map(
            lambda v, g: second * v + (1 - second) * jnp.square(g), state.square, gradients
        )
        powers = state.powers * jnp.asarray(decays, state.powers.dtype)
        m_scale, v_scale = 1 / (1 - powers[0]), 1 / (1 - powers[1])
        updates = jax.tree.map(
            lambda m, v: (
                -rate * (m * m_scale.astype(m.dtype)) / (_root(v * v_scale.astype(v.dtype)) + 1e-8)
            ),
            mean,
            square,
        )
        return updates, AdamState(mean, square, powers, state.done + 1)

    return optax.GradientTransformation(init, update)


class OptimisticState(NamedTuple):
    """State of `optimistic`: that of the rule inside, the step it wanted last, updates done."""

    inner: optax.OptState
    last: optax.Updates
    done: Int[Array, ""]


def optimistic(rule: optax.GradientTransformation) -> optax.GradientTransformation:
    """Twice the step that a rule wants now, minus the one that it wanted last.

    The first step is the rule's own.

    With plain gradient steps this is theta <- theta - 2 eta g_t + eta g_(t-1); with Adam it is
    Optimistic Adam.

    Args:
        rule: the rule inside.

    Source: Daskalakis et al. 2018, Training GANs with optimism, eq. 5 and Algorithm 1.
    """

    def init(params: optax.Params) -> OptimisticState:
        zeros = jax.tree.map(jnp.zeros_like, params)
        return OptimisticState(rule.init(params), zeros, jnp.zeros((), jnp.int32))

    def update(
        gradients: optax.Updates, state: optax.OptState, params: optax.Params | None = None
    ) -> tuple[optax.Updates, optax.OptState]:
        assert isinstance(state, OptimisticState)
        step, inner = rule.update(gradients, state.inner, params)
        ahead = jax.tree.map(
            lambda now, last: jnp.where(state.done == 0, now, 2 * now - last), step, state.last
        )
        return ahead, OptimisticState(inner, step, state.done + 1)

    return optax.GradientTransformation(init, update)


def decaying_rate(initial: float, divisor: float, floor: float) -> optax.Schedule:
    """lr_t = max(initial / divisor^t, floor) after t updates (pylearn2's exponential decay).

    Args:
        initial: the rate of the first update.
        divisor: what each update divides the rate by; the paper's code has 1.000004.
        floor: the rate never falls below this.
    """

    def schedule(count: int | Array) -> Array:
        # divisor**-t by exp/log1p: in float32 the power itself would lose the small excess over 1
        excess = jnp.log1p(jnp.float32(divisor - 1.0))
        falling = initial * jnp.exp(-jnp.asarray(count, jnp.float32) * excess)
        return jnp.maximum(falling, floor)

    return schedule


def linear_ramp(initial: float, final: float, start: int, stop: int) -> optax.Schedule:
    """Go linearly from `initial` at `start` updates to `final` at `stop` updates, then stay."""

    def schedule(count: int | Array) -> Array:
        position = (jnp.asarray(count, jnp.float32) - start) / (stop - start)
        return initial + (final - initial) * jnp.clip(position, 0.0, 1.0)

    return schedule
