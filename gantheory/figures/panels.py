"""Which recorded frames are the four panels of Figure 1: a stated rule, not a choice by eye.

Figure 1 of Goodfellow et al. (2014) shows four moments of one training run: (a) an adversarial
pair *near convergence* (not early in training), D partly accurate; (b) the inner loop over, D has
converged to D*; (c) after an update of G; (d) p_g = p_data and D = 1/2. `choose_panels` looks for
these moments in a recording:

* A slow-motion inner loop is a run of frames taken between the D updates of one iteration. It
  starts from the whole-iteration frame before it and ends in the whole-iteration frame after it.
* (a) is the frame before such an inner loop, (b) its last frame, (c) the frame after it, for the
  loop in which D came nearer to D* by the greatest distance, among the loops that start near
  convergence (`NEAR_CONVERGENCE`), and whose update of G lowered JSD(p_data || p_g).
* (d) is the whole-iteration frame, after (c), that is nearest to the equilibrium: the least total
  variation between p_data and p_g plus mean |D - 1/2|; both must be small (`AT_EQUILIBRIUM`).

Distances between discriminators are means over (p_data + p_g)/2, the distribution that D is
trained on.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording

#: JSD(p_data || p_g) in nats at which a pair is near convergence, yet the two curves still differ
#: to the eye. For two equal Gaussians: displaced by about 0.3 and by about 1.2 of their width.
NEAR_CONVERGENCE = (0.01, 0.15)
#: largest total variation, and largest mean |D - 1/2|, of what (d) may call "p_g = p_data, D = 1/2"
AT_EQUILIBRIUM = (0.1, 0.1)

#: the rule in one sentence, for captions
RULE = (
    "Panels chosen by rule: of the slow-motion inner loops that start near convergence "
    f"({NEAR_CONVERGENCE[0]:g} ≤ JSD ≤ {NEAR_CONVERGENCE[1]:g} nats) and whose G update lowers "
    "the JSD, the one in which D moved furthest towards D* gives (a) before, (b) its last D update "
    "and (c) after the G update; (d) is the later frame nearest to p_g = p_data, D = 1/2."
)


@dataclass(frozen=True)
class Panels:
    """The frames of a recording that the four panels show."""

    a: int
    b: int
    c: int
    d: int

    def items(self) -> tuple[tuple[str, int], ...]:
        """Pairs of a panel's letter and its frame, in order."""
        return (("a", self.a), ("b", self.b), ("c", self.c), ("d", self.d))


@dataclass(frozen=True)
class InnerLoop:
    """A slow-motion inner loop: frames `before` < `first` ... `last` < `after`."""

    before: int
    first: int
    last: int
    after: int


def inner_loops(recording: Recording) -> list[InnerLoop]:
    """Find the iterations whose inner loop was recorded update by update.

    Args:
        recording: a run of kind "mixture_1d".

    Returns:
        In order of time, the loops that have a whole-iteration frame directly before them, with
        the same generator, and one directly after them, with an updated generator.
    """
    phase = recording["phase"]
    g_updates = recording["g_updates"]
    loops = []
    frame = 1
    while frame < len(phase):
        if phase[frame] != 0:
            frame += 1
            continue
        first = last = frame
        while (
            last + 1 < len(phase)
            and phase[last + 1] == 0
            and g_updates[last + 1] == g_updates[first]
        ):
            last += 1
        before, after = first - 1, last + 1
        starts = phase[before] == 1 and g_updates[before] == g_updates[first]
        ends = after < len(phase) and phase[after] == 1 and g_updates[after] > g_updates[last]
        if starts and ends:
            loops.append(InnerLoop(before, first, last, after))
        frame = last + 1
    return loops


def discriminator_gap(recording: Recording) -> npt.NDArray[np.float64]:
    """Measure how far D is from D* at every frame.

    Returns:
        Array (T,) of the mean of |D(x) - D*(x)| over x ~ (p_data + p_g)/2.
    """
    return _mean_over_inputs(recording, recording["optimal_discriminator"])


