"""Films, decoded: both writers show the same frames for the same time."""

import dataclasses
import itertools

import av
import numpy as np
import pytest

from gantheory.animation import render
from gantheory.animation.fallback import write_film
from gantheory.animation.timeline import figure1_timeline
from gantheory.errors import GanTheoryError
from gantheory.figures.panels import choose_panels


def pictures(path):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        images = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        return stream.codec_context.name, stream.codec_context.pix_fmt, stream.average_rate, images


def changes(images):
    """Pictures that clearly differ from the one before (encoding noise is far below this)."""
    pairs = itertools.pairwise(images)
    return [i for i, (a, b) in enumerate(pairs, 1) if np.abs(a.astype(int) - b).max() > 90]


@pytest.fixture(scope="module")
def fallback(analytic, tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "figure1.mp4"
    write_film(analytic, path, (854, 480), 15)
    return pictures(path)


def test_the_fallback_film_is_h264_of_the_asked_size_rate_and_length(analytic, fallback):
    codec, pixels, rate, images = fallback
    assert codec == "h264"
    assert pixels == "yuv420p"
    assert rate == 15
    assert images[0].shape == (480, 854, 3)
    timeline = figure1_timeline(analytic, choose_panels(analytic))
    assert len(images) == len(timeline.pictures(15))


def test_the_fallback_film_changes_when_the_timeline_does(analytic, fallback):
    film = figure1_timeline(analytic, choose_panels(analytic)).pictures(15)
    moments = [i for i in range(1, len(film)) if film[i][1] != film[i - 1][1]]
    seen = set(changes(fallback[3]))
    # the last steps of the run move by less than a pixel
    early = [i for i in moments if analytic["jsd"][film[i - 1][1]] > 1e-3]
    assert set(early) <= seen


def test_manim_and_the_fallback_show_the_same_frames(analytic, fallback, tmp_path):
    if reason := render.manim_missing():
        pytest.skip(reason)
    film = render.render_figure1(analytic, tmp_path / "figure1.mp4")
    assert film.engine == "manim"
    codec, pixels, rate, images = pictures(film.path)
    assert (codec, pixels, rate) == fallback[:3]
    assert len(images) == len(fallback[3])
    timeline = figure1_timeline(analytic, choose_panels(analytic)).pictures(15)
    early = {
        i
        for i in range(1, len(timeline))
        if timeline[i][1] != timeline[i - 1][1] and analytic["jsd"][timeline[i - 1][1]] > 1e-3
    }
    assert early <= set(changes(images))
    # the paper's white, not manim's black
    assert images[0][2, 2].min() > 250
    assert film.poster.read_bytes().startswith(b"\x89PNG")


def test_without_manim_the_same_run_is_drawn_and_the_reason_told(analytic, tmp_path, monkeypatch):
    monkeypatch.setattr(render, "manim_missing", lambda: "manim is not installed (extra 'anim')")
    film = render.render_figure1(analytic, tmp_path / "figure1.mp4")
    assert film.engine == "matplotlib"
    assert "manim" in film.reason
    timeline = figure1_timeline(analytic, choose_panels(analytic))
    assert len(pictures(film.path)[3]) == len(timeline.pictures(15))


def test_manim_is_reported_missing_when_it_cannot_be_found(monkeypatch):
    monkeypatch.setattr(render, "find_spec", lambda name: None if name == "manim" else object())
    assert "not installed" in render.manim_missing()


def test_a_run_that_breaks_the_theory_is_not_animated(analytic, tmp_path):
    value = analytic["value"].copy()
    value[3] = analytic["criterion"][3] + 0.01
    wrong = dataclasses.replace(analytic, arrays={**analytic.arrays, "value": value})
    with pytest.raises(GanTheoryError):
        write_film(wrong, tmp_path / "wrong.mp4", (854, 480), 15)
    assert not (tmp_path / "wrong.mp4").exists()


@pytest.mark.parametrize(("name", "quality"), [("a.mp4", "x"), ("a.gif", "l")])
def test_unknown_qualities_and_endings_are_refused(analytic, tmp_path, name, quality):
    with pytest.raises(GanTheoryError):
        render.render_figure1(analytic, tmp_path / name, quality)
