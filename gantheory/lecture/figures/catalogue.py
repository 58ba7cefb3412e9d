"""Which still figures there are, and how each comes to its three files and its words."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from gantheory.errors import GanTheoryError
from gantheory.figures.style import matplotlib_style, save
from gantheory.lecture.figures.desk import Desk, Drawn
from gantheory.lecture.freshness import Records, digest, file_hash, source_of, versions
from gantheory.lecture.materials import RESULTS, LectureFigure, Materials
from gantheory.lecture.words import written
from gantheory.notation.fonts import korean_font

if TYPE_CHECKING:
    from gantheory.lecture.context import Context

FORMATS = ("svg", "pdf", "png")
_DPI = 200


@dataclass(frozen=True)
class Entry:
    """A figure of the catalogue.

    Attributes:
        function: "module:function" below `gantheory.lecture.figures`; called with a `Desk` (and
            `argument`, if there is one), gives a `Drawn`.
        inputs: what it is drawn from: "line", "collapse", or the name of a file of results.
        claims: what it shows; it is not drawn unless the kernel has proved them.
        argument: passed on.
    """

    function: str
    inputs: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    argument: str = ""

    @property
    def module(self) -> str:
        """Where it is drawn."""
        return f"gantheory.lecture.figures.{self.function.split(':')[0]}"

    def draw(self, desk: Desk) -> Drawn:
        """Draw it."""
        draw = getattr(import_module(self.module), self.function.split(":")[1])
        drawn: Drawn = draw(desk, self.argument) if self.argument else draw(desk)
        return drawn


FIGURES: dict[str, Entry] = {
    "figure1": Entry("line_run:draw_figure1", ("line",)),
    **{
        f"figure1_{letter}": Entry("line_run:draw_panel", ("line",), argument=letter)
        for letter in "abcd"
    },
    "d_star": Entry("line_run:draw_d_star", ("line",), ("A1",)),
    "criterion": Entry("line_run:draw_criterion", ("line",), ("A4", "T3", "T4")),
    "saturation": Entry("theory:draw_saturation", (), ("H1", "H2")),
    "jsd": Entry("theory:draw_jsd", (), ("J1", "J2")),
    "mode_collapse": Entry("collapse:draw_mode_collapse", ("collapse",)),
    "parzen_anchors": Entry(
        "images:draw_parzen_anchors",
        ("mnist-250-seed0.json", "parzen-anchors-mnist-seed0.json"),
    ),
    "mnist_samples": Entry(
        "images:draw_mnist_samples", ("mnist-250-seed0.png", "mnist-250-seed0.json")
    ),
    "mnist_curve": Entry("images:draw_mnist_curve", ("mnist-250-seed0.json",)),
}


def make_figure(name: str, materials: Materials) -> LectureFigure:
    """Draw a figure and write it as SVG, PDF and PNG, unless it is there as it would come out.

    Raises:
        GanTheoryError: if there is none of this name, or a claim that it shows is not proved.
        OSError: if a file cannot be written.
    """
    if name not in FIGURES:
        raise GanTheoryError(f"there is no figure {name!r}; there are {', '.join(FIGURES)}")
    entry = FIGURES[name]
    desk = Desk(materials)
    paths = {kind: materials.figures_folder / f"{name}.{kind}" for kind in FORMATS}
    records = figure_records(materials.records_folder, materials.figures_folder)
    key = figure_key(entry, materials)
    if not records.fresh(name, key):
        materials.claims(*entry.claims)
        with matplotlib_style(materials.language):
            drawn = entry.draw(desk)
            words = {
                "alt": desk.tell(f"{name}.alt", **drawn.values),
                "markup": desk.markup(f"{name}.caption", **drawn.values),
                "theme": materials.theme,
            }
            for path in paths.values():
                save(
                    drawn.figure,
                    path,
                    dpi=_DPI,
                    description=words["alt"],
                    language=materials.language,
                )
        records.keep(name, key, paths.values(), words)
    record = records.read(name)
    assert record is not None
    about = record["about"]
    return LectureFigure(
        name, **paths, alt=about["alt"], caption=written(about["markup"]), markup=about["markup"]
    )


def figure_records(records_folder: Path, figures_folder: Path) -> Records:
    """The records of the figures in a folder OUT/LANGUAGE/figures."""
    language = figures_folder.parent.name
    return Records(records_folder / "figures" / language, figures_folder)


def keys(context: "Context") -> dict[str, str]:
    """The keys of all figures."""
    return {name: figure_key(entry, context.materials) for name, entry in FIGURES.items()}


def figure_key(entry: Entry, materials: Materials) -> str:
    """A hash of all that decides what a figure looks like."""
    return digest(
        {
            "source": [source_of(entry.module), file_hash(Path(__file__))],
            "argument": entry.argument,
            "inputs": [_input(name, materials) for name in entry.inputs],
            "language": materials.language,
            "theme": materials.theme,
            "font": file_hash(korean_font().path) if materials.language == "ko" else "",
            "versions": versions(),
        }
    )


def _input(name: str, materials: Materials) -> str:
    if name == "line":
        return materials.line.sha256
    if name == "collapse":
        return str(materials.collapse.sha256)
    try:
        return file_hash(RESULTS / name)
    except OSError as error:
        raise GanTheoryError(f"the results {RESULTS / name} cannot be read: {error}") from None
