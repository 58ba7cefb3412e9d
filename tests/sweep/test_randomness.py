"""Random numbers written out in full are those of JAX, bit for bit."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gantheory.sweep.randomness import random_key

DRAWS = {
    "split": lambda key: jax.random.key_data(jax.random.split(key, 3)),
    "fold in": lambda key: jax.random.key_data(jax.random.fold_in(key, 2**31 + 7)),
    "bits": lambda key: jax.random.bits(key, (3, 5)),
    "short bits": lambda key: jax.random.bits(key, (9,), jnp.uint16),
    "normal": lambda key: jax.random.normal(jax.random.split(key)[1], (7, 2), jnp.float32),
    "many": lambda key: jax.vmap(lambda each: jax.random.uniform(each, (4,), jnp.float32))(
        jax.random.split(key, 3)
    ),
    "many counters": lambda key: jax.random.key_data(
        jax.vmap(lambda at: jax.random.fold_in(key, at))(jnp.arange(5))
    ),
}


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_the_numbers_are_those_of_jax(draw):
    for seed in (0, 1, 2**31 - 1):
        theirs = jax.jit(draw)(jax.random.key(jnp.uint32(seed)))
        ours = jax.jit(draw)(random_key(jnp.uint32(seed)))
        np.testing.assert_array_equal(ours, theirs)
