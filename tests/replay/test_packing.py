"""Packed numbers: what comes out is what went in, as exactly as they say."""

import base64
import json

import hypothesis.extra.numpy as npst
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from gantheory.errors import GanTheoryError
from gantheory.replay.packing import bits, plain, quantised, unpacked

SHAPES = npst.array_shapes(max_dims=3, max_side=7)


@given(npst.arrays(np.float64, SHAPES, elements=st.floats(-3, 5)))
def test_two_bytes_keep_the_stated_precision(values):
    packed = json.loads(json.dumps(quantised(values, -3, 5)))
    assert np.abs(unpacked(packed) - values).max() <= packed["error"] * (1 + 1e-9)
    assert packed["error"] <= 8 / 65_535 / 2
    assert len(base64.b64decode(packed["data"])) == 2 * values.size


@given(npst.arrays(np.float32, SHAPES))
def test_four_bytes_keep_every_float32_and_nan(values):
    values = np.where(np.isinf(values), np.float32(0), values)
    np.testing.assert_array_equal(unpacked(plain(values)), values.astype(np.float64))


@given(npst.arrays(np.bool_, npst.array_shapes(min_dims=2, max_dims=2, max_side=19)))
def test_bits_keep_every_bit(values):
    packed = bits(values)
    np.testing.assert_array_equal(unpacked(packed), values)
    assert len(base64.b64decode(packed["data"])) == len(values) * -(-values.shape[1] // 8)


def test_the_bytes_are_little_endian():
    assert base64.b64decode(quantised([258.0], 0, 65_535)["data"]) == bytes([2, 1])
    assert base64.b64decode(bits([[True, False, False, True]])["data"]) == bytes([0b1001])


def test_numbers_outside_are_moved_to_the_end():
    assert unpacked(quantised([-9.0, 9.0], 0, 1)).tolist() == [0, 1]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_refused(bad):
    with pytest.raises(GanTheoryError, match="finite"):
        quantised([bad], 0, 1)


def test_an_empty_range_and_too_large_numbers_are_refused():
    with pytest.raises(GanTheoryError, match="range from 1 to 1"):
        quantised([1.0], 1, 1)
    with pytest.raises(GanTheoryError, match=r"3\.4e38"):
        plain([1e39])
