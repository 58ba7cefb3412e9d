"""Words and numbers of the pictures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gantheory.figures import labels
from gantheory.figures.labels import readouts, signed


@given(st.floats(-1e6, 1e6))
def test_a_written_number_reads_back_to_half_a_digit(value):
    text = signed(value)
    assert float(text.replace("−", "-")) == pytest.approx(value, abs=0.5001e-4)
    assert "-" not in text


@pytest.mark.parametrize("value", [0.0, -0.0, -1e-9, 4e-5])
def test_zero_has_no_sign(value):
    assert signed(value) == "0.0000"


def test_readouts_are_the_recorded_numbers(analytic):
    for frame in (0, 5, analytic.frames - 1):
        numbers = readouts(analytic, frame)
        assert numbers["V"] == signed(float(analytic["value"][frame]))
        assert numbers["C"] == signed(float(analytic["criterion"][frame]))
        assert numbers["JSD"] == signed(float(analytic["jsd"][frame]))
        distance = float(analytic["criterion"][frame]) - -math.log(4)
        assert numbers["excess"] == signed(distance)


def test_provenance_names_the_run(analytic):
    text = labels.provenance(analytic)
    assert analytic.sha256 in text
    assert "seed 0" in text
    assert analytic.manifest["gantheory_version"] in text
