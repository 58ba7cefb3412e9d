"""Which scenes there are: a light table that imports neither manim nor anything drawn."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from gantheory.errors import GanTheoryError


@dataclass(frozen=True)
class Entry:
    """Where a scene is, and what it needs.

    Attributes:
        module: where its class is.
        scene: the class's name.
        about: one line for the list of scenes.
        replays: the kind of recording that it replays; "" for scenes that stand on claims.
        loader: "module:function" that gives the recording, called with the folder that the user
            named or None; what it returns has a `sha256`.
        without_manim: the module whose `write_film` draws the same without manim; "" if none does.
    """

    module: str
    scene: str
    about: str
    replays: str = ""
    loader: str = ""
    without_manim: str = ""

    def load(self, run: Path | None) -> Any:
        """Give what the scene replays; None if it replays nothing.

        Raises:
            GanTheoryError: if it was altered or is not there.
        """
        if not self.loader:
            return None
        module, function = self.loader.split(":")
        return getattr(import_module(module), function)(run)

    def scene_class(self) -> Any:
        """Import the scene's class, and with it manim."""
        return getattr(import_module(self.module), self.scene)


_SCENES = "gantheory.animation.scenes"

SCENES: dict[str, Entry] = {
    "figure1": Entry(
        f"{_SCENES}.figure1",
        "Figure1Scene",
        "the four panels of Figure 1, replayed from a run",
        replays="mixture_1d",
        loader="gantheory.animation.source:mixture_run",
        without_manim="gantheory.animation.fallback",
    ),
    "proposition1": Entry(
        f"{_SCENES}.proposition1", "Proposition1Scene", "the best D at every x (claims A1, A4)"
    ),
    "theorem1": Entry(
        f"{_SCENES}.theorem1", "Theorem1Scene", "C(G) as areas, p_g moving to p_data (T3, T4)"
    ),
    "proposition2": Entry(
        f"{_SCENES}.proposition2",
        "Proposition2Scene",
        "a supremum of lines, and averaging halves its gap (P1, P2, P6)",
    ),
    "saturation": Entry(
        f"{_SCENES}.saturation", "SaturationScene", "log(1 - D) against -log D (H1, H2)"
    ),
    "dirac_gan": Entry(
        f"{_SCENES}.dirac_gan",
        "DiracGanScene",
        "two numbers turning: out, round, or damped (D4 to D8)",
        replays="two_player",
        loader="gantheory.animation.runs:dirac_run",
    ),
    "helvetica": Entry(
        f"{_SCENES}.helvetica",
        "HelveticaScene",
        "G trained on while D stands still: all of p_g to one place (H7)",
        replays="helvetica",
        loader="gantheory.animation.runs:helvetica_run",
    ),
    "mode_collapse": Entry(
        f"{_SCENES}.mode_collapse",
        "ModeCollapseScene",
        "a ring of 8 modes from three seeds, then with a remedy",
        replays="mixture_2d",
        loader="gantheory.animation.runs:collapse_runs",
        without_manim="gantheory.animation.collapse_film",
    ),
    "mnist_interpolation": Entry(
        f"{_SCENES}.mnist_interpolation",
        "MnistInterpolationScene",
        "a walk through z, with what D says of each image",
        replays="z_walk",
        loader="gantheory.animation.runs:walk_run",
    ),
}


def entry(name: str) -> Entry:
    """Look a scene up.

    Raises:
        GanTheoryError: if there is none of this name.
    """
    if name not in SCENES:
        raise GanTheoryError(f"there is no scene {name!r}; there are {', '.join(SCENES)}")
    return SCENES[name]
