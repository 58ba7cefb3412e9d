"""Steps of proved claims as displayed formulas, in the slides' letters and colours.

A claim calls the densities p and g, or a and b at one point. The slides write p_data and p_g and
draw both, and the discriminator, in the colours of their curves; nothing else is changed.
"""

import re
from typing import TYPE_CHECKING

from gantheory.errors import GanTheoryError
from gantheory.lecture.slides.blocks import Display
from gantheory.notation.texts import text

if TYPE_CHECKING:
    from gantheory.proofs.verify import ClaimResult

#: letters of a claim -> what the slides write, as Typst's mathematics
_LETTERS = {
    "p": 'rolepdata(p_"data")',
    "g": "rolepg(p_g)",
    "a": "rolepdata(a)",
    "b": "rolepg(b)",
    "y": "rolediscriminator(y)",
    "D": "rolediscriminator(D)",
}
#: a quoted text, a numbered p_g, the optimal discriminator, a word or a letter
_TOKEN = re.compile(r'"[^"]*"|g_\((\w)\)|D\^\*|[A-Za-z]+')
#: names of densities in plain text
_PLAIN = {"p": "p_data", "g": "p_g"}


def claimed(result: "ClaimResult", label: str, template: str, language: str) -> Display:
    """A step of a claim as a formula.

    Args:
        result: the claim, proved.
        label: of the step.
        template: of the formula's words, with {id} and {statement}.
        language: of the words within a formula.

    Raises:
        GanTheoryError: if the claim has no such step.
    """
    from gantheory.proofs.render.layout import lines
    from gantheory.proofs.render.plain import PLAIN
    from gantheory.proofs.render.typst import TYPST, display
    from gantheory.proofs.render.walk import ALMOST, formula_text

    claim = result.claim
    steps = {step.label: step for step in claim.steps}
    if label not in steps:
        raise GanTheoryError(f"claim {claim.id} has no step {label!r}; it has {', '.join(steps)}")
    conclusion = steps[label].conclusion
    statement = re.sub(
        r"\b[pg]\b", lambda match: _PLAIN[match.group()], formula_text(conclusion, PLAIN)
    )
    words = template.replace("{id}", claim.id).replace("{statement}", statement)
    markup = _TOKEN.sub(_written, display(lines(conclusion)))
    almost = TYPST.words(text("common.almost", language))
    return Display(markup.replace(TYPST.words(ALMOST), almost), words)


def _written(match: re.Match[str]) -> str:
    token = match.group()
    if match.group(1):
        return f"rolepg(p_(g,{match.group(1)}))"
    if token == "D^*":
        return "roleoptimal(D^*)"
    return _LETTERS.get(token, token)
