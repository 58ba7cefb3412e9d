"""The paper's momentum and its schedules, and Adam."""

import jax
import jax.numpy as jnp
import numpy as np
import optax

from gantheory.training.optimizers import adam, decaying_rate, linear_ramp, momentum, optimistic


def trajectory(optimizer, steps):
    """Descend f(x) = x^2 / 2 from 1."""
    params = jnp.float32(1.0)
    state = optimizer.init(params)
    seen = []
    for _ in range(steps):
        updates, state = optimizer.update(params, state, params)
        params = optax.apply_updates(params, updates)
        seen.append(float(params))
    return np.array(seen)


def test_constant_momentum_is_optax_sgd():
    np.testing.assert_allclose(
        trajectory(momentum(0.1, 0.7), 20),
        trajectory(optax.sgd(0.1, momentum=0.7), 20),
        rtol=1e-5,
        atol=1e-7,
    )


def test_adam_is_optax_adam():
    with jax.numpy_dtype_promotion("standard"):  # optax mixes integers and floats
        theirs = trajectory(optax.adam(0.1, b1=0.5, b2=0.99), 20)
    np.testing.assert_allclose(trajectory(adam(0.1, 0.5, 0.99), 20), theirs, rtol=1e-4, atol=1e-6)


def test_a_falling_rate_stays_inside_the_velocity():
    """v <- m v - lr_t g by hand; scaling the whole velocity by lr_t would differ."""
    rate = decaying_rate(0.1, 1.5, 0.0)
    x, v, expected = 1.0, 0.0, []
    for t in range(10):
        v = 0.5 * v - 0.1 / 1.5**t * x
        x += v
        expected.append(x)
    np.testing.assert_allclose(trajectory(momentum(rate, 0.5), 10), expected, rtol=1e-5)


def test_decay_of_the_papers_code():
    """0.1 / 1.000004^t: 0.607 of it after 250 epochs of 500 updates, and a floor."""
    schedule = decaying_rate(0.1, 1.000004, 1e-6)
    np.testing.assert_allclose(schedule(125_000), 0.1 / 1.000004**125_000, rtol=1e-5)
    np.testing.assert_allclose(schedule(4_000_000), 1e-6, rtol=1e-6)


def test_momentum_ramp_of_the_papers_code():
    ramp = linear_ramp(0.5, 0.7, 500, 125_000)
    np.testing.assert_allclose(
        [ramp(0), ramp(500), ramp(62_750), ramp(125_000), ramp(999_999)],
        [0.5, 0.5, 0.6, 0.7, 0.7],
        rtol=1e-6,
    )


def test_optimistic_steps_are_twice_this_one_minus_the_last():
    """With plain gradients, the rule of Daskalakis et al. 2018, eq. 5, as optax has it."""
    np.testing.assert_allclose(
        trajectory(optimistic(optax.sgd(0.1)), 10),
        trajectory(optax.optimistic_gradient_descent(0.1), 10),
        rtol=1e-6,
    )


def test_optimistic_adam_by_hand():
    """Daskalakis et al. 2018, Algorithm 1."""
    x, m, v, last, expected = 1.0, 0.0, 0.0, 0.0, []
    for t in range(1, 9):
        m, v = 0.5 * m + 0.5 * x, 0.9 * v + 0.1 * x**2
        step = 0.1 * m / (1 - 0.5**t) / (np.sqrt(v / (1 - 0.9**t)) + 1e-8)
        x, last = x - (step if t == 1 else 2 * step - last), step
        expected.append(x)
    np.testing.assert_allclose(trajectory(optimistic(adam(0.1, 0.5, 0.9)), 8), expected, rtol=1e-5)


def test_adam_may_be_differentiated_where_a_gradient_is_0():
    """As unrolling does; a root without care gives 0 times infinity."""
    rule = adam(0.1)
    params = jnp.zeros(2)

    def moved(gradient):
        updates, _ = rule.update(gradient, rule.init(params), params)
        return jnp.sum(updates)

    slope = jax.grad(moved)(jnp.float32([0.0, 1.0]))
    assert np.all(np.isfinite(slope))
