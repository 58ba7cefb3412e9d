"""One game on points of a line, played twice: in distribution space and by two parameters.

Both play the paper's game with exact expectations, the same data, the same step size and the same
order (the discriminator first, as in Algorithm 1). In distribution space the discriminator has a
free logit per point and the generator a free probability per point, stepped by mirror descent. The
parametric generator moves all its mass to one position theta, the discriminator is sigmoid(psi x).
With all data at 0 that is the Dirac-GAN.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gantheory.dynamics.mirror import mirror_step

Array = npt.NDArray[np.float64]


class Tabular(NamedTuple):
    """A run in distribution space.

    Attributes:
        log_g: log p_g after every step, shape (steps + 1, points).
        logits: of D, shape (steps + 1, points).
    """

    log_g: Array
    logits: Array


def _sigmoid(s: Array) -> Array:
    return 0.5 * (1 + np.tanh(s / 2))


def tabular(p: Array, log_g: Array, h: float, steps: int, *, alternating: bool = True) -> Tabular:
    """Play in distribution space.

    Args:
        p: p_data, shape (points,).
        log_g: log p_g at the start, shape (points,).
        h: step size: gradient ascent on V in D's logits, mirror descent of V in p_g.
        steps: of each player.
        alternating: whether the generator sees D's new logits; else both move at once.
    """
    s = np.zeros_like(p)
    log_gs, logits = [log_g], [s]
    for _ in range(steps):
        d = _sigmoid(s)
        moved = s + h * (p * (1 - d) - np.exp(log_g) * d)
        seen = moved if alternating else s
        # log(1 - D) = -softplus(s)
        log_g = mirror_step(log_g, -np.logaddexp(0.0, seen), h)
        s = moved
        log_gs.append(log_g)
        logits.append(s)
    return Tabular(np.array(log_gs), np.array(logits))


def parametric(start: tuple[float, float], h: float, steps: int) -> Array:
    """Play with two parameters, all data at 0.

    Args:
        start: (theta, psi).
        h: step size of gradient ascent on V in psi and of descent in theta.
        steps: of each player; the discriminator goes first.

    Returns:
        (theta, psi) after every step, shape (steps + 1, 2).
    """
    theta, psi = start
    path = [start]
    for _ in range(steps):
        psi -= h * theta / (1 + np.exp(-psi * theta))
        theta += h * psi / (1 + np.exp(-psi * theta))
        path.append((theta, psi))
    return np.array(path)
