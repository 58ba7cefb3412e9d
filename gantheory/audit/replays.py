"""Holds the replay of a sweep's seed against its target, its game and the row it belongs to.

Nothing that can be computed from other arrays is believed: modes and their counts follow from the
samples and the mixture, V from D's outputs, the density on the grid from the mixture. And the
replay must end where the sweep's row says that this seed ended.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.audit.report import Check, judged
from gantheory.errors import GanTheoryError
from gantheory.measures.modes import ModeCounts, count_modes
from gantheory.recording import Recording
from gantheory.targets.convention import Convention
from gantheory.targets.mixture import Mixture

Array = npt.NDArray[np.float64]

#: float32 outputs of D, averaged in float32 there and in float64 here
_ROUNDING = 1e-4


def replay_checks(recording: Recording) -> list[Check]:
    """Check every frame of a recording of kind "mixture_2d".

    Raises:
        GanTheoryError: for a manifest that does not say what the target is.
    """
    mixture, convention = _target(recording.manifest)
    counts = count_modes(recording["samples"], mixture, convention)
    return [*_modes(recording, mixture, counts), *_numbers(recording, counts), *_row(recording)]


def _target(manifest: dict[str, Any]) -> tuple[Mixture, Convention]:
    try:
        stated = manifest["target"]
        mixture = Mixture(
            stated["weights"], stated["means"], stated["covariances"], tuple(stated["groups"])
        )
        # older replays name the published runs here too, which only the table of them needs
        counted = {name: n for name, n in stated["convention"].items() if name != "trials"}
        return mixture, Convention(**counted)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GanTheoryError(f"the manifest does not state its target properly: {error}") from None


def _modes(recording: Recording, mixture: Mixture, counts: ModeCounts) -> list[Check]:
    """What follows from the samples and the mixture."""
    samples, frames = recording["samples"], recording.frames
    which, distance = mixture.nearest_mode(samples)
    good = distance < counts.convention.threshold
    x, y = recording["x"], recording["y"]
    across, up = np.meshgrid(x, y)
    points = np.stack([across.ravel(), up.ravel()], axis=1)[:, : mixture.dim]
    density = mixture.density(points).reshape(recording["p_data"].shape)
    scale = max(float(density.max()), 1e-300)
    off = float(np.abs(recording["p_data"] - density).max()) / scale
    means = np.abs(recording["mode_means"] - mixture.mode_means).max()
    weights = np.abs(recording["mode_weights"] - mixture.mode_weights).max()
    return [
        judged("p_data on the grid is the density of the target", np.full(frames, off), 1e-9),
        judged("modes are those of the target", np.full(frames, max(means, weights)), 1e-12),
        judged("samples are at the modes stated", _wrong(recording["nearest_mode"] != which), 0.0),
        judged("high quality is as stated", _wrong(recording["high_quality"] != good), 0.0),
        judged("counts follow", _wrong(recording["mode_counts"] != counts.high_quality), 0.0),
    ]


def _numbers(recording: Recording, counts: ModeCounts) -> list[Check]:
    """What follows from counts and from D's outputs."""
    kl, stated = counts.reverse_kl, recording["reverse_kl"]
    undefined = np.isnan(kl) != np.isnan(stated)
    off = np.where(undefined, np.inf, np.abs(np.nan_to_num(kl) - np.nan_to_num(stated)))
    value = _value(recording)
    size = 1 + np.abs(value)
    k = int(recording.config["k"])
    return [
        judged(
            "modes captured follow",
            np.abs(recording["modes_captured"] - counts.modes_captured).astype(np.float64),
            0.0,
        ),
        judged(
            "the high-quality fraction follows",
            np.abs(recording["high_quality_fraction"] - counts.high_quality_fraction),
            1e-12,
        ),
        judged("the reverse KL follows", off, 1e-12),
        judged(
            "the value is that of D's outputs", np.abs(value - recording["value"]) / size, _ROUNDING
        ),
        judged(
            "D has k updates to each of G",
            np.abs(recording["d_updates"] - k * recording["g_updates"]).astype(np.float64),
            0.0,
        ),
    ]


def _value(recording: Recording) -> Array:
    """What D maximises, from its outputs, frame by frame."""
    real = recording["output_at_real"].astype(np.float64)
    fake = recording["output_at_samples"].astype(np.float64)
    if recording.manifest.get("game") in ("minimax", "non_saturating"):
        return np.asarray(
            -np.logaddexp(0.0, -real).mean(axis=1) - np.logaddexp(0.0, fake).mean(axis=1)
        )
    import jax.numpy as jnp

    from gantheory.games import find_game

    game = find_game(str(recording.manifest.get("game")))
    losses = [
        float(game.discriminator_loss(jnp.asarray(r), jnp.asarray(f)))
        for r, f in zip(recording["output_at_real"], recording["output_at_samples"], strict=True)
    ]
    return -np.array(losses)


def _row(recording: Recording) -> list[Check]:
    """The last frame against the row of the sweep, where there is one of as many samples."""
    row = recording.manifest.get("sweep")
    if not isinstance(row, dict) or row.get("mode_counts") is None:
        return []
    if row.get("samples") != recording["samples"].shape[1]:
        return []
    same = row["mode_counts"] == recording["mode_counts"][-1].tolist()
    violation = np.zeros(recording.frames)
    violation[-1] = 0.0 if same else 1.0
    return [judged("the last frame is where the sweep's row ends", violation, 0.0)]


def _wrong(different: npt.NDArray[np.bool_]) -> Array:
    """How many entries differ, frame by frame."""
    return np.asarray(different.reshape(len(different), -1).sum(axis=1), dtype=np.float64)
