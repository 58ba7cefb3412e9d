"""Group F, foundations: what D estimates, with labels, class priors, smoothing and weights.

F2, on the slope of G, is listed in `registry.NOT_YET`.
"""

from gantheory.proofs.claims.labels import F3, F5, F7
from gantheory.proofs.claims.pushforward import F1
from gantheory.proofs.claims.ratio import F4, F6, F8

CLAIMS = (F1, F3, F4, F5, F6, F7, F8)
