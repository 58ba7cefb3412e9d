"""Group H: the heuristics and remarks of the paper, and what they come down to."""

from gantheory.proofs.claims.contrast import H6, H10, H11
from gantheory.proofs.claims.helvetica import H7
from gantheory.proofs.claims.k_steps import H8
from gantheory.proofs.claims.local_rate import H5
from gantheory.proofs.claims.minibatches import H9
from gantheory.proofs.claims.non_saturating import H1, H2
from gantheory.proofs.claims.parzen import H12
from gantheory.proofs.claims.softened import H3, H4

CLAIMS = (H1, H2, H3, H4, H5, H6, H7, H8, H9, H10, H11, H12)
