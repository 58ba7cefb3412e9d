"""Fixtures that several test folders share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def analytic_run(tmp_path_factory):
    """The folder of a recording made from formulas (see tests/analytic_recording.py)."""
    from analytic_recording import write_analytic_recording

    return write_analytic_recording(tmp_path_factory.mktemp("analytic") / "run")


@pytest.fixture(scope="session")
def analytic(analytic_run):
    """That recording, as pictures are given it."""
    from gantheory.recording import read_recording

    return read_recording(analytic_run)
