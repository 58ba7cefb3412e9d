"""The parts that a lecture consists of: what each writes, what it needs, when it is up to date."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from gantheory.errors import GanTheoryError
from gantheory.lecture.context import Context
from gantheory.lecture.figures.catalogue import FIGURES, FORMATS
from gantheory.lecture.freshness import digest, file_hash, source_of, versions
from gantheory.notation.fonts import korean_font

#: how the packages are named where they are installed, by their names for Python
_INSTALLED_AS = {
    "typst": "typst",
    "pptx": "python-pptx",
    "fontTools": "fonttools",
    "brotli": "brotli",
    "nbformat": "nbformat",
    "nbclient": "nbclient",
    "ipykernel": "ipykernel",
}


@dataclass(frozen=True)
class Part:
    """A part of a lecture in one language.

    Attributes:
        name: as in `--only`.
        about: one line for the list of parts.
        files: what it writes, seen from the folder of the language.
        write: called with a context and that folder; writes the files.
        writers: the modules of the writers.
        key: "module:function" that gives, for a context, what the files depend on besides the
            source of the writers.
        packages: modules of the extra `lecture` that it needs.
        only_asked: not built unless asked for.
    """

    name: str
    about: str
    files: tuple[str, ...]
    write: Callable[[Context, Path], None]
    writers: tuple[str, ...]
    key: str
    packages: tuple[str, ...] = ()
    only_asked: bool = False

    def available(self) -> bool:
        """Whether this copy of the program has it."""
        return all(_exists(module) for module in self.writers)

    def require_packages(self) -> None:
        """Refuse to go on without the packages that it needs.

        Raises:
            GanTheoryError: naming them and the command that installs them.
        """
        missing = [_INSTALLED_AS[name] for name in self.packages if find_spec(name) is None]
        if missing:
            raise GanTheoryError(
                f"the part {self.name!r} needs {', '.join(missing)}; install with: "
                "pip install 'gantheory[lecture]' (in a checkout: uv sync --extra lecture), or "
                "choose other parts with --only"
            )

    def key_for(self, context: Context) -> str:
        """A hash of all that decides what comes out."""
        from gantheory.proofs.runs import source_hash

        module, function = self.key.split(":")
        return digest(
            {
                "source": [source_of(module) for module in self.writers],
                "adapter": file_hash(Path(__file__)),
                "depends": getattr(import_module(module), function)(context),
                "language": context.language,
                "theme": context.theme,
                "footer": context.footer,
                "claims": source_hash(),
                "font": file_hash(korean_font().path) if context.language == "ko" else "",
                "versions": versions(),
            }
        )


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _write_figures(context: Context, folder: Path) -> None:
    from gantheory.lecture.figures.catalogue import FIGURES

    for name in FIGURES:
        context.materials.figure(name)


def _write_slides(context: Context, folder: Path) -> None:
    from gantheory.lecture.slides.deck import build_deck
    from gantheory.lecture.slides.html import write_slides_html
    from gantheory.lecture.slides.pdf import write_slides_pdf
    from gantheory.lecture.slides.pptx import write_slides_pptx

    deck = build_deck(context)
    write_slides_html(deck, folder / "slides.html")
    write_slides_pptx(deck, folder / "slides.pptx")
    write_slides_pdf(deck, folder / "slides.pdf")


def _write_handout(context: Context, folder: Path) -> None:
    from gantheory.lecture.handout.html import write_handout_html
    from gantheory.lecture.handout.pdf import write_handout_pdf

    write_handout_pdf(context, folder / "handout.pdf", solutions=False)
    write_handout_html(context, folder / "handout.html", solutions=False)


def _write_solutions(context: Context, folder: Path) -> None:
    from gantheory.lecture.handout.html import write_handout_html
    from gantheory.lecture.handout.pdf import write_handout_pdf

    write_handout_pdf(context, folder / "handout-solutions.pdf", solutions=True)
    write_handout_html(context, folder / "handout-solutions.html", solutions=True)


def _write_notebook(context: Context, folder: Path) -> None:
    from gantheory.lecture.notebook.write import write_notebook

    write_notebook(context, folder / "notebook.ipynb")


def _write_explorer(context: Context, folder: Path) -> None:
    from gantheory.lecture.explorer.page import write_explorer
    from gantheory.lecture.explorer.runs import standard_runs

    runs = standard_runs(line=context.materials.line)
    path = folder / "explorer.html"
    write_explorer(path, context.language, context.theme, context.footer, runs)


_HERE = "gantheory.lecture"
_TYPST = ("typst", "fontTools")

PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part(
            name="figures",
            about="every still figure as SVG, PDF and PNG, with its description inside",
            files=tuple(f"figures/{name}.{kind}" for name in FIGURES for kind in FORMATS),
            write=_write_figures,
            writers=(f"{_HERE}.figures.catalogue",),
            key=f"{_HERE}.figures.catalogue:keys",
        ),
        Part(
            name="slides",
            about="slides.html (one file, opens offline), slides.pptx, slides.pdf",
            files=("slides.html", "slides.pptx", "slides.pdf"),
            write=_write_slides,
            writers=(f"{_HERE}.slides.html", f"{_HERE}.slides.pptx", f"{_HERE}.slides.pdf"),
            key=f"{_HERE}.slides.deck:key",
            packages=(*_TYPST, "pptx", "brotli"),
        ),
        Part(
            name="handout",
            about="handout.pdf and handout.html: derivations and exercises",
            files=("handout.pdf", "handout.html"),
            write=_write_handout,
            writers=(f"{_HERE}.handout.pdf", f"{_HERE}.handout.html"),
            key=f"{_HERE}.handout:key",
            packages=_TYPST,
        ),
        Part(
            name="solutions",
            about="the handout with solutions, for the lecturer (with --solutions)",
            files=("handout-solutions.pdf", "handout-solutions.html"),
            write=_write_solutions,
            writers=(f"{_HERE}.handout.pdf", f"{_HERE}.handout.html"),
            key=f"{_HERE}.handout:key",
            packages=_TYPST,
            only_asked=True,
        ),
        Part(
            name="notebook",
            about="notebook.ipynb, executed, with the recording that it reads",
            files=("notebook.ipynb", "recording/arrays.npz", "recording/manifest.json"),
            write=_write_notebook,
            writers=(f"{_HERE}.notebook.write",),
            key=f"{_HERE}.notebook.write:key",
            packages=("nbformat", "nbclient", "ipykernel"),
        ),
        Part(
            name="explorer",
            about="explorer.html: recorded runs to scrub through, and live training",
            files=("explorer.html",),
            write=_write_explorer,
            writers=(f"{_HERE}.explorer.page",),
            key=f"{_HERE}.explorer.page:key",
        ),
    )
}


def chosen_parts(only: tuple[str, ...], solutions: bool) -> list[Part]:
    """The parts that are built, in their order.

    Args:
        only: names; () means all.
        solutions: whether the handout with solutions is wanted.

    Raises:
        GanTheoryError: for an unknown name, one that this copy does not have, or packages that
            are missing.
    """
    available = {name: part for name, part in PARTS.items() if part.available()}
    for name in only:
        if name not in available:
            raise GanTheoryError(
                f"there is no part {name!r}; there are {', '.join(available)} (see: gantheory "
                "lecture list)"
            )
    found = [
        part
        for name, part in available.items()
        if name in only or (solutions and part.only_asked) or not (only or part.only_asked)
    ]
    for part in found:
        part.require_packages()
    return found
