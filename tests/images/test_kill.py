"""kill -9 at any moment: what is on disk is whole, and a run goes on to the same bits.

Moments: every file operation of writing a checkpoint, one by one, and the middle of each of its
two writes; then five lives of one training run, three killed at a random file operation and two
by the clock.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
MOMENTS = ["operation", "clock", "operation", "clock", "operation"]
SEED = 20140610


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """The folder of the lives, and what is known of them."""
    folder = tmp_path_factory.mktemp("lives")
    words = [str(TESTS / "killed_lives.py"), str(folder), json.dumps(MOMENTS), str(SEED)]
    answer = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, timeout=300, cwd=TESTS.parent
    )
    assert answer.returncode == 0, answer.stderr[-3000:]
    return folder, json.loads(answer.stdout.splitlines()[-1])


def test_a_checkpoint_is_the_old_or_the_new_one_wherever_its_writing_is_killed(killed):
    found = killed[1]["writes"]
    assert len(found) >= 17
    assert all(one["ended"] == signal.SIGKILL for one in found)
    assert all(one["whole"] for one in found)
    # in the order of the operations: first the old one, then the new one
    steps = [one["step"] for one in found[:-2]]
    assert steps == sorted(steps)
    assert set(steps) == {2, 3}
    assert [one["step"] for one in found[-2:]] == [2, 2]
    # later checkpoints are written as if nothing had been, and leave nothing behind
    files = [f"0000000{n}.{ending}" for n in (4, 5) for ending in ("json", "safetensors")]
    assert all(one["left"] == files and one["last"] == 5 for one in found)


def test_a_run_killed_again_and_again_ends_in_the_same_bits(killed):
    folder, found = killed
    assert [life["ended"] for life in found["lives"]] == [signal.SIGKILL] * len(MOMENTS)
    epochs = [life["epoch"] for life in found["lives"]]
    assert epochs == sorted(epochs)
    assert 0 < epochs[-1] < 36, "the run ended before it could be killed"
    assert found["end"] == 0
    whole, resumed = folder / "whole", folder / "killed"
    results = [json.loads((place / "result.json").read_text()) for place in (whole, resumed)]
    for name in ("state_sha256", "parzen", "best", "epochs", "scored_epoch"):
        assert results[0][name] == results[1][name], name
    timeless = [
        [
            {name: entry[name] for name in entry if not name.startswith(("seconds", "steps_per"))}
            for entry in result["metrics"]
        ]
        for result in results
    ]
    assert [entry["epoch"] for entry in timeless[0]] == list(range(1, 37))
    assert timeless[0] == timeless[1]
    for name in ("samples.npy", "best/best.json"):
        assert (whole / name).read_bytes() == (resumed / name).read_bytes()
