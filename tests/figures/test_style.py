"""Colours that can be told apart: on their background, and by colour-blind readers."""

import itertools

import numpy as np
import pytest
from matplotlib.figure import Figure

from gantheory.errors import GanTheoryError
from gantheory.figures.style import THEMES, save

#: what curves and coloured symbols are drawn in
ROLES = ("p_data", "p_g", "discriminator", "optimal")

#: Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB
DEFICIENCIES = {
    "none": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def linear(color):
    levels = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)


def luminance(color):
    return float(linear(color) @ [0.2126, 0.7152, 0.0722])


def contrast(a, b):
    """WCAG 2's ratio."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lab(rgb):
    xyz = (
        np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        @ np.clip(rgb, 0, 1)
        / [0.9505, 1.0, 1.089]
    )
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", THEMES)
def test_words_and_curves_stand_out_from_the_background(theme):
    colors = THEMES[theme]
    for role in ("ink", "muted"):
        assert contrast(getattr(colors, role), colors.background) >= 4.5, role
    for role in ROLES:  # WCAG asks 3 of large text and of graphics
        assert contrast(getattr(colors, role), colors.background) >= 3.0, role


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("theme", THEMES)
def test_curves_can_be_told_apart(theme, deficiency):
    seen = {
        role: lab(np.array(DEFICIENCIES[deficiency]) @ linear(getattr(THEMES[theme], role)))
        for role in ROLES
    }
    for a, b in itertools.combinations(ROLES, 2):
        # five just noticeable differences (2.3 each), and every curve has a pattern of its own
        assert np.linalg.norm(seen[a] - seen[b]) > 12, (a, b)


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.svg", b"<?xml"), ("b.SVG", b"<?xml"), ("c.PNG", b"\x89PNG"), ("d.x.pdf", b"%PDF")],
)
def test_the_ending_says_the_format_in_small_or_capital_letters(tmp_path, name, start):
    save(Figure(), tmp_path / name, dpi=50, description="a picture")
    assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize("name", ["curve", "curve.foo", "curve.jpg", "svg", ".svg"])
def test_another_ending_is_refused_and_nothing_written(tmp_path, name):
    with pytest.raises(GanTheoryError, match=r"to end in \.svg, \.pdf or \.png"):
        save(Figure(), tmp_path / name, dpi=50, description="a picture")
    assert list(tmp_path.iterdir()) == []
