"""A walk through z is straight, closed and recorded as the checkpoint's networks have it."""

import json
import shutil
from dataclasses import asdict
from typing import NamedTuple

import jax
import numpy as np
import pytest
from small_images import write_small_set

from gantheory.audit.report import audit_recording
from gantheory.audit.z_walks import between
from gantheory.checkpoint import save_checkpoint, state_sha256
from gantheory.errors import GanTheoryError
from gantheory.images import trained, z_walk
from gantheory.images.config import ImageConfig
from gantheory.images.model import build_discriminator, build_generator
from gantheory.recording import read_recording

CONFIG = ImageConfig(
    noise=3, generator_hidden=(6,), discriminator_hidden=(4,), discriminator_pieces=2
)
SIDE = 8


class State(NamedTuple):
    """What a checkpoint of a run has of the two players."""

    generator: object
    discriminator: object


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """An untrained run's folder with one checkpoint, and the networks with their parameters."""
    folder = tmp_path_factory.mktemp("run")
    networks = build_generator(CONFIG, SIDE**2), build_discriminator(CONFIG, SIDE**2)
    params = [network.init(jax.random.key(n)) for n, network in enumerate(networks)]
    # first weights are so small that all images would be alike
    params = jax.tree.map(lambda leaf: 40 * leaf, params)
    plain = json.loads(json.dumps(asdict(CONFIG)))
    save_checkpoint(folder / "checkpoints", 7, State(*params), plain)
    return folder, networks, params


@pytest.fixture(scope="module")
def recording(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("walk")
    small = write_small_set(folder, "mnist", SIDE)
    patch = pytest.MonkeyPatch()
    patch.setattr(trained, "image_set_named", lambda name: small)
    written = z_walk.record_walk(
        run[0], folder / "walk", seed=1, anchors=3, steps=5, data_dir=folder
    )
    patch.undo()
    return read_recording(written)


def test_the_walk_is_what_the_networks_of_the_checkpoint_say(recording, run):
    _, (generator, discriminator), (of_g, of_d) = run
    assert recording["images"].shape == (16, SIDE, SIDE)
    for frame in (0, 7, 15):
        image = generator.apply(of_g, jax.numpy.asarray(recording["z"][frame : frame + 1]))
        shown = np.asarray(image).reshape(SIDE, SIDE) * 255
        # a rounding may fall to the other side of a half
        assert np.abs(recording["images"][frame] - shown).max() <= 0.5 + 1e-3
        logit = float(discriminator.apply(of_d, image)[0, 0])
        assert recording["output"][frame] == pytest.approx(logit, rel=1e-4, abs=1e-5)
    assert len(recording["output_at_real"]) == len(recording["output_at_samples"]) == 120
    assert recording.manifest["checkpoint"]["epochs"] == 7
    assert recording.manifest["trained"] == {}


def test_it_passes_its_audit_and_a_bent_one_does_not(recording):
    assert audit_recording(recording).passed
    for name, change in (("z", 0.01), ("anchor", 1)):
        bent = dict(recording.arrays)
        bent[name] = bent[name].copy()
        bent[name][2] += change
        report = audit_recording(type(recording)(recording.manifest, bent))
        assert not report.passed


def test_a_walk_carries_the_score_of_its_own_parameters_or_none(run, tmp_path, monkeypatch):
    """A run that stopped early scores its best epoch, and its last checkpoint is another."""
    folder, _, params = run
    shutil.copytree(folder, tmp_path / "run")
    small = write_small_set(tmp_path, "mnist", SIDE)
    monkeypatch.setattr(trained, "image_set_named", lambda name: small)
    score = {"mean": 180.0, "standard_error": 2.0, "sigma": 0.2}
    result = {"git": {"revision": "abc"}, "gantheory_version": "0", "parzen": score}
    for state, carried in ((State(*params), score), (State(*reversed(params)), None)):
        result["state_sha256"] = state_sha256(state)
        (tmp_path / "run" / "result.json").write_text(json.dumps(result))
        walk = z_walk.record_walk(
            tmp_path / "run",
            tmp_path / f"walk-{bool(carried)}",
            anchors=2,
            steps=1,
            data_dir=tmp_path,
        )
        assert read_recording(walk).manifest["trained"].get("parzen") == carried


def test_between_goes_in_equal_steps_and_comes_back():
    points = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]], np.float32)
    walk = between(points, 4)
    np.testing.assert_allclose(walk[:5, 0], [0, 0.25, 0.5, 0.75, 1.0])
    np.testing.assert_allclose(walk[8:, 1], [2, 1.5, 1, 0.5, 0])
    np.testing.assert_array_equal(walk[0], walk[-1])


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"anchors": 1}, "at least 2 draws"),
        ({"steps": 0}, "in steps"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
    ],
)
def test_walks_without_length_are_refused(run, tmp_path, options, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        z_walk.record_walk(run[0], tmp_path, **options)


def test_a_folder_without_a_checkpoint_is_refused(tmp_path):
    with pytest.raises(GanTheoryError, match="no checkpoint; check the path"):
        z_walk.record_walk(tmp_path, tmp_path / "walk")


def test_the_walk_of_the_repository_is_small_and_passes():
    from gantheory.animation.runs import walk_run

    recording = walk_run()
    assert audit_recording(recording).passed
    assert recording.manifest["checkpoint"]["epochs"] == 250
    assert sum(array.nbytes for array in recording.arrays.values()) < 300_000
