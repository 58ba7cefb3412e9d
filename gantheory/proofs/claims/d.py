"""Group D, training dynamics: the bilinear game, the Dirac-GAN, and when a game is stable."""

from gantheory.proofs.claims.bilinear import D1, D2, D3
from gantheory.proofs.claims.dirac import D4, D5, D9
from gantheory.proofs.claims.penalties import D6, D7, D8, D12
from gantheory.proofs.claims.pencil import D10, D11

CLAIMS = (D1, D2, D3, D4, D5, D6, D7, D8, D9, D10, D11, D12)
