"""Cells of a grid have their exact probabilities, also under slanted components."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gantheory.errors import GanTheoryError
from gantheory.measures.cells import Grid, bivariate_normal_cdf
from gantheory.targets import TARGETS, Mixture

SLANTED = TARGETS["pinwheel"].mixture


@given(st.floats(-6, 6), st.floats(-6, 6), st.floats(-0.999, 0.999))
def test_bivariate_normal_probabilities(h, k, correlation):
    wanted = stats.multivariate_normal.cdf([h, k], [0, 0], [[1, correlation], [correlation, 1]])
    assert bivariate_normal_cdf(h, k, correlation) == pytest.approx(wanted, abs=1e-9)


def test_bivariate_normal_at_the_origin_is_sheppards_formula():
    for correlation in (-0.9, 0.0, 0.5):
        wanted = 0.25 + np.arcsin(correlation) / (2 * np.pi)
        assert bivariate_normal_cdf(0.0, 0.0, correlation) == pytest.approx(wanted, abs=1e-15)


@pytest.mark.parametrize("name", ["bimodal", "d2gan_ring8", "pinwheel"])
def test_masses_sum_to_what_the_box_holds_and_agree_with_the_density(name):
    mixture = TARGETS[name].mixture
    grid = Grid(mixture, 64)
    assert grid.masses.shape == grid.shape
    assert 1 - 1e-7 < grid.masses.sum() <= 1 + 1e-12
    # against the density at the centres of finer cells, 1 to 3 to the smallest std
    fine = Grid(mixture, 256)
    area = np.prod([e[1] - e[0] for e in fine.edges])
    approximate = mixture.density(fine.centres) * area
    assert np.abs(approximate - fine.masses).sum() < 0.03


def test_merging_is_the_coarser_grid():
    fine, coarse = Grid(SLANTED, 32), Grid(SLANTED, 16)
    assert fine.merged(fine.masses) == pytest.approx(coarse.masses, abs=1e-14)


def test_points_are_found_in_their_cells():
    grid = Grid(SLANTED, 8)
    inside = grid.locate(grid.centres)
    assert inside.ravel().tolist() == list(range(64))
    assert grid.locate([[1e9, 0.0], [0.0, -1e9], [np.nan, 0.0]]).tolist() == [64, 64, 64]


def test_grids_that_cannot_be_are_refused():
    with pytest.raises(GanTheoryError, match="even"):
        Grid(SLANTED, 7)
    with pytest.raises(GanTheoryError, match="one or two axes"):
        Grid(Mixture.isotropic([[0.0, 0.0, 0.0]], 1.0))
    with pytest.raises(GanTheoryError, match="do not fit"):
        Grid(SLANTED, 4).locate([[1.0]])
