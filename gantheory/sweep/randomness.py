"""JAX's random numbers, bit for bit, from programs that compile in a third of the time.

On a CPU JAX spells its generator, Threefry-2x32 with 20 rounds, as a loop over rounds, and a loop
is many kernels: a sweep of small networks would spend more time on compiling random numbers than
on training. Written out in full it is one kernel, and it runs faster too.

Source: Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.core import ShapedArray
from jax.extend.core import Primitive
from jax.extend.random import define_prng_impl
from jax.interpreters import batching, mlir

#: how far each round rotates; the two rows take turns
_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY = 0x1BD11BDA


def _rounds(
    key0: jax.Array, key1: jax.Array, high: jax.Array, low: jax.Array
) -> tuple[jax.Array, jax.Array]:
    """Threefry of the counters (high, low) under the keys (key0, key1)."""
    # in terms of `lax`: operators of `jax.numpy` would take three times as long to trace
    shape = _common_shape((key0, key1, high, low))
    key0, key1, high, low = (jnp.broadcast_to(each, shape) for each in (key0, key1, high, low))

    @cache
    def constant(value: int) -> jax.Array:
        return lax.full(shape, value, jnp.uint32)

    keys = (key0, key1, lax.bitwise_xor(lax.bitwise_xor(key0, key1), constant(_PARITY)))
    high, low = lax.add(high, keys[0]), lax.add(low, keys[1])
    for group in range(5):
        for turn in _ROTATIONS[group % 2]:
            high = lax.add(high, low)
            left = lax.shift_left(low, constant(turn))
            right = lax.shift_right_logical(low, constant(32 - turn))
            low = lax.bitwise_xor(high, lax.bitwise_or(left, right))
        high = lax.add(high, keys[(group + 1) % 3])
        low = lax.add(low, lax.add(keys[(group + 2) % 3], constant(group + 1)))
    return high, low


def _common_shape(arrays: Any) -> tuple[int, ...]:
    return np.broadcast_shapes(*(array.shape for array in arrays))


# an operation of its own: written out when a program is lowered, not at every call
_threefry: Any = Primitive("threefry2x32_written_out")
_threefry.multiple_results = True
_threefry.def_impl(jax.jit(_rounds))
_threefry.def_abstract_eval(lambda *each: (ShapedArray(_common_shape(each), jnp.uint32),) * 2)
_broadcasting: Callable[[Any], None] = batching.defbroadcasting
_broadcasting(_threefry)
mlir.register_lowering(_threefry, mlir.lower_fun(_rounds, multiple_results=True), inline=False)


def _hash(key: jax.Array, counters: jax.Array) -> Any:
    """Both outputs for 32-bit counters of any shape."""
    return _threefry.bind(key[0], key[1], jnp.zeros_like(counters), counters)


def _counters(shape: tuple[int, ...]) -> jax.Array:
    size = int(np.prod(shape, dtype=np.int64))
    assert size < 2**32
    return lax.iota(jnp.uint32, size).reshape(shape)


def _seed(seed: jax.Array) -> jax.Array:
    return jnp.stack([jnp.zeros((), jnp.uint32), jnp.asarray(seed, jnp.uint32)])


def _split(key: jax.Array, shape: tuple[int, ...]) -> jax.Array:
    return jnp.stack(_hash(key, _counters(shape)), axis=-1)


def _fold_in(key: jax.Array, data: Any) -> jax.Array:
    return jnp.stack(_hash(key, jnp.asarray(data, jnp.uint32)))


def _random_bits(key: jax.Array, width: int, shape: tuple[int, ...]) -> jax.Array:
    assert width <= 32
    high, low = _hash(key, _counters(shape))
    return jnp.asarray(high ^ low, getattr(jnp, f"uint{width}"))


#: for `jax.random.key(seed, impl=...)`
THREEFRY = define_prng_impl(
    key_shape=(2,),
    seed=_seed,
    split=_split,
    random_bits=_random_bits,
    fold_in=_fold_in,
    name="threefry2x32_written_out",
)


def random_key(seed: jax.Array) -> jax.Array:
    """The key of a seed, a uint32: it gives the numbers that `jax.random.key(seed)` gives."""
    return jax.random.key(seed, impl=THREEFRY)
