"""A limit on the norm of each unit's incoming weights, held after every update.

Source: `max_col_norm` of pylearn2 (`Linear._modify_updates`, `Maxout._modify_updates`), used by
the paper's configurations for faces: w <- w min(|w|, c) / (1e-7 + |w|), one w per column of a
weight matrix; each piece of a maxout unit is a column of its own.
"""

from typing import Any

import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array, Float

#: as in pylearn2: keeps a column of zeros from becoming NaN
_SMALL = 1e-7


def limited_columns(weight: Float[Array, "inputs units"], limit: float) -> Array:
    """Scale the columns down whose Euclidean norm is above `limit`."""
    norms = jnp.sqrt(jnp.sum(weight * weight, axis=0))
    return weight * (jnp.minimum(norms, limit) / (_SMALL + norms))[None, :]


def limit_column_norms(
    optimizer: optax.GradientTransformation, limit: float
) -> optax.GradientTransformation:
    """Make an update rule end in weights whose columns are no longer than `limit`.

    The velocity of a momentum rule is left as it is, as in pylearn2. Biases are free.

    Args:
        optimizer: the update rule.
        limit: the largest norm of a column of any parameter called "weight".
    """

    def update(
        gradients: optax.Updates, state: optax.OptState, params: optax.Params | None = None
    ) -> tuple[optax.Updates, optax.OptState]:
        updates, state = optimizer.update(gradients, state, params)

        def limited(path: Any, param: Array, change: Array) -> Array:
            if path[-1].key != "weight":
                return change
            return limited_columns(param + change, limit) - param

        return jax.tree_util.tree_map_with_path(limited, params, updates), state

    return optax.GradientTransformation(optimizer.init, update)
