"""A certified lower bound on JSD(p_data || p_g) when p_g is known by samples only.

A channel sends a point to one of finitely many letters, and no channel can raise the JSD (claim
J5), so the JSD of the two distributions over letters is a lower bound. The letters here are
"component k, in its shell i": a point belongs to component k with the probability that it came
from there, and to the shell by its Mahalanobis distance to it. Under p_data their probabilities
are known exactly, weight times a chi-square probability, for every mixture, however its components
overlap. Under p_g they are expectations of numbers in [0, 1], which samples pin down.

The upper bound is log 2 (claim J2). Nothing better is possible from samples: a p_g that sits on
finitely many points at distance log 2 from p_data can give the same samples as p_data itself
(claim S2 is the reason, seen from the other side).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from gantheory.errors import GanTheoryError
from gantheory.targets.mixture import Array, Mixture

LOG_2 = float(np.log(2.0))

#: borders of the shells, in standard deviations
SHELLS = (1.0, 2.0, 3.0)

_POINTS = 65_536


@dataclass(frozen=True, eq=False)
class JSDBound:
    """What samples prove about JSD(p_data || p_g), in nats.

    Attributes:
        lower: JSD is at least this with probability `confidence`, shape (...). The probability is
            over the samples and for each set of samples by itself; for m sets at once ask for
            1 - (1 - confidence) / m.
        estimate: the JSD over letters of the observed frequencies: no bound, and biased upwards
            by about (letters - 1) / (8 n).
        upper: log 2.
        confidence: as asked for.
        letters: how many there are.
    """

    lower: Array
    estimate: Array
    upper: float
    confidence: float
    letters: int


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
    real = _real_letters(mixture, borders)
    n = points.shape[-2]
    sets = points.reshape(-1, n, points.shape[-1])
    fake = np.stack([_mean_letters(one, mixture, borders) for one in sets])
    low, high = frequency_interval(fake, n, confidence, real.size)
    lead = points.shape[:-2]
    return JSDBound(
        lower=smallest_jsd(real, low, high).reshape(lead),
        estimate=jsd_of_letters(real, fake).reshape(lead),
        upper=LOG_2,
        confidence=confidence,
        letters=real.size,
    )


def jsd_of_letters(p: npt.ArrayLike, q: npt.ArrayLike) -> Array:
    """JSD of distributions over finitely many letters, along the last axis, in nats."""
    return np.asarray(_shares(np.asarray(p), np.asarray(q)).sum(axis=-1))


def _shares(p: Array, q: Array) -> Array:
    """What each letter contributes to the JSD; never negative."""
    middle = (p + q) / 2
    found = 0.5 * (special.rel_entr(p, middle) + special.rel_entr(q, middle))
    return np.asarray(np.maximum(found, 0.0))


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
    """The smallest JSD(p || q) over distributions q with low <= q <= high, from below.

    By Lagrange duality every multiplier gives a lower bound. The multiplier of the constraint
    sum q = 1 stands for a number c such that the best q is c p, clipped to its interval; the c
    for which the q sum to 1 gives the best bound, and how exactly it is found does not matter.

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
    q = clipped(left)
    # the derivative of a letter's share by q, at q = c p, is log(2 c / (1 + c)) / 2
    multiplier = -0.5 * (LOG_2 + left - np.logaddexp(0.0, left))
    bound = _shares(p, q).sum(axis=1) + multiplier * (q.sum(axis=1) - 1)
    return np.asarray(np.clip(bound, 0.0, LOG_2))


def _real_letters(mixture: Mixture, borders: Array) -> Array:
    """The exact probabilities of the letters under p_data; the last letter is "nowhere"."""
    below = np.concatenate([[0.0], stats.chi2.cdf(borders**2, mixture.dim), [1.0]])
    letters = mixture.mode_weights[:, None] * np.diff(below)
    return np.append(letters.ravel(), 0.0)


def _mean_letters(points: Array, mixture: Mixture, borders: Array) -> Array:
    """The mean of the probabilities with which the points are sent to each letter.

    A point so far away that float64 cannot tell where it came from goes to the letter "nowhere",
    which p_data reaches with a probability that is 0 in float64.
    """
    shells, modes = len(borders) + 1, mixture.modes
    total = np.zeros(modes * shells + 1)
    groups = np.array(mixture.groups)
    for start in range(0, len(points), _POINTS // mixture.components + 1):
        block = points[start : start + _POINTS // mixture.components + 1]
        with np.errstate(invalid="ignore", over="ignore"):
            memberships = mixture.memberships(block)
            squared = mixture.squared_distances(block)
        known = np.isfinite(memberships).all(axis=1)
        shell = np.searchsorted(borders**2, squared[known], side="right")
        letter = groups * shells + shell
        total += np.bincount(letter.ravel(), memberships[known].ravel(), total.size)
        total[-1] += np.count_nonzero(~known)
    return total / len(points)
