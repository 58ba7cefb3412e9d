"""Our numbers beside a published row: what agrees, what differs, and what explains a difference.

A published number is marked

- *inside*: our mean lies in the published 95 % interval, mean +- t standard errors;
- *near*: outside it or no error is given, but the two means differ by no more than chance
  (Welch's t test at 5 %; a table without errors is given our spread between runs);
- *differs*.

A difference counts as explained only by what was measured: at a part of the published updates,
our number moved towards the published one between half of the updates and the last one, seed by
seed (paired t test at 5 %). That a budget is small explains nothing by itself: a number that
stands still, or moves away, is unexplained at that budget.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

from gantheory.sweep.published import Number, Published, Table

#: attribute of a published row -> its short name
SHORT = {"modes": "modes", "high_quality": "quality", "reverse_kl": "KL"}
#: decimals that each is printed with
DECIMALS = {"modes": 1, "high_quality": 1, "reverse_kl": 2}

Kind = Literal["agrees", "explained", "unexplained", "no published row"]


@dataclass(frozen=True)
class Ours:
    """A mean over seeds, its standard error, and of how many seeds."""

    mean: float
    error: float
    seeds: int


@dataclass(frozen=True)
class Course:
    """One of our numbers over a run.

    Attributes:
        end: after the last update.
        half: after half of the updates.
        change: from half to end, seed by seed.
        best: at that look of the second half which is best, seed by seed: most modes, highest
            quality, least KL. What a report of chosen snapshots would say.
    """

    end: Ours
    half: Ours
    change: Ours
    best: Ours

    @classmethod
    def of(cls, values: npt.NDArray[np.float64], least_is_best: bool = False) -> "Course | None":
        """The course of values of shape (seeds, looks), NaN where undefined.

        None where fewer than two seeds have a value at the end.
        """
        middle = values.shape[1] // 2
        late = values[:, middle:]
        late = late[np.isfinite(late).any(axis=1)]
        best = np.nanmin(late, axis=1) if least_is_best else np.nanmax(late, axis=1)
        end = mean_of(values[:, -1])
        if end is None:
            return None
        nothing = Ours(math.nan, math.nan, 0)
        return cls(
            end,
            mean_of(values[:, middle]) or nothing,
            mean_of(values[:, -1] - values[:, middle]) or nothing,
            mean_of(best) or nothing,
        )


@dataclass(frozen=True)
class Verdict:
    """What to make of a line: in one word, and in full."""

    kind: Kind
    text: str


def mean_of(values: npt.NDArray[np.float64]) -> Ours | None:
    """Mean and standard error of those values that are defined; None for fewer than two."""
    known = values[np.isfinite(values)]
    if known.size < 2:
        return None
    error = float(known.std(ddof=1)) / math.sqrt(known.size)
    return Ours(float(known.mean()), error, int(known.size))


def verdict(
    published: Published | None,
    table: Table,
    budget: float,
    courses: Mapping[str, Course],
    diverged: int = 0,
) -> Verdict:
    """Our numbers beside a published row.

    Args:
        published: the row, if there is one.
        table: the table that it is of.
        budget: share of the published updates.
        courses: ours, by attribute of a row; a number that is undefined is left out.
        diverged: seeds that diverged, and are in no mean.
    """
    lost = f"{diverged} seeds diverged; " if diverged else ""
    if published is None:
        return Verdict("no published row", f"{lost}no published row")
    marks: dict[str, list[str]] = {"inside": [], "near": []}
    differing: list[str] = []
    explained = True
    for name, short in SHORT.items():
        number: Number | None = getattr(published, name)
        if number is None:
            continue
        course = courses.get(name)
        if course is None:
            differing.append(f"{short} undefined, unexplained")
            explained = False
            continue
        mark = mark_of(course.end, number, table.trials)
        if mark != "differs":
            marks[mark].append(short)
            continue
        moving = budget < 1 and moves_towards(course, number)
        explained = explained and moving
        differing.append(f"{short} differs, {_reason(name, course, number, table, moving)}")
    found = [f"{', '.join(names)} {mark}" for mark, names in marks.items() if names] + differing
    if differing and table.doubt:
        found.append(table.doubt)
    share = "" if budget == 1 else f" (at {100 * budget:.3g} % of the published updates)"
    kind: Kind = "agrees" if not differing else "explained" if explained else "unexplained"
    return Verdict(kind, f"{lost}{'; '.join(found)}{share}")


def _reason(name: str, course: Course, number: Number, table: Table, moving: bool) -> str:
    places = DECIMALS[name]
    if moving:
        return (
            "explained by the updates: still moving towards the published number, "
            f"{course.half.mean:.{places}f} half-way and {course.end.mean:.{places}f} at the end"
        )
    if course.best.seeds > 1 and mark_of(course.best, number, table.trials) != "differs":
        best = f"{course.best.mean:.{places}f}"
        return f"unexplained; would agree at each run's best look ({best})"
    return "unexplained"


def moves_towards(course: Course, number: Number) -> bool:
    """Whether the second half of the updates brought our mean nearer, and not by chance."""
    change = course.change
    if change.seeds < 2 or change.mean * (number.mean - course.end.mean) <= 0:
        return False
    if change.error == 0:
        return True
    return abs(change.mean) > reach_of(change.error, change.seeds)


def reach_of(error: float, seeds: int) -> float:
    """Half the width of the 95 % interval of a mean over so many runs, from its standard error."""
    return float(stats.t.ppf(0.975, seeds - 1)) * error


def mark_of(ours: Ours, published: Number, trials: int) -> Literal["inside", "near", "differs"]:
    """One number: "inside", "near" or "differs", see the module's text."""
    difference = abs(ours.mean - published.mean)
    if published.error is not None and difference <= reach_of(published.error, trials):
        return "inside"
    theirs = published.error
    if theirs is None:
        theirs = ours.error * math.sqrt(ours.seeds / trials)
    squares = (ours.error**2, theirs**2)
    if sum(squares) == 0:
        return "near" if difference == 0 else "differs"
    uncertain = squares[0] ** 2 / (ours.seeds - 1) + squares[1] ** 2 / (trials - 1)
    freedom = sum(squares) ** 2 / uncertain
    reach = float(stats.t.ppf(0.975, freedom)) * math.sqrt(sum(squares))
    return "near" if difference <= reach else "differs"
