"""The claims that a scene stands on, verified: proved by the kernel, or there is no picture.

Verdicts come from `gantheory.proofs`, kept from an earlier run where its source has not changed
since. The statement shown on the screen is printed from the formula that the kernel was given.
"""

import re

from gantheory.animation.evidence import ALMOST_EVERYWHERE, Evidence
from gantheory.errors import GanTheoryError

#: names of Greek letters, which the claims spell out and Typst knows
_GREEK = re.compile(r'upright\("(alpha|beta|gamma|delta|lambda|mu|tau|phi|psi|omega)"\)')


def proved(*wanted: str) -> dict[str, Evidence]:
    """Look claims up and verify those that no earlier run has.

    Args:
        wanted: "ID/label" of a claim and a step of its statement, such as "A1/bound".

    Returns:
        What to show of each, by the names asked for.

    Raises:
        GanTheoryError: if a claim is not proved, or has no such step in its statement.
    """
    from gantheory.proofs.render.layout import show
    from gantheory.proofs.render.typst import TYPST
    from gantheory.proofs.render.walk import ALMOST
    from gantheory.proofs.runs import verify_all
    from gantheory.proofs.verdict import Kind

    found = {}
    names = {
        name: (claim_id, label) for name in wanted for claim_id, _, label in [name.partition("/")]
    }
    ids = list(dict.fromkeys(claim_id for claim_id, _ in names.values()))
    results = {result.claim.id: result for result in verify_all(ids, use_cache=True)}
    for name, (claim_id, label) in names.items():
        result = results[claim_id]
        if result.verdict.kind is not Kind.PROVED or not result.passed:
            raise GanTheoryError(
                f"claim {claim_id} is not proved here ({result.verdict.kind.value}), so the scene "
                f"that shows it is not drawn; see: gantheory show {claim_id}"
            )
        steps = {step.label: step for step in result.claim.steps}
        if label not in result.claim.statement:
            raise GanTheoryError(
                f"claim {claim_id} states no {label!r}; it states "
                f"{', '.join(result.claim.statement)}"
            )
        statement = show(steps[label].conclusion, TYPST)
        statement = _GREEK.sub(r"\1", statement)
        statement = statement.replace(TYPST.words(ALMOST), ALMOST_EVERYWHERE)
        found[name] = Evidence(
            claim_id, label, result.claim.title, result.verdict.kind.value, statement
        )
    return found
