"""Deep looks: exact where p_g is exact; there estimates from samples hold within their error."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gantheory.games import GAMES
from gantheory.line.densities import Prior
from gantheory.line.divergences import optimal_logit, sigmoid
from gantheory.line.pushforward import pushforward
from gantheory.line.scalar_network import scalar_function, scalar_map
from gantheory.remedies import LabelSmoothing
from gantheory.remedies.labels import smoothed
from gantheory.sweep import depth as depth_module
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.depth import DEEP, make_depth, probability_of
from gantheory.sweep.model import build_model
from gantheory.sweep.pair import build_pair
from gantheory.targets import find_target

LINE = SweepConfig(
    target="0.5*N(-1,0.5)+0.5*N(1,0.5)",
    noise=1,
    generator_hidden=(4,),
    discriminator_hidden=(4,),
    activation="tanh",
)


@pytest.fixture(scope="module")
def seed():
    """An untrained seed on the line: how it is measured, what a look sees of it, its players."""
    target = find_target(LINE.target)
    pair = build_pair(LINE, target)
    depth = make_depth(LINE, target, pair)
    train = jax.device_get(pair.algorithm.init(jax.random.key(1)))
    z = np.random.default_rng(0).standard_normal(20_000)
    samples = scalar_map(pair.generator, pair.generator.parted(train.generator))(z)[0]
    logit = scalar_function(pair.discriminator, pair.discriminator.parted(train.discriminator))
    return depth, samples, logit, (train.generator, train.discriminator)


def test_exact_numbers_lie_within_the_stated_error_of_the_estimates(seed):
    """The certified bound may fail with probability 5 %, the error of D's distance likewise."""
    depth, samples, logit, players = seed
    assert depth.needs_players
    assert depth.points.size == 0
    exact = depth.measure(samples[:, None], logit(samples), np.zeros(0), *players)
    assert exact["jsd_error"] < 1e-6
    assert exact["discriminator_distance_error"] < 1e-6
    estimating = replace(depth, prior=None)
    points = estimating.points.reshape(-1)
    found = estimating.measure(samples[:, None], logit(samples), logit(points))
    for name in ("jsd", "discriminator_distance"):
        assert abs(found[name] - exact[name]) <= found[f"{name}_error"]
        assert 0.05 < exact[name] < 1
    assert 0 < found["jsd_lower"] <= exact["jsd"]
    assert found["jsd_lower"] == exact["jsd_lower"]


def test_the_optimal_discriminator_is_at_distance_0(seed):
    depth, _, _, (generator, _) = seed
    p_data = depth.target.mixture.line()
    p_g = pushforward(
        Prior("normal"), scalar_map(depth.pair.generator, depth.pair.generator.parted(generator))
    )
    value, error = depth_module._distance(
        p_data, p_g, lambda x: sigmoid(optimal_logit(p_data.log_pdf(x), p_g.log_pdf(x)))
    )
    assert value <= error + 1e-9
    assert error < 1e-6


TELLING = [name for name, game in GAMES.items() if probability_of(game) is not None]


def test_what_d_says_tells_the_ratio_of_densities_in_all_games_but_critics_and_pairs():
    silent = {"wasserstein", "hinge", "relativistic", "relativistic_average"}
    assert set(GAMES) - set(TELLING) == silent


@pytest.mark.parametrize("name", TELLING)
def test_what_the_best_d_says_is_read_as_d_star(name):
    p, g = np.array([0.1, 0.5, 0.9]), np.array([0.9, 0.5, 0.3])
    best = GAMES[name].optimum.output(jnp.asarray(p, jnp.float32), jnp.asarray(g, jnp.float32))
    read = probability_of(GAMES[name])(np.asarray(best, np.float64))
    np.testing.assert_allclose(read, p / (p + g), 1e-6)


@pytest.mark.parametrize("name", TELLING)
def test_under_smoothed_labels_the_best_d_says_something_else_and_is_read_as_d_star_too(name):
    p, g = np.array([0.1, 0.5, 0.9, 0.7]), np.array([0.9, 0.5, 0.3, 0.0])
    game = smoothed(GAMES[name], LabelSmoothing(0.9))
    best = game.optimum.output(jnp.asarray(p, jnp.float32), jnp.asarray(g, jnp.float32))
    read = probability_of(game)(np.asarray(best, np.float64))
    # next to D* = 1 the best outputs crowd together: float32 tells them apart less well
    np.testing.assert_allclose(read, p / (p + g), 1e-4)


