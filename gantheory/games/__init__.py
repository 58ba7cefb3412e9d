"""Games: what the discriminator and the generator minimise, each with its theory.

`GAMES` holds them by name. Each is a few lines on the core in `gantheory.games.game`, with its
reference, its best discriminator and the divergence that its generator then descends.
"""

from gantheory.errors import GanTheoryError
from gantheory.games.critics import HINGE, WASSERSTEIN
from gantheory.games.cross_entropy import MINIMAX, NON_SATURATING
from gantheory.games.f_gan import F_GANS
from gantheory.games.game import Game, PairwiseGame, PointwiseGame, log_sigmoid, value_function
from gantheory.games.least_squares import LEAST_SQUARES, LEAST_SQUARES_BINARY
from gantheory.games.optimum import Optimum
from gantheory.games.relativistic import RELATIVISTIC, RELATIVISTIC_AVERAGE

#: name -> game; the names are what configurations and commands accept
GAMES: dict[str, Game] = {
    game.name: game
    for game in (
        MINIMAX,
        NON_SATURATING,
        LEAST_SQUARES,
        LEAST_SQUARES_BINARY,
        WASSERSTEIN,
        *F_GANS,
        HINGE,
        RELATIVISTIC,
        RELATIVISTIC_AVERAGE,
    )
}

__all__ = [
    "GAMES",
    "MINIMAX",
    "NON_SATURATING",
    "Game",
    "Optimum",
    "PairwiseGame",
    "PointwiseGame",
    "find_game",
    "log_sigmoid",
    "value_function",
]


def find_game(name: str) -> Game:
    """The game of that name.

    Raises:
        GanTheoryError: for a name that is none; lists those there are.
    """
    if name not in GAMES:
        raise GanTheoryError(f"unknown game {name!r}; choose one of {', '.join(GAMES)}")
    return GAMES[name]
