"""Pictures for programs that take no SVG: as they are, or drawn by Typst."""

from pathlib import Path
from tempfile import TemporaryDirectory

from gantheory.errors import GanTheoryError
from gantheory.lecture.slides.typeset import compiled, png_size


def rastered(path: Path) -> bytes:
    """A picture as PNG or JPEG.

    Raises:
        GanTheoryError: if it is no picture that can be read.
        OSError: if there is no such file.
    """
    data = path.read_bytes()
    if path.suffix.lower() != ".svg":
        return data
    with TemporaryDirectory() as folder:
        (Path(folder) / "picture.svg").write_bytes(data)
        page = "#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        source = f'{page}#image("picture.svg")'
        return compiled(source, "png", ppi=220.0, root=folder)[0]


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG or a JPEG.

    Raises:
        GanTheoryError: if it is neither.
    """
    if data[:2] != b"\xff\xd8":
        return png_size(data)
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind in range(0xC0, 0xD0) and kind not in (0xC4, 0xC8, 0xCC):
            tall, wide = (int.from_bytes(data[at + i : at + i + 2], "big") for i in (5, 7))
            return wide, tall
        at += 2 + length
    raise GanTheoryError("a picture of the slides is no JPEG file that can be read")
