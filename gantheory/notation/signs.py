"""Operators and names that the theory's texts, the figures and the films write the same way.

Each has a form for Typst and one for LaTeX; both go into mathematics, between dollar signs.
Typst's `op` gives an operator its spacing, which a plain string would not have.
"""

from typing import NamedTuple


class Sign(NamedTuple):
    """A sign in both languages of formulas."""

    typst: str
    latex: str


SIGNS: dict[str, Sign] = {
    "log": Sign("log", r"\log"),
    "max": Sign("max", r"\max"),
    "min": Sign("min", r"\min"),
    "sup": Sign("sup", r"\sup"),
    "<=": Sign("<=", r"\leq"),
    ">=": Sign(">=", r"\geq"),
    "integral": Sign("integral", r"\int"),
    "infinity": Sign("infinity", r"\infty"),
    "V": Sign("V", "V"),
    "C": Sign("C", "C"),
    "D*": Sign("D^*", "D^{*}"),
    "KL": Sign('op("KL")', r"\operatorname{KL}"),
    "JSD": Sign('op("JSD")', r"\operatorname{JSD}"),
    "TV": Sign('op("TV")', r"\operatorname{TV}"),
}


def typst_signs() -> dict[str, str]:
    """The signs as Typst writes them."""
    return {name: sign.typst for name, sign in SIGNS.items()}


def latex_signs() -> dict[str, str]:
    """The signs as LaTeX with amsmath writes them."""
    return {name: sign.latex for name, sign in SIGNS.items()}
