"""Nearest neighbours are those of a direct search, whatever the blocks; copies are at 0."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gantheory.errors import GanTheoryError
from gantheory.sample_quality import neighbours
from gantheory.sample_quality.neighbours import nearest, squared_distance_blocks


def directly(points, references):
    difference = points[:, None, :] - references[None, :, :]
    return np.sqrt((difference**2).sum(axis=-1))


@settings(max_examples=40)
@given(
    seed=st.integers(0, 2**32 - 1),
    sizes=st.tuples(st.integers(1, 30), st.integers(4, 30), st.integers(1, 6)),
    k=st.integers(1, 3),
    blocks=st.tuples(st.integers(1, 40), st.integers(1, 40)),
)
def test_they_are_those_of_a_direct_search(seed, sizes, k, blocks):
    n, m, d = sizes
    rng = np.random.default_rng(seed)
    points, references = rng.normal(size=(n, d)), rng.normal(size=(m, d))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "_POINTS_AT_ONCE", blocks[0])
        patch.setattr(neighbours, "_REFERENCES_AT_ONCE", blocks[1])
        found = nearest(points, references, k)
        itself = nearest(references, references, k, same=True)
    all_distances = directly(points, references)
    np.testing.assert_allclose(found.distances, np.sort(all_distances, axis=1)[:, :k], rtol=1e-12)
    np.testing.assert_allclose(
        np.take_along_axis(all_distances, found.indices, 1), found.distances, rtol=1e-12
    )
    others = directly(references, references)
    np.fill_diagonal(others, np.inf)
    np.testing.assert_allclose(itself.distances, np.sort(others, axis=1)[:, :k], rtol=1e-12)


def test_a_copy_is_at_distance_zero_however_large_the_numbers():
    references = np.random.default_rng(0).normal(1e4, 1.0, (50, 20))
    found = nearest(references[[7, 3]], references)
    assert found.indices.tolist() == [[7], [3]]
    assert found.distances.tolist() == [[0.0], [0.0]]


def test_a_point_that_occurs_twice_is_its_own_copy():
    twice = np.array([[0.0], [5.0], [0.0]])
    found = nearest(twice, twice, same=True)
    assert found.distances[:, 0].tolist() == [0.0, 5.0, 0.0]
    assert found.indices[[0, 2], 0].tolist() == [2, 0]


def test_blocks_are_no_larger_than_said():
    blocks = squared_distance_blocks(np.zeros((2500, 2)), np.zeros((10_001, 2)))
    shapes = [block.shape for _, _, block in blocks]
    assert max(rows for rows, _ in shapes) == 1_000
    assert max(columns for _, columns in shapes) == 10_000
    assert sum(rows * columns for rows, columns in shapes) == 2500 * 10_001


@pytest.mark.parametrize(
    ("points", "references", "k", "complaint"),
    [
        (np.zeros((3, 2)), np.zeros((3, 3)), 1, "2 numbers each but references 3"),
        (np.zeros((3, 2)), np.zeros((3, 2)), 4, "lower k"),
        (np.full((3, 2), np.nan), np.zeros((3, 2)), 1, "NaN"),
        (np.zeros(3), np.zeros((3, 2)), 1, r"shape \(n, d\)"),
        (np.zeros((0, 2)), np.zeros((3, 2)), 1, r"shape \(n, d\)"),
    ],
)
def test_what_has_no_neighbours_is_refused(points, references, k, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        nearest(points, references, k)
    with pytest.raises(GanTheoryError, match="lower k"):
        nearest(np.zeros((3, 2)), np.zeros((3, 2)), 3, same=True)
