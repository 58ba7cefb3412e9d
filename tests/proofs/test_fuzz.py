"""The kernel never contradicts how a statement was made: 200 cases here, 20,000 by the script."""

import pytest

from gantheory.proofs import fuzz
from gantheory.proofs.kernel.theorem import RULES
from gantheory.proofs.verdict import PROVED, Kind


def test_two_hundred_statements_of_known_truth():
    tally = fuzz.run(100)
    assert tally.wrong == []
    assert tally.unconfirmed == 0
    for true, right in ((True, Kind.PROVED), (False, Kind.REFUTED)):
        counts = tally.verdicts[true]
        assert sum(counts.values()) == 100
        assert counts[right] >= 95, counts


@pytest.mark.parametrize("rule", ["loglin", "rcf", "gibbs", "int-linear"])
def test_a_rule_that_proves_everything_is_found_out(rule, monkeypatch, capsys):
    monkeypatch.setitem(RULES, rule, lambda goal, premises=(), **args: PROVED)
    assert fuzz.main(["--count", "8"]) == 1
    assert f"wrong: {rule} says proved" in capsys.readouterr().out
