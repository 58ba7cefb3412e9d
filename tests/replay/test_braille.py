"""Characters as pictures: every point is a dot in its place, every bar as high as its number."""

import numpy as np
import pytest

from gantheory.replay.braille import bars, scatter


def dots(lines):
    """The dots of braille lines as (x, y) from the upper left."""
    places = {
        0: (0, 0),
        1: (0, 1),
        2: (0, 2),
        3: (1, 0),
        4: (1, 1),
        5: (1, 2),
        6: (0, 3),
        7: (1, 3),
    }
    return {
        (2 * column + places[bit][0], 4 * row + places[bit][1])
        for row, line in enumerate(lines)
        for column, letter in enumerate(line)
        for bit in range(8)
        if (ord(letter) - 0x2800) >> bit & 1
    }


def test_every_point_is_a_dot_where_it_belongs():
    rng = np.random.default_rng(1)
    points = rng.uniform(-1, 1, (60, 2))
    lines = scatter(points, (-1, -1), (1, 1), 5, 3)
    assert [len(line) for line in lines] == [5, 5, 5]
    wanted = {(int((x + 1) / 2 * 10), int((1 - y) / 2 * 12)) for x, y in points}
    assert dots(lines) == wanted


def test_points_outside_and_not_finite_are_left_out():
    points = [[2, 0], [0, -2], [np.nan, 0], [np.inf, 0], [-0.99, 0.99]]
    assert dots(scatter(points, (-1, -1), (1, 1), 4, 2)) == {(0, 0)}


@pytest.mark.parametrize("rows", [1, 3])
def test_bars_are_as_high_as_their_numbers(rows):
    numbers = np.array([0, 1, 3, 8, 20]) * rows / 8
    lines = bars(numbers, rows, rows).split("\n")
    height = [sum(" ▁▂▃▄▅▆▇█".index(line[i]) for line in lines) for i in range(5)]
    assert height == [0, rows, 3 * rows, 8 * rows, 8 * rows]


def test_what_is_there_at_all_is_seen_and_nan_is_empty():
    assert bars([1e-9, np.nan, 0.0], 1, 1) == "▁  "
