"""Results of a verification as plain data, for another process or for the cache.

A record holds verdicts, witnesses and times. What they are verdicts on is taken from the claim
when a record is read, so a record cannot change what is shown; and it makes no theorem.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gantheory.proofs.claim import Claim
from gantheory.proofs.verdict import Kind, Verdict, Witness
from gantheory.proofs.verify import ClaimResult, DroppedResult, StepResult, VariantResult

Record = dict[str, Any]


def to_record(result: ClaimResult) -> Record:
    """A result as JSON-able data."""
    return {
        "id": result.claim.id,
        "verdict": _verdict(result.verdict),
        "seconds": result.seconds,
        "steps": [
            {"label": s.step.label, "verdict": _verdict(s.verdict), "seconds": s.seconds}
            for s in result.steps
        ],
        "false_variants": [
            {"name": v.name, "verdict": _verdict(v.verdict), "rechecked": v.rechecked}
            for v in result.false_variants
        ],
        "dropped": [
            {
                "name": d.name,
                "place": _place(result.claim, d),
                "verdict": _verdict(d.verdict),
                "rechecked": d.rechecked,
            }
            for d in result.dropped
        ],
    }


def from_record(claim: Claim, record: Record, cached: bool) -> ClaimResult:
    """A result as it was, without its theorems.

    Args:
        claim: the claim that the record is about.
        record: from `to_record`, perhaps by way of a file.
        cached: whether it was computed by an earlier run; shown to the reader.

    Raises:
        ValueError, KeyError, TypeError, IndexError: if the record is about something else.
    """
    if record["id"] != claim.id:
        raise ValueError(f"a record of {record['id']}, not of {claim.id}")
    steps = tuple(
        StepResult(step, claim.goal_of(step), _read(part["verdict"]), float(part["seconds"]))
        for step, part in _paired(claim.steps, "label", record["steps"])
    )
    variants = tuple(
        VariantResult(
            variant.name,
            claim.varied(variant)[1],
            _read(part["verdict"]),
            part["rechecked"] is True,
            variant.prose,
        )
        for variant, part in _paired(claim.false_variants, "name", record["false_variants"])
    )
    dropped = []
    for hypothesis, part in _paired(claim.hypotheses, "name", record["dropped"]):
        place = part["place"]
        goal = claim.goal if place is None else claim.dropped(hypothesis.name)[place][1]
        kept = "" if place is None else hypothesis.kept
        verdict, rechecked = _read(part["verdict"]), part["rechecked"] is True
        dropped.append(DroppedResult(hypothesis.name, goal, verdict, rechecked, kept))
    seconds = float(record["seconds"])
    verdict = _read(record["verdict"])
    return ClaimResult(claim, verdict, steps, variants, tuple(dropped), seconds, cached)


def _paired(parts: Any, name: str, recorded: Any) -> list[tuple[Any, Any]]:
    pairs = list(zip(parts, recorded, strict=True))
    if any(getattr(part, name) != data[name] for part, data in pairs):
        raise ValueError("a record of another version of the claim")
    return pairs


def _place(claim: Claim, dropped: DroppedResult) -> int | None:
    goals = [goal for _, goal in claim.dropped(dropped.name)]
    return goals.index(dropped.goal) if dropped.goal in goals else None


def _verdict(verdict: Verdict) -> Record:
    witness = verdict.witness
    return {
        "kind": verdict.kind.value,
        "reason": verdict.reason,
        "witness": None
        if witness is None
        else {
            "values": [[name, _value(value)] for name, value in witness.values],
            "weights": list(witness.weights),
            "says": witness.says,
        },
    }


def _value(value: Any) -> Any:
    """Fractions become text such as "1/2"; whole numbers and truth values stay what they are."""
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    return str(value) if isinstance(value, Fraction) else value


def _read(data: Record) -> Verdict:
    found = data["witness"]
    witness = None
    if found is not None:
        values = tuple((str(name), _number(value)) for name, value in found["values"])
        witness = Witness(values, tuple(found["weights"]), str(found["says"]))
    return Verdict(Kind(data["kind"]), str(data["reason"]), witness)


def _number(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_number(part) for part in value)
    return Fraction(value) if isinstance(value, str) else value
