"""From the history of a sweep to one row per seed, and from rows to a summary with intervals.

Rows hold nothing that depends on the machine's speed or devices: the same sweep gives the same
rows. Seeds that diverged are counted as failures and left out of means.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.measures.bootstrap import share_of_seeds, summarise
from gantheory.measures.gradients import gradient_norms
from gantheory.measures.modes import ceiling
from gantheory.measures.rotation import Rotation, rotation_of_modes
from gantheory.measures.survival import survival
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.depth import DEEP
from gantheory.sweep.history import SEEN, History
from gantheory.targets import Target

#: measures of a row that are summarised over seeds
SUMMARISED = (
    "modes_captured",
    "high_quality_fraction",
    "reverse_kl",
    "kl_to_weights",
    *DEEP,
    *SEEN,
    "generator_gradient_vanished",
    "discriminator_gradient_vanished",
    "modes_kept",
    "modes_lost",
    "life",
    "turns",
    "period",
)

#: of each mode, over the looks: arrays of `gantheory.measures.survival.Survival`
OF_EACH_MODE = ("first", "last", "alive", "longest", "deaths", "at_end")


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
        **{name: array[:, -1] for name, array in history.deep.items()},
        **{name: array[:, -1] for name, array in history.seen.items()},
        **_gradients(history),
        "modes_ever": np.isfinite(lives.first).sum(axis=-1),
        "modes_kept": lives.never_lost.sum(axis=-1),
        "modes_lost": lives.deaths.sum(axis=-1),
        "life": lives.longest.mean(axis=-1),
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
            row[name] = None if broken else _plain(values[place])
        turning: Rotation | None = None
        if mixture.dim == 2 and not broken:
            turning = rotation_of_modes(counts.high_quality[place], mixture, times)
        row["turns"] = turning.turns if turning else None
        row["period"] = turning.period if turning else None
        row["steadiness"] = turning.steadiness if turning else None
        for name in OF_EACH_MODE:
            each = getattr(lives, name)[place]
            row[f"mode_{name}"] = None if broken else [_plain(value) for value in each]
        row["mode_counts"] = None if broken else counts.high_quality[place, -1].tolist()
        rows.append(row)
    return rows


def _gradients(history: History) -> dict[str, npt.NDArray[Any]]:
    """Gradient norms over the run in short, seed by seed."""
    found: dict[str, npt.NDArray[Any]] = {}
    for name in ("generator_gradient", "discriminator_gradient"):
        short = gradient_norms(history.seen[name])
        found |= {
            f"{name}_median": short.median,
            f"{name}_vanished": short.vanished,
            f"{name}_trend": short.trend,
        }
    return found


def _plain(value: Any) -> Any:
    """A number of numpy as plain data; None where it is not finite."""
    number = value.item()
    return number if np.isfinite(number) else None


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
        # of all seeds: one that diverged neither captured the modes nor went round
        shares = {
            "all_modes_captured": [row["modes_captured"] == modes for row in rows],
            "rotating": [row["period"] is not None for row in rows],
        }
        for name, happened in shares.items():
            share = share_of_seeds(np.array(happened))
            measures[name] = {
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
        "survival": _survival(finished, modes),
    }


def _survival(finished: Sequence[dict[str, Any]], modes: int) -> list[dict[str, Any]]:
    """Mode by mode: the share of looks that hold it, and of seeds that hold it at the end."""
    found: list[dict[str, Any]] = [{"mode": mode} for mode in range(modes)]
    if len(finished) < 2:
        return found
    alive = summarise([row["mode_alive"] for row in finished])
    end = share_of_seeds(np.array([row["mode_at_end"] for row in finished]))
    for mode, entry in enumerate(found):
        entry["alive"] = float(alive.value[mode])
        entry["alive_interval"] = [float(alive.low[mode]), float(alive.high[mode])]
        entry["at_end"] = float(end.value[mode])
        entry["at_end_interval"] = [float(end.low[mode]), float(end.high[mode])]
    return found


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
        **history.deep,
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
        "jsd": "JSD (nats)",
        "jsd_error": "  its error",
        "jsd_lower": "  at least",
        "discriminator_distance": "D to D* (tot. var.)",
        "discriminator_distance_error": "  its error",
        "value": "value",
        "d_real": "D on data",
        "d_fake": "D on samples",
        "generator_gradient": "gradient of G",
        "discriminator_gradient": "gradient of D",
        "generator_gradient_vanished": "  share of looks at 0",
        "modes_kept": "modes kept once found",
        "modes_lost": "modes lost on the way",
        "life": "life of a mode (iter.)",
        "turns": "turns",
        "period": "period (iterations)",
        "rotating": "share that goes round",
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
    words_of = {"jsd": "JSD", "discriminator_distance": "D to D*"}
    for name, how in summary.get("methods", {}).items():
        if name in words_of:
            lines.append(f"{words_of[name]}: {how}")
    ends = [entry["at_end"] for entry in summary["survival"] if "at_end" in entry]
    if ends:
        shares = " ".join(f"{100 * share:.0f}" for share in ends)
        lines.append(f"% of seeds that hold each mode at the end: {shares}")
    lines.append(
        f"a perfect generator: high quality {best['high_quality_fraction']:.4f}, all modes with "
        f"probability {best['probability_of_all_modes']:.4f}, reverse KL {best['reverse_kl']:.2g}"
    )
    if target["notes"]:
        lines.append(f"note: {target['notes']}")
    if origin := summary.get("preset"):
        lines.append(f"preset {origin['preset']}: {origin['source']}; {origin['notes']}")
        if origin["changed"]:
            lines.append(f"not as in the preset: {'; '.join(origin['changed'])}")
        if origin["warning"]:
            lines.append(f"warning: {origin['warning']}")
    return lines
