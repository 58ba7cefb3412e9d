"""Holds recordings of small exact systems against their closed forms.

Paths of two players must follow from their first point by the steps that the configuration names,
and the field must be the game's: both are computed again, by formulas of this module that share
nothing with the automatic differentiation that made them. A generator trained against a D that
stands still must have the loss, the spread and the mass that its samples and its density have.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.audit.report import Check, judged, trapezoid
from gantheory.errors import GanTheoryError
from gantheory.recording import Recording

Array = npt.NDArray[np.float64]

#: the same float64 step computed in two ways, at distances of order 1
_ROUNDING = 1e-12
#: what p_g may have outside the grid, and a mean over some dozens of arrows may be off
_COARSE, _ARROWS = 0.01, 0.05


def dirac_field(theta: Array, psi: Array) -> tuple[Array, Array]:
    """The field of the Dirac-GAN: (psi, -theta) times sigmoid(theta psi).

    Source: Mescheder et al. 2018, with V = log D(0) + log(1 - D(theta)), D(x) = sigmoid(psi x).
    """
    share = _sigmoid(theta * psi)
    return psi * share, -theta * share


def two_player_checks(recording: Recording) -> list[Check]:
    """Check every step of a recording of kind "two_player".

    Raises:
        GanTheoryError: for a configuration that names no game or method known here.
    """
    config = recording.config
    methods, h, gamma = _settings(config, len(recording["theta"]))
    theta, psi = recording["theta"], recording["psi"]
    steps = len(recording["step"])
    start = np.array([[config["start"][0]], [config["start"][1]]], dtype=np.float64)
    apart = np.abs(np.stack([theta[:, 0], psi[:, 0]]) - start).max()
    across, up = np.meshgrid(recording["grid_theta"], recording["grid_psi"], indexing="ij")
    fields = zip(dirac_field(across, up), ("field_theta", "field_psi"), strict=True)
    off = max(float(np.abs(field - recording[name]).max()) for field, name in fields)
    checks = [
        judged("paths begin where they are said to", np.full(steps, apart), 0.0),
        judged("steps are counted from 0", np.abs(recording["step"] - np.arange(steps)) * 1.0, 0.0),
        judged("the field is that of the game", np.full(steps, off), _ROUNDING),
    ]
    for row, method in enumerate(methods):
        path = np.stack([theta[row], psi[row]])
        # the optimistic step of the start looks back to the start itself
        before = np.concatenate([path[:, :1], path[:, :-1]], axis=1)
        wanted = _stepped(method, path, before, h, gamma)[:, :-1]
        violation = np.zeros(steps)
        violation[1:] = np.abs(path[:, 1:] - wanted).max(axis=0)
        scale = 1 + float(np.abs(path).max())
        checks.append(judged(f"{method}: each step follows", violation, _ROUNDING * scale))
    return checks


def _settings(config: dict[str, Any], paths: int) -> tuple[list[str], float, float]:
    try:
        methods = [str(name) for name in config["methods"]]
        h, gamma, start = float(config["h"]), float(config["gamma"]), config["start"]
        known = len(start) == 2 and all(isinstance(number, int | float) for number in start)
    except (KeyError, TypeError, ValueError) as error:
        raise GanTheoryError(f"the configuration of the paths is not readable: {error}") from None
    if config.get("game") != "Dirac-GAN" or not known or len(methods) != paths:
        raise GanTheoryError(
            "paths of two players are audited for the Dirac-GAN, with a start and one method each"
        )
    return methods, h, gamma


def _stepped(method: str, z: Array, last: Array, h: float, gamma: float) -> Array:
    """One step from every column of z, shape (2, T)."""

    def field(z: Array) -> Array:
        return np.stack(dirac_field(z[0], z[1]))

    if method == "simultaneous":
        return np.asarray(z + h * field(z))
    if method == "alternating":
        moved = np.stack([z[0], z[1] + h * field(z)[1]])
        return np.stack([z[0] + h * field(moved)[0], moved[1]])
    if method == "extragradient":
        return np.asarray(z + h * field(z + h * field(z)))
    if method == "optimistic":
        return np.asarray(z + 2 * h * field(z) - h * field(last))
    if method == "r1":
        damping = np.stack([np.zeros_like(z[1]), gamma * z[1]])
        return np.asarray(z + h * (field(z) - damping))
    if method == "consensus":
        share = _sigmoid(z[0] * z[1])
        steep = np.sum(z**2, axis=0) * share**2 * (1 - share)
        slope = np.stack([z[0] * share**2 + steep * z[1], z[1] * share**2 + steep * z[0]])
        return np.asarray(z + h * (field(z) - gamma * slope))
    raise GanTheoryError(f"there is no audit for steps of the method {method!r}")


def helvetica_checks(recording: Recording) -> list[Check]:
    """Check every frame of a recording of kind "helvetica".

    The arrows are at z that cut p_z into pieces of equal mass, so a mean over them is one over z.
    """
    x, d, p_g = recording["x"], recording["discriminator"], recording["p_g"]
    images, loss = recording["g_of_z"], recording["loss"]
    exact = recording["p_g_exact"] == 1
    frames = recording.frames
    below = -float(d.min()), float(d.max()) - 1
    log_one_minus_d = np.log(np.clip(1 - d, 1e-300, None))
    mass, mass_slack = trapezoid(x, p_g)
    again, slack = trapezoid(x, p_g * log_one_minus_d)
    at_images = np.trapezoid(np.interp(images, x, log_one_minus_d), axis=1)
    at_images /= images.shape[1] - 1
    inside = (images > x[0]).all(axis=1) & (images < x[-1]).all(axis=1)
    extent = np.ptp(images, axis=1)
    return [
        judged("0 < D < 1", np.full(frames, max(below)), 0.0),
        judged("densities are not negative", -np.minimum(p_g.min(axis=1), 0), 0.0),
        judged("p_g is 0 where only samples tell", np.where(exact, 0, p_g.max(axis=1)), 0.0),
        judged("p_g integrates to 1", np.where(exact, np.abs(mass - 1), 0), mass_slack + _COARSE),
        judged(
            "the loss is that of the curves",
            np.where(exact, np.abs(again - loss), 0),
            slack + _COARSE * (1 + np.abs(loss)),
        ),
        judged(
            "the loss is that of the arrows",
            np.where(inside, np.abs(at_images - loss), 0),
            _ARROWS * (1 + np.abs(loss)),
        ),
        judged("no spread is above half the extent", recording["std"] - extent / 2, 0.05 * extent),
        # the highest D between two grid points may be a little higher than on them
        judged("no loss is below log(1 - max D)  (H7)", log_one_minus_d.min() - loss, 1e-3),
    ]


def _sigmoid(logit: Array) -> Array:
    return np.asarray(np.exp(-np.logaddexp(0.0, -logit)))
