"""Pictures made of characters: points in braille, eight to a character, and bars of blocks."""

import numpy as np
import numpy.typing as npt

#: bit of each of the 4 x 2 dots of a braille character, by row and column
_DOTS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], np.uint8)
_EMPTY = 0x2800
_BLOCKS = " ▁▂▃▄▅▆▇█"


def scatter(
    points: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike, columns: int, rows: int
) -> list[str]:
    """Points in the plane as lines of braille characters, the upper line first.

    Args:
        points: shape (n, 2); those outside the box, or not finite, are left out.
        low: lower left corner of the box.
        high: upper right corner.
        columns: characters per line.
        rows: lines.
    """
    at = np.asarray(points, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        share = (at - np.asarray(low)) / (np.asarray(high) - np.asarray(low))
        inside = np.all((share >= 0) & (share < 1), axis=1)
    x = (share[inside, 0] * 2 * columns).astype(int)
    y = ((1 - share[inside, 1]) * 4 * rows).astype(int).clip(0, 4 * rows - 1)
    cells = np.zeros((rows, columns), np.uint8)
    np.bitwise_or.at(cells, (y // 4, x // 2), _DOTS[y % 4, x % 2])
    return ["".join(chr(_EMPTY + int(cell)) for cell in line) for line in cells]


def bars(values: npt.ArrayLike, top: float, rows: int) -> str:
    """Numbers as bars of block characters, one column each, `rows` lines high.

    Args:
        values: shape (n,); what is above `top` is cut, what is not finite is empty.
        top: the number that fills the height.
        rows: lines.
    """
    shares = np.nan_to_num(np.asarray(values, dtype=np.float64) / top, nan=0.0, posinf=1.0)
    # in eighths of a line; what is there at all is seen
    eighths = np.rint(shares.clip(0, 1) * 8 * rows).astype(int)
    eighths = np.where((shares > 0) & (eighths == 0), 1, eighths)
    lines = [
        "".join(_BLOCKS[int(np.clip(n - 8 * row, 0, 8))] for n in eighths)
        for row in reversed(range(rows))
    ]
    return "\n".join(lines)
