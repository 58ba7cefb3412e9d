"""Settings are data, and what makes no sense is refused in one clear line."""

import dataclasses
import json

import jax.numpy as jnp
import optax
import pytest

from gantheory.errors import GanTheoryError
from gantheory.games import GAMES
from gantheory.remedies import (
    R1,
    R2,
    Consensus,
    GradientPenalty,
    InstanceNoise,
    LabelSmoothing,
    Packing,
    Remedies,
    Unrolling,
    WeightClipping,
)
from gantheory.remedies.combinations import check_combination
from gantheory.training.algorithm1 import algorithm1
from gantheory.training.networks import Dense, MinibatchDiscrimination, Network, mlp

CROWD = Network(2, (MinibatchDiscrimination(2, 2), Dense(1)))


def build(remedies, game="non_saturating", schedule="alternating", discriminator=None, batch=8):
    packed = remedies.packing.samples if remedies.packing is not None else 1
    return algorithm1(
        generator=mlp(1, (3,), 2, "tanh"),
        discriminator=discriminator or mlp(2 * packed, (3,), 1, "tanh"),
        game=GAMES[game],
        noise=lambda key, n: jnp.ones((n, 1)),
        batch=batch,
        generator_optimizer=optax.sgd(0.1),
        discriminator_optimizer=optax.sgd(0.1),
        schedule=schedule,
        remedies=remedies,
    )


def test_settings_are_hashable_and_go_to_json_and_back():
    remedies = Remedies(
        gradient_penalty=GradientPenalty(sides="one"),
        packing=Packing(3),
        unrolling=Unrolling(2),
        lookahead="optimistic",
    )
    text = json.dumps(dataclasses.asdict(remedies))
    again = json.loads(text)
    assert again["packing"] == {"samples": 3}
    assert again["consensus"] is None
    assert hash(remedies) == hash(dataclasses.replace(remedies))
    assert remedies != Remedies()


@pytest.mark.parametrize(
    "make",
    [
        lambda: WeightClipping(0.0),
        lambda: GradientPenalty(weight=-1.0),
        lambda: GradientPenalty(sides="both"),
        lambda: GradientPenalty(target=float("nan")),
        lambda: R1(float("inf")),
        lambda: R2(0.0),
        lambda: InstanceNoise(std=-0.1),
        lambda: InstanceNoise(iterations=0),
        lambda: LabelSmoothing(0.5),
        lambda: LabelSmoothing(1.0),
        lambda: Packing(1),
        lambda: Consensus(-2.0),
        lambda: Unrolling(0),
        lambda: Remedies(lookahead="ahead"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(make):
    with pytest.raises(GanTheoryError, match=r"must|needs"):
        make()


@pytest.mark.parametrize(
    ("words", "kwargs"),
    [
        (
            "wasserstein has scores",
            {"remedies": {"label_smoothing": LabelSmoothing()}, "game": "wasserstein"},
        ),
        (
            "relativistic has scores",
            {"remedies": {"label_smoothing": LabelSmoothing()}, "game": "relativistic"},
        ),
        ("both players at once", {"remedies": {"lookahead": "extragradient"}}),
        ("both players at once", {"remedies": {"consensus": Consensus()}}),
        (
            "take one",
            {
                "remedies": {"unrolling": Unrolling(), "consensus": Consensus()},
                "schedule": "simultaneous",
            },
        ),
        (
            "give it 6",
            {
                "remedies": {"packing": Packing(3)},
                "discriminator": mlp(2, (3,), 1, "tanh"),
                "batch": 9,
            },
        ),
        ("does not fill packs of 3", {"remedies": {"packing": Packing(3)}}),
        ("one output", {"remedies": {}, "discriminator": mlp(2, (3,), 2, "tanh")}),
        ("per point", {"remedies": {"r1": R1()}, "discriminator": CROWD}),
    ],
)
def test_combinations_that_make_no_sense_are_refused(words, kwargs):
    with pytest.raises(GanTheoryError, match=words):
        build(**{**kwargs, "remedies": Remedies(**kwargs["remedies"])})


def test_an_unknown_schedule_is_refused():
    network = mlp(2, (3,), 2, "tanh")
    with pytest.raises(GanTheoryError, match="schedule must be"):
        check_combination(
            Remedies(),
            game=GAMES["minimax"],
            generator=network,
            discriminator=network,
            batch=8,
            schedule="both",
        )
