"""What a scene is called with by `manim`: run, language, theme; how it says that it cannot."""

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from gantheory.errors import GanTheoryError, guard
from gantheory.figures.style import THEMES, Theme
from gantheory.notation.formulas import LANGUAGES
from gantheory.recording import Recording, read_recording

#: names a recording to replay
VARIABLE = "GANTHEORY_RUN"
#: names the language and the theme of a scene
LANGUAGE_VARIABLE, THEME_VARIABLE = "GANTHEORY_LANG", "GANTHEORY_THEME"
#: where the demo keeps its run, seen from the working folder
DEMO_RUN = Path("out") / "demo" / "run"


def mixture_run(run: Path | None = None) -> Recording:
    """Read a run of the 1-D experiment; by default the demo's, made if missing (see `recorded`)."""

    def make(folder: Path) -> None:
        from gantheory.line.run import make_demo_run

        make_demo_run(folder)

    making = "training one now, which takes some seconds"
    return recorded(run, "mixture_1d", DEMO_RUN, make, making)


def recorded(
    run: Path | None, kind: str, usual: Path, make: Callable[[Path], object], making: str
) -> Recording:
    """Read the recording that a scene is to replay.

    Args:
        run: its folder; None takes the one that `GANTHEORY_RUN` names, or else the usual one.
        kind: of the recordings that the scene replays.
        usual: where the usual one is, seen from the working folder.
        make: makes it there if it is missing.
        making: says that this happens now, and how long it takes.

    Raises:
        GanTheoryError: if the named run does not exist, or the recording was altered.
        OSError: if the usual run cannot be written.
    """
    named = chosen_run(run, kind, usual)
    if named is None and not usual.exists():
        if making:
            print(f"No recording in {usual}: {making}.", file=sys.stderr)
        # manim shows the log from INFO on, where JAX tells of every accelerator that is not here
        logging.getLogger("jax._src.xla_bridge").setLevel(logging.WARNING)
        make(usual)
    return read_recording(named or usual)


def chosen_run(run: Path | None, kind: str, usual: Path) -> Path | None:
    """The folder that the user named, by option or environment; None if there is none.

    The environment speaks to all scenes: to those that replay another kind it says nothing.

    Raises:
        GanTheoryError: if it does not exist, or holds no recording.
    """
    variable = os.environ.get(VARIABLE)
    named = run or (Path(variable) if variable else None)
    if named is None:
        return None
    if not named.is_dir():
        by = "--run" if run else VARIABLE
        raise GanTheoryError(
            f"{by} names no folder ({named}); give the folder of a recording, or leave it out "
            f"to replay {usual}"
        )
    if run is None and run_kind(named) != kind:
        print(f"{VARIABLE} names a run of another kind than {kind}: left aside.", file=sys.stderr)
        return None
    return named


def run_kind(run: Path) -> str:
    """The kind of a recording, from its manifest alone.

    A folder with seeds that collapse (see `gantheory.animation.collapse`) is of their kind.

    Raises:
        GanTheoryError: if the folder holds no recording.
    """
    if (run / "failing" / "replays").is_dir():
        return "mixture_2d"
    try:
        return str(json.loads((run / "manifest.json").read_text(encoding="utf-8"))["kind"])
    except (OSError, ValueError, KeyError, TypeError):
        raise GanTheoryError(
            f"there is no recording in {run}; give the folder of a run, such as out/demo/run"
        ) from None


def require_kind(recording: Recording, kind: str, scene: str) -> None:
    """Refuse a recording of a kind that a scene does not replay.

    Raises:
        GanTheoryError: naming both kinds.
    """
    if recording.manifest["kind"] != kind:
        raise GanTheoryError(
            f"the scene {scene} replays recordings of kind {kind!r}, this one is "
            f"{recording.manifest['kind']!r}"
        )


def chosen_staging() -> tuple[str, Theme]:
    """The language and the theme that the environment asks for: English and light by default.

    Raises:
        GanTheoryError: if it names others than there are.
    """
    language = os.environ.get(LANGUAGE_VARIABLE) or "en"
    theme = os.environ.get(THEME_VARIABLE) or "light"
    if language not in LANGUAGES:
        raise GanTheoryError(f"{LANGUAGE_VARIABLE}={language}: choose {' or '.join(LANGUAGES)}")
    if theme not in THEMES:
        raise GanTheoryError(f"{THEME_VARIABLE}={theme}: choose {' or '.join(THEMES)}")
    return language, THEMES[theme]


def or_exit(action: Callable[[], None]) -> None:
    """Do something inside manim's command; end it with one clear line and code 2 on bad input.

    manim answers any exception with a traceback and code 1, but lets an exit pass.

    Raises:
        SystemExit: if the action raised what the user can mend.
    """

    def main() -> int:
        action()
        return 0

    code = guard(main)
    if code:
        raise SystemExit(code)
