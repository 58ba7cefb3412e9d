"""One look for every picture: colours, line patterns and file settings, shared with animations.

Colours are from the palette of Okabe and Ito, which stays distinguishable under the common kinds
of colour blindness; every curve also has a pattern of its own, for black-and-white print.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gantheory.errors import GanTheoryError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Theme:
    """The colours of a picture, as #rrggbb."""

    background: str
    ink: str
    muted: str
    faint: str
    p_data: str
    p_g: str
    discriminator: str
    optimal: str


#: as the paper: black on white
LIGHT = Theme(
    background="#ffffff",
    ink="#111111",
    muted="#5c5c5c",
    faint="#c9c9c9",
    p_data="#000000",
    p_g="#009e73",
    discriminator="#0072b2",
    optimal="#d55e00",
)

#: for dark rooms: the same hues of the palette, lightened until they stand out from the background
DARK = Theme(
    background="#101418",
    ink="#f2f2f2",
    muted="#b0b6bc",
    faint="#4a525a",
    p_data="#ffffff",
    p_g="#2fd3a1",
    discriminator="#56b4e9",
    optimal="#f0a03c",
)

THEMES = {"light": LIGHT, "dark": DARK}

#: settings under which the same recording gives the same SVG and PNG bytes
_REPRODUCIBLE: Any = {
    "svg.hashsalt": "gantheory",
    "svg.fonttype": "path",
    "font.family": ["STIXGeneral"],
    "mathtext.fontset": "stix",
    "savefig.dpi": "figure",
    "path.simplify": False,
}


@contextmanager
def matplotlib_style(language: str = "en") -> Iterator[None]:
    """Draw and save under settings that depend on nothing of this machine or user.

    Args:
        language: of the words; "ko" takes a font with Korean letters along.

    Raises:
        GanTheoryError: if no font for the language is here.
    """
    import matplotlib

    families = ["STIXGeneral"]
    if language == "ko":
        from matplotlib.font_manager import fontManager

        from gantheory.notation.fonts import korean_font

        fontManager.addfont(korean_font().path)
        # first, because words beside mathematics are set in the first family alone
        families.insert(0, korean_font().family)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_REPRODUCIBLE)
        matplotlib.rcParams["font.family"] = families
        yield


def save(
    figure: "Figure",
    path: str | os.PathLike[str],
    *,
    dpi: int,
    description: str,
    language: str = "en",
) -> None:
    """Save a figure as its file name says, without dates, whole or not at all.

    Args:
        figure: what to save.
        path: ends in .svg, .pdf or .png, in small or capital letters.
        dpi: pixels per inch of a PNG, and of what is not lines in the others.
        description: what is in the picture and where it comes from, kept in its metadata.
        language: of the words, as in `matplotlib_style`.

    Raises:
        GanTheoryError: for another ending, before anything is written.
        OSError: if the file cannot be written.
    """
    from gantheory.atomic import replacing

    kind = Path(path).suffix.lower().removeprefix(".")
    metadata: dict[str, str | None]
    if kind == "svg":
        metadata = {"Date": None, "Creator": "gantheory", "Description": description}
    elif kind == "pdf":
        metadata = {"CreationDate": None, "Creator": "gantheory", "Subject": description}
    elif kind == "png":
        metadata = {"Software": "gantheory", "Description": description}
    else:
        raise GanTheoryError(f"{os.fspath(path)} is to end in .svg, .pdf or .png")
    with matplotlib_style(language), replacing(path) as temporary:
        figure.savefig(temporary, dpi=dpi, metadata=metadata, format=kind)
