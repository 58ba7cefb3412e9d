"""`gantheory parzen`: the curve and the score, and one clear line for what is no sample array."""

import json

import numpy as np
import pytest
from small_images import N_TEST, write_small_cifar10, write_small_faces, write_small_set

from gantheory.cli import main
from gantheory.datasets import load, load_images
from gantheory.images.pixel_scale import scaled
from gantheory.parzen import anchor_table
from gantheory.parzen.estimator import parzen_score


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A set named "small" that the command knows, its images and its directory."""
    image_set = write_small_set(tmp_path)
    monkeypatch.setitem(load.IMAGE_SETS, "small", image_set)
    return load_images(image_set, tmp_path), tmp_path


def command(path, directory, *more):
    return main(["parzen", str(path), "--dataset", "small", "--data-dir", str(directory), *more])


def test_the_score_is_that_of_the_library_and_the_curve_is_shown(small, capsys):
    images, directory = small
    np.save(directory / "s.npy", images.train.images)
    sigmas = ["0.3", "0.05", "0.15"]  # in any order
    assert command(directory / "s.npy", directory, "--sigmas", *sigmas) == 0
    expected = parzen_score(
        images.train.images / 255.0,
        images.validation.images / 255.0,
        images.test.images / 255.0,
        [0.05, 0.15, 0.3],
    )
    lines = capsys.readouterr().out.splitlines()
    assert [float(line.split()[0]) for line in lines[1:4]] == [0.05, 0.15, 0.3]
    assert "best on validation" in lines[1 + expected.validation.best]
    last = next(line for line in lines if line.startswith("small blobs"))
    assert f"{expected.mean:.2f} +- {expected.standard_error:.2f} nats" in last
    assert f"{len(images.train)} samples" in last
    assert f"{N_TEST} test images" in last


def test_bytes_floats_and_pictures_of_the_same_samples_score_the_same(small, capsys):
    images, directory = small
    scores = []
    for name, array in {
        "bytes": images.train.images,
        "floats": images.train.images / 255.0,
        "pictures": images.train.images.reshape(-1, 28, 28) / 255.0,
    }.items():
        np.save(directory / f"{name}.npy", array)
        out = directory / f"{name}.json"
        assert command(directory / f"{name}.npy", directory, "--json", str(out)) == 0
        scores.append(json.loads(out.read_text()))
    assert scores[0] == scores[1] == scores[2]
    assert scores[0]["dataset"] == "small"
    assert scores[0]["n_samples"] == len(images.train)


def test_anchors_are_measured_once_and_printed_beside_the_score(
    small, tmp_path, monkeypatch, capsys
):
    images, directory = small
    monkeypatch.setattr(anchor_table, "_cache_folder", lambda: tmp_path / "cache")
    few = ["k-means centroids", "random training images"]
    monkeypatch.setattr(anchor_table, "anchor_names", lambda images: few)
    np.save(directory / "s.npy", images.train.images[:50])
    assert command(directory / "s.npy", directory, "--anchors") == 0
    out = capsys.readouterr().out
    assert "-> this result" in out
    for name in few:
        assert name in out
    monkeypatch.setattr(anchor_table, "measure_anchors", None)
    assert command(directory / "s.npy", directory) == 0  # what is known stands below every result
    assert capsys.readouterr().out == out
    assert command(directory / "s.npy", directory, "--anchors", "--sigmas", "0.1") == 2
    assert "paper's grid" in capsys.readouterr().err


def test_a_sigma_at_the_edge_is_warned_of(small, capsys):
    images, directory = small
    np.save(directory / "s.npy", images.train.images)
    assert command(directory / "s.npy", directory, "--sigmas", "5", "6", "7") == 0
    assert "warning: the best sigma is at the edge" in capsys.readouterr().out


def test_faces_are_scored_over_their_folds(tmp_path, monkeypatch, capsys):
    image_set = write_small_faces(tmp_path)
    monkeypatch.setitem(load.IMAGE_SETS, image_set.name, image_set)
    images = load_images(image_set, tmp_path)
    np.save(tmp_path / "s.npy", images.train.images)
    words = ["parzen", str(tmp_path / "s.npy"), "--dataset", image_set.name]
    assert main([*words, "--data-dir", str(tmp_path), "--json", str(tmp_path / "s.json")]) == 0
    out = capsys.readouterr().out
    saved = json.loads((tmp_path / "s.json").read_text())
    means = [fold["mean"] for fold in saved["folds"]]
    error = np.std(means, ddof=1) / 5**0.5
    assert f"{np.mean(means):.2f} +- {error:.2f} nats, standard error over 5 folds" in out
    assert "TFD" not in out


def test_colour_images_are_scored_in_the_scale_of_their_networks(tmp_path, monkeypatch, capsys):
    image_set = write_small_cifar10(tmp_path, batch=20)
    monkeypatch.setitem(load.IMAGE_SETS, image_set.name, image_set)
    images = load_images(image_set, tmp_path)
    scores = []
    for name, array in {
        "bytes": images.train.images,
        "floats": scaled(images.train.images, "contrast").reshape(-1, 32, 32, 3),
    }.items():
        np.save(tmp_path / f"{name}.npy", array)
        words = [str(tmp_path / f"{name}.npy"), "--dataset", image_set.name, "--sigmas", "1", "2"]
        words += ["--data-dir", str(tmp_path), "--json", str(tmp_path / "score.json")]
        assert main(["parzen", *words, "--scale", "contrast"]) == 0
        scores.append(json.loads((tmp_path / "score.json").read_text()))
    assert scores[0] == scores[1]
    capsys.readouterr()
    assert main(["parzen", *words]) == 2
    assert "--scale contrast?" in capsys.readouterr().err
    np.save(tmp_path / "floats.npy", images.train.images / 255.0)
    assert main(["parzen", *words, "--scale", "contrast"]) == 2
    assert "leave --scale out" in capsys.readouterr().err


GOOD = np.zeros((3, 784), np.float32)


def with_nan():
    array = GOOD.copy()
    array[1, 5] = np.nan
    return array


@pytest.mark.parametrize(
    ("array", "complaint"),
    [
        (GOOD[:, :-1], "(n, 784)"),
        (GOOD.reshape(3, 28, 28)[:, :27], "(n, 784)"),
        (GOOD[0, 0], "shape ()"),
        (GOOD[:0], "shape (0, 784)"),
        (with_nan(), "NaN"),
        (np.full((3, 784), 255.0), "from 0 to 1"),
        (GOOD - 1, "from 0 to 1"),
        (GOOD.astype(complex), "complex"),
        (np.full((3, 784), "a"), "real numbers"),
    ],
)
def test_arrays_that_are_no_samples_are_refused(small, capsys, array, complaint):
    _, directory = small
    np.save(directory / "s.npy", array)
    assert command(directory / "s.npy", directory) == 2
    errors = capsys.readouterr().err
    assert complaint in errors
    assert errors.count("\n") == 1


def write_pickle(path):
    np.save(path, np.array([{"a": 1}], dtype=object), allow_pickle=True)


def write_truncated(path):
    np.save(path, GOOD)
    path.write_bytes(path.read_bytes()[:-100])


def write_archive(path):
    with path.open("wb") as file:
        np.savez(file, GOOD)


def write_truncated_archive(path):
    write_archive(path)
    path.write_bytes(path.read_bytes()[:-30])


def write_header_that_lies(path):
    with path.open("wb") as file:
        header = {"descr": "<f4", "fortran_order": False, "shape": (10**12, 784)}
        np.lib.format.write_array_header_1_0(file, header)
        file.write(bytes(100))


@pytest.mark.parametrize(
    "write",
    [
        write_pickle,
        write_truncated,
        write_archive,
        write_truncated_archive,
        write_header_that_lies,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("1 2 3"),
        lambda path: path.write_bytes(b"\x93NUMPY\x01\x00\xff\xff"),
        lambda path: path.mkdir(),
        lambda path: None,
    ],
)
def test_files_that_are_no_arrays_are_refused_in_one_line(small, capsys, write):
    _, directory = small
    write(directory / "s.npy")
    assert command(directory / "s.npy", directory) == 2
    errors = capsys.readouterr().err
    assert errors.count("\n") == 1
    assert errors.startswith("gantheory: error: ")


@pytest.mark.parametrize(
    "sigmas", [["0"], ["-1", "1"], ["nan"], ["1e-200"], ["1e-155"], ["1e200"], ["inf"]]
)
def test_bad_widths_are_refused(small, capsys, sigmas):
    _, directory = small
    np.save(directory / "s.npy", GOOD)
    assert command(directory / "s.npy", directory, "--sigmas", *sigmas) == 2
    assert "sigma" in capsys.readouterr().err


def test_a_result_that_cannot_be_written_is_printed_all_the_same(small, tmp_path, capsys):
    images, directory = small
    np.save(tmp_path / "s.npy", images.train.images[:50])
    (tmp_path / "file").write_text("")
    assert command(tmp_path / "s.npy", directory, "--json", str(tmp_path / "file" / "x.json")) == 2
    told = capsys.readouterr()
    assert "small blobs: " in told.out
    assert told.err.count("\n") == 1


def test_an_unknown_image_set_is_refused(capsys):
    assert main(["parzen", "s.npy", "--dataset", "svhn"]) == 2
    told = capsys.readouterr().err.partition("known: ")[2]
    assert set(told.strip().split(", ")) == {"mnist", "fashion-mnist", "cifar10", "tfd", "faces48"}
