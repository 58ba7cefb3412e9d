"""The record of one training run: the one thing that experiments hand to audits and pictures.

A recording is a folder with `arrays.npz` (what happened, frame by frame) and `manifest.json`
(how it came about, and the sha256 of both). A reader trusts nothing: a file that was altered,
cut short or written by another schema is refused.
"""

import dataclasses
import hashlib
import io
import json
import os
import platform
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.atomic import replacing, write_json
from gantheory.errors import GanTheoryError
from gantheory.provenance import made_by

SCHEMA_VERSION = 1

ARRAYS_FILE = "arrays.npz"
MANIFEST_FILE = "manifest.json"

#: kind -> array name -> (names of the dimensions, dtype); T frames, X grid points, Z arrows
SCHEMAS: dict[str, dict[str, tuple[tuple[str, ...], str]]] = {
    "mixture_1d": {
        "g_updates": (("T",), "int64"),
        "d_updates": (("T",), "int64"),
        "phase": (("T",), "int8"),
        "x": (("X",), "float64"),
        "p_data": (("X",), "float64"),
        "p_g": (("T", "X"), "float64"),
        "discriminator": (("T", "X"), "float64"),
        "optimal_discriminator": (("T", "X"), "float64"),
        "z": (("Z",), "float64"),
        "g_of_z": (("T", "Z"), "float64"),
        "value": (("T",), "float64"),
        "value_error": (("T",), "float64"),
        "criterion": (("T",), "float64"),
        "criterion_error": (("T",), "float64"),
        "jsd": (("T",), "float64"),
        "jsd_error": (("T",), "float64"),
        "p_g_mass": (("T",), "float64"),
        "p_g_mass_error": (("T",), "float64"),
        "p_g_outside": (("T",), "float64"),
        "n_branches": (("T",), "int32"),
    },
    # N samples of dimension E (1 or 2; for 1 the grid has Y = 1) of z of dimension Z, K modes
    "mixture_2d": {
        "g_updates": (("T",), "int64"),
        "d_updates": (("T",), "int64"),
        "phase": (("T",), "int8"),
        "x": (("X",), "float64"),
        "y": (("Y",), "float64"),
        "p_data": (("Y", "X"), "float64"),
        "output": (("T", "Y", "X"), "float32"),
        "z": (("N", "Z"), "float32"),
        "samples": (("T", "N", "E"), "float32"),
        "output_at_samples": (("T", "N"), "float32"),
        "descent": (("T", "N", "E"), "float32"),
        "real": (("N", "E"), "float32"),
        "output_at_real": (("T", "N"), "float32"),
        "nearest_mode": (("T", "N"), "int32"),
        "high_quality": (("T", "N"), "int8"),
        "mode_means": (("K", "E"), "float64"),
        "mode_weights": (("K",), "float64"),
        "mode_counts": (("T", "K"), "int64"),
        "modes_captured": (("T",), "int32"),
        "high_quality_fraction": (("T",), "float64"),
        "reverse_kl": (("T",), "float64"),
        "value": (("T",), "float64"),
        "generator_gradient": (("T",), "float64"),
        "discriminator_gradient": (("T",), "float64"),
    },
    # paths (theta, psi) of M methods over T steps, and the field that they follow on a grid
    "two_player": {
        "step": (("T",), "int64"),
        "theta": (("M", "T"), "float64"),
        "psi": (("M", "T"), "float64"),
        "grid_theta": (("X",), "float64"),
        "grid_psi": (("Y",), "float64"),
        "field_theta": (("X", "Y"), "float64"),
        "field_psi": (("X", "Y"), "float64"),
    },
    # G trained against a D that stands still; p_g is 0 where p_g_exact is
    "helvetica": {
        "g_updates": (("T",), "int64"),
        "x": (("X",), "float64"),
        "p_data": (("X",), "float64"),
        "discriminator": (("X",), "float64"),
        "p_g": (("T", "X"), "float64"),
        "p_g_exact": (("T",), "int8"),
        "z": (("Z",), "float64"),
        "g_of_z": (("T", "Z"), "float64"),
        "loss": (("T",), "float64"),
        "std": (("T",), "float64"),
    },
    # images (H, W) of G along a walk through z that passes A drawn points, and what D says of them
    # and of R test images and R samples; D's outputs are logits
    "z_walk": {
        "z": (("T", "Z"), "float32"),
        "images": (("T", "H", "W"), "uint8"),
        "output": (("T",), "float32"),
        "anchor": (("A",), "int64"),
        "output_at_real": (("R",), "float32"),
        "output_at_samples": (("R",), "float32"),
    },
}

#: arrays that hold NaN where what they measure is not defined: without samples of high quality
#: there is no histogram of them
_MAY_BE_UNDEFINED = {"reverse_kl"}

