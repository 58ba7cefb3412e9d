"""Samplers of mixtures for use inside `jax.jit`: float32, any leading shape, many seeds."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from gantheory.errors import GanTheoryError
from gantheory.float32 import STEPS_OF_A_STD, float32_step
from gantheory.targets.mixture import Mixture


def check_drawable(mixture: Mixture) -> None:
    """Refuse a mixture that float32 is too coarse for.

    Points are drawn, and networks answer, in float32. Where its numbers lie too far apart for a
    component's width, in whatever direction, the points sit on few values.

    Raises:
        GanTheoryError: naming the component.
    """
    for number, (mean, covariance) in enumerate(
        zip(mixture.means, mixture.covariances, strict=True)
    ):
        step, worst = float32_step(mean), np.inf
        if np.all(np.isfinite(step)):
            # the steps in the component's own standard deviations, along its worst direction
            root = np.linalg.cholesky(np.array(covariance))
            worst = float(np.linalg.norm(np.linalg.inv(root) * step, 2))
        if not worst * STEPS_OF_A_STD <= 1:
            raise GanTheoryError(
                f"component {number} of the target (counted from 0) is too thin for its distance "
                f"from 0: float32 has {1 / worst:.3g} numbers in a standard deviation there, and "
                f"{STEPS_OF_A_STD} are needed; make it wider or move the target towards 0"
            )


def sampler(mixture: Mixture) -> Callable[[jax.Array, tuple[int, ...]], jax.Array]:
    """A function (key, shape) -> float32 points of shape (*shape, dim), for use inside jit.

    It may be mapped over keys with `jax.vmap` or `jax.lax.map`: a key decides its points alone,
    whatever it is mapped together with.

    Raises:
        GanTheoryError: for a mixture that float32 is too coarse for.
    """
    check_drawable(mixture)
    # the weights are in float64 until here: cumulated in float32 they would drift; arrays of numpy
    # are constants of whatever is jitted, and cost nothing now
    border_levels = np.cumsum(mixture.weights)[:-1].astype(np.float32)
    mode_means = np.array(mixture.means, np.float32)
    covariances = np.array(mixture.covariances)
    variances = covariances[:, 0, 0]
    round_ones = bool(np.array_equal(covariances, variances[:, None, None] * np.eye(mixture.dim)))
    mode_stds = np.sqrt(variances).astype(np.float32)
    mode_roots = np.linalg.cholesky(covariances).astype(np.float32)

    def sample(key: jax.Array, shape: tuple[int, ...]) -> jax.Array:
        borders, means, stds, roots = (
            jnp.asarray(each) for each in (border_levels, mode_means, mode_stds, mode_roots)
        )
        which_key, noise_key = jax.random.split(key)
        # one uniform number per point; `jax.random.categorical` would draw one per component
        level = jax.random.uniform(which_key, shape, jnp.float32)
        which = jnp.searchsorted(borders, level, side="right", method="compare_all")
        noise = jax.random.normal(noise_key, (*shape, mixture.dim), jnp.float32)
        if round_ones:
            return means[which] + stds[which][..., None] * noise
        # not a matrix product: the default precision of those depends on the device
        return means[which] + (roots[which] * noise[..., None, :]).sum(axis=-1)

    return sample
