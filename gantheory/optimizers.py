"""The update rules: the paper's momentum, with the schedules of its code, and Adam."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array, Int


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


def adam(
    learning_rate: optax.ScalarOrSchedule, first: float = 0.9, second: float = 0.999
) -> optax.GradientTransformation:
    """Adam, in a form that strict promotion accepts.

    Args:
        learning_rate: lr, or a schedule: number of updates done -> lr.
        first: decay of the mean of the gradients.
        second: decay of the mean of their squares.

    Source: Kingma and Ba 2015.
    """
    rule = optax.adam(learning_rate, b1=first, b2=second)

    def update(
        gradients: optax.Updates, state: optax.OptState, params: optax.Params | None = None
    ) -> tuple[optax.Updates, optax.OptState]:
        # optax raises the float decay to an integer count, which strict promotion refuses
        with jax.numpy_dtype_promotion("standard"):
            updates, state = rule.update(gradients, state, params)
        return updates, state

    return optax.GradientTransformation(rule.init, update)


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
