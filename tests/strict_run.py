"""A pytest plugin: in CI no test may skip that is not expected to, and no test may leave files.

A skipped test says nothing, so in CI it counts as a failure unless EXPECTED_SKIPS lists it. Strict
with `--strict-skips`, GANTHEORY_STRICT_SKIPS=1 or CI=true.
"""

import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class ExpectedSkip:
    """A skip that is no failure: which tests, with which reason, and only while what holds."""

    nodeid: str
    reason: str
    while_true: Callable[[], bool]


def set_up_without(part: str) -> bool:
    """Whether the set-up tried to install a part here and could not (no root, say)."""
    try:
        stamp = json.loads((ROOT / ".venv" / "gantheory-setup.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp.get(f"without_{part}"))


EXPECTED_SKIPS = (
    ExpectedSkip(r"^tests/", r"\bmanim\b|extra 'anim'", lambda: set_up_without("manim")),
    ExpectedSkip(r"^tests/", r"\bno Chromium\b", lambda: set_up_without("browser")),
    # 270 MB, and one test: not installed for anyone
    ExpectedSkip(r"^tests/", r"\bno LibreOffice\b", lambda: shutil.which("soffice") is None),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--strict-skips",
        action="store_true",
        default=os.environ.get("GANTHEORY_STRICT_SKIPS") == "1"
        or os.environ.get("CI", "").lower() in ("1", "true"),
        help="fail on skips that tests/strict_run.py does not expect, and on files left behind",
    )


def pytest_configure(config: pytest.Config) -> None:
    # Under xdist the workers send their reports to the controller: only it keeps count.
    if config.getoption("--strict-skips") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(StrictRun())


class StrictRun:
    """Collects the skips of a session and what it left in the checkout; fails it for either."""

    def __init__(self) -> None:
        self.skips: dict[str, str] = {}
        self.before = checkout_files()
        self.left_behind: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:  # a whole module, by importorskip
            self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not is_expected(report.nodeid, reason):
            self.skips[report.nodeid] = reason

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.left_behind = sorted(checkout_files() - self.before)
        if (self.skips or self.left_behind) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skips:
            terminalreporter.section("unexpected skips: this run FAILED", red=True)
            for nodeid, reason in sorted(self.skips.items()):
                terminalreporter.line(f"{nodeid}: {reason}")
        if self.left_behind:
            terminalreporter.section("files left in the checkout: this run FAILED", red=True)
            for path in self.left_behind:
                terminalreporter.line(path)


def is_expected(nodeid: str, reason: str) -> bool:
    """Whether EXPECTED_SKIPS lists this skip and its condition holds on this machine."""
    return any(
        re.search(skip.nodeid, nodeid) and re.search(skip.reason, reason) and skip.while_true()
        for skip in EXPECTED_SKIPS
    )


def checkout_files() -> set[str]:
    """The files of the checkout, without what tools keep for themselves in dot-folders."""
    files = set()
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [name for name in subfolders if name[0] != "." and name != "__pycache__"]
        files |= {str(Path(folder, name).relative_to(ROOT)) for name in names}
    return files
