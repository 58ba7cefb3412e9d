"""Records of anchors: only those of just these images are used, and scores are read by them."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from small_images import write_small_faces, write_small_set

from gantheory.atomic import write_json
from gantheory.datasets import CIFAR10, FACES48, MNIST, Images, LabelledImages, load_images
from gantheory.parzen import anchor_table
from gantheory.parzen.anchor_table import (
    anchor_lines,
    anchors_of,
    known_anchors,
    measure_anchors,
    reading,
    record_name,
)

RESULTS = Path(__file__).resolve().parents[2] / "experiments" / "results"
KEPT = sorted(RESULTS.glob("parzen-anchors-*.json"))


FEW = ("k-means centroids", "random training images")


@pytest.fixture
def few_anchors(monkeypatch):
    """Two anchors instead of eight: every number of samples is compiled for."""
    monkeypatch.setattr(anchor_table, "anchor_names", lambda images: list(FEW))


@pytest.fixture
def small(tmp_path, few_anchors):
    image_set = write_small_set(tmp_path, side=6)
    return image_set, load_images(image_set, tmp_path)


def test_a_record_is_measured_once_and_found_for_the_same_images_only(small, tmp_path, monkeypatch):
    image_set, images = small
    monkeypatch.setattr(anchor_table, "_cache_folder", lambda: tmp_path / "cache")
    seen = []
    record = measure_anchors(image_set, images, 40, seen=lambda name, score: seen.append(name))
    assert list(record["anchors"]) == seen == list(FEW)
    assert known_anchors(image_set, images, 40) is None
    write_json(tmp_path / "cache" / record_name("small", "unit", 40), record)
    monkeypatch.setattr(anchor_table, "measure_anchors", None)  # from here on nothing is measured
    assert anchors_of(image_set, images, 40) == json.loads(json.dumps(record))
    assert known_anchors(image_set, images, 41) is None
    assert known_anchors(image_set, images, 40, "contrast") is None
    assert known_anchors(image_set, dataclasses.replace(images, checksums={"x": "0"}), 40) is None
    (tmp_path / "cache" / record_name("small", "unit", 40)).write_text("{")
    assert known_anchors(image_set, images, 40) is None


def test_faces_are_scored_over_their_folds(tmp_path, few_anchors):
    image_set = write_small_faces(tmp_path)
    record = measure_anchors(image_set, load_images(image_set, tmp_path), 20)
    assert all(len(anchor["sigmas"]) == 5 for anchor in record["anchors"].values())
    assert "TFD" not in json.dumps(record)


def test_a_result_stands_in_its_place_and_is_called_by_its_name(small):
    record = measure_anchors(*small, 40)
    real = record["anchors"]["random training images"]["mean"]
    lines = anchor_lines(record, real + 0.01)
    place = next(i for i, line in enumerate(lines) if "-> this result" in line)
    after = next(i for i, line in enumerate(lines) if line.startswith("random training images"))
    assert place < after
    assert "not better than data" in lines[-1]
    assert "12.5 nats below" in reading(record, real - 12.5)
    scores = [float(line[56:65]) for line in lines[2:-1]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_the_records_in_the_repository_are_of_the_known_data(path):
    record = json.loads(path.read_text(encoding="utf-8"))
    known = {image_set.name: image_set for image_set in (MNIST, CIFAR10, FACES48)}
    image_set = known[record["dataset"]]
    assert path.name == record_name(image_set.name, record["scale"], record["samples"])
    for file in image_set.files:
        assert record["data"][file.name] in (file.sha256, file.sha256_reordered)
    empty = LabelledImages(np.zeros((0, 1), np.uint8), np.zeros(0, np.uint8))
    images = Images(empty, empty, empty, checksums=record["data"])
    assert known_anchors(image_set, images, record["samples"], record["scale"]) == record
    scores = {name: anchor["mean"] for name, anchor in record["anchors"].items()}
    assert scores["random training images"] > scores["mean training image"]
    assert scores["mean training image"] > scores["uniform noise"]


def test_there_are_records():
    assert RESULTS / "parzen-anchors-mnist-seed0.json" in KEPT
