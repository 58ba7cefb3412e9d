"""A recording comes back exactly as it was written, or not at all."""

import hashlib
import io
import json
from dataclasses import dataclass

import numpy as np
import pytest

from gantheory.errors import GanTheoryError
from gantheory.recording import (
    SCHEMAS,
    _manifest_digest,
    read_recording,
    write_recording,
)


@dataclass(frozen=True)
class Config:
    target: str = "gaussian"
    sizes: tuple[int, ...] = (8, 8)


def some_arrays(frames=3, points=5, arrows=4):
    sizes = {"T": frames, "X": points, "Z": arrows}
    rng = np.random.default_rng(0)
    arrays = {}
    for name, (dimensions, dtype) in SCHEMAS["mixture_1d"].items():
        shape = tuple(sizes[d] for d in dimensions)
        arrays[name] = rng.uniform(0, 1, shape).astype(dtype)
    arrays["x"] = np.linspace(-1, 1, points)
    arrays["g_updates"] = np.arange(frames)
    arrays["d_updates"] = 2 * np.arange(frames)
    return arrays


@pytest.fixture
def run(tmp_path):
    return write_recording(tmp_path / "run", "mixture_1d", Config(), 7, some_arrays(), note="hi")


def edit_manifest(run, change, rehash=True):
    path = run / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    if rehash:
        manifest["sha256"]["manifest.json"] = _manifest_digest(manifest)
    path.write_text(json.dumps(manifest))


def forge(run, **changes):
    """Replace arrays and make every digest and listing fit again."""
    with np.load(run / "arrays.npz") as archive:
        arrays = {name: archive[name] for name in archive.files}
    arrays.update(changes)
    arrays = {name: array for name, array in arrays.items() if array is not None}
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    (run / "arrays.npz").write_bytes(buffer.getvalue())

    def change(manifest):
        manifest["sha256"]["arrays.npz"] = hashlib.sha256(buffer.getvalue()).hexdigest()
        manifest["arrays"] = {
            n: {"shape": list(a.shape), "dtype": a.dtype.name} for n, a in arrays.items()
        }

    edit_manifest(run, change)


def test_comes_back_as_written(run):
    recording = read_recording(run)
    for name, array in some_arrays().items():
        np.testing.assert_array_equal(recording[name], array)
        assert recording[name].dtype == array.dtype
    assert recording.config == {"target": "gaussian", "sizes": [8, 8]}
    assert recording.manifest["seed"] == 7
    assert recording.manifest["note"] == "hi"
    assert recording.frames == 3
    digest = hashlib.sha256((run / "arrays.npz").read_bytes()).hexdigest()
    assert recording.sha256 == digest[:12]
    assert set(recording.manifest["versions"]) >= {"python", "numpy", "jax"}


def test_arrays_are_read_only(run):
    with pytest.raises(ValueError, match="read-only"):
        read_recording(run)["value"][0] = 0.0


def test_same_arrays_have_the_same_name(tmp_path):
    names = set()
    for folder in ("a", "b"):
        write_recording(tmp_path / folder, "mixture_1d", {}, 0, some_arrays())
        names.add(read_recording(tmp_path / folder).sha256)
    assert len(names) == 1


def test_unknown_array_name_is_explained(run):
    with pytest.raises(GanTheoryError, match="no array 'loss'"):
        read_recording(run)["loss"]


