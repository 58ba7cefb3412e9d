"""The colours of a replay: those of every picture, and a colour map for D.

The map goes from blue (D says "sample") over the background to orange (D says "data"): the two hues
of the palette of Okabe and Ito that differ most under the common kinds of colour blindness. They
are pale, so that points stand out, and 1/2 has a line of its own as well.
"""

from dataclasses import asdict, dataclass

from gantheory.figures.style import DARK, LIGHT, THEMES, Theme


@dataclass(frozen=True)
class FieldColours:
    """The colours of D = 0, 1/2 and 1, as #rrggbb."""

    fake: str
    middle: str
    real: str


_FIELDS = {
    LIGHT: FieldColours("#8cc4ea", "#ffffff", "#f2b866"),
    DARK: FieldColours("#1c5580", "#101418", "#8a4d12"),
}


def field_colours(theme: Theme) -> FieldColours:
    """The colour map of D for a theme."""
    return _FIELDS[theme]


def style_variables() -> str:
    """All colours as variables of a style sheet, for each theme by its name."""
    rules = []
    for name, theme in THEMES.items():
        field = {f"field_{key}": value for key, value in asdict(field_colours(theme)).items()}
        lines = "".join(f"--{key}: {value};" for key, value in {**asdict(theme), **field}.items())
        rules.append(f':root[data-theme="{name}"] {{ {lines} }}\n')
    return "".join(rules)
