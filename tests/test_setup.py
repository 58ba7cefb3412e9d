"""What `.ci/setup` decides and what it refuses, without a network and without root."""

import functools
import hashlib
import http.server
import importlib
import io
import os
import sys
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

FOLDER = Path(__file__).resolve().parents[1] / ".ci" / "setup"
NAMES = (
    *("say", "find_python", "get_uv", "system_packages", "manim_libraries", "browser"),
    *("environment", "__main__"),
)


@pytest.fixture
def setup(monkeypatch, tmp_path):
    """The modules of the set-up, freshly imported, writing into a temporary folder."""
    monkeypatch.syspath_prepend(str(FOLDER))
    for name in NAMES[:-1]:
        monkeypatch.delitem(sys.modules, name, raising=False)
    modules = {name: importlib.import_module(name) for name in NAMES[:-1]}
    spec = importlib.util.spec_from_file_location("setup_main", FOLDER / "__main__.py")
    modules["main"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(modules["main"])
    for module in modules.values():
        if hasattr(module, "PRIVATE"):
            monkeypatch.setattr(module, "PRIVATE", tmp_path / ".uv")
    monkeypatch.setattr(modules["say"], "LOG", tmp_path / ".uv" / "setup.log")
    yield SimpleNamespace(**modules)
    for name in NAMES[:-1]:
        sys.modules.pop(name, None)


@pytest.fixture
def no_programs(monkeypatch, tmp_path):
    """A PATH on which nothing is found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.fixture
def index(setup, monkeypatch, tmp_path):
    """A package index on this machine that offers one wheel; returns the wheel's SHA-256."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        wheel.writestr(f"uv-{setup.get_uv.PINNED}.data/scripts/uv", "#!/bin/sh\necho uv 9.9.9\n")
    files = tmp_path / "index"
    (files / "simple" / "uv").mkdir(parents=True)
    (files / "uv-1-any.whl").write_bytes(content.getvalue())
    page = '<html><a href="../../uv-1-any.whl#sha256=0">uv-1-any.whl</a></html>'
    (files / "simple" / "uv" / "index.html").write_text(page)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    handler = functools.partial(Quiet, directory=str(files))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple/")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield hashlib.sha256(content.getvalue()).hexdigest()
        server.shutdown()


def test_uv_is_fetched_without_pip_from_the_users_index(setup, index, tmp_path):
    setup.get_uv._fetch_with_standard_library("uv-1-any.whl", index)
    assert setup.get_uv._version(str(tmp_path / ".uv" / "bin" / "uv")) == (9, 9, 9)


def test_an_altered_wheel_is_refused(setup, index, tmp_path):
    with pytest.raises(setup.say.SetupError, match=f"has SHA-256 {index}, expected 00"):
        setup.get_uv._fetch_with_standard_library("uv-1-any.whl", "0" * 64)
    assert not (tmp_path / ".uv").exists()


def test_an_index_without_the_wheel_and_no_index_are_one_clear_line(setup, index, monkeypatch):
    with pytest.raises(setup.say.SetupError, match=r"does not offer uv-2-any\.whl"):
        setup.get_uv._fetch_with_standard_library("uv-2-any.whl", index)
    monkeypatch.setenv("PIP_INDEX_URL", "http://someone:secret@127.0.0.1:9/simple")
    with pytest.raises(setup.say.SetupError, match="check the network") as caught:
        setup.get_uv._fetch_with_standard_library("uv-1-any.whl", index)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_machine_without_python_in_range_is_told_what_to_install(setup, no_programs):
    with pytest.raises(setup.say.SetupError, match=r"found no Python at all; .* apt-get install"):
        setup.find_python.choose_python(None)
    with pytest.raises(setup.say.SetupError, match="PYTHON=python2 is not an interpreter"):
        setup.find_python.choose_python("python2")


def test_the_newest_python_that_runs_and_is_in_range_is_chosen(setup, no_programs):
    def fake(name, version, suitable="true"):
        facts = f'{{"executable": "/{name}", "version": {version}, "suitable": {suitable}, '
        program = no_programs / name
        program.write_text(f"#!/bin/sh\necho '{facts}\"headers\": true}}'\n")
        program.chmod(0o755)

    fake("python3", "[3, 15, 0]")  # newer than the lock
    fake("python3.14", "[3, 14, 1]", suitable="false")  # free-threaded, say
    (no_programs / "python3.13").write_text("#!/bin/sh\nexit 127\n")  # a shim of pyenv
    (no_programs / "python3.13").chmod(0o755)
    fake("python3.12", "[3, 12, 4]")
    fake("python3.11", "[3, 11, 2]")
    assert setup.find_python.choose_python(None).version == (3, 12, 4)
    assert setup.find_python.choose_python("python3.11").version == (3, 11, 2)
    with pytest.raises(setup.say.SetupError, match=r"PYTHON=python3 is Python 3\.15\.0"):
        setup.find_python.choose_python("python3")


def test_a_bare_machine_lacks_all_that_manim_needs(setup, no_programs, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    python = setup.find_python.Python(Path("/usr/bin/python3.11"), (3, 11, 2), True, headers=False)
    assert setup.manim_libraries.missing_packages(python) == [
        *("gcc", "libc6-dev", "python3.11-dev", "pkg-config", "libcairo2-dev", "libpango1.0-dev")
    ]


def test_without_root_nothing_is_installed_and_the_command_is_given(
    setup, no_programs, monkeypatch
):
    monkeypatch.delenv("GANTHEORY_NO_APT", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    apt = no_programs / "apt-get"
    apt.write_text(f"#!/bin/sh\ntouch {no_programs}/was-run\n")
    apt.chmod(0o755)
    assert setup.system_packages.install(["gcc"], "a compiler").startswith("not root")
    assert not (no_programs / "was-run").exists()
    command = "apt-get update && apt-get install --no-install-recommends -y gcc"
    assert setup.system_packages.install_command(["gcc"]) == f"su - -c '{command}'"


def test_a_browser_is_looked_for_on_the_path_and_installed_on_debian_alone(
    setup, no_programs, monkeypatch
):
    asked = []
    monkeypatch.setattr(
        setup.system_packages, "install", lambda packages, _: asked.append(packages[0]) or ""
    )
    for name, content, package in (
        ("debian", 'NAME="Debian"\nID=debian\n', True),
        ("ubuntu", "ID=ubuntu\nID_LIKE=debian\n", False),
    ):
        (no_programs / name).write_text(content)
        assert setup.browser.has_package(no_programs / name) is package
    assert not setup.browser.has_package(no_programs / "not there")
    monkeypatch.setattr(setup.browser, "has_package", lambda: False)
    assert "no Chromium" in setup.browser.install()
    monkeypatch.setattr(setup.browser, "has_package", lambda: True)
    assert setup.browser.install() == ""
    assert asked == ["chromium"]
    (no_programs / "google-chrome").write_text("#!/bin/sh\n")
    (no_programs / "google-chrome").chmod(0o755)
    assert setup.browser.install() == ""
    assert asked == ["chromium"]  # not a second time


def test_the_environment_is_kept_until_its_inputs_change(setup, monkeypatch):
    main, python = setup.main, setup.find_python.ask(sys.executable)
    stamp = {"inputs": main.inputs(), "python": str(python.executable), "without_manim": ""}
    monkeypatch.setattr(setup.environment, "VENV_PYTHON", Path(sys.executable))
    assert main.up_to_date(stamp, python)
    assert not main.up_to_date({**stamp, "inputs": "those of yesterday"}, python)
    assert not main.up_to_date({**stamp, "python": "/another/python"}, python)
    assert not main.up_to_date({}, python)


def test_manim_is_tried_again_once_its_libraries_are_there(setup, monkeypatch):
    main, python = setup.main, setup.find_python.ask(sys.executable)
    stamp = {"inputs": main.inputs(), "python": str(python.executable), "without_manim": "no root"}
    stamp["missing"] = ["libcairo2-dev"]
    monkeypatch.setattr(setup.environment, "VENV_PYTHON", Path(sys.executable))
    monkeypatch.setattr(setup.manim_libraries, "missing_packages", lambda _: ["libcairo2-dev"])
    assert main.up_to_date(stamp, python)
    monkeypatch.setattr(setup.manim_libraries, "missing_packages", lambda _: [])
    assert not main.up_to_date(stamp, python)


def test_what_uv_says_becomes_one_line(setup):
    printed = "Resolved\nerror: Failed to download `a==1`\n  cause: url\n  cause: dns\n\nhint: x"
    assert setup.environment._main_error(printed) == "Failed to download `a==1`: dns"
