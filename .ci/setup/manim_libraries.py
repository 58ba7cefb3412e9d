"""What Manim needs from the system, and how to get it there.

PyPI has no Linux wheels of two of its parts, pycairo and ManimPango. Building them takes a C
compiler and the headers of cairo, pango and Python.
"""

from __future__ import annotations

import os
import shutil
import sys

from find_python import Python
from system_packages import succeeds


def missing_packages(python: Python) -> list[str]:
    """Names the Debian packages that Manim's parts still lack on this machine.

    Looks for what the packages provide, not for the packages, so it is right on any Linux.

    Args:
        python: The interpreter that the parts will be built for.
    """
    if sys.platform == "darwin":  # Homebrew's names; ManimPango has wheels there
        return [] if _pkg_config("cairo") else ["cairo", "pkg-config"]
    packages: list[str] = []
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        packages += ["gcc", "libc6-dev"]
    elif not _compiles(compiler, "#include <stdio.h>"):
        packages += ["libc6-dev"]
    if not python.headers:
        packages += ["python{}.{}-dev".format(*python.version)]
    if not (shutil.which("pkg-config") or shutil.which("pkgconf")):
        packages += ["pkg-config"]
    if not _pkg_config("cairo"):
        packages += ["libcairo2-dev"]
    if not _pkg_config("pangocairo >= 1.30.0"):
        packages += ["libpango1.0-dev"]
    return packages


def _compiles(compiler: str, source: str) -> bool:
    """Whether the C preprocessor finds the headers that a source includes."""
    return succeeds(compiler, "-E", "-x", "c", "-", "-o", os.devnull, text=source)


def _pkg_config(module: str) -> bool:
    return any(succeeds(tool, "--exists", module) for tool in ("pkg-config", "pkgconf"))
