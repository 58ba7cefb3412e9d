"""A sweep's rows depend on the configuration and nothing else; it survives kill -9."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jax
import numpy as np
import pytest
from small_sweep import PART, SMALL

from gantheory.audit.report import audit_recording
from gantheory.errors import GanTheoryError
from gantheory.figures.sweep import write_sweep_figure
from gantheory.recording import read_recording
from gantheory.sweep.model import build_model
from gantheory.sweep.records import read_rows, read_summary
from gantheory.sweep.replay import record_seeds
from gantheory.sweep.run import run_sweep
from gantheory.targets import find_target

CHILD = Path(__file__).with_name("child_sweep.py")


def child(*words):
    """Start a sweep in a process of its own, on one device."""
    command = [sys.executable, str(CHILD), *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder of the sweep, run in one go on all devices of this process (two, in tests)."""
    out = tmp_path_factory.mktemp("sweep") / "whole"
    WATCHED.clear()
    run_sweep(SMALL, out, watch=watch)
    return out


#: what the watcher of that sweep was shown
WATCHED = []


def watch(seeds, iteration, history, samples):
    WATCHED.append((list(seeds), iteration, history.done, samples.shape))


def test_who_watches_a_sweep_is_shown_every_measurement(whole):
    del whole
    everyone = list(range(10))
    wanted = [(everyone, at, n, (10, 32, 2)) for n, at in enumerate((0, 2, 4, 5), 1)]
    assert wanted == WATCHED


def test_a_sweep_writes_a_row_per_seed_and_a_summary_of_them(whole):
    rows = read_rows(whole)
    assert [row["seed"] for row in rows] == list(range(10))
    assert all(row["status"] == "finished" and row["samples"] == 32 for row in rows)
    summary = json.loads((whole / "summary.json").read_text())
    assert summary["finished"] == summary["seeds"] == 10
    found = summary["measures"]["modes_captured"]
    assert found["mean"] == np.mean([row["modes_captured"] for row in rows])
    assert found["interval"][0] <= found["mean"] <= found["interval"][1]
    assert summary["config"]["iterations"] == 5
    assert summary["versions"]["jax"] == jax.__version__
    with np.load(whole / "curves.npz", allow_pickle=False) as curves:
        assert curves["iteration"].tolist() == [0, 2, 4, 5]
        assert curves["mode_counts"].shape == (10, 4, 8)
        ends = curves["modes_captured"][:, -1].tolist()
        measured = np.isfinite(curves["jsd"])
        distance = curves["discriminator_distance"][:, -1].tolist()
    assert ends == [row["modes_captured"] for row in rows]
    # deep looks: at the third frame and at the last, for every seed
    assert measured.tolist() == [[False, False, True, True]] * 10
    assert distance == [row["discriminator_distance"] for row in rows]
    assert all(row["jsd_lower"] >= 0 and 0 < row["jsd"] <= np.log(2) for row in rows)
    assert all(0 < row["discriminator_distance"] < 1 for row in rows)
    assert "estimated from the samples" in summary["methods"]["jsd"]
    alive = np.mean([row["mode_alive"] for row in rows], axis=0)
    assert [entry["alive"] for entry in summary["survival"]] == pytest.approx(alive.tolist())
    assert len(summary["survival"]) == 8
    write_sweep_figure(whole, whole / "sweep.png")


def test_killed_resumed_in_parts_and_on_other_devices_the_rows_are_the_same(whole, tmp_path):
    """Killed after its second checkpoint on one device; here two devices go on with it."""
    out = tmp_path / "killed"
    process = child(out, 2)
    said, _ = process.communicate(timeout=240)
    assert process.returncode == -signal.SIGKILL, said
    assert not (out / "rows.jsonl").exists()
    assert len(list((out / "parts" / "00000" / "running").glob("*.json"))) == 2
    summary = run_sweep(SMALL, out, resume=True)
    assert summary["platform"]["seeds_at_once"] == PART
    assert (out / "rows.jsonl").read_bytes() == (whole / "rows.jsonl").read_bytes()
    # two parts, four stretches of training each: traced once; the first part was not started here
    assert summary["platform"]["traces"] == {"start": 1, "train": 1, "look": 1}


#: GiB for each of two processes
UNLIKE = (0.001, 0.00025)


