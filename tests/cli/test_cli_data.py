"""`gantheory data`: what is here, what is fetched, what is imported, what is refused."""

import dataclasses
import gzip
import hashlib
import io
import tarfile

import pytest
from small_images import write_small_cifar10, write_small_faces, write_small_set

from gantheory.cli import main
from gantheory.datasets import manage
from gantheory.datasets.image_set import Archive
from gantheory.datasets.load import IMAGE_SETS


@pytest.fixture
def sets(tmp_path, monkeypatch):
    """Three small sets that the command knows instead of the real ones, at tmp_path/elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    small = [write(elsewhere) for write in (write_small_set, write_small_cifar10)]
    small.append(write_small_faces(elsewhere))
    for name in list(IMAGE_SETS):
        monkeypatch.delitem(IMAGE_SETS, name)
    for image_set in small:
        monkeypatch.setitem(IMAGE_SETS, image_set.name, image_set)
    monkeypatch.setenv("GANTHEORY_DATA", str(tmp_path / "data"))
    return elsewhere, tmp_path / "data"


def rows(out):
    """The table, by the name of the set."""
    return {line.split()[0]: line for line in out.splitlines() if line}


def test_import_verifies_and_copies_what_status_then_shows(sets, capsys):
    elsewhere, data = sets
    assert main(["data", "status"]) == 0
    before = rows(capsys.readouterr().out)
    assert all(before[name].split()[1] == "no" for name in IMAGE_SETS)
    assert main(["data", "import", str(elsewhere)]) == 0
    capsys.readouterr()
    assert main(["data", "status", "--data-dir", str(data)]) == 0
    after = rows(capsys.readouterr().out)
    assert "500 + 200 + 120" in after["small"]
    assert "32 x 32 x 3" in after["small-cifar"]
    assert "240 + 10 + 20 (5 folds)" in after["small-faces"]
    for name in IMAGE_SETS:
        assert " yes " in after[name]
        assert " right " in after[name]
        assert str(data / name) in after[name]
    left = [path.name for path in data.rglob("*") if path.is_file()]
    assert sorted(left) == sorted(path.name for path in elsewhere.rglob("*") if path.is_file())
    assert main(["data", "fetch", *IMAGE_SETS]) == 0  # nothing is missing


def test_one_file_and_one_set_can_be_imported(sets, capsys):
    elsewhere, data = sets
    assert main(["data", "import", str(elsewhere / "small-faces" / "ovals.mat")]) == 0
    assert main(["data", "import", str(elsewhere / "small"), "--name", "small"]) == 0
    assert sorted(path.name for path in data.iterdir()) == ["small", "small-faces"]


@pytest.mark.parametrize("damaged_is_packed", [False, True])
def test_an_import_mends_what_is_damaged_in_either_packing(sets, capsys, damaged_is_packed):
    elsewhere, data = sets
    name = IMAGE_SETS["small"].files[0].name
    good = elsewhere / "small" / f"{name}.gz"
    if damaged_is_packed:  # and the whole one is not
        good.with_suffix("").write_bytes(gzip.decompress(good.read_bytes()))
        good.unlink()
    assert main(["data", "import", str(elsewhere), "--name", "small"]) == 0
    found = [data / "small" / name, data / "small" / f"{name}.gz"]
    assert [path.exists() for path in found] == [damaged_is_packed, not damaged_is_packed]
    found[damaged_is_packed].write_bytes(b"damaged")
    assert main(["data", "status"]) == (0 if damaged_is_packed else 1)
    assert main(["data", "import", str(elsewhere), "--name", "small"]) == 0
    assert not found[damaged_is_packed].exists()
    assert main(["data", "status"]) == 0


def test_an_import_that_leaves_a_set_damaged_fails(sets, monkeypatch, capsys):
    elsewhere, _ = sets
    (elsewhere / "small-faces" / "ovals.mat").write_bytes(b"damaged")
    damaged = manage.set_status(IMAGE_SETS["small-faces"], elsewhere)
    assert damaged.found == "damaged"
    monkeypatch.setattr(manage, "import_sets", lambda *asked: [damaged])
    assert main(["data", "import", str(elsewhere)]) == 1


def archive_of(folder):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for path in sorted(folder.iterdir()):
            tar.add(path, f"batches/{path.name}")
        # whatever else an archive holds is never written anywhere
        tar.addfile(tarfile.TarInfo("../escaped"), io.BytesIO())
    return packed.getvalue()


def test_an_archive_is_unpacked_by_the_names_of_its_files(sets, tmp_path, monkeypatch, capsys):
    elsewhere, data = sets
    content = archive_of(elsewhere / "small-cifar")
    digest = hashlib.sha256(content).hexdigest()
    archive = Archive("all.tar.gz", len(content), digest, "batches")
    image_set = dataclasses.replace(IMAGE_SETS["small-cifar"], archive=archive)
    monkeypatch.setitem(IMAGE_SETS, "small-cifar", image_set)
    path = tmp_path / "all.tar.gz"
    path.write_bytes(content)
    assert main(["data", "import", str(path)]) == 0
    names = sorted(path.name for path in (data / "small-cifar").iterdir())
    assert names == sorted(file.name for file in image_set.files)
    assert not any(path.name == "escaped" for path in tmp_path.rglob("*"))
    path.write_bytes(content[:-1])
    assert main(["data", "import", str(path)]) == 2
    errors = capsys.readouterr().err
    assert "truncated" in errors
    assert errors.count("\n") == 1


def flip(data):
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (flip, "altered"),
        (lambda data: data[: len(data) // 2], "truncated"),
        (lambda data: b"", "truncated"),
    ],
)
def test_spoilt_files_are_refused_and_leave_nothing(sets, spoil, complaint, capsys):
    elsewhere, data = sets
    path = elsewhere / "small-cifar" / "data_batch_4.bin"
    path.write_bytes(spoil(path.read_bytes()))
    assert main(["data", "import", str(path.parent)]) == 2
    errors = capsys.readouterr().err
    assert complaint in errors
    assert path.name in errors
    assert errors.count("\n") == 1
    assert not data.exists()


def test_status_names_a_damaged_set_and_fails(sets, capsys):
    elsewhere, data = sets
    assert main(["data", "import", str(elsewhere)]) == 0
    path = next((data / "small").iterdir())
    path.write_bytes(gzip.compress(b"other"))
    capsys.readouterr()
    assert main(["data", "status"]) == 1
    out = capsys.readouterr().out
    assert " damaged " in rows(out)["small"]
    assert str(path) in out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["fetch", "svhn"], "known: small"),
        (["import", "nowhere"], "there is no nowhere"),
        (["import", "EMPTY"], "does not hold any image set"),
        (["import", "PART"], "small blobs (1 of 4 files)"),
        (["import", "PART", "--name", "svhn"], "known: small"),
        (["import", "EMPTY", "--name", "small"], "does not hold small blobs"),
        (["fetch", "small-faces"], "whoever has it"),
    ],
)
def test_mistakes_are_answered_in_one_line(sets, tmp_path, words, complaint, capsys):
    elsewhere, _ = sets
    (tmp_path / "EMPTY").mkdir()
    (tmp_path / "PART").mkdir()
    first = IMAGE_SETS["small"].files[0].name
    (tmp_path / "PART" / first).write_bytes(
        gzip.decompress((elsewhere / "small" / f"{first}.gz").read_bytes())
    )
    words = [str(tmp_path / word) if word.isupper() else word for word in words]
    assert main(["data", *words]) == 2
    errors = capsys.readouterr().err
    assert complaint in errors
    assert errors.count("\n") == 1


def test_files_of_the_same_names_are_told_apart(sets, tmp_path, monkeypatch):
    """As MNIST's and Fashion-MNIST's are: a folder of one is not an error of the other."""
    elsewhere, data = sets
    other = write_small_set(tmp_path / "other", "other", side=14)
    monkeypatch.setitem(IMAGE_SETS, "other", dataclasses.replace(other, flat=False))
    for name, folder in (("small", elsewhere), ("other", tmp_path / "other")):
        (status,) = manage.import_sets(folder / name)
        assert status.image_set.name == name
        assert status.found == "yes"
    assert (data / "other").is_dir()
