"""What D sees: packs hold neighbouring points, noise fades as it should."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.remedies import InstanceNoise, Packing
from gantheory.remedies.views import noise_std, pack, with_noise


def test_a_pack_is_its_points_side_by_side():
    x = jnp.arange(12.0).reshape(6, 2)
    np.testing.assert_array_equal(pack(Packing(3), x), [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]])
    with pytest.raises(GanTheoryError, match="fill packs"):
        pack(Packing(4), x)


def test_instance_noise_fades_linearly_and_stays():
    noise = InstanceNoise(std=0.5, final_std=0.1, iterations=100)
    seen = [float(noise_std(noise, jnp.asarray(done))) for done in (0, 50, 100, 10_000)]
    np.testing.assert_allclose(seen, [0.5, 0.3, 0.1, 0.1], rtol=1e-6)


def test_instance_noise_has_its_standard_deviation():
    """40,000 draws; the deviation of their deviation is 0.5/sqrt(80,000); 5 of it: 6e-7."""
    x = jnp.full((20_000, 2), 7.0)
    noise = InstanceNoise(std=0.5)
    off = with_noise(noise, x, jnp.asarray(0), jax.random.key(0)) - x
    assert abs(float(jnp.std(off)) - 0.5) < 5 * 0.5 / np.sqrt(80_000)
    gone = with_noise(noise, x, jnp.asarray(10_000), jax.random.key(0))
    np.testing.assert_array_equal(gone, x)
