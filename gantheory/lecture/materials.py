"""What a lecture is made of, each thing made once: recordings, figures, films, claims, results."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording

if TYPE_CHECKING:
    from gantheory.animation.collapse import Collapse
    from gantheory.proofs.verify import ClaimResult

#: results that come with this repository
RESULTS = Path(__file__).parents[2] / "experiments" / "results"


@dataclass(frozen=True)
class LectureFigure:
    """A still figure: the same picture in three formats, and in words.

    Attributes:
        alt: what is in the picture, for readers who cannot see it.
        caption: a sentence that may stand below it, its formulas in plain characters.
        markup: the same with its formulas as `@name` (see `gantheory.notation.texts`).
    """

    name: str
    svg: Path
    pdf: Path
    png: Path
    alt: str
    caption: str
    markup: str


@dataclass(frozen=True)
class FilmSection:
    """A part of a film, as a file of its own.

    Attributes:
        path: the MP4; where only the whole film could be drawn, the whole film.
        caption: what it says, its formulas in plain characters.
    """

    name: str
    seconds: float
    path: Path
    poster: Path
    caption: str


@dataclass(frozen=True)
class LectureFilm:
    """An animation, whole and in parts.

    Attributes:
        engine: what drew it: "manim", "matplotlib", or "stills" for captions without motion.
    """

    scene: str
    title: str
    seconds: float
    path: Path
    poster: Path
    alt: str
    sections: tuple[FilmSection, ...]
    engine: str = "manim"


@dataclass(frozen=True)
class Materials:
    """The materials in one language and theme.

    Attributes:
        language: "en" or "ko".
        theme: "light" or "dark".
        quality: of films.
        figures_folder: where figures are written.
        films_folder: where films and their list are kept.
        records_folder: where it is recorded what is there already.
        on_film: called with a scene, the section being drawn and their count.
    """

    language: str
    theme: str
    quality: str
    figures_folder: Path
    films_folder: Path
    records_folder: Path
    on_film: Callable[[str, int, int], None] = field(
        default=lambda scene, number, of: None, compare=False
    )
    _made: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def line(self) -> Recording:
        """The main 1-D run, audited; recorded now if there is none.

        Raises:
            GanTheoryError: if it was altered or fails its audit.
        """
        from gantheory.animation.source import mixture_run
        from gantheory.audit.report import require_audited

        recording = mixture_run()
        require_audited(recording)
        return recording

    @property
    def line_folder(self) -> Path:
        """Where the main run lies: the folder that `GANTHEORY_RUN` names, or the demo's."""
        from gantheory.animation.source import DEMO_RUN, chosen_run

        return chosen_run(None, "mixture_1d", DEMO_RUN) or DEMO_RUN

    @cached_property
    def collapse(self) -> "Collapse":
        """Runs that collapse, and the same seeds with a remedy; trained now if there are none.

        Raises:
            GanTheoryError: if one was altered, fails its audit or is not what is said of it.
        """
        from gantheory.animation.collapse import require_collapse
        from gantheory.animation.runs import collapse_runs

        found = collapse_runs()
        require_collapse(found, "mode_collapse")
        return found

    def claims(self, *ids: str) -> "dict[str, ClaimResult]":
        """Claims with their derivations, as the kernel checked them.

        Verdicts may be kept from an earlier check of the same source.

        Raises:
            GanTheoryError: for a claim that is unknown or not proved: no lecture tells it.
        """
        from gantheory.proofs.runs import verify_all
        from gantheory.proofs.verdict import Kind

        found = {}
        missing = [one for one in ids if ("claim", one) not in self._made]
        for result in verify_all(missing, use_cache=True) if missing else ():
            if result.verdict.kind is not Kind.PROVED or not result.passed:
                raise GanTheoryError(
                    f"claim {result.claim.id} is not proved here ({result.verdict.kind.value}), "
                    f"so no lecture tells it; see: gantheory show {result.claim.id}"
                )
            self._made["claim", result.claim.id] = result
        for one in ids:
            found[one] = self._made["claim", one]
        return found

    def result(self, name: str) -> dict[str, Any]:
        """Results of an experiment that come with this repository.

        Args:
            name: of the file experiments/results/NAME.json.

        Raises:
            GanTheoryError: if there are none of this name.
        """
        path = RESULTS / f"{name}.json"
        try:
            found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GanTheoryError(f"the results {path} cannot be read: {error}") from None
        return found

    def figure(self, name: str) -> LectureFigure:
        """A still figure of the catalogue, drawn if it is not there or would come out differently.

        Raises:
            GanTheoryError: if there is none of this name, or what it stands on does not hold.
            OSError: if the files cannot be written.
        """
        from gantheory.lecture.figures.catalogue import make_figure

        if ("figure", name) not in self._made:
            self._made["figure", name] = make_figure(name, self)
        found: LectureFigure = self._made["figure", name]
        return found

    def film(self, scene: str) -> LectureFilm:
        """A film of the catalogue of scenes, rendered if it is not there or would differ.

        Raises:
            GanTheoryError: if there is none of this name, or what it stands on does not hold.
            OSError: if the files cannot be written.
        """
        from gantheory.lecture.films import make_film

        if ("film", scene) not in self._made:
            self._made["film", scene] = make_film(scene, self)
        found: LectureFilm = self._made["film", scene]
        return found
