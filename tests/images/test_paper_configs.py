"""The paper's configurations, layer by layer, against the table of the released code."""

import dataclasses
import json
import math

import jax
import pytest

from gantheory.datasets import IMAGE_SETS
from gantheory.errors import GanTheoryError
from gantheory.images.config import ImageConfig, config_of, differences
from gantheory.images.layers import Deconvolution, MaxoutConvolution
from gantheory.images.model import build_discriminator, build_generator
from gantheory.images.paper_configs import PAPER_CONFIGS
from gantheory.training.layers import Maxout

LIMIT = 1.9365


def networks(name):
    return networks_of(PAPER_CONFIGS[name].config)


def networks_of(config):
    image_set = IMAGE_SETS[config.dataset]
    generator = build_generator(config, image_set.dimension)
    return generator, build_discriminator(config, image_set.dimension, image_set.image_shape)


def shapes(network):
    """Weights of each layer, without drawing any."""
    params = jax.eval_shape(network.init, jax.random.key(0))
    return [layer["weight"].shape for layer in params]


# the digest of the released yaml files: weights of G, of D; parameters of G, of D
TABLE = {
    "mnist": (
        [(100, 1200), (1200, 1200), (1200, 784)],
        [(784, 1200), (240, 1200), (240, 1)],
        (2_503_984, 1_231_441),
    ),
    "tfd_pretrain": (
        [(100, 8000), (8000, 8000), (8000, 2304)],
        [(2304, 6000), (1200, 6000), (1200, 1)],
        (83_250_304, 21_037_201),
    ),
    "tfd_train": (
        [(100, 8000), (8000, 100), (100, 8000), (8000, 8000), (8000, 2304)],
        [(2304, 6000), (1200, 6000), (1200, 1)],
        (84_858_404, 21_037_201),
    ),
    "cifar10_fully_connected": (
        [(100, 8000), (8000, 8000), (8000, 3072)],
        [(3072, 8000), (1600, 8000), (1600, 1)],
        (89_395_072, 37_393_601),
    ),
    "cifar10_convolutional": (
        [(100, 8000), (8000, 8000), (80, 5 * 5 * 3)],
        [(8 * 8 * 3, 64), (8 * 8 * 32, 64), (5 * 5 * 32, 384), (4800, 2500), (500, 1)],
        (64_825_072, 12_454_073),
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_layers_and_parameter_counts_are_those_of_the_released_code(name):
    generator, discriminator = networks(name)
    of_g, of_d, counts = TABLE[name]
    assert shapes(generator) == of_g
    assert shapes(discriminator) == of_d
    assert (generator.parameter_count(), discriminator.parameter_count()) == counts
    # dropout: 0.8 of the inputs, 0.5 of everything later, none in G
    assert [layer.keep for layer in discriminator.layers] == [0.8] + [0.5] * (len(of_d) - 1)
    assert {layer.keep for layer in generator.layers} == {1.0}
    assert {layer.weight_range for layer in discriminator.layers} == {0.005}
    pieces = [layer.pieces for layer in discriminator.layers if isinstance(layer, Maxout)]
    assert set(pieces) == {5}


def hidden(name):
    """Activation, range and first bias of the layers of G, as written in the yaml file."""
    layers = networks(name)[0].layers
    return [
        (layer.activation, layer.weight_range, layer.first_bias, layer.nonzero) for layer in layers
    ]


def test_the_generators_start_as_the_released_ones():
    relu, sigmoid = ("relu", 0.05, 0.0, 0), ("sigmoid", 0.05, 0.0, 0)
    late = ("sigmoid", 0.05, -2.0, 0)
    sparse = ("sigmoid", 0.05, 0.0, 100)
    assert hidden("mnist") == [relu, relu, sigmoid]
    assert hidden("tfd_pretrain") == [relu, late, sparse]
    assert hidden("tfd_train") == [relu, late, relu, late, sparse]
    assert hidden("cifar10_fully_connected") == [relu, sigmoid, ("linear", 0.5, 0.0, 0)]
    generator, discriminator = networks("cifar10_convolutional")
    assert generator.layers[-1] == Deconvolution((10, 10, 80), 3, 5, 3, 0.05)
    assert [layer.activation for layer in generator.layers[:-1]] == ["relu", "sigmoid"]
    convolutions = [layer for layer in discriminator.layers if isinstance(layer, MaxoutConvolution)]
    assert [layer.output_image for layer in convolutions] == [(16, 16, 32), (7, 7, 32), (5, 5, 192)]


# batch, rate, noise, limit, epochs, scale, stages
SETTINGS = {
    "mnist": (100, 0.1, "uniform", 0, 250, "unit", 0),
    "tfd_pretrain": (100, 0.05, "gaussian", LIMIT, 50, "unit", 0),
    "tfd_train": (100, 0.05, "gaussian", LIMIT, 22, "unit", 3),
    "cifar10_fully_connected": (100, 0.025, "gaussian", 0, 250, "contrast", 0),
    "cifar10_convolutional": (128, 0.004, "gaussian", 0, 250, "contrast", 0),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_the_settings_are_those_of_the_released_code(name):
    config = PAPER_CONFIGS[name].config
    assert SETTINGS[name] == (
        config.batch,
        config.learning_rate,
        config.noise_distribution,
        config.column_limit,
        config.epochs,
        config.scale,
        config.pretrained_layers,
    )
    config.check()
    assert config.experiment == name
    assert config.noise == 100
    assert (config.schedule, config.game) == ("simultaneous", "non_saturating")
    assert (config.momentum, config.final_momentum, config.momentum_epochs) == (0.5, 0.7, 250)
    assert (config.learning_rate_divisor, config.learning_rate_floor) == (1.000004, 1e-6)
    assert config.discriminator_weight == 0.5
    marginals = config.generator_output_bias == "marginals"
    assert marginals == (config.generator_output == "sigmoid")


def test_faces48_runs_the_protocol_of_tfd_for_as_many_updates():
    for stage in ("pretrain", "train"):
        ours, theirs = (PAPER_CONFIGS[f"{faces}_{stage}"].config for faces in ("faces48", "tfd"))
        ours.check()
        other = {
            "experiment",
            "dataset",
            "epochs",
            "momentum_epochs",
            "sheet_every",
            "parzen_every",
        }
        for field in dataclasses.fields(ImageConfig):
            same = getattr(ours, field.name) == getattr(theirs, field.name)
            assert same != (field.name in other), field.name
        updates = [ours.epochs * -(-7_822 // 100), theirs.epochs * -(-98_058 // 100)]
        assert updates[0] == pytest.approx(updates[1], rel=0.002)
        # momentum at the same update
        assert ours.momentum_epochs * 79 == pytest.approx(theirs.momentum_epochs * 981, rel=1e-3)
    assert "TFD" not in PAPER_CONFIGS["faces48_train"].summary


def test_nothing_measured_on_other_faces_is_called_tfd():
    config = PAPER_CONFIGS["tfd_train"].config
    with pytest.raises(GanTheoryError, match="--dataset cannot be faces48 for tfd_train"):
        dataclasses.replace(config, dataset="faces48").check()


@pytest.mark.parametrize("name", PAPER_CONFIGS)
def test_a_configuration_is_rebuilt_from_its_json(name):
    config = PAPER_CONFIGS[name].config
    saved = json.loads(json.dumps(dataclasses.asdict(config)))
    assert config_of(saved) == config
    assert differences(saved, config) == []


def test_runs_of_an_older_version_can_be_gone_on_with():
    saved = {"epochs": 250, "seed": 3, "generator_hidden": [1200, 1200], "batch": 100}
    config = ImageConfig(seed=3)
    assert config_of(saved) == config
    assert differences(saved, config) == []
    with pytest.raises(GanTheoryError, match="'temperature'"):
        config_of({"temperature": 1})


@pytest.mark.parametrize(
    ("name", "change", "complaint"),
    [
        ("mnist", {"stop_after": 5}, "--stop-after"),
        ("mnist", {"pretrained_layers": 3}, "--pretrained-layers"),
        ("mnist", {"generator_output": "linear"}, "--generator-output-bias"),
        ("mnist", {"generator_activations": ()}, "--generator-activations"),
        ("mnist", {"column_limit": -1.0}, "--column-limit"),
        ("mnist", {"keep_input": 1e-6}, "--keep-input"),
        ("mnist", {"generator_biases": (0.0, math.nan)}, "--generator-biases"),
        ("mnist", {"generator_output_range": 0.0}, "--generator-output-range"),
        ("mnist", {"generator_output_range": -1.0}, "--generator-output-range"),
        ("mnist", {"generator_output_range": math.nan}, "--generator-output-range"),
        *(
            ("cifar10_convolutional", {"discriminator_convolutions": (sizes,)}, "convolutions")
            for sizes in (
                (0, 2, 8, 4, 4, 2),
                (32, 0, 8, 4, 4, 2),
                (32, 2, 0, 0, 4, 2),
                (32, 2, 8, -1, 4, 2),
                (32, 2, 8, 4, 0, 2),
                (32, 2, 8, 4, 4),
            )
        ),
        ("cifar10_convolutional", {"generator_hidden": (8, 8)}, "80 x 10 x 10 units"),
        ("cifar10_convolutional", {"generator_deconvolution": (80, 10)}, "is channels"),
        (
            "tfd_pretrain",
            {"schedule": "alternating", "discriminator_steps": 2},
            "--last-batch",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused(name, change, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        dataclasses.replace(PAPER_CONFIGS[name].config, **change).check()


@pytest.mark.parametrize(
    ("name", "change", "complaint"),
    [
        ("cifar10_convolutional", {"discriminator_convolutions": ((4, 2, 8, 0, 90, 2),)}, "small"),
        ("mnist", {"discriminator_convolutions": ((4, 2, 8, 4, 4, 2),)}, "with channels"),
        (
            "cifar10_convolutional",
            {"generator_hidden": (8, 90), "generator_deconvolution": (10, 3, 5, 3)},
            "11 x 11 x 3 numbers",
        ),
        ("mnist", {"generator_activations": ("softsign",)}, "unknown activation 'softsign'"),
    ],
)
def test_layers_that_do_not_fit_the_images_are_refused(name, change, complaint):
    config = dataclasses.replace(PAPER_CONFIGS[name].config, **change)
    with pytest.raises(GanTheoryError, match=complaint):
        networks_of(config)
