"""Finding a font with Korean letters, and saying that there is none."""

import shutil
from pathlib import Path

import matplotlib
import pytest

from gantheory.cli import main
from gantheory.errors import GanTheoryError
from gantheory.notation import fonts

LATIN = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.delenv(fonts.VARIABLE, raising=False)
    fonts.korean_font.cache_clear()
    yield
    fonts.korean_font.cache_clear()


@pytest.fixture
def nowhere(monkeypatch):
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    monkeypatch.setattr(fonts, "_system_folders", list)


def test_without_a_font_one_clear_line_says_how_to_get_one(nowhere, tmp_path, capsys):
    code = main(["animate", "saturation", "--lang", "ko", "--out", str(tmp_path)])
    assert code == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("gantheory: error: ")
    assert fonts.PACKAGE in line
    assert "fonts-noto-cjk" in line
    assert list(tmp_path.iterdir()) == []


def test_a_font_is_found_by_its_name_in_a_folder(nowhere, monkeypatch, tmp_path):
    folder = tmp_path / "opentype" / "noto"
    folder.mkdir(parents=True)
    for name in ("NotoSansCJK-Regular.ttc", "NanumGothic.ttf", "other.ttf"):
        (folder / name).touch()
    monkeypatch.setattr(fonts, "_system_folders", lambda: [tmp_path])
    font = fonts.korean_font()
    assert font.path == folder / "NotoSansCJK-Regular.ttc"
    assert font.family == "Noto Sans CJK KR"


def test_the_package_of_fonts_is_found_without_running_it(monkeypatch, tmp_path):
    (tmp_path / "__init__.py").write_text("raise SystemError")
    (tmp_path / "NotoSansKR-Regular.otf").touch()
    spec = type("Spec", (), {"origin": str(tmp_path / "__init__.py")})
    monkeypatch.setattr(fonts, "find_spec", lambda name: spec)
    assert fonts.korean_font().path.parent == tmp_path


def test_a_named_font_must_have_korean_letters(monkeypatch, tmp_path):
    monkeypatch.setenv(fonts.VARIABLE, str(LATIN))
    with pytest.raises(GanTheoryError, match="no Korean letters"):
        fonts.korean_font()
    monkeypatch.setenv(fonts.VARIABLE, str(tmp_path / "missing.ttf"))
    with pytest.raises(GanTheoryError, match=fonts.VARIABLE):
        fonts.korean_font()


def test_a_named_font_of_a_known_name_is_taken(monkeypatch, tmp_path):
    path = Path(shutil.copy(LATIN, tmp_path / "NanumGothic.ttf"))
    monkeypatch.setenv(fonts.VARIABLE, str(path))
    assert fonts.korean_font() == fonts.Font(path, "NanumGothic")
