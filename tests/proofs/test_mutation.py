"""No mutant of a statement is proved, but for those that are true and listed with a reason."""

import pytest

from gantheory.proofs.equivalent_mutants import EQUIVALENT
from gantheory.proofs.mutation import is_equivalent, run, survivors
from gantheory.proofs.registry import claim_ids, load_claim
from gantheory.proofs.verdict import Kind


@pytest.mark.parametrize(
    "claim_id", [claim_id for claim_id in claim_ids() if load_claim(claim_id).tier == "S"]
)
def test_mutants(claim_id):
    mutants = list(run(claim_id))
    assert len(mutants) >= 10
    assert not survivors(mutants)
    # most mutants are caught by a counterexample, not just left undecided
    caught = [m for m in mutants if m.kind in (Kind.REFUTED, Kind.ILL_FORMED)]
    assert 2 * len(caught) > len([m for m in mutants if not is_equivalent(m)])
    listed = sum(len(mutated) for mutated in EQUIVALENT.get(claim_id, {}).values())
    assert listed == len([m for m in mutants if is_equivalent(m)]), "the list has stale entries"