_MANIFEST_KEYS = {
    "schema_version": int,
    "kind": str,
    "config": dict,
    "seed": int,
    "created": str,
    "gantheory_version": str,
    "git": dict,
    "versions": dict,
    "platform": dict,
    "arrays": dict,
    "sha256": dict,
}


@dataclass(frozen=True, eq=False)
class Recording:
    """A run as it was read: the manifest and the arrays, which are read-only."""

    manifest: dict[str, Any]
    arrays: dict[str, npt.NDArray[Any]]

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        try:
            return self.arrays[name]
        except KeyError:
            raise GanTheoryError(
                f"the recording has no array {name!r}; it has {', '.join(self.arrays)}"
            ) from None

    @property
    def config(self) -> dict[str, Any]:
        """The configuration that made the run, as plain JSON values."""
        config: dict[str, Any] = self.manifest["config"]
        return config

    @property
    def frames(self) -> int:
        """The number of recorded frames."""
        return len(next(iter(self.arrays.values())))

    @property
    def sha256(self) -> str:
        """A short name for the data: the first 12 hex digits of the sha256 of the arrays."""
        digest: str = self.manifest["sha256"][ARRAYS_FILE]
        return digest[:12]


def write_recording(
    directory: str | os.PathLike[str],
    kind: str,
    config: Any,
    seed: int,
    arrays: Mapping[str, npt.NDArray[Any]],
    **notes: Any,
) -> Path:
    """Write a recording; both files are complete before either takes its name.

    Args:
        directory: where to write; made when missing, an earlier recording there is replaced.
        kind: a key of `SCHEMAS`.
        config: the run's configuration, a dataclass or a mapping of JSON values.
        seed: the run's seed.
        arrays: what `SCHEMAS[kind]` asks for, no more and no less.
        **notes: further manifest entries (JSON values), such as `p_g_method` or `quadrature`.

    Returns:
        The directory.

    Raises:
        GanTheoryError: for arrays that the schema refuses or notes that JSON cannot hold.
        OSError: where the files cannot be written.
    """
    directory = Path(directory)
    arrays = {name: np.asarray(array) for name, array in arrays.items()}
    _check_arrays(kind, arrays, where="cannot record")
    if reserved := sorted(set(notes) & set(_MANIFEST_KEYS)):
        raise GanTheoryError(f"manifest entries {', '.join(reserved)} are not for notes")
    if dataclasses.is_dataclass(config) and not isinstance(config, type):
        config = dataclasses.asdict(config)
    manifest: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "kind": kind,
        "config": config,
        "seed": int(seed),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **made_by(),
        "platform": {
            "system": platform.system(),
            "release": platform.release(),
            "machine": platform.machine(),
            "cpus": os.cpu_count(),
        },
        **notes,
        "arrays": {
            name: {"shape": list(array.shape), "dtype": array.dtype.name}
            for name, array in arrays.items()
        },
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    data = buffer.getvalue()
    try:
        # the round trip turns tuples into lists now, so that the digest is of what a reader sees
        manifest = json.loads(json.dumps(manifest, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise GanTheoryError(f"the manifest cannot be written as JSON: {error}") from None
    manifest["sha256"] = {ARRAYS_FILE: hashlib.sha256(data).hexdigest()}
    manifest["sha256"][MANIFEST_FILE] = _manifest_digest(manifest)
    with replacing(directory / ARRAYS_FILE) as arrays_path:
        arrays_path.write_bytes(data)
        write_json(directory / MANIFEST_FILE, manifest)
    return directory


def read_recording(directory: str | os.PathLike[str]) -> Recording:
    """Read a recording and refuse it unless it is exactly what was written.

    Args:
        directory: a folder written by `write_recording`.

    Returns:
        The recording.

    Raises:
        GanTheoryError: for a missing, truncated or altered file, another schema version, an
            unknown kind, or arrays of wrong names, shapes, types or values.
    """
    directory = Path(directory)
    manifest = _read_manifest(directory)
    path = directory / ARRAYS_FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise GanTheoryError(f"{path} is missing; record the run again") from None
    digest = hashlib.sha256(data).hexdigest()
    if digest != manifest["sha256"].get(ARRAYS_FILE):
        raise GanTheoryError(
            f"{path} was altered or cut short: its sha256 is {digest[:12]}..., the manifest says "
            f"{str(manifest['sha256'].get(ARRAYS_FILE))[:12]}...; record the run again"
        )
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise GanTheoryError(f"{path} is not an archive of plain arrays: {error}") from None
    declared = {
        name: {"shape": list(array.shape), "dtype": array.dtype.name}
        for name, array in arrays.items()
    }
    if declared != manifest["arrays"]:
        raise GanTheoryError(f"{path} holds other arrays than its manifest lists")
    _check_arrays(manifest["kind"], arrays, where=str(path))
    for array in arrays.values():
        array.flags.writeable = False
    return Recording(manifest, arrays)


def _read_manifest(directory: Path) -> dict[str, Any]:
    """Read `manifest.json` and check everything that does not need the arrays."""
    path = directory / MANIFEST_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise GanTheoryError(
            f"{directory} is not a recording: it has no {MANIFEST_FILE}; "
            "name a folder written by an experiment"
        ) from None
    except UnicodeDecodeError:
        raise GanTheoryError(f"{path} is not text; record the run again") from None
    try:
        manifest = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise GanTheoryError(f"{path} is not valid JSON ({error}); record the run again") from None
    if not isinstance(manifest, dict):
        raise GanTheoryError(f"{path} is not a manifest: its JSON is not an object")
    version = manifest.get("schema_version")
    if version != SCHEMA_VERSION:
        raise GanTheoryError(
            f"{path} has schema version {version!r}, this gantheory reads {SCHEMA_VERSION}; "
            "record the run again or use the version that wrote it"
        )
    for key, kind in _MANIFEST_KEYS.items():
        if not isinstance(manifest.get(key), kind):
            raise GanTheoryError(f"{path} lacks a proper {key!r}; record the run again")
    if manifest["sha256"].get(MANIFEST_FILE) != _manifest_digest(manifest):
        raise GanTheoryError(f"{path} was altered: its own sha256 differs; record the run again")
    _schema(manifest["kind"], where=str(path))
    return manifest


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _manifest_digest(manifest: Mapping[str, Any]) -> str:
    """Hash a manifest, leaving out the place where this very digest is kept."""
    digests = {k: v for k, v in manifest["sha256"].items() if k != MANIFEST_FILE}
    text = json.dumps({**manifest, "sha256": digests}, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _schema(kind: str, where: str) -> dict[str, tuple[tuple[str, ...], str]]:
    try:
        return SCHEMAS[kind]
    except KeyError:
        known = ", ".join(SCHEMAS)
        raise GanTheoryError(f"{where}: unknown kind {kind!r}; known kinds: {known}") from None


def _check_arrays(kind: str, arrays: Mapping[str, npt.NDArray[Any]], where: str) -> None:
    """Hold arrays against the schema of `kind`.

    Raises:
        GanTheoryError: naming `where` and the first thing that is wrong.
    """
    schema = _schema(kind, where)
    if missing := [name for name in schema if name not in arrays]:
        raise GanTheoryError(f"{where}: arrays {', '.join(missing)} are missing")
    if extra := [name for name in arrays if name not in schema]:
        raise GanTheoryError(f"{where}: arrays {', '.join(extra)} are not in schema {kind!r}")
    sizes: dict[str, int] = {}
    for name, (dimensions, dtype) in schema.items():
        array = arrays[name]
        if array.dtype != np.dtype(dtype):
            raise GanTheoryError(f"{where}: {name} has type {array.dtype}, wanted {dtype}")
        wanted = tuple(sizes.get(d, -1) for d in dimensions)
        fits = array.ndim == len(dimensions) and all(
            w in (-1, size) for w, size in zip(wanted, array.shape, strict=True)
        )
        if not fits:
            symbols = ", ".join(f"{d}={sizes.get(d, '?')}" for d in dimensions)
            raise GanTheoryError(f"{where}: {name} has shape {array.shape}, wanted ({symbols})")
        sizes.update(zip(dimensions, array.shape, strict=True))
        bad = ~np.isfinite(array)
        if name in _MAY_BE_UNDEFINED:
            bad &= ~np.isnan(array)
        if np.any(bad):
            index = tuple(int(i) for i in np.argwhere(bad)[0])
            raise GanTheoryError(f"{where}: {name} is {array[index]} at {index}, not a number")
    if sizes["T"] < 1 or sizes.get("X", 2) < 2:
        raise GanTheoryError(f"{where}: needs at least one frame and two grid points")
    for name in ("x", "y", "grid_theta", "grid_psi"):
        if name in arrays and not np.all(np.diff(arrays[name]) > 0):
            raise GanTheoryError(f"{where}: the grid {name} does not increase")
    for name in ("g_updates", "d_updates"):
        if name in arrays and np.any(np.diff(arrays[name], prepend=np.int64(0)) < 0):
            raise GanTheoryError(f"{where}: {name} counts backwards")
    for name in ("phase", "p_g_exact"):
        if name in arrays and not np.all(np.isin(arrays[name], (0, 1))):
            raise GanTheoryError(f"{where}: {name} has values other than 0 and 1")
