"""f-divergences as games: D maximises E_data T - E_g f*(T), G minimises it (claim G1).

T = T(v) maps D's output v, any number, into the domain of the conjugate f*. The best T is
f'(p_data/p_g), the value there is the divergence, the mean of f(p_data/p_g) under p_g. The two
losses are written down as T(v) and f*(T(v)) after simplifying.

Source: Nowozin, Cseke and Tomioka 2016, "f-GAN", tables 1, 2 and 6; the output of Jeffreys'
divergence is ours, since theirs needs Lambert's function: v is the log-ratio itself, and
f*(f'(u)) = u f'(u) - f(u) with u = exp v.
"""

from collections.abc import Callable

import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from gantheory.games.game import Output, Pointwise, PointwiseGame, log_sigmoid
from gantheory.games.optimum import (
    Functional,
    Masses,
    Optimum,
    clipped_log_ratio,
    jsd,
    kl,
    pearson,
    squared_hellinger,
)


def _game(
    name: str,
    reward: Pointwise,
    conjugate: Pointwise,
    best: Callable[[Masses, Masses], Masses],
    words: str,
    divergence: Functional,
    log_odds: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]],
    output: Output = "score",
) -> PointwiseGame:
    """A game from T(v), f*(T(v)), the v of the best T, the divergence, and v read backwards."""
    return PointwiseGame(
        name=name,
        output=output,
        on_real=lambda v: -reward(v),
        on_fake=conjugate,
        for_generator=lambda v: -conjugate(v),
        slope_ratio=lambda v: jnp.full_like(v, -1.0),
        optimum=Optimum(
            output=best,
            best_loss=lambda p, g: -divergence(p, g),
            divergence=words,
            descended=divergence,
            claims=("G1",),
            log_odds=log_odds,
        ),
        source="Nowozin et al. 2016, tables 1, 2 and 6",
    )


def _log_ratio(p: Masses, g: Masses) -> Masses:
    return jnp.log(p) - jnp.log(g)


KL = _game(
    "kl",
    reward=lambda v: v,
    conjugate=lambda v: jnp.exp(v - 1),
    best=lambda p, g: 1 + _log_ratio(p, g),
    words="KL(p_data || p_g)",
    divergence=kl,
    log_odds=lambda v: v - 1,
)

REVERSE_KL = _game(
    "reverse_kl",
    reward=lambda v: -jnp.exp(-v),
    conjugate=lambda v: v - 1,
    best=_log_ratio,
    words="KL(p_g || p_data)",
    divergence=lambda p, g: kl(g, p),
    log_odds=lambda v: v,
)

PEARSON = _game(
    "pearson",
    reward=lambda v: v,
    conjugate=lambda v: v**2 / 4 + v,
    best=lambda p, g: 2 * (p / g - 1),
    words="chi-square, sum (p_data - p_g)^2/p_g",
    divergence=pearson,
    log_odds=lambda v: clipped_log_ratio(2 + v, 2.0),
)

SQUARED_HELLINGER = _game(
    "squared_hellinger",
    reward=lambda v: 1 - jnp.exp(-v),
    conjugate=lambda v: jnp.exp(v) - 1,
    best=lambda p, g: _log_ratio(p, g) / 2,
    words="squared Hellinger, sum (sqrt p_data - sqrt p_g)^2",
    divergence=squared_hellinger,
    log_odds=lambda v: 2 * v,
)

JEFFREYS = _game(
    "jeffreys",
    reward=lambda v: 1 + v - jnp.exp(-v),
    conjugate=lambda v: jnp.exp(v) - 1 + v,
    best=_log_ratio,
    words="KL(p_data || p_g) + KL(p_g || p_data)",
    divergence=lambda p, g: kl(p, g) + kl(g, p),
    log_odds=lambda v: v,
)

#: the minimax game with the value shifted by log 4
JENSEN_SHANNON = _game(
    "jensen_shannon",
    reward=lambda v: jnp.log(2.0) + log_sigmoid(v),
    conjugate=lambda v: -jnp.log(2.0) - log_sigmoid(-v),
    best=_log_ratio,
    words="2 JSD(p_data, p_g)",
    divergence=lambda p, g: 2 * jsd(p, g),
    log_odds=lambda v: v,
    output="logit",
)

F_GANS = (KL, REVERSE_KL, PEARSON, SQUARED_HELLINGER, JEFFREYS, JENSEN_SHANNON)
