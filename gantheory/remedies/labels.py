"""One-sided label smoothing turns a game into another game, with another optimum (claim F6)."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from gantheory.games.game import PointwiseGame
from gantheory.games.optimum import Masses, Optimum, clipped_log_ratio
from gantheory.remedies.settings import LabelSmoothing


def smoothed(game: PointwiseGame, smoothing: LabelSmoothing) -> PointwiseGame:
    """The game whose data are called real with probability `label`, else generated.

    D's loss is then the old game's between label p_data and p_g + (1 - label) p_data, and so is
    its optimum. G descends no known divergence: it plays against a D that is wrong on purpose.

    Args:
        game: a game with logits or labels.
        smoothing: the label.
    """
    label = smoothing.label
    optimum = game.optimum
    if optimum is not None:
        output, best_loss, log_odds = optimum.output, optimum.best_loss, optimum.log_odds

        def seen_as(p: Masses, g: Masses) -> tuple[Masses, Masses]:
            return label * p, g + (1 - label) * p

        def unseen(outputs: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            """log p_data/p_g, from the log of label p_data/(p_g + (1 - label) p_data)."""
            assert log_odds is not None
            odds = np.exp(np.minimum(log_odds(outputs), 700.0))  # more is beyond the label anyway
            return clipped_log_ratio(odds, label - (1 - label) * odds)

        optimum = Optimum(
            output=lambda p, g: output(*seen_as(p, g)),
            best_loss=lambda p, g: best_loss(*seen_as(p, g)),
            divergence="not a known one",
            descended=None,
            claims=("F6",),
            log_odds=None if log_odds is None else unseen,
        )
    on_real, on_fake = game.on_real, game.on_fake
    return replace(
        game,
        on_real=lambda logits: label * on_real(logits) + (1 - label) * on_fake(logits),
        optimum=optimum,
    )
