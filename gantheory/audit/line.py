"""Holds a recording of a 1-D run against the theory, frame by frame.

Three kinds of checks, none of which believes the recorded scalars:

- what theory demands of the numbers: V(D,G) <= C(G), C = -log 4 + 2 JSD, 0 <= JSD <= log 2, mass 1;
- what follows from other arrays: D* from the densities, p_data from the configuration;
- an independent, coarse recomputation of V, C, JSD and the mass from the recorded curves by the
  trapezoidal rule, which a forged scalar with a fitting checksum does not survive.
"""

import numpy as np
import numpy.typing as npt

from gantheory.audit.report import Check, judged, trapezoid
from gantheory.errors import GanTheoryError
from gantheory.line.densities import Mixture1D, Prior, parse_target
from gantheory.recording import Recording

Array = npt.NDArray[np.float64]

LOG_2, LOG_4 = float(np.log(2.0)), float(np.log(4.0))

#: a run whose stated errors are larger than this has proved nothing
LARGEST_ERROR = 1e-2

#: differences of float64 numbers of order 1 that were computed in two ways
_ROUNDING = 1e-12


def line_checks(recording: Recording) -> list[Check]:
    """All checks of a recording of kind "mixture_1d"."""
    return [*_theory(recording), *_curves(recording), *_coarse(recording)]


def _theory(r: Recording) -> list[Check]:
    """What the paper's theorems and the definitions demand of the recorded numbers."""
    errors = np.stack([r[n] for n in ("value_error", "criterion_error", "jsd_error")])
    mass_error = r["p_g_mass_error"]
    return [
        judged("stated errors are positive", -np.min([*errors, mass_error], axis=0), 0.0),
        judged("stated errors are small", np.max([*errors, mass_error], axis=0), LARGEST_ERROR),
        judged(
            "V(D,G) <= C(G)  (Prop. 1)",
            r["value"] - r["criterion"],
            r["value_error"] + r["criterion_error"] + _ROUNDING,
        ),
        judged(
            "C = -log 4 + 2 JSD  (Thm. 1)",
            np.abs(r["criterion"] + LOG_4 - 2 * r["jsd"]),
            r["criterion_error"] + 2 * r["jsd_error"] + _ROUNDING,
        ),
        judged("JSD >= 0", -r["jsd"], r["jsd_error"]),
        judged("JSD <= log 2", r["jsd"] - LOG_2, r["jsd_error"] + _ROUNDING),
        judged("p_g integrates to 1", np.abs(r["p_g_mass"] - 1), mass_error + _ROUNDING),
        judged("p_g has branches", 1.0 - r["n_branches"], 0.0),
    ]


def _curves(r: Recording) -> list[Check]:
    """What the curves demand of each other and of the configuration."""
    p_data, p_g = r["p_data"], r["p_g"]
    with np.errstate(invalid="ignore", divide="ignore"):
        best = p_data / (p_data + p_g)
    # both may underflow far out, where every D is optimal
    best = np.where(p_data + p_g > 0, best, r["optimal_discriminator"])
    outside = [np.maximum(-r[n], r[n] - 1).max(axis=1) for n in _DISCRIMINATORS]
    return [
        judged("p_data is the configured one", *_p_data_difference(r)),
        judged("densities are not negative", -np.minimum(p_g.min(axis=1), p_data.min()), 0.0),
        judged(
            "D* = p_data / (p_data + p_g)",
            np.abs(best - r["optimal_discriminator"]).max(axis=1),
            1e-9,
        ),
        judged("0 <= D <= 1", np.max(outside, axis=0), 0.0),
    ]


_DISCRIMINATORS = ("discriminator", "optimal_discriminator")


def _p_data_difference(r: Recording) -> tuple[Array, float]:
    """The largest relative difference of p_data from the target that the configuration names."""
    target, _ = _distributions(r)
    expected = target.pdf(r["x"])
    scale = float(expected.max())
    return np.array([np.max(np.abs(r["p_data"] - expected)) / scale]), 1e-9


