"""Five claims, checked and rendered in every format, against files under golden/.

After a change that is meant, write the files anew and read the difference before committing:

    GANTHEORY_UPDATE_GOLDEN=1 uv run pytest tests/proofs/render/test_golden.py -n0
"""

import os
from pathlib import Path

import pytest

from gantheory.proofs.render import FORMATS, render
from gantheory.proofs.verify import verify_claim

GOLDEN = Path(__file__).parent / "golden"
SUFFIX = {"text": "txt", "markdown": "md", "latex": "tex", "typst": "typ"}


@pytest.mark.parametrize("claim_id", ["A1", "T3", "P6", "P7", "F1"])
def test_rendering_is_the_golden_one(claim_id):
    result = verify_claim(claim_id)
    assert result.passed, result.shortfalls
    for form in FORMATS:
        path = GOLDEN / f"{claim_id}.{SUFFIX.get(form, form)}"
        shown = render([result], form, times=False)
        if os.environ.get("GANTHEORY_UPDATE_GOLDEN"):
            path.write_text(shown, encoding="utf-8")
        assert shown == path.read_text(encoding="utf-8"), f"{path.name} differs"
