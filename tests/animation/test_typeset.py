"""Typst's outlines, read into arrays."""

import numpy as np
import pytest

pytest.importorskip("typst", reason="the extra 'lecture' is not installed")

from gantheory.animation.typeset import POINTS, pieces, typeset, typeset_all
from gantheory.errors import GanTheoryError


def extent(line):
    points = np.concatenate([outline for _, outline in line.shapes])
    return points.min(axis=0), points.max(axis=0)


def test_letters_stand_on_the_baseline_and_hang_below_it():
    low, high = extent(typeset("x"))
    assert low[1] == pytest.approx(0.0, abs=0.2)
    assert 0.3 * POINTS < high[1] < 0.6 * POINTS
    low, _ = extent(typeset("g"))
    assert low[1] < -0.1 * POINTS


def test_a_fraction_has_its_bar_over_the_baseline_and_parts_on_both_sides():
    low, high = extent(typeset("$frac(a, b)$"))
    assert low[1] < -0.1 * POINTS
    assert high[1] > 0.5 * POINTS
    [(_, outline)] = typeset("$frac(a, b)$").shapes
    corners = outline.reshape(-1, 4, 2)[:, [0, 3]]
    flat = np.abs(np.diff(corners[:, :, 1], axis=1)).ravel() < 1e-9
    lengths = np.abs(np.diff(corners[:, :, 0], axis=1)).ravel()
    assert lengths[flat].max() == pytest.approx(extent(typeset("$b$"))[1][0], rel=0.6)


def test_colours_are_kept_apart():
    line = typeset('#text(fill: rgb("#123456"))[a]#text(fill: rgb("#654321"))[b]')
    assert [color for color, _ in line.shapes] == ["#123456", "#654321"]
    (_, left), (_, right) = line.shapes
    assert left[:, 0].max() < right[:, 0].max()


def test_outlines_are_closed_and_continuous():
    [(_, outline)] = typeset("o").shapes
    curves = outline.reshape(-1, 4, 2)
    breaks = np.flatnonzero(np.linalg.norm(curves[1:, 0] - curves[:-1, 3], axis=1) > 1e-9)
    assert len(breaks) == 1  # two outlines: the ring's outer and inner edge
    ends = np.split(curves, breaks + 1)
    for ring in ends:
        np.testing.assert_allclose(ring[0, 0], ring[-1, 3], atol=1e-9)


def test_each_command_of_a_path_is_read():
    square = pieces("M 1 1 h 2 v 2 H 1 Z").reshape(-1, 4, 2)
    corners = [tuple(piece[0]) for piece in square]
    assert corners == [(1, 1), (3, 1), (3, 3), (1, 3)]
    curve = pieces("m 0 0 c 0 1 1 1 1 0 q 1 0 1 -1").reshape(-1, 4, 2)
    np.testing.assert_allclose(curve[0], [(0, 0), (0, 1), (1, 1), (1, 0)])
    np.testing.assert_allclose(curve[1, [0, 3]], [(1, 0), (2, -1)])
    # the middle of a quadratic is (start + 2 bend + end) / 4
    middle = curve[1].T @ np.array([1, 3, 3, 1]) / 8
    np.testing.assert_allclose(middle, np.array([1 + 2 * 2 + 2, 0 + 0 - 1]) / 4)


def test_markup_that_typst_refuses_is_one_clear_error():
    with pytest.raises(GanTheoryError, match="Typst cannot set"):
        typeset("$frac(a$")
    with pytest.raises(GanTheoryError, match="nothing to draw"):
        typeset(" ")


def test_lines_are_compiled_together_as_alone():
    together = typeset_all(("$x$", "y"))
    for line, markup in zip(together, ("$x$", "y"), strict=True):
        np.testing.assert_allclose(extent(line), extent(typeset(markup)))


def test_korean_letters_are_drawn_whole(korean):
    line = typeset('#"생성자와 판별자"', "ko")
    [(_, outline)] = line.shapes
    # seven syllables of one em each, and a space
    assert line.width == pytest.approx(7.2 * POINTS * 0.92, rel=0.1)
    boxes = {len(typeset(f'#"{letter}"', "ko").shapes[0][1]) for letter in "생성자와판별"}
    assert len(boxes) > 1  # not all the one box that stands for a missing glyph
    assert len(outline) > 200


def drawn(letter, language):
    """The outline of a letter, moved to the origin."""
    line = typeset(f'#"{letter}"', language)
    points = np.concatenate([outline for _, outline in line.shapes])
    return points - points.min(axis=0)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_letter_of_the_texts_is_a_box(language, request):
    if language == "ko":
        request.getfixturevalue("korean")
    from gantheory.notation.formulas import REFERENCE
    from gantheory.notation.texts import VALUE, table

    box = drawn("\N{BRAILLE PATTERN DOTS-12345678}", language)  # a letter that is in no font here
    words = "".join(VALUE.sub("", REFERENCE.sub("", one)) for one in table(language).values())
    shown = {letter: drawn(letter, language) for letter in set(words) - set(" ")}
    for letter, outline in shown.items():
        assert outline.shape != box.shape or not np.allclose(outline, box), letter
