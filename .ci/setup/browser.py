"""The browser that the tests of HTML pages drive: any Chromium on PATH, else Debian's package."""

from __future__ import annotations

import shutil
from pathlib import Path

import system_packages

#: what tests/browser.py looks for, in this order
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def install() -> str:
    """Looks for a browser and installs one where that is possible without asking anyone.

    Returns:
        "" when there is one, otherwise why not.
    """
    if any(map(shutil.which, PROGRAMS)):
        return ""
    if not has_package():
        return "there is no Chromium on PATH, and only Debian has it as a plain package"
    # without a font of the system a page has no letters in its buttons and lists
    return system_packages.install(["chromium", "fonts-dejavu-core"], "a browser for the tests")


def has_package(release: Path = Path("/etc/os-release")) -> bool:
    """Whether this is Debian itself: Ubuntu's package of that name is an empty shell for a snap."""
    try:
        return "ID=debian" in release.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
