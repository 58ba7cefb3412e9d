"""Where a font with Korean letters is: named by the user, carried by a package, or installed.

Latin text and mathematics use fonts inside the Typst and matplotlib wheels. Hangul is in neither,
so a Korean picture needs one file, which is looked for by name and never downloaded.
"""

import os
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from gantheory.errors import GanTheoryError

#: names a font file with Korean letters
VARIABLE = "GANTHEORY_FONT_KO"
#: a package on PyPI that holds nothing but the Noto fonts for Korean (SIL Open Font License)
PACKAGE = "pylopdf-fonts-ko"
_MODULE = "pylopdf_fonts_ko"

#: file names -> the family inside, the most legible on a projector first
KNOWN = {
    "NotoSansKR-Regular.otf": "Noto Sans KR",
    "NotoSansCJK-Regular.ttc": "Noto Sans CJK KR",
    "NotoSansKR-Regular.ttf": "Noto Sans KR",
    "NanumGothic.ttf": "NanumGothic",
    "AppleSDGothicNeo.ttc": "Apple SD Gothic Neo",
}


@dataclass(frozen=True)
class Font:
    """A font file and the name of the family in it."""

    path: Path
    family: str


@cache
def korean_font() -> Font:
    """Find a font with Korean letters.

    Raises:
        GanTheoryError: if there is none; the text says how to get one.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return _named(Path(named))
    for folder in (*_package_folder(), *_system_folders()):
        found = {path.name: path for path in folder.rglob("*") if path.name in KNOWN}
        for name, family in KNOWN.items():
            if name in found:
                return Font(found[name], family)
    raise GanTheoryError(
        f"no font with Korean letters is here; install one with: pip install {PACKAGE} (or on "
        f"Debian: apt-get install fonts-noto-cjk), or name a font file in {VARIABLE}"
    )


def _named(path: Path) -> Font:
    """The font that the user named."""
    from matplotlib.ft2font import FT2Font

    if path.name in KNOWN and path.is_file():
        return Font(path, KNOWN[path.name])
    try:
        font = FT2Font(str(path))
    except (OSError, RuntimeError) as error:
        raise GanTheoryError(
            f"{VARIABLE} names no font file that can be read ({path}: {error})"
        ) from None
    if not font.get_char_index(ord("가")):
        raise GanTheoryError(f"the font that {VARIABLE} names has no Korean letters ({path})")
    return Font(path, font.family_name)


def _package_folder() -> list[Path]:
    """The folder of the package of fonts, found without running it."""
    spec = find_spec(_MODULE)
    return [Path(spec.origin).parent] if spec and spec.origin else []


def _system_folders() -> list[Path]:
    """Where systems keep fonts, those that are there."""
    home = Path.home()
    if sys.platform == "darwin":
        folders = [
            home / "Library" / "Fonts",
            Path("/Library/Fonts"),
            Path("/System/Library/Fonts"),
        ]
    else:
        folders = [home / ".local" / "share" / "fonts", home / ".fonts"]
        folders += [Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    return [folder for folder in folders if folder.is_dir()]
