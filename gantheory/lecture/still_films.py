"""Without manim: a scene's captions one after the other as stills, so that no slide stays empty."""

import textwrap
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from gantheory.animation.encode import Image, canvas_image, encode_film
from gantheory.animation.films import Options
from gantheory.animation.render import QUALITIES, Quality
from gantheory.atomic import replacing
from gantheory.figures.style import THEMES, matplotlib_style
from gantheory.lecture.films import written_captions
from gantheory.lecture.materials import FilmSection, LectureFilm
from gantheory.lecture.words import say, written
from gantheory.notation.texts import spoken, text

#: how long each caption stands, and how many pictures of it are kept in a second
_SECONDS, _RATE = 5.0, 2
_INCHES = 10.0
_COLUMNS = {"en": 62, "ko": 38}


def make_still_film(scene: str, folder: Path, options: Options) -> LectureFilm:
    """Write a film of a scene's title and captions, with a note that manim is missing.

    Args:
        scene: of `gantheory.animation.catalogue`.
        folder: where to write.
        options: quality, language, theme.

    Raises:
        OSError: if a file cannot be written.
    """
    language = options.language
    said = written_captions(scene, language)
    title = written(text(f"{scene}.title", language))
    quality = QUALITIES[options.quality]
    draw = partial(_card, title, options, quality)
    count = round(_SECONDS * _RATE)
    cards = [draw(caption) for caption in said.values()]
    size = (quality.width, quality.height)
    stem = folder / options.stem(scene)
    whole = stem.with_suffix(".mp4")
    encode_film(whole, [card for card in cards for _ in range(count)], size, _RATE, scene)
    sections = []
    for number, (name, caption) in enumerate(said.items(), start=1):
        path = stem / f"{number:02}-{name}.mp4"
        encode_film(path, [cards[number - 1]] * count, size, _RATE, scene)
        poster = path.with_suffix(".png")
        _write_png(cards[number - 1], poster)
        sections.append(FilmSection(name, _SECONDS, path, poster, caption))
    poster = stem.with_suffix(".png")
    _write_png(cards[-1], poster)
    return LectureFilm(
        scene=scene,
        title=title,
        seconds=_SECONDS * len(said),
        path=whole,
        poster=poster,
        alt=" ".join(spoken(caption, language) for caption in said.values()),
        sections=tuple(sections),
        engine="stills",
    )


def _card(title: str, options: Options, quality: Quality, caption: str) -> Image:
    """A title and a caption as a picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    theme, language = THEMES[options.theme], options.language
    with matplotlib_style(language):
        figure = Figure(
            figsize=(_INCHES, _INCHES * quality.height / quality.width),
            dpi=quality.width / _INCHES,
            facecolor=theme.background,
        )
        canvas: Any = FigureCanvasAgg(figure)
        lines = textwrap.fill(caption, _COLUMNS[language])
        note = say("gantheory.lecture", "still_film", language)
        for height, words, size, color in (
            (0.85, title, 21, theme.ink),
            (0.5, lines, 17, theme.ink),
            (0.07, note, 11, theme.muted),
        ):
            figure.text(
                0.5, height, words, fontsize=size, color=color, ha="center", va="center",
                parse_math=False, linespacing=1.6,
            )  # fmt: skip
        return canvas_image(canvas, (quality.width, quality.height))


def _write_png(image: Image, path: Path) -> None:
    from matplotlib.image import imsave

    with replacing(path) as temporary:
        imsave(temporary, np.asarray(image), format="png", metadata={"Software": "gantheory"})
