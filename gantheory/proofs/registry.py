"""Which claims there are: a light table of ids, and lazy loading by group.

Importing this module imports no sympy: tab completion and `choices` read the table alone.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from gantheory.errors import GanTheoryError

if TYPE_CHECKING:
    from gantheory.proofs.claim import Claim

#: group letter -> (what it is about, ids); the module is gantheory.proofs.claims.<letter>
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "F": ("Foundations: what D estimates", ("F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8")),
    "A": (
        "Proposition 1: the optimal discriminator",
        ("A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"),
    ),
    "T": ("Theorem 1: the criterion C(G)", ("T1", "T2", "T3", "T4", "T5", "T6")),
    "J": ("Jensen-Shannon facts", ("J1", "J2", "J3", "J4", "J5", "J6")),
    "P": (
        "Proposition 2: convergence",
        ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "P13"),
    ),
    "H": (
        "Heuristics and remarks of the paper",
        ("H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10", "H11", "H12"),
    ),
    "S": ("Supports and topology", ("S1", "S2", "S3", "S4")),
    "D": (
        "Training dynamics",
        ("D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D12"),
    ),
    "G": ("Other divergences", ("G1", "G2", "G3", "G4", "G5", "G6")),
    "M": ("Mode collapse", ("M1", "M2", "M3", "M4", "M5")),
    "X": ("Relatives", ("X1", "X2", "X3", "X4")),
}

#: all claims, the most instructive first
RANKING: tuple[str, ...] = (
    *("A1", "A2", "A3", "A4"),
    *("T1", "T2", "T3", "T4", "T5"),
    *("J1", "J2", "J3"),
    *("P1", "P2", "P3", "P4", "P6", "P7"),
    *("P5", "P8", "P9", "P11", "P12", "P13"),
    *("H7", "H3", "H4", "H1", "H2"),
    *("S1", "S2"),
    *("D1", "D4", "D5", "D6", "D11", "D10"),
    *("F1", "F2", "F3", "F4"),
    *("G1", "G2", "G4", "G3", "G5"),
    *("M2", "M1"),
    *("J4", "J5", "J6"),
    *("D2", "D3", "D7"),
    *("H6", "H10", "H11", "H8", "H9"),
    *("F5", "F6", "F7", "F8", "A5", "A6", "A7", "A8", "T6", "P10", "H5", "H12"),
    *("X1", "X3", "X2", "X4"),
    *("S3", "S4", "G6", "D8", "D9", "D12", "M3", "M4", "M5"),
)

#: claims of the catalogue that are not here -> why; none at present
NOT_YET: dict[str, str] = {}


def claim_ids() -> tuple[str, ...]:
    """The ids of all claims, in the order of the ranking."""
    return RANKING


def group_of(claim_id: str) -> str:
    """The letter of a claim's group.

    Raises:
        GanTheoryError: for an id that is not in the table; the text names near misses.
    """
    wanted = claim_id.strip().upper()
    for letter, (_, ids) in GROUPS.items():
        if wanted in ids:
            return letter
    near = difflib.get_close_matches(wanted, RANKING, n=3, cutoff=0.5)
    hint = (
        f"did you mean {' or '.join(near)}" if near else "list them with: gantheory verify --list"
    )
    raise GanTheoryError(f"there is no claim {claim_id!r}; {hint}")


@cache
def _group(letter: str) -> dict[str, Claim]:
    module = import_module(f"gantheory.proofs.claims.{letter.lower()}")
    claims: tuple[Claim, ...] = module.CLAIMS
    return {claim.id: claim for claim in claims}


def load_claim(claim_id: str) -> Claim:
    """Load one claim.

    Args:
        claim_id: such as "A1"; the case of the letter does not matter.

    Raises:
        GanTheoryError: for an unknown id.
    """
    return _group(group_of(claim_id))[claim_id.strip().upper()]


def in_order_of_use(claim_ids: tuple[str, ...]) -> tuple[str, ...]:
    """The given claims and all that they use, each after those that it uses.

    Raises:
        GanTheoryError: if a claim uses an unknown one, or itself by a detour.
    """
    order: dict[str, None] = {}

    def visit(claim_id: str, above: tuple[str, ...]) -> None:
        claim = load_claim(claim_id)
        if claim.id in above:
            raise GanTheoryError(f"claims use each other in a circle: {' -> '.join(above)}")
        if claim.id not in order:
            for used in claim.uses:
                visit(used, (*above, claim.id))
            order[claim.id] = None

    for claim_id in claim_ids:
        visit(claim_id, ())
    return tuple(order)
