"""Group F, foundations: what D estimates, with labels, class priors, smoothing and weights.

F1 and F2, on push-forwards, are listed in `registry.NOT_YET`.
"""

from gantheory.proofs.claims.labels import F3, F5, F7
from gantheory.proofs.claims.ratio import F4, F6, F8

CLAIMS = (F3, F4, F5, F6, F7, F8)
