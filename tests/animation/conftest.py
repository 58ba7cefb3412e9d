"""A font with Korean letters, where there is one."""

import pytest


@pytest.fixture(scope="session")
def korean():
    """Skips where no font with Korean letters is."""
    from gantheory.errors import GanTheoryError
    from gantheory.notation.fonts import korean_font

    try:
        return korean_font()
    except GanTheoryError as error:
        pytest.skip(str(error))
