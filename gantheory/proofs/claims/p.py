"""Group P, Proposition 2: convergence in the space of densities.

The paper's own argument is P1 and P2 with one sentence on gradients: V is convex (affine) in p_g,
so sup_D V is, and its subderivatives include the derivative at the maximising D. P3 and P4 make
that sentence precise. What it leaves open: P5 has strict convexity, P6 to P8 step sizes and rates,
P9 why these are steps of mirror descent and not of plain gradient descent, P10 supports, P11
parameters, P12 the order of play; P13 puts these together.
"""

from gantheory.proofs.claims.convexity import P1, P2
from gantheory.proofs.claims.curvature import P5, P9
from gantheory.proofs.claims.gradients import P3, P4
from gantheory.proofs.claims.left_open import P13
from gantheory.proofs.claims.local_rate import P8
from gantheory.proofs.claims.mirror import P6
from gantheory.proofs.claims.relative_smoothness import P7
from gantheory.proofs.claims.saddle import P10, P11, P12

CLAIMS = (P1, P2, P3, P4, P5, P6, P7, P8, P9, P10, P11, P12, P13)
