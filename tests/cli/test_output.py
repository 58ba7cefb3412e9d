"""Output that cannot be written is answered by an exit code and at most one line, never at exit."""

import os
import subprocess
import sys

import pytest

#: a command that prints, and ones that argparse answers
COMMANDS = (["verify", "--list"], ["--help"], ["lecture", "build", "--help"], ["--version"])


def typed(words, stdout, stderr=subprocess.PIPE):
    """Run the command with the buffering that a user has."""
    return subprocess.run(
        [sys.executable, "-m", "gantheory", *words],
        stdout=stdout,
        stderr=stderr,
        text=True,
        timeout=120,
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    )


@pytest.mark.parametrize("words", COMMANDS)
def test_a_full_disk_is_an_error_in_one_line(words):
    with open("/dev/full", "w") as full:
        answer = typed(words, full)
    assert answer.returncode == 2
    assert answer.stderr.startswith("gantheory: error: no space left")
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize("words", COMMANDS)
def test_a_reader_that_has_gone_is_no_error_of_the_user(words):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        answer = typed(words, writer)
    finally:
        os.close(writer)
    assert (answer.returncode, answer.stderr) == (141, "")


def test_a_mistake_is_told_though_the_output_cannot_be_written():
    with open("/dev/full", "w") as full:
        answer = typed(["show", "no-such-claim"], full)
    assert answer.returncode == 2
    assert "no-such-claim" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_the_exit_code_is_right_though_nothing_can_be_told():
    with open("/dev/full", "w") as full:
        assert typed(["verify", "--list"], full, full).returncode == 2
        assert typed(["show", "no-such-claim"], subprocess.PIPE, full).returncode == 2
