"""The idx format: what is written is read back, and nothing else is accepted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gantheory.datasets.idx import decode_idx, encode_idx
from gantheory.errors import GanTheoryError

arrays = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=5))


@given(arrays)
def test_reading_inverts_writing(array):
    np.testing.assert_array_equal(decode_idx(encode_idx(array), "f"), array)


def test_the_header_is_that_of_the_mnist_files():
    # 0x00000803 and three big-endian sizes: the first 16 bytes of train-images-idx3-ubyte
    header = encode_idx(np.zeros((60000, 28, 28), np.uint8))[:16]
    assert header.hex() == "00000803" + "0000ea60" + "0000001c" + "0000001c"


@given(arrays, st.data())
def test_a_file_cut_anywhere_is_refused(array, data):
    whole = encode_idx(array)
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(GanTheoryError):
        decode_idx(whole[:cut], "f")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"\x89PNG\r\n\x1a\n", "not an idx file"),
        (b"\0\0\x0d\x01\0\0\0\x01\0\0\0\0", "not unsigned bytes"),
        (b"\0\0\x08\0", "header"),
        (encode_idx(np.zeros((2, 3), np.uint8)) + b"x", "truncated or altered"),
        # sizes whose product overflows 64 bits must not wrap around to a match
        (b"\0\0\x08\x03" + b"\x80\0\0\0" * 3, "truncated or altered"),
    ],
)
def test_other_content_is_refused_in_words(data, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        decode_idx(data, "some-file")
