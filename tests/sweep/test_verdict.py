"""Verdicts follow from numbers: what agrees, what differs, and what explains a difference."""

import numpy as np
import pytest

from gantheory.sweep.entries import Entry
from gantheory.sweep.published import TABLES, Number
from gantheory.sweep.verdict import Course, Ours, mark_of, moves_towards, verdict

PACGAN, VEEGAN = TABLES["pacgan"], TABLES["veegan"]
ROW = Entry("ring8", "vanilla", "pacgan").published
VEEGAN_ROW = Entry("ring8", "vanilla", "veegan").published


def course(end, half=None, spread=0.1, best=None):
    """The course of a number that stands still unless `half` says otherwise."""
    half = end if half is None else half
    return Course(
        Ours(end, spread, 10),
        Ours(half, spread, 10),
        Ours(end - half, spread, 10),
        Ours(end if best is None else best, spread, 10),
    )


SAME = {"modes": course(6.3), "high_quality": course(98.2), "reverse_kl": course(0.45)}


@pytest.mark.parametrize(
    ("ours", "published", "mark"),
    [
        # 95 % interval of 6.3 +- 0.5 of 10 trials: 6.3 +- 1.13
        (Ours(7.4, 0.0, 10), Number(6.3, 0.5), "inside"),
        (Ours(7.5, 0.1, 10), Number(6.3, 0.5), "differs"),
        (Ours(7.5, 0.8, 10), Number(6.3, 0.5), "near"),
        # no error in the table: theirs is ours, for fewer trials
        (Ours(7.0, 0.1, 10), Number(6.8), "near"),
        (Ours(7.5, 0.1, 10), Number(6.8), "differs"),
        (Ours(8.0, 0.0, 10), Number(8.0), "near"),
        (Ours(8.0, 0.0, 10), Number(7.6), "differs"),
    ],
)
def test_marks_follow_the_tests_that_the_legend_names(ours, published, mark):
    assert mark_of(ours, published, 10) == mark


def test_a_course_is_of_the_seeds_that_have_a_number():
    nan = np.nan
    values = np.array([[0, 9, 1, 5, 3], [0, 9, 3, nan, 5], [0, 9, 2, 2, nan]], dtype=float)
    found = Course.of(values)
    assert (found.end.mean, found.end.seeds) == (4.0, 2)
    assert (found.half.mean, found.half.seeds) == (2.0, 3)
    assert (found.change.mean, found.change.seeds) == (2.0, 2)
    # the first half does not count: 9 is no one's best
    assert found.best.mean == pytest.approx((5 + 5 + 2) / 3)
    assert Course.of(values, least_is_best=True).best.mean == pytest.approx((1 + 3 + 2) / 3)
    assert Course.of(values[2:]) is None


@pytest.mark.parametrize(
    ("end", "half", "spread", "moves"),
    [
        (50.0, 40.0, 1.0, True),  # towards 98.2
        (50.0, 60.0, 1.0, False),  # away from it
        (50.0, 50.0, 1.0, False),  # not at all
        (50.0, 48.0, 1.0, False),  # by chance: 2 is below 2.26 standard errors of 10 seeds
        (50.0, 40.0, 0.0, True),
    ],
)
def test_only_a_number_that_moves_towards_the_published_one_is_explained(end, half, spread, moves):
    found = course(end, half, spread)
    assert moves_towards(found, ROW.high_quality) is moves
    said = verdict(ROW, PACGAN, 0.02, SAME | {"high_quality": found})
    assert said.kind == ("explained" if moves else "unexplained")
    assert said.text.endswith("(at 2 % of the published updates)")
    # at the published length there is nothing left to explain it
    full = verdict(ROW, PACGAN, 1.0, SAME | {"high_quality": found})
    assert full.kind == "unexplained"
    assert "% of the published updates" not in full.text


def test_verdicts_say_what_agrees_and_what_does_not():
    assert verdict(ROW, PACGAN, 1.0, SAME).text == "modes, quality, KL inside"
    assert verdict(ROW, PACGAN, 0.02, SAME).kind == "agrees"
    other = SAME | {"modes": course(1.0)}
    found = verdict(ROW, PACGAN, 1.0, other)
    assert found.text == "quality, KL inside; modes differs, unexplained"
    assert verdict(ROW, PACGAN, 1.0, other, diverged=2).text.startswith("2 seeds diverged; ")
    chosen = verdict(ROW, PACGAN, 1.0, SAME | {"modes": course(1.0, best=6.2)})
    assert chosen.kind == "unexplained"
    assert chosen.text.endswith("would agree at each run's best look (6.2)")
    # one difference without a reason makes the line unexplained
    mixed = other | {"high_quality": course(50.0, 40.0)}
    assert verdict(ROW, PACGAN, 0.02, mixed).kind == "unexplained"
    assert verdict(ROW, PACGAN, 0.02, {"modes": SAME["modes"]}).kind == "unexplained"
    assert "quality undefined" in verdict(ROW, PACGAN, 0.02, {"modes": SAME["modes"]}).text
    assert verdict(VEEGAN_ROW, VEEGAN, 1.0, SAME).text.endswith("are not established")
    assert verdict(None, PACGAN, 1.0, SAME).kind == "no published row"
