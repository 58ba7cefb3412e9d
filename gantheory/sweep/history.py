"""What is measured of every seed over time: arrays of shape (seeds, frames).

A history is what a sweep keeps of its seeds. Samples are counted by `gantheory.measures` under the
target's convention as soon as they are there, and dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import jax
import numpy as np
import numpy.typing as npt

from gantheory.measures.modes import ModeCounts, count_modes
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.depth import DEEP, Depth
from gantheory.targets import Target

#: measured at every frame by the program that trains, see `gantheory.sweep.probe.Seen`
SEEN = ("value", "d_real", "d_fake", "generator_gradient", "discriminator_gradient")


@dataclass(frozen=True, eq=False)
class History:
    """The measures of some seeds; F frames, K modes.

    Attributes:
        near: samples nearest to each mode, int64, shape (seeds, F, K).
        high_quality: those of them within the convention's threshold.
        seen: name in `SEEN` -> float64, shape (seeds, F).
        deep: name in `DEEP` -> float64, shape (seeds, F); NaN where it was not measured.
        broken: iteration at which the seed diverged, 0 if it did not, int64, shape (seeds,).
        done: frames that have been measured.
    """

    near: npt.NDArray[np.int64]
    high_quality: npt.NDArray[np.int64]
    seen: dict[str, npt.NDArray[np.float64]]
    deep: dict[str, npt.NDArray[np.float64]]
    broken: npt.NDArray[np.int64]
    done: int

    @classmethod
    def empty(cls, config: SweepConfig, target: Target, seeds: int) -> "History":
        """A history of no frames yet."""
        shape = (seeds, config.frames)
        counts = np.zeros((*shape, target.mixture.modes), np.int64)
        return cls(
            near=counts,
            high_quality=counts.copy(),
            seen={name: np.full(shape, np.nan) for name in SEEN},
            deep={name: np.full(shape, np.nan) for name in DEEP},
            broken=np.zeros(seeds, np.int64),
            done=0,
        )

    def add(self, target: Target, seen: Any, broken: npt.NDArray[Any]) -> "History":
        """Write the next frame into the arrays, in place.

        Args:
            target: the target.
            seen: a `Seen` of numpy arrays with a leading axis of at least as many seeds.
            broken: shape (at least seeds,).

        Returns:
            The history with one more frame.
        """
        seeds, frame = len(self.broken), self.done
        counts = count_modes(seen.samples[:seeds], target.mixture, target.convention)
        self.near[:, frame] = counts.near
        self.high_quality[:, frame] = counts.high_quality
        for name, array in self.seen.items():
            array[:, frame] = getattr(seen, name)[:seeds]
        self.broken[:] = broken[:seeds]
        return replace(self, done=frame + 1)

    def deepen(self, depth: Depth, seen: Any, generators: Any, discriminators: Any) -> None:
        """Write the deep measures of the latest frame into the arrays.

        Args:
            depth: measures them.
            seen: the `Seen` of that frame, a deep one.
            generators: the parameters, with a leading axis of seeds, or None where they are not
                needed.
            discriminators: likewise.
        """
        for seed in np.flatnonzero(self.broken == 0):
            players = (
                jax.tree.map(lambda leaf, n=seed: leaf[n], player)
                for player in (generators, discriminators)
            )
            found = depth.measure(
                seen.samples[seed],
                seen.output_at_samples[seed],
                seen.output_on_data[seed],
                *players,
            )
            for name, value in found.items():
                self.deep[name][seed, self.done - 1] = value

    def counts(self, target: Target, samples: int) -> ModeCounts:
        """All counts, as `gantheory.measures` has them."""
        return ModeCounts(self.near, self.high_quality, samples, target.convention)

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The history as named arrays."""
        return {
            "near": self.near,
            "high_quality": self.high_quality,
            **{f"seen_{name}": array for name, array in self.seen.items()},
            **{f"deep_{name}": array for name, array in self.deep.items()},
            "broken": self.broken,
            "done": np.array(self.done),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> "History":
        """The history that `to_arrays` made the arrays of."""
        return cls(
            near=arrays["near"].copy(),
            high_quality=arrays["high_quality"].copy(),
            seen={name: arrays[f"seen_{name}"].copy() for name in SEEN},
            deep={name: arrays[f"deep_{name}"].copy() for name in DEEP},
            broken=arrays["broken"].copy(),
            done=int(arrays["done"]),
        )

    @classmethod
    def join(cls, parts: list["History"]) -> "History":
        """The histories of several lots of seeds as one, in the order given."""
        arrays = [part.to_arrays() for part in parts]
        joined = {
            name: arrays[0][name]
            if name == "done"
            else np.concatenate([each[name] for each in arrays])
            for name in arrays[0]
        }
        return cls.from_arrays(joined)
