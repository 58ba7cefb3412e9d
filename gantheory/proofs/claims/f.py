"""Group F, foundations: what D estimates, with labels, class priors, smoothing and weights."""

from gantheory.proofs.claims.change_of_variables import F1, F2
from gantheory.proofs.claims.labels import F3, F5, F7
from gantheory.proofs.claims.ratio import F4, F6, F8

CLAIMS = (F1, F2, F3, F4, F5, F6, F7, F8)
