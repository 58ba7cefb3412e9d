"""Networks: shapes, counts, dropout as the paper's code has it."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gantheory.training.networks import Dense, Maxout, Network, mlp

#: generator and discriminator of the paper's MNIST run, with the counts of their parameters
PAPER_MNIST = [
    (Network(100, (Dense(1200, "relu"), Dense(1200, "relu"), Dense(784, "sigmoid"))), 2_503_984),
    (Network(784, (Maxout(240, 5), Maxout(240, 5), Dense(1))), 1_231_441),
]


@pytest.mark.parametrize(("network", "count"), PAPER_MNIST)
def test_parameter_counts_of_the_papers_mnist_networks(network, count):
    assert network.parameter_count() == count
    params = jax.eval_shape(network.init, jax.random.key(0))
    assert sum(leaf.size for leaf in jax.tree.leaves(params)) == count


def test_maxout_is_the_maximum_of_its_affine_pieces():
    network = Network(3, (Maxout(4, 5),))
    params = network.init(jax.random.key(0))
    x = jax.random.normal(jax.random.key(1), (7, 3))
    pieces = [
        x @ params[0]["weight"][:, 4 * piece : 4 * piece + 4]
        + params[0]["bias"][None, 4 * piece : 4 * piece + 4]
        for piece in range(5)
    ]
    np.testing.assert_allclose(
        network.apply(params, x), np.max(np.stack(pieces), axis=0), rtol=1e-5, atol=1e-6
    )


def test_weights_fill_the_range_they_are_drawn_from():
    """20,000 uniform draws all miss the outer 1 % with probability 0.99**20000 < 1e-87."""
    params = Network(100, (Dense(200, weight_range=0.05),)).init(jax.random.key(0))
    largest = np.max(np.abs(params[0]["weight"]))
    assert 0.0495 < largest <= 0.05
    assert not np.any(params[0]["bias"])


@pytest.mark.parametrize("keep", [0.5, 0.8])
def test_dropout_keeps_the_stated_fraction_and_the_mean(keep):
    """1e6 masks; the tolerance is 5 standard deviations: false alarm below 6e-7."""
    network = Network(1_000_000, (Dense(1, keep=keep),))
    params = ({"weight": jnp.ones((1_000_000, 1)), "bias": jnp.zeros(1)},)
    out = network.apply(params, jnp.ones((1, 1_000_000)), jax.random.key(0))
    deviation = np.sqrt((1 - keep) / keep / 1e6)
    assert abs(float(out[0, 0]) / 1e6 - 1.0) < 5 * deviation


def test_dropout_next_to_one_keeps_everything():
    """A probability that 16 bits round to 1."""
    network = Network(1000, (Dense(1, keep=0.999999),))
    params = ({"weight": jnp.ones((1000, 1)), "bias": jnp.zeros(1)},)
    out = network.apply(params, jnp.ones((1, 1000)), jax.random.key(0))
    assert float(out[0, 0]) == pytest.approx(1000, rel=1e-5)


def test_equal_keys_give_equal_masks_and_no_key_gives_none():
    network = Network(50, (Dense(20, "relu"), Dense(1, keep=0.5)))
    params = network.init(jax.random.key(0))
    x = jnp.ones((4, 50))
    one, two, other = (network.apply(params, x, jax.random.key(k)) for k in (1, 1, 2))
    np.testing.assert_array_equal(one, two)
    assert np.any(one != other)
    plain = network.apply(params, x)
    np.testing.assert_array_equal(plain, np.broadcast_to(plain[0], plain.shape))


def test_glorot_range_when_none_is_given():
    params = mlp(3, (5,), 2, "tanh").init(jax.random.key(0))
    assert np.max(np.abs(params[0]["weight"])) <= np.sqrt(6 / 8)
    assert np.max(np.abs(params[1]["weight"])) <= np.sqrt(6 / 7)


def test_batch_normalisation_fixes_mean_and_deviation_of_every_unit():
    """Exact but for the 1e-4 that is added to the variance, here of order 1."""
    network = Network(3, (Dense(5, batch_norm=True),))
    params = network.init(jax.random.key(0))
    assert network.parameter_count() == sum(leaf.size for leaf in jax.tree.leaves(params)) == 25
    scaled = ({**params[0], "scale": jnp.full(5, 2.0), "bias": jnp.full(5, 7.0)},)
    out = network.apply(scaled, jax.random.normal(jax.random.key(1), (400, 3)))
    np.testing.assert_allclose(out.mean(axis=0), 7.0, rtol=1e-5)
    np.testing.assert_allclose(out.std(axis=0), 2.0, rtol=1e-3)


def test_first_weights_may_be_orthogonal_or_normal():
    """The standard deviation of 60,000 normal draws is within 5 of its own deviations (6e-7)."""
    layers = (Dense(6, orthogonal=1.4), Dense(300, weight_std=0.02), Dense(200, weight_std=0.02))
    first, _, wide = Network(6, layers).init(jax.random.key(0))
    gram = first["weight"].T @ first["weight"]
    np.testing.assert_allclose(gram, 1.96 * np.eye(6), atol=1e-5)
    assert abs(float(wide["weight"].std()) / 0.02 - 1) < 5 / np.sqrt(2 * 60_000)
