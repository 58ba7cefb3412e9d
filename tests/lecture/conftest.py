"""A lecture over a recording made from formulas, so that no test trains anything."""

import pytest


@pytest.fixture(scope="session")
def lecture_context(analytic_run, tmp_path_factory):
    """Makes contexts over that recording: called with a language, a theme and a folder."""
    from gantheory.lecture.context import open_context

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GANTHEORY_RUN", str(analytic_run))

        def make(language="en", theme="light", out=None, **options):
            folder = out or tmp_path_factory.mktemp("lecture")
            return open_context(folder, language, theme, **options)

        yield make
