"""Penalties on the slope of D, added to its loss.

The slope at a point is the gradient of D's output with respect to its input (of the logit, where
that is what D puts out). With packing the input is a whole pack.
"""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from gantheory.remedies.settings import GradientPenalty, Remedies

#: inputs of D -> its outputs, at fixed parameters and a fixed dropout mask
Critic = Callable[[Float[Array, "batch inputs"]], Float[Array, " batch"]]

#: keeps the derivative of the norm finite where the slope is 0
_TINY = 1e-12
#: keeps the key of the places between apart from those of dropout layers, which count from 0
_BETWEEN = 1_000_002


def squared_slopes(critic: Critic, x: Float[Array, "batch inputs"]) -> Float[Array, " batch"]:
    """|grad D|^2 at each row of `x`."""
    slopes = jax.grad(lambda at: jnp.sum(critic(at)))(x)
    return jnp.sum(slopes**2, axis=1)


def gradient_penalty(
    penalty: GradientPenalty,
    critic: Critic,
    real: Float[Array, "batch inputs"],
    fake: Float[Array, "batch inputs"],
    key: PRNGKeyArray,
) -> Float[Array, ""]:
    """weight E (|grad D| - target)^2 at random points between data and samples.

    Args:
        penalty: its settings.
        critic: the discriminator.
        real: shape (batch, inputs), what D sees of the data.
        fake: shape (batch, inputs), what D sees of the samples.
        key: draws the places between.
    """
    u = jax.random.uniform(key, (real.shape[0], 1), real.dtype)
    slopes = jnp.sqrt(squared_slopes(critic, u * real + (1 - u) * fake) + _TINY)
    excess = slopes - penalty.target
    if penalty.sides == "one":
        excess = jax.nn.relu(excess)
    return penalty.weight * jnp.mean(excess**2)


def slope_penalty(
    weight: float, critic: Critic, x: Float[Array, "batch inputs"]
) -> Float[Array, ""]:
    """weight/2 E |grad D|^2: R1 on data, R2 on samples."""
    return weight / 2 * jnp.mean(squared_slopes(critic, x))


def total_penalty(
    remedies: Remedies,
    critic: Callable[[Array, PRNGKeyArray], Float[Array, " batch"]],
    real: Float[Array, "batch inputs"],
    fake: Float[Array, "batch inputs"],
    real_mask: PRNGKeyArray,
    fake_mask: PRNGKeyArray,
) -> Float[Array, ""] | float:
    """The sum of all penalties that are set; 0.0, with nothing computed, if none is.

    Args:
        remedies: the settings.
        critic: (inputs of D, key of its dropout mask) -> outputs.
        real: what D sees of the data.
        fake: what D sees of the samples.
        real_mask: key of the mask that D's loss on data has; R1 has the same.
        fake_mask: key of the mask that D's loss on samples has; R2 has the same.
    """
    total: Array | float = 0.0
    if remedies.gradient_penalty is not None:
        between_key, mask = jax.random.split(jax.random.fold_in(real_mask, _BETWEEN))
        total += gradient_penalty(
            remedies.gradient_penalty, lambda x: critic(x, mask), real, fake, between_key
        )
    if remedies.r1 is not None:
        total += slope_penalty(remedies.r1.weight, lambda x: critic(x, real_mask), real)
    if remedies.r2 is not None:
        total += slope_penalty(remedies.r2.weight, lambda x: critic(x, fake_mask), fake)
    return total


def penalises(remedies: Remedies) -> bool:
    """Whether any penalty is set."""
    return any((remedies.gradient_penalty, remedies.r1, remedies.r2))
