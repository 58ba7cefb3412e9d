"""Image runs on disk: extended, stopped by NaN, never written over. Killing: see test_kill.py."""

import dataclasses
import json
from functools import partial

import numpy as np
import pytest
from small_images import mnist_or_small, models_built_once

import gantheory.images.run as image_run_module
from gantheory.checkpoint import read_checkpoint
from gantheory.datasets import load_images
from gantheory.errors import GanTheoryError
from gantheory.images.config import ImageConfig
from gantheory.images.lives import begin_life, read_lives
from gantheory.images.run import read_metrics, run_images
from gantheory.parzen.estimator import parzen_score

TINY = ImageConfig(
    epochs=40,
    train_images=200,
    batch=50,
    noise=5,
    generator_hidden=(16,),
    discriminator_hidden=(8,),
    discriminator_pieces=2,
    sheet_every=0,
    parzen_every=0,
    parzen_samples=30,
)


@pytest.fixture(scope="module", autouse=True)
def _models_are_compiled_once():
    with models_built_once():
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """MNIST, or small files like it, and the directory that it is in."""
    folder = tmp_path_factory.mktemp("data")
    image_set, directory = mnist_or_small(folder)
    return image_set, load_images(image_set, directory), folder


@pytest.fixture(scope="module")
def finished(data, tmp_path_factory):
    """A run that nothing interrupted: its folder and its result."""
    out = tmp_path_factory.mktemp("run") / "whole"
    image_set, images, _ = data
    return out, run_images(TINY, image_set, images, out)


def test_the_result_can_be_checked_from_what_lies_beside_it(data, finished):
    image_set, images, _ = data
    out, result = finished
    assert json.loads((out / "result.json").read_text()) == json.loads(json.dumps(result))
    samples = np.load(out / "samples.npy", allow_pickle=False)
    assert samples.shape == (30, image_set.dimension)
    again = parzen_score(
        samples, images.validation.images[:1000] / 255.0, images.test.images / 255.0
    )
    assert again.mean == pytest.approx(result["parzen"]["mean"], abs=1e-9)
    assert again.sigma == result["parzen"]["sigma"]
    assert result["parzen"]["test"]["n_points"] == len(images.test)
    assert result["config"]["generator_hidden"] == [16]
    assert result["data"][image_set.files[0].name] == image_set.files[0].sha256
    assert result["versions"]["jax"]
    assert (out / "sheets" / "epoch-0040.png").stat().st_size > 1000
    last = result["metrics"][-1]
    assert last["iteration"] == TINY.epochs * 4
    # V = E log D(x) + E log(1 - D(G(z))) lies below its bound by Jensen's inequality
    assert last["value"] <= np.log(last["d_real"]) + np.log(1 - last["d_fake"]) + 1e-6


def test_a_finished_run_may_be_extended_and_is_measured_on_the_way(data, tmp_path):
    image_set, images, _ = data
    short = dataclasses.replace(TINY, epochs=1)
    longer = dataclasses.replace(TINY, epochs=3, sheet_every=2, parzen_every=2)
    run_images(short, image_set, images, tmp_path)
    result = run_images(longer, image_set, images, tmp_path, resume=True)
    assert [entry["epoch"] for entry in result["metrics"]] == [1, 2, 3]
    assert result["metrics"][1]["parzen"]["n_samples"] == 30
    assert sorted(p.name for p in (tmp_path / "sheets").iterdir()) == [
        f"epoch-{n:04d}.png" for n in (1, 2, 3)
    ]
    again = run_images(longer, image_set, images, tmp_path, resume=True)  # nothing left to train
    assert again["state_sha256"] == result["state_sha256"]


def test_a_resumed_run_says_which_code_trained_which_epochs(data, tmp_path, monkeypatch):
    image_set, images, _ = data
    revisions = iter("abcde")
    monkeypatch.setattr(
        image_run_module, "git_state", lambda: {"revision": next(revisions), "dirty": False}
    )

    def life(epochs, resume=True, **change):
        config = dataclasses.replace(TINY, epochs=epochs, **change)
        return run_images(config, image_set, images, tmp_path, resume=resume)

    def told(result):
        return [(life["first_epoch"], life["git"]["revision"]) for life in result["lives"]]

    first = life(1, resume=False)
    assert told(first) == [(1, "a")]
    second = life(3)
    assert told(second) == [(1, "a"), (2, "b")]
    assert second["lives"][1]["versions"] == second["versions"]
    # with nothing left to train, the result stays what it is and whose it is
    before = (tmp_path / "result.json").read_bytes()
    assert life(3) == json.loads(before)
    assert (tmp_path / "result.json").read_bytes() == before
    older = {name: value for name, value in second.items() if name not in ("epochs", "lives")}
    (tmp_path / "result.json").write_text(json.dumps(older))
    assert life(3)["epochs"] == 3
    # a run from before lives were recorded: nothing is said of its epochs
    (tmp_path / "lives.json").unlink()
    assert told(life(4)) == [(1, None), (4, "e")]


