"""A target is a density together with the way its modes are counted.

Published numbers for one benchmark differ by a factor of six because these conventions differ, so
they travel with the target and are printed next to every result.
"""

from dataclasses import dataclass
from typing import Literal

from gantheory.errors import GanTheoryError
from gantheory.targets.mixture import Mixture


@dataclass(frozen=True)
class Convention:
    """How samples of a generator are counted.

    Attributes:
        samples: drawn from p_g for one count.
        threshold: a sample is of high quality when it is closer to its nearest mode than this
            many standard deviations.
        hits: a mode is captured when at least so many high-quality samples are nearest to it.
        histogram: which samples the histogram over modes is of: those of high quality, as
            PacGAN's code counts them, or all of them.

    Raises:
        GanTheoryError: for values that make no sense.
    """

    samples: int = 2500
    threshold: float = 3.0
    hits: int = 1
    histogram: Literal["high_quality", "all"] = "high_quality"

    def __post_init__(self) -> None:
        if self.samples < 1 or self.hits < 1:
            raise GanTheoryError("a convention needs at least 1 sample and at least 1 hit")
        if not 0 < self.threshold < float("inf"):
            raise GanTheoryError("the threshold of a convention must be a positive number")
        if self.histogram not in ("high_quality", "all"):
            raise GanTheoryError(
                f"unknown histogram {self.histogram!r}; choose high_quality or all"
            )

    def text(self) -> str:
        """The convention in one line, to be printed next to results."""
        which = "high-quality samples" if self.histogram == "high_quality" else "all samples"
        return (
            f"{self.samples} samples, high quality within {self.threshold:g} std of the nearest "
            f"mode, captured with {self.hits} or more of them, histogram over {which}"
        )


@dataclass(frozen=True)
class Target:
    """A named p_data.

    Attributes:
        name: what `find_target` knows it by; for one from a file, what the file says.
        mixture: the density.
        source: where it comes from.
        convention: how it is counted.
        notes: what a reader of the numbers must know; may be empty.
    """

    name: str
    mixture: Mixture
    source: str
    convention: Convention = Convention()
    notes: str = ""
