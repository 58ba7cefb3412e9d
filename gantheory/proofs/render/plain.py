"""Plain text with Unicode signs, for terminals."""

from __future__ import annotations

from collections.abc import Sequence

from gantheory.proofs.render.walk import Language

_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


_SIGNS = {
    "+": "+",
    "-": "−",
    "==": "=",
    "!=": "≠",
    "<=": "≤",
    ">=": "≥",
    "<": "<",
    ">": ">",
    "iff": "⟺",
    "implies": "⟹",
    "exists": "∃",
    ":": ":",
    ",": ",",
    "||": "‖",
    "integral": "∫",
    "dx": "dx",
    "infinity": "∞",
    "log": "log",
    "max": "max",
    "min": "min",
    "V": "V",
    "C": "C",
    "D*": "D*",
    "KL": "KL",
    "JSD": "JSD",
    "TV": "TV",
    "BernoulliKL": "kl",
    "prime": "′",
}


class PlainLanguage(Language):
    """Formulas in Unicode."""

    flat = True
    signs = _SIGNS

    def name(self, base: str, index: str) -> str:
        """Digits go below the line, other indices behind an underscore."""
        return base + (
            index.translate(_SUBSCRIPTS) if index.isdigit() else f"_{index}" * bool(index)
        )

    def row(self, parts: Sequence[str]) -> str:
        """Parts with spaces, a leading minus and commas close up."""
        shown = [part for part in parts if part]
        if len(shown) > 1 and shown[0] == "−":
            shown = [shown[0] + shown[1], *shown[2:]]
        return " ".join(shown).replace(" ,", ",").replace(" :", ":")

    def times(self, factors: Sequence[str]) -> str:
        """A product with dots."""
        return "·".join(factors)

    def fraction(self, top: str, bottom: str) -> str:
        """A fraction on the line."""
        return f"{top}/{bottom}"

    def power(self, base: str, exponent: str) -> str:
        """Raised digits where there are such."""
        if exponent.isdigit():
            return base + exponent.translate(_SUPERSCRIPTS)
        return f"{base}^({exponent})"

    def logarithm(self, argument: str, bare: bool) -> str:
        """Always with brackets."""
        return f"log({argument})"

    def increase(self, function: str, low: str, high: str) -> str:
        """Brackets with the ends behind them."""
        return f"[{function}]({low}..{high})"

    def derivative(self, variable: str, body: str) -> str:
        """d/dy (...)."""
        return f"d/d{variable} {body}"


PLAIN = PlainLanguage()
