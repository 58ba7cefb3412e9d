"""Which run a scene replays when it is called by `manim`, and how it says that it cannot."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from gantheory.errors import GanTheoryError, guard
from gantheory.recording import Recording, read_recording

#: names a recording to replay
VARIABLE = "GANTHEORY_RUN"
#: where the demo keeps its run, seen from the working folder
DEMO_RUN = Path("out") / "demo" / "run"


def demo_recording() -> Recording:
    """Read the run named by `GANTHEORY_RUN`, or the demo's, which is made if it is missing.

    Raises:
        GanTheoryError: if the named run does not exist, or the recording was altered.
        OSError: if the demo's run cannot be written.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not Path(named).is_dir():
            raise GanTheoryError(
                f"{VARIABLE} names no folder ({named}); give the folder of a recording, or unset "
                f"it to replay {DEMO_RUN}"
            )
        return read_recording(named)
    if not DEMO_RUN.exists():
        print(
            f"No recording in {DEMO_RUN}: training one now, which takes some seconds.",
            file=sys.stderr,
        )
        from gantheory.mixture_run import make_demo_run

        make_demo_run(DEMO_RUN)
    return read_recording(DEMO_RUN)


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
