"""How much of the data the samples cover, and how much of them lies among the data.

Around every point of a set lies a ball that reaches to its k-th nearest neighbour in the set. The
balls of the real points are where the data are, those of the samples where the samples are.

Source: Kynkaanniemi et al. 2019, "Improved precision and recall metric for assessing generative
models"; Naeem et al. 2020, "Reliable fidelity and diversity metrics for generative models".
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gantheory.sample_quality.neighbours import (
    check_matrices,
    nearest,
    squared_distance_blocks,
)

#: neighbours that a ball reaches to, as in the two papers
PRECISION_K, COVERAGE_K = 3, 5


@dataclass(frozen=True)
class Manifolds:
    """Samples against real points, between 0 and 1 but for the density.

    Attributes:
        precision: share of samples in any ball of a real point (k = 3).
        recall: share of real points in any ball of a sample (k = 3).
        density: mean over the samples of the number of balls of real points that hold one / k
            (k = 5); its expectation is 1 where samples and data have one distribution.
        coverage: share of balls of real points that hold a sample (k = 5); see
            `expected_coverage`.
        real: number of real points.
        samples: number of samples.
    """

    precision: float
    recall: float
    density: float
    coverage: float
    real: int
    samples: int

    def to_json(self) -> dict[str, Any]:
        """Give the result as plain data."""
        return asdict(self)


def manifolds(real: NDArray[Any], samples: NDArray[Any]) -> Manifolds:
    """Measure samples against real points, exactly, in one pass over their distances.

    Args:
        real: shape (n, d), more than 5 points.
        samples: shape (m, d), more than 3 points.

    Raises:
        GanTheoryError: for arrays that do not fit each other or are too few.
    """
    check_matrices(samples, real)
    of_real = nearest(real, real, COVERAGE_K, same=True).distances
    of_samples = nearest(samples, samples, PRECISION_K, same=True).distances[:, -1]
    # a point on the edge of a ball is inside it, whatever rounding says
    slack = 1e-12 * max(_largest_norm(real), _largest_norm(samples)) ** 2
    near = of_real[:, PRECISION_K - 1] ** 2 + slack
    wide = of_real[:, COVERAGE_K - 1] ** 2 + slack
    reach = of_samples[:, None] ** 2 + slack
    precise = np.zeros(len(samples), bool)
    recalled = np.zeros(len(real), bool)
    covered = np.zeros(len(real), bool)
    held = 0
    for rows, columns, squared in squared_distance_blocks(samples, real):
        precise[rows] |= (squared <= near[columns]).any(axis=1)
        recalled[columns] |= (squared <= reach[rows]).any(axis=0)
        inside = squared <= wide[columns]
        held += int(inside.sum())
        covered[columns] |= inside.any(axis=0)
    return Manifolds(
        precision=float(precise.mean()),
        recall=float(recalled.mean()),
        density=held / (COVERAGE_K * len(samples)),
        coverage=float(covered.mean()),
        real=len(real),
        samples=len(samples),
    )


def expected_coverage(real: int, samples: int, k: int = COVERAGE_K) -> float:
    """Expected coverage where samples and data have one distribution, whatever it is.

    1 - (n-1)...(n-k) / ((m+n-1)...(m+n-k)) for n real points and m samples. Source: Naeem et al.
    2020, Lemma 2.
    """
    missed = 1.0
    for i in range(1, k + 1):
        missed *= (real - i) / (samples + real - i)
    return 1.0 - missed


def _largest_norm(array: NDArray[Any]) -> float:
    """Largest Euclidean norm of a row."""
    return float(np.sqrt(np.einsum("ij,ij->i", array, array, dtype=np.float64).max()))
