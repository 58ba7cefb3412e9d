"""The figure of the table shows finished lines, and of each entry the one of most updates."""

import numpy as np
from matplotlib.image import imread
from PIL import Image

from gantheory.figures.mode_table import longest, write_mode_table_figure
from gantheory.sweep.entries import Entry, all_entries
from gantheory.sweep.table import Line


def line(entry, budget, modes):
    values = {name: np.full((3, 3), modes) + np.arange(3)[:, None] / 9
              for name in ("modes", "high_quality", "reverse_kl")}  # fmt: skip
    return Line(entry, budget, round(1000 * budget), 3, "finished", (0, 1, 2), values)


def test_it_draws_finished_lines_and_the_longest_of_each_entry(tmp_path):
    first, second = Entry("ring8", "vanilla", "pacgan"), Entry("grid25", "pacgan2", "veegan")
    lines = [line(first, 0.5, 4.0), line(first, 0.1, 8.0), line(second, 1.0, 9.0)]
    lines += [Line(entry) for entry in all_entries()]
    assert longest(lines) == {first: lines[0], second: lines[2]}
    write_mode_table_figure(lines, tmp_path / "table.png")
    with Image.open(tmp_path / "table.png") as image:
        assert "2 lines" in str(image.info)
    picture = imread(tmp_path / "table.png")[100:]
    half = picture.shape[1] // 2
    # what has no published row has no cross: their red is in the ring's panels only
    red = (picture[..., 0] > 0.7) & (picture[..., 2] < 0.3)
    assert red[:, :half].any()
    assert not red[:, half:].any()
