"""Installs into `.venv` with uv what `uv.lock` names, and nothing else."""

from __future__ import annotations

import os
import re

from find_python import Python
from get_uv import PYPI, has_trust_store, index_url
from say import LOG, PRIVATE, ROOT, SetupError, run_logged, say

VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
EXTRAS = ("dev", "lecture")

_SHOWN = ("Downloading", "Building", "Installed")  # the lines of uv that tell how far it is
_NETWORK = re.compile(
    r"error sending request|failed to fetch|failed to download|dns error|connection refused"
    r"|timed out|certificate|network connectivity",
    re.IGNORECASE,
)


def install(uv: str, python: Python, *, manim: bool) -> str:
    """Makes `.venv` hold what the lock names, no more and no less.

    Args:
        uv: The command of uv.
        python: The interpreter to build on.
        manim: Whether to include Manim, two parts of which are compiled here.

    Returns:
        "" on success; with `manim`, what went wrong when everything could be fetched but something
        could not be built, so that the caller can go on without it.

    Raises:
        SetupError: The network or the index fails, or an environment without Manim does.
    """
    extras = (*EXTRAS, "anim") if manim else EXTRAS
    say("installing the locked packages into .venv" + ("" if manim else ", without Manim"))
    options = [word for extra in extras for word in ("--extra", extra)]
    mirror = index_url() != PYPI
    commands = (
        _from_mirror(uv, python, options)
        if mirror
        else [[uv, "sync", "--locked", "--python", str(python.executable), *options]]
    )
    for command in commands:
        status, printed = run_logged(command, env=_uv_environment(mirror), echo=_SHOWN)
        if status == 0:
            continue
        error = _main_error(printed)
        if _NETWORK.search(printed):
            raise SetupError(
                f"cannot download the packages ({error}); check the network, or the variables "
                "https_proxy, SSL_CERT_FILE and UV_DEFAULT_INDEX, and run make again"
            )
        if manim and "build" in printed.lower():
            return error
        raise SetupError(f"uv could not install the packages: {error} (more: {LOG.name} in .uv/)")
    return ""


def _from_mirror(uv: str, python: Python, options: list[str]) -> list[list[str]]:
    """The commands for a mirror of PyPI.

    The lock names PyPI's own files, and uv calls it outdated when it is told of another index. So
    the lock is written out as a list of versions and hashes, and the mirror must have just those.
    """
    listing = str(PRIVATE / "requirements.txt")
    pip = ["--python", str(VENV_PYTHON)]
    return [
        [uv, "export", "--frozen", "--quiet", "--no-emit-project", *options, "-o", listing],
        [uv, "venv", "--allow-existing", "--python", str(python.executable), str(VENV)],
        [uv, "pip", "sync", *pip, "--require-hashes", listing],
        [uv, "pip", "install", *pip, "--no-deps", "--editable", str(ROOT)],
    ]


def _uv_environment(mirror: bool) -> dict[str, str]:
    """The variables under which uv uses this checkout, this system's Python and its trust store."""
    ours = dict(os.environ)
    for name in ("VIRTUAL_ENV", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_PYTHON"):
        ours.pop(name, None)
    ours["UV_PROJECT_ENVIRONMENT"] = str(VENV)
    ours["UV_PYTHON_DOWNLOADS"] = "never"
    ours["UV_PYTHON_PREFERENCE"] = "only-system"
    ours["UV_NO_PROGRESS"] = "1"
    # Compiling now makes the first run quick and keeps old packages' SyntaxWarnings (pydub's, from
    # Python 3.12 on) out of it: tests turn warnings into errors.
    ours["UV_COMPILE_BYTECODE"] = "1"
    ours.setdefault("UV_HTTP_TIMEOUT", "120")
    if has_trust_store():
        ours.setdefault("UV_SYSTEM_CERTS", "1")  # a company's proxy is trusted by the system only
    if mirror:
        ours["UV_DEFAULT_INDEX"] = index_url()
    if not _writable_cache(ours):
        ours["UV_CACHE_DIR"] = str(PRIVATE / "cache")  # a home that does not exist or is read-only
    return ours


def _writable_cache(environment: dict[str, str]) -> bool:
    """Whether uv can write where it would keep its cache."""
    home = environment.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    cache = environment.get("UV_CACHE_DIR") or os.path.join(home, "uv")
    try:
        os.makedirs(cache, exist_ok=True)
    except OSError:
        return False
    return os.access(cache, os.W_OK)


def _main_error(printed: str) -> str:
    """What uv could not do and the innermost reason, out of all that it printed, in one line."""
    mark = re.compile(r"\s*(?:error:|×|cause:|[├╰]─▶)\s*(.+)")
    found = [match.group(1) for match in map(mark.match, printed.splitlines()) if match]
    return ": ".join(dict.fromkeys([found[0], found[-1]])) if found else "uv gave no reason"