def test_two_processes_give_the_same_rows(whole, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        coordinator = f"127.0.0.1:{free.getsockname()[1]}"
    out = tmp_path / "two"
    # each plans by the memory that it may use, and these two have room for 5 seeds at once and
    # for 4: both must cut the sweep alike, or seeds are lost between parts
    both = [child(out, -1, coordinator, number, memory) for number, memory in enumerate(UNLIKE)]
    try:
        said = [process.communicate(timeout=240)[0] for process in both]
    finally:
        for process in both:
            process.kill()
    assert [process.returncode for process in both] == [0, 0], said
    assert json.loads((out / "config.json").read_text())["seeds_at_once"] == 4
    assert (out / "rows.jsonl").read_bytes() == (whole / "rows.jsonl").read_bytes()
    assert json.loads((out / "summary.json").read_text())["platform"]["processes"] == 2


def test_a_replay_ends_where_its_row_says(whole):
    (folder,) = record_seeds(SMALL, [7], whole, every=1)
    recording = read_recording(folder)
    assert recording["g_updates"].tolist() == [0, 1, 2, 3, 4, 5]
    assert recording["samples"].shape == (6, 32, 2)
    row = read_rows(whole)[7]
    assert recording.manifest["sweep"] == row
    # other stretches between looks, another number of seeds: the same numbers
    assert recording["mode_counts"][-1].tolist() == row["mode_counts"]
    assert recording["value"][-1] == row["value"]
    report = audit_recording(recording)
    assert report.passed, report
    assert "the last frame is where the sweep's row ends" in {c.name for c in report.checks}
    # replays of before, whose conventions also name the published runs, are audited as well
    stated = recording.manifest["target"]
    older = {**stated, "convention": {**stated["convention"], "trials": 10}}
    manifest = {**recording.manifest, "target": older}
    assert audit_recording(type(recording)(manifest, recording.arrays)).passed


@pytest.fixture(scope="module")
def stepped():
    """The model on one device with groups of four, and its state after one iteration."""
    model = build_model(SMALL, find_target("ring8"), lanes=4, devices=jax.devices()[:1])
    seeds = model.spread(np.arange(4, dtype=np.uint32))
    state, points = model.start(seeds)
    state, seen = model.advance(seeds, state, points, 1)
    return model, seeds, points, jax.device_get(state), jax.device_get(seen)


def test_seeds_one_by_one_agree_with_seeds_side_by_side(stepped):
    """Up to rounding: after one step of Adam of 1e-3, 1e-6 of it per weight, 1e-5 of norms."""
    *_, state, seen = stepped
    alone = build_model(SMALL, find_target("ring8"), lanes=1, devices=jax.devices()[:1])
    seeds = alone.spread(np.arange(4, dtype=np.uint32))
    other, other_seen = jax.device_get(alone.advance(seeds, *alone.start(seeds), 1))
    for a, b in zip(jax.tree.leaves(state), jax.tree.leaves(other), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(seen.samples, other_seen.samples, rtol=1e-4, atol=1e-5)


def test_a_seed_that_diverges_does_not_touch_the_others(stepped):
    model, seeds, points, state, _ = stepped
    weights = state.train.generator[0]["all"].copy()
    weights[2, 0] = np.nan
    ill = state._replace(train=state.train._replace(generator=({"all": weights},)))
    after, seen = jax.device_get(model.advance(seeds, model.spread(ill), points, 3))
    well, seen_well = jax.device_get(model.advance(seeds, model.spread(state), points, 3))
    assert after.broken.tolist() == [0, 0, 2, 0]
    assert well.broken.tolist() == [0, 0, 0, 0]
    others = [0, 1, 3]
    np.testing.assert_array_equal(seen.samples[others], seen_well.samples[others])
    assert model.traces == {"start": 1, "train": 1, "look": 1}


@pytest.mark.parametrize(
    ("change", "words", "complaint"),
    [
        ({"target": "ring9"}, {}, "ring9"),
        ({"game": "chess"}, {}, "unknown game 'chess'"),
        ({"batch": 1}, {}, "batch must be at least 2"),
        ({"generator_hidden": ()}, {}, "generator_hidden"),
        ({"label_smoothing": 0.3}, {}, "label_smoothing"),
        ({"seeds": 10**9}, {}, "more seeds than memory"),
        ({"seeds": 50_000}, {"seeds_at_once": 50_000, "memory_gb": 0.1}, "more seeds than memory"),
        ({}, {"resume": True}, "holds no sweep to resume"),
        ({}, {"seeds_at_once": -1}, "must not be negative"),
        ({}, {"memory_gb": float("nan")}, "memory-gb must be 0 or a positive number"),
        ({}, {"memory_gb": float("inf")}, "memory-gb must be 0 or a positive number"),
        ({"iterations": 3_000_000_000}, {}, "iterations must be below 2"),
        ({"schedule": "simultaneous", "k": 2}, {}, "k = 1, not 2"),
    ],
)
def test_bad_input_is_refused_at_once(tmp_path, change, words, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        run_sweep(replace(SMALL, **change), tmp_path / "out", **words)
    assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())


def test_another_sweep_in_the_folder_is_left_alone(whole):
    with pytest.raises(GanTheoryError, match="already holds a sweep"):
        run_sweep(SMALL, whole)
    with pytest.raises(GanTheoryError, match="batch was 8, now 16"):
        run_sweep(replace(SMALL, batch=16), whole, resume=True)


def test_a_finished_sweep_resumed_trains_nothing(whole, tmp_path):
    before = (whole / "rows.jsonl").read_bytes()
    # which needs no memory for training either
    summary = run_sweep(SMALL, whole, resume=True, memory_gb=1e-6)
    assert summary["platform"]["traces"] == {"start": 0, "train": 0, "look": 0}
    assert (whole / "rows.jsonl").read_bytes() == before


def test_a_sweep_that_an_older_version_began_says_so(whole, tmp_path):
    out = tmp_path / "older"
    shutil.copytree(whole, out)
    assert "older" not in read_summary(out)["methods"]
    claim = json.loads((out / "config.json").read_text())
    del claim["measures"]
    (out / "config.json").write_text(json.dumps(claim))
    for _ in range(2):  # nor is it forgotten when it is resumed once more
        said = run_sweep(SMALL, out, resume=True)["methods"]["older"]
        assert "begun by an earlier version" in said


def test_a_damaged_checkpoint_is_refused(whole, tmp_path):
    path = next((whole / "parts" / "00000" / "done").glob("*.safetensors"))
    data = path.read_bytes()
    os.truncate(path, len(data) - 1)
    try:
        with pytest.raises(GanTheoryError, match="altered or truncated"):
            run_sweep(SMALL, whole, resume=True)
    finally:
        path.write_bytes(data)
