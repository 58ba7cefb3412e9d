"""What Figures 2 and 3 of the paper show, made from the checkpoints of runs.

Figure 2: per panel four rows of five fresh samples and, beside the fifth, its nearest training
image by Euclidean distance in the model's data space. Figure 3: straight lines through z. Draws
are by the seed, none is picked.

Source: Goodfellow et al. 2014, figures 2 and 3; goodfeli/adversarial,
`show_samples_mnist_paper.py` and its like.
"""

import os
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from gantheory.datasets import load_images
from gantheory.errors import GanTheoryError
from gantheory.images.paper_configs import PAPER_CONFIGS, departures
from gantheory.images.pixel_scale import ScaledImages, shown
from gantheory.images.trained import TrainedRun, read_trained
from gantheory.sample_quality.neighbours import nearest

ROWS, SAMPLES_PER_ROW = 4, 5

#: panel -> its name in the paper, and the experiments whose runs may fill it
PANELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a": ("MNIST", ("mnist",)),
    "b": ("TFD", ("tfd_train", "faces48_train")),
    "c": ("CIFAR-10 (fully connected)", ("cifar10_fully_connected",)),
    "d": ("CIFAR-10 (convolutional)", ("cifar10_convolutional",)),
}


@dataclass(frozen=True)
class Panel:
    """One panel of Figure 2.

    Attributes:
        title: what is in it.
        source: the run, its epochs and where it departs from the paper, in words.
        image_shape: (height, width) or (height, width, channels).
        samples: (4, 5, pixels), 0 to 1.
        neighbours: (4, pixels), the nearest training images of the fifth samples, 0 to 1.
        indices: (4,) their places in the training split.
        distances: (4,) in the model's data space.
    """

    title: str
    source: str
    image_shape: tuple[int, ...]
    samples: NDArray[np.float64]
    neighbours: NDArray[np.float64]
    indices: NDArray[np.int64]
    distances: NDArray[np.float64]


@dataclass(frozen=True)
class Strips:
    """Images along straight lines in z.

    Attributes:
        title: what is in them.
        source: as for `Panel`.
        image_shape: as for `Panel`.
        images: (strips, length, pixels), 0 to 1.
        z: (strips, length, noise); the first and last of each strip were drawn.
    """

    title: str
    source: str
    image_shape: tuple[int, ...]
    images: NDArray[np.float64]
    z: NDArray[np.float32]


def panel_of_run(
    letter: str,
    run: str | os.PathLike[str],
    seed: int = 0,
    data_dir: str | os.PathLike[str] | None = None,
) -> Panel:
    """Fill a panel of Figure 2 from the last checkpoint of a run.

    Args:
        letter: which panel, "a" to "d".
        run: folder of the run.
        seed: of the draws of z, together with the run's own.
        data_dir: folder of the image sets.

    Raises:
        GanTheoryError: where the run is of another panel's experiment, has no whole checkpoint,
            or its image set is missing.
    """
    _, experiments = PANELS[letter]
    trained = read_trained(run)
    config = trained.config
    if config.experiment not in experiments:
        raise GanTheoryError(
            f"panel ({letter}) is of {' or '.join(experiments)}, but {run} is a run of "
            f"{config.experiment}"
        )
    train = load_images(trained.image_set, data_dir).train.images[: config.train_images or None]
    z = trained.draw_noise(trained.key(seed), ROWS * SAMPLES_PER_ROW)
    samples = trained.generate(z)
    fifth = samples[SAMPLES_PER_ROW - 1 :: SAMPLES_PER_ROW]
    references = ScaledImages(train, config.scale)
    found = nearest(fifth, references)
    beside = references[found.indices[:, 0]]
    largest = float(np.abs(samples).max())
    return Panel(
        title=trained.image_set.title + _kind(letter),
        source=source_of(trained, seed),
        image_shape=trained.image_set.image_shape,
        samples=_clipped(shown(samples, config.scale)).reshape(ROWS, SAMPLES_PER_ROW, -1),
        neighbours=_clipped(shown(beside, config.scale, largest)),
        indices=found.indices[:, 0],
        distances=found.distances[:, 0],
    )


def strips_of_run(
    run: str | os.PathLike[str], seed: int = 0, strips: int = 2, length: int = 14
) -> Strips:
    """Walk along straight lines between draws of z with the last checkpoint of a run.

    Args:
        run: folder of the run.
        seed: of the draws.
        strips: how many lines.
        length: images on each, its two ends included.

    Raises:
        GanTheoryError: for lines without length; where there is no whole checkpoint.
    """
    if strips < 1 or length < 2:
        raise GanTheoryError("a strip has at least two images, and there is at least one strip")
    trained = read_trained(run)
    key = jax.random.fold_in(trained.key(seed), 3)
    ends = np.asarray(trained.draw_noise(key, 2 * strips)).reshape(strips, 2, 1, -1)
    at = np.linspace(0, 1, length, dtype=np.float32)[None, :, None]
    z = (1 - at) * ends[:, 0] + at * ends[:, 1]
    samples = trained.generate(jnp.asarray(z.reshape(strips * length, -1)))
    images = _clipped(shown(samples, trained.config.scale)).reshape(strips, length, -1)
    return Strips(
        title=trained.image_set.title,
        source=source_of(trained, seed),
        image_shape=trained.image_set.image_shape,
        images=images,
        z=z,
    )


def source_of(trained: TrainedRun, seed: int) -> str:
    """Say what made a picture."""
    paper = PAPER_CONFIGS.get(trained.config.experiment)
    whole = f" of {paper.config.epochs}" if paper else ""
    words = f"epoch {trained.epoch}{whole}, training seed {trained.config.seed}, sample seed {seed}"
    if found := departures(trained.config):
        words += f"; not the paper's configuration: {', '.join(found)}"
    return words


def _kind(letter: str) -> str:
    """What tells panels of one image set apart."""
    name, _ = PANELS[letter]
    return name[name.index(" (") :] if " (" in name else ""


def _clipped(images: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.clip(np.asarray(images, np.float64), 0.0, 1.0)
