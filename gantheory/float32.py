"""How coarse float32 is, in which points are drawn and networks answer."""

import numpy as np
import numpy.typing as npt

#: the least standard deviation of a target, in steps between neighbouring float32 numbers
STEPS_OF_A_STD = 16


def float32_step(at: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The distance from a number to the next of float32; NaN for what float32 cannot hold."""
    with np.errstate(over="ignore", invalid="ignore"):
        near = np.abs(np.asarray(at, np.float64)).astype(np.float32)
        return np.asarray(np.spacing(near), np.float64)
