"""Faces in TFD's layout: unlabelled ones are trained on, five folds, and faces48 is never TFD."""

import contextlib
import dataclasses

import numpy as np
import pytest
from small_images import mat_file, small_faces, write_small_faces

from gantheory.datasets import FACES48, TFD, UNLABELLED, load_images
from gantheory.datasets.faces import decode_faces, decode_tfd
from gantheory.datasets.locate import data_directories, find_file
from gantheory.datasets.manage import import_sets, set_status
from gantheory.errors import GanTheoryError


def decode(arrays):
    return decode_faces(FACES48, {"faces48.mat": mat_file(arrays)})


def test_the_unlabelled_are_trained_on_and_folds_part_the_labelled(tmp_path):
    images = load_images(write_small_faces(tmp_path), tmp_path)
    arrays = small_faces()
    assert (len(images.train), len(images.folds)) == (240, 5)
    assert set(images.train.labels) == {UNLABELLED}
    for number, fold in enumerate(images.folds):
        test = arrays["folds"][:, number] == 3
        np.testing.assert_array_equal(fold.test.images, arrays["images"][test].reshape(-1, 48**2))
        np.testing.assert_array_equal(fold.test.labels, arrays["labs_ex"][test, 0] - 1)
        assert (len(fold.validation), len(fold.test)) == (10, 20)
    assert images.validation is images.folds[0].validation
    assert len({fold.test.images.tobytes() for fold in images.folds}) == 5


def test_faces48_has_the_sizes_that_its_owner_states(tmp_path):
    """On the real file where this machine has it, else on ovals."""
    if find_file(FACES48, FACES48.files[0], data_directories()) is None:
        assert set_status(FACES48, tmp_path).found == "no"
        return
    status = set_status(FACES48)
    assert (status.images, status.folds, status.checksum) == ((7822, 418, 835), 5, "right")


def broken(**changes):
    arrays = {**small_faces(), **changes}
    return {name: array for name, array in arrays.items() if array is not None}


FOLDS = small_faces()["folds"]


@pytest.mark.parametrize(
    ("arrays", "complaint"),
    [
        (broken(folds=None), "no array 'folds'"),
        (broken(images=np.zeros((340, 96, 96), np.uint8)), "96"),
        (broken(images=small_faces()["images"] / 3.0), "whole numbers"),
        (broken(images=small_faces()["images"] * 2.0), "0 to 255"),
        (broken(images=np.array(["face"] * 340)), "no array of numbers"),
        (broken(folds=FOLDS[:, :4]), r"folds \(340, 4\)"),
        (broken(folds=FOLDS + np.uint8(1)), "0, 1, 2 or 3"),
        (broken(folds=np.where(np.arange(5) == 2, 1, FOLDS)), "differ between folds"),
        (broken(folds=np.where(FOLDS == 2, 1, FOLDS)), "no validation"),
        (broken(labs_ex=np.full((340, 1), 8)), "1 to 7"),
        (broken(labs_ex=np.ones((339, 1))), r"labels \(339, 1\)"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(arrays, complaint):
    with pytest.raises(GanTheoryError, match=complaint):
        decode(arrays)


def test_a_damaged_file_is_refused_wherever_the_damage_is():
    whole = mat_file(small_faces(40, 40))
    rng = np.random.default_rng(7)
    for _ in range(60):
        with pytest.raises(GanTheoryError):
            decode_faces(FACES48, {"faces48.mat": whole[: rng.integers(0, len(whole))]})
        data = bytearray(whole)
        data[rng.integers(0, 400)] ^= 1 << rng.integers(0, 8)
        # a flipped bit may not matter; where it does, nothing else than a refusal comes of it
        with contextlib.suppress(GanTheoryError):
            decode_faces(FACES48, {"faces48.mat": bytes(data)})
    with pytest.raises(GanTheoryError, match=r"save -v7"):
        decode_faces(FACES48, {"faces48.mat": b"M" * 124 + b"\x00\x02IM" + bytes(400)})


def test_another_set_in_its_layout_is_not_tfd(tmp_path):
    data = mat_file(small_faces())
    with pytest.raises(GanTheoryError, match="340 images, 240 of them unlabelled"):
        decode_tfd(TFD, {"TFD_48x48.mat": data})
    (tmp_path / "TFD_48x48.mat").write_bytes(data)
    with pytest.raises(GanTheoryError, match="another set"):
        import_sets(tmp_path / "TFD_48x48.mat", data_dir=tmp_path / "data")
    assert not (tmp_path / "data").exists()
    with pytest.raises(GanTheoryError, match="ask its authors") as refusal:
        load_images(TFD, tmp_path / "data")
    assert str(tmp_path / "data" / "tfd" / "TFD_48x48.mat") in str(refusal.value)


def test_a_file_without_a_published_checksum_is_held_to_the_one_of_its_import(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("gantheory.datasets.faces.TFD_IMAGES", 340)
    monkeypatch.setattr("gantheory.datasets.faces.TFD_UNLABELLED", 240)
    (tmp_path / "TFD_48x48.mat").write_bytes(mat_file(small_faces()))
    (status,) = import_sets(tmp_path, data_dir=tmp_path / "data")
    assert (status.found, status.checksum, status.folds) == ("yes", "as imported", 5)
    path = tmp_path / "data" / "tfd" / "TFD_48x48.mat"
    other = small_faces()
    other["images"][0, 0, 0] ^= 1
    path.write_bytes(mat_file(other))
    assert set_status(TFD, tmp_path / "data").found == "damaged"
    with pytest.raises(GanTheoryError, match="altered"):
        load_images(TFD, tmp_path / "data")


def test_no_output_calls_faces48_tfd():
    told = dataclasses.asdict(dataclasses.replace(FACES48, decode=None))
    assert "TFD" not in str(told)
    assert "oronto" not in str(told)
