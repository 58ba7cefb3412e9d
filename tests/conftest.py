"""How every test runs, and the fixtures that several test folders share."""

import os
import tempfile

import hypothesis
import pytest

pytest_plugins = ["browser", "strict_jax", "strict_run"]

os.environ["MPLBACKEND"] = "Agg"  # no window, whatever the developer's own setting

# A shared machine is slow at times, so no deadlines; in CI the examples are the same every time.
hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("strict", deadline=None, derandomize=True)


def pytest_configure(config):
    strict = config.getoption("--strict-skips")
    hypothesis.settings.load_profile("strict" if strict else "default")
    if hasattr(config, "workerinput"):
        return  # a worker of xdist: it inherits the environment set below
    # Nothing that a test or a library caches may land in the home of whoever runs the tests.
    home = tempfile.TemporaryDirectory(prefix="gantheory-tests-")
    config.add_cleanup(home.cleanup)
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        os.environ[name] = home.name
    if config.cache is not None:  # matplotlib looks for fonts for seconds; once is enough
        os.environ["MPLCONFIGDIR"] = str(config.cache.mkdir("matplotlib"))


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
