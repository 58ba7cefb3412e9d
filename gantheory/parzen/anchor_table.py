"""The Parzen scores of the anchors of a set: measured once, kept, and printed beside results.

A record is a small JSON file with the scores and what decides them. Those of the paper's sets are
kept in experiments/results of the repository; others are measured when asked for, and kept in the
platform's cache folder.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

import gantheory
from gantheory.atomic import write_json
from gantheory.datasets import Images, ImageSet
from gantheory.images.pixel_scale import PixelScale
from gantheory.parzen.anchors import ANCHORS, Draw, anchor_names
from gantheory.parzen.estimator import PAPER_SIGMAS
from gantheory.parzen.folds import FoldedParzen, score_on_set
from gantheory.provenance import made_by

#: the seed of the records that are kept
SEED = 0

_REAL, _CENTROIDS = "random training images", "k-means centroids"
_KEPT = ("mean", "standard_error", "sigma", "at_edge", "n_samples")


def measure_anchors(
    image_set: ImageSet,
    images: Images,
    count: int,
    scale: PixelScale = "unit",
    seed: int = SEED,
    seen: Callable[[str, dict[str, Any]], None] | None = None,
) -> dict[str, Any]:
    """Score all anchors of a set by its protocol.

    Args:
        image_set: what the images are.
        images: its images.
        count: samples of each; scores of other numbers are not comparable.
        scale: of the pixels.
        seed: of the draws.
        seen: called with each anchor's name and score as it is measured.

    Returns:
        The record, as plain data.

    Raises:
        GanTheoryError: see `score_on_set`.
    """
    anchors = {}
    for name in anchor_names(images):
        draw = Draw(images, image_set.image_shape, count, np.random.RandomState(seed), scale)
        score = score_on_set(ANCHORS[name](draw), images, scale, PAPER_SIGMAS)
        whole = score.to_json()
        anchors[name] = {field: whole[field] for field in _KEPT}
        if isinstance(score, FoldedParzen):
            anchors[name]["sigmas"] = list(score.sigmas)
        if seen is not None:
            seen(name, anchors[name])
    return {
        "schema_version": 1,
        "kind": "parzen_anchors",
        "dataset": image_set.name,
        "title": image_set.title,
        "scale": scale,
        "samples": count,
        "seed": seed,
        "anchors": anchors,
        "data": dict(images.checksums),
        **made_by(),
    }


def record_name(dataset: str, scale: PixelScale, count: int, seed: int = SEED) -> str:
    """Name the file of a record; the paper's 10,000 samples in the unit scale go without saying."""
    name = f"parzen-anchors-{dataset}"
    name += "" if scale == "unit" else f"-{scale}"
    name += "" if count == 10_000 else f"-{count}"
    return f"{name}-seed{seed}.json"


def known_anchors(
    image_set: ImageSet, images: Images, count: int, scale: PixelScale = "unit"
) -> dict[str, Any] | None:
    """Find a record that was measured on just these images; None where there is none.

    Args:
        image_set: what the images are.
        images: its images.
        count: samples of each anchor.
        scale: of the pixels.
    """
    name = record_name(image_set.name, scale, count)
    wanted = {
        "dataset": image_set.name,
        "scale": scale,
        "samples": count,
        "data": dict(images.checksums),
    }
    for folder in (_repository_folder(), _cache_folder()):
        try:
            record = json.loads((folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(record, dict) and all(record.get(key) == wanted[key] for key in wanted):
            return record
    return None


def anchors_of(
    image_set: ImageSet, images: Images, count: int, scale: PixelScale = "unit"
) -> dict[str, Any]:
    """Find the record of the anchors, or measure it and keep it.

    Raises:
        GanTheoryError: see `score_on_set`.
        OSError: where it cannot be kept.
    """
    record = known_anchors(image_set, images, count, scale)
    if record is None:
        record = measure_anchors(image_set, images, count, scale)
        write_json(_cache_folder() / record_name(image_set.name, scale, count), record)
    return record


def anchor_lines(record: Mapping[str, Any], score: float | None = None) -> list[str]:
    """Set a record in text, the best score first.

    Args:
        record: what `measure_anchors` returned.
        score: a mean log-likelihood to be read by it, in nats; it gets a line in its place.
    """
    anchors = record["anchors"]
    rows = [(a["mean"], anchor_row(name, a)) for name, a in anchors.items()]
    if score is not None:
        rows.append((score, f"{'-> this result':40} {'':>6} {'':>7} {score:9.2f}"))
    lines = [
        f"anchors on {record['title']}: samples that no generator made, the same protocol",
        f"{'anchor':40} {'n':>6} {'sigma':>7} {'nats':>9} {'s.e.':>6}",
        *(text for _, text in sorted(rows, key=lambda row: -row[0])),
    ]
    if score is not None:
        lines.append(reading(record, score))
    return lines


def anchor_row(name: str, anchor: Mapping[str, Any]) -> str:
    """Set one anchor in text."""
    edge = "  edge of the grid" if anchor["at_edge"] else ""
    return (
        f"{name:40} {anchor['n_samples']:6d} {anchor['sigma']:7.4f} {anchor['mean']:9.2f} "
        f"{anchor['standard_error']:6.2f}{edge}"
    )


def reading(record: Mapping[str, Any], score: float) -> str:
    """Say what a score above or below real images means."""
    real = record["anchors"][_REAL]["mean"]
    centroids = record["anchors"][_CENTROIDS]["mean"]
    if score > real:
        return (
            f"above real training images ({real:.1f}), which is not better than data: k-means "
            f"centroids score {centroids:.1f}; smooth or averaged samples do that"
        )
    return f"{real - score:.1f} nats below real training images ({real:.1f})"


def _repository_folder() -> Path:
    return Path(gantheory.__file__).resolve().parents[1] / "experiments" / "results"


def _cache_folder() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("gantheory", appauthor=False) / "anchors"
