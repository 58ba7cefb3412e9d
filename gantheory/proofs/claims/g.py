"""Group G, other divergences: f-divergences as games, least squares, moments."""

from gantheory.proofs.claims.games import G1, G2

CLAIMS = (G1, G2)