def test_the_optimum_of_claim_f6_is_at_distance_0_from_d_star():
    """With labels of 0.9 it says 0.45 where D* is 1/2: read as a plain D, it was 0.05 away."""
    config = SweepConfig(label_smoothing=0.9, generator_hidden=(4,), discriminator_hidden=(4,))
    target = find_target("d2gan_ring8")
    depth = make_depth(config, target, build_pair(config, target))
    samples = target.mixture.sample(np.random.default_rng(0), 20_000)
    logit = np.log(0.45 / 0.55)
    on_data = np.full(depth.points[..., 0].size, logit)
    found = depth.measure(samples, np.full(20_000, logit), on_data)
    plain = replace(depth, probability=probability_of(depth.pair.game))
    wrong = plain.measure(samples, np.full(20_000, logit), on_data)
    assert found["discriminator_distance"] < 0.04 < wrong["discriminator_distance"]
    np.testing.assert_allclose(depth.probability(np.array([logit])), 0.5)
    line = replace(LINE, label_smoothing=0.9)
    exact = make_depth(line, find_target(line.target), build_pair(line, find_target(line.target)))
    assert exact.d_is_exact
    np.testing.assert_allclose(exact.probability(np.array([logit])), 0.5)


@pytest.mark.parametrize("name", TELLING)
def test_any_output_is_read_as_a_probability_that_rises_with_it(name):
    read = probability_of(GAMES[name])(np.linspace(-50, 50, 101))
    assert np.all((read >= 0) & (read <= 1))
    assert np.all(np.diff(read) >= 0)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"packing": 2}, "several points at once"),
        ({"minibatch_kernels": 3}, "several points at once"),
        ({"game": "wasserstein"}, "no probability"),
    ],
)
def test_where_d_has_no_d_star_nothing_is_measured_and_said_why(change, why):
    config = replace(SweepConfig(generator_hidden=(4,), discriminator_hidden=(4,)), **change)
    target = find_target("ring8")
    depth = make_depth(config, target, build_pair(config, target))
    assert depth.points.size == 0
    assert why in depth.words["discriminator_distance"]
    found = depth.measure(target.mixture.mode_means, np.zeros(8), np.zeros(0))
    assert set(found) == set(DEEP)
    assert np.isnan(found["discriminator_distance"])
    assert found["jsd"] > 0


def test_a_sweep_without_a_field_of_d_has_shapes_that_fit():
    """Traced only: a packed D is not looked at on the grid."""
    config = SweepConfig(packing=2, generator_hidden=(4,), discriminator_hidden=(4,), samples=8)
    model = build_model(config, find_target("ring8"), lanes=2, devices=jax.devices()[:1])
    seeds = jax.ShapeDtypeStruct((4,), jnp.uint32)
    _, seen = jax.eval_shape(lambda s: model.advance(s, *model.start(s), 1, True), seeds)
    assert seen.samples.shape == (4, 8, 2)
    assert seen.output_at_samples.shape == (4, 8)
    assert seen.output_on_data.shape == (4, 1)


def test_deep_looks_are_every_so_many_and_the_last():
    config = SweepConfig(iterations=10, measure_every=2, deep_every=2)
    assert [config.is_deep(frame) for frame in range(config.frames)] == [
        False, False, True, False, True, True,
    ]  # fmt: skip
    rare = replace(config, deep_every=0)
    assert [n for n in range(rare.frames) if rare.is_deep(n)] == [5]


def test_the_estimate_is_never_below_what_is_certified(monkeypatch):
    config = SweepConfig(generator_hidden=(4,), discriminator_hidden=(4,))
    target = find_target("ring8")
    depth = make_depth(config, target, build_pair(config, target))
    samples = target.mixture.sample(np.random.default_rng(0), 2500) / 2
    monkeypatch.setattr(depth_module, "jsd_of_ratio", lambda ratio: (0.1, 0.5))
    found = depth.measure(samples, np.zeros(2500), np.zeros(depth.points[..., 0].size))
    assert found["jsd"] == found["jsd_lower"] > 0.5
    assert "never below jsd_lower" in depth.words["jsd"]
    assert "finer than the samples lie apart" in depth.words["jsd"]
