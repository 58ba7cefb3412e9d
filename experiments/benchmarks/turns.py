"""What the benchmarks share: programs that take turns, and the conditions that they ran under."""

import importlib.metadata
import json
import os
import platform
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from gantheory.errors import GanTheoryError
from gantheory.provenance import git_state


def in_turns(
    kinds: Mapping[str, Callable[[], dict]], rounds: int
) -> tuple[dict[str, list[dict]], float]:
    """Call every kind once per round, so that a change of the machine's load meets all of them.

    Returns:
        What each kind gave, round by round, and the highest load average seen before a round.
    """
    given: dict[str, list[dict]] = {name: [] for name in kinds}
    load = 0.0
    for _ in range(rounds):
        load = max(load, os.getloadavg()[0])
        for name, measure in kinds.items():
            given[name].append(measure())
    return given, load


def ask(command: Sequence[str | Path], settings: Mapping[str, str]) -> dict:
    """Run a program that prints one JSON object as its last line; its wall time is added.

    Raises:
        GanTheoryError: where it fails, with its last words.
    """
    began = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - began
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise GanTheoryError(f"{command[0]} failed: {last}")
    return json.loads(done.stdout.splitlines()[-1]) | {"wall": wall}


def version_in(python: Path, module: str, install: str) -> str:
    """The version of a package that only another Python has.

    Args:
        python: that Python.
        module: what is imported there.
        install: what pip would be asked for.

    Raises:
        GanTheoryError: where it is missing; the text says how to get it.
    """
    program = f"import {module}; print({module}.__version__)"
    try:
        found = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    except OSError as error:
        raise GanTheoryError(f"cannot run {python}: {error.strerror}") from None
    if found.returncode:
        raise GanTheoryError(
            f"{python} has no {module}; make an environment with `python -m venv other && "
            f"other/bin/pip install {install}` and name other/bin/python"
        )
    return found.stdout.strip()


def conditions(threads: int, timing: str, **others: str) -> dict[str, str]:
    """Under what the figures were measured, as lines to print.

    Args:
        threads: how many every program may use.
        timing: what is timed, and which of the times count.
        others: versions of what gantheory is compared with.
    """
    versions = {
        "Python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in ("gantheory", "jax", "numpy")},
        **others,
    }
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    git = git_state()
    modified = " (modified)" if git["dirty"] else ""
    return {
        "revision": f"revision: {git['revision'] or 'unknown'}{modified}",
        "machine": f"machine: {_processor()}, {os.cpu_count()} cores, {threads} threads used",
        "versions": f"versions: {told}",
        "timing": f"timing: {timing}",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()
