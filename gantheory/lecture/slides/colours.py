"""Colours of the slides beside those of the themes."""

from gantheory.figures.style import THEMES

#: how much of the discriminator's colour is in the background of boxes
_SHARE = {"light": 0.07, "dark": 0.14}


def tint(theme: str) -> str:
    """The background of boxes, as #rrggbb: a trace of the discriminator's colour."""
    share, colors = _SHARE[theme], THEMES[theme]
    pairs = zip(_channels(colors.background), _channels(colors.discriminator), strict=True)
    return "#" + "".join(f"{round(a * (1 - share) + b * share):02x}" for a, b in pairs)


def _channels(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue
