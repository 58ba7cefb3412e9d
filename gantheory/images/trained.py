"""The networks of an image run with their parameters, out of its checkpoints."""

import os
from dataclasses import dataclass
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, PRNGKeyArray
from numpy.typing import NDArray

from gantheory.checkpoint import Checkpoint, checkpoint_state_sha256, read_checkpoint
from gantheory.datasets import ImageSet, image_set_named
from gantheory.errors import GanTheoryError
from gantheory.images.config import ImageConfig, config_of
from gantheory.images.model import NOISES, build_discriminator, build_generator, run_key
from gantheory.training.networks import Network, Params


@dataclass(frozen=True)
class TrainedPlayer:
    """A generator or discriminator.

    Attributes:
        network: what it is.
        params: its parameters.
    """

    network: Network
    params: Params


@dataclass(frozen=True)
class TrainedRun:
    """What a checkpoint of an image run holds.

    Attributes:
        config: of the run.
        image_set: its images.
        epoch: epochs behind it.
        generator: G.
        discriminator: D.
        path: the checkpoint's JSON file.
        state_sha256: of its whole state; a `result.json` of the same parameters names the same.
    """

    config: ImageConfig
    image_set: ImageSet
    epoch: int
    generator: TrainedPlayer
    discriminator: TrainedPlayer
    path: Path
    state_sha256: str

    def key(self, seed: int) -> PRNGKeyArray:
        """A key for draws of z that depends on the run's own seed as well."""
        return jax.random.fold_in(run_key(self.config.seed, "samples"), seed)

    def draw_noise(self, key: PRNGKeyArray, count: int) -> Array:
        """Draw z, shape (count, noise)."""
        return NOISES[self.config.noise_distribution](key, (count, self.config.noise))

    def generate(self, z: Array) -> NDArray[np.float32]:
        """Evaluate G at z: (n, pixels), in the scale of the run."""
        return np.asarray(self.generator.network.apply(self.generator.params, z))


def read_trained(run: str | os.PathLike[str]) -> TrainedRun:
    """Read the networks of a run from its last checkpoint.

    Args:
        run: its folder.

    Raises:
        GanTheoryError: where there is no whole checkpoint, or its networks do not fit its
            configuration.
    """
    missing = "check the path: it is to be the folder of an image run"
    checkpoint = read_checkpoint(Path(run) / "checkpoints", missing=missing)
    config = config_of(checkpoint.config)
    image_set = image_set_named(config.dataset)
    generator = build_generator(config, image_set.dimension)
    discriminator = build_discriminator(config, image_set.dimension, image_set.image_shape)
    return TrainedRun(
        config=config,
        image_set=image_set,
        epoch=checkpoint.step,
        generator=TrainedPlayer(generator, _params(checkpoint, "generator", generator)),
        discriminator=TrainedPlayer(
            discriminator, _params(checkpoint, "discriminator", discriminator)
        ),
        path=checkpoint.path,
        state_sha256=checkpoint_state_sha256(checkpoint),
    )


def _params(checkpoint: Checkpoint, player: str, network: Network) -> Params:
    """A player's parameters out of a checkpoint."""
    shapes = jax.eval_shape(network.init, jax.random.key(0))
    found = []
    for number, wanted in enumerate(shapes):
        layer = {}
        for name, shape in wanted.items():
            array = checkpoint.arrays.get(f".{player}[{number}]['{name}']")
            if array is None or array.shape != shape.shape:
                raise GanTheoryError(
                    f"the {player} in {checkpoint.path} does not fit its configuration"
                )
            layer[name] = jnp.asarray(array)
        found.append(layer)
    return tuple(found)
