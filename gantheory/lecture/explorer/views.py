"""What the explorer shows of a recording: the pictures of a replay, and what only it shows.

Beside the replay's samples, densities and fields (`gantheory.replay.views`) these are: where the
loss of G pushes its samples, how G maps z to x, D*, C(G) and JSD also where p_g is known by
samples only, there as estimates with an error.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import Delaunay

from gantheory.errors import GanTheoryError
from gantheory.measures.sample_jsd import jsd_from_samples
from gantheory.recording import Recording
from gantheory.replay.contours import mixture_of
from gantheory.replay.packing import plain, quantised
from gantheory.replay.views import Array, View, field_of, view_of

#: z whose images are drawn in the plane, and on the line where all are recorded
MESH, ARROWS = 200, 25
#: samples are smeared by this share of the picture before D* is estimated
SMEAR = 0.02
_LOG_4 = float(np.log(4.0))
#: z farther apart than this are no neighbours
_LONGEST = 1.2


def explorer_view(recording: Recording, budget: int, unit: float) -> View:
    """Make the view of a recording.

    Args:
        recording: of kind "mixture_1d" or "mixture_2d", on the line or in the plane.
        budget: characters that its numbers may take on the page, about.
        unit: on the line, the push that the longest arrow stands for.

    Raises:
        GanTheoryError: for a recording of another kind, or of a game without V.
    """
    game = recording.config.get("game")
    if game not in ("minimax", "non_saturating"):
        raise GanTheoryError(f"the explorer shows the paper's two losses, not the game {game!r}")
    exact = recording.manifest["kind"] == "mixture_1d"
    if exact:
        view = view_of(recording, budget) | _packed_pushes(pushes_on_line(recording), unit)
    elif recording["samples"].shape[2] == 1:
        view = _samples_on_line(recording, unit)
    else:
        view = _samples_in_plane(recording, budget)
    for unused in ("bars", "charts", "readouts", "modes"):
        view.pop(unused, None)
    return {
        **view,
        "exact": exact,
        "game": game,
        "times": {name: plain(recording[name]) for name in ("g_updates", "d_updates", "phase")},
        "measures": {name: plain(values) for name, values in measures_of(recording).items()},
    }


def measures_of(r: Recording) -> dict[str, Array]:
    """V, C(G) and JSD in nats over the frames with the errors of the last two, and what else is."""
    if r.manifest["kind"] == "mixture_1d":
        names = ("value", "criterion", "criterion_error", "jsd", "jsd_error")
        return {name: r[name] for name in names} | {"push": _mean_size(pushes_on_line(r))}
    mixture, _ = mixture_of(r)
    found = jsd_from_samples(r["samples"], mixture)
    return {
        "value": r["value"],
        # Theorem 1: C(G) = -log 4 + 2 JSD
        "criterion": 2 * found.value - _LOG_4,
        "criterion_error": 2 * found.error,
        "jsd": found.value,
        "jsd_error": found.error,
        "push": _mean_size(r["descent"]),
        "modes_captured": r["modes_captured"].astype(np.float64),
    }


def pushes_on_line(r: Recording) -> Array:
    """Minus the slope of G's loss at the recorded G(z), shape (T, Z), from the recorded D.

    With D = sigmoid(l): log(1 - D) has the slope -D l', and -log D has -(1 - D) l'. The slope l' is
    a difference over neighbouring points of the recorded grid; outside the grid it is taken at its
    end.
    """
    x, d = r["x"], r["discriminator"]
    with np.errstate(divide="ignore"):
        logit = np.log(d) - np.log1p(-d)
    logit = np.clip(logit, -700.0, 700.0)
    slope = np.gradient(logit, x, axis=1)
    share = d if r.config["game"] == "minimax" else 1 - d
    return np.stack(
        [np.interp(places, x, own) for places, own in zip(r["g_of_z"], share * slope, strict=True)]
    )


def _mean_size(pushes: npt.ArrayLike) -> Array:
    """Mean length of the pushes over samples, shape (T,)."""
    vectors = np.asarray(pushes, dtype=np.float64)
    sizes = np.abs(vectors) if vectors.ndim == 2 else np.linalg.norm(vectors, axis=2)
    return np.asarray(sizes.mean(axis=1))


def push_unit(recording: Recording) -> float:
    """The push that the longest arrow of a recording stands for: few are larger, they are cut."""
    if recording.manifest["kind"] == "mixture_1d":
        pushes = np.abs(pushes_on_line(recording))
    else:
        pushes = np.linalg.norm(recording["descent"].astype(np.float64), axis=2)
    return float(np.quantile(pushes, 0.95)) or 1.0


def _packed_pushes(pushes: Array, unit: float) -> dict[str, Any]:
    """Pushes in units of the longest arrow that is drawn."""
    return {"descent": quantised(pushes / unit, -1.0, 1.0), "descent_unit": unit}


def _samples_on_line(r: Recording, unit: float) -> View:
    """Samples on the line: p_g as a histogram, D* from smeared densities, z -> x, pushes."""
    mixture, _ = mixture_of(r)
    x = r["x"][::2]
    low, high = float(x[0]), float(x[-1])
    field, _, _ = field_of(r, r["output"][:, 0, ::2])
    samples = r["samples"][:, :, 0].astype(np.float64)
    edges = np.linspace(low, high, 101)
    density = np.stack([np.histogram(frame, edges)[0] for frame in samples])
    density = density / (samples.shape[1] * (edges[1] - edges[0]))
    cell = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, 99)
    p_data = r["p_data"][0, ::2]
    order = np.argsort(r["z"][:, 0])
    ranks = ((np.arange(ARROWS) + 0.5) / ARROWS * len(order)).astype(int)
    chosen = order[ranks]
    z = r["z"][chosen, 0]
    margin = 0.05 * (high - low)
    optimum = smeared_optimum(x, samples, mixture.density)
    curves = {
        "p_data": (plain(p_data[None]), "density"),
        "p_g": (plain(density[:, cell]), "density"),
        "discriminator": (quantised(field, 0.0, 1.0), "unit"),
        "optimal": (quantised(optimum, 0.0, 1.0), "unit"),
    }
    return {
        "scene": "line",
        "box": [[low], [high]],
        "curves": [
            {"name": name, "values": packed, "scale": scale}
            for name, (packed, scale) in curves.items()
        ],
        # p_g is a few high bars at times: what of it does not fit is cut
        "top": 2.5 * float(p_data.max()),
        "z_place": ((z - z[0]) / (z[-1] - z[0])).tolist(),
        "g_of_z": quantised(samples[:, chosen], low - margin, high + margin),
        **_packed_pushes(r["descent"][:, chosen, 0].astype(np.float64), unit),
    }


def smeared_optimum(x: Array, samples: Array, density: Any) -> Array:
    """D* between p_data and p_g, both smeared by the same normal kernel: (T, X).

    p_g is the samples', shape (T, n); smearing both keeps p_g = p_data at D* = 1/2.
    """
    step = float(x[1] - x[0])
    width = SMEAR * float(x[-1] - x[0])
    reach = int(np.ceil(6 * width / step))
    kernel = np.exp(-0.5 * (step * np.arange(-reach, reach + 1) / width) ** 2)
    wide = np.concatenate(
        [x[0] + step * np.arange(-reach, 0), x, x[-1] + step * np.arange(1, reach + 1)]
    )
    real = np.convolve(density(wide[:, None]), kernel, "valid") * step
    fake = np.stack(
        [np.exp(-0.5 * ((x[:, None] - frame) / width) ** 2).mean(axis=1) for frame in samples]
    )
    total = real + fake
    # far from both nothing is known: there either answer is optimal
    return np.where(total > 1e-300, real / np.where(total > 0, total, 1.0), 0.5)


def _samples_in_plane(r: Recording, budget: int) -> View:
    """Samples in the plane: the replay's view, the mesh of z, and p_data for D* in the page."""
    mixture, _ = mixture_of(r)
    view = view_of(r, budget)
    points = min(MESH, view["samples"]["shape"][1])
    z = r["z"][:points]
    if z.shape[1] == 2:
        corners = Delaunay(z).simplices
        pairs = np.sort(
            np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]])
        )
        pairs = np.unique(pairs, axis=0)
        near = np.linalg.norm(z[pairs[:, 0]] - z[pairs[:, 1]], axis=1) < _LONGEST
        view["mesh"] = pairs[near].ravel().tolist()
    (x0, _), (x1, _) = view["box"]
    view["smear"] = SMEAR * (x1 - x0)
    view["mixture"] = [
        {"weight": weight, "mean": list(mean), "std": _std_of_round(np.array(matrix))}
        for weight, mean, matrix in zip(
            mixture.weights, mixture.means, mixture.covariances, strict=True
        )
    ]
    return view


def _std_of_round(covariance: Array) -> float:
    """The standard deviation of a round component.

    Raises:
        GanTheoryError: if it is not round: the page knows no other ones.
    """
    variance = float(covariance[0, 0])
    if not np.allclose(covariance, variance * np.eye(len(covariance))):
        raise GanTheoryError("the explorer shows targets of round components only")
    return float(np.sqrt(variance))
