"""Targets from TOML files; an error names the file and the key."""

import pytest

from gantheory.errors import GanTheoryError
from gantheory.targets import Convention, Mixture, find_target

MEANS = "means = [[0.0, 0.0], [3.0, 1.0]]\n"


@pytest.fixture
def write(tmp_path):
    def written(text):
        path = tmp_path / "islands.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_full_file(write):
    path = write(
        'name = "two islands"\nsource = "a sketch"\nnotes = "n"\nweights = [0.25, 0.75]\n'
        + MEANS
        + "covariances = [[[0.01, 0.0], [0.0, 0.04]], [[0.02, 0.01], [0.01, 0.02]]]\n"
        "groups = [0, 0]\n"
        '[convention]\nsamples = 1000\nthreshold = 4\nhits = 20\nhistogram = "all"\n'
    )
    target = find_target(str(path))
    assert target.name == "two islands"
    assert target.source == "a sketch"
    assert target.convention == Convention(1000, 4, 20, "all")
    assert target.mixture == Mixture(
        (0.25, 0.75),
        ((0.0, 0.0), (3.0, 1.0)),
        (((0.01, 0.0), (0.0, 0.04)), ((0.02, 0.01), (0.01, 0.02))),
        (0, 0),
    )


def test_a_short_file(write):
    target = find_target(write("std = [0.1, 1]\n" + MEANS))
    assert target.name == "islands"
    assert target.convention == Convention()
    assert target.mixture == Mixture.isotropic([[0, 0], [3, 1]], [0.1, 1.0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("std = 0.1\n", "'means' is missing"),
        (MEANS, "either 'std' or 'covariances'"),
        (MEANS + "std = 0.1\ncovariances = []\n", "either 'std' or 'covariances'"),
        (MEANS + "std = 0.1\nweight = [1, 1]\n", "unknown key 'weight'; did you mean 'weights'"),
        (MEANS + "std = 0.1\nqqq = 1\n", "unknown key 'qqq'; known keys"),
        (MEANS + "std = 0.1\nweights = [0.5, 0.6]\n", "key 'weights': .* sum to 1"),
        (MEANS + "std = 0.1\nweights = [1.0]\n", "key 'weights'"),
        (MEANS + 'std = "wide"\n', "key 'std' must be a numbers?"),
        (MEANS + "std = -1\n", "key 'std'"),
        (MEANS + "std = nan\n", "key 'std'"),
        (MEANS + "std = true\n", "key 'std'"),
        ("means = [[0.0], [1.0, 2.0]]\nstd = 1\n", "key 'means'"),
        ("means = []\nstd = 1\n", "key 'means'"),
        (MEANS + "std = 0.1\ngroups = [0, 2]\n", "key 'groups'"),
        (MEANS + "std = 0.1\ngroups = [[0], [1]]\n", "'groups' must be a list of whole numbers"),
        (MEANS + "std = 0.1\ngroups = 3\n", "'groups' must be a list of whole numbers"),
        (MEANS + "std = 0.1\ngroups = [0, 300000000]\n", "without gaps"),
        (MEANS + "std = 0.1\ngroups = [-1, 0]\n", "without gaps"),
        (MEANS + "std = 0.1\ngroups = [0.0, 1.0]\n", "key 'groups'"),
        (MEANS + "std = 0.1\nname = 3\n", "key 'name' must be a text"),
        (
            MEANS + "covariances = [[[1, 1], [1, 1]], [[1, 0], [0, 1]]]\n",
            "key 'covariances': covariance 0 .* singular",
        ),
        (MEANS + "std = 0.1\n[convention]\nhit = 2\n", r"\[convention\]: unknown key 'hit'"),
        (MEANS + "std = 0.1\n[convention]\nhits = 0\n", r"\[convention\]: .* 1 hit"),
        (MEANS + "std = 0.1\n[convention]\nhits = 1.5\n", "key 'hits' must be a whole number"),
        (MEANS + "std = = 1", "not valid TOML"),
    ],
)
def test_errors_name_the_file_and_the_key(write, text, message):
    with pytest.raises(GanTheoryError, match=message) as refused:
        find_target(write(text))
    assert "islands.toml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(GanTheoryError, match="no such file"):
        find_target("missing.toml")
    with pytest.raises(GanTheoryError, match="folder"):
        find_target(tmp_path)
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(GanTheoryError, match="UTF-8"):
        find_target(tmp_path / "binary.toml")
    (tmp_path / "huge.toml").write_bytes(b"#" * 4_000_002)
    with pytest.raises(GanTheoryError, match="larger than"):
        find_target(tmp_path / "huge.toml")
