"""Recordings made from formulas, in the plane and on the line."""

import pytest


@pytest.fixture(scope="session")
def planar_run(tmp_path_factory):
    from planar_recording import write_planar_recording

    return write_planar_recording(tmp_path_factory.mktemp("planar") / "run")


@pytest.fixture(scope="session")
def planar(planar_run):
    from gantheory.recording import read_recording

    return read_recording(planar_run)


@pytest.fixture(scope="session")
def on_line(tmp_path_factory):
    from planar_recording import write_planar_recording

    from gantheory.recording import read_recording

    return read_recording(write_planar_recording(tmp_path_factory.mktemp("line") / "run", dim=1))
