"""The image model is the released configuration of the paper: sizes, losses, updates, schedules."""

import dataclasses

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.images.config import ImageConfig, differences
from gantheory.images.model import (
    build_discriminator,
    build_generator,
    build_model,
    build_optimizer,
    run_key,
    uniform_noise,
)

TINY = ImageConfig(
    epochs=2,
    batch=10,
    noise=4,
    generator_hidden=(8,),
    discriminator_hidden=(6, 6),
    discriminator_pieces=2,
    discriminator_range=0.5,
    generator_range=0.5,
)


@pytest.fixture(scope="module")
def pixels():
    return np.random.default_rng(0).integers(0, 256, (45, 9), dtype=np.uint8)


@pytest.fixture(scope="module")
def model(pixels):
    return build_model(TINY, pixels)


def test_the_defaults_have_the_papers_layers_and_parameter_counts():
    config = ImageConfig()
    generator = build_generator(config, 784)
    discriminator = build_discriminator(config, 784)
    # the digest of the released mnist.yaml
    assert generator.parameter_count() == 2_503_984
    assert discriminator.parameter_count() == 1_231_441
    assert [layer.units for layer in generator.layers] == [1200, 1200, 784]
    assert [layer.activation for layer in generator.layers] == ["relu", "relu", "sigmoid"]
    assert [layer.weight_range for layer in generator.layers] == [0.05] * 3
    assert [layer.units for layer in discriminator.layers] == [240, 240, 1]
    assert [layer.keep for layer in discriminator.layers] == [0.8, 0.5, 0.5]
    assert [layer.weight_range for layer in discriminator.layers] == [0.005] * 3
    assert [layer.pieces for layer in discriminator.layers[:2]] == [5, 5]
    assert (config.batch, config.noise) == (100, 100)
    assert (config.schedule, config.game) == ("simultaneous", "non_saturating")


def test_noise_is_uniform_with_variance_one():
    z = np.asarray(uniform_noise(jax.random.key(0), (1000, 100)))
    assert np.abs(z).max() < 3**0.5
    # 100,000 draws, variance of z^2 is 4/5: six standard errors, false alarm below 1e-8
    assert abs((z**2).mean() - 1) < 6 * (0.8 / z.size) ** 0.5


def test_the_output_bias_is_the_logit_of_the_pixel_means(pixels):
    images = pixels.copy()
    images[:, 0], images[:, 1] = 0, 255
    state = build_model(TINY, images).init()
    bias = np.asarray(state.generator[-1]["bias"], np.float64)
    means = np.clip(images.mean(axis=0) / 255, 1e-7, 1 - 1e-7)
    np.testing.assert_allclose(bias, np.log(means / (1 - means)), rtol=1e-6)
    assert not np.asarray(state.generator[0]["bias"]).any()


def test_momentum_rises_by_the_epoch_and_the_rate_falls_by_the_update():
    config = ImageConfig()
    optimizer = build_optimizer(config, 500)
    state = optimizer.init(jnp.zeros(()))

    def at(done):
        """Momentum and rate of the update after `done` updates, read off the velocity."""
        moved = [
            optimizer.update(jnp.float32(g), state._replace(velocity=jnp.float32(v), done=done))[0]
            for g, v in ((0.0, 1.0), (-1.0, 0.0))
        ]
        return [float(m) for m in moved]

    for done, expected in [
        (0, 0.5),
        (499, 0.5),  # constant within an epoch
        (500, 0.5 + 0.2 / 249),
        (249 * 500 - 1, 0.5 + 0.2 * 248 / 249),
        (249 * 500, 0.7),  # epoch 250
        (10**6, 0.7),
    ]:
        momentum, rate = at(jnp.int32(done))
        assert momentum == pytest.approx(expected, abs=1e-6), done
        assert rate == pytest.approx(max(0.1 / 1.000004**done, 1e-6), rel=1e-5), done
    assert at(jnp.int32(4_000_000))[1] == pytest.approx(1e-6)


