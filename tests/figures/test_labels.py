"""Words and numbers of the pictures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gantheory.figures import labels
from gantheory.figures.labels import mathtext, readouts, signed, with_symbols


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
        assert numbers["V(D,G)"] == signed(float(analytic["value"][frame]))
        assert numbers["C(G)"] == signed(float(analytic["criterion"][frame]))
        assert numbers["JSD"] == signed(float(analytic["jsd"][frame]))
        distance = float(analytic["criterion"][frame]) - -math.log(4)
        assert numbers["C(G) + log 4"] == signed(distance)


def test_symbols_are_found_whole():
    found = []
    text = "D and D* and D*(x), p_g or p_data; Dog G(z) of G"
    rest = with_symbols(text, lambda s: found.append(s.mathtext) or "#", lambda words: words)
    assert rest == "# and # and #, # or #; Dog # of #"
    assert found == ["D", "D^*", "D^*(x)", "p_g", r"p_{\mathrm{data}}", "G(z)", "G"]


@pytest.mark.parametrize(
    "text",
    [
        *labels.HEADINGS.values(),
        *labels.CAPTIONS.values(),
        *labels.ON_THE_WAY.values(),
        *labels.READOUTS,
        *labels.LEGEND.values(),
    ],
)
def test_every_text_is_set_as_mathematics_without_leftovers(text):
    import re

    from matplotlib.mathtext import MathTextParser

    written = mathtext(text)
    MathTextParser("agg").parse(written)
    outside = re.sub(r"\$[^$]*\$", "", written)
    assert "_" not in outside
    assert "*" not in outside


def test_panel_a_is_captioned_as_in_the_paper():
    assert "near convergence" in labels.CAPTIONS["a"]
    assert "near convergence" in labels.HEADINGS["a"]


def test_provenance_names_the_run(analytic):
    text = labels.provenance(analytic)
    assert analytic.sha256 in text
    assert "seed 0" in text
    assert analytic.manifest["gantheory_version"] in text
