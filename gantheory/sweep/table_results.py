"""The finished table as one JSON file: every seed's numbers at every look, and what follows.

Whoever has the file can work out every mean, error and verdict again from the seeds' numbers
(`lines_from` does), without the sweeps.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gantheory import __version__
from gantheory.errors import GanTheoryError
from gantheory.sweep.entries import Entry
from gantheory.sweep.published import TABLES, Number, Published
from gantheory.sweep.records import read_summary
from gantheory.sweep.recount import WAYS, recounted
from gantheory.sweep.table import MEASURES, Line
from gantheory.sweep.table_text import METHOD_NAMES, notes
from gantheory.sweep.verdict import Course, Ours

#: significant digits of a seed's numbers: counts of 2500 samples need four
_DIGITS = 6


def settled(lines: Sequence[Line]) -> list[Line]:
    """The lines without those under way whose entry has a finished line already."""
    done = {line.entry for line in lines if line.state == "finished"}
    return [line for line in lines if line.state == "finished" or line.entry not in done]


def results(out: Path, lines: Sequence[Line]) -> dict[str, Any]:
    """The finished lines of a table, as plain data.

    Args:
        out: folder of the records.
        lines: as `settled` leaves them; those that are not finished are named only.

    Raises:
        GanTheoryError: for damaged records, or where no line is finished.
    """
    finished = [line for line in lines if line.state == "finished"]
    if not finished:
        raise GanTheoryError(f"no line of the table in {out} is finished; run some first")
    return {
        "schema_version": 1,
        "kind": "mode_collapse_table",
        "gantheory_version": __version__,
        "notes": notes(),
        "recounted": WAYS,
        "unfinished": [line.entry.name for line in lines if line.state != "finished"],
        "lines": [_plain(out, line) for line in finished],
    }


def as_json(saved: dict[str, Any]) -> str:
    """The file's text: a list of numbers is one line, so that people can read and compare it."""
    text = json.dumps(saved, indent=1, allow_nan=False)
    flat = re.sub(r"\[[^\[\]{}]*\]", lambda found: " ".join(found[0].split()), text)
    return flat.replace("[ ", "[").replace(" ]", "]") + "\n"


def recounts_as_markdown(saved: dict[str, Any]) -> str:
    """How the last samples of each line count by other conventions, beside their own.

    A mean over fewer seeds than finished says over how many.
    """
    head = ("target", "method", "convention", "modes", *WAYS, "reverse KL")
    rows = [head, ("---",) * len(head)]
    for each in saved["lines"]:
        numbers = [each["ours"].get("modes", {}).get("end")]
        numbers += [each["recounted"].get(name) for name in WAYS]
        numbers += [each["ours"].get("reverse_kl", {}).get("end")]
        names = each["target"], METHOD_NAMES[each["method"]], each["convention"]
        finished = each["seeds"] - each["diverged"]
        rows.append((*names, *(_brief(number, finished) for number in numbers)))
    body = [f"| {' | '.join(row)} |" for row in rows]
    legend = [f"- {name}: {what}" for name, what in WAYS.items()]
    told = "The same samples counted by other conventions:"
    return "\n".join(["", told, "", *body, "", *legend]) + "\n"


def _brief(number: dict[str, Any] | None, finished: int) -> str:
    if number is None:
        return "-"
    fewer = "" if number["seeds"] == finished else f" ({number['seeds']} seeds)"
    return f"{number['mean']:.2f}{fewer}"


def lines_from(saved: dict[str, Any]) -> list[Line]:
    """The lines that `results` wrote."""
    found = []
    for each in saved["lines"]:
        entry = Entry(each["target"], each["method"], each["convention"])
        values = {
            name: np.array(each["values"][name], dtype=np.float64)  # None becomes NaN
            for name in MEASURES
        }
        found.append(
            Line(
                entry,
                each["budget"],
                each["updates"],
                each["seeds"],
                "finished",
                tuple(each["looks"]),
                values,
            )
        )
    return found


def _plain(out: Path, line: Line) -> dict[str, Any]:
    assert line.budget is not None
    assert line.verdict is not None
    folder = line.entry.folder(out, line.budget)
    summary = read_summary(folder)
    again = recounted(folder, line.entry.config(line.budget, line.seeds))
    return {
        "target": line.entry.target,
        "method": line.entry.method,
        "convention": line.entry.convention,
        "source": TABLES[line.entry.convention].source,
        "updates": line.updates,
        "published_updates": line.entry.published_updates,
        "budget": line.budget,
        "seeds": line.seeds,
        "diverged": line.diverged,
        "verdict": {"kind": line.verdict.kind, "text": line.verdict.text},
        "published": _published(line.entry.published),
        "ours": {name: _course(course) for name, course in line.courses.items()},
        "recounted": {name: _ours(ours) for name, ours in again.items()},
        "looks": list(line.looks),
        "values": {
            name: [[_rounded(number) for number in row] for row in values]
            for name, values in line.values.items()
        },
        "git": summary["git"],
        "versions": summary["versions"],
        "platform": {
            name: summary["platform"][name] for name in ("system", "machine", "device", "devices")
        },
    }


def _rounded(number: float) -> float | None:
    return float(f"{number:.{_DIGITS}g}") if np.isfinite(number) else None


def _course(course: Course) -> dict[str, Any]:
    return {name: _ours(getattr(course, name)) for name in ("end", "half", "change", "best")}


def _ours(ours: Ours) -> dict[str, Any]:
    return {"mean": _rounded(ours.mean), "error": _rounded(ours.error), "seeds": ours.seeds}


def _published(row: Published | None) -> dict[str, Any] | None:
    if row is None:
        return None
    found: dict[str, Any] = {}
    for name in MEASURES:
        number: Number | None = getattr(row, name)
        found[name] = None if number is None else {"mean": number.mean, "error": number.error}
    return found
