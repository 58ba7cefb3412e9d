"""The notation of the claims as the kernel itself defines it, one row per symbol."""

from collections.abc import Iterator

from gantheory.proofs import terms as t
from gantheory.proofs.formulas import eq
from gantheory.proofs.render.layout import show
from gantheory.proofs.render.walk import Language

#: keys of the texts -> the notation with the arguments that a reader expects
_ROWS = {
    "V": t.Value(t.p_data, t.p_g, t.discriminator),
    "D_star": t.OptimalDiscriminator(t.p_data, t.p_g),
    "C": t.Criterion(t.p_data, t.p_g),
    "KL": t.KL(t.p_data, t.density("q")),
    "JSD": t.JSD(t.p_data, t.p_g),
    "TV": t.TV(t.p_data, t.p_g),
}


def notation_rows(typst: Language, spoken: Language) -> Iterator[tuple[str, tuple[str, str]]]:
    """Key of the text, and the symbol with its definition: as Typst, and in words."""
    for key, term in {"p": t.p_data, "g": t.p_g}.items():
        yield key, (show(term, typst), show(term, spoken))
    for key, term in _ROWS.items():
        definition = eq(term, term.definition())
        yield key, (show(definition, typst), show(definition, spoken))
