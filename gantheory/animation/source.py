"""What a scene is called with by `manim`: run, language, theme; how it says that it cannot."""

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
        from gantheory.mixture_run import make_demo_run

        make_demo_run(folder)

    return recorded(run, DEMO_RUN, make, "training one now, which takes some seconds")


def recorded(
    run: Path | None, usual: Path, make: Callable[[Path], object], making: str
) -> Recording:
    """Read the recording that a scene is to replay.

    Args:
        run: its folder; None takes the one that `GANTHEORY_RUN` names, or else the usual one.
        usual: where the usual one is, seen from the working folder.
        make: makes it there if it is missing.
        making: says that this happens now, and how long it takes.

    Raises:
        GanTheoryError: if the named run does not exist, or the recording was altered.
        OSError: if the usual run cannot be written.
    """
    named = chosen_run(run, usual)
    if named is None and not usual.exists():
        if making:
            print(f"No recording in {usual}: {making}.", file=sys.stderr)
        make(usual)
    return read_recording(named or usual)


def chosen_run(run: Path | None, usual: Path) -> Path | None:
    """The folder that the user named, by option or environment; None if there is none.

    Raises:
        GanTheoryError: if it does not exist.
    """
    named = run or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named and not named.is_dir():
        by = "--run" if run else VARIABLE
        raise GanTheoryError(
            f"{by} names no folder ({named}); give the folder of a recording, or leave it out "
            f"to replay {usual}"
        )
    return named


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
