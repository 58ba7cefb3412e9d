"""Makes a fresh checkout runnable: uv, the locked environment in .venv, Manim's system libraries.

The Makefile runs this before anything else. When nothing has changed since the last time it only
compares a hash and is silent.

    python3 .ci/setup              set up what is missing
    python3 .ci/setup --again      set up again, whatever the last time said
    python3 .ci/setup --browser    and the browser that some tests need
    python3 .ci/setup --remind     repeat what could not be installed, if anything
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from typing import Any

import browser
import environment
import manim_libraries
import system_packages
from find_python import Python, ask, choose_python
from get_uv import find_or_fetch_uv
from say import LOG, ROOT, SetupError, say

STAMP = environment.VENV / "gantheory-setup.json"  # lives and dies with the environment


def main() -> int:
    """Runs the set-up and turns its errors into one line and exit status 2."""
    parser = argparse.ArgumentParser(prog="python3 .ci/setup")
    parser.add_argument("--again", action="store_true", help="set up again from the lock")
    parser.add_argument("--browser", action="store_true", help="also get a browser for the tests")
    parser.add_argument("--remind", action="store_true", help="say what could not be installed")
    parser.add_argument("--python", default="", help="build on this interpreter")
    arguments = parser.parse_args()
    try:
        if arguments.remind:
            remind(read_stamp())
        else:
            set_up(arguments.python or None, again=arguments.again)
            if arguments.browser:
                get_browser()
    except SetupError as error:
        say(f"error: {error}")
        return 2
    except OSError as error:
        say(
            f"error: {error.strerror}: {error.filename or ROOT}; the user who runs make must be "
            "able to write in the checkout"
        )
        return 2
    except KeyboardInterrupt:
        say("stopped")
        return 130
    return 0


def set_up(wanted: str | None, *, again: bool) -> None:
    """Brings the checkout into the state that the lock describes.

    Args:
        wanted: The interpreter asked for. None keeps that of the environment which is there, or
            else takes the newest on PATH.
        again: Do everything even if the stamp says that nothing has changed.

    Raises:
        SetupError: Python, uv or the packages cannot be had.
    """
    stamp = read_stamp()
    present = None if wanted else ask(str(environment.VENV_PYTHON))
    python = present if present and present.in_range else choose_python(wanted)
    if not again and up_to_date(stamp, python):
        return
    started = time.monotonic()
    say(f"setting up on {python}; details go to {LOG.relative_to(ROOT)}")
    missing = manim_libraries.missing_packages(python)
    without_manim = system_packages.install(missing, "what Manim needs") if missing else ""
    if without_manim:
        report_missing_manim(without_manim, missing)
    uv = find_or_fetch_uv()
    if not without_manim:
        without_manim = environment.install(uv, python, manim=True)
        if without_manim:
            report_missing_manim(without_manim, [])
    if without_manim:
        environment.install(uv, python, manim=False)
    stamp = {
        "inputs": inputs(),
        "python": str(python.executable),
        "without_manim": without_manim,
        "missing": missing if without_manim else [],
    }
    write_stamp(stamp)
    say(f"ready after {time.monotonic() - started:.0f} s")


def get_browser() -> None:
    """Gets the browser, and leaves word where there is none: tests/strict_run.py reads it."""
    stamp = read_stamp()
    without_browser = browser.install()
    if without_browser and stamp.get("without_browser") != without_browser:
        say(f"without a browser: {without_browser}. Tests of HTML pages in a browser are skipped.")
    write_stamp({**stamp, "without_browser": without_browser})


def inputs() -> str:
    """A hash of all that decides what the environment contains."""
    digest = hashlib.sha256()
    sources = sorted((ROOT / ".ci" / "setup").glob("*.py"))
    for path in [ROOT / "pyproject.toml", ROOT / "uv.lock", *sources]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_stamp() -> dict[str, Any]:
    """What the last successful set-up left behind; {} when there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, Any]) -> None:
    """Leaves word for the next set-up."""
    STAMP.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def up_to_date(stamp: dict[str, Any], python: Python) -> bool:
    """Whether the environment is the one that the lock, this Python and this system call for."""
    if stamp.get("inputs") != inputs() or stamp.get("python") != str(python.executable):
        return False
    if not environment.VENV_PYTHON.exists():
        return False
    if stamp["without_manim"]:  # has somebody installed its libraries since?
        return bool(stamp["missing"] == manim_libraries.missing_packages(python))
    return True


def remind(stamp: dict[str, Any]) -> None:
    """Says once more, after the command itself, what could not be installed."""
    if stamp.get("without_manim"):
        report_missing_manim(stamp["without_manim"], stamp["missing"])


def report_missing_manim(reason: str, missing: list[str]) -> None:
    """Says that Manim is left out, why, what happens instead, and the command that helps."""
    say(f"without Manim: {reason}. Animations are drawn by matplotlib and PyAV instead.")
    if missing:
        say("to get Manim, run this and then make again:")
        say(f"    {system_packages.install_command(missing)}")
    else:
        say(f"to try once more: make setup (what went wrong: {LOG.relative_to(ROOT)})")


if __name__ == "__main__":
    sys.exit(main())