@pytest.mark.parametrize("where", ["start", "middle", "end"])
def test_one_altered_byte_is_refused(run, where):
    path = run / "arrays.npz"
    data = bytearray(path.read_bytes())
    data[{"start": 0, "middle": len(data) // 2, "end": -1}[where]] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(GanTheoryError, match="altered or cut short"):
        read_recording(run)


def test_truncated_arrays_are_refused(run):
    path = run / "arrays.npz"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(GanTheoryError, match="altered or cut short"):
        read_recording(run)


def test_truncated_arrays_with_a_fitting_digest_are_refused(run):
    path = run / "arrays.npz"
    data = path.read_bytes()[:-100]
    path.write_bytes(data)
    edit_manifest(
        run, lambda m: m["sha256"].update({"arrays.npz": hashlib.sha256(data).hexdigest()})
    )
    with pytest.raises(GanTheoryError, match="not an archive"):
        read_recording(run)


def test_pickled_arrays_are_never_loaded(run):
    forge(run, value=np.array([{}, {}, {}], dtype=object))
    with pytest.raises(GanTheoryError, match="not an archive of plain arrays"):
        read_recording(run)


@pytest.mark.parametrize("name", ["arrays.npz", "manifest.json"])
def test_missing_file_is_refused(run, name):
    (run / name).unlink()
    with pytest.raises(GanTheoryError, match=name.replace(".", r"\.")):
        read_recording(run)


def test_missing_folder_is_refused(tmp_path):
    with pytest.raises(GanTheoryError, match="not a recording"):
        read_recording(tmp_path / "nowhere")


def test_file_in_place_of_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(GanTheoryError, match="not a recording"):
        read_recording(tmp_path / "file")


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", '"run"', '{"schema_version": NaN}', "[" * 100_000]
)
def test_broken_manifest_is_refused(run, text):
    (run / "manifest.json").write_text(text)
    with pytest.raises(GanTheoryError, match="JSON"):
        read_recording(run)


def test_manifest_that_is_not_text_is_refused(run):
    (run / "manifest.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GanTheoryError, match="not text"):
        read_recording(run)


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_other_schema_version_is_refused(run, version):
    edit_manifest(run, lambda m: m.update(schema_version=version))
    with pytest.raises(GanTheoryError, match="schema version"):
        read_recording(run)


def test_unknown_kind_is_refused(run):
    edit_manifest(run, lambda m: m.update(kind="mixture_9d"))
    with pytest.raises(GanTheoryError, match="unknown kind 'mixture_9d'"):
        read_recording(run)


@pytest.mark.parametrize("key", ["config", "seed", "git", "sha256", "arrays", "created"])
def test_manifest_without_an_entry_is_refused(run, key):
    edit_manifest(run, lambda m: m.pop(key), rehash=False)
    with pytest.raises(GanTheoryError, match=key):
        read_recording(run)


def test_altered_manifest_is_refused(run):
    edit_manifest(run, lambda m: m["config"].update(target="bimodal"), rehash=False)
    with pytest.raises(GanTheoryError, match="altered"):
        read_recording(run)


def test_listing_that_does_not_fit_is_refused(run):
    edit_manifest(run, lambda m: m["arrays"]["value"].update(shape=[4]))
    with pytest.raises(GanTheoryError, match="other arrays"):
        read_recording(run)


WRONG = {
    "wrong length": ({"value": np.zeros(4)}, "value has shape"),
    "wrong rank": ({"p_g": np.zeros(5)}, "p_g has shape"),
    "wrong type": ({"jsd": np.zeros(3, dtype=np.float32)}, "jsd has type"),
    "missing": ({"jsd": None}, "jsd are missing"),
    "extra": ({"loss": np.zeros(3)}, "loss are not in schema"),
    "nan": ({"criterion": np.array([0.0, np.nan, 0.0])}, r"criterion is nan at \(1,\)"),
    "inf": ({"p_data": np.array([0, 0, np.inf, 0, 0])}, r"p_data is inf at \(2,\)"),
    "grid": ({"x": np.zeros(5)}, "does not increase"),
    "count": ({"g_updates": np.array([2, 1, 3])}, "g_updates counts backwards"),
    "negative": ({"d_updates": np.array([-1, 1, 3])}, "d_updates counts backwards"),
    "phase": ({"phase": np.array([0, 2, 1], dtype=np.int8)}, "phase"),
}


@pytest.mark.parametrize(("changes", "complaint"), WRONG.values(), ids=WRONG)
def test_wrong_arrays_are_neither_written_nor_read(run, tmp_path, changes, complaint):
    arrays = {k: v for k, v in (some_arrays() | changes).items() if v is not None}
    with pytest.raises(GanTheoryError, match=complaint):
        write_recording(tmp_path / "new", "mixture_1d", {}, 0, arrays)
    assert not (tmp_path / "new").exists()
    forge(run, **changes)
    with pytest.raises(GanTheoryError, match=complaint):
        read_recording(run)


def test_empty_recording_is_refused(tmp_path):
    with pytest.raises(GanTheoryError, match="at least one frame"):
        write_recording(tmp_path / "r", "mixture_1d", {}, 0, some_arrays(frames=0))


def test_notes_must_be_json_and_not_reserved(tmp_path):
    with pytest.raises(GanTheoryError, match="JSON"):
        write_recording(tmp_path / "r", "mixture_1d", {}, 0, some_arrays(), note=float("nan"))
    with pytest.raises(GanTheoryError, match="JSON"):
        write_recording(tmp_path / "r", "mixture_1d", {}, 0, some_arrays(), note={1, 2})
    with pytest.raises(GanTheoryError, match="git are not for notes"):
        write_recording(tmp_path / "r", "mixture_1d", {}, 0, some_arrays(), git={})


def test_failed_rewrite_keeps_the_old_recording(run, monkeypatch):
    before = read_recording(run)

    def no_space(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gantheory.recording.write_json", no_space)
    with pytest.raises(OSError, match="No space"):
        write_recording(run, "mixture_1d", {}, 1, some_arrays(frames=4))
    after = read_recording(run)
    assert after.manifest == before.manifest
    assert sorted(p.name for p in run.iterdir()) == ["arrays.npz", "manifest.json"]
