"""Least squares: D regresses the labels of data and samples, G wants a label of its own.

With labels b for data, a for samples and c for what G wants, D* = (b p_data + a p_g)/(p_data +
p_g). Mao et al. show that D* - c then makes G's loss, with a term on data that G cannot change,
the chi-square of claim G3 if b - c = 1 and b - a = 2. What G *descends* while D* stands still is
another functional, because here the envelope theorem does not hold: G's loss is not minus D's.
"""

import jax.numpy as jnp
from jaxtyping import Array, Float

from gantheory.games.game import PointwiseGame
from gantheory.games.optimum import Functional, Optimum, clipped_log_ratio, kl, triangular


def _half_square_from(label: float, outputs: Float[Array, "..."]) -> Float[Array, "..."]:
    return (outputs - label) ** 2 / 2


def _game(
    name: str, a: float, b: float, c: float, divergence: str, descended: Functional, source: str
) -> PointwiseGame:
    return PointwiseGame(
        name=name,
        output="label",
        on_real=lambda outputs: _half_square_from(b, outputs),
        on_fake=lambda outputs: _half_square_from(a, outputs),
        for_generator=lambda outputs: _half_square_from(c, outputs),
        # (l - c) / (l - a) has a pole where D is sure of a sample: two backward passes
        slope_ratio=None,
        optimum=Optimum(
            output=lambda p, g: (b * p + a * g) / (p + g),
            best_loss=lambda p, g: (b - a) ** 2 * (jnp.sum(p + g) - triangular(p, g)) / 8,
            divergence=divergence,
            descended=descended,
            claims=("G3",),
            log_odds=lambda outputs: clipped_log_ratio(outputs - a, b - outputs),
        ),
        source=source,
    )


LEAST_SQUARES = _game(
    "least_squares",
    -1.0,
    1.0,
    0.0,
    "2 KL(p_data || m) - T/2 with m = (p_data + p_g)/2 and T = sum (p_data - p_g)^2/(p_data + p_g)",
    # flat to second order at p_g = p_data: c is the label that D* has there
    lambda p, g: 2 * kl(p, (p + g) / 2) - triangular(p, g) / 2,
    "Mao et al. 2017, eq. 8 (a = -1, b = 1, c = 0)",
)

LEAST_SQUARES_BINARY = _game(
    "least_squares_binary",
    0.0,
    1.0,
    1.0,
    "KL(p_data || m) - T/8 with m = (p_data + p_g)/2 and T = sum (p_data - p_g)^2/(p_data + p_g)",
    lambda p, g: kl(p, (p + g) / 2) - triangular(p, g) / 8,
    "Mao et al. 2017, eq. 9 (a = 0, b = c = 1)",
)
