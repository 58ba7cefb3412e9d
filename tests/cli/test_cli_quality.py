"""`gantheory quality`: samples beside real images, and one line for what cannot be measured."""

import json

import numpy as np
import pytest
from small_images import write_small_faces, write_small_set

from gantheory.cli import main
from gantheory.datasets import load, load_images
from gantheory.sample_quality import classifier


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A set named "small" that the command knows, its images and its directory."""
    folder = tmp_path_factory.mktemp("data")
    image_set = write_small_set(folder, side=12)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(load.IMAGE_SETS, "small", image_set)
        quick = classifier.ClassifierConfig(
            "small", channels=(4, 6), hidden=24, epochs=6, batch=25, learning_rate=5e-3
        )
        patch.setattr(classifier, "usual_config", lambda *asked: quick)
        yield load_images(image_set, folder), folder


def command(path, directory, *more, dataset="small"):
    words = ["quality", str(path), "--dataset", dataset, "--data-dir", str(directory)]
    return main([*words, "--cache", str(directory / "cache"), *more])


def test_training_images_are_seen_to_be_copies(small, capsys):
    images, directory = small
    run = directory / "run"
    run.mkdir()
    kept = images.train.images[images.train.labels != 3]
    np.save(run / "samples.npy", kept)
    result = {"state_sha256": "abc", "config": {"dataset": "small"}}
    (run / "result.json").write_text(json.dumps(result))
    assert command(run / "samples.npy", directory, "--json", str(directory / "q.json")) == 0
    out = capsys.readouterr().out
    result = json.loads((directory / "q.json").read_text())
    assert set(result) >= {"gantheory_version", "git", "versions", "state_sha256"}
    assert json.loads((run / "quality.json").read_text()) == result
    assert result["state_sha256"] == "abc"
    assert result["accuracy"] == result["classifier"]["accuracy"]
    assert f"{100 * result['accuracy']:.2f} % of the test images right" in out
    samples = result["samples"]
    assert samples["memorisation"]["training_distance"] == 0
    assert samples["memorisation"]["near_copies"] == 1
    assert sum(samples["classes"]["counts"]) == len(kept) == result["n"]
    assert samples["to_data"]["chi_square"] > 0
    assert samples["stacked"]["stacks"] == 26_000
    assert set(samples["pixels"]) == {
        "precision",
        "recall",
        "density",
        "coverage",
        "real",
        "samples",
    }
    assert "a generator of stacked MNIST" in out


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("other.npy", {"dataset": "small"}),
        ("samples.npy", {"dataset": "mnist"}),
        ("samples.npy", {"dataset": "small", "scale": "contrast"}),
        ("samples.npy", "no configuration"),
    ],
)
def test_only_a_runs_own_samples_on_its_own_images_are_measured_in_its_name(
    small, tmp_path, name, config
):
    images, directory = small
    np.save(tmp_path / name, images.train.images[:50])
    (tmp_path / "result.json").write_text(json.dumps({"state_sha256": "abc", "config": config}))
    assert command(tmp_path / name, directory, "--json", str(tmp_path / "q.json")) == 0
    assert not (tmp_path / "quality.json").exists()
    assert json.loads((tmp_path / "q.json").read_text())["state_sha256"] is None


def test_faces_have_no_classifier_and_are_measured_in_pixels(tmp_path, monkeypatch, capsys):
    image_set = write_small_faces(tmp_path)
    monkeypatch.setitem(load.IMAGE_SETS, image_set.name, image_set)
    images = load_images(image_set, tmp_path)
    np.save(tmp_path / "s.npy", images.test.images[::-1] // 2)
    arguments = ("--json", str(tmp_path / "q.json"))
    assert command(tmp_path / "s.npy", tmp_path, *arguments, dataset=image_set.name) == 0
    out = capsys.readouterr().out
    assert "no classifier" in out
    assert "coverage, pixels" in out
    assert "features" not in out
    assert json.loads((tmp_path / "q.json").read_text())["samples"]["classes"] is None


def test_a_result_that_cannot_be_written_is_printed_all_the_same(small, tmp_path, capsys):
    images, directory = small
    np.save(tmp_path / "s.npy", images.train.images[:50])
    (tmp_path / "file").write_text("")
    assert command(tmp_path / "s.npy", directory, "--json", str(tmp_path / "file" / "x.json")) == 2
    told = capsys.readouterr()
    assert "samples beside real" in told.out
    assert told.err.count("\n") == 1


def test_mistakes_are_answered_in_one_line(small, tmp_path, capsys):
    _, directory = small
    np.save(tmp_path / "few.npy", np.zeros((3, 144)))
    np.save(tmp_path / "odd.npy", np.zeros((3, 7)))
    for path, complaint in (
        (tmp_path / "few.npy", "too few"),
        (tmp_path / "odd.npy", "wanted (n, 144)"),
        (tmp_path / "none.npy", "no such file"),
    ):
        assert command(path, directory) == 2
        error = capsys.readouterr().err
        assert complaint in error
        assert error.count("\n") == 1