def test_a_life_that_came_to_no_checkpoint_trained_nothing(tmp_path):
    made = {"gantheory_version": "1", "git": {"revision": "a", "dirty": False}, "versions": {}}
    lives = begin_life(tmp_path, [], 1, made)
    begin_life(tmp_path, lives, 5, made)
    assert [life["first_epoch"] for life in read_lives(tmp_path, 4)] == [1]
    assert [life["first_epoch"] for life in read_lives(tmp_path, 5)] == [1, 5]
    assert read_lives(tmp_path, 0) == []
    (tmp_path / "lives.json").write_text('[{"first"')
    with pytest.raises(GanTheoryError, match="damaged"):
        read_lives(tmp_path, 4)


def test_a_run_is_not_gone_on_with_on_other_images(data, tmp_path):
    image_set, images, _ = data
    short = dataclasses.replace(TINY, epochs=1)
    run_images(short, image_set, images, tmp_path)
    name = image_set.files[0].name
    other = dataclasses.replace(images, checksums={**images.checksums, name: "0" * 64})
    config = (tmp_path / "config.json").read_bytes()
    resume = partial(run_images, dataclasses.replace(TINY, epochs=2), image_set, out=tmp_path)
    with pytest.raises(GanTheoryError, match=f"trained on other images: {name} had"):
        resume(images=other, resume=True)
    assert (tmp_path / "config.json").read_bytes() == config
    (tmp_path / "data.json").write_text("[]")
    with pytest.raises(GanTheoryError, match=r"data\.json is damaged .*; delete it to go on"):
        resume(images=images, resume=True)
    # an older version kept no data.json: what its result says is all that is known
    (tmp_path / "data.json").unlink()
    with pytest.raises(GanTheoryError, match="trained on other images"):
        resume(images=other, resume=True)
    (tmp_path / "result.json").unlink()
    assert resume(images=images, resume=True)["epochs"] == 2
    assert not (tmp_path / "data.json").exists()


def test_nan_stops_at_its_step_and_keeps_the_last_good_checkpoint(data, tmp_path, monkeypatch):
    image_set, images, _ = data
    config = dataclasses.replace(TINY, epochs=4)
    real_build = image_run_module.build_model

    def build(*args):
        model = real_build(*args)

        def epoch(state, pixels, number, seen):
            state, infos = model.epoch(state, pixels, number, seen)
            if number == 3:  # V breaks in the third step of the third epoch
                infos.value[2:] = np.nan
            return state, infos

        return dataclasses.replace(model, epoch=epoch)

    monkeypatch.setattr(image_run_module, "build_model", build)
    with pytest.raises(GanTheoryError, match=r"step 11 \(epoch 3\).*checkpoint of epoch 2 is kept"):
        run_images(config, image_set, images, tmp_path)
    checkpoint = read_checkpoint(tmp_path / "checkpoints")
    assert checkpoint.step == 2
    assert all(np.isfinite(array).all() for array in checkpoint.arrays.values())
    assert [entry["epoch"] for entry in read_metrics(tmp_path)] == [1, 2]


def test_a_rate_that_is_far_too_high_is_called_divergence(data, tmp_path):
    image_set, images, _ = data
    config = dataclasses.replace(TINY, learning_rate=1e38)
    with pytest.raises(GanTheoryError, match=r"diverged at step \d \(epoch 1\).*no checkpoint"):
        run_images(config, image_set, images, tmp_path)


def test_a_run_is_not_written_over_nor_resumed_as_another(data, finished, tmp_path):
    image_set, images, _ = data
    out, _ = finished
    with pytest.raises(GanTheoryError, match="already holds a run"):
        run_images(TINY, image_set, images, out)
    with pytest.raises(GanTheoryError, match="--seed was 0, not 1"):
        run_images(dataclasses.replace(TINY, seed=1), image_set, images, out, resume=True)
    # scores of other numbers of samples do not compare, and the best epoch is chosen by them
    with pytest.raises(GanTheoryError, match="--parzen-samples was 30, not 20"):
        run_images(
            dataclasses.replace(TINY, parzen_samples=20), image_set, images, out, resume=True
        )
    with pytest.raises(GanTheoryError, match="no run to resume"):
        run_images(TINY, image_set, images, tmp_path / "empty", resume=True)
    for text in ("{", "[]", "3"):
        (tmp_path / "config.json").write_text(text)
        with pytest.raises(GanTheoryError, match="damaged"):
            run_images(TINY, image_set, images, tmp_path, resume=True)
        assert (tmp_path / "config.json").read_text() == text


@pytest.mark.parametrize("line", [b'{"epo', b"\xff\xfe", b"[]", b"{}", b'{"epoch": null}'])
def test_metrics_damaged_in_the_middle_are_refused(tmp_path, line):
    (tmp_path / "metrics.jsonl").write_bytes(b'{"epoch": 1}\n' + line)
    assert read_metrics(tmp_path) == [{"epoch": 1}]  # the last may be cut short
    (tmp_path / "metrics.jsonl").write_bytes(b'{"epoch": 1}\n' + line + b'\n{"epoch": 3}\n')
    with pytest.raises(GanTheoryError, match="line 2"):
        read_metrics(tmp_path)
