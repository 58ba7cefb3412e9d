"""Targets from a small TOML file.

name = "two islands"                  # optional: the name of the file
source = "a sketch of mine"           # optional
weights = [0.25, 0.75]                # optional: all equal
means = [[0.0, 0.0], [3.0, 1.0]]
std = 0.1                             # one number, or one per mean; or instead of it
# covariances = [[[0.01, 0.0], [0.0, 0.04]], [[0.01, 0.0], [0.0, 0.01]]]
groups = [0, 1]                       # optional: which mode each component belongs to
notes = "..."                         # optional

[convention]                          # optional, and so is each line
samples = 2500
threshold = 3.0
hits = 1
histogram = "high_quality"            # or "all"
"""

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gantheory.errors import GanTheoryError
from gantheory.targets.convention import Convention, Target
from gantheory.targets.mixture import Mixture

_KEYS = {
    "name": "text",
    "source": "text",
    "notes": "text",
    "weights": "list of numbers",
    "means": "list of numbers",
    "std": "number or list of numbers",
    "covariances": "list of numbers",
    "groups": "list of whole numbers",
    "convention": "table",
}
_CONVENTION_KEYS = {
    "samples": "whole number",
    "threshold": "number",
    "hits": "whole number",
    "histogram": "text",
}

#: larger files are no descriptions of mixtures
_MOST_BYTES = 4_000_000


def read_target(path: Path) -> Target:
    """Read a target from a TOML file.

    Raises:
        GanTheoryError: naming the file, the key and what is wrong with it.
    """
    where = f"target file {path}"
    table = _read(path, where)
    _check_keys(table, _KEYS, where)
    if "means" not in table:
        raise GanTheoryError(f"{where}: the key 'means' is missing; give one point per component")
    if ("std" in table) == ("covariances" in table):
        raise GanTheoryError(f"{where}: give either 'std' or 'covariances', exactly one of them")
    convention = table.get("convention", {})
    _check_keys(convention, _CONVENTION_KEYS, f"{where}: [convention]")
    try:
        counted = Convention(**convention)
    except GanTheoryError as error:
        raise GanTheoryError(f"{where}: [convention]: {error}") from None
    return Target(
        name=table.get("name", path.stem),
        mixture=_mixture(table, where),
        source=table.get("source", f"the file {path.name}"),
        convention=counted,
        notes=table.get("notes", ""),
    )


def _read(path: Path, where: str) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise GanTheoryError(f"{where}: there is no such file") from None
    except IsADirectoryError:
        raise GanTheoryError(f"{where}: this is a folder; name a TOML file") from None
    except OSError as error:
        raise GanTheoryError(f"{where}: cannot be read: {error.strerror}") from None
    if len(data) > _MOST_BYTES:
        raise GanTheoryError(f"{where}: larger than {_MOST_BYTES} bytes")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise GanTheoryError(f"{where}: is not text in UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise GanTheoryError(f"{where}: is not valid TOML: {error}") from None


def _mixture(table: Mapping[str, Any], where: str) -> Mixture:
    """Build the mixture key by key, so that an error names the key that it is about."""
    means, groups = table["means"], table.get("groups", ())
    try:
        # with known-good values for the other keys, whatever is wrong is wrong with this one
        key = "means"
        plain = Mixture.isotropic(means, 1.0)
        key = "weights"
        weighted = Mixture.isotropic(means, 1.0, table.get("weights"))
        key = "groups"
        grouped = Mixture(plain.weights, plain.means, plain.covariances, tuple(groups))
        key = "covariances"
        covariances = table.get("covariances")
        if covariances is None:
            key = "std"
            covariances = Mixture.isotropic(means, table["std"]).covariances
        return Mixture(weighted.weights, plain.means, covariances, grouped.groups)
    except GanTheoryError as error:
        raise GanTheoryError(f"{where}: key {key!r}: {error}") from None


def _check_keys(table: Mapping[str, Any], known: Mapping[str, str], where: str) -> None:
    """Refuse unknown keys and values of the wrong type."""
    for key, value in table.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
            raise GanTheoryError(f"{where}: unknown key {key!r}; {hint}")
        if not _fits(value, known[key]):
            raise GanTheoryError(f"{where}: key {key!r} must be a {known[key]}")


def _fits(value: object, kind: str) -> bool:
    if kind == "text":
        return isinstance(value, str)
    if kind == "table":
        return isinstance(value, dict)
    if kind == "list of whole numbers":
        return isinstance(value, list) and all(_fits(item, "whole number") for item in value)
    if kind.endswith("numbers") and isinstance(value, list):
        return all(_fits(item, kind) for item in value)
    if kind.startswith("whole"):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, (int, float)) and not isinstance(value, bool)
