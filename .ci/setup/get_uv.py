"""Finds uv, or fetches the pinned release from PyPI into `.uv/`, with or without pip.

Debian's python3 comes without pip and venv, so the last resort is the standard library: read the
package index, download the wheel, compare its SHA-256 with the one written here, unpack the binary.
"""

from __future__ import annotations

import hashlib
import html.parser
import http.client
import io
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

from say import PRIVATE, SetupError, run_logged, say

PINNED = "0.13.9"
OLDEST = (0, 13, 0)  # an older uv may not understand the revision of our lock file
PYPI = "https://pypi.org/simple"

# Where systems keep the certificates that they trust: Debian, Fedora, Alpine and macOS.
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)

# (system, machine) -> wheel tag and SHA-256 of the wheel. The Linux binaries are static enough for
# any glibc since 2.17 (x86-64: 2.17, aarch64: also musl).
WHEELS = {
    ("Linux", "x86_64"): (
        "manylinux_2_17_x86_64.manylinux2014_x86_64",
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    ("Linux", "aarch64"): (
        "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
    ("Darwin", "x86_64"): (
        "macosx_10_12_x86_64",
        "c16ed11e013557536b3e60065f1b912f6407bd6518e041b961e23ef9e6b4fbf5",
    ),
    ("Darwin", "arm64"): (
        "macosx_11_0_arm64",
        "66c512266d633bef48384a1f53003f41f2a8e7b36fe6e7fbfd3e0fd52d96fa63",
    ),
}


def index_url() -> str:
    """The package index the user asks for in uv's or pip's own variables, or PyPI."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name].rstrip("/")
    return PYPI


def has_trust_store() -> bool:
    """Whether this machine has certificates to check servers by (Debian: ca-certificates)."""
    directory = ssl.get_default_verify_paths().capath
    return bool(_tls_context().get_ca_certs() or (directory and os.listdir(directory)))


def _tls_context() -> ssl.SSLContext:
    """Python's usual settings, which miss the certificates where openssl is not installed."""
    context = ssl.create_default_context()
    if not context.get_ca_certs():
        for path in filter(os.path.isfile, _BUNDLES):
            context.load_verify_locations(path)
    return context


def find_or_fetch_uv() -> str:
    """Returns the command of a uv that is recent enough, fetching the pinned one if need be.

    Raises:
        SetupError: It can neither be found nor fetched.
    """
    for candidate in (str(PRIVATE / "bin" / "uv"), shutil.which("uv")):
        if candidate and _version(candidate) >= OLDEST:
            return candidate
    machine = (platform.system(), platform.machine())
    if machine not in WHEELS:
        raise SetupError(
            f"no pinned uv for {' '.join(machine)}; install uv {PINNED} or newer yourself "
            "(https://docs.astral.sh/uv/) so that it is on PATH, and run make again"
        )
    tag, sha256 = WHEELS[machine]
    say(f"fetching uv {PINNED} from {_without_password(index_url())} into .uv/")
    PRIVATE.mkdir(exist_ok=True)
    if not _fetch_with_pip(sha256):
        _fetch_with_standard_library(f"uv-{PINNED}-py3-none-{tag}.whl", sha256)
    return str(PRIVATE / "bin" / "uv")


def _version(uv: str) -> tuple[int, ...]:
    """The version of a uv binary, or () when it does not run."""
    try:
        answer = subprocess.run(
            [uv, "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    match = re.match(r"uv (\d+)\.(\d+)\.(\d+)", answer.stdout)
    return tuple(map(int, match.groups())) if match else ()


def _fetch_with_pip(sha256: str) -> bool:
    """Lets pip fetch uv where there is a pip: it knows its user's proxy, mirror and passwords."""
    pip = [sys.executable, "-m", "pip"]
    if run_logged([*pip, "--version"])[0] != 0:
        return False
    requirement = PRIVATE / "uv-requirement.txt"
    requirement.write_text(f"uv=={PINNED} --hash=sha256:{sha256}\n", encoding="utf-8")
    options = ["--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes", "--upgrade"]
    install = [*pip, "install", *options, "--target", str(PRIVATE), "-r", str(requirement)]
    return run_logged(install)[0] == 0 and bool(_version(str(PRIVATE / "bin" / "uv")))


class _Links(html.parser.HTMLParser):
    """Collects the links of a package index page."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.hrefs += [value for name, value in attrs if name == "href" and value]


def _fetch_with_standard_library(filename: str, sha256: str) -> None:
    """Downloads one wheel from the index, checks its SHA-256 and unpacks its binary."""
    page_url = f"{index_url()}/uv/"
    links = _Links()
    links.feed(_download(page_url).decode("utf-8", "replace"))
    urls = [urllib.parse.urljoin(page_url, href) for href in links.hrefs]
    by_name = {urllib.parse.urlsplit(url).path.rpartition("/")[2]: url for url in urls}
    if filename not in by_name:
        raise SetupError(f"{_without_password(page_url)} does not offer {filename}")
    wheel = _download(by_name[filename])
    found = hashlib.sha256(wheel).hexdigest()
    if found != sha256:
        raise SetupError(f"{filename} has SHA-256 {found}, expected {sha256}: not using it")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        binary = archive.read(f"uv-{PINNED}.data/scripts/uv")
    target = PRIVATE / "bin" / "uv"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(f"{target}.partial")
    partial.write_bytes(binary)
    partial.chmod(0o755)
    partial.replace(target)  # a stopped download must not leave half a binary behind


def _download(url: str) -> bytes:
    """The body of a URL; proxies are taken from the environment.

    A machine without the package ca-certificates trusts no server at all. There, and only there,
    the certificate is not checked: what arrives is used only if it has the SHA-256 written above,
    and no password is sent.
    """
    context = _tls_context()
    if not has_trust_store() and "@" not in urllib.parse.urlsplit(url).netloc:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        with urllib.request.urlopen(url, timeout=60, context=context) as response:
            body: bytes = response.read()
            return body
    except (OSError, ValueError, http.client.HTTPException) as error:  # ValueError: a bad URL
        reason = getattr(error, "reason", error)
        raise SetupError(
            f"cannot download {_without_password(url)}: {reason}; check the network, "
            "or the variables https_proxy, SSL_CERT_FILE and PIP_INDEX_URL"
        ) from error


def _without_password(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url)
