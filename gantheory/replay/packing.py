"""Numbers for a page: arrays as base64 of few bytes each, with the precision that is left.

A packed array is plain data for JSON:

- `shape`: its first axis is that of frames;
- `type`: "u16" (quantised), "f32" or "bits" (each frame filled up to whole bytes);
- `low`, `step`: for u16, a number is low + step * integer;
- `error`: how far a number may be from the recorded one, absolutely; for f32, relatively;
- `data`: little-endian bytes in base64. decode.js is the other side.
"""

import base64
import math
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError

Packed = dict[str, Any]

_LARGEST = 65_535


def quantised(array: npt.ArrayLike, low: float, high: float) -> Packed:
    """Pack numbers of [low, high] into two bytes each.

    Args:
        array: any shape; numbers outside are moved to the nearer end.
        low: the least number.
        high: the largest; the numbers are equally spaced in between.

    Raises:
        GanTheoryError: for a range that is empty, or numbers that are not finite.
    """
    values = np.asarray(array, dtype=np.float64)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise GanTheoryError(f"numbers cannot be packed into the range from {low} to {high}")
    if not np.all(np.isfinite(values)):
        raise GanTheoryError("numbers that are not finite cannot be packed into two bytes")
    step = (high - low) / _LARGEST
    integers = np.rint((np.clip(values, low, high) - low) / step).astype("<u2")
    return {
        "type": "u16",
        "shape": list(values.shape),
        "low": low,
        "step": step,
        "error": step / 2,
        "data": _text(integers.tobytes()),
    }


def plain(array: npt.ArrayLike) -> Packed:
    """Pack numbers into four bytes each; NaN stays NaN.

    Raises:
        GanTheoryError: for numbers beyond the range of float32.
    """
    values = np.asarray(array, dtype=np.float64)
    largest = float(np.finfo(np.float32).max)
    if np.any(np.abs(values) > largest):
        raise GanTheoryError("numbers above 3.4e38 cannot be packed into four bytes")
    return {
        "type": "f32",
        "shape": list(values.shape),
        "error": 2.0**-24,
        "data": _text(values.astype("<f4").tobytes()),
    }


def bits(array: npt.ArrayLike) -> Packed:
    """Pack truth values of shape (frames, n), eight to a byte, the first in the lowest bit."""
    values = np.asarray(array, dtype=bool)
    packed = np.packbits(values, axis=1, bitorder="little")
    return {
        "type": "bits",
        "shape": list(values.shape),
        "error": 0,
        "data": _text(packed.tobytes()),
    }


def unpacked(packed: Packed) -> npt.NDArray[np.float64]:
    """The numbers that a page sees; what decode.js does, for tests and for the curious."""
    raw = base64.b64decode(packed["data"], validate=True)
    shape = tuple(packed["shape"])
    if packed["type"] == "bits":
        lines = np.frombuffer(raw, np.uint8).reshape(shape[0], -1)
        return np.unpackbits(lines, axis=1, bitorder="little")[:, : shape[1]].astype(np.float64)
    if packed["type"] == "f32":
        return np.frombuffer(raw, "<f4").reshape(shape).astype(np.float64)
    integers = np.frombuffer(raw, "<u2").reshape(shape)
    return np.asarray(packed["low"] + packed["step"] * integers.astype(np.float64))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
