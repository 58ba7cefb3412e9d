"""How the set-up speaks: lines with one prefix, one clear line when it must stop, and a log.

All of the set-up runs on whatever Python the machine has (3.8 or newer), on its standard library.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRIVATE = ROOT / ".uv"  # uv itself when we fetch it, and the log; ignored by git
LOG = PRIVATE / "setup.log"


class SetupError(Exception):
    """Something the set-up cannot repair; its text says what is wrong and what to do."""


def say(text: str) -> None:
    """Prints one line about the set-up's progress on stderr, so that stdout stays the command's."""
    print(f"gantheory: {text}", file=sys.stderr, flush=True)


def run_logged(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    echo: Sequence[str] = (),
) -> tuple[int, str]:
    """Runs a command with stdin closed and keeps all it prints in the log.

    Args:
        command: The program and its arguments.
        env: Its environment; ours when left out.
        echo: Lines that start with one of these words are shown to the user as they come.

    Returns:
        The exit status and everything that the command printed, both streams together.
    """
    PRIVATE.mkdir(exist_ok=True)
    printed: list[str] = []
    with LOG.open("a", encoding="utf-8") as log:
        log.write("$ " + " ".join(command) + "\n")
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                log.write(line)
                printed.append(line)
                if line.split(maxsplit=1)[:1] and line.split(maxsplit=1)[0] in echo:
                    say("  " + line.strip())
    return process.returncode, "".join(printed)
