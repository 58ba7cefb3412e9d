"""Results with every goal of a claim and no verdicts: enough to try the printers, at no cost."""

from gantheory.proofs.registry import load_claim
from gantheory.proofs.verdict import unknown
from gantheory.proofs.verify import ClaimResult, DroppedResult, StepResult, VariantResult

NOT_RUN = unknown("not run")


def unchecked(claim_id):
    claim = load_claim(claim_id)
    steps = tuple(StepResult(s, claim.goal_of(s), NOT_RUN, 0.0) for s in claim.steps)
    variants = tuple(
        VariantResult(v.name, claim.varied(v)[1], NOT_RUN, False, v.prose)
        for v in claim.false_variants
    )
    dropped = tuple(
        DroppedResult(h.name, claim.goal, NOT_RUN, False, h.kept) for h in claim.hypotheses
    )
    return ClaimResult(claim, NOT_RUN, steps, variants, dropped, 0.0)