def test_an_update_is_that_of_the_released_cost():
    """AdversaryCost2, written out: two gradients at one point, shared z and mask, momentum."""
    config = dataclasses.replace(TINY, learning_rate=0.3)
    rng = np.random.default_rng(1)
    images = rng.integers(0, 256, (10, 9), dtype=np.uint8)
    model = build_model(config, images)
    start = model.init()
    real = jnp.asarray(images / 255.0, jnp.float32)
    key = jax.random.key(5)
    noise_key, real_mask, fake_mask = jax.random.split(key, 3)
    z = uniform_noise(noise_key, (10, 4))

    def bce(target, logits):
        return jnp.mean(jnp.logaddexp(0.0, logits) - target * logits)

    def d(params, x, mask):
        return model.discriminator.apply(params, x, mask)[:, 0]

    def d_cost(params):
        fake = model.generator.apply(start.generator, z)
        return 0.5 * (bce(1.0, d(params, real, real_mask)) + bce(0.0, d(params, fake, fake_mask)))

    def g_cost(params):
        fake = model.generator.apply(params, z)
        return bce(1.0, d(start.discriminator, fake, fake_mask))

    @jax.jit
    def wanted(params):
        discriminator, generator = params
        gradients = jax.grad(d_cost)(discriminator), jax.grad(g_cost)(generator)
        return jax.tree.map(lambda p, g: p - 0.3 * g, params, gradients)

    after, _ = jax.jit(model.algorithm.step)(key, start, real[None])
    got = (after.discriminator, after.generator)
    for mine, theirs in zip(
        jax.tree.leaves(got),
        jax.tree.leaves(wanted((start.discriminator, start.generator))),
        strict=True,
    ):
        np.testing.assert_allclose(mine, theirs, rtol=2e-5, atol=1e-6)


def test_updates_on_mnist_are_what_they_were_when_its_runs_were_made():
    """Numbers of revision 6dd4ac5, which made the MNIST runs of the README; to rounding."""
    images = np.random.default_rng(5).integers(0, 256, (300, 784), dtype=np.uint8)
    narrow = {"generator_hidden": (40, 30), "discriminator_hidden": (24, 20)}
    model = build_model(ImageConfig(**narrow, discriminator_range=0.2), images)
    state = model.init()
    for number in (1, 2):
        state, infos = model.epoch(state, jnp.asarray(images), number)
    np.testing.assert_allclose(infos.value, [-1.6249387, -1.4586445, -1.3601098], rtol=1e-5)
    np.testing.assert_allclose(infos.d_real, [0.38613516, 0.62463504, 0.67610633], rtol=1e-5)

    def sums(params, name):
        return [np.abs(np.asarray(layer[name], np.float64)).sum() for layer in params]

    for params, weights, biases in (
        (
            state.generator,
            [101.336345, 30.0641727, 591.569647],
            [1.5758e-3, 1.190554e-2, 41.386888],
        ),
        (
            state.discriminator,
            [9425.58013, 241.443568, 0.8222952],
            [0.1856085, 0.1659852, 3.80014e-2],
        ),
    ):
        np.testing.assert_allclose(sums(params, "weight"), weights, rtol=1e-6)
        np.testing.assert_allclose(sums(params, "bias"), biases, rtol=1e-4)
    samples = model.sample(state, jax.random.key(3), 2)
    wanted = [[0.4959255, 0.4800674, 0.4838983], [0.4965185, 0.4804716, 0.4843777]]
    np.testing.assert_allclose(samples[:, :3], wanted, rtol=1e-5)


def test_an_epoch_visits_every_image_once_in_an_order_of_its_own():
    # one pixel that names the image, a batch of one image: D's view of the data is the order
    images = np.arange(8, dtype=np.uint8)[:, None]
    config = dataclasses.replace(TINY, batch=2, learning_rate=0.0)
    seen = []
    for seed, number in ((0, 1), (0, 2), (1, 1)):
        order_key = jax.random.fold_in(run_key(seed, "order"), number)
        seen.append(np.asarray(jax.random.permutation(order_key, 8)))
    assert len({tuple(order) for order in seen}) == 3
    # with D = sigmoid(pixel) (no dropout, identity maxout) d_real of a step tells its images
    plain = dataclasses.replace(config, discriminator_hidden=(), keep_input=1.0)
    model = build_model(plain, images)
    for number, order in ((1, seen[0]), (2, seen[1])):
        state = model.init()
        state = state._replace(
            discriminator=({"weight": jnp.full((1, 1), 255.0), "bias": jnp.full(1, -3.5)},)
        )
        _, infos = model.epoch(state, jnp.asarray(images), number)
        expected = jax.nn.sigmoid(order.reshape(4, 2) - 3.5).mean(axis=1)
        np.testing.assert_allclose(infos.d_real, expected, rtol=1e-4)