def discriminator_doubt(recording: Recording) -> npt.NDArray[np.float64]:
    """Measure how far D is from 1/2 at every frame.

    Returns:
        Array (T,) of the mean of |D(x) - 1/2| over x ~ (p_data + p_g)/2.
    """
    return _mean_over_inputs(recording, np.float64(0.5))


def total_variation(recording: Recording) -> npt.NDArray[np.float64]:
    """Measure how far p_g is from p_data at every frame.

    Returns:
        Array (T,) of half the integral of |p_data - p_g| over the recorded grid.
    """
    distance = np.abs(recording["p_data"] - recording["p_g"])
    return np.asarray(0.5 * np.trapezoid(distance, recording["x"], axis=1), dtype=np.float64)


def choose_panels(recording: Recording) -> Panels:
    """Choose the frames of Figure 1's panels by the rule of this module.

    Args:
        recording: a run of kind "mixture_1d".

    Returns:
        The four frames, with a < b < c < d.

    Raises:
        GanTheoryError: if the run has no slow-motion inner loop, none near convergence, or does
            not reach the equilibrium afterwards.
    """
    loops = inner_loops(recording)
    if not loops:
        raise GanTheoryError(
            "this recording shows no inner loop update by update, so Figure 1 cannot show panels "
            "(a) to (c); record the run again with slow-motion iterations"
        )
    jsd = recording["jsd"]
    gap = discriminator_gap(recording)
    low, high = NEAR_CONVERGENCE
    near = [loop for loop in loops if low <= jsd[loop.before] <= high]
    if not near:
        seen = ", ".join(f"{jsd[loop.before]:.3g}" for loop in loops[:8])
        raise GanTheoryError(
            "no slow-motion inner loop of this recording starts near convergence "
            f"({low:g} <= JSD <= {high:g} nats; they start at JSD {seen}); record slow motion at "
            "other iterations, or train longer"
        )
    telling = [
        loop
        for loop in near
        if gap[loop.last] < gap[loop.before] and jsd[loop.after] < jsd[loop.before]
    ]
    if not telling:
        raise GanTheoryError(
            "in no slow-motion inner loop near convergence did D come nearer to D* and G then "
            "nearer to p_data; train with more D updates per G update or a smaller learning rate"
        )
    loop = max(telling, key=lambda one: (gap[one.before] - gap[one.last], -one.before))
    return Panels(loop.before, loop.last, loop.after, _equilibrium(recording, loop.after))


def _equilibrium(recording: Recording, after: int) -> int:
    """The whole-iteration frame later than `after` that is nearest to p_g = p_data, D = 1/2."""
    frames = np.flatnonzero(recording["phase"] == 1)
    frames = frames[frames > after]
    variation, doubt = total_variation(recording), discriminator_doubt(recording)
    settled = frames[
        (variation[frames] <= AT_EQUILIBRIUM[0]) & (doubt[frames] <= AT_EQUILIBRIUM[1])
    ]
    if not len(settled):
        raise GanTheoryError(
            "after panel (c) this recording never comes near p_g = p_data and D = 1/2 (total "
            f"variation <= {AT_EQUILIBRIUM[0]:g} and mean |D - 1/2| <= {AT_EQUILIBRIUM[1]:g}), so "
            "Figure 1 has no panel (d); train longer"
        )
    return int(settled[np.argmin((variation + doubt)[settled])])


def _mean_over_inputs(
    recording: Recording, target: npt.NDArray[np.float64] | np.float64
) -> npt.NDArray[np.float64]:
    """Mean of |D - target| over what D is trained on, by the trapezoidal rule on the grid."""
    weight = 0.5 * (recording["p_data"] + recording["p_g"])
    error = np.abs(recording["discriminator"] - target)
    x = recording["x"]
    mean = np.trapezoid(weight * error, x, axis=1) / np.trapezoid(weight, x, axis=1)
    return np.asarray(mean, dtype=np.float64)
