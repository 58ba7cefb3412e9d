"""The losses against their formulas, and the places where formulas written naively fail."""

import jax
import jax.numpy as jnp
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gantheory.games import MINIMAX, NON_SATURATING, value_function

PAPERS = {game.name: game for game in (MINIMAX, NON_SATURATING)}
logits = st.lists(st.floats(-12, 12, width=32), min_size=1, max_size=8)


@given(logits, logits)
def test_value_function_is_equation_1(real, fake):
    d_real = 1 / (1 + np.exp(-np.float64(real)))
    d_fake = 1 / (1 + np.exp(-np.float64(fake)))
    expected = np.mean(np.log(d_real)) + np.mean(np.log1p(-d_fake))
    got = value_function(jnp.float32(real), jnp.float32(fake))
    np.testing.assert_allclose(got, expected, rtol=1e-5, atol=1e-5)


@given(logits, logits)
def test_discriminator_loss_of_both_games_is_minus_the_value_function(real, fake):
    real, fake = jnp.float32(real), jnp.float32(fake)
    for game in (MINIMAX, NON_SATURATING):
        np.testing.assert_allclose(
            game.discriminator_loss(real, fake), -value_function(real, fake), rtol=1e-6, atol=1e-6
        )


def test_value_is_minus_log_4_where_the_discriminator_cannot_tell():
    np.testing.assert_allclose(value_function(jnp.zeros(3), jnp.zeros(5)), -np.log(4), rtol=1e-6)


def test_losses_are_finite_where_d_rounds_to_0_or_1():
    for game in (MINIMAX, NON_SATURATING):
        for loss in (game.on_real, game.on_fake, game.for_generator):
            assert np.all(np.isfinite(loss(jnp.float32([-5000.0, 5000.0]))))


def test_minimax_generator_saturates_and_the_other_does_not():
    """Section 3 of the paper: d/dl log(1 - D) = -D -> 0, d/dl (-log D) = -(1 - D) -> -1."""
    at = jnp.float32(-20.0)
    slope = {name: jax.grad(lambda x, g=g: g.for_generator(x))(at) for name, g in PAPERS.items()}
    assert abs(slope["minimax"]) < 1e-8
    np.testing.assert_allclose(slope["non_saturating"], -1.0, rtol=1e-6)
