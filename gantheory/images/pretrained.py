"""Layers of a generator that come from another run: the second stage of the paper's face model.

New layers are put under all layers of the first stage's generator, whose noise they replace; all
layers go on learning, momentum and rate start anew, and D is fresh.

Source: goodfeli/adversarial, `add_layers` and `tfd_pretrain/train.yaml`.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array

from gantheory.checkpoint import read_checkpoint, state_sha256
from gantheory.errors import GanTheoryError
from gantheory.images.config import ImageConfig, config_of
from gantheory.images.model import ImageModel, build_generator
from gantheory.images.paper_configs import departures
from gantheory.images.trained_data import check_same_data
from gantheory.training.algorithm1 import TrainState


@dataclass(frozen=True)
class PretrainedLayers:
    """The layers of a trained generator.

    Attributes:
        params: their parameters, from the input to the output.
        source: which configuration, seed and epoch they are from, and where that configuration is
            not the paper's (`departures`), as plain data.
    """

    params: tuple[dict[str, Array], ...]
    source: dict[str, Any]


def read_pretrained(
    config: ImageConfig,
    model: ImageModel,
    folder: str | os.PathLike[str] | None,
    checksums: Mapping[str, str],
) -> PretrainedLayers:
    """Read all layers of the generator in the last checkpoint of a run.

    Args:
        config: the configuration that wants them.
        model: its model.
        folder: folder of the first run.
        checksums: SHA-256 of the files of this run's images, by name.

    Raises:
        GanTheoryError: where no folder is given, it holds no whole checkpoint, its images are
            others, or its layers do not fit on top of the new ones.
    """
    if folder is None:
        raise GanTheoryError(
            f"{config.experiment} goes on from another run: name its folder with --pretrained"
        )
    checkpoint = read_checkpoint(
        Path(folder) / "checkpoints", missing="check the path given with --pretrained"
    )
    first = config_of(checkpoint.config)
    if (first.dataset, first.scale) != (config.dataset, config.scale):
        raise GanTheoryError(
            f"the run in {folder} was on {first.dataset} in the {first.scale} scale, this one is "
            f"on {config.dataset} in the {config.scale} scale"
        )
    check_same_data(Path(folder), checksums)
    kept = config.pretrained_layers
    places = model.generator.layers[-kept:]
    dimension = model.generator.outputs
    layers = build_generator(first, dimension).layers
    shapes = jax.eval_shape(model.generator.init, jax.random.key(0))[-kept:]
    params = tuple(
        {name: checkpoint.arrays.get(f".generator[{number}]['{name}']") for name in wanted}
        for number, wanted in enumerate(shapes)
    )
    fits = len(layers) == kept and all(
        array is not None and array.shape == wanted[name].shape
        for layer, wanted in zip(params, shapes, strict=True)
        for name, array in layer.items()
    )
    activations = [getattr(layer, "activation", "") for layer in layers]
    if not fits or activations != [getattr(layer, "activation", "") for layer in places]:
        raise GanTheoryError(
            f"the generator in {folder} does not fit as the last {kept} layers of this one; "
            "give both runs the same --generator-hidden there"
        )
    arrays = tuple({name: jnp.asarray(array) for name, array in layer.items()} for layer in params)
    source = {
        "experiment": first.experiment,
        "seed": first.seed,
        "epoch": checkpoint.step,
        # how many samples it was scored with did nothing to its layers
        "departures": list(departures(replace(first, parzen_samples=ImageConfig.parzen_samples))),
        "generator_sha256": state_sha256(arrays),
    }
    return PretrainedLayers(arrays, source)


def put_on_top(state: TrainState, layers: PretrainedLayers) -> TrainState:
    """Replace the last layers of the generator of a state that nothing has trained yet."""
    kept = len(layers.params)
    return state._replace(generator=(*state.generator[:-kept], *layers.params))