def _coarse(r: Recording) -> list[Check]:
    """V, C, JSD and mass again, from the recorded curves, by the trapezoidal rule."""
    star, d = r["optimal_discriminator"], r["discriminator"]
    # negative densities fail a check of their own, they need not break this one
    p, g = np.maximum(r["p_data"], 0)[None, :], np.maximum(r["p_g"], 0)
    middle = (p + g) / 2
    # sigmoids that rounded to 0 or 1 have lost their logarithm; 1e-16 is where that happens
    log_star, log_not_star, log_d, log_not_d = (
        np.log(np.maximum(curve, 1e-16)) for curve in (star, 1 - star, d, 1 - d)
    )
    hidden = _hidden_mass(r)
    steepest = (np.abs(log_d) + np.abs(log_not_d)).max(axis=1)
    claims: dict[str, tuple[Array, Array | float]] = {
        "p_g_mass": (g, 1.0),
        "jsd": (0.5 * (_times_log(p, middle) + _times_log(g, middle)), 2 * LOG_2),
        "criterion": (p * log_star + g * log_not_star, 2.0),
        "value": (p * log_d + g * log_not_d, 2 * (1 + steepest)),
    }
    checks = []
    for name, (integrand, per_mass) in claims.items():
        again, slack = trapezoid(r["x"], integrand)
        tolerance = slack + per_mass * hidden + r[f"{name}_error"] + 1e-9
        checks.append(judged(f"{name} agrees with the curves", np.abs(r[name] - again), tolerance))
    return [*checks, _arrows(r)]


def _times_log(p: Array, q: Array) -> Array:
    """P log(p / q), 0 where p = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(p > 0, p * np.log(p / q), 0.0)


def _hidden_mass(r: Recording) -> Array:
    """Mass that the grid cannot show, shape (T,): outside it, or crowded between its points.

    How much of p_g is crowded is read off the arrows: the mass between neighbouring z whose
    images are closer than four steps of the grid.
    """
    target, prior = _distributions(r)
    x = r["x"]
    data_outside = target.cdf(x[0]) + 1 - target.cdf(x[-1])
    crowded = np.abs(np.diff(r["g_of_z"], axis=1)) < 4 * float(np.max(np.diff(x)))
    between = np.diff(prior.cdf(r["z"]))
    return np.asarray(r["p_g_outside"] + data_outside + (crowded * between).sum(axis=1))


def _arrows(r: Recording) -> Check:
    """F2: where G is monotone, p_g has the mass between two images that p_z has between their z."""
    _, prior = _distributions(r)
    x, g = r["x"], r["p_g"]
    cells = np.diff(x) * (g[:, 1:] + g[:, :-1]) / 2
    below = np.concatenate([np.zeros((len(g), 1)), np.cumsum(cells, axis=1)], axis=1)
    wanted = np.diff(prior.cdf(r["z"]))
    _, slack = trapezoid(x, g)
    # an image between two grid points cuts a cell, whose inside the grid does not know
    slack = slack + 2 * cells.max(axis=1) + r["p_g_mass_error"]
    worst = np.zeros(len(g))
    for frame in np.flatnonzero(r["n_branches"] == 1):
        image = r["g_of_z"][frame]
        mass = np.abs(np.diff(np.interp(image, x, below[frame])))
        inside = (image > x[0]) & (image < x[-1])
        both = inside[1:] & inside[:-1]
        worst[frame] = np.max(np.abs(mass - wanted), where=both, initial=0.0)
    return judged("arrows carry the mass of p_g  (F2)", worst, slack)


def _distributions(r: Recording) -> tuple[Mixture1D, Prior]:
    """p_data and p_z as the configuration names them."""
    name = r.config.get("prior")
    if name not in ("uniform", "normal"):
        raise GanTheoryError(f"the recording's configuration names no prior: {name!r}")
    return parse_target(str(r.config.get("target", ""))), Prior(name)
