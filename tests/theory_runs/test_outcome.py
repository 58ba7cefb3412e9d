"""The verdict: it can fail, and a number of any kind cannot slip through it."""

import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.theory_runs.command import compare_all
from gantheory.theory_runs.outcome import Check, TheoryRun, carry_out


def check(measured, relation="=", theory=1.0, tolerance=0.1):
    return Check("x", theory, relation, measured, tolerance, "A1", "for the test")


def run_of(*checks):
    return TheoryRun(
        name="test",
        title="a test",
        claims=("A1",),
        measure=lambda seed, tick: seed,
        judge=lambda data, theory: [check(data + theory)] if not checks else list(checks),
        draw=lambda figure, data: None,
        describe=lambda data: "nothing",
        theories={"proved": 1.0, "false": 5.0},
    )


@pytest.mark.parametrize(
    ("relation", "measured", "holds"),
    [
        ("=", 1.05, True),
        ("=", 1.2, False),
        ("<=", 1.05, True),
        ("<=", 1.2, False),
        (">=", 0.95, True),
        (">=", 0.8, False),
        ("->", 7.0, True),
        ("=", float("nan"), False),
        ("<=", float("nan"), False),
        (">=", float("nan"), False),
    ],
)
@pytest.mark.parametrize("kind", [float, np.float64, np.float32])
def test_a_line_that_does_not_hold_makes_the_verdict_fail(relation, measured, holds, kind):
    assert carry_out(run_of(check(kind(measured), relation)), 0).holds is holds
    # one bad line among good ones is enough
    both = run_of(check(1.0), check(kind(measured), relation))
    assert carry_out(both, 0).holds is holds


def test_a_false_theory_is_contradicted_by_the_same_measurements():
    assert carry_out(run_of(), 0).holds
    assert not carry_out(run_of(), 0, "false").holds


def test_mistakes_are_told():
    with pytest.raises(GanTheoryError, match="no theory 'flat'; it has proved, false"):
        carry_out(run_of(), 0, "flat")
    for seed in (-1, 2**32, 10**22):
        with pytest.raises(GanTheoryError, match="from 0 to below 2"):
            carry_out(run_of(), seed)


def test_a_seed_out_of_range_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(GanTheoryError, match="below 2"):
        compare_all(["saturation"], 10**22, tmp_path / "out")
    assert not (tmp_path / "out").exists()
