"""Downloads, from a server on the loopback: resumed, checked, and never half there."""

import dataclasses
import hashlib
import io
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from small_images import write_small_cifar10, write_small_set

from gantheory.datasets import load_images
from gantheory.datasets.image_set import Archive
from gantheory.errors import GanTheoryError


class Mirror(ThreadingHTTPServer):
    """A mirror whose manners a test can set; it notes every request."""

    def __init__(self, files):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = files
        self.ranges = True  # serve partial content
        self.break_after = None  # send only so many bytes of each answer
        self.status = 200
        self.requests = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        mirror = self.server
        wanted = self.headers.get("Range")
        mirror.requests.append((self.path, wanted))
        data = mirror.files.get(self.path.lstrip("/"))
        if data is None or mirror.status != 200:
            self.send_error(404 if data is None else mirror.status)
            return
        status = 200
        if wanted and mirror.ranges:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(data):
                self.send_error(416)
                return
            data, status = data[start:], 206
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: mirror.break_after])

    def log_message(self, *args):
        pass


@pytest.fixture
def served(tmp_path, monkeypatch):
    """A set, the mirror that has its files, and the empty directory to download to."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    image_set = write_small_set(tmp_path / "origin")
    folder = tmp_path / "origin" / image_set.name
    mirror = Mirror({path.name: path.read_bytes() for path in folder.iterdir()})
    thread = threading.Thread(target=mirror.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield dataclasses.replace(image_set, mirrors=(mirror.url,)), mirror, tmp_path / "data"
    mirror.shutdown()
    mirror.server_close()
    thread.join()


def first_file(image_set, directory):
    return directory / image_set.name / f"{image_set.files[0].name}.gz"


def test_missing_files_are_fetched_once(served):
    image_set, mirror, directory = served
    fetched = load_images(image_set, directory)
    again = load_images(image_set, directory)
    assert len(mirror.requests) == len(image_set.files)
    np.testing.assert_array_equal(fetched.train.images, again.train.images)
    left = {path.name for path in (directory / image_set.name).iterdir()}
    assert left == {f"{file.name}.gz" for file in image_set.files}


def test_a_broken_download_is_kept_and_resumed_where_it_broke_off(served):
    image_set, mirror, directory = served
    mirror.break_after = 1000
    with pytest.raises(GanTheoryError, match="broke off"):
        load_images(image_set, directory)
    target = first_file(image_set, directory)
    assert not target.exists()
    assert target.with_name(f"{target.name}.part").stat().st_size == 1000
    mirror.break_after = None
    mirror.requests.clear()
    load_images(image_set, directory)
    assert mirror.requests[0][1] == "bytes=1000-"


def test_a_mirror_without_ranges_sends_the_whole_file_again(served):
    image_set, mirror, directory = served
    target = first_file(image_set, directory)
    target.parent.mkdir(parents=True)
    target.with_name(f"{target.name}.part").write_bytes(mirror.files[target.name][:500])
    mirror.ranges = False
    load_images(image_set, directory)
    assert target.read_bytes() == mirror.files[target.name]


@pytest.mark.parametrize("extra", [b"", b"and more"])
def test_a_leftover_that_is_not_the_beginning_of_the_file_is_dropped(served, extra):
    image_set, mirror, directory = served
    target = first_file(image_set, directory)
    target.parent.mkdir(parents=True)
    whole = mirror.files[target.name]
    # as long as the file (HTTP 416), or shorter and of other content (wrong checksum)
    leftover = b"x" * len(whole) if extra else b"x" * 500
    target.with_name(f"{target.name}.part").write_bytes(leftover + extra)
    load_images(image_set, directory)
    assert target.read_bytes() == whole


def test_altered_content_is_never_given_the_name(served):
    image_set, mirror, directory = served
    name = f"{image_set.files[0].name}.gz"
    mirror.files[name] = mirror.files[f"{image_set.files[2].name}.gz"]
    with pytest.raises(GanTheoryError, match="not the file"):
        load_images(image_set, directory)
    assert list((directory / image_set.name).iterdir()) == []


def test_an_endless_answer_is_cut_short(served):
    image_set, mirror, directory = served
    mirror.files[f"{image_set.files[0].name}.gz"] = bytes(4 * image_set.files[0].size)
    with pytest.raises(GanTheoryError, match="not the file"):
        load_images(image_set, directory)


def test_the_next_mirror_is_asked_when_one_fails(served):
    image_set, mirror, directory = served
    mirrors = ("http://127.0.0.1:9/", mirror.url + "gone/", mirror.url)
    load_images(dataclasses.replace(image_set, mirrors=mirrors), directory)
    assert first_file(image_set, directory).exists()


def test_when_all_mirrors_fail_the_complaint_says_why_and_what_to_do(served):
    image_set, mirror, directory = served
    mirror.status = 503
    dead = dataclasses.replace(image_set, mirrors=(mirror.url, "http://127.0.0.1:9/"))
    with pytest.raises(GanTheoryError, match="HTTP 503") as refusal:
        load_images(dead, directory)
    assert "refused" in str(refusal.value)
    assert "--data-dir" in str(refusal.value)


def test_a_set_with_an_archive_is_fetched_resumed_and_unpacked(served, tmp_path):
    _, mirror, directory = served
    small = write_small_cifar10(tmp_path / "cifar")
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        tar.add(tmp_path / "cifar" / small.name, "batches")
    content = packed.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    archive = Archive("all.tar.gz", len(content), digest, "batches")
    image_set = dataclasses.replace(small, archive=archive, mirrors=(mirror.url,))
    mirror.files["all.tar.gz"] = content
    mirror.break_after = 1000
    with pytest.raises(GanTheoryError, match="broke off"):
        load_images(image_set, directory)
    mirror.break_after = None
    mirror.requests.clear()
    fetched = load_images(image_set, directory)
    assert mirror.requests == [("/all.tar.gz", "bytes=1000-")]
    expected = load_images(small, tmp_path / "cifar")
    np.testing.assert_array_equal(fetched.test.images, expected.test.images)
    left = {path.name for path in (directory / small.name).iterdir()}
    assert left == {file.name for file in small.files}  # the archive is not kept
    mirror.files["all.tar.gz"] = content[:-1] + b"x"
    with pytest.raises(GanTheoryError, match="not the file"):
        load_images(image_set, tmp_path / "again")
