"""What Manim needs from the system, and how to get it there.

PyPI has no Linux wheels of two of its parts, pycairo and ManimPango. Building them takes a C
compiler and the headers of cairo, pango and Python.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from find_python import Python
from say import run_logged, say


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


def install_command(packages: list[str]) -> str:
    """The command that a person with the rights to do so would type."""
    if sys.platform == "darwin":
        return "brew install " + " ".join(packages)
    names = " ".join(packages)
    command = f"apt-get update && apt-get install --no-install-recommends -y {names}"
    if _is_root():
        return command
    return f"sudo sh -c '{command}'" if shutil.which("sudo") else f"su - -c '{command}'"


def install(packages: list[str]) -> str:
    """Installs packages with apt-get where that is possible without asking anyone.

    Returns:
        "" when they were installed, otherwise why not.
    """
    if os.environ.get("GANTHEORY_NO_APT"):
        return "GANTHEORY_NO_APT is set"
    if shutil.which("apt-get") is None:
        return "this system has no apt-get"
    prefix = _root_prefix()
    if prefix is None:
        return "not root, and sudo asks for a password or is not there"
    say("installing system libraries for Manim with apt-get: " + " ".join(packages))
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    apt += ["-o", "DPkg::Lock::Timeout=120"]
    get = [*apt, "install", "--no-install-recommends", *packages]
    # Most machines have package lists; a fresh container has none, an old one has stale ones.
    if run_logged(get)[0] == 0:
        return ""
    run_logged([*apt, "update"])
    status, printed = run_logged(get)
    if status == 0:
        return ""
    errors = [line[3:] for line in printed.splitlines() if line.startswith("E: ")]
    return "apt-get failed: " + (errors[0] if errors else f"exit status {status}")


def _root_prefix() -> list[str] | None:
    """What to put before a command so that it runs as root without a password, or None."""
    if _is_root():
        return []
    return ["sudo", "-n"] if _succeeds("sudo", "-n", "true") else None


def _is_root() -> bool:
    return os.geteuid() == 0


def _compiles(compiler: str, source: str) -> bool:
    """Whether the C preprocessor finds the headers that a source includes."""
    return _succeeds(compiler, "-E", "-x", "c", "-", "-o", os.devnull, text=source)


def _pkg_config(module: str) -> bool:
    return any(_succeeds(tool, "--exists", module) for tool in ("pkg-config", "pkgconf"))


def _succeeds(*command: str, text: str = "") -> bool:
    """Whether a command is there and ends with status 0, whatever it prints."""
    if shutil.which(command[0]) is None:
        return False
    ran = subprocess.run(
        command, input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return ran.returncode == 0
