"""Group G, other divergences: f-divergences as games, least squares, moments, transport."""

from gantheory.proofs.claims.games import G1, G2
from gantheory.proofs.claims.second_order import G6
from gantheory.proofs.claims.squares import G3, G5
from gantheory.proofs.claims.transport import G4

CLAIMS = (G1, G2, G3, G4, G5, G6)
