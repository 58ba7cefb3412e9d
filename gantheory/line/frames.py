"""What a recording says about a frame: curves, integrals and their errors, from two networks.

Every number is computed in float64 from the parameters that training left behind.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.line.config import MixtureConfig
from gantheory.line.densities import Mixture1D, Prior
from gantheory.line.divergences import compare, game_value, optimal_logit, sigmoid
from gantheory.line.pushforward import GRID, pushforward
from gantheory.line.quadrature import HIGH_ORDER, LOW_ORDER
from gantheory.line.scalar_network import scalar_function, scalar_map
from gantheory.training.networks import Network

P_G_METHOD = (
    "change of variables: p_g(x) is the sum over the monotone branches of G of p_z(z)/|G'(z)| at "
    "the z of the branch with G(z) = x; G in float64 from the trained parameters, branches found "
    f"on {GRID} or more values of z and folds refined by bisection, inverses by Newton's method; "
    "no histogram, no smoothing"
)
QUADRATURE = {
    "method": (
        "adaptive Gauss-Legendre; the error is the sum over panels of the difference of two orders"
        ", plus rounding, plus the mass that float64 values of x cannot resolve. value and "
        "criterion: under p_data in x, under p_g in z; jsd and p_g_mass: in x, on other nodes"
    ),
    "orders": [LOW_ORDER, HIGH_ORDER],
    "tolerance": 1e-10,
}

Arrays = dict[str, npt.NDArray[Any]]


class Snapshot(NamedTuple):
    """The parameters at one moment of training."""

    g_updates: int
    d_updates: int
    phase: int
    generator: Sequence[dict[str, Any]]
    discriminator: Sequence[dict[str, Any]]


def data_grid(target: Mixture1D, points: int) -> npt.NDArray[np.float64]:
    """The x at which curves are recorded: all but 2e-4 of the data, and a margin."""
    low, high = target.quantile([1e-4, 1 - 1e-4])
    margin = 0.5 * target.std()
    return np.linspace(low - margin, high + margin, points)


def arrow_grid(prior: Prior, count: int) -> npt.NDArray[np.float64]:
    """The z whose images are recorded: they cut p_z into pieces of equal mass.

    So their density on the z axis is p_z, and the density of their images on the x axis is p_g.
    """
    return prior.quantile((np.arange(count) + 0.5) / count)


def measure(
    config: MixtureConfig,
    generator: Network,
    discriminator: Network,
    snapshots: Sequence[Snapshot],
    tick: Callable[[int], None] | None = None,
) -> tuple[Arrays | None, str | None]:
    """Compute the arrays of a recording.

    Args:
        config: the experiment.
        generator: G.
        discriminator: D.
        snapshots: one per frame.
        tick: told how many frames are done.

    Returns:
        The arrays of the frames up to the first that cannot be measured (None if there is no
        frame before it), and what was wrong with that one, if any.
    """
    target, prior = config.check(), Prior(config.prior)
    x, z = data_grid(target, config.grid), arrow_grid(prior, config.arrows)
    log_data = target.log_pdf(x)
    frames: list[dict[str, Any]] = []
    trouble = None
    for snapshot in snapshots:
        try:
            frames.append(_frame(target, prior, generator, discriminator, snapshot, x, log_data, z))
        except GanTheoryError as error:
            trouble = f"at iteration {snapshot.g_updates}: {error}"
            break
        if tick is not None:
            tick(len(frames))
    if not frames:
        return None, trouble
    arrays: Arrays = {name: np.array([f[name] for f in frames]) for name in frames[0]}
    for name, kind in (("phase", np.int8), ("n_branches", np.int32)):
        arrays[name] = arrays[name].astype(kind)
    return arrays | {"x": x, "z": z, "p_data": np.exp(log_data)}, trouble


def _frame(
    target: Mixture1D,
    prior: Prior,
    generator: Network,
    discriminator: Network,
    snapshot: Snapshot,
    x: npt.NDArray[np.float64],
    log_data: npt.NDArray[np.float64],
    z: npt.NDArray[np.float64],
) -> dict[str, Any]:
    """Measure one frame.

    Raises:
        GanTheoryError: if a number that should be recorded is not finite.
    """
    mapping = scalar_map(generator, snapshot.generator)
    logit = scalar_function(discriminator, snapshot.discriminator)
    p_g = pushforward(prior, mapping)
    log_g = p_g.log_pdf(x)
    # a grid point exactly on a fold: the density there is infinite, its neighbourhood is shown
    infinite = np.isposinf(log_g)
    log_g[infinite] = p_g.log_pdf(x[infinite] + 1e-6 * (x[1] - x[0]))
    game, difference = game_value(target, p_g, logit), compare(target, p_g)
    frame: dict[str, Any] = {
        "g_updates": snapshot.g_updates,
        "d_updates": snapshot.d_updates,
        "phase": snapshot.phase,
        "p_g": np.exp(log_g),
        "discriminator": sigmoid(logit(x)),
        "optimal_discriminator": sigmoid(optimal_logit(log_data, log_g)),
        "g_of_z": mapping(z)[0],
        "value": game.value.value,
        "value_error": game.value.error,
        "criterion": game.criterion.value,
        "criterion_error": game.criterion.error,
        "jsd": difference.jsd.value,
        "jsd_error": difference.jsd.error,
        "p_g_mass": difference.mass.value,
        "p_g_mass_error": difference.mass.error,
        "p_g_outside": float(p_g.cdf(x[:1])[0] + 1.0 - p_g.cdf(x[-1:])[0]),
        "n_branches": len(p_g.branches),
    }
    for name, value in frame.items():
        if not np.all(np.isfinite(value)):
            raise GanTheoryError(f"{name} is not finite")
    return frame
