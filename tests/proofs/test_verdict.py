import pytest

from gantheory.proofs.verdict import PROVED, Kind, Verdict, ill_formed, unknown


@pytest.mark.parametrize("verdict", [PROVED, unknown("no"), ill_formed("no")])
def test_a_verdict_has_no_truth_value(verdict):
    with pytest.raises(TypeError, match="five values"):
        bool(verdict)


def test_no_refutation_without_a_witness():
    with pytest.raises(ValueError, match="witness"):
        Verdict(Kind.REFUTED)
