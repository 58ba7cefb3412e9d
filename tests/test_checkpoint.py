"""Checkpoints: every bit comes back, damage is noticed, and a kill leaves the last one whole."""

import json
import os
import signal
import subprocess
import sys
import time
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gantheory.checkpoint import (
    checkpoint_steps,
    read_checkpoint,
    restore,
    save_checkpoint,
    state_sha256,
)
from gantheory.errors import GanTheoryError


class State(NamedTuple):
    params: tuple
    step: object


def make_state(seed=0, units=3):
    rng = np.random.default_rng(seed)
    weight = jnp.asarray(rng.normal(size=(2, units)).astype(np.float32))
    return State(({"weight": weight, "bias": jnp.zeros(units)},), jnp.int32(seed))


def test_a_state_comes_back_bit_for_bit(tmp_path):
    state = make_state(7)
    save_checkpoint(tmp_path, 3, state, {"seed": 7})
    checkpoint = read_checkpoint(tmp_path)
    back = restore(checkpoint, make_state(0))
    assert (checkpoint.step, checkpoint.config) == (3, {"seed": 7})
    assert isinstance(back, State)
    assert state_sha256(back) == state_sha256(state)
    assert back.step.dtype == jnp.int32


@settings(max_examples=40)
@given(
    hnp.arrays(
        st.sampled_from(["float32", "int32", "uint8", "bool"]),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0),
    ),
    st.booleans(),
)
def test_any_array_comes_back_with_its_nans_shape_and_order(tmp_path_factory, array, fortran):
    folder = tmp_path_factory.mktemp("any")
    state = {"a": np.array(array, order="F" if fortran else "C")}
    save_checkpoint(folder, 0, state, {})
    back = restore(read_checkpoint(folder), state)["a"]
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert np.asarray(back).tobytes() == np.ascontiguousarray(array).tobytes()


def test_the_hash_tells_states_apart():
    hashes = {state_sha256(make_state(seed)) for seed in range(5)}
    assert len(hashes) == 5
    assert state_sha256({"a": np.zeros(2, np.float32)}) != state_sha256({"a": np.zeros(2, "i4")})
    assert state_sha256({"a": np.zeros((1, 2))}) != state_sha256({"a": np.zeros((2, 1))})
    assert state_sha256({"a": np.float32(0.0)}) != state_sha256({"a": np.float32(-0.0)})


def test_the_last_two_are_kept_and_leftovers_of_killed_runs_go(tmp_path):
    (tmp_path / "notes.json").write_text("{}")  # not ours
    (tmp_path / ".00000002-abc.safetensors").write_bytes(b"half")
    (tmp_path / "00000009.safetensors").write_bytes(b"never vouched for")
    for step in range(5):
        save_checkpoint(tmp_path, step, make_state(step), {})
    assert checkpoint_steps(tmp_path) == [3, 4]
    names = {path.name for path in tmp_path.iterdir()}
    stems = ("00000003", "00000004")
    assert names == {"notes.json"} | {f"{s}{e}" for s in stems for e in (".json", ".safetensors")}
    assert int(restore(read_checkpoint(tmp_path, 3), make_state()).step) == 3


def damage_end(data):
    return data[:-3]


def damage_bit(data):
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def damage_all(data):
    return b""


@pytest.mark.parametrize("damage", [damage_end, damage_bit, damage_all])
@pytest.mark.parametrize("ending", ["json", "safetensors"])
def test_damage_is_noticed_and_the_one_before_still_serves(tmp_path, damage, ending):
    for step in (1, 2):
        save_checkpoint(tmp_path, step, make_state(step), {"a": 1})
    path = tmp_path / f"00000002.{ending}"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(GanTheoryError, match="go on from step 1"):
        read_checkpoint(tmp_path)
    (tmp_path / "00000002.json").unlink()
    assert read_checkpoint(tmp_path).step == 1


def test_an_edited_entry_and_another_schema_are_refused(tmp_path):
    path = save_checkpoint(tmp_path, 1, make_state(), {"seed": 1})
    entry = json.loads(path.read_text())
    path.write_text(json.dumps({**entry, "config": {"seed": 2}}))
    with pytest.raises(GanTheoryError, match="altered"):
        read_checkpoint(tmp_path)
    path.write_text("[]")
    with pytest.raises(GanTheoryError, match="altered"):
        read_checkpoint(tmp_path)


def test_the_advice_is_that_of_whoever_asked(tmp_path):
    with pytest.raises(GanTheoryError, match=r"no checkpoint; check the path$"):
        read_checkpoint(tmp_path, missing="check the path")
    for step in (1, 2):
        save_checkpoint(tmp_path, step, make_state(step), {})
    (tmp_path / "00000002.safetensors").write_bytes(b"")
    with pytest.raises(GanTheoryError, match=r"truncated; ask for another$"):
        read_checkpoint(tmp_path, damaged="ask for another")


def test_missing_checkpoints_are_reported(tmp_path):
    with pytest.raises(GanTheoryError, match="no checkpoint"):
        read_checkpoint(tmp_path / "nowhere")
    save_checkpoint(tmp_path, 1, make_state(), {})
    with pytest.raises(GanTheoryError, match="step 5"):
        read_checkpoint(tmp_path, 5)
    (tmp_path / "00000001.safetensors").unlink()
    with pytest.raises(GanTheoryError, match="damaged"):
        read_checkpoint(tmp_path)


@pytest.mark.parametrize(
    "like",
    [make_state(units=4), make_state()._replace(step=jnp.float32(0)), {"other": jnp.ones(1)}],
)
def test_the_state_of_another_configuration_is_refused(tmp_path, like):
    save_checkpoint(tmp_path, 1, make_state(), {})
    with pytest.raises(GanTheoryError, match="00000001"):
        restore(read_checkpoint(tmp_path), like)


SAVE_FOREVER = """
import sys
import numpy as np
from gantheory.checkpoint import save_checkpoint
step = int(sys.argv[2])
while True:
    # every array says which step it is of, in every entry
    save_checkpoint(sys.argv[1], step, {"a": np.full(300_000, step, np.float32)}, {})
    if step == int(sys.argv[2]):
        print("saving", flush=True)
    step += 1
"""


def test_a_kill_at_any_moment_leaves_a_whole_checkpoint(tmp_path):
    rng = np.random.default_rng(int.from_bytes(os.urandom(4), "little"))
    step = 0
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVE_FOREVER, str(tmp_path), str(step)], stdout=subprocess.PIPE
        )
        process.stdout.readline()
        time.sleep(rng.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        checkpoint = read_checkpoint(tmp_path)
        assert checkpoint.step >= step
        ((name, array),) = checkpoint.arrays.items()
        assert (array == checkpoint.step).all(), name
        step = checkpoint.step + 1
