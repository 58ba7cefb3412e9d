"""The paper's configurations for colour images and faces, at reduced width, train on a CPU."""

import dataclasses
import json
import math
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from small_images import models_built_once, write_small_cifar10, write_small_faces

from gantheory.checkpoint import checkpoint_steps, read_checkpoint
from gantheory.datasets import load_images
from gantheory.errors import GanTheoryError
from gantheory.images.best import Best, has_stalled, read_best
from gantheory.images.model import build_model
from gantheory.images.paper_configs import PAPER_CONFIGS
from gantheory.images.run import read_metrics, run_images
from gantheory.parzen.estimator import parzen_score
from gantheory.parzen.folds import score_on_set, validation_score

#: the convolutional configuration with few channels and units, the same layers and sizes
CONVOLUTIONAL = dataclasses.replace(
    PAPER_CONFIGS["cifar10_convolutional"].config,
    batch=2,
    train_images=40,
    learning_rate=0.01,  # and larger weights: signals are weak where there are few units
    discriminator_range=0.2,
    generator_hidden=(12, 200),
    generator_deconvolution=(2, 10, 5, 3),
    discriminator_convolutions=((2, 2, 8, 4, 4, 2), (2, 2, 8, 3, 4, 2), (4, 2, 5, 3, 2, 2)),
    discriminator_hidden=(8,),
)
FACES = dataclasses.replace(
    PAPER_CONFIGS["faces48_pretrain"].config,
    epochs=10,
    batch=10,
    generator_hidden=(12, 16),
    generator_output_nonzero=4,
    discriminator_hidden=(8, 8),
    discriminator_pieces=2,
    parzen_samples=40,
    sheet_every=0,
    parzen_every=3,
    stop_after=9,
)


def norms(params):
    return np.concatenate([np.linalg.norm(layer["weight"], axis=0) for layer in params])


def test_the_convolutional_configuration_trains_for_hundreds_of_steps(tmp_path):
    image_set = write_small_cifar10(tmp_path)
    train = load_images(image_set, tmp_path).train.images[:40]
    model = build_model(CONVOLUTIONAL, train, image_set.image_shape)
    state, seen = model.init(), []
    for number in range(1, 11):
        state, infos = model.epoch(state, jnp.asarray(train), number)
        seen.append(infos)
    assert int(state.iteration) == 200
    assert model.chunk._cache_size() == 1
    assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(state))
    # D learns to tell data from samples: V goes up from about -log 4 towards 0
    assert seen[-1].value.mean() > seen[0].value[:5].mean() + 0.3
    assert seen[-1].d_real.mean() > seen[-1].d_fake.mean() + 0.2
    samples = model.sample(state, jax.random.key(0), 5)
    assert samples.shape == (5, 3072)
    assert samples.min() < 0 < samples.max()  # contrast scale: linear output, no sigmoid


@pytest.fixture(scope="module", autouse=True)
def _models_are_compiled_once():
    with models_built_once():
        yield


@pytest.fixture(scope="module")
def faces(tmp_path_factory):
    """A set of ovals in TFD's layout, and a first stage trained on it."""
    folder = tmp_path_factory.mktemp("faces")
    image_set = write_small_faces(folder, "faces48")
    images = load_images(image_set, folder)
    return image_set, images, folder / "run", run_images(FACES, image_set, images, folder / "run")


def test_the_first_stage_is_held_to_the_limit_and_scored_over_five_folds(faces):
    _, images, out, result = faces
    steps = read_checkpoint(out / "checkpoints").arrays[".iteration"]
    assert steps == 24 * result["epochs"]
    state = read_checkpoint(out / "checkpoints").arrays
    for name, array in state.items():
        if name.endswith("['weight']") and "optimizer" not in name:
            assert np.linalg.norm(array, axis=0).max() <= 1.9365 * (1 + 1e-5), name
    # the sparse layer starts with norms of about 2: some of them above the limit
    assert norms(jax.device_get(build_model(FACES, images.train.images).init().generator)).max() > 2
    samples = np.load(out / "samples.npy", allow_pickle=False)
    folds = [
        parzen_score(samples, fold.validation.images / 255.0, fold.test.images / 255.0)
        for fold in images.folds
    ]
    means = [fold.mean for fold in folds]
    parzen = result["parzen"]
    assert parzen["mean"] == pytest.approx(np.mean(means), abs=1e-9)
    assert parzen["standard_error"] == pytest.approx(np.std(means, ddof=1) / math.sqrt(5))
    assert [fold["sigma"] for fold in parzen["folds"]] == [fold.sigma for fold in folds]
    assert "TFD" not in json.dumps(result)
    assert "tfd" not in json.dumps(result)


