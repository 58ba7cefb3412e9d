"""Holds pictures of films against stored ones, small and tolerant, and able to say no.

A picture is stored as the means of its blocks of 8 by 8 pixels. Antialiasing, another version of a
rasteriser or the codec change such a mean by a few levels; a curve in another place changes those
of its blocks by dozens. Manim's own comparison of frames skips itself where cairo is old.

    GANTHEORY_STORE_FRAMES=1 pytest tests/animation/test_frames.py     store them anew, then look
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

BLOCK = 8
#: the last rows of blocks hold versions and the hash of the run, which may change
FOOTER = 2
#: a block that differs by more than this many of 255 levels is another picture
LEVELS = 20
#: how many of a thousand blocks may be such, and how much all may differ on average
SHARE, MEAN = 0.5e-3, 1.5

GOLDEN = Path(__file__).parent / "animation" / "golden"


@dataclass(frozen=True)
class Difference:
    """How far two pictures are from each other."""

    mean: float
    share: float

    @property
    def same(self):
        return self.mean <= MEAN and self.share <= SHARE


def blocks(image):
    """The means over blocks of an (H, W, 3) picture, without the footer, as uint8."""
    height, width = (side // BLOCK for side in image.shape[:2])
    cut = image[: height * BLOCK, : width * BLOCK].astype(float)
    means = cut.reshape(height, BLOCK, width, BLOCK, 3).mean(axis=(1, 3))
    return means[:-FOOTER].round().astype(np.uint8)


def difference(a, b):
    """Compare two arrays of block means."""
    if a.shape != b.shape:
        return Difference(255.0, 1.0)
    apart = np.abs(a.astype(int) - b.astype(int)).max(axis=-1)
    return Difference(float(apart.mean()), float((apart > LEVELS).mean()))


def read(name):
    """The stored pictures of a scene, one under the other, as (N, h, w, 3)."""
    path = GOLDEN / f"{name}.png"
    stacked = np.asarray(Image.open(path).convert("RGB"))
    return stacked.reshape(-1, 480 // BLOCK - FOOTER, *stacked.shape[1:])


def store(name, pictures):
    """Store the block means of a scene's pictures."""
    GOLDEN.mkdir(exist_ok=True)
    Image.fromarray(np.concatenate([blocks(p) for p in pictures])).save(
        GOLDEN / f"{name}.png", optimize=True
    )
