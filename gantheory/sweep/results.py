"""From the history of a sweep to one row per seed, and from rows to a summary with intervals.

Rows hold nothing that depends on the machine's speed or devices: the same sweep gives the same
rows. Seeds that diverged are counted as failures and left out of means.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.measures.bootstrap import share_of_seeds, summarise
from gantheory.measures.modes import ceiling
from gantheory.measures.rotation import rotation_of_modes
from gantheory.measures.survival import survival
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.history import SEEN, History
from gantheory.targets import Target

#: measures of a row that are summarised over seeds
SUMMARISED = (
    "modes_captured",
    "high_quality_fraction",
    "reverse_kl",
    "kl_to_weights",
    "jsd_lower",
    *SEEN,
    "modes_lost",
    "turns",
)


def make_rows(
    config: SweepConfig, target: Target, seeds: Sequence[int], history: History
) -> list[dict[str, Any]]:
    """One row per seed: what it came to, and what happened on the way.

    Args:
        config: the sweep.
        target: its target.
        seeds: as many as the history has.
        history: complete.

    Returns:
        Plain data. Measures are those of the last frame; None where they are not defined, and in
        the rows of diverged seeds.
    """
    mixture = target.mixture
    counts = history.counts(target, config.samples or target.convention.samples)
    times = np.array(config.measured_at)
    lives = survival(counts.captured, times)
    measures: dict[str, npt.NDArray[Any]] = {
        "modes_captured": counts.modes_captured[:, -1],
        "high_quality_fraction": counts.high_quality_fraction[:, -1],
        "reverse_kl": counts.reverse_kl[:, -1],
        "kl_to_weights": counts.kl_to(mixture.mode_weights)[:, -1],
        "jsd_lower": history.jsd_lower,
        **{name: array[:, -1] for name, array in history.seen.items()},
        "modes_ever": np.isfinite(lives.first).sum(axis=-1),
        "modes_lost": lives.deaths.sum(axis=-1),
    }
    rows = []
    for place, seed in enumerate(seeds):
        broken = int(history.broken[place])
        row: dict[str, Any] = {
            "seed": int(seed),
            "status": "diverged" if broken else "finished",
            "diverged_at": broken or None,
            "samples": counts.samples,
        }
        for name, values in measures.items():
            value = values[place].item()
            row[name] = value if not broken and np.isfinite(value) else None
        turning = None
        if mixture.dim == 2 and not broken:
            turning = rotation_of_modes(counts.high_quality[place], mixture, times)
        row["turns"] = turning.turns if turning else None
        row["period"] = turning.period if turning else None
        row["mode_counts"] = None if broken else counts.high_quality[place, -1].tolist()
        rows.append(row)
    return rows


def make_summary(target: Target, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Summaries over seeds with bootstrap intervals, next to what a perfect generator scores.

    Args:
        target: the target.
        rows: of all seeds.
    """
    finished = [row for row in rows if row["status"] == "finished"]
    measures: dict[str, Any] = {}
    for name in SUMMARISED:
        values = [row[name] for row in finished if row[name] is not None]
        entry: dict[str, Any] = {"seeds": len(values), "undefined": len(finished) - len(values)}
        if values:
            entry["mean"] = float(np.mean(values))
            entry["median"] = float(np.median(values))
        if len(values) > 1:
            found = summarise(values)
            entry["interval"] = [float(found.low), float(found.high)]
            entry["std"] = float(found.std)
            entry["standard_error"] = float(found.standard_error)
            entry["confidence"] = found.confidence
        measures[name] = entry
    modes = target.mixture.modes
    if len(rows) > 1:
        # of all seeds: one that diverged did not capture the modes
        whole = np.array([row["modes_captured"] == modes for row in rows])
        share = share_of_seeds(whole)
        measures["all_modes_captured"] = {
            "seeds": len(rows),
            "mean": float(share.value),
            "interval": [float(share.low), float(share.high)],
            "confidence": share.confidence,
        }
    best = ceiling(target.mixture, target.convention)
    return {
        "seeds": len(rows),
        "finished": len(finished),
        "diverged": [row["seed"] for row in rows if row["status"] == "diverged"],
        "target": {
            "name": target.name,
            "modes": modes,
            "source": target.source,
            "convention": target.convention.text(),
            "notes": target.notes,
        },
        "perfect_generator": {
            "high_quality_fraction": best.high_quality_fraction,
            "probability_of_all_modes": best.all_modes,
            "reverse_kl": best.kl,
        },
        "measures": measures,
    }


def make_curves(
    config: SweepConfig, target: Target, seeds: Sequence[int], history: History
) -> dict[str, npt.NDArray[Any]]:
    """Measures over time as named arrays: shape (seeds, frames), and (seeds, frames, modes)."""
    counts = history.counts(target, config.samples or target.convention.samples)
    return {
        "seed": np.array(seeds, np.int64),
        "iteration": np.array(config.measured_at, np.int64),
        "modes_captured": counts.modes_captured,
        "high_quality_fraction": counts.high_quality_fraction,
        "reverse_kl": counts.reverse_kl,
        **history.seen,
        "mode_counts": counts.high_quality,
        "broken": history.broken,
    }


def table(summary: dict[str, Any]) -> list[str]:
    """The summary as lines of text for people."""
    target, best = summary["target"], summary["perfect_generator"]
    lines = [
        f"{target['name']}, {target['modes']} modes: {summary['finished']} of {summary['seeds']} "
        f"seeds finished, {len(summary['diverged'])} diverged",
        f"counted: {target['convention']}",
        f"{'':24}{'mean':>10}  {'95 % interval':>22}  {'std':>9}  seeds",
    ]
    words = {
        "modes_captured": "modes captured",
        "high_quality_fraction": "high quality",
        "reverse_kl": "reverse KL (nats)",
        "kl_to_weights": "KL to the weights",
        "jsd_lower": "JSD at least (nats)",
        "value": "value",
        "d_real": "D on data",
        "d_fake": "D on samples",
        "generator_gradient": "gradient of G",
        "discriminator_gradient": "gradient of D",
        "modes_lost": "modes lost on the way",
        "turns": "turns",
        "all_modes_captured": "share with all modes",
    }
    for name, word in words.items():
        entry = summary["measures"].get(name)
        if not entry or "mean" not in entry:
            continue
        interval = ""
        if "interval" in entry:
            low, high = entry["interval"]
            interval = f"[{low:.4g}, {high:.4g}]"
        std = f"{entry['std']:.4g}" if "std" in entry else ""
        lines.append(f"{word:24}{entry['mean']:10.4g}  {interval:>22}  {std:>9}  {entry['seeds']}")
    lines.append(
        f"a perfect generator: high quality {best['high_quality_fraction']:.4f}, all modes with "
        f"probability {best['probability_of_all_modes']:.4f}, reverse KL {best['reverse_kl']:.2g}"
    )
    if target["notes"]:
        lines.append(f"note: {target['notes']}")
    return lines
