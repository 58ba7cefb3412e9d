"""Presets are complete configurations whose networks can be built, and say what they differ in."""

import json
from dataclasses import asdict, fields, replace

import jax
import pytest

from gantheory.errors import GanTheoryError
from gantheory.remedies import Remedies
from gantheory.sweep.config import SweepConfig, differences
from gantheory.sweep.pair import build_pair
from gantheory.sweep.presets import PRESETS, find_preset, origin_of
from gantheory.targets import find_target

#: weights and biases (and scales of batch normalisation) by hand, from the widths in the sources
PARAMETERS = {
    "pacgan": (
        (2 + 2) * 400 + 3 * (400 + 2) * 400 + (400 + 1) * 2,
        (2 + 1) * 1000 + 2 * (200 + 1) * 1000 + 201,
    ),
    "unrolled": (257 * 128 + 129 * 128 + 129 * 2, 3 * 128 + 129 * 128 + 129),
    "wgan_gp": (3 * 512 + 2 * 513 * 512 + 513 * 2, 3 * 512 + 2 * 513 * 512 + 513),
}


@pytest.mark.parametrize("name", PRESETS)
def test_a_presets_networks_can_be_built_for_its_targets(name):
    preset = PRESETS[name]
    for target in preset.targets:
        pair = build_pair(preset.config.check(), find_target(target))
        state = jax.eval_shape(pair.algorithm.init, jax.random.key(0))
        assert state.iteration.shape == ()
    assert preset.config.target in preset.targets
    if name in PARAMETERS:
        counts = pair.generator.parameter_count(), pair.discriminator.parameter_count()
        assert counts == PARAMETERS[name]


def test_a_presets_own_targets_go_with_it_and_others_are_warned_of():
    for name, preset in PRESETS.items():
        for target in preset.targets:
            origin = origin_of(name, replace(preset.config, target=target, seeds=3))
            assert (origin.warning, origin.source) == ("", preset.source)
            assert origin.changed == ()
    assert "not for grid25" in origin_of("pacgan", SweepConfig(target="grid25")).warning
    assert origin_of("small", SweepConfig(target="pacgan_ring8")).warning == ""


def test_an_unknown_preset_is_answered_with_those_there_are():
    with pytest.raises(GanTheoryError, match="small, pacgan, veegan, unrolled, wgan_gp"):
        find_preset("dcgan")


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"packing": 3}, "packing"),
        ({"gradient_penalty": 0.1}, "gradient_penalty"),
        ({"r1": 1.0}, "r1"),
        ({"r2": 1.0}, "r2"),
        ({"weight_clipping": 0.01}, "weight_clipping"),
        ({"instance_noise": 0.1}, "instance_noise"),
        ({"label_smoothing": 0.9}, "label_smoothing"),
        ({"unrolling": 5}, "unrolling"),
        ({"consensus": 1.0}, "consensus"),
        ({"lookahead": "optimistic"}, "lookahead"),
    ],
)
def test_every_flag_sets_one_remedy(change, remedy):
    assert SweepConfig().remedies == Remedies()
    found = SweepConfig(**change).remedies
    assert [f.name for f in fields(found) if getattr(found, f.name) is not None] == [remedy]


def test_a_saved_configuration_differs_in_nothing_or_is_told_in_what():
    config = SweepConfig(packing=2)
    saved = json.loads(json.dumps(asdict(config)))
    assert differences(saved, config) == []
    assert differences(saved | {"packing": 1}, config) == ["packing was 1, now 2"]
    assert differences([], config)
