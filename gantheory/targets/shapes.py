"""Shapes of mixtures in the plane: rings, grids, curves, pinwheels, and random ones.

Spiral, moons and pinwheel are usually drawn by a recipe (a point on a curve plus noise) whose
density nobody writes down. Here they are explicit mixtures of many small Gaussians along the same
curves, so that density, score and D* are exact. The Gaussians stand closer together than twice
their width, so a curve has no gaps; neighbours are grouped, so that a mode is something that a
generator can lose: a moon, an arm of the pinwheel, a stretch of the spiral.
"""

import re

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.targets.mixture import Array, Mixture

_RANDOM = re.compile(r"random:(\d{1,6}):(\d{1,9})")
_MOST_RANDOM = 1000


def ring(count: int, radius: float, std: float, weights: npt.ArrayLike | None = None) -> Mixture:
    """Round modes at equal angles on a circle, the first one on the positive x axis."""
    return Mixture.isotropic(_circle(2 * np.pi * np.arange(count) / count, radius), std, weights)


def grid(side: int, spacing: float, std: float, weights: npt.ArrayLike | None = None) -> Mixture:
    """Round modes on a square lattice around the origin, counted row by row."""
    line = spacing * (np.arange(side) - (side - 1) / 2)
    first, second = np.meshgrid(line, line, indexing="ij")
    return Mixture.isotropic(np.stack([first.ravel(), second.ravel()], axis=1), std, weights)


def spiral(
    components: int = 96, modes: int = 8, turns: float = 1.5, radius: float = 2.0, std: float = 0.08
) -> Mixture:
    """An Archimedean spiral, evenly charged along its length, in stretches of equal length.

    Args:
        components: Gaussians along the curve.
        modes: stretches that it is cut into; a divisor of `components`.
        turns: from the inner end, at a tenth of the radius, to the outer one.
        radius: of the outer end.
        std: half the width of the band.
    """
    if components % modes:
        raise GanTheoryError(f"{components} components cannot be shared equally by {modes} modes")
    # the length of the curve as a function of a fine parameter, inverted by interpolation
    fine = np.linspace(0, 1, 20_001)
    curve = _circle(2 * np.pi * turns * fine, radius * (0.1 + 0.9 * fine))
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    wanted = (np.arange(components) + 0.5) / components * length[-1]
    at = np.interp(wanted, length, fine)
    means = _circle(2 * np.pi * turns * at, radius * (0.1 + 0.9 * at))
    groups = np.repeat(np.arange(modes), components // modes)
    return Mixture.isotropic(means, std, groups=groups.tolist())


def two_moons(components: int = 32, std: float = 0.1) -> Mixture:
    """Two interleaved half circles of radius 1, each one mode.

    Args:
        components: Gaussians per moon.
        std: half the width of a moon.
    """
    angle = np.pi * (np.arange(components) + 0.5) / components
    upper = _circle(angle, 1.0)
    lower = np.array([1.0, 0.5]) - upper
    means = np.concatenate([upper, lower]) - np.array([0.5, 0.25])
    return Mixture.isotropic(means, std, groups=[0] * components + [1] * components)


def pinwheel(
    arms: int = 5, components: int = 12, bend: float = 0.25, along: float = 0.3, across: float = 0.1
) -> Mixture:
    """Arms that leave the centre and bend, each one mode, densest in its middle.

    The recipe draws a radius r ~ N(1, along^2) and a sideways offset N(0, across^2), doubles
    both and turns the point by its arm's angle + bend * exp(r). The same here: the normal density
    of r is cut into slices of equal mass, and each slice becomes one Gaussian, as long as the
    slice and turned with it.

    Source of the recipe: Johnson et al. 2016, "Composing graphical models with neural networks".
    """
    from scipy import special

    borders = special.ndtri(np.arange(components + 1) / components)
    heights = np.exp(-0.5 * borders**2) / np.sqrt(2 * np.pi)
    # mean and variance of a standard normal number, given that it lies in its slice
    middle = components * (heights[:-1] - heights[1:])
    moment = np.where(np.isfinite(borders), borders, 0.0) * heights
    spread = 1 + components * (moment[:-1] - moment[1:]) - middle**2
    radius = 1 + along * middle
    turn = bend * np.exp(radius)
    means, covariances, groups = [], [], []
    for arm in range(arms):
        angle = 2 * np.pi * arm / arms + turn
        outward = _circle(angle, 1.0)
        sideways = np.stack([-outward[:, 1], outward[:, 0]], axis=1)
        # where r grows by dr the point also turns by bend exp(r) dr
        tangent = outward + (radius * turn)[:, None] * sideways
        means.append(2 * radius[:, None] * outward)
        length = 2 * along * np.sqrt(spread)
        covariances.append(_outer(length[:, None] * tangent) + _outer(2 * across * sideways))
        groups += [arm] * components
    return Mixture(
        tuple(np.full(arms * components, 1 / (arms * components)).tolist()),
        np.concatenate(means),  # type: ignore[arg-type]
        np.concatenate(covariances),  # type: ignore[arg-type]
        tuple(groups),
    )


def random_mixture(modes: int, seed: int) -> Mixture:
    """Modes at random places, of random widths, directions and weights, that do not overlap.

    Means are uniform in a square of side 2 sqrt(modes), at least 1 apart; standard deviations
    along the axes of each ellipse lie between 0.04 and 0.12, so that two modes are at least 8 of
    them apart; no mode weighs more than three times another.

    Args:
        modes: from 1 to 1000.
        seed: the same seed gives the same mixture.
    """
    if not 1 <= modes <= _MOST_RANDOM:
        raise GanTheoryError(f"a random mixture has 1 to {_MOST_RANDOM} modes, not {modes}")
    rng = np.random.default_rng([modes, seed])
    half = np.sqrt(modes)
    means: list[Array] = []
    while len(means) < modes:
        candidate = half * (2 * rng.random(2) - 1)
        if all(np.hypot(*(candidate - mean)) >= 1 for mean in means):
            means.append(candidate)
    axes = _circle(np.pi * rng.random(modes), 1.0)
    stds = 0.04 + 0.08 * rng.random((2, modes, 1))
    normals = np.stack([-axes[:, 1], axes[:, 0]], axis=1)
    weights = 0.5 + rng.random(modes)
    covariances = _outer(stds[0] * axes) + _outer(stds[1] * normals)
    return Mixture(
        tuple((weights / weights.sum()).tolist()),
        np.array(means),  # type: ignore[arg-type]
        covariances,  # type: ignore[arg-type]
    )


def parse_random(name: str) -> Mixture | None:
    """The mixture that `random:MODES:SEED` names; None for any other text."""
    match = _RANDOM.fullmatch(name)
    return random_mixture(int(match[1]), int(match[2])) if match else None


def _circle(angle: Array, radius: npt.ArrayLike) -> Array:
    """Points at these angles and radii, shape (n, 2)."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _outer(vectors: Array) -> Array:
    """v v^T of every row, shape (n, dim, dim)."""
    return np.asarray(vectors[:, :, None] * vectors[:, None, :])
