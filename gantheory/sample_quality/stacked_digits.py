"""Stacked digits: three images as one image in colour, a thousand classes.

For the samples of a generator of single images, three independent ones are stacked. That measures
the class histogram of the generator on a finer scale; it is not a generator trained on stacked
MNIST, whose published numbers are of another task.

Source: Metz et al. 2017, "Unrolled generative adversarial networks", section 3.3.1; 26,000 stacks
as in Srivastava et al. 2017 (VEEGAN).
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from jaxtyping import Int

from gantheory.errors import GanTheoryError
from gantheory.sample_quality.class_histogram import kl_divergence

STACKS = 26_000


@dataclass(frozen=True)
class StackedModes:
    """How stacks spread over the classes cubed.

    Attributes:
        captured: modes with at least one stack.
        modes: how many there are, 1000 for digits.
        kl: KL(histogram of the stacks || uniform), in nats. It is not 0 even for the uniform
            distribution: about (modes - 1) / (2 stacks).
        stacks: how many stacks.
    """

    captured: int
    modes: int
    kl: float
    stacks: int

    def to_json(self) -> dict[str, Any]:
        """Give the result as plain data."""
        return asdict(self)


def stacked_modes(
    red: Int[np.ndarray, " n"],
    green: Int[np.ndarray, " n"],
    blue: Int[np.ndarray, " n"],
    classes: int = 10,
) -> StackedModes:
    """Count modes, where the class of each channel of each stack is known.

    Args:
        red: classes of the first channel.
        green: of the second.
        blue: of the third.
        classes: how many there are.

    Raises:
        GanTheoryError: for classes out of range, or no stacks.
    """
    channels = np.stack([red, green, blue]).astype(np.int64)
    if channels.size == 0 or channels.min() < 0 or channels.max() >= classes:
        raise GanTheoryError(f"classes of stacks are from 0 to {classes - 1}, at least one stack")
    modes = classes**3
    counts = np.bincount(
        (channels[0] * classes + channels[1]) * classes + channels[2], minlength=modes
    )
    return StackedModes(
        captured=int((counts > 0).sum()),
        modes=modes,
        kl=kl_divergence(counts / counts.sum(), np.full(modes, 1 / modes)),
        stacks=channels.shape[1],
    )


def stacks_of_samples(
    labels: Int[np.ndarray, " n"], classes: int = 10, stacks: int = STACKS, seed: int = 0
) -> StackedModes:
    """Stack independent draws, with replacement, from samples of which the classes are known."""
    if len(labels) == 0:
        raise GanTheoryError("there are no samples to stack")
    drawn = np.random.default_rng(seed).integers(0, len(labels), (3, stacks))
    red, green, blue = (labels[rows] for rows in drawn)
    return stacked_modes(red, green, blue, classes)
