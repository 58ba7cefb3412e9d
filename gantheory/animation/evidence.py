"""What a theory scene says of the claims that it shows."""

from collections.abc import Iterable
from dataclasses import dataclass

#: stands in a statement for the words "for almost every x with"
ALMOST_EVERYWHERE = "{almost everywhere}"


@dataclass(frozen=True)
class Evidence:
    """A claim that holds.

    Attributes:
        claim: its id, such as "A1".
        label: the step of its statement that is shown.
        title: what it is about, in English.
        verdict: "proved".
        statement: the part of its statement that the scene shows, in Typst's mathematics; words in
            it stand as `ALMOST_EVERYWHERE`, to be said in the scene's language.
    """

    claim: str
    label: str
    title: str
    verdict: str
    statement: str


def as_source(found: Iterable[Evidence]) -> dict[str, dict[str, str]]:
    """The claims and their verdicts, for the list of films."""
    return {"claims": {one.claim: one.verdict for one in found}}
