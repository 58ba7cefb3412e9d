"""Where things are in a picture of one state of training, for still figures and films alike."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from gantheory.recording import Recording

#: the share of the height from D = 0 to D = 1 that the highest density takes
DENSITY_HEIGHT = 0.92
#: how many times higher than p_data a p_g may be before its peak is cut off at the top: where G
#: folds, p_g has peaks of any height, and to show them whole would flatten everything else
PEAK = 2.0
#: how much higher than the panels' densities those of other frames may be before they are cut off
HEADROOM = 1.5
#: how long the steepest of the panels' slopes of D is drawn, and the most that any is, as shares of
#: the range of x
PUSH, LONGEST_PUSH = 0.065, 0.095
#: part of a density's height below which it counts as zero when the range of x is chosen
_INVISIBLE = 1e-2
#: the part of the range that the feet of the arrows leave free at either end
_MARGIN = 0.04


def visible_range(recording: Recording, frames: Sequence[int]) -> tuple[float, float]:
    """The range of x outside which p_data and the p_g of `frames` are too low to be seen.

    The tips G(z) of the arrows of these frames lie inside as well, unless they are off the
    recorded grid.
    """
    x = recording["x"]
    frames = list(frames)
    p_g = recording["p_g"][frames].max(axis=0)
    p_data = recording["p_data"]
    seen = x[(p_data > _INVISIBLE * p_data.max()) | (p_g > _INVISIBLE * p_g.max())]
    tips = recording["g_of_z"][frames]
    low, high = min(seen[0], tips.min()), max(seen[-1], tips.max())
    return max(float(low), float(x[0])), min(float(high), float(x[-1]))


def density_scale(
    recording: Recording, panels: Sequence[int], shown: Sequence[int] | None = None
) -> float:
    """The factor from densities to heights, where D = 1 has the height 1.

    Args:
        recording: the run.
        panels: frames whose densities fit below D = 1, up to `PEAK` times that of the data.
        shown: all frames that are shown, if more; to fit them too the scale is made smaller, by
            at most `HEADROOM`, and what is higher still is cut off.
    """
    p_data, p_g = recording["p_data"], recording["p_g"]
    of_data = float(p_data.max())
    in_panels = min(max(of_data, float(p_g[list(panels)].max())), PEAK * of_data)
    if shown is None:
        return DENSITY_HEIGHT / in_panels
    in_all = max(in_panels, float(p_g[list(shown)].max()))
    return DENSITY_HEIGHT / min(in_all, HEADROOM * in_panels)


def recorded_heights(
    recording: Recording, frame: int, scale: float
) -> dict[str, npt.NDArray[np.float64]]:
    """The heights over the recorded x of all curves at a frame, by their roles in a `Theme`."""
    return {
        "p_data": scale * recording["p_data"],
        "p_g": scale * recording["p_g"][frame],
        "discriminator": recording["discriminator"][frame],
        "optimal": recording["optimal_discriminator"][frame],
    }


def arrow_feet(z: npt.NDArray[np.float64], x_range: tuple[float, float]) -> npt.NDArray[np.float64]:
    """Where the arrows start: the range of z spread evenly under the range of x."""
    low, high = x_range
    margin = _MARGIN * (high - low)
    unit = (z - z[0]) / (z[-1] - z[0])
    return np.asarray(low + margin + unit * (high - low - 2 * margin), dtype=np.float64)


def slopes_at_samples(recording: Recording, frame: int) -> npt.NDArray[np.float64]:
    """The slope of D at the points G(z): what the generator's gradient follows, (Z,).

    D is recorded on a grid, so its slope is the second-order difference quotient there, and
    between two points of the grid the straight line. Off the grid it counts as 0.
    """
    x = recording["x"]
    slope = np.gradient(recording["discriminator"][frame], x)
    at = recording["g_of_z"][frame]
    return np.asarray(np.interp(at, x, slope, left=0.0, right=0.0), dtype=np.float64)


def push_scale(recording: Recording, panels: Sequence[int], x_range: tuple[float, float]) -> float:
    """The factor from slopes of D at G(z) to lengths along x, the same for all frames.

    The steepest slope of the panels is drawn as long as the share `PUSH` of the range of x.
    """
    steepest = max(float(np.abs(slopes_at_samples(recording, frame)).max()) for frame in panels)
    return PUSH * (x_range[1] - x_range[0]) / max(steepest, 1e-12)


def pushes(
    recording: Recording, frame: int, scale: float, x_range: tuple[float, float]
) -> npt.NDArray[np.float64]:
    """How far along x the arrows of D's slope reach from each G(z), (Z,); long ones are cut."""
    most = LONGEST_PUSH * (x_range[1] - x_range[0])
    return np.clip(scale * slopes_at_samples(recording, frame), -most, most)
