"""After every update no unit's incoming weights are longer than the limit."""

import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from optax import apply_updates, sgd

from gantheory.images.column_norms import limit_column_norms, limited_columns

numbers = st.floats(-100, 100, width=32)


@given(hnp.arrays(np.float32, (4, 3), elements=numbers), st.floats(0.125, 100, width=32))
def test_long_columns_are_cut_and_short_ones_left(weight, limit):
    limited = np.asarray(limited_columns(jnp.asarray(weight), limit))
    before, after = (np.linalg.norm(w.astype(np.float64), axis=0) for w in (weight, limited))
    assert (after <= limit * (1 + 1e-5)).all()
    np.testing.assert_allclose(after, np.minimum(before, limit), rtol=1e-5, atol=2e-7)
    # the direction stays
    np.testing.assert_allclose(limited * before, weight * after, rtol=1e-4, atol=1e-3)


def test_the_limit_is_on_the_weights_after_the_update_and_not_on_biases():
    rule = limit_column_norms(sgd(1.0), 1.0)
    params = {"weight": jnp.asarray([[3.0, 0.1], [4.0, 0.2]]), "bias": jnp.asarray([7.0, 8.0])}
    gradient = {"weight": jnp.asarray([[0.0, 0.1], [1.0, 0.0]]), "bias": jnp.asarray([1.0, 1.0])}
    updates, _ = jax.jit(rule.update)(gradient, rule.init(params), params)
    after = apply_updates(params, updates)
    # (3, 3) has norm 3 sqrt 2; (0, 0.2) is short
    np.testing.assert_allclose(after["weight"], [[2**-0.5, 0.0], [2**-0.5, 0.2]], atol=1e-6)
    np.testing.assert_array_equal(after["bias"], [6.0, 7.0])
