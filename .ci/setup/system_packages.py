"""Getting packages from the system where that takes no question, and the command where it does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from say import run_logged, say


def install_command(packages: list[str]) -> str:
    """The command that a person with the rights to do so would type."""
    if sys.platform == "darwin":
        return "brew install " + " ".join(packages)
    names = " ".join(packages)
    command = f"apt-get update && apt-get install --no-install-recommends -y {names}"
    if _is_root():
        return command
    return f"sudo sh -c '{command}'" if shutil.which("sudo") else f"su - -c '{command}'"


def install(packages: list[str], purpose: str) -> str:
    """Installs packages with apt-get where that is possible without asking anyone.

    Args:
        packages: Debian's names of them.
        purpose: What they are for, as told to the user.

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
    say(f"installing {purpose} with apt-get: " + " ".join(packages))
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
    return ["sudo", "-n"] if succeeds("sudo", "-n", "true") else None


def _is_root() -> bool:
    return os.geteuid() == 0


def succeeds(*command: str, text: str = "") -> bool:
    """Whether a command is there and ends with status 0, whatever it prints."""
    if shutil.which(command[0]) is None:
        return False
    ran = subprocess.run(
        command, input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return ran.returncode == 0
