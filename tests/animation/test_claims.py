"""A scene on a claim that is not proved is refused."""

import dataclasses

import pytest

from gantheory.animation import claims
from gantheory.animation.evidence import ALMOST_EVERYWHERE
from gantheory.errors import GanTheoryError
from gantheory.proofs import runs
from gantheory.proofs.verdict import unknown
from gantheory.proofs.verify import verify_claim


def test_what_is_shown_is_what_the_kernel_was_given():
    found = claims.proved("H1/saturating", "T4/minimiser")
    assert found["H1/saturating"].verdict == "proved"
    assert "frac(1, 1 + t)" in found["H1/saturating"].statement
    assert ALMOST_EVERYWHERE in found["T4/minimiser"].statement


def test_a_claim_that_is_not_proved_is_refused(monkeypatch):
    result = verify_claim("H1")
    doubtful = dataclasses.replace(result, verdict=unknown("somebody changed a step"))
    monkeypatch.setattr(runs, "verify_all", lambda ids, use_cache: iter([doubtful]))
    with pytest.raises(GanTheoryError, match="H1 is not proved"):
        claims.proved("H1/saturating")


def test_a_step_that_is_not_part_of_the_statement_is_refused():
    with pytest.raises(GanTheoryError, match="states no 'nonsense'"):
        claims.proved("H1/nonsense")
