"""The table of theory against experiment: right on an exact recording, loud on a forged one."""

import dataclasses

import numpy as np
import pytest

from gantheory.line.comparison import cells, theory_against_experiment


def rows_of(recording):
    return {row.quantity: row for row in theory_against_experiment(recording)}


def forged(recording, **changes):
    arrays = {name: np.array(array) for name, array in recording.arrays.items()}
    for name, change in changes.items():
        arrays[name] = change(arrays[name])
    return dataclasses.replace(recording, arrays=arrays)


def test_an_exact_recording_agrees_with_every_law(analytic):
    rows = rows_of(analytic)
    assert all(row.agrees is not False for row in rows.values())
    assert sum(row.agrees is True for row in rows.values()) >= 3


def test_the_limits_are_those_of_theorem_1(analytic):
    rows = rows_of(analytic)
    assert rows["C at the end"].theory == pytest.approx(-np.log(4))
    assert rows["C at the end"].measured == analytic["criterion"][-1]
    assert rows["JSD at the start"].measured == analytic["jsd"][0]


def test_errors_of_means_cover_the_trapezoid_sum(analytic):
    """On every twentieth point of the grid the means are the same, within both errors."""
    coarse = {name: np.array(array) for name, array in analytic.arrays.items()}
    points = len(analytic["x"])
    for name, array in coarse.items():
        if array.shape and array.shape[-1] == points:
            coarse[name] = array[..., ::20]
    sparse = rows_of(dataclasses.replace(analytic, arrays=coarse))
    for quantity, row in rows_of(analytic).items():
        if quantity.startswith("mean"):
            other = sparse[quantity]
            assert 0 < abs(row.measured - other.measured) <= row.error + other.error
            assert 0 < row.error < 1e-3


@pytest.mark.parametrize(
    ("quantity", "changes"),
    [
        ("max of V - C over all frames", {"value": lambda v: v + 0.5}),
        ("max of |C - (2 JSD - log 4)|", {"jsd": lambda v: v + 1e-4}),
        # D* in place of D leaves a gap of value without a gap of D, and the other way round
        ("mean (D - D*)^2 there", {"discriminator": lambda d: 1 - d}),
    ],
)
def test_a_forged_number_is_called_out(analytic, quantity, changes):
    row = rows_of(forged(analytic, **changes))[quantity]
    assert row.agrees is False
    assert cells(row)[4] == "NO"
