"""The one error that a user is meant to read, and how commands answer it."""

import errno
import os
import sys
from collections.abc import Callable
from typing import TextIO


class GanTheoryError(Exception):
    """Something that the user can mend: the text says what is wrong and what to do.

    Commands print it as one line and exit with code 2.
    """


def guard(main: Callable[[], int]) -> int:
    """Run a command and turn the user's mistakes into one clear line and an exit code.

    Args:
        main: the command; returns its exit code.

    Returns:
        What `main` returns, once all that it printed is written; 2 for bad input or an output
        that cannot be written; 130 when interrupted from the keyboard; 141 when whoever reads the
        output has gone (as a shell reports SIGPIPE).
    """
    try:
        return _and_flush(main)
    except GanTheoryError as error:
        complaint, code = f"error: {error}", 2
    except KeyboardInterrupt:
        complaint, code = "interrupted", 130
    except BrokenPipeError:
        complaint, code = "", 141
    except OSError as error:
        complaint, code = f"error: {_explain(error)}", 2
    _let_go(sys.stdout)
    if complaint:
        try:
            print(f"gantheory: {' '.join(complaint.split())}", file=sys.stderr)
        except OSError:  # nobody can be told, but the code still says it
            _let_go(sys.stderr)
    return code


def _and_flush(main: Callable[[], int]) -> int:
    """Run a command and write all that it printed, so that a full disk is not found out later.

    Python writes the rest of stdout when it exits, where nothing can answer for it any more.
    """
    try:
        code = main()
    except SystemExit:  # argparse, when it has printed its help or refused an argument
        _flush()
        raise
    _flush()
    return code


def _flush() -> None:
    if sys.stdout is not None:  # as it is for a process that was started without one
        sys.stdout.flush()


def _let_go(stream: TextIO | None) -> None:
    """Point a stream at nothing if it cannot be written: Python would try again, and complain."""
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def _explain(error: OSError) -> str:
    """Say what an operating-system error means for the person at the keyboard."""
    where = f" ({error.filename})" if error.filename else ""
    advice = {
        errno.ENOSPC: "no space left on the device; free some or choose another output folder",
        errno.EDQUOT: "the disk quota is used up; free some space or choose another output folder",
        errno.EACCES: "no permission; choose a folder that you may write to",
        errno.EPERM: "no permission; choose a folder that you may write to",
        errno.EROFS: "the file system is read-only; choose another output folder",
        errno.ENOENT: "no such file or folder; check the path",
        errno.ENOTDIR: "a file stands where a folder is needed; choose another path",
        errno.EISDIR: "a folder stands where a file is needed; choose another path",
        errno.EEXIST: "something of that name exists already; choose another path",
    }
    code = error.errno if error.errno is not None else 0
    return f"{advice.get(code, error.strerror or str(error))}{where}"
