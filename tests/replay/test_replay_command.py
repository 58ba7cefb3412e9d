"""`gantheory replay`: from a folder to a page or a film, and what it refuses."""

from itertools import pairwise

import av
import numpy as np
import pytest
from planar_recording import FRAMES, write_planar_recording

from gantheory.cli import main
from gantheory.recording import read_recording
from gantheory.replay.film import HOLD_SECONDS, RATE

SHORT = 5


@pytest.fixture(scope="module")
def short_run(tmp_path_factory):
    """The first frames only: every picture of a film takes a tenth of a second."""
    return write_planar_recording(tmp_path_factory.mktemp("short") / "run", frames=SHORT)


def pictures(path):
    with av.open(str(path)) as container:
        comment = container.metadata["comment"]
        return [f.to_ndarray(format="rgb24") for f in container.decode(video=0)], comment


def test_two_runs_on_one_page(planar_run, analytic_run, tmp_path, capsys):
    out = tmp_path / "page.html"
    assert main(["replay", str(planar_run), str(analytic_run), "--out", str(out)]) == 0
    assert "page.html" in capsys.readouterr().out
    assert "run-1" in out.read_text(encoding="utf-8")


def test_a_film_has_a_picture_for_every_frame_and_they_move(short_run, tmp_path):
    out = tmp_path / "film.mp4"
    assert main(["replay", str(short_run), "--out", str(out), "--theme", "dark"]) == 0
    images, comment = pictures(out)
    assert len(images) == SHORT + round(HOLD_SECONDS * RATE)
    assert read_recording(short_run).sha256 in comment
    assert images[0].shape == (720, 1280, 3)
    moved = [np.abs(a.astype(int) - b).mean() for a, b in pairwise(images)]
    # grey levels of 255; a picture that stands still may shimmer by the coding alone
    assert min(moved[: SHORT - 1]) > 1
    assert max(moved[SHORT:]) < 0.2
    assert images[0].mean() < 60  # dark


def test_runs_on_the_line_and_in_the_plane_share_a_film(short_run, tmp_path):
    line = write_planar_recording(tmp_path / "line", dim=1, frames=SHORT)
    out = tmp_path / "film.mp4"
    assert main(["replay", str(short_run), str(line), "--out", str(out)]) == 0
    images, comment = pictures(out)
    assert images[0].shape == (1000, 1280, 3)
    assert comment.count("run ") == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["{run}", "--out", "x.gif"], ".html or .mp4"),
        (["{missing}"], "not a recording"),
        (["{analytic}", "--out", "{missing}.mp4"], "gantheory animate"),
        (["{run}", "{run}", "{run}", "{run}", "--out", "{missing}.mp4"], "1 to 3 runs"),
        (["{forged}"], "fails its audit"),
    ],
)
def test_bad_input_is_one_line(words, complaint, planar_run, analytic_run, tmp_path, capsys):
    forged = tmp_path / "forged"
    if "{forged}" in words:
        write_planar_recording(forged, modes_captured=np.full(FRAMES, 4, np.int32))
    names = {"run": planar_run, "analytic": analytic_run, "missing": tmp_path / "no"}
    filled = [word.format(**names, forged=forged) for word in words]
    assert main(["replay", *filled]) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1
