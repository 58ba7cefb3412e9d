"""CI fails on a skip that nobody expected and on files left behind, and on nothing else.

Each test runs pytest in another process, on a folder of its own that holds a copy of the plugin.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLUGIN = Path(__file__).with_name("strict_run.py")


@pytest.fixture
def run(tmp_path):
    """Runs a test module's text under the plugin; returns exit status and output."""
    tests = tmp_path / "tests"
    tests.mkdir()
    shutil.copy(PLUGIN, tests)
    (tests / "conftest.py").write_text("pytest_plugins = ['strict_run']\n")

    def run(source, *options, strict=True, workers=0):
        (tests / "test_it.py").write_text(source)
        strictness = {"GANTHEORY_STRICT_SKIPS": "1"} if strict else {}
        inherited = {k: v for k, v in os.environ.items() if k != "CI" and "PYTEST" not in k}
        inherited.pop("GANTHEORY_STRICT_SKIPS", None)
        command = [sys.executable, "-m", "pytest", f"-n{workers}", "-p", "no:cacheprovider"]
        ran = subprocess.run(
            [*command, "--rootdir", str(tmp_path), str(tests), *options],
            cwd=tmp_path,
            env={**inherited, **strictness, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
        )
        return ran.returncode, ran.stdout

    return run


SKIPPING = "import pytest\ndef test_a(): pytest.skip('no such thing')\ndef test_b(): pass\n"


@pytest.mark.parametrize("workers", [0, 2])
def test_an_unexpected_skip_fails_the_run(run, workers):
    status, output = run(SKIPPING, workers=workers)
    assert status == 1
    assert "unexpected skips" in output
    assert "test_it.py::test_a: Skipped: no such thing" in output
    assert "1 passed, 1 skipped in" in output.splitlines()[-1]


@pytest.mark.parametrize("workers", [0, 2])
def test_a_module_skipped_as_a_whole_fails_the_run(run, workers):
    source = "import pytest\npytest.importorskip('no_such_module')\ndef test_a(): pass\n"
    status, output = run(source + "", workers=workers)
    assert status != 0
    assert "test_it.py: Skipped: could not import 'no_such_module'" in output


def test_a_skip_is_allowed_to_who_does_not_ask_for_strictness(run):
    assert run(SKIPPING, strict=False)[0] == 0
    assert run(SKIPPING, "--strict-skips", strict=False)[0] == 1


@pytest.mark.parametrize(
    ("part", "reason"), [("manim", "needs manim"), ("browser", "no Chromium here")]
)
@pytest.mark.parametrize(("without", "status"), [("no root", 0), ("", 1)])
def test_a_part_may_be_missing_only_where_it_could_not_be_installed(
    run, tmp_path, part, reason, without, status
):
    (tmp_path / ".venv").mkdir()
    stamp = tmp_path / ".venv" / "gantheory-setup.json"
    stamp.write_text(json.dumps({f"without_{part}": without}))
    source = f"import pytest\ndef test_a(): pytest.skip('{reason}')\ndef test_b(): pass\n"
    assert run(source)[0] == status


def test_an_expected_failure_is_not_a_skip(run):
    source = "import pytest\n@pytest.mark.xfail\ndef test_a(): assert False\ndef test_b(): pass\n"
    assert run(source)[0] == 0


def test_a_file_left_in_the_checkout_fails_the_run(run):
    status, output = run("def test_a(): open('left.txt', 'w').close()\n")
    assert status == 1
    assert "left.txt" in output
