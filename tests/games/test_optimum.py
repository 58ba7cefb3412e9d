"""Each game against its theory: D trained on a finite alphabet is the closed form, its loss too.

The discriminator is a table, one output per symbol. Laws are counts out of 12, so that a batch
holds every symbol exactly as often as its law says, and the game's own batch loss is the
expectation. Pairwise games get all pairs.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import scipy.optimize

from gantheory.errors import GanTheoryError
from gantheory.games import GAMES, PairwiseGame, PointwiseGame, find_game
from gantheory.games.optimum import kl
from gantheory.proofs.registry import claim_ids
from gantheory.remedies import LabelSmoothing
from gantheory.remedies.labels import smoothed

N = 12
WITH_OPTIMUM = [game for game in GAMES.values() if game.optimum is not None]
SMOOTHED = [smoothed(GAMES[name], LabelSmoothing(0.75)) for name in ("minimax", "least_squares")]


def laws(seed):
    """Two random laws on 4 symbols, as float64 masses; every symbol has mass, no two are equal."""
    rng = np.random.default_rng(seed)
    counts = [1 + rng.multinomial(N - 4, np.full(4, 0.25)) for _ in range(2)]
    while np.any(counts[0] == counts[1]):
        counts[1] = 1 + rng.multinomial(N - 4, np.full(4, 0.25))
    return np.array(counts) / N


def train(game, p, g):
    """The table of outputs with the least loss of D, and that loss."""
    real, fake = (np.repeat(np.arange(4), np.rint(N * law).astype(int)) for law in (p, g))
    if isinstance(game, PairwiseGame):
        real, fake = np.repeat(real, N), np.tile(fake, N)

    def loss(table):
        return game.discriminator_loss(table[real], table[fake])

    slope = jax.jit(jax.value_and_grad(loss))
    if game.name == "hinge":  # piecewise linear: steps that shrink to 0 end next to the kink
        table = np.zeros(4)
        for size in np.linspace(0.2, 0.0, 600):
            table -= size * slope(table)[1]
        return table, float(slope(table)[0])
    found = scipy.optimize.minimize(
        lambda table: tuple(np.asarray(part, np.float64) for part in slope(jnp.asarray(table))),
        np.full(4, 0.1),
        jac=True,
        method="BFGS",
        options={"gtol": 1e-9},
    )
    return found.x, float(found.fun)


@pytest.mark.parametrize("game", [*WITH_OPTIMUM, *SMOOTHED], ids=lambda game: game.name)
def test_a_table_trained_by_the_games_own_loss_is_the_optimum(game):
    with jax.enable_x64(True):
        p, g = laws(seed=len(game.name))
        table, loss = train(game, p, g)
        expected = np.asarray(game.optimum.output(jnp.asarray(p), jnp.asarray(g)))
        if isinstance(game, PairwiseGame):  # only differences of outputs matter
            table, expected = table - table.mean(), expected - expected.mean()
        tolerance = 1e-3 if game.name == "hinge" else 1e-6
        np.testing.assert_allclose(table, expected, atol=tolerance)
        least = game.optimum.best_loss(jnp.asarray(p), jnp.asarray(g))
        np.testing.assert_allclose(loss, least, atol=1e-4 if game.name == "hinge" else 1e-9)


@pytest.mark.parametrize(
    "game", [g for g in WITH_OPTIMUM if g.optimum.descended is not None], ids=lambda game: game.name
)
def test_the_generators_loss_is_the_slope_of_the_divergence_it_descends(game):
    """dF/dp_g(x) = for_generator(D*(x)) up to a constant: p_g has mass 1 whatever it does."""
    with jax.enable_x64(True):
        for seed in range(3):
            p, g = (jnp.asarray(law) for law in laws(seed))
            slope = jax.grad(game.optimum.descended, 1)(p, g)
            paid = game.for_generator(game.optimum.output(p, g))
            np.testing.assert_allclose(slope - slope.mean(), paid - paid.mean(), atol=1e-12)


@pytest.mark.parametrize("game", WITH_OPTIMUM, ids=lambda game: game.name)
def test_where_the_laws_agree_the_discriminator_says_the_same_everywhere(game):
    with jax.enable_x64(True):
        p = jnp.asarray(laws(0)[0])
        assert np.ptp(game.optimum.output(p, p)) == 0
        q = jnp.asarray(laws(1)[1])
        assert game.optimum.best_loss(p, q) < game.optimum.best_loss(p, p)


def test_jensen_shannon_as_an_f_gan_is_the_minimax_game_shifted_by_log_4():
    real, fake = jnp.float32([-3.0, 0.5, 40.0]), jnp.float32([-90.0, 0.0, 2.0])
    shifted, plain = GAMES["jensen_shannon"], GAMES["minimax"]
    np.testing.assert_allclose(
        shifted.discriminator_loss(real, fake),
        plain.discriminator_loss(real, fake) - np.log(4),
        rtol=1e-5,
    )


def test_a_critic_of_slope_at_most_1_measures_the_earth_movers_distance():
    """Claim G4: on a line of symbols 1 apart, W1 = sum |P - G| over distribution functions."""
    p, g = laws(3)
    real, fake = (np.repeat(np.arange(4), np.rint(N * law).astype(int)) for law in (p, g))

    def loss(steps):
        outputs = jnp.concatenate([jnp.zeros(1), jnp.cumsum(steps)])
        return GAMES["wasserstein"].discriminator_loss(outputs[real], outputs[fake])

    slope = jax.jit(jax.grad(loss))
    steps = jnp.zeros(3)
    for _ in range(30):
        steps = jnp.clip(steps - slope(steps), -1.0, 1.0)
    distance = np.abs(np.cumsum(p - g)).sum()
    np.testing.assert_allclose(-loss(steps), distance, rtol=1e-6)


def test_an_optimum_or_the_reason_why_there_is_none():
    for game in GAMES.values():
        assert (game.optimum is None) == bool(game.no_optimum)
        assert game.source
        if game.optimum is not None:  # every claim cited is one that can be verified
            assert set(game.optimum.claims) <= set(claim_ids())


def test_the_optimum_of_the_average_game_is_no_function_of_the_ratio_alone():
    """So none is claimed in terms of p_data(x) and p_g(x).

    Two pairs of laws share the ratio 2 at their first symbol; the best outputs there differ.
    """
    with jax.enable_x64(True):
        game = GAMES["relativistic_average"]
        pairs = [
            (np.array([4, 2, 3, 3]) / N, np.array([2, 4, 3, 3]) / N),
            (np.array([4, 1, 1, 6]) / N, np.array([2, 8, 1, 1]) / N),
        ]
        tables = [train(game, p, g)[0] for p, g in pairs]
        against_ratio_1 = [table[0] - table[2] for table in tables]
        assert abs(against_ratio_1[0] - against_ratio_1[1]) > 1e-3


@pytest.mark.parametrize(
    "game",
    [g for g in GAMES.values() if isinstance(g, PointwiseGame) and g.slope_ratio is not None],
    ids=lambda game: game.name,
)
def test_slope_ratio_is_the_ratio_of_the_slopes(game):
    with jax.enable_x64(True):
        x = jnp.linspace(-50.0, 50.0, 41) + 0.3  # -2, where Pearson's slope is 0, is not there

        def slopes(loss):
            return jax.grad(lambda v: jnp.sum(loss(v)))(x)

        ratio = slopes(game.for_generator) / slopes(game.on_fake)
        np.testing.assert_allclose(game.slope_ratio(x), ratio, rtol=1e-10)


def test_pairwise_games_need_data_for_the_generator():
    with pytest.raises(GanTheoryError, match="needs data"):
        GAMES["relativistic"].generator_loss(jnp.zeros(3))


def test_an_unknown_game_is_refused_with_the_names_there_are():
    with pytest.raises(GanTheoryError, match="non_saturating"):
        find_game("wgan")


def test_divergences_of_masses_are_those_of_densities_under_a_quadrature_rule():
    """KL(N(0,1) || N(1,1)) = 1/2, by the trapezium rule."""
    with jax.enable_x64(True):
        x = jnp.linspace(-12.0, 13.0, 501)
        weigh = partial(jnp.multiply, x[1] - x[0])
        normal = [jnp.exp(-((x - mean) ** 2) / 2) / np.sqrt(2 * np.pi) for mean in (0.0, 1.0)]
        np.testing.assert_allclose(kl(*map(weigh, normal)), 0.5, rtol=1e-9)
