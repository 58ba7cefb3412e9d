"""Checked claims as JSON-able data: every formula in every language, for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gantheory.proofs.formulas import Formula, Goal
from gantheory.proofs.render.html import MATHML
from gantheory.proofs.render.latex import LATEX
from gantheory.proofs.render.plain import PLAIN
from gantheory.proofs.render.typst import TYPST
from gantheory.proofs.render.walk import formula_text
from gantheory.proofs.verify import ClaimResult, as_json

SCHEMA_VERSION = 1
_LANGUAGES = {"text": PLAIN, "latex": LATEX, "typst": TYPST, "mathml": MATHML}


def document(results: Sequence[ClaimResult], times: bool = True) -> dict[str, Any]:
    """All claims; without `times`, the same for every run."""
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": "gantheory-shown-claims",
        "claims": [_claim(result) if times else _timeless(_claim(result)) for result in results],
    }


def _claim(result: ClaimResult) -> dict[str, Any]:
    data = as_json(result)
    claim = result.claim
    data["gloss"], data["notes"] = claim.gloss, list(claim.notes)
    data["statement"] = [
        _formula(claim.step(label).conclusion) | {"step": label} for label in claim.statement
    ]
    data["hypotheses"] = [
        {"name": h.name, "gloss": h.gloss, **_formula(h.formula)} for h in claim.hypotheses
    ]
    for entry, step in zip(data["steps"], result.steps, strict=True):
        entry["goal"] = _goal(step.goal)
        entry["uses"], entry["prose"] = list(step.step.uses), step.step.prose
    for entry, variant in zip(data["false_variants"], result.false_variants, strict=True):
        entry["statement"] = _formula(variant.goal.conclusion)
        entry["prose"] = variant.prose
    return data


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "hypotheses": [_formula(h) for h in goal.hypotheses],
        "conclusion": _formula(goal.conclusion),
    }


def _formula(formula: Formula) -> dict[str, str]:
    return {name: formula_text(formula, lang) for name, lang in _LANGUAGES.items()}


def _timeless(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _timeless(v) for k, v in value.items() if k not in ("seconds", "cached")}
    return [_timeless(v) for v in value] if isinstance(value, list) else value
