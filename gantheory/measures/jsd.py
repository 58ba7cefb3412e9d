"""A certified lower bound on JSD(p_data || p_g) when p_g is known by samples only.

A channel sends a point to one of finitely many letters, and no channel can raise the JSD (claim
J5), so the JSD of the two distributions over letters is a lower bound. The letters here say which
component a point belongs to, in which shell around it, in which direction: to component k with the
probability that it came from there, and to shell and direction by its place in the standard
coordinates of that component. Under p_data their probabilities are known exactly, weight times a
chi-square probability times a share of all directions, for every mixture, however its components
overlap. Under p_g they are expectations of numbers in [0, 1], which samples pin down, the better
the fewer they are; so the letters are merged in several ways, fixed in advance, and the best bound
is taken, at a level that pays for all of them.

The upper bound is log 2 (claim J2). Nothing better is possible from samples: a p_g that sits on
finitely many points at distance log 2 from p_data can give the same samples as p_data itself
(claim S2 is the reason, seen from the other side).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from gantheory.errors import GanTheoryError
from gantheory.targets.mixture import Array, Mixture

LOG_2 = float(np.log(2.0))

#: borders of the shells, in standard deviations
SHELLS = (1.0, 2.0, 3.0)

#: directions in the plane or beyond, and on the line
_SECTORS, _SIDES = 4, 2

#: axes of (modes, shells, sectors) that are merged. What is left sees: lost modes; wrong widths;
#: modes beside their places; lost modes of wrong width; lost modes beside their places
_VIEWS = ((1, 2), (0, 2), (0,), (2,), (1,))

_POINTS = 65_536


@dataclass(frozen=True, eq=False)
class JSDBound:
    """What samples prove about JSD(p_data || p_g), in nats.

    Attributes:
        lower: JSD is at least this with probability `confidence`, shape (...). The probability is
            over the samples and for each set of samples by itself; for m sets at once ask for
            1 - (1 - confidence) / m.
        estimate: the JSD of the observed frequencies over modes and shells: no bound, and biased
            upwards by about (modes * shells - 1) / (8 n).
        upper: log 2.
        confidence: as asked for.
    """

    lower: Array
    estimate: Array
    upper: float
    confidence: float


def jsd_bound(
    samples: npt.ArrayLike,
    mixture: Mixture,
    confidence: float = 0.95,
    shells: tuple[float, ...] = SHELLS,
) -> JSDBound:
    """Bound JSD(p_data || p_g) from independent samples of p_g.

    Args:
        samples: shape (..., n, dim): any number of sets of n independent points.
        mixture: p_data.
        confidence: of each lower bound.
        shells: borders of the shells in standard deviations, increasing. They may not be chosen
            after looking at the samples.

    Raises:
        GanTheoryError: for samples of another dimension, a confidence outside (0, 1), or shells
            that do not increase.
    """
    points = np.asarray(samples, dtype=np.float64)
    if points.ndim < 2 or points.shape[-2] == 0:
        raise GanTheoryError(f"samples must have shape (..., n, dim), not {points.shape}")
    if not 0 < confidence < 1:
        raise GanTheoryError(f"a confidence lies between 0 and 1, not at {confidence:g}")
    borders = np.asarray(shells, dtype=np.float64)
    if borders.ndim != 1 or np.any(np.diff(borders, prepend=0.0) <= 0):
        raise GanTheoryError("shells must be positive and increase")
    n = points.shape[-2]
    sets = points.reshape(-1, n, points.shape[-1])
    real = _real_letters(mixture, borders)
    fakes = [_mean_letters(one, mixture, borders) for one in sets]
    fake = np.stack([letters for letters, _ in fakes])
    nowhere = np.array([share for _, share in fakes])[:, None]
    level = 1 - (1 - confidence) / len(_VIEWS)
    lower = np.zeros(len(sets))
    for merged in _VIEWS:
        p = np.append(real.sum(axis=merged).ravel(), 0.0)
        in_sets = tuple(axis + 1 for axis in merged)
        q = np.concatenate([fake.sum(axis=in_sets).reshape(len(sets), -1), nowhere], axis=1)
        low, high = frequency_interval(q, n, level, p.size)
        lower = np.maximum(lower, smallest_jsd(p, low, high))
    shells_seen = np.concatenate([fake.sum(axis=3).reshape(len(sets), -1), nowhere], axis=1)
    lead = points.shape[:-2]
    return JSDBound(
        lower=lower.reshape(lead),
        estimate=jsd_of_letters(np.append(real.sum(axis=2), 0.0), shells_seen).reshape(lead),
        upper=LOG_2,
        confidence=confidence,
    )


def jsd_of_letters(p: npt.ArrayLike, q: npt.ArrayLike) -> Array:
    """JSD of distributions over finitely many letters, along the last axis, in nats."""
    return np.asarray(_shares(np.asarray(p), np.asarray(q)).sum(axis=-1))


def _shares(p: Array, q: Array) -> Array:
    """What each letter contributes to the JSD; never negative."""
    middle = (p + q) / 2
    found = 0.5 * (special.rel_entr(p, middle) + special.rel_entr(q, middle))
    # the middle of 0 and the smallest number is 0 again: such a letter contributes nothing
    return np.where(middle > 0, np.maximum(found, 0.0), 0.0)


def frequency_interval(
    mean: npt.ArrayLike, n: int, confidence: float, letters: int
) -> tuple[Array, Array]:
    """Intervals that hold, all at once, the expectations of numbers in [0, 1].

    Chernoff's bound in Hoeffding's form: the mean of n independent numbers in [0, 1] with
    expectation q deviates as far as m, to a given side, with probability at most
    exp(-n kl(m, q)). It holds for memberships, which are no counts, where Clopper and Pearson's
    interval does not. The level is shared equally by all letters and both sides (Bonferroni).

    Args:
        mean: observed means, shape (..., letters).
        n: how many numbers each is the mean of.
        confidence: that all intervals of one set hold.
        letters: how many intervals there are in a set.

    Returns:
        Lower and upper ends.
    """
    means = np.clip(np.asarray(mean, dtype=np.float64), 0.0, 1.0)
    far = np.log(2 * letters / (1 - confidence)) / n

    def end(outermost: Array) -> Array:
        inside, outside = means.copy(), outermost
        for _ in range(60):
            middle = (inside + outside) / 2
            beyond = special.rel_entr(means, middle) + special.rel_entr(1 - means, 1 - middle) > far
            inside, outside = np.where(beyond, inside, middle), np.where(beyond, middle, outside)
        return outside

    return end(np.zeros_like(means)), end(np.ones_like(means))


def smallest_jsd(p: Array, low: Array, high: Array) -> Array:
    """The smallest JSD(p || q) over distributions q with low <= q <= high.

    The problem is convex, and its multiplier rule says that the best q is c p clipped to the
    intervals, with one number c for all letters: the one with which the q sum to 1.

    Args:
        p: shape (letters,).
        low: shape (sets, letters).
        high: shape (sets, letters).

    Returns:
        Shape (sets,).
    """

    def clipped(log_c: Array) -> Array:
        return np.clip(np.exp(log_c)[:, None] * p, low, high)

    left, right = np.full(len(low), -40.0), np.full(len(low), 40.0)
    for _ in range(60):
        middle = (left + right) / 2
        too_much = clipped(middle).sum(axis=1) > 1
        left, right = np.where(too_much, left, middle), np.where(too_much, middle, right)
    return np.minimum(jsd_of_letters(p, clipped(left)), LOG_2)


def _real_letters(mixture: Mixture, borders: Array) -> Array:
    """The exact probabilities of the letters under p_data, (modes, shells, sectors)."""
    below = np.concatenate([[0.0], special.chdtr(mixture.dim, borders**2), [1.0]])
    sectors = _SIDES if mixture.dim == 1 else _SECTORS
    letters = mixture.mode_weights[:, None] * np.diff(below)
    return np.repeat(letters[..., None] / sectors, sectors, axis=2)


def _mean_letters(points: Array, mixture: Mixture, borders: Array) -> tuple[Array, float]:
    """The means of the probabilities with which points go to each letter, and to none.

    A point so far away that float64 cannot tell where it came from goes to a letter of its own,
    which p_data reaches with a probability that is 0 in float64.

    Args:
        points: shape (n, dim).
        mixture: p_data.
        borders: of the shells.

    Returns:
        Means of shape (modes, shells, sectors), and the share of the letter "nowhere".
    """
    sectors = _SIDES if mixture.dim == 1 else _SECTORS
    shape = (mixture.modes, len(borders) + 1, sectors)
    total, lost = np.zeros(shape).ravel(), 0
    groups = np.array(mixture.groups)
    step = max(1, _POINTS // mixture.components)
    for start in range(0, len(points), step):
        block = points[start : start + step]
        with np.errstate(invalid="ignore", over="ignore"):
            known = np.isfinite(mixture.log_density(block))
        block = block[known]
        lost += int(np.count_nonzero(~known))
        memberships = mixture.memberships(block)
        place = mixture.whitened(block)
        shell = np.searchsorted(borders**2, np.square(place).sum(axis=-1), side="right")
        if mixture.dim == 1:
            sector = (place[..., 0] > 0).astype(np.int64)
        else:
            # the quadrant: cheaper than an angle, and as evenly charged
            sector = 2 * (place[..., 0] > 0) + (place[..., 1] > 0)
        letter = (groups * shape[1] + shell) * sectors + sector
        total += np.bincount(letter.ravel(), memberships.ravel(), total.size)
    return total.reshape(shape) / len(points), lost / len(points)