def check_training(model, pixels):
    before = model.init()
    after, infos = model.epoch(model.init(), jnp.asarray(pixels), 1)
    assert infos.value.shape == (model.steps_per_epoch,)
    assert np.isfinite(infos.value).all()
    assert int(after.iteration) == model.steps_per_epoch
    for player in ("generator", "discriminator"):
        old, new = jax.tree.leaves(getattr(before, player)), jax.tree.leaves(getattr(after, player))
        assert all((np.asarray(o) != np.asarray(n)).any() for o, n in zip(old, new, strict=True))
    return after


def test_the_paper_s_schedule_trains_and_is_not_traced_again(model, pixels):
    assert model.steps_per_epoch == 4  # 45 images in batches of 10, five left out
    state = check_training(model, pixels)
    for number in (2, 3):
        state, _ = model.epoch(state, jnp.asarray(pixels), number)
    assert model.chunk._cache_size() == 1


def test_images_that_do_not_fill_a_minibatch_are_updated_on_or_left_out(pixels):
    """With a rate of 0 D is the same all along: its mean over the epoch tells which it saw."""
    plain = {"discriminator_hidden": (), "keep_input": 1.0, "learning_rate": 0.0}
    config = dataclasses.replace(TINY, **plain, learning_rate_floor=0.0, last_batch="keep")
    model = build_model(config, pixels)
    assert model.steps_per_epoch == 5  # 45 images: four minibatches of 10, and one of 5
    state, infos = model.epoch(model.init(), jnp.asarray(pixels), 1)
    weights = state.discriminator[0]
    d = jax.nn.sigmoid(pixels / 255.0 @ weights["weight"][:, 0] + weights["bias"][0])
    seen = (10 * infos.d_real[:4].sum() + 5 * infos.d_real[4]) / 45
    assert float(seen) == pytest.approx(float(d.mean()), abs=1e-6)
    assert int(state.iteration) == 5


def test_algorithm_1_as_printed_trains(pixels):
    config = dataclasses.replace(
        TINY, schedule="alternating", game="minimax", discriminator_steps=2
    )
    model = build_model(config, pixels)
    assert model.steps_per_epoch == 2
    check_training(model, pixels)


def test_samples_depend_on_key_and_position_only(model, monkeypatch):
    state = model.init()
    monkeypatch.setattr("gantheory.images.model._SAMPLES_AT_ONCE", 20)
    samples = model.sample(state, jax.random.key(0), 60)
    assert samples.shape == (60, 9)
    assert ((samples > 0) & (samples < 1)).all()
    np.testing.assert_array_equal(model.sample(state, jax.random.key(0), 40), samples[:40])
    assert len(np.unique(samples, axis=0)) == 60


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"epochs": 0}, "--epochs"),
        ({"seed": -1}, "--seed"),
        ({"batch": 46}, "lower --batch"),
        ({"discriminator_steps": 2}, "alternating"),
        ({"keep_input": 0.0}, "--keep-input"),
        ({"momentum": 1.0}, "--momentum"),
        ({"momentum_epochs": 1}, "--momentum-epochs"),
        ({"learning_rate": float("nan")}, "--learning-rate"),
        ({"learning_rate_divisor": 0.5}, "--learning-rate-divisor"),
        ({"generator_hidden": (8, 0)}, "--generator-hidden"),
        ({"discriminator_weight": 0.0}, "--discriminator-weight"),
    ],
)
def test_configurations_that_make_no_sense_are_refused(pixels, change, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        build_model(dataclasses.replace(TINY, **change), pixels)


def test_only_what_lies_ahead_may_change_on_resuming():
    saved = {**dataclasses.asdict(TINY), "generator_hidden": [8], "discriminator_hidden": [6, 6]}
    assert differences(saved, TINY) == []
    assert differences(saved, dataclasses.replace(TINY, epochs=9, sheet_every=1)) == []
    (complaint,) = differences(saved, dataclasses.replace(TINY, seed=3))
    assert "--seed was 0, not 3" in complaint
    assert differences(saved, dataclasses.replace(TINY, generator_hidden=(9,)))
