"""What a page shows of a recording: its pictures, charts, bars and read-outs as packed numbers.

A view is plain data for JSON. Three kinds: `plane` (samples in the plane over D's field), `line`
with samples (the same on the line), and `line` with exact densities (kind "mixture_1d").
Every view is brought to values in known ranges here, so that the scripts only draw:

- D's field is a number from 0 (samples) to 1 (data). For logits it is D itself. Outputs of other
  meaning are shifted and scaled, frame by frame: 1/2 is halfway between their means on data and on
  samples.
- What is outside the picture is left out and counted.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording
from gantheory.replay.contours import contours_of, ellipses_of, mixture_of
from gantheory.replay.packing import bits, plain, quantised

Array = npt.NDArray[np.float64]
View = dict[str, Any]

#: samples that show where they are pushed
ARROWS = 160
#: points of p_data that are drawn
REAL = 400
#: share of the picture that samples may lie outside it before they are moved to its edge
_MARGIN = 0.05
#: characters of base64 per number in two bytes
_PER_NUMBER = 2 * 4 / 3


def view_of(recording: Recording, budget: int) -> View:
    """Make the view of a recording.

    Args:
        recording: of kind "mixture_2d" or "mixture_1d".
        budget: characters that its numbers may take on the page, about; samples are left out and
            the field made coarser to keep to it. The view says how many samples are drawn.

    Raises:
        GanTheoryError: for a recording of another kind.
    """
    kind = recording.manifest["kind"]
    if kind == "mixture_2d":
        on_line = recording["samples"].shape[2] == 1
        scene = _line_of_samples(recording, budget) if on_line else _plane(recording, budget)
        return {**scene, **_measures_of_samples(recording)}
    if kind == "mixture_1d":
        return {**_line_of_densities(recording, budget), **_measures_of_densities(recording)}
    raise GanTheoryError(f"there is no replay of runs of kind {kind!r}")


def field_of(recording: Recording, output: npt.ArrayLike) -> tuple[Array, Array, Array]:
    """D's output as numbers from 0 to 1, with what 1/2 stands for.

    Args:
        recording: of kind "mixture_2d".
        output: outputs of D, shape (T, ...).

    Returns:
        The field, shape (T, ...); for outputs that are no logits, the output at which the field
        is 1/2 and how far from it the field ends, each of shape (T,); for logits 0 and 0.
    """
    values = np.asarray(output, dtype=np.float64)
    frames = len(values)
    if recording.manifest["output"] == "logit":
        return expit(values), np.zeros(frames), np.zeros(frames)
    on_real = recording["output_at_real"].astype(np.float64).mean(axis=1)
    on_fake = recording["output_at_samples"].astype(np.float64).mean(axis=1)
    level = (on_real + on_fake) / 2
    grid = recording["output"].astype(np.float64).reshape(frames, -1)
    spread = np.quantile(np.abs(grid - level[:, None]), 0.95, axis=1)
    spread = np.where(spread > 0, spread, 1.0)
    shape = (-1, *(1,) * (values.ndim - 1))
    away = (values - level.reshape(shape)) / (2 * spread.reshape(shape))
    return np.clip(0.5 + away, 0.0, 1.0), level, spread


def _plane(r: Recording, budget: int) -> View:
    """Samples in the plane, D's field, where samples are pushed, p_data."""
    stride = 1
    while r["output"][:, ::stride, ::stride].size * _PER_NUMBER > 0.5 * budget and stride < 8:
        stride *= 2
    x, y = r["x"][::stride], r["y"][::stride]
    field, _, spread = field_of(r, r["output"][:, ::stride, ::stride])
    mixture, threshold = mixture_of(r)
    low = np.array([r["x"][0], r["y"][0]])
    high = np.array([r["x"][-1], r["y"][-1]])
    return {
        "scene": "plane",
        "box": [low.tolist(), high.tolist()],
        # the coarser grid may end before the box
        "field_box": [[x[0], y[0]], [x[-1], y[-1]]],
        "field": quantised(field, 0.0, 1.0),
        "spread": plain(spread),
        "contours": contours_of(mixture, low, high),
        "ellipses": ellipses_of(mixture, threshold),
        **_points(r, low, high, budget - field.size * _PER_NUMBER),
    }


def _points(r: Recording, low: Array, high: Array, budget: float) -> View:
    """The samples, the data and the arrows, of shape (frames, n, dim)."""
    samples = r["samples"]
    frames, count, dim = samples.shape
    arrows = min(ARROWS, count)
    per_sample = frames * (dim * _PER_NUMBER + 1 / 6)
    drawn = int((budget - frames * arrows * dim * _PER_NUMBER) / per_sample)
    drawn = max(min(count, 100), min(count, drawn))
    outside = np.any((samples < low) | (samples > high), axis=2).sum(axis=1)
    margin = _MARGIN * float((high - low).max())
    least, most = float(low.min()) - margin, float(high.max()) + margin
    pushed = r["descent"][:, :arrows].astype(np.float64)
    lengths = np.linalg.norm(pushed, axis=2, keepdims=True)
    size = float(np.quantile(lengths, 0.98)) or 1.0
    return {
        "samples": quantised(samples[:, :drawn], least, most),
        "samples_recorded": count,
        "outside": plain(outside),
        "good": bits(r["high_quality"][:, :drawn]),
        "real": quantised(r["real"][None, :REAL], least, most),
        # in units of the longest arrow that is drawn
        "descent": quantised(pushed / np.maximum(size, lengths), -1.0, 1.0),
        "descent_unit": size,
    }


