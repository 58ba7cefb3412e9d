"""What D gets to see of a batch: packs in place of points, noise on top."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int, PRNGKeyArray

from gantheory.errors import GanTheoryError
from gantheory.remedies.settings import InstanceNoise, Packing


def pack(packing: Packing, x: Float[Array, "batch dim"]) -> Float[Array, "packs inputs"]:
    """Put neighbouring rows into one: shape (batch / samples, samples * dim)."""
    count, dim = x.shape
    if count % packing.samples:
        raise GanTheoryError(f"a batch of {count} does not fill packs of {packing.samples}")
    return x.reshape(count // packing.samples, packing.samples * dim)


def noise_std(noise: InstanceNoise, iteration: Int[Array, ""]) -> Float[Array, ""]:
    """The standard deviation after so many iterations."""
    done = jnp.minimum(iteration.astype(jnp.float32) / noise.iterations, 1.0)
    return noise.std + (noise.final_std - noise.std) * done


def with_noise(
    noise: InstanceNoise,
    x: Float[Array, "batch dim"],
    iteration: Int[Array, ""],
    key: PRNGKeyArray,
) -> Float[Array, "batch dim"]:
    """Add fresh Gaussian noise to every point of a batch."""
    return x + noise_std(noise, iteration) * jax.random.normal(key, x.shape, x.dtype)
