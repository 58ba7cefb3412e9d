"""A result names the revision of this code, and no other repository's."""

import subprocess

import pytest

import gantheory
from gantheory import provenance


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A repository that holds the package, with one commit."""
    package = tmp_path / "repo" / "gantheory"
    package.mkdir(parents=True)
    (package / "provenance.py").write_text("first")
    monkeypatch.setattr(provenance, "__file__", str(package / "provenance.py"))
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"):
        monkeypatch.setenv(name, "nobody")
    for name in ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "nobody@example.org")
    git(package.parent, "init", "-q")
    git(package.parent, "add", ".")
    git(package.parent, "commit", "-q", "-m", "one")
    return package


def git(folder, *words):
    return subprocess.run(
        ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True
    ).stdout.strip()


def test_the_revision_is_that_of_the_checkout_and_changes_are_told(checkout):
    head = git(checkout, "rev-parse", "HEAD")
    assert provenance.git_state() == {"revision": head, "dirty": False}
    (checkout / "new.py").write_text("untracked files are no change")
    assert provenance.git_state() == {"revision": head, "dirty": False}
    (checkout / "provenance.py").write_text("second")
    assert provenance.git_state() == {"revision": head, "dirty": True}


def test_a_repository_around_an_installed_package_is_not_asked(checkout, monkeypatch):
    installed = checkout.parent / "venv" / "gantheory" / "provenance.py"
    installed.parent.mkdir(parents=True)
    monkeypatch.setattr(provenance, "__file__", str(installed))
    assert provenance.git_state() == {"revision": None, "dirty": None}


def test_without_git_the_revision_is_not_known(checkout, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert provenance.git_state() == {"revision": None, "dirty": None}


def test_what_made_a_result_has_version_revision_and_libraries():
    entries = provenance.made_by({"revision": "abc", "dirty": False})
    assert entries["gantheory_version"] == gantheory.__version__
    assert entries["git"] == {"revision": "abc", "dirty": False}
    assert set(entries["versions"]) >= {"python", "numpy", "jax"}
