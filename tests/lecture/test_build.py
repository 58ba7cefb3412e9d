"""The build: nothing again that is there, nothing believed that was altered, everything listed."""

import hashlib
import json
import sys
from dataclasses import replace
from importlib import import_module

import pytest

from gantheory.cli import main
from gantheory.errors import GanTheoryError
from gantheory.lecture import parts as parts_module
from gantheory.lecture.build import build
from gantheory.lecture.figures import catalogue
from gantheory.lecture.manifest import part_records, write_manifest
from gantheory.lecture.parts import PARTS, Part, chosen_parts

#: stands in for a part that costs nothing
CALLS = []
FILES = ("one.txt", "folder/two.txt")


def write_texts(context, folder):
    CALLS.append(context.language)
    for name in FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} {context.footer}")


PART = Part(
    "texts", "two texts", FILES, write_texts, ("gantheory.lecture.words",), f"{__name__}:depends"
)
SETTINGS = {"shown": 1}


def depends(context):
    return dict(SETTINGS)


@pytest.fixture
def built(lecture_context, tmp_path, monkeypatch):
    """Builds the part of texts in both languages; says for each whether it was written."""
    CALLS.clear()
    monkeypatch.setitem(SETTINGS, "shown", 1)
    # the key's module is this file, which is no module of a package
    monkeypatch.setattr(parts_module, "import_module", lambda name: sys.modules[__name__])

    def run(part=PART):
        contexts = [lecture_context(language, out=tmp_path) for language in ("en", "ko")]
        found = {one.language: one.written for one in build(contexts, [part], tmp_path)}
        write_manifest(tmp_path, contexts[0])
        return found

    return run


def test_an_unchanged_part_is_not_built_again(built):
    assert built() == {"en": True, "ko": True}
    assert built() == {"en": False, "ko": False}
    assert CALLS == ["en", "ko"]


def test_a_part_whose_settings_change_is_built_again(built, monkeypatch):
    built()
    monkeypatch.setitem(SETTINGS, "shown", 2)
    assert built() == {"en": True, "ko": True}


def test_an_altered_or_missing_file_is_written_again(built, tmp_path):
    built()
    (tmp_path / "en" / "one.txt").write_text("altered")
    assert built() == {"en": True, "ko": False}
    (tmp_path / "ko" / "folder" / "two.txt").unlink()
    assert built() == {"en": False, "ko": True}


def test_a_build_that_was_killed_goes_on_where_it_was(built, tmp_path):
    def dies(context, folder):
        if context.language == "ko":
            (folder / "one.txt").write_text("half")
            raise KeyboardInterrupt
        write_texts(context, folder)

    with pytest.raises(KeyboardInterrupt):
        built(replace(PART, write=dies))
    assert built() == {"en": False, "ko": True}
    assert "half" not in (tmp_path / "ko" / "one.txt").read_text()


def test_a_record_that_cannot_be_read_counts_as_none(built, tmp_path):
    built()
    records = part_records(tmp_path)
    for name, text in (("en-texts", "{"), ("ko-texts", '{"key": 1}')):
        (records.folder / f"{name}.json").write_text(text)
    assert built() == {"en": True, "ko": True}


def test_the_manifest_lists_every_file_with_its_hash(built, tmp_path, analytic):
    built()
    path = tmp_path / "manifest.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert sorted(document["files"]) == [
        f"{language}/{name}" for language in ("en", "ko") for name in sorted(FILES)
    ]
    for name, entry in document["files"].items():
        data = (tmp_path / name).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["bytes"] == len(data)
    assert document["run"]["sha256"] == analytic.manifest["sha256"]["arrays.npz"]
    before = path.read_bytes()
    built()
    assert path.read_bytes() == before


def test_the_manifest_leaves_out_what_was_altered(built, tmp_path, lecture_context):
    built()
    (tmp_path / "ko" / "one.txt").write_text("altered")
    write_manifest(tmp_path, lecture_context("en", out=tmp_path))
    document = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert all(name.startswith("en/") for name in document["files"])


def test_packages_that_are_missing_are_named_with_the_command(monkeypatch):
    monkeypatch.setattr(parts_module, "find_spec", lambda name: None if name == "pptx" else name)
    with pytest.raises(GanTheoryError, match=r"needs python-pptx; install with: pip install 'gan"):
        PARTS["slides"].require_packages()


@pytest.mark.parametrize("name", PARTS)
def test_every_part_has_its_writers_and_its_key(name):
    part = PARTS[name]
    assert part.available()
    module, function = part.key.split(":")
    assert callable(getattr(import_module(module), function))


def test_a_part_is_chosen_by_name_and_solutions_only_when_asked_for():
    assert [part.name for part in chosen_parts(("figures",), False)] == ["figures"]
    assert "solutions" not in [part.name for part in chosen_parts((), False)]
    with pytest.raises(GanTheoryError, match="no part 'slide'; there are figures"):
        chosen_parts(("slide",), False)


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def few_figures(self, lecture_context, analytic_run, monkeypatch):
        monkeypatch.setenv("GANTHEORY_RUN", str(analytic_run))
        few = {name: catalogue.FIGURES[name] for name in ("parzen_anchors", "mnist_curve")}
        monkeypatch.setattr(catalogue, "FIGURES", few)
        files = tuple(f"figures/{name}.{kind}" for name in few for kind in catalogue.FORMATS)
        monkeypatch.setitem(PARTS, "figures", replace(PARTS["figures"], files=files))

    def test_builds_says_what_it_did_and_builds_nothing_twice(self, tmp_path, capsys):
        words = ["lecture", "build", "--only", "figures", "--out", str(tmp_path)]
        assert main(words) == 0
        assert "en  figures      6 files" in capsys.readouterr().out
        manifest = (tmp_path / "manifest.json").read_bytes()
        assert main(words) == 0
        assert "unchanged" in capsys.readouterr().out
        assert (tmp_path / "manifest.json").read_bytes() == manifest
        assert len(list((tmp_path / "en" / "figures").iterdir())) == 6

    def test_a_build_that_fails_leaves_no_list_of_an_earlier_one(
        self, tmp_path, monkeypatch, capsys
    ):
        words = ["lecture", "build", "--only", "figures", "--out", str(tmp_path)]
        assert main(words) == 0

        def fails(context, folder):
            raise GanTheoryError("no such luck; try again")

        monkeypatch.setitem(PARTS, "figures", replace(PARTS["figures"], write=fails))
        (tmp_path / "en" / "figures" / "mnist_curve.svg").unlink()
        assert main(words) == 2
        assert "no such luck" in capsys.readouterr().err
        assert not (tmp_path / "manifest.json").exists()

    @pytest.mark.parametrize(
        ("words", "complaint"),
        [
            (["--lang", "de"], "choose en, ko"),
            (["--lang", ""], "choose en, ko"),
            (["--only", "sldies"], "no part 'sldies'"),
            (["--sections", "game,games"], "no section 'games'"),
            (["--config", "none.toml"], "no configuration file none.toml"),
        ],
    )
    def test_a_mistake_is_one_line(self, tmp_path, capsys, words, complaint):
        assert main(["lecture", "build", "--only", "figures", "--out", str(tmp_path), *words]) == 2
        told = capsys.readouterr().err
        assert complaint in told
        assert told.count("\n") == 1

    def test_lists_parts_sections_and_figures(self, capsys):
        assert main(["lecture", "list"]) == 0
        told = capsys.readouterr().out
        for name in ("figures", "notebook", "proposition1", "parzen_anchors"):
            assert f"  {name}" in told