def _measures_of_samples(r: Recording) -> View:
    """Counts of modes, charts and read-outs of kind "mixture_2d"."""
    convention = r.manifest["target"]["convention"]
    modes = len(r["mode_weights"])
    counts = r["mode_counts"]
    return {
        "bars": {
            "counts": plain(counts),
            "expected": (r["mode_weights"] * r["samples"].shape[1]).tolist(),
            "hits": convention["hits"],
        },
        "charts": [
            _chart(r, name) for name in ("modes_captured", "high_quality_fraction", "value")
        ],
        "readouts": {
            "reverse_kl": plain(r["reverse_kl"]),
            "generator_gradient": plain(r["generator_gradient"]),
            "discriminator_gradient": plain(r["discriminator_gradient"]),
        },
        "modes": modes,
    }


def _measures_of_densities(r: Recording) -> View:
    """Charts of kind "mixture_1d": V, C(G) and JSD in nats; there are no modes to count."""
    return {
        "bars": None,
        "charts": [_chart(r, name) for name in ("value", "criterion", "jsd")],
        "readouts": {"p_g_mass": plain(r["p_g_mass"])},
        "modes": None,
    }


def chart_range(recording: Recording, name: str) -> tuple[float, float]:
    """The ends of the axis that a measure is drawn on: what it can be, or what there is."""
    if name == "modes_captured":
        return 0.0, float(len(recording["mode_weights"]))
    known = {"high_quality_fraction": (0.0, 1.0), "jsd": (0.0, float(np.log(2.0)))}
    if name in known:
        return known[name]
    # a few wild frames must not flatten the others
    low, high = (float(q) for q in np.quantile(recording[name], (0.02, 0.98)))
    room = 0.08 * (high - low) or 0.5
    return low - room, high + room


def _chart(r: Recording, name: str) -> View:
    """A curve over frames, and the range of its axis."""
    low, high = chart_range(r, name)
    return {"name": name, "values": plain(r[name]), "low": low, "high": high}


def _line_of_samples(r: Recording, budget: int) -> View:
    """Samples on the line: their histogram, p_data, D; the samples below as a row of points."""
    x = r["x"]
    low, high = x[:1], x[-1:]
    field, _, spread = field_of(r, r["output"][:, 0, :])
    edges = np.linspace(x[0], x[-1], 81)
    samples = r["samples"][:, :, 0]
    shares = np.stack([np.histogram(frame, edges)[0] for frame in samples]) / samples.shape[1]
    density = shares / (edges[1] - edges[0])
    cell = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, 79)
    curves = [
        _curve("p_data", r["p_data"], "density"),
        _curve("p_g", density[:, cell], "density"),
        _curve("discriminator", field, "unit"),
    ]
    return {
        "scene": "line",
        "box": [low.tolist(), high.tolist()],
        "curves": curves,
        "spread": plain(spread),
        "top": _top(r["p_data"], density),
        **_points(r, low, high, budget - 2 * field.size * _PER_NUMBER),
    }


def _line_of_densities(r: Recording, budget: int) -> View:
    """Exact densities on the line, D and D*, and the arrows z -> G(z)."""
    x = r["x"]
    # p_g takes four bytes, D and D* two each
    per_point = len(r["p_g"]) * 4 * _PER_NUMBER
    every = max(1, len(x) // 400, math.ceil(len(x) * per_point / budget))
    curves = [
        _curve("p_data", r["p_data"][None, ::every], "density"),
        _curve("p_g", r["p_g"][:, ::every], "density"),
        _curve("discriminator", r["discriminator"][:, ::every], "unit"),
        _curve("optimal", r["optimal_discriminator"][:, ::every], "unit"),
    ]
    margin = _MARGIN * float(x[-1] - x[0])
    # z has its own scale: its axis is drawn as wide as that of x
    z = r["z"]
    place = (z - z[0]) / (z[-1] - z[0]) if len(z) > 1 else np.full(len(z), 0.5)
    return {
        "scene": "line",
        "box": [[float(x[0])], [float(x[::every][-1])]],
        "curves": curves,
        "top": _top(r["p_data"], r["p_g"]),
        "z_place": place.tolist(),
        "g_of_z": quantised(r["g_of_z"], float(x[0]) - margin, float(x[-1]) + margin),
    }


def _curve(name: str, values: npt.ArrayLike, scale: str) -> View:
    """A curve of shape (1 or T, X) on the scale of densities or that of D."""
    numbers = np.asarray(values, dtype=np.float64)
    packed = quantised(numbers, 0.0, 1.0) if scale == "unit" else plain(numbers)
    return {"name": name, "values": packed, "scale": scale}


def _top(p_data: Array, p_g: Array) -> float:
    """The density at the top of the picture: that of the data has room, spikes of p_g are cut."""
    usual = float(np.quantile(p_g.max(axis=1), 0.5))
    return 1.15 * max(float(p_data.max()), min(usual, 2.5 * float(p_data.max())))