def test_the_best_checkpoint_is_kept_and_is_the_one_that_is_scored(faces):
    _, images, out, result = faces
    best = read_best(out)
    assert result["best"] == {"epoch": best.epoch, "validation": best.validation}
    assert result["scored_epoch"] == best.epoch in checkpoint_steps(out / "best")
    scored = [entry for entry in read_metrics(out) if "parzen" in entry]
    along_the_way = {
        entry["epoch"]: np.mean(
            [max(fold["validation"]["means"]) for fold in entry["parzen"]["folds"]]
        )
        for entry in scored
    }
    assert all(value <= best.validation + 1e-9 for value in along_the_way.values())
    samples = np.load(out / "samples.npy", allow_pickle=False)
    again = validation_score(score_on_set(samples, images))
    assert again == pytest.approx(best.validation, abs=1e-9)


def test_training_stops_when_the_validation_score_has_not_risen(faces, tmp_path, monkeypatch):
    image_set, images, _, _ = faces
    scores = iter([5.0, 9.0, 7.0, 9.0, 8.0, 8.0, 8.0])
    monkeypatch.setattr("gantheory.images.run.validation_score", lambda score: next(scores))
    config = dataclasses.replace(FACES, epochs=30, parzen_every=2, stop_after=4)
    result = run_images(config, image_set, images, tmp_path / "run")
    # scored at 2, 4 (best), 6 and 8; 8 is 4 epochs after 4
    assert (result["epochs"], result["scored_epoch"]) == (8, 4)
    assert read_best(tmp_path / "run") == Best(4, 9.0)
    assert [entry["epoch"] for entry in read_metrics(tmp_path / "run")] == list(range(1, 9))
    assert has_stalled(Best(4, 9.0), 8, 4)
    assert not has_stalled(Best(4, 9.0), 7, 4)
    assert not has_stalled(Best(4, 9.0), 700, 0)
    assert not has_stalled(None, 700, 4)
    # resuming does not train on
    scores = iter([8.0])
    monkeypatch.setattr("gantheory.images.run.validation_score", lambda score: next(scores))
    again = run_images(config, image_set, images, tmp_path / "run", resume=True)
    assert (again["epochs"], again["state_sha256"]) == (8, result["state_sha256"])


SECOND = dataclasses.replace(
    FACES,
    experiment="faces48_train",
    epochs=1,
    generator_hidden=(10, 100, 12, 16),
    pretrained_layers=3,
    parzen_every=0,
    stop_after=0,
)


def test_the_second_stage_starts_from_the_layers_of_the_first(faces, tmp_path):
    image_set, images, first, _ = faces
    config = dataclasses.replace(SECOND, learning_rate=0.0, learning_rate_floor=0.0)
    out = tmp_path / "second"
    result = run_images(config, image_set, images, out, pretrained=first)
    before = read_checkpoint(first / "checkpoints").arrays
    after = read_checkpoint(out / "checkpoints").arrays
    for layer in range(3):
        for name in ("weight", "bias"):
            # nothing was learned, but the norms are limited: to rounding, as before
            old, new = (
                arrays[f".generator[{number}]['{name}']"]
                for arrays, number in ((before, layer), (after, layer + 2))
            )
            np.testing.assert_allclose(new, old, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(after[".generator[1]['bias']"], -2.0)
    old, new = (arrays[".discriminator[0]['weight']"] for arrays in (before, after))
    assert (old != new).any()
    assert result["pretrained"]["experiment"] == "faces48_pretrain"
    # FACES is small and quick where the paper's configuration is not
    assert {"batch 10", "generator_hidden (12, 16)"} <= set(result["pretrained"]["departures"])
    assert result["pretrained"]["epoch"] == read_checkpoint(first / "checkpoints").step
    # what is resumed has its layers already
    longer = dataclasses.replace(config, epochs=2)
    assert run_images(longer, image_set, images, out, resume=True)["pretrained"]


def test_a_first_stage_that_does_not_fit_is_refused(faces, tmp_path):
    image_set, images, first, _ = faces
    start = partial(run_images, image_set=image_set, images=images, out=tmp_path / "out")
    with pytest.raises(GanTheoryError, match="--pretrained"):
        start(SECOND)
    with pytest.raises(GanTheoryError, match="no checkpoint; check the path given with --pre"):
        start(SECOND, pretrained=tmp_path)
    with pytest.raises(GanTheoryError, match="was on faces48"):
        start(dataclasses.replace(SECOND, dataset="mnist"), pretrained=first)
    elsewhere = dataclasses.replace(images, checksums={"ovals.mat": "0" * 64})
    with pytest.raises(GanTheoryError, match="trained on other images"):
        start(SECOND, images=elsewhere, pretrained=first)
    other = dataclasses.replace(SECOND, generator_hidden=(10, 100, 13, 16))
    with pytest.raises(GanTheoryError, match="does not fit"):
        start(other, pretrained=first)
    with pytest.raises(GanTheoryError, match="does not fit"):
        start(dataclasses.replace(SECOND, generator_activations=("relu",)), pretrained=first)
    assert not (tmp_path / "out").exists()
