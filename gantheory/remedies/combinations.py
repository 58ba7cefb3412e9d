"""Which remedies go together, and with which games, schedules and networks."""

from gantheory.errors import GanTheoryError
from gantheory.games.game import Game, PointwiseGame
from gantheory.remedies.penalties import penalises
from gantheory.remedies.settings import Remedies
from gantheory.training.networks import Network


def check_combination(
    remedies: Remedies,
    *,
    game: Game,
    generator: Network,
    discriminator: Network,
    batch: int,
    schedule: str,
) -> None:
    """Refuse what makes no sense together.

    Args:
        remedies: the settings.
        game: the losses.
        generator: the generator.
        discriminator: the discriminator.
        batch: samples per update.
        schedule: "alternating" or "simultaneous".

    Raises:
        GanTheoryError: naming the first combination that makes no sense.
    """
    if schedule not in ("alternating", "simultaneous"):
        raise GanTheoryError(f'schedule must be "alternating" or "simultaneous", not {schedule!r}')
    smooth = remedies.label_smoothing
    if smooth is not None and not (isinstance(game, PointwiseGame) and game.output != "score"):
        raise GanTheoryError(
            f"label smoothing needs a game with labels, and {game.name} has scores; use it with "
            "minimax, non_saturating, jensen_shannon or least squares"
        )
    if schedule != "simultaneous" and (
        remedies.consensus is not None or remedies.lookahead == "extragradient"
    ):
        name = "consensus optimisation" if remedies.consensus is not None else "extragradient"
        raise GanTheoryError(f'{name} moves both players at once; set schedule to "simultaneous"')
    if remedies.unrolling is not None and (
        remedies.consensus is not None or remedies.lookahead == "extragradient"
    ):
        raise GanTheoryError(
            "unrolling goes neither with consensus optimisation nor with extragradient; take one"
        )
    pack = remedies.packing.samples if remedies.packing is not None else 1
    if discriminator.inputs != pack * generator.outputs:
        packs = f" in packs of {pack}" if pack > 1 else ""
        raise GanTheoryError(
            f"the discriminator has {discriminator.inputs} inputs, but sees points of "
            f"{generator.outputs} numbers{packs}; give it {pack * generator.outputs}"
        )
    if batch % pack:
        raise GanTheoryError(f"a batch of {batch} does not fill packs of {pack}")
    if discriminator.outputs != 1:
        raise GanTheoryError(f"the discriminator must have one output, not {discriminator.outputs}")
    if penalises(remedies) and discriminator.mixes_batch:
        raise GanTheoryError(
            "penalties on the discriminator's slope are per point; take batch normalisation and "
            "minibatch discrimination out of it"
        )
