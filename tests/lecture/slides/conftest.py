"""Decks without a run, a film or a kernel: the slides' own texts on small made materials."""

import struct
import zlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from gantheory.figures.style import THEMES
from gantheory.lecture.config import LectureConfig
from gantheory.lecture.materials import FilmSection, LectureFigure, LectureFilm, Materials
from gantheory.lecture.slides.content import plan
from gantheory.lecture.slides.deck import build_deck
from gantheory.notation.fonts import korean_font

RUN = "0123456789ab"


@pytest.fixture(scope="session", autouse=True)
def font():
    """The slides need a font with Korean letters, in English too."""
    pytest.importorskip("typst", reason="the extra 'lecture' is not installed")
    pytest.importorskip("pptx", reason="the extra 'lecture' is not installed")
    return korean_font()


def png(width, height):
    """A grey picture."""
    rows = b"".join(b"\0" + bytes([200]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    packed = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + packed


def film(path):
    """A second of a picture that changes, as browsers play it."""
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=15)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for number in range(15):
            pixels = np.full((36, 64, 3), 15 * number, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())


@dataclass(frozen=True)
class MadeMaterials:
    """What `Materials` gives, made in an instant; claims are as written, unchecked."""

    folder: Path
    line: object

    def claims(self, *ids):
        from gantheory.proofs.registry import load_claim

        return {one: SimpleNamespace(claim=load_claim(one)) for one in ids}

    def result(self, name):
        return Materials.result(self, name)

    def figure(self, name):
        path = self.folder / "figure"
        files = {kind: path.with_suffix(f".{kind}") for kind in ("svg", "pdf", "png")}
        return LectureFigure(name, **files, alt=f"alt of {name}", caption="", markup="")

    def film(self, scene):
        path, poster = self.folder / "film.mp4", self.folder / "figure.png"
        names = [
            one["film"].split("/")[1]
            for slide in plan()
            for one in slide["blocks"]
            if one.get("film", "").startswith(f"{scene}/")
        ]
        parts = tuple(FilmSection(name, 1.0, path, poster, f"{name} said") for name in names)
        return LectureFilm(scene, scene, 1.0, path, poster, f"alt of {scene}", parts)


@dataclass(frozen=True)
class MadeContext:
    language: str
    theme: str
    quality: str
    config: LectureConfig
    materials: MadeMaterials
    footer: str = f"gantheory · run {RUN}"

    @property
    def colors(self):
        return THEMES[self.theme]


@pytest.fixture(scope="session")
def materials(tmp_path_factory):
    folder = tmp_path_factory.mktemp("materials")
    (folder / "figure.png").write_bytes(png(160, 90))
    (folder / "figure.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="160pt" height="90pt" viewBox="0 0 160 90">'
        '<style type="text/css">*{stroke-linejoin: round}</style>'
        '<path d="M 0 0 L 160 90" style="fill: none; stroke: #0072b2"/></svg>',
        encoding="utf-8",
    )
    film(folder / "film.mp4")
    return MadeMaterials(folder, SimpleNamespace(sha256=RUN))


@pytest.fixture(scope="session")
def context_of(materials):
    """Contexts by language, theme and settings of the lecturer."""

    def made(language="en", theme="light", **config):
        own = replace(LectureConfig(), theme=theme, **config)
        return MadeContext(language, theme, "l", own, materials)

    return made


@pytest.fixture(scope="session")
def deck_of(context_of):
    """The whole deck of a language and theme."""

    @cache
    def made(language, theme="light"):
        return build_deck(context_of(language, theme))

    return made
