"""The slides' fonts: one with Korean letters, and one for signs that it draws as wide as a letter.

A font for Korean sets the signs of plus or minus and times in a full square, which tears tables of
numbers apart; STIX, which comes with matplotlib, has them as mathematics does.
"""

import io
import logging
from functools import cache
from pathlib import Path

from gantheory.notation.fonts import Font

#: taken from the font of signs
SIGN_LETTERS = "±×≤≥→←↔…"
ASCII = frozenset(chr(code) for code in range(32, 127))


@cache
def sign_font() -> Font:
    """STIX, from matplotlib's own folder; its name is the same on every machine."""
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return Font(folder / "STIXGeneral.ttf", "STIXGeneral")


@cache
def subset_woff2(path: Path, letters: frozenset[str]) -> bytes:
    """The part of a font with these letters, for a web page.

    The same font and the same letters give the same bytes: no date is written.

    Args:
        path: the font.
        letters: single characters; those that the font lacks are left out.
    """
    from fontTools import subset  # type: ignore[import-untyped]

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["kern", "liga", "locl"]
    options.name_IDs = [0, 1, 2, 13, 14]  # copyright and licence travel along
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "DSIG", "FFTM"]
    options.font_number = 0
    log = logging.getLogger("fontTools")
    before = log.level
    log.setLevel(logging.WARNING)  # it tells of every table, if anyone has turned logging on
    try:
        with subset.load_font(str(path), options) as font:
            subsetter = subset.Subsetter(options)
            subsetter.populate(unicodes=sorted(map(ord, letters)))
            subsetter.subset(font)
            written = io.BytesIO()
            subset.save_font(font, written, options)
        font.close()
    finally:
        log.setLevel(before)
    return written.getvalue()
