"""A font with Korean letters, where there is one; and what each scene replays in tests."""

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


@pytest.fixture(scope="session")
def replayed(analytic, tmp_path_factory):
    """The name of a scene -> what it replays: recordings made of formulas; None for claims.

    The walk is the one that comes with the repository."""
    import made_recordings

    from gantheory.animation.catalogue import SCENES
    from gantheory.animation.runs import walk_run

    folder = tmp_path_factory.mktemp("recordings")
    made = {
        "mixture_1d": analytic,
        "two_player": made_recordings.two_player(folder / "two_player"),
        "helvetica": made_recordings.helvetica(folder / "helvetica"),
        "z_walk": walk_run(),
        "mixture_2d": made_recordings.collapse(folder),
    }
    return {name: made.get(entry.replays) for name, entry in SCENES.items()}
